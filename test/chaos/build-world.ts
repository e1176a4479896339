import {reconcile} from '../../source/simulator/world/fleet.js';
import {schedule, transact} from '../../source/simulator/world/draft.js';
import {
	type Capacity,
	type DeploymentGroup,
	type Elastigroup,
	groupKey,
	type Instance,
	type LoadBalancerRef,
	registrationKey,
	type World,
} from '../../source/simulator/world/state.js';
import {type WorldPlan} from './story.js';

export const elastigroupId = 'sig-5a3c19e7';
const neighbourId = 'sig-0b7e42d9';
const minute = 60_000;
const keyOfGroup = groupKey('shop', 'shop-bg');

/** All seeded types have so many; capacity in weights counts them. */
const vCpus = 2;

const capacityOf = ({instanceCount, unit, hasHeadroom}: WorldPlan): Capacity => {
	const target = instanceCount * (unit === 'weight' ? vCpus : 1);
	return {target, minimum: Math.min(1, target), maximum: hasHeadroom ? target * 2 : target};
};

const changeGroup = (group: DeploymentGroup, plan: WorldPlan): DeploymentGroup => ({
	...group,
	deploymentConfigName: `CodeDeployDefault.${plan.deploymentConfig}`,
	blueGreenDeploymentConfiguration: {
		...group.blueGreenDeploymentConfiguration,
		deploymentReadyOption:
			plan.ready === 'continue'
				? {actionOnTimeout: 'CONTINUE_DEPLOYMENT'}
				: {actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: plan.ready},
		terminateBlueInstancesOnDeploymentSuccess:
			plan.originals === 'keep'
				? {action: 'KEEP_ALIVE'}
				: {action: 'TERMINATE', terminationWaitTimeInMinutes: plan.originals},
	},
	...(plan.rollsBackByItself && {autoRollbackConfiguration: {enabled: true, events: ['DEPLOYMENT_FAILURE']}}),
});

/** Instances of another Elastigroup, each in service for another target group, carrying a tag for this one or not. */
const createNeighbours = (world: World, plan: WorldPlan): readonly Instance[] => {
	const [model] = world.instances.values();
	if (plan.neighbour === 'none' || model === undefined) {
		return [];
	}

	const version = {key: 'version', value: plan.neighbour === 'same-tag' ? '5.0' : '1.0'};
	const launchTags = [
		{key: 'Name', value: 'shop-batch'},
		{key: 'spotinst:aws:ec2:group:id', value: neighbourId},
	];
	return [1, 2].map(number => ({
		...model,
		instanceId: `i-0feedbeef000000${number}`,
		elastigroupId: neighbourId,
		spotRequestId: `sir-0feed00${number}`,
		privateIp: `10.20.9.${number}`,
		launchTags,
		tags: [...launchTags, version],
		tagsSeenByCodeDeploy: [...launchTags, version],
	}));
};

const innerBalancer = (world: World): LoadBalancerRef | undefined => {
	const found = world.account.targetGroups.find(({name}) => name === 'shop-inner-tg');
	return found && {kind: 'target-group', arn: found.arn, name: found.name};
};

const addNeighbours = (world: World, plan: WorldPlan): World => {
	const neighbours = createNeighbours(world, plan);
	const balancer = innerBalancer(world);
	const elastigroup = world.elastigroups.get(neighbourId);
	return neighbours.length === 0 || balancer === undefined || elastigroup === undefined
		? world
		: {
				...world,
				instances: new Map([...world.instances, ...neighbours.map(one => [one.instanceId, one] as const)]),
				elastigroups: new Map([
					...world.elastigroups,
					[neighbourId, {...elastigroup, capacity: {...elastigroup.capacity, target: neighbours.length}}],
				]),
				registrations: new Map([
					...world.registrations,
					...neighbours.map(
						({instanceId}) =>
							[
								registrationKey(balancer, instanceId),
								{balancer, instanceId, state: 'healthy', registeredAt: world.now},
							] as const,
					),
				]),
			};
};

/** Nothing was ever deployed: instances without the tag, or none yet in a group of just now. */
const forgetHistory = (world: World, {history}: WorldPlan): World => {
	if (history === 'deployed') {
		return world;
	}

	const isNew = history === 'new-group';
	const untagged = [...world.instances.values()].map(instance => ({
		...instance,
		tags: instance.launchTags,
		tagsSeenByCodeDeploy: instance.launchTags,
	}));
	return {
		...world,
		blueGreens: new Map(),
		deployments: new Map(),
		targets: new Map(),
		instances: new Map(isNew ? [] : untagged.map(instance => [instance.instanceId, instance])),
		registrations: isNew ? new Map() : world.registrations,
	};
};

const withoutDeployments = ({
	targetRevision: _revision,
	lastAttemptedDeployment: _attempted,
	lastSuccessfulDeployment: _successful,
	...group
}: DeploymentGroup): DeploymentGroup => group;

/** The world of a plan, from the seeded one. */
export const buildWorld = (seeded: World, plan: WorldPlan): World => {
	const world = forgetHistory(seeded, plan);
	const group = world.deploymentGroups.get(keyOfGroup);
	const elastigroup = world.elastigroups.get(elastigroupId);
	if (group === undefined || elastigroup === undefined) {
		throw new Error('The seeded account has changed.');
	}

	const changed: Elastigroup = {
		...elastigroup,
		unit: plan.unit,
		capacity: capacityOf(plan),
		...(plan.history === 'new-group' && {createdAt: world.now, updatedAt: world.now}),
		suspensions: plan.suspensions.map(({process, minutes}) => ({
			name: process,
			...(minutes !== undefined && {expiresAt: world.now + minutes * minute}),
		})),
	};
	const next: World = addNeighbours(
		{
			...world,
			rewritesFilterAfterSuccess: plan.rewritesFilter,
			removesGreenAfterFailure: plan.removesGreenAfterFailure,
			elastigroups: new Map([...world.elastigroups, [elastigroupId, changed]]),
			deploymentGroups: new Map([
				...world.deploymentGroups,
				[keyOfGroup, changeGroup(plan.history === 'deployed' ? group : withoutDeployments(group), plan)],
			]),
		},
		plan,
	);
	return transact(next, draft => {
		for (const {name, expiresAt} of changed.suspensions) {
			if (expiresAt !== undefined) {
				schedule(draft, expiresAt, {type: 'suspension-expires', elastigroupId, name});
			}
		}

		// Whatever the group lacks it asks for now.
		reconcile(draft, elastigroupId);
	}).world;
};
