/** The state of the interactive program: everything a frame is drawn from. */
import {type AwsIdentity} from '../cloud/account.js';
import {type SpotAccount} from '../cloud/elastigroup.js';
import {type Facts} from '../check/facts.js';
import {type OptionList} from '../editor/option-list.js';
import {type TextBuffer} from '../editor/text-buffer.js';
import {type Draft, type Option} from '../field/field.js';
import {type OperationView, type StepId} from '../flow/flow.js';
import {type Problem} from '../problem.js';
import {type Profile} from '../profile/profile.js';
import {type Remote} from '../remote.js';
import {type Outcome, type RunConfig} from '../run/event.js';
import {type Text} from '../text-token.js';
import {type LiveModel} from './live.js';

/** Languages of the screens, as in `messages/catalogue.ts`, which the core does not import. */
export type AppLanguage = 'en' | 'ko';

/** Why the program was opened. */
export type AppStart =
	/** The guided way; `answers` are answered beforehand (flags, a profile), still shown and changeable. */
	| {readonly kind: 'setup'; readonly answers?: Draft; readonly profile?: Profile}
	/** A saved profile again: only what changes is asked. */
	| {readonly kind: 'express'; readonly profile: Profile; readonly answers?: Draft}
	/** `isReopening` looks again at a run that has ended, for what it left. */
	| {readonly kind: 'watch-run'; readonly runId: string; readonly isReopening?: boolean}
	| {readonly kind: 'watch-deployment'; readonly deploymentId: string};

/** What is fixed for the process, and the few facts every frame needs. */
export type AppOptions = {
	readonly start: AppStart;
	readonly language: AppLanguage;
	readonly isDemo: boolean;
	/** Epoch milliseconds of the given clock. */
	readonly now: number;
	readonly columns: number;
	readonly rows: number;
	/** How many times faster than the wall the demo's clock goes. */
	readonly speed?: number;
	/** Plain marks for terminals and fonts that cannot show others. */
	readonly isAscii?: boolean;
	/** Minutes east of UTC, for times of day. */
	readonly utcOffsetMinutes?: number;
};

/** How a single control of the focused field stands. */
export type FieldEditor =
	| {readonly kind: 'none'}
	| {readonly kind: 'text'; readonly buffer: TextBuffer}
	/** `filter` is set while the filter line is being typed in. */
	| {readonly kind: 'list'; readonly list: OptionList; readonly filter?: TextBuffer};

/** A step of the wizard, with the cursor in it. */
export type StepScreen = {
	readonly kind: 'step';
	readonly stepId: StepId;
	/** Key of the focused field; undefined on steps that ask nothing. */
	readonly focus?: string;
	readonly editor: FieldEditor;
	/** Why the last thing asked for was not done. */
	readonly notice?: Text;
	readonly problem?: Problem;
	/** The cursor on steps that show rows. */
	readonly row: number;
	/** What was asked for while a look-up was on its way: it is done when the answer is there. */
	readonly waiting?: 'accept' | 'next-step';
};

export type MenuItem = {readonly id: string; readonly label: Text; readonly hint?: Text};

/** A run of this machine that nobody lived to end. */
export type OpenRun = {readonly runId: string; readonly config: RunConfig};

export type Screen =
	/** What to begin with: the unfinished draft, a profile, or afresh. */
	| {readonly kind: 'start'; readonly row: number}
	| StepScreen
	/** The writes of a step, one after the other. */
	| {
			readonly kind: 'performing';
			readonly from: StepScreen;
			readonly operations: readonly OperationView[];
			/** How many are done. */
			readonly done: number;
			readonly request: number;
			readonly problem?: Problem;
	  }
	/** Facts and run configuration are made; the first event of the run is awaited. */
	| {readonly kind: 'starting'; readonly from?: StepScreen; readonly problem?: Problem}
	| {readonly kind: 'live'}
	| {readonly kind: 'save-profile'; readonly name: TextBuffer; readonly notice?: Text; readonly problem?: Problem}
	/** Nothing can go on; Enter leaves. */
	| {readonly kind: 'problem'; readonly problem: Problem}
	/** Overlays: the screen under them comes back unchanged. */
	| {readonly kind: 'help'; readonly under: Screen; readonly offset: number}
	| {readonly kind: 'jump'; readonly under: StepScreen; readonly row: number}
	| {readonly kind: 'leave'; readonly under: Screen; readonly row: number}
	/** The last writes are awaited, then the end is told. */
	| {readonly kind: 'closing'; readonly end: AppEnd; readonly under: Screen}
	| {readonly kind: 'closed'; readonly end: AppEnd; readonly under: Screen};

/** How the interactive program ended; the command line makes the exit code of it and prints `lines` after the frame. */
export type AppEnd = {
	readonly kind: 'left' | 'detached' | 'ended' | 'deadline' | 'problem';
	readonly outcome?: Outcome;
	readonly problem?: Problem;
	readonly runId?: string;
	readonly lines: readonly Text[];
};

/** One look-up of options: for which answers it was asked, and what came. */
type LookedUp = {readonly askedFor: string; readonly remote: Remote<readonly Option[]>};

export type AppModel = {
	readonly start: AppStart;
	readonly language: AppLanguage;
	readonly isDemo: boolean;
	readonly speed?: number;
	readonly isAscii: boolean;
	readonly utcOffsetMinutes: number;
	readonly now: number;
	readonly columns: number;
	readonly rows: number;
	readonly flowId: 'setup' | 'express';
	readonly screen: Screen;
	/** Answers as typed, by field key. */
	readonly draft: Draft;
	/** Answers whose grounds changed after they were given, each with the key of what changed. */
	readonly stale: Readonly<Record<string, string>>;
	/** The profile the answers came from, when they came from one. */
	readonly profile?: Profile;
	/** The furthest step that was reached, for the jump menu. */
	readonly reached: readonly StepId[];
	readonly aws: Remote<AwsIdentity>;
	readonly spot: Remote<readonly SpotAccount[]>;
	/** For which answers the identity was asked. */
	readonly identityAskedFor?: string;
	readonly lookedUp: Readonly<Record<string, LookedUp>>;
	readonly facts: {readonly askedFor: string; readonly remote: Remote<Facts>};
	readonly profiles: Remote<readonly Profile[]>;
	/** Newest first. */
	readonly openRuns: readonly OpenRun[];
	/** The unfinished draft, of an earlier start or left a moment ago. */
	readonly offered?: Pick<Profile, 'answers'>;
	readonly live?: LiveModel;
	/** Set once the run has begun. */
	readonly runConfig?: RunConfig;
	/** Number of the last asynchronous request. */
	readonly requests: number;
	/** Whether the first frame was painted; nothing is asked of anyone before. */
	readonly hasBegun: boolean;
	readonly isTicking: boolean;
};
