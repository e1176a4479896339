import {asBoolean, asObject, asText, asTexts, isPresent} from '../json.js';
import {addDeployment} from '../world/deployment/create.js';
import {activeDeployment, isInPlace, targetsOf} from '../world/deployment/facts.js';
import {endTerminationWait} from '../world/deployment/originals.js';
import {continueAfterReady} from '../world/deployment/stages.js';
import {stop} from '../world/deployment/stop.js';
import {type Draft} from '../world/draft.js';
import {type Deployment, type DeploymentGroup, type JsonObject, type Target, type World} from '../world/state.js';
import {doesSetMatch, type FilterSet} from '../world/tag-filter.js';
import {refuse} from './code-deploy-error.js';
import {
	checkAlarms,
	checkConfigName,
	checkDeploymentId,
	findDeployment,
	findGroup,
	readApplicationName,
	readAutoRollback,
	readBatch,
	readConfigName,
	readDescription,
	readFilters,
	readGroupName,
	readPage,
	readRevision,
	readSeconds,
} from './input.js';
import {toDeploymentInfo, toTargetInfo} from './output.js';

const isOnSomeInstance = (world: World, list: FilterSet[number]): boolean =>
	list.every(filter =>
		[...world.instances.values()].some(
			instance =>
				instance.state !== 'terminated' &&
				instance.state !== 'shutting-down' &&
				doesSetMatch([[filter]], instance.tagsSeenByCodeDeploy),
		),
	);

/** The tags of the replacements; each must be on some instance that CodeDeploy has seen (docs/facts.md CD 2.1). */
const readTargetInstances = (
	world: World,
	input: JsonObject,
	group: DeploymentGroup,
): Deployment['targetInstances'] => {
	if (!isPresent(input['targetInstances'])) {
		return undefined;
	}

	const {tagFilters, ec2TagSet} = asObject(input['targetInstances']);
	const filters = readFilters(tagFilters, ec2TagSet, 'InvalidTargetInstances');
	if (isInPlace(group)) {
		refuse('InvalidTargetInstances', 'Target instances can be given for blue/green deployments only.');
	}

	const lists = [...(filters.set ?? []), ...(filters.flat === undefined ? [] : [filters.flat])];
	if (lists.length === 0) {
		refuse('InvalidTargetInstances', 'The target instances name no tags.');
	}

	if (!lists.every(list => isOnSomeInstance(world, list))) {
		refuse('InvalidTargetInstances', 'A specified tag is not currently applied to any instances.');
	}

	return {
		...(filters.flat !== undefined && {tagFilters: filters.flat}),
		...(filters.set !== undefined && {ec2TagSet: {ec2TagSetList: filters.set}}),
	};
};

export const createDeployment = (draft: Draft, input: JsonObject) => {
	const applicationName = readApplicationName(input);
	const group = findGroup(draft, applicationName, readGroupName(input));
	const revision = readRevision(input['revision']);
	const description = readDescription(input);
	const deploymentConfigName = isPresent(input['deploymentConfigName'])
		? readConfigName(input)
		: group.deploymentConfigName;
	checkConfigName(draft, deploymentConfigName);
	const fileExistsBehavior = asText(input['fileExistsBehavior']) ?? 'DISALLOW';
	if (!['DISALLOW', 'OVERWRITE', 'RETAIN'].includes(fileExistsBehavior)) {
		refuse('InvalidFileExistsBehavior', `Unknown behaviour for existing files: ${fileExistsBehavior}`);
	}

	const alarms = input['overrideAlarmConfiguration'];
	checkAlarms(alarms);
	const active = activeDeployment(draft, group);
	if (active !== undefined) {
		// The id is in the message and nowhere else (docs/facts.md CD 3.3).
		refuse(
			'DeploymentLimitExceeded',
			`The Deployment Group '${group.deploymentGroupName}' already has an active Deployment '${active.deploymentId}'`,
		);
	}

	const deployment = addDeployment(draft, group, {
		revision,
		...(description !== undefined && {description}),
		deploymentConfigName,
		targetInstances: readTargetInstances(draft, input, group),
		creator: 'user',
		fileExistsBehavior,
		ignoreApplicationStopFailures: asBoolean(input['ignoreApplicationStopFailures']) ?? false,
		...(isPresent(input['autoRollbackConfiguration']) && {
			autoRollbackConfiguration: readAutoRollback(input['autoRollbackConfiguration']),
		}),
		...(isPresent(alarms) && {overrideAlarmConfiguration: alarms}),
	});
	return {deploymentId: deployment.deploymentId};
};

export const getDeployment = (world: World, input: JsonObject) => ({
	deploymentInfo: toDeploymentInfo(world, findDeployment(world, input)),
});

export const batchGetDeployments = (world: World, input: JsonObject) => ({
	deploymentsInfo: readBatch(input, 'deploymentIds', 25, {empty: 'DeploymentIdRequired'}).flatMap(id => {
		checkDeploymentId(id);
		const deployment = world.deployments.get(id);
		return deployment === undefined ? [] : [toDeploymentInfo(world, deployment)];
	}),
});

const statuses = new Set(['Created', 'Queued', 'InProgress', 'Baking', 'Succeeded', 'Failed', 'Stopped', 'Ready']);

