/** Whatever comes in. Past tense: a message says what happened, `update` says what follows. */
import {type AwsIdentity} from '../cloud/account.js';
import {type SpotAccount} from '../cloud/elastigroup.js';
import {type Facts} from '../check/facts.js';
import {type Draft, type Option} from '../field/field.js';
import {type KeyEvent} from '../keys/key-event.js';
import {type Problem, type Result} from '../problem.js';
import {type Profile} from '../profile/profile.js';
import {type Outcome, type RunConfig, type RunEvent} from '../run/event.js';
import {type OpenRun} from './model.js';

/** How the drive of a run ended; the same shape as `DriveEnd` of `runtime/drive.ts`, which the core cannot import. */
export type RunEnd =
	| {readonly kind: 'ended'; readonly outcome: Outcome}
	| {readonly kind: 'detached'}
	| {readonly kind: 'deadline'}
	| {readonly kind: 'problem'; readonly problem: Problem};

export type AppMessage =
	/** The first frame is on the screen; everything slow begins here. */
	| {readonly type: 'first-frame-painted'}
	| {readonly type: 'key-pressed'; readonly event: KeyEvent}
	| {readonly type: 'resized'; readonly columns: number; readonly rows: number}
	| {readonly type: 'ticked'; readonly now: number}
	| {
			readonly type: 'aws-identified';
			readonly request: number;
			readonly now: number;
			readonly result: Result<AwsIdentity>;
	  }
	| {
			readonly type: 'spot-identified';
			readonly request: number;
			readonly now: number;
			readonly result: Result<readonly SpotAccount[]>;
	  }
	| {
			readonly type: 'options-looked-up';
			readonly key: string;
			readonly request: number;
			readonly now: number;
			readonly result: Result<readonly Option[]>;
	  }
	| {
			readonly type: 'facts-gathered';
			readonly request: number;
			readonly now: number;
			readonly result: Result<Facts>;
	  }
	| {
			readonly type: 'operation-performed';
			readonly request: number;
			readonly now: number;
			/** Answers that the write fixed, such as the new Elastigroup's id. */
			readonly result: Result<Draft>;
	  }
	| {
			readonly type: 'saved-work-read';
			readonly now: number;
			readonly draft: Result<Profile | undefined>;
			readonly profiles: Result<readonly Profile[]>;
			readonly openRuns: readonly OpenRun[];
	  }
	| {readonly type: 'draft-save-failed'; readonly problem: Problem}
	| {readonly type: 'profile-written'; readonly result: Result<void>; readonly name: string}
	| {readonly type: 'document-edited'; readonly key: string; readonly result: Result<string>}
	/** The configuration of the run, or why there can be none. */
	| {readonly type: 'run-prepared'; readonly result: Result<RunConfig>}
	| {readonly type: 'run-event-seen'; readonly event: RunEvent}
	| {readonly type: 'run-finished'; readonly end: RunEnd}
	/** The process was asked to end (SIGTERM, SIGHUP). */
	| {readonly type: 'end-asked'}
	/** All writes are on the disk. */
	| {readonly type: 'work-settled'};
