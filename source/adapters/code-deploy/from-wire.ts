/**
 * CodeDeploy's answers in our words. Every member of the SDK's types may be missing (the SDK checks nothing), and an
 * enumeration may have grown: what is missing is left out, what is unknown is kept as such. What a run is decided by
 * must be there. Texts that are only shown pass through `hide`; names and tags are compared and sent, and stay.
 */
import {
	type ApplicationInfo,
	type BlueGreenDeploymentConfiguration,
	type DeploymentGroupInfo,
	type DeploymentInfo,
	type DeploymentTarget as WireTarget,
	type EC2TagFilter,
	type EC2TagSet,
	type LastDeploymentInfo,
	type LifecycleEvent as WireEvent,
	type RevisionLocation,
	type TargetInstances,
} from '@aws-sdk/client-codedeploy';
import {
	type Application,
	type BundleType,
	type Deployment,
	type DeploymentGroup,
	type DeploymentStatus,
	type DeploymentTarget,
	type LastDeployment,
	type LifecycleEvent,
	type LifecycleStatus,
	type OriginalsOption,
	type ReadyOption,
	type Revision,
	type TagFilter,
	type TagFilterSet,
	type TargetCounts,
	type TargetStatus,
} from '../../core/cloud/code-deploy.js';
import {type Tag} from '../../core/cloud/shared.js';
import {needed} from '../aws/answer-errors.js';

type Hide = (text: string) => string;

const statuses: Readonly<Record<string, DeploymentStatus>> = {
	Created: 'created',
	Queued: 'queued',
	InProgress: 'in-progress',
	Baking: 'baking',
	Ready: 'ready',
	Succeeded: 'succeeded',
	Failed: 'failed',
	Stopped: 'stopped',
};

const lifecycleStatuses: Readonly<Record<string, LifecycleStatus>> = {
	Pending: 'pending',
	InProgress: 'in-progress',
	Succeeded: 'succeeded',
	Failed: 'failed',
	Skipped: 'skipped',
};

const lookUp = <Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined =>
	Object.hasOwn(table, word) ? table[word] : undefined;

export const toStatus = (word = ''): DeploymentStatus => lookUp(statuses, word) ?? {unknown: word};

export const toLifecycleStatus = (word = ''): LifecycleStatus => lookUp(lifecycleStatuses, word) ?? {unknown: word};

const toTargetStatus = (word = ''): TargetStatus => (word === 'Ready' ? 'ready' : toLifecycleStatus(word));

const toTime = (date: Date | undefined): number | undefined => {
	const time = date?.getTime();
	return time === undefined || Number.isNaN(time) ? undefined : time;
};

export const toApplication = (info: ApplicationInfo): Application => ({
	name: info.applicationName ?? '',
	computePlatform: info.computePlatform ?? 'Server',
	isLinkedToGitHub: info.linkedToGitHub ?? false,
});

/** CodeDeploy takes an entry without a type as key and value, and reports it as it was written. */
const toTagFilter = (filter: EC2TagFilter): TagFilter => {
	const {Key: key = '', Value: value = '', Type: type} = filter;
	if (type === 'KEY_ONLY') {
		return {type: 'key-only', key};
	}

	return type === 'VALUE_ONLY' ? {type: 'value-only', value} : {type: 'key-and-value', key, value};
};

/** Both forms are read: tools write the flat list, the console writes groups (docs/facts.md CD 1.2). */
export const toTagFilterSet = (flat: readonly EC2TagFilter[] | undefined, set: EC2TagSet | undefined): TagFilterSet => {
	const lists = (set?.ec2TagSetList ?? []).filter(list => list.length > 0);
	if (lists.length > 0) {
		return lists.map(list => list.map(toTagFilter));
	}

	return flat === undefined || flat.length === 0 ? [] : [flat.map(toTagFilter)];
};

const toReadyOption = (config: BlueGreenDeploymentConfiguration | undefined): ReadyOption | undefined => {
	const option = config?.deploymentReadyOption;
	if (option?.actionOnTimeout === 'CONTINUE_DEPLOYMENT') {
		return {action: 'continue'};
	}

	return option?.actionOnTimeout === 'STOP_DEPLOYMENT'
		? {action: 'stop', waitMinutes: option.waitTimeInMinutes ?? 0}
		: undefined;
};

const toOriginalsOption = (config: BlueGreenDeploymentConfiguration | undefined): OriginalsOption | undefined => {
	const option = config?.terminateBlueInstancesOnDeploymentSuccess;
	if (option?.action === 'TERMINATE') {
		return {action: 'terminate', waitMinutes: option.terminationWaitTimeInMinutes ?? 0};
	}

	return option?.action === 'KEEP_ALIVE' ? {action: 'keep-alive'} : undefined;
};

