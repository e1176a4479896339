import {type Problem, type Result} from '../core/problem.js';
import {type Controller, type RunEvent} from '../core/run/event.js';

export type RunSummary = {
	readonly runId: string;
	readonly startedAt: number;
	/** The first event of the file, which names the run's subjects. */
	readonly started: Extract<RunEvent, {readonly type: 'run-started'}>;
	/** Set once the run has ended. */
	readonly ended?: Extract<RunEvent, {readonly type: 'run-ended'}>;
	/**
	 * Set when the journal is damaged or of a newer program: the run can be shown, and not driven. Of a run that has
	 * ended only both ends of its journal are known here.
	 */
	readonly problem?: Problem;
};

/** An entry of the journal folder whose first event cannot be read. */
export type RefusedRun = {readonly runId: string; readonly problem: Problem};

export type RunList = {
	/** Newest first. */
	readonly runs: readonly RunSummary[];
	readonly refused: readonly RefusedRun[];
};

export type JournalContent = {
	readonly events: readonly RunEvent[];
	/** Why the next line cannot be read. Such a run is shown up to here and never driven. */
	readonly stop?: Problem;
};

/** How far a journal was read. */
export type JournalMark = {readonly bytes: number; readonly lines: number};

/** The living process that drives a run. */
export type LockHolder = Controller & {readonly runId: string};

export type Lock = {release(): Promise<void>};

/**
 * The truth of every run: one file a run, one event a line. `append` settles after the line is on the disk, so that
 * an action may follow it. A torn last line (the process died while writing it) is ignored when reading.
 */
export type Journal = {
	append(runId: string, event: RunEvent): Promise<Result<void>>;
	read(runId: string): Promise<Result<JournalContent>>;
	/** The whole lines since `mark`, which the reading before gave; all of them without one. */
	readOn(runId: string, mark?: JournalMark): Promise<Result<JournalContent & {readonly mark: JournalMark}>>;
	list(): Promise<Result<RunList>>;
	/** Holds an Elastigroup for one controller on this machine; fails with kind `conflict` naming the holder. */
	lock(
		elastigroupId: string,
		runId: string,
	): Promise<
		| {readonly isOk: true; readonly value: Lock}
		| {readonly isOk: false; readonly problem: Problem; readonly holder?: LockHolder}
	>;
};
