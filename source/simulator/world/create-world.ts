import {pace} from './pace.js';
import {createApplications, createConfigs, createGroups} from './seed/code-deploy.js';
import {createElastigroups} from './seed/elastigroups.js';
import {createInstances} from './seed/instances.js';
import {createPastDeployment} from './seed/past-deployment.js';
import {day, deployedVersion, deploymentId, minute, type Seed, spotAccount} from './seed/seed.js';
import {
	type AccountFacts,
	type BlueGreen,
	groupKey,
	type Registration,
	registrationKey,
	targetKey,
	type World,
} from './state.js';

const byKey = <Value>(items: readonly Value[], keyOf: (item: Value) => string): ReadonlyMap<string, Value> =>
	new Map(items.map(item => [keyOf(item), item]));

/** The account as it stands before the first request: one shop, deployed once with version 5.0. */
export const createWorld = (account: AccountFacts, seed: Seed, now: number): World => {
	const elastigroups = createElastigroups(account, seed, now);
	const deploymentGroups = createGroups(account, seed, now);
	const [elastigroup] = elastigroups;
	const [group] = deploymentGroups;
	if (elastigroup === undefined || group === undefined) {
		throw new Error('The seeded account has no Elastigroup and deployment group.');
	}

	const instances = createInstances(account, seed, elastigroup, now);
	const {deployment, targets} = createPastDeployment(group, instances, now);
	const registrations = elastigroup.balancers.flatMap(balancer =>
		instances.map(
			({instanceId, launchedAt}): Registration => ({
				balancer,
				instanceId,
				state: 'healthy',
				registeredAt: launchedAt,
			}),
		),
	);
	const blueGreen: BlueGreen = {
		id: 'cdbg-3f9a1c27',
		elastigroupId: elastigroup.id,
		state: 'FINISHED',
		timeoutMinutes: 30,
		tags: [{key: 'version', value: deployedVersion}],
		deploymentGroups: elastigroup.deploymentGroups,
		startedAt: now - 6 * day,
		endedAt: now - 6 * day + 13 * minute,
		capacityBefore: elastigroup.capacity,
		blueIds: [],
		greenIds: instances.map(({instanceId}) => instanceId),
		deploymentId,
	};
	return {
		now,
		seed: seed.seed,
		drawn: 0,
		account,
		spotAccount,
		otherSpotAccounts: [],
		instances: byKey(instances, ({instanceId}) => instanceId),
		registrations: byKey(registrations, ({balancer, instanceId}) => registrationKey(balancer, instanceId)),
		applications: byKey(createApplications(now), ({applicationName: name}) => name),
		deploymentGroups: byKey(deploymentGroups, ({applicationName: application, deploymentGroupName: name}) =>
			groupKey(application, name),
		),
		deploymentConfigs: byKey(createConfigs(now), ({deploymentConfigName}) => deploymentConfigName),
		deployments: new Map([[deploymentId, deployment]]),
		targets: byKey(targets, target => targetKey(target.deploymentId, target.instanceId)),
		gitHubTokenNames: ['shop-github'],
		elastigroups: byKey(elastigroups, ({id}) => id),
		pendingRequests: new Map(),
		blueGreens: new Map([[blueGreen.id, blueGreen]]),
		logs: new Map([
			[elastigroup.id, [{at: now - 6 * day, severity: 'INFO', message: `Deployment ${blueGreen.id} ended: FINISHED.`}]],
		]),
		failingHooks: seed.failingHooks ?? [],
		capacityGaps: seed.capacityGaps ?? [],
		alarmStates: seed.alarmStates ?? new Map(),
		tagDelay: seed.tagDelayMs === undefined ? pace.tagsSeenByCodeDeploy : [seed.tagDelayMs, seed.tagDelayMs],
		rewritesFilterAfterSuccess: false,
		removesGreenAfterFailure: false,
		agenda: [],
	};
};
