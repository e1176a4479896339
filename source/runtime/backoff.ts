import {type Problem} from '../core/problem.js';

const capMs = 60_000;

/** How long to wait before asking again, after `failures` looks in a row that went wrong. Jitter is `random`'s. */
export const backOff = (problem: Problem, failures: number, random: () => number): number => {
	// Nothing but a person ends an expired sign-in; asking faster does not help, asking at all notices the end.
	if (problem.kind === 'auth' || problem.kind === 'permission') {
		return 30_000;
	}

	const base = problem.kind === 'throttled' ? 10_000 : 5000;
	const doubled = Math.min(capMs, base * 2 ** Math.min(6, Math.max(0, failures - 1)));
	const jittered = doubled / 2 + (doubled / 2) * random();
	return Math.min(capMs, Math.max(jittered, problem.retryAfterMs ?? 0));
};
