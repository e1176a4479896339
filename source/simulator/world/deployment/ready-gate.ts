import {type Draft, patch, schedule} from '../draft.js';
import {type Deployment} from '../state.js';
import {end} from './end.js';
import {targetsOf} from './facts.js';
import {noteAttempt} from './record.js';
import {isOpen, setTarget} from './targets.js';

export const waitForContinue = (draft: Draft, deployment: Deployment, waitMinutes: number): void => {
	for (const target of targetsOf(draft, deployment)) {
		if (target.instanceLabel === 'Green' && isOpen(target)) {
			setTarget(draft, target, {status: 'Ready'});
		}
	}

	const {deploymentId} = deployment;
	const ready = patch(draft.deployments, deploymentId, {stage: 'ready-wait', status: 'Ready', readyAt: draft.now});
	if (ready !== undefined) {
		noteAttempt(draft, ready);
	}

	schedule(draft, draft.now + waitMinutes * 60_000, {type: 'ready-wait-ends', deploymentId});
};

/** Nobody continued in time: the deployment stops (docs/facts.md CD 1.2). */
export const endReadyWait = (draft: Draft, deploymentId: string): void => {
	if (draft.deployments.get(deploymentId)?.stage === 'ready-wait') {
		end(draft, deploymentId, 'Stopped', {
			code: 'TIMEOUT',
			message: 'Nobody continued the deployment before the wait time was over, so it was stopped.',
		});
	}
};
