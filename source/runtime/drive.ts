import {mayBeDone, fail, ok, type Problem, type Result} from '../core/problem.js';
import {type Action, type RunRequest} from '../core/run/action.js';
import {decide} from '../core/run/decide.js';
import {type Decision} from '../core/run/decision.js';
import {answeredSources, diff} from '../core/run/diff.js';
import {type Outcome, type RunConfig, type RunEvent, type RunPolicy} from '../core/run/event.js';
import {fold, foldAll, type Run} from '../core/run/fold.js';
import {refusalOf} from '../core/run/guard.js';
import {isOverdue} from '../core/run/left.js';
import {text} from '../core/text-token.js';
import {type Lock} from '../ports/journal.js';
import {type Ports} from '../ports/ports.js';
import {makeCall} from './drive-call.js';
import {createDriveControl, type DriveControl} from './drive-control.js';
import {lookOn, type InControl} from './look-on.js';
import {observe} from './observe.js';
import {nextPauseMs} from './poll.js';
import {watchLoop} from './watch.js';
import {withoutWrites} from './without-writes.js';

export type DrivePorts = Pick<Ports, 'codeDeploy' | 'elastigroups' | 'account' | 'journal' | 'clock'>;

export type DriveEnd =
	| {readonly kind: 'ended'; readonly outcome: Outcome}
	| {readonly kind: 'detached'}
	/** The run's own deadline is over; the clouds go on. */
	| {readonly kind: 'deadline'}
	| {readonly kind: 'problem'; readonly problem: Problem};

export type RunHandle = {
	readonly runId: string;
	/** Never rejects. */
	readonly finished: Promise<DriveEnd>;
	request(request: RunRequest): void;
	/** Stops driving; the clouds go on. Settles when nothing of ours is in flight. */
	detach(): Promise<void>;
};

export type DriveOptions = {
	/** Between 0 and 1, for the jitter of polling; without it there is none. */
	readonly random?: () => number;
	/** How far this machine's clock is ahead of the clouds', where it is far off; known once they have answered. */
	readonly clockSkewMs?: () => number | undefined;
	onEvent(event: RunEvent): void;
};

export type ResumeOptions = DriveOptions & {
	/**
	 * `restore`: takes up a run for what it left, also one that has ended, and cleans up and puts back where leave is
	 * given. Nothing is started, created, continued or moved on.
	 */
	readonly purpose?: 'restore';
	/** Looks and tells what would be put back: nothing is written, neither to the clouds nor to the journal. */
	readonly isDryRun?: boolean;
	/** Looks on while another process of this machine drives the run, and takes it up once that one is gone. */
	readonly mayLookOn?: boolean;
	/** Answers that hold from here on instead of the configured ones. */
	readonly policy?: Partial<RunPolicy>;
	/** Called once the journal's own events were handed on; what follows is new. */
	onReplayed?(): void;
};

/** Carries a problem out of the loop: without its journal a run neither acts nor goes on. */
class JournalError extends Error {
	readonly problem: Problem;

	constructor(problem: Problem) {
		super(problem.code);
		this.problem = problem;
	}
}

const toProblem = (error: unknown): Problem =>
	error instanceof JournalError
		? error.problem
		: {
				kind: 'bug',
				code: 'drive-failed',
				message: text('run.problem.bug'),
				nextSteps: [text('run.problem.bug.next')],
				isRetryable: false,
				detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
			};

type Loop = (control: DriveControl) => Promise<DriveEnd>;

const toHandle = (ports: DrivePorts, runId: string, loop: Loop): RunHandle => {
	const control = createDriveControl(ports.clock);
	const run = async (): Promise<DriveEnd> => {
		try {
			return await loop(control);
		} catch (error: unknown) {
			return {kind: 'problem', problem: toProblem(error)};
		}
	};

	const finished = run();
	return {
		runId,
		request(request) {
			control.request(request);
		},
		async detach() {
			control.detach();
			await finished;
		},
		finished,
	};
};

/** Whether anything was written, in this taking up where the run is only put in order. */
const hasWritten = ({actions, isRestoring, resumedAt = 0}: Run): boolean =>
	actions.some(({intendedAt}) => isRestoring !== true || intendedAt > resumedAt);

