/** Our words as CodeDeploy takes them. Tag members are capitalised and what stands round them is not. */
import {
	type BlueGreenDeploymentConfiguration,
	type CreateDeploymentGroupInput,
	type CreateDeploymentInput,
	type DeploymentGroupInfo,
	type DeploymentReadyOption,
	type DeploymentStatus as WireStatus,
	type EC2TagFilter,
	type EC2TagSet,
	type BlueInstanceTerminationOption,
	type LoadBalancerInfo,
	type RevisionLocation,
	type UpdateDeploymentGroupInput,
} from '@aws-sdk/client-codedeploy';
import {
	type DeploymentGroupChange,
	type DeploymentGroupSpec,
	type DeploymentRequest,
	type DeploymentStatus,
	type OriginalsOption,
	type ReadyOption,
	type Revision,
	type TagFilter,
	type TagFilterSet,
} from '../../core/cloud/code-deploy.js';
import {type Tag} from '../../core/cloud/shared.js';

const toWireFilter = (filter: TagFilter): EC2TagFilter => {
	switch (filter.type) {
		case 'key-only': {
			return {Key: filter.key, Type: 'KEY_ONLY'};
		}

		case 'value-only': {
			return {Value: filter.value, Type: 'VALUE_ONLY'};
		}

		case 'key-and-value': {
			return {Key: filter.key, Value: filter.value, Type: 'KEY_AND_VALUE'};
		}
	}
};

const toWireTagSet = (set: TagFilterSet): EC2TagSet => ({ec2TagSetList: set.map(list => list.map(toWireFilter))});

/** A wait together with CONTINUE_DEPLOYMENT is refused, so it is left out there (docs/facts.md CD 1.2). */
const toWireReadyOption = (option: ReadyOption): DeploymentReadyOption =>
	option.action === 'continue'
		? {actionOnTimeout: 'CONTINUE_DEPLOYMENT'}
		: {actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: option.waitMinutes};

const toWireOriginalsOption = (option: OriginalsOption): BlueInstanceTerminationOption =>
	option.action === 'terminate'
		? {action: 'TERMINATE', terminationWaitTimeInMinutes: option.waitMinutes}
		: {action: 'KEEP_ALIVE'};

const toWireLoadBalancers = (
	targetGroupNames: readonly string[],
	classicLoadBalancerNames: readonly string[],
): LoadBalancerInfo => ({
	...(targetGroupNames.length > 0 && {targetGroupInfoList: targetGroupNames.map(name => ({name}))}),
	...(classicLoadBalancerNames.length > 0 && {elbInfoList: classicLoadBalancerNames.map(name => ({name}))}),
});

/** Blue/green with instances that others provide: what this program needs, whatever else is chosen. */
export const toCreateGroupInput = (spec: DeploymentGroupSpec): CreateDeploymentGroupInput => {
	const hasLoadBalancer = spec.targetGroupNames.length + spec.classicLoadBalancerNames.length > 0;
	return {
		applicationName: spec.applicationName,
		deploymentGroupName: spec.name,
		serviceRoleArn: spec.serviceRoleArn,
		deploymentConfigName: spec.deploymentConfigName,
		ec2TagSet: toWireTagSet(spec.tagFilters),
		// Traffic control without a load balancer is refused (docs/facts.md CD 1.2).
		deploymentStyle: {
			deploymentType: 'BLUE_GREEN',
			deploymentOption: hasLoadBalancer ? 'WITH_TRAFFIC_CONTROL' : 'WITHOUT_TRAFFIC_CONTROL',
		},
		blueGreenDeploymentConfiguration: {
			greenFleetProvisioningOption: {action: 'DISCOVER_EXISTING'},
			deploymentReadyOption: toWireReadyOption(spec.readyOption),
			terminateBlueInstancesOnDeploymentSuccess: toWireOriginalsOption(spec.originalsOption),
		},
		...(hasLoadBalancer && {
			loadBalancerInfo: toWireLoadBalancers(spec.targetGroupNames, spec.classicLoadBalancerNames),
		}),
	};
};

