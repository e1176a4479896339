import {type Draft, patch} from '../draft.js';
import {type Deployment} from '../state.js';
import {end} from './end.js';
import {targetsOf} from './facts.js';

export const stopIfIdle = (draft: Draft, deploymentId: string): boolean => {
	const deployment = draft.deployments.get(deploymentId);
	if (deployment?.stopReason === undefined || deployment.stage === 'over') {
		return true;
	}

	const isBusy = targetsOf(draft, deployment).some(({events}) => events.some(({status}) => status === 'InProgress'));
	if (isBusy) {
		return false;
	}

	end(draft, deploymentId, 'Stopped', deployment.stopReason);
	return true;
};

/** At once where nothing runs, else as soon as the running events have ended. */
export const stop = (
	draft: Draft,
	deploymentId: string,
	stopReason: NonNullable<Deployment['stopReason']>,
	isRollingBack = false,
): 'Succeeded' | 'Pending' => {
	patch(draft.deployments, deploymentId, {stopReason, isRollingBackOnStop: isRollingBack});
	return stopIfIdle(draft, deploymentId) ? 'Succeeded' : 'Pending';
};