/** What no waiting mends; before the first write it ends the work, after it the run stays and goes on looking. */
const hopelessProblem = (run: Run): Problem | undefined =>
	hasWritten(run)
		? undefined
		: [run.sources.spot.lost?.problem, run.sources['code-deploy'].lost?.problem].find(
				problem => problem !== undefined && !problem.isRetryable && problem.kind !== 'network',
			);

/** A run that is being driven: its state, and the only two ways to change it. */
type Session = {
	readonly run: Run;
	/** On the disk first, then in the run, then to whoever looks on. */
	record(event: RunEvent): Promise<void>;
	/** For what no journal keeps. */
	show(event: RunEvent): void;
};

const openSession = (ports: DrivePorts, before: Run | undefined, runId: string, options: DriveOptions) => {
	let run = before;
	const show = (event: RunEvent): void => {
		run = fold(run, event);
		options.onEvent(event);
	};

	return {
		get run(): Run {
			if (run === undefined) {
				throw new Error('The run has not begun.');
			}

			return run;
		},
		async record(event: RunEvent): Promise<void> {
			const written = await ports.journal.append(runId, event);
			if (!written.isOk) {
				throw new JournalError(written.problem);
			}

			show(event);
		},
		show,
	} satisfies Session;
};

/** The only place where a run writes to a cloud. */
const perform = async (ports: DrivePorts, session: Session, action: Action): Promise<void> => {
	const refusal = refusalOf(session.run, action);
	if (refusal !== undefined) {
		// Decisions leave such writes out already.
		throw new Error(`${action.kind} must not be done: ${refusal}`);
	}

	const number = session.run.actions.length + 1;
	await session.record({type: 'action-intended', at: ports.clock.now(), number, action});
	const result = await makeCall(ports, session.run, action);
	const at = ports.clock.now();
	if (result.isOk) {
		await session.record({type: 'action-done', at, number, ...result.value, isAdopted: false});
		return;
	}

	const {problem} = result;
	await session.record({type: mayBeDone(problem) ? 'action-unanswered' : 'action-failed', at, number, problem});
};

const look = async (ports: DrivePorts, session: Session, control: DriveControl): Promise<void> => {
	const snapshot = await observe(ports, session.run, control.signal);
	if (control.signal.aborted) {
		// The answers that are missing were given up by us; they say nothing about the clouds.
		return;
	}

	for (const event of diff(session.run, snapshot)) {
		await session.record(event);
	}

	session.show({type: 'sources-seen', at: snapshot.at, sources: answeredSources(snapshot)});
};

/** Acts and answers until the run has to wait, has ended, or needs a new look; says which. */
const step = async (ports: DrivePorts, session: Session, control: DriveControl): Promise<Decision> => {
	for (;;) {
		for (const request of control.takeRequests()) {
			await session.record({type: 'request-made', at: ports.clock.now(), request, by: 'person'});
		}

		const decision = decide(session.run, ports.clock.now());
		if (decision.kind === 'ask' && decision.answer !== undefined) {
			await session.record({
				type: 'request-made',
				at: ports.clock.now(),
				request: decision.answer,
				by: 'policy',
			});
			continue;
		}

		if (decision.kind === 'act') {
			await perform(ports, session, decision.action);
		}

		return decision;
	}
};

const drive = async (
	ports: DrivePorts,
	session: Session,
	control: DriveControl,
	options: DriveOptions,
): Promise<DriveEnd> => {
	const {clock} = ports;
	const {config, startedAt, resumedAt} = session.run;
	const deadline =
		config.deadlineMinutes === undefined
			? Number.POSITIVE_INFINITY
			: (resumedAt ?? startedAt) + config.deadlineMinutes * 60_000;
	let failures = 0;
	for (;;) {
		await look(ports, session, control);
		if (control.signal.aborted) {
			return {kind: 'detached'};
		}

		const hopeless = hopelessProblem(session.run);
		if (hopeless !== undefined) {
			// What a run that is put in order came to is known already.
			if (session.run.isRestoring !== true) {
				await session.record({type: 'run-ended', at: clock.now(), outcome: {kind: 'refused'}});
			}

			return {kind: 'problem', problem: hopeless};
		}

		const isBlind = Object.values(session.run.sources).some(({lost}) => lost !== undefined);
		failures = isBlind ? failures + 1 : 0;

		const decision = await step(ports, session, control);
		if (decision.kind === 'end') {
			if (session.run.outcome === undefined) {
				await session.record({type: 'run-ended', at: clock.now(), outcome: decision.outcome});
			}

			return {kind: 'ended', outcome: decision.outcome};
		}

		if (decision.kind === 'not-over') {
			return {kind: 'problem', problem: notOver(config.runId)};
		}

		if (isOverdue(session.run, deadline, clock.now())) {
			return {kind: 'deadline'};
		}

		if (decision.kind !== 'act') {
			const random = options.random ?? (() => 1);
			await control.sleep(nextPauseMs(session.run, decision, clock.now(), {failures, random, deadline}));
		}

		if (control.signal.aborted) {
			return {kind: 'detached'};
		}
	}
};

