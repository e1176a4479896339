/** Events of one run, for tests of the core: what both clouds would have told, without them. */
import {type Deployment, type DeploymentStatus, type DeploymentTarget} from '../../source/core/cloud/code-deploy.js';
import {type Capacity} from '../../source/core/cloud/shared.js';
import {type BlueGreenState} from '../../source/core/cloud/elastigroup.js';
import {type Problem} from '../../source/core/problem.js';
import {type FleetInstance, type RunConfig, type RunEvent} from '../../source/core/run/event.js';
import {foldAll, type Run} from '../../source/core/run/fold.js';

export const startedAt = Date.UTC(2026, 0, 5, 9);
export const second = 1000;
export const minute = 60 * second;

export const runConfig: RunConfig = {
	runId: 'run-1',
	region: 'ap-northeast-2',
	applicationName: 'shop',
	deploymentGroupName: 'shop-bg',
	elastigroupId: 'sig-5a3c19e7',
	elastigroupName: 'shop-web',
	greenTags: [{key: 'version', value: '6.0'}],
	timeoutMinutes: 60,
	revision: {kind: 's3', bucket: 'shop-releases', key: 'shop-6.0.zip', bundleType: 'zip'},
	description: '',
	group: {
		tagFilters: [[{type: 'key-and-value', key: 'version', value: '5.0'}]],
		readyOption: {action: 'continue'},
		originalsOption: {action: 'terminate', waitMinutes: 5},
		targetGroupArns: ['arn:tg'],
		classicLoadBalancerNames: [],
	},
	isAdvancingFilter: false,
	policy: {readyGate: 'ask', cleanUp: 'ask', restore: 'ask'},
	isDemo: false,
};

export const noted: Capacity = {target: 2, minimum: 1, maximum: 2};
export const raised: Capacity = {target: 4, minimum: 1, maximum: 4};

export const problem = (change: Partial<Problem> = {}): Problem => ({
	kind: 'remote',
	code: 'SomeException',
	message: {id: 'common.no'},
	nextSteps: [],
	isRetryable: false,
	...change,
});

export const blueInstance = (id: string, change: Partial<FleetInstance> = {}): FleetInstance => ({
	instanceId: id,
	state: 'running',
	isInElastigroup: true,
	hasGreenTags: false,
	launchedAt: startedAt - 1000 * minute,
	traffic: 'healthy',
	...change,
});

export const greenInstance = (id: string, change: Partial<FleetInstance> = {}): FleetInstance => ({
	instanceId: id,
	state: 'running',
	isInElastigroup: true,
	hasGreenTags: true,
	launchedAt: startedAt + minute,
	...change,
});

export const fleet = (at: number, instances: readonly FleetInstance[], pendingRequests = 0): RunEvent => ({
	type: 'fleet-seen',
	at,
	instances,
	pendingRequests,
});

export const spotSays = (at: number, state: BlueGreenState): RunEvent => ({
	type: 'blue-green-seen',
	at,
	blueGreenId: 'cdbg-1',
	state,
});

export const deploymentOf = (status: DeploymentStatus, change: Partial<Deployment> = {}): Deployment => ({
	deploymentId: 'd-1',
	applicationName: 'shop',
	deploymentGroupName: 'shop-bg',
	status,
	description: '[spot-bluegreen run-1]',
	statusMessages: [],
	replacementTags: [{key: 'version', value: '6.0'}],
	hasTerminationWaitStarted: false,
	createdAt: startedAt,
	...change,
});

export const codeDeploySays = (at: number, status: DeploymentStatus, change: Partial<Deployment> = {}): RunEvent => ({
	type: 'deployment-seen',
	at,
	deployment: deploymentOf(status, change),
});

export const targets = (at: number, list: readonly DeploymentTarget[]): RunEvent => ({
	type: 'targets-seen',
	at,
	targets: list,
});

/** Everything answered, so that nothing is stale. */
export const looked = (at: number): RunEvent => ({
	type: 'sources-seen',
	at,
	sources: ['spot', 'code-deploy', 'ec2', 'load-balancer'],
});

export const begun = (config: Partial<RunConfig> = {}): readonly RunEvent[] => [
	{type: 'run-started', at: startedAt, config: {...runConfig, ...config}},
	{
		type: 'baseline-noted',
		at: startedAt,
		baseline: {capacity: noted, suspensions: [], instanceIds: ['i-blue1', 'i-blue2'], blueGreenIds: ['cdbg-0']},
	},
	fleet(startedAt, [blueInstance('i-blue1'), blueInstance('i-blue2')]),
	looked(startedAt),
];

export const spotStarted = (config: Partial<RunConfig> = {}): readonly RunEvent[] => [
	...begun(config),
	{type: 'action-intended', at: startedAt, number: 1, action: {kind: 'start-blue-green'}},
	{type: 'action-done', at: startedAt, number: 1, blueGreenId: 'cdbg-1', isAdopted: false},
	spotSays(startedAt + second, 'STARTING'),
	looked(startedAt + second),
];

/** Green is up and tagged; Spot waits for the deployment. */
export const greenUp = (config: Partial<RunConfig> = {}): readonly RunEvent[] => [
	...spotStarted(config),
	spotSays(startedAt + minute, 'AWAITING_USER_DEPLOYMENT'),
	{type: 'capacity-seen', at: startedAt + minute, capacity: raised, suspensions: []},
	fleet(startedAt + minute, [greenInstance('i-green1'), greenInstance('i-green2')]),
	looked(startedAt + minute),
];

export const deployed = (config: Partial<RunConfig> = {}): readonly RunEvent[] => [
	...greenUp(config),
	{type: 'action-intended', at: startedAt + minute, number: 2, action: {kind: 'create-deployment'}},
	{type: 'action-done', at: startedAt + minute, number: 2, deploymentId: 'd-1', isAdopted: false},
	codeDeploySays(startedAt + minute, 'in-progress'),
	looked(startedAt + minute + second),
];

export const runOf = (...events: ReadonlyArray<readonly RunEvent[]>): Run => foldAll(events.flat());
