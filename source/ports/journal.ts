import {type Problem, type Result} from '../core/problem.js';
import {type Controller, type RunEvent} from '../core/run/event.js';

export type RunSummary = {
	readonly runId: string;
	readonly startedAt: number;
	/** The first event of the file, which names the run's subjects. */
	readonly started: Extract<RunEvent, {readonly type: 'run-started'}>;
	/** Set once the run has ended. */
	readonly ended?: Extract<RunEvent, {readonly type: 'run-ended'}>;
};

/** The living process that drives a run. */
export type LockHolder = Controller & {readonly runId: string};

export type Lock = {release(): Promise<void>};

/**
 * The truth of every run: one file a run, one event a line. `append` settles after the line is on the disk, so that
 * an action may follow it. A torn last line (the process died while writing it) is ignored when reading.
 */
export type Journal = {
	append(runId: string, event: RunEvent): Promise<Result<void>>;
	read(runId: string): Promise<Result<readonly RunEvent[]>>;
	/** The whole lines since `mark`, which the reading before gave; all of them without one. */
	readOn(runId: string, mark?: number): Promise<Result<{readonly events: readonly RunEvent[]; readonly mark: number}>>;
	/** Newest first. */
	list(): Promise<Result<readonly RunSummary[]>>;
	/** Holds an Elastigroup for one controller on this machine; fails with kind `conflict` naming the holder. */
	lock(
		elastigroupId: string,
		runId: string,
	): Promise<
		| {readonly isOk: true; readonly value: Lock}
		| {readonly isOk: false; readonly problem: Problem; readonly holder?: LockHolder}
	>;
};
