import {CodeDeployClient, CreateDeploymentCommand, type CreateDeploymentCommandInput} from '@aws-sdk/client-codedeploy';
import {type ExecutionContext} from 'ava';
import axios, {type Method} from 'axios';
import {startSimulator, type Simulator, type SimulatorOptions} from '../../source/simulator/server.js';
import {type BlueGreen, type Deployment, type Elastigroup, type Instance} from '../../source/simulator/world/state.js';

export const elastigroupId = 'sig-5a3c19e7';
export const groupPath = `/aws/ec2/group/${elastigroupId}`;
export const group = {applicationName: 'shop', deploymentGroupName: 'shop-bg'};

export const releaseOf = (key: string) => ({
	revisionType: 'S3' as const,
	s3Location: {bucket: 'shop-releases-ap-northeast-2', key, bundleType: 'zip' as const},
});

export const tagsOf = (version: string) => ({
	tagFilters: [{Key: 'version', Value: version, Type: 'KEY_AND_VALUE' as const}],
});

/** What the tests look at in an item of Spot's answers; which members there are depends on the endpoint. */
export type SpotItem = {
	readonly id?: string;
	readonly name?: string;
	readonly description?: string;
	readonly createdAt?: string;
	readonly capacity?: Readonly<Record<string, unknown>>;
	readonly instanceId?: string | null;
	readonly status?: string;
	readonly state?: string;
	readonly processes?: readonly string[];
	readonly message?: string;
	readonly accountId?: string;
	readonly providerExternalId?: string;
	readonly healthStatus?: string;
	readonly lifeCycle?: string;
	readonly subEvents?: ReadonlyArray<{readonly type: string}>;
	readonly strategy?: object;
	readonly compute?: object;
};

type SpotEnvelope = {
	readonly request: {readonly url: string};
	readonly response: {
		readonly kind?: string;
		readonly items?: readonly SpotItem[] | {readonly costs: {readonly actual: string}};
		readonly errors?: ReadonlyArray<{readonly code: string; readonly message: string; readonly field?: string}>;
		readonly data?: string;
	};
};

export type SpotAnswer = {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly envelope: SpotEnvelope;
	readonly items: readonly SpotItem[];
	/** The first item; an empty one where there is none. */
	readonly item: SpotItem;
	/** The first error. */
	readonly error: {readonly code: string; readonly message: string; readonly field?: string} | undefined;
};

export type SpotCall = (
	method: Method,
	path: string,
	options?: {
		readonly body?: object;
		readonly query?: Readonly<Record<string, unknown>>;
		readonly headers?: Readonly<Record<string, string>>;
	},
) => Promise<SpotAnswer>;

/** The vendors' own clients on a simulator whose clock the test moves. */
export type Bench = {
	readonly simulator: Simulator;
	readonly codeDeploy: CodeDeployClient;
	readonly spot: SpotCall;
	/** Moves the clock on by seconds. */
	pass(seconds: number): void;
	/** Moves the clock, a second at a time, until the world is as wanted; fails after two hours of the world. */
	until(isReached: () => boolean): void;
	elastigroup(): Elastigroup;
	blueGreen(id: string): BlueGreen;
	deployment(id: string): Deployment;
	/** Members of the Elastigroup that run or are about to. */
	members(): readonly Instance[];
	startBlueGreen(version?: string, timeout?: number): Promise<string>;
	/** Starts a blue/green run, waits for its tags and creates the deployment on them. */
	deploy(
		version?: string,
		input?: Partial<CreateDeploymentCommandInput>,
	): Promise<{readonly blueGreenId: string; readonly deploymentId: string}>;
};

const isAlive = ({state}: Instance): boolean => state === 'pending' || state === 'running';

export const openBench = async (
	t: ExecutionContext,
	options: Omit<Partial<SimulatorOptions>, 'clock'> = {},
): Promise<Bench> => {
	let now = Date.UTC(2026, 5, 25, 1);
	const simulator = await startSimulator({...options, clock: {now: () => now}});
	t.teardown(async () => simulator.close());
	const {environment, url} = simulator;
	const codeDeploy = new CodeDeployClient({
		endpoint: url,
		region: environment['AWS_REGION'] ?? '',
		credentials: {
			accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
			secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
		},
		maxAttempts: 1,
	});
	t.teardown(() => {
		codeDeploy.destroy();
	});
	const spot: SpotCall = async (method, path, {body, query, headers} = {}) => {
		const answer = await axios.request<SpotEnvelope>({
			method,
			baseURL: url,
			url: path,
			data: body,
			headers: {authorization: `Bearer ${environment['SPOTINST_TOKEN'] ?? ''}`, ...headers},
			params: {accountId: environment['SPOTINST_ACCOUNT'], ...query},
			validateStatus: () => true,
		});
		const {items, errors} = answer.data.response;
		const list = Array.isArray(items) ? (items as readonly SpotItem[]) : [];
		return {
			status: answer.status,
			headers: {...answer.headers},
			envelope: answer.data,
			items: list,
			item: list[0] ?? {},
			error: errors?.[0],
		};
	};

	const found = <Value>(value: Value | undefined, what: string): Value => {
		if (value === undefined) {
			throw new Error(`There is no ${what}.`);
		}

		return value;
	};

	const bench: Bench = {
		simulator,
		codeDeploy,
		spot,
		pass(seconds) {
			now += seconds * 1000;
		},
		until(isReached) {
			for (let second = 0; second < 7200; second++) {
				if (isReached()) {
					return;
				}

				now += 1000;
			}

			throw new Error('The world did not get there.');
		},
		elastigroup: () => found(simulator.world.elastigroups.get(elastigroupId), 'Elastigroup'),
		blueGreen: id => found(simulator.world.blueGreens.get(id), 'blue/green run'),
		deployment: id => found(simulator.world.deployments.get(id), 'deployment'),
		members: () =>
			[...simulator.world.instances.values()].filter(
				instance => instance.elastigroupId === elastigroupId && isAlive(instance),
			),
		async startBlueGreen(version = '6.0', timeout = 60) {
			const {item} = await spot('POST', `${groupPath}/codeDeploy/blueGreenDeployment`, {
				body: {
					deployment: {timeout, tags: [{tagKey: 'version', tagValue: version}], deploymentGroups: [group]},
				},
			});
			return found(item.id, 'started run');
		},
		async deploy(version = '6.0', input = {}) {
			const blueGreenId = await bench.startBlueGreen(version);
			bench.until(() => bench.blueGreen(blueGreenId).state === 'AWAITING_USER_DEPLOYMENT');
			bench.pass(15);
			const {deploymentId = ''} = await codeDeploy.send(
				new CreateDeploymentCommand({
					...group,
					revision: releaseOf('shop/shop-6.0.zip'),
					targetInstances: tagsOf(version),
					...input,
				}),
			);
			return {blueGreenId, deploymentId};
		},
	};
	return bench;
};

export const versionOf = (instance: Instance): string | undefined =>
	instance.tags.find(({key}) => key === 'version')?.value;
