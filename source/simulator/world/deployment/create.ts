import {type Draft, scheduleIn, upperCaseId} from '../draft.js';
import {pace} from '../pace.js';
import {type Deployment, type DeploymentGroup} from '../state.js';
import {describeRevision, noteAttempt} from './record.js';

const newDeploymentId = (draft: Draft): string => `d-${upperCaseId(draft, 9)}`;

export type NewDeployment = Pick<
	Deployment,
	'revision' | 'description' | 'deploymentConfigName' | 'targetInstances' | 'creator'
> &
	Partial<
		Pick<
			Deployment,
			| 'autoRollbackConfiguration'
			| 'overrideAlarmConfiguration'
			| 'fileExistsBehavior'
			| 'ignoreApplicationStopFailures'
			| 'rollbackTriggeringDeploymentId'
			| 'rollbackMessage'
		>
	>;

/** Makes a deployment of a group. The caller has checked the request. */
export const addDeployment = (draft: Draft, group: DeploymentGroup, request: NewDeployment): Deployment => {
	const deployment: Deployment = {
		autoRollbackConfiguration: group.autoRollbackConfiguration,
		fileExistsBehavior: 'DISALLOW',
		ignoreApplicationStopFailures: false,
		...request,
		deploymentId: newDeploymentId(draft),
		applicationName: group.applicationName,
		deploymentGroupName: group.deploymentGroupName,
		deploymentGroupId: group.deploymentGroupId,
		status: 'Created',
		stage: 'preparing',
		createTime: draft.now,
		deploymentStyle: group.deploymentStyle,
		blueGreenDeploymentConfiguration: group.blueGreenDeploymentConfiguration,
		loadBalancerInfo: group.loadBalancerInfo,
		targetIds: [],
		instanceTerminationWaitTimeStarted: false,
		isRollingBackOnStop: false,
		statusMessages: [],
		...(group.targetRevision !== undefined && {previousRevision: group.targetRevision}),
	};
	draft.deployments.set(deployment.deploymentId, deployment);
	noteAttempt(draft, deployment);
	const application = draft.applications.get(group.applicationName);
	if (application !== undefined) {
		const name = describeRevision(request.revision);
		const known = application.revisions.find(({location}) => describeRevision(location) === name);
		draft.applications.set(application.applicationName, {
			...application,
			revisions: [
				...application.revisions.filter(revision => revision !== known),
				{
					location: request.revision,
					registerTime: known?.registerTime ?? draft.now,
					...(known?.description !== undefined && {description: known.description}),
					firstUsedTime: known?.firstUsedTime ?? draft.now,
					lastUsedTime: draft.now,
				},
			],
		});
	}

	scheduleIn(draft, pace.deploymentBegins, {type: 'deployment-begins', deploymentId: deployment.deploymentId});
	return deployment;
};
