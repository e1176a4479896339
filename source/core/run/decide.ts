import {type Action, type Gate, type RunRequest} from './action.js';
import {type Outcome} from './event.js';
import {type Run} from './run.js';

/** What a run that waits is waiting for. */
export type WaitFor =
	| 'look'
	| 'answer'
	| 'sight'
	| 'instances'
	| 'tags'
	| 'tags-visible'
	| 'deployment'
	| 'install'
	| 'ready'
	| 'reroute'
	| 'termination'
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
	/** `untilMs` is the time at which to look again at the latest, where that is known. */
	| {readonly kind: 'wait'; readonly for: WaitFor; readonly untilMs?: number}
	| {readonly kind: 'end'; readonly outcome: Outcome};

/** What to do next, from what is known and the time alone. */
export const decide = (run: Run, now: number): Decision =>
	run.outcome === undefined
		? {kind: 'wait', for: 'look', untilMs: now}
		: {kind: 'end', outcome: run.outcome};