const whileHeld = async (lock: Lock, work: () => Promise<DriveEnd>): Promise<DriveEnd> => {
	try {
		return await work();
	} finally {
		await lock.release();
	}
};

const withLock = async (
	ports: DrivePorts,
	elastigroupId: string,
	runId: string,
	work: () => Promise<DriveEnd>,
): Promise<DriveEnd> => {
	const lock = await ports.journal.lock(elastigroupId, runId);
	if (!lock.isOk) {
		return {kind: 'problem', problem: lock.problem};
	}

	return whileHeld(lock.value, work);
};

const skewOf = (options: DriveOptions): {readonly clockSkewMs?: number} => {
	const clockSkewMs = options.clockSkewMs?.();
	return clockSkewMs === undefined ? {} : {clockSkewMs};
};

/** Starts a run: locks the Elastigroup, opens the journal, then looks and acts until the run ends. */
export const startRun = (ports: DrivePorts, config: RunConfig, options: DriveOptions): RunHandle =>
	toHandle(ports, config.runId, async control =>
		withLock(ports, config.elastigroupId, config.runId, async () => {
			const session = openSession(ports, undefined, config.runId, options);
			await session.record({
				type: 'run-started',
				at: ports.clock.now(),
				config: {...config, ...skewOf(options)},
			});
			return drive(ports, session, control, options);
		}),
	);

const notFound = (runId: string): Problem => ({
	kind: 'not-found',
	code: 'run-not-found',
	message: text('run.problem.not-found', {runId}),
	nextSteps: [text('run.problem.not-found.next')],
	isRetryable: false,
});

const notOver = (runId: string): Problem => ({
	kind: 'conflict',
	code: 'run-not-over',
	message: text('run.problem.not-over', {runId}),
	nextSteps: [text('run.problem.not-over.next', {command: `spot-bluegreen watch ${runId}`})],
	isRetryable: false,
});

const replay = async (
	ports: DrivePorts,
	runId: string,
	options: DriveOptions,
): Promise<Result<readonly RunEvent[]>> => {
	const read = await ports.journal.read(runId);
	if (!read.isOk) {
		return read;
	}

	const {events, stop} = read.value;
	for (const event of events) {
		options.onEvent(event);
	}

	if (stop !== undefined) {
		return fail(stop);
	}

	return events.length === 0 ? fail(notFound(runId)) : ok(events);
};

/** The journal again, under the lock: another process may have written between the first reading and the lock. */
const takeControl = async (
	ports: DrivePorts,
	run: Run,
	known: number,
	lock: Lock,
	options: DriveOptions,
): Promise<InControl | Extract<DriveEnd, {readonly kind: 'problem'}>> => {
	const {onEvent} = options;
	let index = 0;
	const news = (event: RunEvent): void => {
		if (index >= known) {
			onEvent(event);
		}

		index++;
	};

	const read = await replay(ports, run.config.runId, {...options, onEvent: news});
	if (!read.isOk) {
		await lock.release();
		return {kind: 'problem', problem: read.problem};
	}

	return {kind: 'in-control', lock, events: read.value};
};

