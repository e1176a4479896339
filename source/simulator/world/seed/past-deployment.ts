import {allowEvents, installEvents} from '../deployment/events.js';
import {type Deployment, type DeploymentGroup, type Instance, type LifecycleEvent, type Target} from '../state.js';
import {applicationName, deployedRevision, deployedVersion, deploymentGroupName, deploymentId} from './seed.js';

export const createPastDeployment = (group: DeploymentGroup, instances: readonly Instance[], now: number) => {
	const createTime = group.lastSuccessfulDeployment?.createTime ?? now;
	const deployment: Deployment = {
		applicationName,
		deploymentGroupName,
		deploymentId,
		deploymentGroupId: group.deploymentGroupId,
		status: 'Succeeded',
		stage: 'over',
		revision: deployedRevision,
		description: `shop ${deployedVersion}`,
		deploymentConfigName: group.deploymentConfigName,
		creator: 'user',
		createTime,
		startTime: createTime + 5000,
		completeTime: group.lastSuccessfulDeployment?.endTime ?? now,
		targetInstances: {tagFilters: [{Key: 'version', Value: deployedVersion, Type: 'KEY_AND_VALUE'}]},
		deploymentStyle: group.deploymentStyle,
		blueGreenDeploymentConfiguration: group.blueGreenDeploymentConfiguration,
		loadBalancerInfo: group.loadBalancerInfo,
		fileExistsBehavior: 'DISALLOW',
		ignoreApplicationStopFailures: false,
		targetIds: instances.map(({instanceId}) => instanceId),
		instanceTerminationWaitTimeStarted: true,
		isRollingBackOnStop: false,
		statusMessages: [],
	};
	const targets = instances.map(
		({instanceId}): Target => ({
			deploymentId,
			instanceId,
			instanceLabel: 'Green',
			status: 'Succeeded',
			lastUpdatedAt: createTime + 60_000,
			events: [...installEvents, ...allowEvents].map(
				(lifecycleEventName, index): LifecycleEvent => ({
					lifecycleEventName,
					status: 'Succeeded',
					startTime: createTime + 6000 + index * 5000,
					endTime: createTime + 11_000 + index * 5000,
					diagnostics: {errorCode: 'Success', scriptName: '', message: 'Succeeded', logTail: ''},
				}),
			),
		}),
	);
	return {deployment, targets};
};