/** Whether a change touches members that CodeDeploy replaces as a whole, so that the present ones must be known. */
export const needsPresentGroup = (change: DeploymentGroupChange): boolean =>
	change.deploymentType !== undefined ||
	change.hasTrafficControl !== undefined ||
	change.provisioning !== undefined ||
	change.readyOption !== undefined ||
	change.originalsOption !== undefined ||
	change.tagFilters !== undefined ||
	change.targetGroupNames !== undefined ||
	change.classicLoadBalancerNames !== undefined ||
	change.onPremisesFilters !== undefined;

const mergeStyle = (change: DeploymentGroupChange, present: DeploymentGroupInfo) => ({
	deploymentType:
		change.deploymentType === undefined
			? (present.deploymentStyle?.deploymentType ?? 'IN_PLACE')
			: ('BLUE_GREEN' as const),
	deploymentOption:
		change.hasTrafficControl === undefined
			? (present.deploymentStyle?.deploymentOption ?? 'WITHOUT_TRAFFIC_CONTROL')
			: change.hasTrafficControl
				? ('WITH_TRAFFIC_CONTROL' as const)
				: ('WITHOUT_TRAFFIC_CONTROL' as const),
});

/** Answers carry waits of zero beside actions that allow none; sent back, they are refused. */
const withoutIdleWaits = (config: BlueGreenDeploymentConfiguration = {}): BlueGreenDeploymentConfiguration => {
	const {deploymentReadyOption: ready, terminateBlueInstancesOnDeploymentSuccess: originals} = config;
	return {
		...config,
		...(ready?.actionOnTimeout === 'CONTINUE_DEPLOYMENT' && {
			deploymentReadyOption: {actionOnTimeout: 'CONTINUE_DEPLOYMENT'},
		}),
		...(originals?.action === 'KEEP_ALIVE' && {terminateBlueInstancesOnDeploymentSuccess: {action: 'KEEP_ALIVE'}}),
	};
};

const mergeBlueGreen = (
	change: DeploymentGroupChange,
	present: DeploymentGroupInfo,
): BlueGreenDeploymentConfiguration => ({
	...withoutIdleWaits(present.blueGreenDeploymentConfiguration),
	...(change.provisioning !== undefined && {greenFleetProvisioningOption: {action: 'DISCOVER_EXISTING'}}),
	...(change.readyOption !== undefined && {deploymentReadyOption: toWireReadyOption(change.readyOption)}),
	...(change.originalsOption !== undefined && {
		terminateBlueInstancesOnDeploymentSuccess: toWireOriginalsOption(change.originalsOption),
	}),
});

/** The form the group already uses is kept where it can say the same: both forms in one call are refused. */
const toFilterMembers = (
	set: TagFilterSet,
	present: DeploymentGroupInfo,
): Pick<UpdateDeploymentGroupInput, 'ec2TagFilters' | 'ec2TagSet'> => {
	const isFlat = (present.ec2TagFilters ?? []).length > 0 && (present.ec2TagSet?.ec2TagSetList ?? []).length === 0;
	return isFlat && set.length <= 1 ? {ec2TagFilters: (set[0] ?? []).map(toWireFilter)} : {ec2TagSet: toWireTagSet(set)};
};

const toOnPremisesMembers = (
	present: DeploymentGroupInfo,
): Pick<UpdateDeploymentGroupInput, 'onPremisesTagSet' | 'onPremisesInstanceTagFilters'> =>
	(present.onPremisesTagSet?.onPremisesTagSetList ?? []).length > 0
		? {onPremisesTagSet: {onPremisesTagSetList: []}}
		: {onPremisesInstanceTagFilters: []};

/**
 * The update that makes just this change. Members of members are sent together with their present neighbours, since
 * CodeDeploy replaces what it is given as a whole (docs/facts.md CD 1.4).
 */