export const listDeployments = (world: World, input: JsonObject, pageSize: number) => {
	const hasApplication = isPresent(input['applicationName']);
	const hasGroup = isPresent(input['deploymentGroupName']);
	// Both or neither (docs/facts.md CD 1.4).
	const group =
		hasApplication || hasGroup ? findGroup(world, readApplicationName(input), readGroupName(input)) : undefined;
	const wanted = asTexts(input['includeOnlyStatuses']);
	if (wanted.some(status => !statuses.has(status))) {
		refuse('InvalidDeploymentStatus', `Unknown deployment status among: ${wanted.join(', ')}`);
	}

	const {start, end} = asObject(input['createTimeRange']);
	const from = readSeconds(start) ?? 0;
	const to = readSeconds(end) ?? Number.POSITIVE_INFINITY;
	if (from > to) {
		refuse('InvalidTimeRange', 'The time range ends before it starts.');
	}

	const ids = [...world.deployments.values()]
		.filter(
			deployment =>
				(group === undefined || deployment.deploymentGroupId === group.deploymentGroupId) &&
				(wanted.length === 0 || wanted.includes(deployment.status)) &&
				deployment.createTime >= from &&
				deployment.createTime <= to,
		)
		.sort((one, other) => other.createTime - one.createTime)
		.map(({deploymentId}) => deploymentId);
	const {items, ...page} = readPage(input, ids, pageSize);
	return {deployments: items, ...page};
};

const startedTargets = (world: World, deployment: Deployment): readonly Target[] =>
	deployment.startTime === undefined
		? refuse('DeploymentNotStarted', `The deployment ${deployment.deploymentId} has not started.`)
		: targetsOf(world, deployment);

const targetStatuses = new Set(['Pending', 'InProgress', 'Succeeded', 'Failed', 'Skipped', 'Unknown', 'Ready']);

export const listTargets = (world: World, input: JsonObject, pageSize: number) => {
	const deployment = findDeployment(world, input);
	const targets = startedTargets(world, deployment);
	const filters = asObject(input['targetFilters']);
	if (Object.keys(filters).some(name => name !== 'TargetStatus' && name !== 'ServerInstanceLabel')) {
		refuse('InvalidTargetFilterName', 'A target filter is TargetStatus or ServerInstanceLabel.');
	}

	const wanted = asTexts(filters['TargetStatus']);
	const labels = asTexts(filters['ServerInstanceLabel']);
	if (wanted.some(status => !targetStatuses.has(status))) {
		refuse('InvalidInstanceStatus', `Unknown target status among: ${wanted.join(', ')}`);
	}

	if (labels.some(label => label !== 'Blue' && label !== 'Green')) {
		refuse('InvalidInstanceType', 'An instance label is Blue or Green.');
	}

	const ids = targets
		.filter(
			target =>
				(wanted.length === 0 || wanted.includes(target.status)) &&
				(labels.length === 0 || (!isInPlace(deployment) && labels.includes(target.instanceLabel))),
		)
		.map(({instanceId}) => instanceId);
	const {items, ...page} = readPage(input, ids, pageSize);
	return {targetIds: items, ...page};
};

const findTarget = (world: World, deployment: Deployment, id: string) => {
	const target =
		startedTargets(world, deployment).find(({instanceId}) => instanceId === id) ??
		refuse('DeploymentTargetDoesNotExist', `The target ${id} does not belong to ${deployment.deploymentId}.`);
	return toTargetInfo(world, target, !isInPlace(deployment));
};

export const batchGetTargets = (world: World, input: JsonObject) => {
	const deployment = findDeployment(world, input);
	const ids = readBatch(input, 'targetIds', 25, {
		empty: 'DeploymentTargetIdRequired',
		tooLong: 'DeploymentTargetListSizeExceeded',
	});
	return {deploymentTargets: ids.map(id => findTarget(world, deployment, id))};
};

export const getTarget = (world: World, input: JsonObject) => {
	const deployment = findDeployment(world, input);
	const id = asText(input['targetId']) ?? refuse('DeploymentTargetIdRequired', 'The targetId member is required.');
	return {deploymentTarget: findTarget(world, deployment, id)};
};

const refuseCompleted = (deployment: Deployment): void => {
	if (deployment.stage === 'over' || deployment.stage === 'terminate') {
		refuse('DeploymentAlreadyCompleted', `The deployment ${deployment.deploymentId} is already completed.`);
	}
};

export const continueDeployment = (draft: Draft, input: JsonObject) => {
	const deployment = findDeployment(draft, input);
	const wait = asText(input['deploymentWaitType']) ?? 'READY_WAIT';
	if (wait !== 'READY_WAIT' && wait !== 'TERMINATION_WAIT') {
		refuse('InvalidDeploymentWaitType', 'The deploymentWaitType is READY_WAIT or TERMINATION_WAIT.');
	}

	if (isInPlace(deployment)) {
		refuse('UnsupportedActionForDeploymentType', 'Only a blue/green deployment can be continued.');
	}

	refuseCompleted(deployment);
	if (wait === 'TERMINATION_WAIT') {
		if (deployment.stage !== 'termination-wait') {
			refuse('InvalidDeploymentStatus', 'The deployment is not waiting to terminate its original instances.');
		}

		endTerminationWait(draft, deployment.deploymentId);
		return {};
	}

	if (deployment.stage !== 'ready-wait') {
		refuse('DeploymentIsNotInReadyState', `The deployment ${deployment.deploymentId} is not in a ready state.`);
	}

	continueAfterReady(draft, deployment.deploymentId);
	return {};
};

export const stopDeployment = (draft: Draft, input: JsonObject) => {
	const deployment = findDeployment(draft, input);
	refuseCompleted(deployment);
	const reason = {code: 'MANUAL_STOP', message: 'The deployment was stopped by a person.'};
	const status = stop(draft, deployment.deploymentId, reason, asBoolean(input['autoRollbackEnabled']) ?? false);
	return {
		status,
		statusMessage:
			status === 'Succeeded'
				? 'The deployment was stopped.'
				: 'No more commands will be scheduled for execution in the deployment instances',
	};
};
