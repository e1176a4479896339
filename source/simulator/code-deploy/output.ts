import {targetsOf} from '../world/deployment/facts.js';
import {
	type Application,
	type Deployment,
	type DeploymentConfig,
	type DeploymentGroup,
	type LastDeployment,
	type LifecycleEvent,
	type RegisteredRevision,
	type Target,
	type World,
} from '../world/state.js';

/** Epoch seconds with fractions, as a number: an ISO text makes the SDK throw (docs/facts.md CD 4.3). */
const toSeconds = (milliseconds: number): number => milliseconds / 1000;

const whenKnown = (name: string, milliseconds: number | undefined) =>
	milliseconds === undefined ? {} : {[name]: toSeconds(milliseconds)};

export const toApplicationInfo = (application: Application) => ({
	applicationId: application.applicationId,
	applicationName: application.applicationName,
	createTime: toSeconds(application.createTime),
	linkedToGitHub: application.linkedToGitHub,
	...(application.gitHubAccountName !== undefined && {gitHubAccountName: application.gitHubAccountName}),
	computePlatform: application.computePlatform,
});

const toLast = (last: LastDeployment | undefined) =>
	last === undefined
		? undefined
		: {
				deploymentId: last.deploymentId,
				status: last.status,
				createTime: toSeconds(last.createTime),
				...whenKnown('endTime', last.endTime),
			};

export const toGroupInfo = (world: World, group: DeploymentGroup) => ({
	...group,
	computePlatform: world.applications.get(group.applicationName)?.computePlatform,
	// The service lists an absent filter as an empty one.
	ec2TagFilters: group.ec2TagFilters ?? [],
	onPremisesInstanceTagFilters: group.onPremisesInstanceTagFilters ?? [],
	autoScalingGroups: group.autoScalingGroups.map(name => ({name})),
	triggerConfigurations: group.triggerConfigurations ?? [],
	lastAttemptedDeployment: toLast(group.lastAttemptedDeployment),
	lastSuccessfulDeployment: toLast(group.lastSuccessfulDeployment),
});

export const toConfigInfo = ({createTime, ...config}: DeploymentConfig) => ({
	...config,
	createTime: toSeconds(createTime),
});

const statusMembers = ['Pending', 'InProgress', 'Succeeded', 'Failed', 'Skipped', 'Ready'] as const;

/** Absent until the targets are known (docs/facts.md CD 2.3); whether it counts Blue targets is open there (8.8). */
const toOverview = (world: World, deployment: Deployment) => {
	const targets = targetsOf(world, deployment);
	return targets.length === 0
		? {}
		: {
				deploymentOverview: Object.fromEntries(
					statusMembers.map(member => [member, targets.filter(({status}) => status === member).length]),
				),
			};
};

export const toDeploymentInfo = (world: World, deployment: Deployment) => {
	const {rollbackDeploymentId, rollbackTriggeringDeploymentId, rollbackMessage} = deployment;
	const hasRollback = rollbackDeploymentId ?? rollbackTriggeringDeploymentId ?? rollbackMessage;
	return {
		applicationName: deployment.applicationName,
		deploymentGroupName: deployment.deploymentGroupName,
		deploymentConfigName: deployment.deploymentConfigName,
		deploymentId: deployment.deploymentId,
		...(deployment.previousRevision !== undefined && {previousRevision: deployment.previousRevision}),
		revision: deployment.revision,
		status: deployment.status,
		...(deployment.errorInformation !== undefined && {errorInformation: deployment.errorInformation}),
		createTime: toSeconds(deployment.createTime),
		...whenKnown('startTime', deployment.startTime),
		...whenKnown('completeTime', deployment.completeTime),
		...toOverview(world, deployment),
		...(deployment.description !== undefined && {description: deployment.description}),
		creator: deployment.creator,
		ignoreApplicationStopFailures: deployment.ignoreApplicationStopFailures,
		...(deployment.autoRollbackConfiguration !== undefined && {
			autoRollbackConfiguration: deployment.autoRollbackConfiguration,
		}),
		...(deployment.overrideAlarmConfiguration !== undefined && {
			overrideAlarmConfiguration: deployment.overrideAlarmConfiguration,
		}),
		updateOutdatedInstancesOnly: false,
		...(hasRollback !== undefined && {
			rollbackInfo: {rollbackDeploymentId, rollbackTriggeringDeploymentId, rollbackMessage},
		}),
		deploymentStyle: deployment.deploymentStyle,
		...(deployment.targetInstances !== undefined && {targetInstances: deployment.targetInstances}),
		instanceTerminationWaitTimeStarted: deployment.instanceTerminationWaitTimeStarted,
		...(deployment.blueGreenDeploymentConfiguration !== undefined && {
			blueGreenDeploymentConfiguration: deployment.blueGreenDeploymentConfiguration,
		}),
		...(deployment.loadBalancerInfo !== undefined && {loadBalancerInfo: deployment.loadBalancerInfo}),
		fileExistsBehavior: deployment.fileExistsBehavior,
		deploymentStatusMessages: deployment.statusMessages,
		computePlatform: 'Server',
	};
};

const toLifecycleEvent = ({startTime, endTime, ...event}: LifecycleEvent) => ({
	...event,
	...whenKnown('startTime', startTime),
	...whenKnown('endTime', endTime),
});

export const toTargetInfo = (world: World, target: Target, isLabelled: boolean) => ({
	deploymentTargetType: 'InstanceTarget',
	instanceTarget: {
		deploymentId: target.deploymentId,
		targetId: target.instanceId,
		targetArn: `arn:aws:ec2:${world.account.region}:${world.account.accountId}:instance/${target.instanceId}`,
		status: target.status,
		lastUpdatedAt: toSeconds(target.lastUpdatedAt),
		lifecycleEvents: target.events.map(toLifecycleEvent),
		...(isLabelled && {instanceLabel: target.instanceLabel}),
	},
});

export const toRevisionInfo = (groups: readonly string[], revision: RegisteredRevision) => ({
	revisionLocation: revision.location,
	genericRevisionInfo: {
		...(revision.description !== undefined && {description: revision.description}),
		deploymentGroups: groups,
		...whenKnown('firstUsedTime', revision.firstUsedTime),
		...whenKnown('lastUsedTime', revision.lastUsedTime),
		registerTime: toSeconds(revision.registerTime),
	},
});
