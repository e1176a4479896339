import {account, accountFacts, arnOfInstanceProfile} from '../../../source/simulator/lookups/account.js';
import {
	balancerKey,
	type Instance,
	type LoadBalancerRef,
	type Registration,
	type World,
} from '../../../source/simulator/world/state.js';

export const worldNow = Date.UTC(2026, 5, 25, 1, 0, 0);

const [profile] = account.instanceProfiles;

/** The n-th instance of a test world. */
export const idOf = (index: number): string => `i-${index.toString(16).padStart(17, '0')}`;

export const anInstance = (index: number, changes: Partial<Instance> = {}): Instance => ({
	instanceId: idOf(index),
	imageId: 'ami-0a1b2c3d4e5f60001',
	instanceType: 'm5.large',
	state: 'running',
	launchedAt: worldNow - 3_600_000,
	runningAt: worldNow - 3_500_000,
	checksPassedAt: worldNow - 3_400_000,
	tags: [
		{key: 'Name', value: 'shop-web'},
		{key: 'version', value: '5.0'},
	],
	launchTags: [{key: 'Name', value: 'shop-web'}],
	tagsSeenByCodeDeploy: [],
	subnetId: 'subnet-0a1b2c3d4e5f60a01',
	vpcId: 'vpc-0a1b2c3d4e5f60001',
	zone: 'ap-northeast-2a',
	privateIp: '10.20.0.17',
	securityGroupIds: ['sg-0a1b2c3d4e5f60001'],
	keyPair: 'shop-ops',
	...(profile !== undefined && {instanceProfileArn: arnOfInstanceProfile(profile)}),
	spotRequestId: 'sir-0a1b2c3d',
	...changes,
});

/** A world with these instances and registrations, and nothing else that moves. */
export const aWorld = (
	instances: readonly Instance[] = [],
	registrations: ReadonlyArray<{
		readonly balancer: LoadBalancerRef;
		readonly instanceId: string;
		readonly state: Registration['state'];
	}> = [],
): World => ({
	now: worldNow,
	seed: 1,
	drawn: 0,
	account: accountFacts,
	spotAccount: {id: 'act-0a1b2c3d', name: 'training', organizationId: '600000000001'},
	otherSpotAccounts: [],
	instances: new Map(instances.map(instance => [instance.instanceId, instance])),
	registrations: new Map(
		registrations.map(registration => [
			`${balancerKey(registration.balancer)}|${registration.instanceId}`,
			{...registration, registeredAt: worldNow},
		]),
	),
	applications: new Map(),
	deploymentGroups: new Map(),
	deploymentConfigs: new Map(),
	deployments: new Map(),
	targets: new Map(),
	gitHubTokenNames: [],
	elastigroups: new Map(),
	pendingRequests: new Map(),
	blueGreens: new Map(),
	logs: new Map(),
	failingHooks: [],
	capacityGaps: [],
	alarmStates: new Map(),
	tagDelay: [0, 0],
	rewritesFilterAfterSuccess: false,
	removesGreenAfterFailure: false,
	agenda: [],
});
