import {attemptState} from './attempts.js';
import {decideBack} from './decide-back.js';
import {decideForward} from './decide-forward.js';
import {decideSuccess} from './decide-success.js';
import {attempt, isSeenAfter, stopRequest, wait, type Decision} from './decision.js';
import {type Source} from './event.js';
import {type ActionRecord, type Run} from './run.js';
import {hasBlueGreenEnded} from './state.js';

const isOpen = (record: ActionRecord): boolean => record.state === 'intended' || record.state === 'unanswered';

const decideStart = (run: Run, now: number): Decision => {
	if (stopRequest(run) !== undefined) {
		return {kind: 'end', outcome: {kind: 'stopped', isClean: true}};
	}

	if (run.conflict !== undefined && attemptState(run, 'start-blue-green').state === 'free') {
		return {kind: 'end', outcome: {kind: 'refused'}};
	}

	if (run.baseline === undefined) {
		return wait('look');
	}

	return attempt(run, {kind: 'start-blue-green'}, now) ?? {kind: 'end', outcome: {kind: 'failed', isClean: true}};
};

/** Sources without which nothing is written. */
const blindSource = (run: Run): Source | undefined =>
	(['spot', 'code-deploy'] as const).find(source => run.sources[source].lost !== undefined);

/**
 * What to do next, from what is known and the time alone. It orders the writes: no cloud is written to while an
 * earlier write is unaccounted for, while either cloud cannot be seen, or, after a resumption, before both were seen.
 */
export const decide = (run: Run, now: number): Decision => {
	if (run.outcome !== undefined) {
		return {kind: 'end', outcome: run.outcome};
	}

	if (run.actions.some(record => isOpen(record))) {
		return wait('answer');
	}

	if (blindSource(run) !== undefined) {
		return wait('sight');
	}

	if (
		run.resumedAt !== undefined &&
		(!isSeenAfter(run, 'spot', run.resumedAt) || !isSeenAfter(run, 'code-deploy', run.resumedAt))
	) {
		return wait('look');
	}

	if (run.blueGreenId === undefined) {
		return decideStart(run, now);
	}

	if (run.deployment?.deployment.status === 'succeeded') {
		return decideSuccess(run, now);
	}

	const hasFailed =
		run.failure !== undefined || (run.blueGreen?.state === 'ERROR' && hasBlueGreenEnded(run.blueGreen, now));
	return hasFailed || stopRequest(run) !== undefined ? decideBack(run, now) : decideForward(run, now);
};
