import {CodeDeployClient, CreateDeploymentCommand, type CreateDeploymentCommandInput} from '@aws-sdk/client-codedeploy';
import {type ExecutionContext} from 'ava';
import axios, {type AxiosInstance} from 'axios';
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

/** The vendors' own clients on a simulator whose clock the test moves. */
export type Bench = {
	readonly simulator: Simulator;
	readonly codeDeploy: CodeDeployClient;
	readonly spot: AxiosInstance;
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
	const spot = axios.create({
		baseURL: url,
		headers: {Authorization: `Bearer ${environment['SPOTINST_TOKEN'] ?? ''}`},
		params: {accountId: environment['SPOTINST_ACCOUNT']},
		validateStatus: () => true,
	});

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
			const {data} = await spot.post(`${groupPath}/codeDeploy/blueGreenDeployment`, {
				deployment: {timeout, tags: [{tagKey: 'version', tagValue: version}], deploymentGroups: [group]},
			});
			return data.response.items[0].id;
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
