import {type Field} from '../field/field.js';
import * as blueGreen from './blue-green.js';
import {isNew, isNewElastigroup, isNewGroup} from './choices.js';
import * as group from './deployment-group.js';
import * as elastigroup from './elastigroup.js';
import {type Flow, type Step, type StepId} from './flow.js';

const step = (
	id: StepId,
	kind: Step['kind'],
	part: Step['part'],
	fields: ReadonlyArray<Pick<Field, 'key'>>,
	when?: Step['when'],
): Step => ({
	id,
	kind,
	part,
	fields: fields.map(field => field.key),
	title: `step.${id}.title` as const,
	intro: `step.${id}.intro` as const,
	...(when === undefined ? {} : {when}),
});

const deploymentFields = [
	blueGreen.greenTags,
	blueGreen.timeoutMinutes,
	blueGreen.revisionKind,
	blueGreen.revision,
	blueGreen.bundleType,
	blueGreen.githubRepository,
	blueGreen.githubCommit,
	blueGreen.description,
	blueGreen.advanceFilter,
] as const;

/** The whole way, for a first time: account, deployment group, Elastigroup, deployment. */
export const setupFlow: Flow = {
	id: 'setup',
	steps: [
		step('identity', 'identity', 'account', [group.region, group.spotAccountId]),
		step('application', 'form', 'group', [group.applicationName, group.newApplicationName]),
		step('group', 'form', 'group', [group.deploymentGroupName, group.newDeploymentGroupName]),
		step('group-verdict', 'verdict', 'group', [group.groupMends], draft => !isNewGroup(draft)),
		step(
			'group-settings',
			'form',
			'group',
			[
				group.serviceRoleArn,
				group.groupTags,
				group.readyAction,
				group.readyWaitMinutes,
				group.originalsAction,
				group.terminationWaitMinutes,
				group.deploymentConfigName,
				group.groupLoadBalancerKind,
				group.groupTargetGroupNames,
				group.groupClassicLoadBalancerNames,
			],
			isNewGroup,
		),
		step('group-review', 'review', 'group', [], draft => isNewGroup(draft) || isNew(draft, 'applicationName')),
		step('elastigroup', 'form', 'elastigroup', [
			elastigroup.elastigroupId,
			elastigroup.elastigroupName,
			elastigroup.elastigroupDescription,
		]),
		step(
			'elastigroup-compute',
			'form',
			'elastigroup',
			[
				elastigroup.vpcId,
				elastigroup.product,
				elastigroup.onDemandType,
				elastigroup.zoneSubnets,
				elastigroup.spotTypes,
			],
			isNewElastigroup,
		),
		step(
			'elastigroup-launch',
			'form',
			'elastigroup',
			[
				elastigroup.imageId,
				elastigroup.securityGroupIds,
				elastigroup.keyPair,
				elastigroup.elastigroupTags,
				elastigroup.instanceProfile,
				elastigroup.userData,
			],
			isNewElastigroup,
		),
		step(
			'elastigroup-network',
			'form',
			'elastigroup',
			[
				elastigroup.loadBalancing,
				elastigroup.elastigroupTargetGroupArns,
				elastigroup.elastigroupClassicLoadBalancerNames,
			],
			isNewElastigroup,
		),
		step(
			'elastigroup-capacity',
			'form',
			'elastigroup',
			[
				elastigroup.capacityUnit,
				elastigroup.targetCapacity,
				elastigroup.minimumCapacity,
				elastigroup.maximumCapacity,
				elastigroup.spotPercentage,
				elastigroup.orientation,
				elastigroup.fallbackToOnDemand,
				elastigroup.drainingTimeoutSeconds,
			],
			isNewElastigroup,
		),
		step('elastigroup-review', 'review', 'elastigroup', [], isNewElastigroup),
		step('deployment', 'form', 'deployment', deploymentFields),
		step('forecast', 'forecast', 'deployment', []),
	],
};

/** A saved profile again, in one screen: what changes from run to run first, what may be changed below it. */
export const expressFlow: Flow = {
	id: 'express',
	steps: [
		step('deployment', 'form', 'deployment', [
			blueGreen.greenTags,
			blueGreen.revision,
			blueGreen.githubCommit,
			blueGreen.bundleType,
			blueGreen.githubRepository,
			blueGreen.revisionKind,
			blueGreen.timeoutMinutes,
			blueGreen.description,
		]),
		step('forecast', 'forecast', 'deployment', []),
	],
};

const fieldsByKey: ReadonlyMap<string, Field> = new Map(
	[...Object.values<Field>(group), ...Object.values<Field>(elastigroup), ...Object.values<Field>(blueGreen)].map(
		field => [field.key, field] as const,
	),
);

/** Throws for a key that no flow knows: a mistake in the program, never in an answer. */
export const fieldOf = (key: string): Field => {
	const field = fieldsByKey.get(key);
	if (field === undefined) {
		throw new Error(`There is no field ${key}`);
	}

	return field;
};

/** Every question of every flow, in the order of the guided way. */
export const allFields: readonly Field[] = setupFlow.steps.flatMap(({fields}) => fields.map(key => fieldOf(key)));
