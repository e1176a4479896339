/** The wizard's models, brought about by messages alone: what the screens draw, without a cloud. */
import {type AppCommand} from '../../source/core/app/command.js';
import {type AppMessage} from '../../source/core/app/message.js';
import {type AppModel, type AppOptions, type OpenRun} from '../../source/core/app/model.js';
import {initialModel} from '../../source/core/app/initial-model.js';
import {update} from '../../source/core/app/update.js';
import {known, unknown, type Facts} from '../../source/core/check/facts.js';
import {type Option} from '../../source/core/field/field.js';
import {initialReader, readChunk} from '../../source/core/keys/key-event.js';
import {ok, type Problem, type Result} from '../../source/core/problem.js';
import {type Profile} from '../../source/core/profile/profile.js';
import {text} from '../../source/core/text-token.js';

export const aProblem: Problem = {
	kind: 'auth',
	code: 'ExpiredToken',
	message: text('wizard.identity.wait'),
	nextSteps: [text('wizard.start.intro')],
	isRetryable: true,
	requestId: '00000000-0000-4000-8000-000000000001',
};

export const aProfile: Profile = {
	version: 1,
	name: 'shop-bg',
	answers: {
		region: 'ap-northeast-2',
		applicationName: 'shop',
		deploymentGroupName: 'shop-bg',
		elastigroupId: 'sig-5a3c19e7',
	},
	updatedAt: 0,
	last: {runId: 'run-1', at: 0, outcome: 'succeeded', greenTagValue: '6.0', durationMs: 515_000},
};

const optionsByKey: Readonly<Record<string, readonly Option[]>> = {
	region: [
		{value: 'ap-northeast-2', label: 'ap-northeast-2', isSuggested: true, hint: text('option.current-region')},
		{value: 'us-east-1', label: 'us-east-1'},
	],
	spotAccountId: [{value: 'act-0a1b2c3d', label: 'shop-production', isSuggested: true}],
	applicationName: [
		{value: 'shop', label: 'shop', isSuggested: true},
		{
			value: '결제',
			label: '결제-애플리케이션-이름이-아주-길어서-잘려야-하는-경우',
			hint: '한글 설명이 아주 길게 이어집니다',
		},
		{value: '+new', label: text('option.create-new')},
	],
	deploymentGroupName: [
		{value: 'shop-bg', label: 'shop-bg', isSuggested: true},
		{value: '+new', label: text('option.create-new')},
	],
	elastigroupId: [{value: 'sig-5a3c19e7', label: 'shop-web', isSuggested: true}],
	greenTags: [{value: 'version=6.0', label: 'version=6.0', isSuggested: true}],
	timeoutMinutes: [{value: '30', label: text('option.minutes', {minutes: 30}), isSuggested: true}],
	revision: [{value: 's3://shop/shop-6.0.zip', label: 'shop/shop-6.0.zip', isSuggested: true}],
};

/** A group that fits, an Elastigroup wired to it, two originals; nothing else is known. */
export const facts: Facts = {
	at: 0,
	planned: {
		region: 'ap-northeast-2',
		applicationName: 'shop',
		deploymentGroupName: 'shop-bg',
		elastigroupId: 'sig-5a3c19e7',
		greenTags: [{key: 'version', value: '6.0'}],
		timeoutMinutes: 30,
		isAdvancingFilter: true,
	},
	identity: known({
		accountId: '123456789012',
		arn: 'arn:aws:sts::123456789012:assumed-role/Engineer/kim',
		region: 'ap-northeast-2',
	}),
	spotAccount: unknown(),
	application: known({name: 'shop', computePlatform: 'Server', isLinkedToGitHub: false}),
	group: known({
		applicationName: 'shop',
		name: 'shop-bg',
		computePlatform: 'Server',
		serviceRoleArn: 'arn:aws:iam::123456789012:role/CodeDeployServiceRole',
		deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
		deploymentType: 'blue-green',
		hasTrafficControl: true,
		provisioning: 'discover-existing',
		readyOption: {action: 'continue'},
		originalsOption: {action: 'terminate', waitMinutes: 5},
		tagFilters: [[{type: 'key-and-value', key: 'version', value: '5.0'}]],
		autoScalingGroups: [],
		hasOnPremisesFilters: false,
		targetGroupNames: ['shop-web-tg'],
		classicLoadBalancerNames: [],
		alarmNames: [],
	}),
	lastDeployment: unknown(),
	activeDeploymentIds: known([]),
	deploymentConfigNames: unknown(),
	roles: unknown(),
	targetGroups: unknown(),
	classicLoadBalancers: unknown(),
	elastigroup: known({
		id: 'sig-5a3c19e7',
		name: 'shop-web',
		description: '',
		capacity: {target: 2, minimum: 1, maximum: 4},
		capacityUnit: 'instance',
		tags: [{key: 'Name', value: 'shop-web'}],
		deploymentGroups: [{applicationName: 'shop', deploymentGroupName: 'shop-bg'}],
		zones: [],
		securityGroupIds: [],
		hasUserData: true,
		loadBalancers: [],
		spotTypes: [],
		onDemandTypes: [],
	}),
	fleet: unknown(),
	instances: known(
		['i-0123456789ab10000', 'i-0123456789ab10001'].map(instanceId => ({
			instanceId,
			state: 'running',
			tags: [
				{key: 'Name', value: 'shop-web'},
				{key: 'version', value: '5.0'},
			],
			launchedAt: 0,
		})),
	),
	blueGreens: known([]),
	image: unknown(),
	subnets: unknown(),
	instanceProfiles: unknown(),
	object: unknown(),
};

