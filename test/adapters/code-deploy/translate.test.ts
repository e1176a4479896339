import test from 'ava';
import fc from 'fast-check';
import {
	toApplication,
	toDeployment as toDeploymentHiding,
	toDeploymentGroup,
	toDeploymentTarget as toDeploymentTargetHiding,
	toRevision,
	toTagFilterSet,
} from '../../../source/adapters/code-deploy/from-wire.js';
import {
	toCreateDeploymentInput,
	toCreateGroupInput,
	toUpdateGroupInput,
	toWireRevision,
	toWireTargetStatus,
} from '../../../source/adapters/code-deploy/to-wire.js';
import {
	type DeploymentGroupSpec,
	type OriginalsOption,
	type ReadyOption,
	type Revision,
	type TagFilter,
} from '../../../source/core/cloud/code-deploy.js';

const asItIs = (text: string): string => text;
const toDeployment = (info: Parameters<typeof toDeploymentHiding>[0]) => toDeploymentHiding(info, asItIs);
const toDeploymentTarget = (target: Parameters<typeof toDeploymentTargetHiding>[0]) =>
	toDeploymentTargetHiding(target, asItIs);

const spec: DeploymentGroupSpec = {
	applicationName: 'shop',
	name: 'shop-bg',
	serviceRoleArn: 'arn:aws:iam::123456789012:role/CodeDeployServiceRole',
	deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
	tagFilters: [[{type: 'key-and-value', key: 'version', value: '5.0'}]],
	readyOption: {action: 'continue'},
	originalsOption: {action: 'terminate', waitMinutes: 5},
	targetGroupNames: ['shop-web-tg'],
	classicLoadBalancerNames: [],
};

