import {type Draft, patch} from '../draft.js';
import {end} from './end.js';
import {targetsOf} from './facts.js';

export const stoppedByHand = {code: 'MANUAL_STOP', message: 'The deployment was stopped by a person.'};

export const stopIfIdle = (draft: Draft, deploymentId: string): boolean => {
	const deployment = draft.deployments.get(deploymentId);
	if (deployment === undefined || deployment.stage === 'over') {
		return true;
	}

	const isBusy = targetsOf(draft, deployment).some(({events}) => events.some(({status}) => status === 'InProgress'));
	if (isBusy) {
		return false;
	}

	end(draft, deploymentId, 'Stopped', stoppedByHand);
	return true;
};

/** StopDeployment: at once where nothing runs, else as soon as the running events have ended. */
export const stop = (draft: Draft, deploymentId: string, isRollingBack: boolean): 'Succeeded' | 'Pending' => {
	patch(draft.deployments, deploymentId, {isStopping: true, isRollingBackOnStop: isRollingBack});
	return stopIfIdle(draft, deploymentId) ? 'Succeeded' : 'Pending';
};
