/** What can be decided about a run, and what every decision looks at. */
import {type Action, type Gate, type RunRequest} from './action.js';
import {attemptState, lastAttempt} from './attempts.js';
import {hasSucceeded} from './clean-up.js';
import {type Outcome, type Source} from './event.js';
import {refusalOf} from './guard.js';
import {type Run} from './run.js';
import {hasBlueGreenEnded} from './state.js';

/** What a run that waits is waiting for. */
type WaitFor =
	/** The first or a fresh picture of both clouds. */
	| 'look'
	/** A call on its way, or what a lost one may have made. */
	| 'answer'
	/** A cloud that does not answer at present. */
	| 'sight'
	/** Members of the Elastigroup that are coming or going before anything is noted. */
	| 'complete'
	| 'instances'
	| 'tags'
	| 'tags-visible'
	/** A deployment of the group that somebody else created. */
	| 'other-deployment'
	| 'deployment'
	| 'finalise'
	| 'retry'
	| 'deployment-stop'
	| 'rollback'
	| 'blue-green-end'
	| 'drain'
	| 'removal'
	| 'settle';

export type Decision =
	| {readonly kind: 'act'; readonly action: Action}
	/** `answer` is the policy's; without it a person is waited for. */
	| {readonly kind: 'ask'; readonly gate: Gate; readonly answer?: RunRequest}
	/** `untilMs` is the time from which on the decision may differ although nothing changed. */
	| {readonly kind: 'wait'; readonly for: WaitFor; readonly untilMs?: number}
	| {readonly kind: 'end'; readonly outcome: Outcome}
	/** Taken up to clean up and put back, and the run itself is not over: that is not done under it. */
	| {readonly kind: 'not-over'};

/** How long Spot is given to notice by itself that the deployment has ended badly. */
export const noticePatienceMs = 45_000;

/** A blue/green that outlives its own timeout by this much is held for ended. */
const overtimeMs = 600_000;

export const wait = (what: WaitFor, untilMs?: number): Decision =>
	untilMs === undefined ? {kind: 'wait', for: what} : {kind: 'wait', for: what, untilMs};

const act = (action: Action): Decision => ({kind: 'act', action});

export const requestedAt = (run: Run, request: RunRequest): number | undefined =>
	run.requests.findLast(made => made.request === request)?.at;

export const isSeenAfter = (run: Run, source: Source, at: number): boolean => {
	const {seenAt} = run.sources[source];
	return seenAt !== undefined && seenAt > at;
};

const startedAt = (run: Run): number => lastAttempt(run, 'start-blue-green')?.intendedAt ?? run.startedAt;

/** Rolling back is the larger wish: who asked for it once gets it, also after a plain stop. */
export const stopRequest = (run: Run): 'stop' | 'stop-and-roll-back' | undefined => {
	if (requestedAt(run, 'stop-and-roll-back') !== undefined) {
		return 'stop-and-roll-back';
	}

	return requestedAt(run, 'stop') === undefined ? undefined : 'stop';
};

export const isBlueGreenOver = (run: Run, now: number): boolean =>
	run.blueGreen === undefined
		? run.blueGreenId === undefined
		: hasBlueGreenEnded(run.blueGreen, now) || now > startedAt(run) + run.config.timeoutMinutes * 60_000 + overtimeMs;

/** Spot has finished its blue/green, and not with a deployment of this run. */
export const hasGoneOnWithoutUs = (run: Run, now: number): boolean =>
	run.deploymentId === undefined && isBlueGreenOver(run, now) && hasSucceeded(run);

/** One attempt more, a pause, or `undefined` when it is refused for good or must not be made as things stand. */
export const attempt = (run: Run, action: Action, now: number, waitFor: WaitFor = 'retry'): Decision | undefined => {
	if (refusalOf(run, action) !== undefined) {
		return undefined;
	}

	const state = attemptState(run, action.kind);
	switch (state.state) {
		case 'free': {
			return act(action);
		}

		case 'pause': {
			return now >= state.until ? act(action) : wait(waitFor, state.until);
		}

		case 'refused': {
			return undefined;
		}
	}
};