export const toUpdateGroupInput = (
	applicationName: string,
	name: string,
	change: DeploymentGroupChange,
	present: DeploymentGroupInfo,
): UpdateDeploymentGroupInput => {
	const isStyleChanged = change.deploymentType !== undefined || change.hasTrafficControl !== undefined;
	const isBlueGreenChanged =
		change.provisioning !== undefined || change.readyOption !== undefined || change.originalsOption !== undefined;
	const areLoadBalancersChanged =
		change.targetGroupNames !== undefined || change.classicLoadBalancerNames !== undefined;
	const presentNames = (list: ReadonlyArray<{readonly name?: string | undefined}> | undefined) =>
		(list ?? []).flatMap(entry => (entry.name === undefined ? [] : [entry.name]));
	return {
		applicationName,
		currentDeploymentGroupName: name,
		...(isStyleChanged && {deploymentStyle: mergeStyle(change, present)}),
		...(isBlueGreenChanged && {blueGreenDeploymentConfiguration: mergeBlueGreen(change, present)}),
		...(change.tagFilters !== undefined && toFilterMembers(change.tagFilters, present)),
		...(change.serviceRoleArn !== undefined && {serviceRoleArn: change.serviceRoleArn}),
		...(change.deploymentConfigName !== undefined && {deploymentConfigName: change.deploymentConfigName}),
		...(areLoadBalancersChanged && {
			loadBalancerInfo: toWireLoadBalancers(
				change.targetGroupNames ?? presentNames(present.loadBalancerInfo?.targetGroupInfoList),
				change.classicLoadBalancerNames ?? presentNames(present.loadBalancerInfo?.elbInfoList),
			),
		}),
		...(change.autoScalingGroups !== undefined && {autoScalingGroups: [...change.autoScalingGroups]}),
		...(change.onPremisesFilters !== undefined && toOnPremisesMembers(present)),
	};
};

export const toWireRevision = (revision: Revision): RevisionLocation =>
	revision.kind === 'github'
		? {
				revisionType: 'GitHub',
				gitHubLocation: {repository: revision.repository, commitId: revision.commitId},
			}
		: {
				revisionType: 'S3',
				s3Location: {
					bucket: revision.bucket,
					key: revision.key,
					bundleType: revision.bundleType,
					...(revision.version !== undefined && {version: revision.version}),
					...(revision.eTag !== undefined && {eTag: revision.eTag}),
				},
			};

/** CodeDeploy takes three groups at most (docs/facts.md CD 1.1). */
const mostTagGroups = 3;

/**
 * One group a tag, since between groups CodeDeploy means "and": an instance that carries only some of the tags is not
 * a replacement. With more tags than groups the first ones decide.
 */
const toTargetTagSet = (tags: readonly Tag[]): EC2TagSet =>
	toWireTagSet(
		tags.slice(0, mostTagGroups).map(tag => [{type: 'key-and-value', key: tag.key, value: tag.value} as const]),
	);

export const toCreateDeploymentInput = (request: DeploymentRequest): CreateDeploymentInput => ({
	applicationName: request.applicationName,
	deploymentGroupName: request.deploymentGroupName,
	revision: toWireRevision(request.revision),
	targetInstances: {ec2TagSet: toTargetTagSet(request.replacementTags)},
	...(request.description !== '' && {description: request.description}),
});

const wireStatuses: Readonly<Record<Exclude<DeploymentStatus, {readonly unknown: string}>, WireStatus>> = {
	created: 'Created',
	queued: 'Queued',
	'in-progress': 'InProgress',
	baking: 'Baking',
	ready: 'Ready',
	succeeded: 'Succeeded',
	failed: 'Failed',
	stopped: 'Stopped',
};

export const toWireStatus = (status: Exclude<DeploymentStatus, {readonly unknown: string}>): WireStatus =>
	wireStatuses[status];

/** Our word for a target's status as CodeDeploy's; a word that is CodeDeploy's already stays. */
export const toWireTargetStatus = (status: string): string =>
	status
		.split('-')
		.map(part => part.charAt(0).toUpperCase() + part.slice(1))
		.join('');
