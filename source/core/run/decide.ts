import {decideBack} from './decide-back.js';
import {decideForward} from './decide-forward.js';
import {decideRestore} from './decide-restore.js';
import {decideSuccess} from './decide-success.js';
import {attempt, hasGoneOnWithoutUs, isSeenAfter, stopRequest, wait, type Decision} from './decision.js';
import {type Source} from './event.js';
import {type ActionRecord, type Run} from './run.js';
import {hasBlueGreenEnded} from './state.js';

const isOpen = (record: ActionRecord): boolean => record.state === 'intended' || record.state === 'unanswered';

/** How long an Elastigroup may take to come to its target, and to be noted whole, before the run is refused. */
export const completionPatienceMs = 15 * 60_000;

const decideStart = (run: Run, now: number): Decision => {
	if (stopRequest(run) !== undefined) {
		return {kind: 'end', outcome: {kind: 'stopped', isClean: true}};
	}

	if (run.disownedId !== undefined) {
		return {kind: 'end', outcome: {kind: 'refused', disownedId: run.disownedId}};
	}

	if (run.conflict !== undefined) {
		return {kind: 'end', outcome: {kind: 'refused'}};
	}

	if (run.incomplete !== undefined || run.baseline === undefined) {
		const until = (run.resumedAt ?? run.startedAt) + completionPatienceMs;
		return now < until
			? wait(run.incomplete === undefined ? 'look' : 'complete', until)
			: {kind: 'end', outcome: {kind: 'refused'}};
	}

	return attempt(run, {kind: 'start-blue-green'}, now) ?? {kind: 'end', outcome: {kind: 'failed', isClean: true}};
};

/** Sources without which nothing is written. */
const blindSource = (run: Run): Source | undefined =>
	(['spot', 'code-deploy'] as const).find(source => run.sources[source].lost !== undefined);

/** A call whose answer never came is looked for; whose blue/green is found that proves nothing, a person says. */
const decideUnanswered = ({candidate, isRestoring}: Run): Decision => {
	if (candidate === undefined) {
		return wait('answer');
	}

	const {blueGreenId, state} = candidate;
	return isRestoring
		? {kind: 'not-over'}
		: {
				kind: 'ask',
				gate: {kind: 'unclear-start', blueGreenId, state, requests: ['adopt-blue-green', 'leave-blue-green']},
			};
};

/**
 * What to do next, from what is known and the time alone. It orders the writes: no cloud is written to while an
 * earlier write is unaccounted for, while either cloud cannot be seen, or, after a resumption, before both were seen.
 */
export const decide = (run: Run, now: number): Decision => {
	if (run.outcome !== undefined) {
		return {kind: 'end', outcome: run.outcome};
	}

	if (run.actions.some(record => isOpen(record))) {
		return decideUnanswered(run);
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

	if (run.isRestoring === true) {
		return decideRestore(run, now);
	}

	if (run.blueGreenId === undefined) {
		return decideStart(run, now);
	}

	if (run.deployment?.deployment.status === 'succeeded' || hasGoneOnWithoutUs(run, now)) {
		return decideSuccess(run, now);
	}

	const hasFailed =
		run.failure !== undefined || (run.blueGreen?.state === 'ERROR' && hasBlueGreenEnded(run.blueGreen, now));
	return hasFailed || stopRequest(run) !== undefined ? decideBack(run, now) : decideForward(run, now);
};
