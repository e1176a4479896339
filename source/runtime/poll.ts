import {type Problem} from '../core/problem.js';
import {type Decision} from '../core/run/decision.js';
import {type Run} from '../core/run/run.js';
import {backOff} from './backoff.js';

const movingMs = 5000;
const waitingMs = 10_000;
const idleMs = 15_000;

const quietMs = (run: Run, decision: Decision): number => {
	if (decision.kind === 'ask') {
		return waitingMs;
	}

	if (run.phase === 'termination-wait') {
		return idleMs;
	}

	return run.phase === 'ready-gate' || run.phase === 'finalise' ? waitingMs : movingMs;
};

/** The worst of what went wrong in the last look: being asked to slow down goes first. */
const troubleOf = (run: Run): Problem | undefined => {
	const problems = Object.values(run.sources).flatMap(({lost}) => (lost === undefined ? [] : [lost.problem]));
	return (
		problems.find(({kind}) => kind === 'throttled') ??
		// A refused look-up that explains only (EC2, load balancer) does not slow the others down.
		problems.find(({kind}) => kind !== 'permission')
	);
};

/** Between two looks, however near a moment is: a clock that is being corrected stands still for a while. */
const leastMs = 500;

/** How long to sleep until the next look: no longer than to the moment that something is waited for, or to `deadline`. */
export const nextPauseMs = (
	run: Run,
	decision: Decision,
	now: number,
	{failures, random, deadline}: {readonly failures: number; readonly random: () => number; readonly deadline?: number},
): number => {
	const trouble = troubleOf(run);
	const pause = trouble === undefined ? quietMs(run, decision) : Math.max(movingMs, backOff(trouble, failures, random));
	const moments = [deadline, decision.kind === 'wait' ? decision.untilMs : undefined];
	const coming = moments.filter(moment => moment !== undefined && moment > now).map(moment => Number(moment) - now);
	return Math.max(leastMs, Math.min(pause, ...coming));
};