const provisionings: Readonly<Record<string, NonNullable<DeploymentGroup['provisioning']>>> = {
	DISCOVER_EXISTING: 'discover-existing',
	COPY_AUTO_SCALING_GROUP: 'copy-auto-scaling-group',
};

const toLastDeployment = (info: LastDeploymentInfo | undefined): LastDeployment | undefined => {
	if (info?.deploymentId === undefined) {
		return undefined;
	}

	const endedAt = toTime(info.endTime);
	return {
		deploymentId: info.deploymentId,
		status: toStatus(info.status),
		...(endedAt !== undefined && {endedAt}),
	};
};

const names = (list: ReadonlyArray<{readonly name?: string | undefined}> | undefined): readonly string[] =>
	(list ?? []).flatMap(entry => (entry.name === undefined ? [] : [entry.name]));

export const toDeploymentGroup = (info: DeploymentGroupInfo): DeploymentGroup => {
	const config = info.blueGreenDeploymentConfiguration;
	const provisioning = lookUp(provisionings, config?.greenFleetProvisioningOption?.action ?? '');
	const readyOption = toReadyOption(config);
	const originalsOption = toOriginalsOption(config);
	const lastAttempted = toLastDeployment(info.lastAttemptedDeployment);
	const lastSuccessful = toLastDeployment(info.lastSuccessfulDeployment);
	return {
		applicationName: info.applicationName ?? '',
		name: needed(info.deploymentGroupName, 'deploymentGroupName'),
		...(info.deploymentGroupId !== undefined && {id: info.deploymentGroupId}),
		...(info.computePlatform !== undefined && {computePlatform: info.computePlatform}),
		...(info.serviceRoleArn !== undefined && {serviceRoleArn: info.serviceRoleArn}),
		...(info.deploymentConfigName !== undefined && {deploymentConfigName: info.deploymentConfigName}),
		// Absent means in-place, without traffic control (docs/facts.md CD 1.2).
		deploymentType: info.deploymentStyle?.deploymentType === 'BLUE_GREEN' ? 'blue-green' : 'in-place',
		hasTrafficControl: info.deploymentStyle?.deploymentOption === 'WITH_TRAFFIC_CONTROL',
		...(provisioning !== undefined && {provisioning}),
		...(readyOption !== undefined && {readyOption}),
		...(originalsOption !== undefined && {originalsOption}),
		tagFilters: toTagFilterSet(info.ec2TagFilters, info.ec2TagSet),
		autoScalingGroups: names(info.autoScalingGroups),
		hasOnPremisesFilters:
			(info.onPremisesInstanceTagFilters ?? []).length > 0 ||
			(info.onPremisesTagSet?.onPremisesTagSetList ?? []).some(list => list.length > 0),
		targetGroupNames: names(info.loadBalancerInfo?.targetGroupInfoList),
		classicLoadBalancerNames: names(info.loadBalancerInfo?.elbInfoList),
		// Alarms that are configured and switched off stop nothing.
		alarmNames: info.alarmConfiguration?.enabled === false ? [] : names(info.alarmConfiguration?.alarms),
		...(lastAttempted !== undefined && {lastAttempted}),
		...(lastSuccessful !== undefined && {lastSuccessful}),
	};
};

const bundleTypes: Readonly<Record<string, BundleType>> = {zip: 'zip', tgz: 'tgz', tar: 'tar'};

/** Undefined for what cannot be deployed to EC2: AppSpec content, and the bundle types of other platforms. */
export const toRevision = (location: RevisionLocation | undefined): Revision | undefined => {
	const gitHub = location?.gitHubLocation;
	if (gitHub?.repository !== undefined && gitHub.commitId !== undefined) {
		return {kind: 'github', repository: gitHub.repository, commitId: gitHub.commitId};
	}

	const s3 = location?.s3Location;
	const bundleType = lookUp(bundleTypes, s3?.bundleType ?? '');
	if (s3?.bucket === undefined || s3.key === undefined || bundleType === undefined) {
		return undefined;
	}

	return {
		kind: 's3',
		bucket: s3.bucket,
		key: s3.key,
		bundleType,
		...(s3.version !== undefined && {version: s3.version}),
		...(s3.eTag !== undefined && {eTag: s3.eTag}),
	};
};

const toReplacementTags = (targets: TargetInstances | undefined): readonly Tag[] =>
	toTagFilterSet(targets?.tagFilters, targets?.ec2TagSet)
		.flat()
		.flatMap(filter => (filter.type === 'key-and-value' ? [{key: filter.key, value: filter.value}] : []));