test('a group is created as the guide wants it', t => {
	t.deepEqual(toCreateGroupInput(spec), {
		applicationName: 'shop',
		deploymentGroupName: 'shop-bg',
		serviceRoleArn: 'arn:aws:iam::123456789012:role/CodeDeployServiceRole',
		deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
		ec2TagSet: {ec2TagSetList: [[{Key: 'version', Value: '5.0', Type: 'KEY_AND_VALUE'}]]},
		deploymentStyle: {deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL'},
		loadBalancerInfo: {targetGroupInfoList: [{name: 'shop-web-tg'}]},
		blueGreenDeploymentConfiguration: {
			greenFleetProvisioningOption: {action: 'DISCOVER_EXISTING'},
			deploymentReadyOption: {actionOnTimeout: 'CONTINUE_DEPLOYMENT'},
			terminateBlueInstancesOnDeploymentSuccess: {action: 'TERMINATE', terminationWaitTimeInMinutes: 5},
		},
	});
});

test('without a load balancer no traffic control is asked for', t => {
	const input = toCreateGroupInput({...spec, targetGroupNames: []});
	t.is(input.deploymentStyle?.deploymentOption, 'WITHOUT_TRAFFIC_CONTROL');
	t.false('loadBalancerInfo' in input);
});

const words = fc.string({minLength: 1, maxLength: 12});
const filters: fc.Arbitrary<TagFilter> = fc.oneof(
	fc.record({type: fc.constant('key-and-value' as const), key: words, value: words}),
	fc.record({type: fc.constant('key-only' as const), key: words}),
	fc.record({type: fc.constant('value-only' as const), value: words}),
);
const readyOptions: fc.Arbitrary<ReadyOption> = fc.oneof(
	fc.constant({action: 'continue' as const}),
	fc.record({action: fc.constant('stop' as const), waitMinutes: fc.nat(2880)}),
);
const originalsOptions: fc.Arbitrary<OriginalsOption> = fc.oneof(
	fc.constant({action: 'keep-alive' as const}),
	fc.record({action: fc.constant('terminate' as const), waitMinutes: fc.nat(2880)}),
);
const specs: fc.Arbitrary<DeploymentGroupSpec> = fc.record({
	applicationName: words,
	name: words,
	serviceRoleArn: words,
	deploymentConfigName: words,
	tagFilters: fc.array(fc.array(filters, {minLength: 1, maxLength: 3}), {minLength: 1, maxLength: 3}),
	readyOption: readyOptions,
	originalsOption: originalsOptions,
	targetGroupNames: fc.array(words, {maxLength: 2}),
	classicLoadBalancerNames: fc.array(words, {maxLength: 2}),
});

test('a group reads back as it was asked for', t => {
	fc.assert(
		fc.property(specs, wanted => {
			const {applicationName, deploymentGroupName, ...rest} = toCreateGroupInput(wanted);
			t.like(toDeploymentGroup({...rest, applicationName, deploymentGroupName, autoScalingGroups: []}), {
				...wanted,
				deploymentType: 'blue-green',
				provisioning: 'discover-existing',
				autoScalingGroups: [],
			});
		}),
	);
});

test('a wait is never sent beside the action that allows none', t => {
	fc.assert(
		fc.property(specs, wanted => {
			const config = toCreateGroupInput(wanted).blueGreenDeploymentConfiguration;
			t.is(wanted.readyOption.action === 'stop', 'waitTimeInMinutes' in (config?.deploymentReadyOption ?? {}));
		}),
	);
});

test('an in-place group with everything wrong is seen as it is', t => {
	const group = toDeploymentGroup({
		applicationName: 'shop',
		deploymentGroupName: 'old',
		ec2TagFilters: [
			{Key: 'Name', Value: 'shop', Type: 'KEY_AND_VALUE'},
			{Key: 'Env', Type: 'KEY_ONLY'},
		],
		autoScalingGroups: [{name: 'asg-1'}],
		onPremisesInstanceTagFilters: [{Key: 'rack', Type: 'KEY_ONLY'}],
		blueGreenDeploymentConfiguration: {greenFleetProvisioningOption: {action: 'COPY_AUTO_SCALING_GROUP'}},
		loadBalancerInfo: {elbInfoList: [{name: 'classic'}]},
		alarmConfiguration: {enabled: false, alarms: [{name: 'quiet'}]},
		lastAttemptedDeployment: {deploymentId: 'd-ABCDEF123', status: 'InProgress'},
	});
	t.like(group, {
		deploymentType: 'in-place',
		hasTrafficControl: false,
		provisioning: 'copy-auto-scaling-group',
		tagFilters: [
			[
				{type: 'key-and-value', key: 'Name', value: 'shop'},
				{type: 'key-only', key: 'Env'},
			],
		],
		autoScalingGroups: ['asg-1'],
		hasOnPremisesFilters: true,
		classicLoadBalancerNames: ['classic'],
		alarmNames: [],
		lastAttempted: {deploymentId: 'd-ABCDEF123', status: 'in-progress'},
	});
	t.is(group.readyOption, undefined);
});

test('the form of a filter in groups goes before an empty flat one, and nothing is an empty set', t => {
	const set = {
		ec2TagSetList: [[{Key: 'a', Value: '1', Type: 'KEY_AND_VALUE' as const}], [{Key: 'b', Type: 'KEY_ONLY' as const}]],
	};
	t.deepEqual(toTagFilterSet([], set), [
		[{type: 'key-and-value', key: 'a', value: '1'}],
		[{type: 'key-only', key: 'b'}],
	]);
	t.deepEqual(toTagFilterSet([], {ec2TagSetList: [[]]}), []);
	t.deepEqual(toTagFilterSet(undefined, undefined), []);
});

test('a change sends the present neighbours along, and nothing else', t => {
	const present = {
		deploymentStyle: {deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL'} as const,
		blueGreenDeploymentConfiguration: {
			greenFleetProvisioningOption: {action: 'DISCOVER_EXISTING'},
			deploymentReadyOption: {actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0},
			terminateBlueInstancesOnDeploymentSuccess: {action: 'KEEP_ALIVE', terminationWaitTimeInMinutes: 0},
		} as const,
		serviceRoleArn: 'arn:kept',
	};
	t.deepEqual(
		toUpdateGroupInput('shop', 'shop-bg', {originalsOption: {action: 'terminate', waitMinutes: 5}}, present),
		{
			applicationName: 'shop',
			currentDeploymentGroupName: 'shop-bg',
			blueGreenDeploymentConfiguration: {
				greenFleetProvisioningOption: {action: 'DISCOVER_EXISTING'},
				deploymentReadyOption: {actionOnTimeout: 'CONTINUE_DEPLOYMENT'},
				terminateBlueInstancesOnDeploymentSuccess: {action: 'TERMINATE', terminationWaitTimeInMinutes: 5},
			},
		},
	);
	t.deepEqual(toUpdateGroupInput('shop', 'shop-bg', {hasTrafficControl: false}, present), {
		applicationName: 'shop',
		currentDeploymentGroupName: 'shop-bg',
		deploymentStyle: {deploymentType: 'BLUE_GREEN', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL'},
	});
});

test('the two forms of a filter are never sent together', t => {
	const one = {tagFilters: [[{type: 'key-and-value', key: 'version', value: '6.0'}]]} as const;
	const two = {tagFilters: [...one.tagFilters, [{type: 'key-only', key: 'Env'}]]} as const;
	const flat = {ec2TagFilters: [{Key: 'version', Value: '5.0', Type: 'KEY_AND_VALUE' as const}]};
	t.deepEqual(Object.keys(toUpdateGroupInput('a', 'g', one, flat)), [
		'applicationName',
		'currentDeploymentGroupName',
		'ec2TagFilters',
	]);
	t.true('ec2TagSet' in toUpdateGroupInput('a', 'g', two, flat));
	t.false('ec2TagFilters' in toUpdateGroupInput('a', 'g', two, flat));
	t.true('ec2TagSet' in toUpdateGroupInput('a', 'g', one, {}));
});

test('on-premises filters are removed in the form they were made', t => {
	t.like(
		toUpdateGroupInput('a', 'g', {onPremisesFilters: 'remove'}, {onPremisesTagSet: {onPremisesTagSetList: [[]]}}),
		{
			onPremisesTagSet: {onPremisesTagSetList: []},
		},
	);
	t.like(toUpdateGroupInput('a', 'g', {onPremisesFilters: 'remove'}, {}), {onPremisesInstanceTagFilters: []});
});

test('several green tags mean all of them', t => {
	const input = toCreateDeploymentInput({
		applicationName: 'shop',
		deploymentGroupName: 'shop-bg',
		revision: {kind: 's3', bucket: 'b', key: 'shop/shop-6.0.zip', bundleType: 'zip', eTag: '"abc"'},
		replacementTags: [
			{key: 'version', value: '6.0'},
			{key: 'color', value: 'green'},
		],
		description: 'run-1',
	});
	t.deepEqual(input, {
		applicationName: 'shop',
		deploymentGroupName: 'shop-bg',
		revision: {
			revisionType: 'S3',
			s3Location: {bucket: 'b', key: 'shop/shop-6.0.zip', bundleType: 'zip', eTag: '"abc"'},
		},
		targetInstances: {
			ec2TagSet: {
				ec2TagSetList: [
					[{Key: 'version', Value: '6.0', Type: 'KEY_AND_VALUE'}],
					[{Key: 'color', Value: 'green', Type: 'KEY_AND_VALUE'}],
				],
			},
		},
		description: 'run-1',
	});
});

const revisions: fc.Arbitrary<Revision> = fc.oneof(
	fc.record({kind: fc.constant('github' as const), repository: words, commitId: words}),
	fc.record(
		{
			kind: fc.constant('s3' as const),
			bucket: words,
			key: words,
			bundleType: fc.constantFrom('zip', 'tgz', 'tar'),
			version: words,
			eTag: words,
		},
		{requiredKeys: ['kind', 'bucket', 'key', 'bundleType']},
	),
);

test('a revision reads back as it was written', t => {
	fc.assert(
		fc.property(revisions, revision => {
			t.deepEqual(toRevision(toWireRevision(revision)), revision);
		}),
	);
});

test('a revision of another platform is not offered', t => {
	t.is(toRevision({revisionType: 'AppSpecContent', appSpecContent: {content: 'x'}}), undefined);
	t.is(toRevision({revisionType: 'S3', s3Location: {bucket: 'b', key: 'k', bundleType: 'YAML'}}), undefined);
	t.is(toRevision(undefined), undefined);
});

test('a deployment that just began: nothing known is not zero', t => {
	const deployment = toDeployment({
		deploymentId: 'd-ABCDEF123',
		applicationName: 'shop',
		deploymentGroupName: 'shop-bg',
		status: 'Created',
		createTime: new Date(1000),
	});
	t.deepEqual(deployment, {
		deploymentId: 'd-ABCDEF123',
		applicationName: 'shop',
		deploymentGroupName: 'shop-bg',
		status: 'created',
		description: '',
		statusMessages: [],
		replacementTags: [],
		hasTerminationWaitStarted: false,
		createdAt: 1000,
	});
});

test('a deployment in its middle', t => {
	t.like(
		toDeployment({
			deploymentId: 'd-ABCDEF123',
			status: 'Stopped',
			deploymentOverview: {Pending: 1, Succeeded: 2},
			errorInformation: {code: 'ALARM_ACTIVE', message: '<cpu>'},
			rollbackInfo: {rollbackDeploymentId: 'd-ROLLBACK1', rollbackTriggeringDeploymentId: 'd-TRIGGER01'},
			targetInstances: {tagFilters: [{Key: 'version', Value: '6.0', Type: 'KEY_AND_VALUE'}]},
			instanceTerminationWaitTimeStarted: true,
			creator: 'user',
		}),
		{
			status: 'stopped',
			counts: {pending: 1, inProgress: 0, succeeded: 2, failed: 0, skipped: 0, ready: 0},
			error: {code: 'ALARM_ACTIVE', message: '<cpu>'},
			rollbackDeploymentId: 'd-ROLLBACK1',
			rollsBackDeploymentId: 'd-TRIGGER01',
			replacementTags: [{key: 'version', value: '6.0'}],
			hasTerminationWaitStarted: true,
			creator: 'user',
		},
	);
});

test('statuses nobody knows yet are kept in CodeDeploy’s word', t => {
	// A word that the SDK's types do not have.
	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion
	const wire = <Value>(value: unknown) => value as Value;
	t.deepEqual(toDeployment({deploymentId: 'd-1', status: wire('Marinating')}).status, {unknown: 'Marinating'});
	t.deepEqual(toDeployment({deploymentId: 'd-1', status: wire('constructor')}).status, {unknown: 'constructor'});
	const target = toDeploymentTarget({
		instanceTarget: {
			targetId: 'i-1',
			status: 'Unknown',
			instanceLabel: wire('Violet'),
			lifecycleEvents: [{lifecycleEventName: 'Levitate', status: wire('Floating')}],
		},
	});
	t.deepEqual(target, {
		instanceId: 'i-1',
		status: {unknown: 'Unknown'},
		events: [{name: 'Levitate', status: {unknown: 'Floating'}}],
	});
});

test('a target with its events and the end of a failed script’s log', t => {
	t.deepEqual(
		toDeploymentTarget({
			instanceTarget: {
				targetId: 'arn:aws:ec2:ap-northeast-2:123456789012:instance/i-0123',
				status: 'Ready',
				instanceLabel: 'Green',
				lastUpdatedAt: new Date(5000),
				lifecycleEvents: [
					{
						lifecycleEventName: 'AfterInstall',
						status: 'Failed',
						startTime: new Date(1000),
						endTime: new Date(2000),
						diagnostics: {errorCode: 'ScriptFailed', scriptName: 'start.sh', message: 'exit 1', logTail: '[stderr]no'},
					},
				],
			},
		}),
		{
			instanceId: 'i-0123',
			color: 'green',
			status: 'ready',
			updatedAt: 5000,
			events: [
				{
					name: 'AfterInstall',
					status: 'failed',
					startedAt: 1000,
					endedAt: 2000,
					diagnostics: {errorCode: 'ScriptFailed', scriptName: 'start.sh', message: 'exit 1', logTail: '[stderr]no'},
				},
			],
		},
	);
	t.is(toDeploymentTarget({lambdaTarget: {}}), undefined);
});

test('what is said of an event is kept, also where no code comes with it', t => {
	const target = toDeploymentTarget({
		instanceTarget: {
			targetId: 'i-0123',
			status: 'Failed',
			lifecycleEvents: [{lifecycleEventName: 'AllowTraffic', status: 'Failed', diagnostics: {message: 'no room'}}],
		},
	});
	t.deepEqual(target?.events[0]?.diagnostics, {errorCode: '', scriptName: '', message: 'no room', logTail: ''});
});

test('small words', t => {
	t.deepEqual(toApplication({applicationName: 'shop', computePlatform: 'ECS', linkedToGitHub: true}), {
		name: 'shop',
		computePlatform: 'ECS',
		isLinkedToGitHub: true,
	});
	t.is(toWireTargetStatus('in-progress'), 'InProgress');
	t.is(toWireTargetStatus('InProgress'), 'InProgress');
});
