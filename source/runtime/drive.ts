import {type Outcome, type RunConfig, type RunEvent, type RunPolicy} from '../core/run/event.js';
import {type Problem} from '../core/problem.js';
import {type RunRequest} from '../core/run/action.js';
import {type Ports} from '../ports/ports.js';

export type DrivePorts = Pick<Ports, 'codeDeploy' | 'elastigroups' | 'account' | 'journal' | 'clock'>;

export type DriveEnd =
	| {readonly kind: 'ended'; readonly outcome: Outcome}
	| {readonly kind: 'detached'}
	| {readonly kind: 'deadline'}
	| {readonly kind: 'problem'; readonly problem: Problem};

export type RunHandle = {
	readonly runId: string;
	request(request: RunRequest): void;
	/** Stops driving; the clouds go on. Settles when nothing of ours is in flight. */
	detach(): Promise<void>;
	readonly finished: Promise<DriveEnd>;
};

export type DriveOptions = {
	onEvent(event: RunEvent): void;
	/** Between 0 and 1, for the jitter of polling; without it there is none. */
	readonly random?: () => number;
};

export type ResumeOptions = DriveOptions & {
	/** Takes up a run that has already ended, to look again and offer what still differs. */
	readonly isReopening?: boolean;
	/** Answers that hold from here on instead of the configured ones. */
	readonly policy?: Partial<RunPolicy>;
};

/** Starts a run: lock, journal, look, act, until it ends. */
export const startRun = (ports: DrivePorts, config: RunConfig, options: DriveOptions): RunHandle => {
	throw new Error(`not yet ${config.runId} ${String(ports.clock.now())} ${String(options.random)}`);
};

/** Takes a run up again. Replays the journal's events through `onEvent` first. */
export const resumeRun = (ports: DrivePorts, runId: string, options: ResumeOptions): RunHandle => {
	throw new Error(`not yet ${runId} ${String(ports.clock.now())} ${String(options.random)}`);
};

/** Looks on at any deployment; writes nothing, neither to the clouds nor to the journal. */
export const watchDeployment = (ports: DrivePorts, deploymentId: string, options: DriveOptions): RunHandle => {
	throw new Error(`not yet ${deploymentId} ${String(ports.clock.now())} ${String(options.random)}`);
};