/** In-place and with no load balancer: two misfits with their mends. */
export const misfit: Facts = {
	...facts,
	group:
		facts.group.isKnown && facts.group.value ? known({...facts.group.value, deploymentType: 'in-place'}) : facts.group,
};

export type Bench = {
	readonly model: AppModel;
	/** Every command so far, oldest first. */
	readonly commands: readonly AppCommand[];
	send(message: AppMessage): void;
	press(bytes: string): void;
	/** Answers whatever was asked and not yet answered. */
	answer(): void;
	/** Presses Enter and answers until the step is there. */
	reach(stepId: string): void;
};

export type BenchOptions = Partial<AppOptions> & {
	readonly facts?: Facts;
	readonly offered?: Profile;
	readonly profiles?: readonly Profile[];
	readonly openRuns?: readonly OpenRun[];
	lookUp?(key: string): Result<readonly Option[]> | undefined;
};

/** The update function with an obedient world round it. */
export const createBench = (options: BenchOptions = {}): Bench => {
	let model = initialModel({
		start: {kind: 'setup'},
		language: 'en',
		isDemo: true,
		now: 0,
		columns: 80,
		rows: 24,
		...options,
	});
	const commands: AppCommand[] = [];
	let answered = 0;

	const send = (message: AppMessage): void => {
		const [next, more] = update(model, message);
		model = next;
		commands.push(...more);
	};

	const answerOne = (command: AppCommand): void => {
		// eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the others ask for no answer
		switch (command.type) {
			case 'read-saved-work': {
				send({
					type: 'saved-work-read',
					now: 1,
					draft: ok(options.offered),
					profiles: ok(options.profiles ?? []),
					openRuns: options.openRuns ?? [],
				});

				break;
			}

			case 'identify': {
				const {request} = command;
				const arn = 'arn:aws:sts::123456789012:assumed-role/Engineer/kim';
				send({
					type: 'aws-identified',
					request,
					now: 1,
					result: ok({accountId: '123456789012', arn, region: 'ap-northeast-2'}),
				});
				send({
					type: 'spot-identified',
					request,
					now: 1,
					result: ok([{id: 'act-0a1b2c3d', name: 'shop-production', awsAccountId: '123456789012'}]),
				});

				break;
			}

			case 'look-up-options': {
				const {key, request} = command;
				const result = options.lookUp?.(key) ?? ok(optionsByKey[key] ?? [{value: `${key}-1`, label: `${key}-1`}]);
				send({type: 'options-looked-up', key, request, now: 1, result});

				break;
			}

			case 'gather-facts': {
				send({type: 'facts-gathered', request: command.request, now: 1, result: ok(options.facts ?? facts)});

				break;
			}

			case 'perform-operation': {
				send({type: 'operation-performed', request: command.request, now: 1, result: ok({})});

				break;
			}

			case 'settle-work': {
				send({type: 'work-settled'});

				break;
			}
		}
	};

	const answer = (): void => {
		for (; answered < commands.length; answered++) {
			const command = commands[answered];

			if (command) {
				answerOne(command);
			}
		}
	};

	const press = (bytes: string): void => {
		for (const event of readChunk(initialReader, bytes, 0).events) {
			send({type: 'key-pressed', event});
		}
	};

	send({type: 'first-frame-painted'});

	return {
		get model() {
			return model;
		},
		get commands() {
			return commands;
		},
		send,
		press,
		answer,
		reach(stepId) {
			for (let count = 0; count < 60; count++) {
				answer();

				if (model.screen.kind === 'step' && model.screen.stepId === stepId) {
					return;
				}

				press('\r');
			}

			throw new Error(`Never reached ${stepId}; stands at ${JSON.stringify(model.screen).slice(0, 300)}`);
		},
	};
};