/** Whether this machine knows a newer run of the same deployment group. */
const isSuperseded = async ({journal}: DrivePorts, {config, startedAt}: Run): Promise<boolean> => {
	const listed = await journal.list();
	return (
		listed.isOk &&
		listed.value.runs.some(
			({runId, started}) =>
				runId !== config.runId &&
				started.at > startedAt &&
				started.config.isDemo === config.isDemo &&
				started.config.region === config.region &&
				started.config.applicationName === config.applicationName &&
				started.config.deploymentGroupName === config.deploymentGroupName,
		)
	);
};

/**
 * The ports for a run that is taken up again. Its journal is in the clouds' time, which the first answer tells; where an
 * earlier version wrote it by a clock that was ahead, time goes on from its last event.
 */
const portsAfter = async (ports: DrivePorts, run: Run, signal: AbortSignal): Promise<DrivePorts> => {
	const {clock} = ports;
	const answer = await ports.elastigroups.get(run.config.elastigroupId, signal);
	const isTimeKnown = answer.isOk || answer.problem.kind !== 'network';
	const behindMs = isTimeKnown ? Math.max(0, run.lastEventAt - clock.now()) : 0;
	return {...ports, clock: {now: () => clock.now() + behindMs, sleep: async (ms, abort) => clock.sleep(ms, abort)}};
};

/** The same run, looked at and told; the journal stays as it is. */
const dryRun = async (
	ports: DrivePorts,
	run: Run,
	options: ResumeOptions,
	control: DriveControl,
): Promise<DriveEnd> => {
	const journal: DrivePorts['journal'] = {...ports.journal, append: async () => ok(undefined)};
	const dry = await portsAfter({...withoutWrites(ports), journal}, run, control.signal);
	const session = openSession(dry, run, run.config.runId, options);
	const policy: Partial<RunPolicy> = {cleanUp: 'ask', restore: 'ask'};
	await session.record({type: 'run-resumed', at: dry.clock.now(), purpose: 'restore', policy});
	return drive(dry, session, control, options);
};

/**
 * Takes a run up again, after a detachment or a crash: replays the journal's events through `onEvent`, looks afresh,
 * and goes on without doing anything twice. A run that has ended is only replayed, unless it is taken up to restore.
 */
export const resumeRun = (ports: DrivePorts, runId: string, options: ResumeOptions): RunHandle =>
	toHandle(ports, runId, async control => {
		const replayed = await replay(ports, runId, options);
		if (!replayed.isOk) {
			return {kind: 'problem', problem: replayed.problem};
		}

		options.onReplayed?.();
		const before = foldAll(replayed.value);
		if (before.outcome !== undefined && options.purpose !== 'restore') {
			return {kind: 'ended', outcome: before.outcome};
		}

		if (options.isDryRun === true) {
			return dryRun(ports, before, options, control);
		}

		const {elastigroupId} = before.config;
		const locked = await ports.journal.lock(elastigroupId, runId);
		if (!locked.isOk && (options.mayLookOn !== true || locked.holder?.runId !== runId)) {
			return {kind: 'problem', problem: locked.problem};
		}

		const taken = locked.isOk
			? await takeControl(ports, before, replayed.value.length, locked.value, options)
			: await lookOn(ports, replayed.value, options, control);
		if (taken.kind !== 'in-control') {
			return taken;
		}

		const run = foldAll(taken.events);
		if (run.outcome !== undefined && options.purpose !== 'restore') {
			await taken.lock.release();
			return {kind: 'ended', outcome: run.outcome};
		}

		return whileHeld(taken.lock, async () => {
			const later = await portsAfter(ports, run, control.signal);
			const session = openSession(later, run, runId, options);
			await session.record({
				type: 'run-resumed',
				at: later.clock.now(),
				...(options.purpose && {purpose: options.purpose}),
				...(options.policy && {policy: options.policy}),
				...((await isSuperseded(later, run)) && {isSuperseded: true as const}),
				...skewOf(options),
			});
			return drive(later, session, control, options);
		});
	});

/**
 * Looks on at any deployment, whoever made it, rebuilt from the clouds alone. It writes nothing, neither to the
 * clouds nor to the journal; requests are ignored.
 */
export const watchDeployment = (ports: DrivePorts, deploymentId: string, options: DriveOptions): RunHandle =>
	toHandle(ports, `watch-${deploymentId}`, async control => watchLoop(ports, deploymentId, options, control));
