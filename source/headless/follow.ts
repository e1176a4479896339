import {type Problem} from '../core/problem.js';
import {type Outcome, type RunEvent} from '../core/run/event.js';
import {fold} from '../core/run/fold.js';
import {isOverdue} from '../core/run/left.js';
import {phaseIds, type PhaseId, type RunView} from '../core/run/run-view.js';
import {type Run} from '../core/run/run.js';
import {toRunView} from '../core/run/view.js';
import {type Text} from '../core/text-token.js';
import {type Clock} from '../ports/clock.js';
import {type RunHandle} from '../runtime/drive.js';
import {type Reporter} from './reporter.js';

/** How following a run came to an end. All but `ended` leave the deployment as it goes in the clouds. */
export type FollowEnd =
	| {readonly kind: 'ended'; readonly outcome: Outcome}
	/** Interrupted by a signal. */
	| {readonly kind: 'detached'}
	| {readonly kind: 'deadline'}
	/** The phase that was waited for began, or a gate waits for a person who is not here. */
	| {readonly kind: 'checkpoint'; readonly phase: PhaseId}
	/** Nothing proves whose the blue/green is that an unanswered start may have made: only a person can say it. */
	| {readonly kind: 'unclear-start'; readonly blueGreenId: string}
	/** A clean-up or a restoration waits for leave that was not given. */
	| {readonly kind: 'left-over'; readonly gate: 'clean-up' | 'restore'}
	| {readonly kind: 'problem'; readonly problem: Problem};

export type FollowOptions = {
	readonly clock: Clock;
	readonly reporter: Reporter;
	/** Whether events of an earlier process come first; nothing is judged before they are through. */
	readonly isResuming: boolean;
	readonly isReadOnly?: boolean;
	/** What to answer at the ready gate; without it a gate that asks is a checkpoint. */
	readonly ready?: 'continue' | 'stop';
	/** Stands for a person at the ready gate: tells the wait, and answers after this long; milliseconds of the clock. */
	readonly readyPause?: {readonly ms: number; readonly before: Text; readonly after: Text};
	readonly waitUntil?: PhaseId;
	readonly deadlineMs?: number;
	/** Ids of blue/greens that are said to be this run's own, and somebody else's. */
	readonly adopt?: string;
	readonly disown?: string;
	/** How long nothing may be written; milliseconds of the clock. */
	readonly heartbeatMs: number;
	/** Aborted by the first signal. */
	readonly interrupted: AbortSignal;
	/** Whether clean-up and restoration are allowed on the Elastigroup of this run. */
	isConfirmed(run: Run): boolean;
};

/** How long a look may take that is to be seen before the deadline is judged. */
const lastLookMs = 20_000;

type ReadyPause = Exclude<FollowOptions['readyPause'], undefined>;

export type Followed = {readonly end: FollowEnd; readonly run?: Run; readonly view?: RunView};