const toCounts = (overview: DeploymentInfo['deploymentOverview']): TargetCounts | undefined =>
	overview === undefined
		? undefined
		: {
				pending: overview.Pending ?? 0,
				inProgress: overview.InProgress ?? 0,
				succeeded: overview.Succeeded ?? 0,
				failed: overview.Failed ?? 0,
				skipped: overview.Skipped ?? 0,
				ready: overview.Ready ?? 0,
			};

/** The mark of a run is compared, and stays as it is. */
const hideAroundMark = (description: string, hide: Hide): string =>
	description
		.split(/(\[spot-bluegreen [^\]]*])/)
		.map((part, index) => (index % 2 === 1 ? part : hide(part)))
		.join('');

export const toDeployment = (info: DeploymentInfo, hide: Hide): Deployment => {
	const counts = toCounts(info.deploymentOverview);
	const revision = toRevision(info.revision);
	const readyOption = toReadyOption(info.blueGreenDeploymentConfiguration);
	const originalsOption = toOriginalsOption(info.blueGreenDeploymentConfiguration);
	const startedAt = toTime(info.startTime);
	const completedAt = toTime(info.completeTime);
	const {rollbackDeploymentId, rollbackTriggeringDeploymentId, rollbackMessage} = info.rollbackInfo ?? {};
	return {
		deploymentId: needed(info.deploymentId, 'deploymentId'),
		applicationName: info.applicationName ?? '',
		deploymentGroupName: info.deploymentGroupName ?? '',
		status: toStatus(needed(info.status, 'status')),
		description: hideAroundMark(info.description ?? '', hide),
		...(counts !== undefined && {counts}),
		...(info.errorInformation?.code !== undefined && {
			error: {code: info.errorInformation.code, message: hide(info.errorInformation.message ?? '')},
		}),
		statusMessages: (info.deploymentStatusMessages ?? []).map(hide),
		...(rollbackDeploymentId !== undefined && {rollbackDeploymentId}),
		...(rollbackTriggeringDeploymentId !== undefined && {rollsBackDeploymentId: rollbackTriggeringDeploymentId}),
		...(rollbackMessage !== undefined && {rollbackMessage: hide(rollbackMessage)}),
		...(info.creator !== undefined && {creator: info.creator}),
		...(revision !== undefined && {revision}),
		replacementTags: toReplacementTags(info.targetInstances),
		...(readyOption !== undefined && {readyOption}),
		...(originalsOption !== undefined && {originalsOption}),
		hasTerminationWaitStarted: info.instanceTerminationWaitTimeStarted ?? false,
		createdAt: toTime(info.createTime) ?? 0,
		...(startedAt !== undefined && {startedAt}),
		...(completedAt !== undefined && {completedAt}),
	};
};

/** Any of its members may be absent; the message is the one that tells. */
const toDiagnostics = (diagnostics: WireEvent['diagnostics'], hide: Hide): LifecycleEvent['diagnostics'] =>
	diagnostics === undefined
		? undefined
		: {
				errorCode: diagnostics.errorCode ?? '',
				scriptName: hide(diagnostics.scriptName ?? ''),
				message: hide(diagnostics.message ?? ''),
				logTail: hide(diagnostics.logTail ?? ''),
			};

const toLifecycleEvent = (event: WireEvent, hide: Hide): LifecycleEvent => {
	const startedAt = toTime(event.startTime);
	const endedAt = toTime(event.endTime);
	const diagnostics = toDiagnostics(event.diagnostics, hide);
	return {
		name: event.lifecycleEventName ?? '',
		status: toLifecycleStatus(event.status),
		...(startedAt !== undefined && {startedAt}),
		...(endedAt !== undefined && {endedAt}),
		...(diagnostics !== undefined && {diagnostics}),
	};
};

const colors: Readonly<Record<string, 'blue' | 'green'>> = {Blue: 'blue', Green: 'green'};

/** Old answers hold `arn:…:instance/i-…` where current ones hold the id (docs/facts.md CD 2.3). */
export const toInstanceId = (targetId: string): string => targetId.slice(targetId.lastIndexOf('/') + 1);

/** Undefined for a target that is no instance. */
export const toDeploymentTarget = (target: WireTarget, hide: Hide): DeploymentTarget | undefined => {
	const instance = target.instanceTarget;
	if (instance?.targetId === undefined) {
		return undefined;
	}

	const color = lookUp(colors, instance.instanceLabel ?? '');
	const updatedAt = toTime(instance.lastUpdatedAt);
	return {
		instanceId: toInstanceId(instance.targetId),
		...(color !== undefined && {color}),
		status: toTargetStatus(needed(instance.status, 'status')),
		...(updatedAt !== undefined && {updatedAt}),
		events: (instance.lifecycleEvents ?? []).map(event => toLifecycleEvent(event, hide)),
	};
};
