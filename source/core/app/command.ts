/** Whatever goes out. Imperative: the interpreter obeys, and answers with messages. */
import {type Facts} from '../check/facts.js';
import {type Draft, type QueryName} from '../field/field.js';
import {type Operation} from '../flow/flow.js';
import {type Profile} from '../profile/profile.js';
import {type Run} from '../run/run.js';
import {type RunRequest} from '../run/action.js';
import {type AppModel} from './model.js';

export type AppCommand =
	| {readonly type: 'identify'; readonly request: number; readonly draft: Draft}
	| {
			readonly type: 'look-up-options';
			readonly key: string;
			readonly query: QueryName;
			readonly request: number;
			readonly draft: Draft;
	  }
	| {readonly type: 'gather-facts'; readonly request: number; readonly draft: Draft}
	| {
			readonly type: 'perform-operation';
			readonly request: number;
			readonly operation: Operation;
			readonly draft: Draft;
	  }
	| {readonly type: 'read-saved-work'}
	/** Written through before any network call that follows it. */
	| {readonly type: 'save-draft'; readonly answers: Draft}
	| {readonly type: 'delete-draft'}
	| {readonly type: 'write-profile'; readonly profile: Omit<Profile, 'updatedAt' | 'version'>}
	/** What came of the run goes into the profile that it was started from. */
	| {readonly type: 'remember-outcome'; readonly run: Run}
	| {readonly type: 'edit-document'; readonly key: string; readonly text: string; readonly extension: string}
	| {
			readonly type: 'start-run';
			readonly draft: Draft;
			readonly facts: Facts;
			readonly profileName?: string;
	  }
	/** `place` holds the answers that say where the run was started. */
	| {readonly type: 'resume-run'; readonly runId: string; readonly place?: Draft; readonly isReopening?: boolean}
	| {readonly type: 'watch-deployment'; readonly deploymentId: string}
	| {readonly type: 'request-of-run'; readonly request: RunRequest}
	| {readonly type: 'detach-run'}
	| {readonly type: 'start-ticker'}
	| {readonly type: 'stop-ticker'}
	| {readonly type: 'redraw'}
	/** Finish what is being written, then answer `work-settled`. */
	| {readonly type: 'settle-work'};

/** What a message leads to: the next model, and what is to be done. */
export type AppUpdate = readonly [AppModel, readonly AppCommand[]];
