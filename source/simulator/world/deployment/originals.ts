import {type Draft, patch, schedule, scheduleIn} from '../draft.js';
import {terminateInstance} from '../instances.js';
import {pace} from '../pace.js';
import {type Deployment} from '../state.js';
import {end} from './end.js';
import {isRollback, targetsOf} from './facts.js';

export const endOriginals = (draft: Draft, deployment: Deployment): void => {
	const {deploymentId} = deployment;
	const option = deployment.blueGreenDeploymentConfiguration?.terminateBlueInstancesOnDeploymentSuccess;
	const hasOriginals = targetsOf(draft, deployment).some(({instanceLabel}) => instanceLabel === 'Blue');
	if (option?.action !== 'TERMINATE' || isRollback(deployment) || !hasOriginals) {
		end(draft, deploymentId, 'Succeeded');
		return;
	}

	patch(draft.deployments, deploymentId, {stage: 'termination-wait', instanceTerminationWaitTimeStarted: true});
	schedule(draft, draft.now + (option.terminationWaitTimeInMinutes ?? 0) * 60_000, {
		type: 'termination-wait-ends',
		deploymentId,
	});
};

/** The wait is over, or somebody ended it: CodeDeploy terminates the originals. */
export const endTerminationWait = (draft: Draft, deploymentId: string): void => {
	const deployment = draft.deployments.get(deploymentId);
	if (deployment?.stage !== 'termination-wait') {
		return;
	}

	for (const target of targetsOf(draft, deployment)) {
		if (target.instanceLabel === 'Blue') {
			terminateInstance(draft, target.instanceId);
		}
	}

	patch(draft.deployments, deploymentId, {stage: 'terminate'});
	scheduleIn(draft, pace.originalsTerminated, {type: 'originals-are-gone', deploymentId});
};

export const finishTermination = (draft: Draft, deploymentId: string): void => {
	if (draft.deployments.get(deploymentId)?.stage === 'terminate') {
		end(draft, deploymentId, 'Succeeded');
	}
};