/** Follows a run with nobody there: tells every change, answers gates as told beforehand, and stops when asked to. */
export const follow = async (
	start: (onEvent: (event: RunEvent) => void) => RunHandle,
	options: FollowOptions,
): Promise<Followed> => {
	const {clock, reporter} = options;
	const finished = new AbortController();
	const answered = new Set<string>();
	let run: Run | undefined;
	let isLive = !options.isResuming;
	let writtenAt = clock.now();
	let early: FollowEnd | undefined;
	const deadline = options.deadlineMs === undefined ? undefined : clock.now() + options.deadlineMs;

	const look = (current: Run): RunView => toRunView(current, clock.now(), options.isReadOnly ? {isReadOnly: true} : {});

	const leave = (end: FollowEnd): void => {
		if (early === undefined && !finished.signal.aborted) {
			early = end;
			void handle.detach();
		}
	};

	const ask = (gate: string, request: Parameters<RunHandle['request']>[0]): void => {
		if (!answered.has(gate)) {
			answered.add(gate);
			handle.request(request);
		}
	};

	const note = (said: Text): void => {
		reporter.note(said);
		writtenAt = clock.now();
	};

	const answerReady = async (answer: 'continue' | 'stop', {ms, before, after}: ReadyPause): Promise<void> => {
		if (!answered.has('ready-pause')) {
			answered.add('ready-pause');
			note(before);
			await clock.sleep(ms, finished.signal);

			if (!finished.signal.aborted && early === undefined) {
				note(after);
				ask('ready', answer);
			}
		}
	};

	/** Judged after the event was handled, when the handle is there and the journal's own events are all through. */
	const judge = (): void => {
		if (run === undefined || !isLive || early !== undefined || run.outcome !== undefined) {
			return;
		}

		if (options.waitUntil !== undefined && phaseIds.indexOf(run.phase) >= phaseIds.indexOf(options.waitUntil)) {
			leave({kind: 'checkpoint', phase: run.phase});
			return;
		}

		// Gates are the controller's to answer.
		if (options.isReadOnly === true || run.controller !== undefined) {
			return;
		}

		const {gate} = look(run);

		if (gate?.kind === 'ready' && run.policy.readyGate === 'ask') {
			if (options.ready === undefined) {
				leave({kind: 'checkpoint', phase: run.phase});
			} else if (options.readyPause) {
				void answerReady(options.ready, options.readyPause);
			} else {
				ask('ready', options.ready);
			}
		}

		if (gate?.kind === 'unclear-start') {
			const {blueGreenId} = gate;

			if (blueGreenId === options.adopt) {
				ask(gate.kind, 'adopt-blue-green');
			} else if (blueGreenId === options.disown) {
				ask(gate.kind, 'leave-blue-green');
			} else {
				leave({kind: 'unclear-start', blueGreenId});
			}
		}

		if (
			(gate?.kind === 'clean-up' && run.policy.cleanUp === 'ask') ||
			(gate?.kind === 'restore' && run.policy.restore === 'ask')
		) {
			if (options.isConfirmed(run)) {
				ask(gate.kind, gate.kind);
			} else {
				leave({kind: 'left-over', gate: gate.kind});
			}
		}
	};

	/** The deadline is judged by a look that ended after it: the machine may have slept until now. */
	const judgeDeadline = (): void => {
		if (deadline !== undefined && (run === undefined || isOverdue(run, deadline, clock.now()))) {
			leave({kind: 'deadline'});
		}
	};

	const onEvent = (event: RunEvent): void => {
		const before = run;
		run = fold(before, event);

		if (event.type === 'sources-seen') {
			queueMicrotask(judgeDeadline);
		}

		isLive ||= event.type === 'run-resumed' || event.type === 'controller-seen';

		if (reporter.event(before, event, run)) {
			writtenAt = clock.now();
		}

		queueMicrotask(judge);
	};

	const beat = async (): Promise<void> => {
		while (!finished.signal.aborted) {
			await clock.sleep(Math.max(100, writtenAt + options.heartbeatMs - clock.now()), finished.signal);

			if (finished.signal.aborted) {
				return;
			}

			// Gates open with time, too.
			judge();

			if (clock.now() - writtenAt >= options.heartbeatMs) {
				writtenAt = clock.now();
				reporter.beat(run && look(run), writtenAt);
			}
		}
	};

	const watchDeadline = async (): Promise<void> => {
		if (options.deadlineMs !== undefined) {
			await clock.sleep(options.deadlineMs, finished.signal);

			// While another process drives the run, or nothing answers, no look of ours comes.
			while (!finished.signal.aborted) {
				await clock.sleep(lastLookMs, finished.signal);
				judgeDeadline();
			}
		}
	};

	const interrupt = (): void => {
		leave({kind: 'detached'});
	};

	const handle = start(onEvent);
	options.interrupted.addEventListener('abort', interrupt);

	if (options.interrupted.aborted) {
		interrupt();
	}

	const looking = Promise.all([beat(), watchDeadline()]);

	try {
		const end = await handle.finished;
		// A run that ended while we were leaving has ended.
		return {
			end: end.kind === 'detached' ? (early ?? end) : end,
			...(run && {run, view: look(run)}),
		};
	} finally {
		finished.abort();
		options.interrupted.removeEventListener('abort', interrupt);
		await looking;
	}
};
