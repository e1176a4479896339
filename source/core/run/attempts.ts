import {type Action} from './action.js';
import {type ActionRecord, type Run} from './run.js';

/** How often a call is made at most, and how long after a refusal it may be made again. */
const limits: Readonly<Record<Action['kind'], {readonly times: number; readonly pauseMs: number}>> = {
	'start-blue-green': {times: 5, pauseMs: 15_000},
	// CodeDeploy may take minutes to see new tags (docs/facts.md CD 2.1).
	'create-deployment': {times: 40, pauseMs: 15_000},
	'continue-deployment': {times: 5, pauseMs: 10_000},
	'stop-deployment': {times: 6, pauseMs: 10_000},
	'stop-blue-green': {times: 6, pauseMs: 10_000},
	'detach-instances': {times: 3, pauseMs: 10_000},
	'restore-capacity': {times: 5, pauseMs: 10_000},
	'restore-suspensions': {times: 3, pauseMs: 10_000},
	'lift-suspensions': {times: 3, pauseMs: 10_000},
	'advance-filter': {times: 3, pauseMs: 10_000},
};

/** How often a call is made again that was only asked to slow down: for an hour or so. */
const mostThrottled = 60;

/** However long a service asks for: a wrong header must not hold a run up for good. */
const longestPauseMs = 120_000;

/** Code of the problem of a call that was never answered and turned out to have done nothing, or may be repeated. */
export const unansweredCode = 'call-left-nothing';

/** CodeDeploy has not seen the green tags yet; nothing was created (docs/facts.md CD 2.1). */
export const isTagsNotVisible = (code: string): boolean => code.startsWith('InvalidTargetInstances');

export const attemptsOf = (run: Run, kind: Action['kind']): readonly ActionRecord[] =>
	run.actions.filter(
		record => record.action.kind === kind && (run.reopenedAt === undefined || record.intendedAt >= run.reopenedAt),
	);

export const lastAttempt = (run: Run, kind: Action['kind']): ActionRecord | undefined => attemptsOf(run, kind).at(-1);

const isWorthRepeating = ({problem, action}: ActionRecord): boolean => {
	if (problem === undefined) {
		return false;
	}

	if (problem.code === unansweredCode || problem.kind === 'throttled' || problem.kind === 'auth') {
		return true;
	}

	// Refusals of the two that create something end the run; only what may pass is tried again.
	if (action.kind === 'create-deployment' && isTagsNotVisible(problem.code)) {
		return true;
	}

	const isCreating = action.kind === 'start-blue-green' || action.kind === 'create-deployment';
	return !isCreating || problem.isRetryable;
};

/** `refused`: its failures are such, or so many, that it is not made again. */
export const attemptState = (
	run: Run,
	kind: Action['kind'],
): {readonly state: 'free'} | {readonly state: 'pause'; readonly until: number} | {readonly state: 'refused'} => {
	const last = lastAttempt(run, kind);
	if (last?.state !== 'failed') {
		return {state: 'free'};
	}

	const failed = attemptsOf(run, kind).filter(record => record.state === 'failed');
	const throttled = failed.filter(({problem}) => problem?.kind === 'throttled').length;
	const {times, pauseMs} = limits[kind];
	// To be asked to slow down is no refusal.
	if (!isWorthRepeating(last) || failed.length - throttled >= times || throttled >= mostThrottled) {
		return {state: 'refused'};
	}

	const askedMs = Math.min(last.problem?.retryAfterMs ?? 0, longestPauseMs);
	const pause = last.problem?.code === unansweredCode ? 0 : Math.max(pauseMs, askedMs);
	return {state: 'pause', until: (last.settledAt ?? last.intendedAt) + pause};
};
