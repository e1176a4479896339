/**
 * What a person does while a run goes on: where the cursor is, which question is open, what is asked of the run. It
 * knows no language and no clock. The app composes it; the live screen draws it.
 */
import {type Scope} from '../keys/binding.js';
import {type RunRequest} from '../run/action.js';
import {type RunEvent} from '../run/event.js';
import {type Run} from '../run/fold.js';
import {type RunView} from '../run/run-view.js';
import {toRunView} from '../run/view.js';
import {type Text} from '../text-token.js';
import {type RunEnd} from './message.js';

/** The regions that Tab walks through. `card` is the failure or the summary, where there is one. */
export type LiveRegion = 'card' | 'instances' | 'log';

export type LiveDialog =
	| {readonly kind: 'none'}
	/** Everything that can be asked for now. */
	| {readonly kind: 'actions'; readonly row: number}
	/** After Ctrl+C: detach, stop, stop and roll back, stay. */
	| {readonly kind: 'leave'; readonly row: number}
	/** What a clean-up or a restore would do, line by line; `offset` is a place (`scroll-place.ts`). */
	| {readonly kind: 'plan'; readonly request: RunRequest; readonly offset: number}
	/** One more Enter. */
	| {readonly kind: 'sure'; readonly request: RunRequest}
	/** A word has to be typed. */
	| {readonly kind: 'word'; readonly request: RunRequest; readonly typed: string; readonly isWrong: boolean}
	/**
	 * What was open is no longer to be answered, and whatever is on its way for it goes nowhere: one Enter, or where
	 * something was to be typed everything but Esc.
	 */
	| {readonly kind: 'passed'; readonly isTyped: boolean}
	/** Everything known about one instance. */
	| {readonly kind: 'instance'; readonly instanceId: string; readonly offset: number};

export type LiveModel = {
	/** Undefined until the first event. */
	readonly run?: Run;
	readonly isReadOnly: boolean;
	/** The moment that the next frame shows; from ticks and events. */
	readonly now: number;
	/** Undefined while nothing was chosen by hand: the screen shows what matters most. */
	readonly focus?: LiveRegion;
	readonly selectedId?: string;
	/** Place of the log (`scroll-place.ts`), from the newest line back; 0 follows. */
	readonly logBack: number;
	/** Place of the card (`scroll-place.ts`). */
	readonly cardOffset: number;
	readonly dialog: LiveDialog;
	/** Ctrl+C opened what is open: the next one leaves at once. */
	readonly isInterrupted: boolean;
	/** Ages in the log instead of times of day. */
	readonly hasRelativeTimes: boolean;
	/** The focused region takes the room of both. */
	readonly isZoomed: boolean;
	readonly notice?: Text;
	/** What was asked of the run last, until an event shows what came of it. */
	readonly asked?: RunRequest;
	/** Set once nobody drives the run any more. */
	readonly end?: RunEnd;
};

export type LiveMessage =
	| {readonly type: 'run-event-seen'; readonly event: RunEvent}
	| {readonly type: 'run-finished'; readonly end: RunEnd}
	| {readonly type: 'ticked'; readonly now: number}
	/** An action of `core/keys/live-keys.ts`, with the key that was pressed: digits choose by it. */
	| {readonly type: 'live-acted'; readonly action: string; readonly key: string}
	/** Text for the word that is being typed; only in the scope `confirm`. */
	| {readonly type: 'live-typed'; readonly text: string};

export type LiveCommand =
	| {readonly type: 'request-of-run'; readonly request: RunRequest}
	/** Let the run go on without us; answered by `run-finished` with `detached`. */
	| {readonly type: 'detach-run'}
	/** Nothing is left to watch: to the profile, or out. */
	| {readonly type: 'go-on'};

export type LiveUpdate = readonly [LiveModel, readonly LiveCommand[]];

/** `now`: epoch milliseconds of the given clock. */
export const initialLive = (options: {readonly now: number; readonly isReadOnly?: boolean}): LiveModel => ({
	isReadOnly: options.isReadOnly ?? false,
	now: options.now,
	logBack: 0,
	cardOffset: 0,
	dialog: {kind: 'none'},
	isInterrupted: false,
	hasRelativeTimes: false,
	isZoomed: false,
});

/** The run as the screen shows it, or undefined before the first event. */
export const selectLiveView = (live: LiveModel): RunView | undefined =>
	live.run === undefined ? undefined : toRunView(live.run, live.now, {isReadOnly: live.isReadOnly});

/** Whether nothing is left to wait for. */
export const hasEnded = (live: LiveModel, seen: Pick<RunView, 'outcome'> | undefined): boolean =>
	seen?.outcome !== undefined || (live.end !== undefined && live.end.kind !== 'detached');

/** Which keys are read: in `confirm`, characters are text; everywhere else they are shortcuts. */
export const liveScope = (live: LiveModel, seen: Pick<RunView, 'outcome'> | undefined = live.run): Scope => {
	switch (live.dialog.kind) {
		case 'word': {
			return 'confirm';
		}

		case 'actions':
		case 'leave': {
			return 'menu';
		}

		case 'plan':
		case 'sure':
		case 'instance': {
			return 'gate';
		}

		case 'passed': {
			return 'passed';
		}

		case 'none': {
			return hasEnded(live, seen) ? 'ended' : 'live';
		}
	}
};
