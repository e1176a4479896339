/**
 * What a person does while a run goes on: where the cursor is, which question is open, what is asked of the run. It
 * knows no language and no clock. The app composes it; the live screen draws it.
 */
import {isConfirmedBy} from '../confirm-word.js';
import {type Scope} from '../keys/binding.js';
import {type RunRequest} from '../run/action.js';
import {type RunEvent} from '../run/event.js';
import {fold, type Run} from '../run/fold.js';
import {type RunView} from '../run/run-view.js';
import {toRunView} from '../run/view.js';
import {text, type Text} from '../text-token.js';
import {type RunEnd} from './message.js';

/** The regions that Tab walks through. `card` is the failure or the summary, where there is one. */
export type LiveRegion = 'card' | 'instances' | 'log';

/** A line of a menu. `stay` closes it, `go-on` leaves a run that has ended. */
export type LiveChoice =
	| {readonly kind: 'request'; readonly request: RunRequest}
	| {readonly kind: 'detach'}
	| {readonly kind: 'stay'}
	| {readonly kind: 'go-on'};

export type LiveDialog =
	| {readonly kind: 'none'}
	/** Everything that can be asked for now. */
	| {readonly kind: 'actions'; readonly row: number}
	/** After Ctrl+C: detach, stop, stop and roll back, stay. */
	| {readonly kind: 'leave'; readonly row: number}
	/** What a clean-up or a restore would do, line by line; `offset` lines are scrolled away. */
	| {readonly kind: 'plan'; readonly request: RunRequest; readonly offset: number}
	/** One more Enter. */
	| {readonly kind: 'sure'; readonly request: RunRequest}
	/** A word has to be typed. */
	| {readonly kind: 'word'; readonly request: RunRequest; readonly typed: string; readonly isWrong: boolean}
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
	/** Lines of the log scrolled back from the newest; 0 follows. */
	readonly logBack: number;
	/** Lines of the card scrolled away; the screen clamps by what it draws. */
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

/** Which keys are read: in `confirm`, characters are text; everywhere else they are shortcuts. */
export const liveScope = (live: LiveModel): Scope => {
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

		case 'none': {
			return 'live';
		}
	}
};

/** The command that comes back to a run, for the lines after the last frame. */
export const detachLines = (runId: string): readonly Text[] => [
	text('live.detached'),
	text('live.detached.command', {command: `spot-bluegreen watch ${runId}`}),
];

/** Words that confirm a stop, in each language of the screens; a test holds them against the texts. */
export const confirmWords: Readonly<Record<'stop' | 'stop-and-roll-back', readonly string[]>> = {
	stop: ['stop', '중지'],
	'stop-and-roll-back': ['rollback', '롤백'],
};

/** Whether nothing is left to wait for. */
export const hasEnded = (live: LiveModel, view: RunView | undefined): boolean =>
	view?.outcome !== undefined || (live.end !== undefined && live.end.kind !== 'detached');

/** What the digits on the screen stand for, in their order. */
export const numberedChoices = (live: LiveModel, view: RunView | undefined): readonly LiveChoice[] => {
	if (hasEnded(live, view)) {
		return [{kind: 'go-on'}];
	}

	const requests = view === undefined || view.isReadOnly ? [] : (view.gate?.requests ?? view.next.requests);
	return [...requests.map(request => ({kind: 'request', request}) as const), {kind: 'detach'}];
};

/** The lines of the menu that is open, in the order of their digits. */
export const menuChoices = (live: LiveModel, view: RunView | undefined): readonly LiveChoice[] => {
	if (live.dialog.kind === 'leave') {
		const asked: readonly RunRequest[] =
			view === undefined || view.isReadOnly ? [] : [...(view.gate?.requests ?? []), ...view.next.requests];
		const stops = (['stop-and-roll-back', 'stop'] as const).filter(request => asked.includes(request));
		return [{kind: 'detach'}, ...stops.map(request => ({kind: 'request', request}) as const), {kind: 'stay'}];
	}

	return [...numberedChoices(live, view), {kind: 'stay'}];
};

/** The words that confirm a request, or undefined where Enter is enough. */
export const wordsFor = (request: RunRequest, view: RunView): readonly string[] | undefined => {
	switch (request) {
		case 'stop':
		case 'stop-and-roll-back': {
			return confirmWords[request];
		}

		case 'clean-up': {
			return [view.config.elastigroupName];
		}

		case 'restore': {
			const isRemoving = view.gate !== undefined && view.gate.kind !== 'ready' && view.gate.plan.remove.length > 0;
			return isRemoving ? [view.config.elastigroupName] : undefined;
		}

		case 'continue':
		case 'skip-termination-wait':
		case 'leave-as-is': {
			return undefined;
		}
	}
};

const none: LiveDialog = {kind: 'none'};

const close = (live: LiveModel): LiveModel => ({...live, dialog: none, isInterrupted: false});

const ask = (live: LiveModel, request: RunRequest): LiveUpdate => [
	{...close(live), asked: request, notice: undefined},
	[{type: 'request-of-run', request}],
];

const openRequest = (live: LiveModel, view: RunView, request: RunRequest): LiveModel => {
	const isPlanned = request === 'clean-up' || request === 'restore';
	if (isPlanned && view.gate !== undefined && view.gate.kind !== 'ready') {
		return {...live, dialog: {kind: 'plan', request, offset: 0}};
	}

	return wordsFor(request, view) === undefined
		? {...live, dialog: {kind: 'sure', request}}
		: {...live, dialog: {kind: 'word', request, typed: '', isWrong: false}};
};

const choose = (live: LiveModel, view: RunView | undefined, choice: LiveChoice | undefined): LiveUpdate => {
	if (choice === undefined) {
		return [live, []];
	}

	switch (choice.kind) {
		case 'stay': {
			return [close(live), []];
		}

		case 'detach': {
			return [close(live), [{type: 'detach-run'}]];
		}

		case 'go-on': {
			return [close(live), [{type: 'go-on'}]];
		}

		case 'request': {
			return [view === undefined ? live : openRequest(live, view, choice.request), []];
		}
	}
};

/** The regions that there are, in the order of Tab. */
export const liveRegions = (view: RunView | undefined): readonly LiveRegion[] => {
	const hasCard = view?.failure !== undefined || view?.outcome !== undefined;
	return hasCard ? ['card', 'instances', 'log'] : ['instances', 'log'];
};

const moveFocus = (live: LiveModel, view: RunView | undefined, step: 1 | -1): LiveModel => {
	const regions = liveRegions(view);
	const from = live.focus === undefined ? (step === 1 ? -1 : 0) : regions.indexOf(live.focus);
	const focus = regions[(from + step + regions.length) % regions.length];
	return {...live, focus, logBack: focus === 'log' ? live.logBack : 0, cardOffset: 0};
};

const clamp = (value: number, from: number, to: number): number => Math.max(from, Math.min(to, value));

/** The card may be as low as eight rows: a page must not skip any. */
const cardPage = 7;

/** Lines that a card can have at most below its first. */
const cardLength = (view: RunView | undefined): number =>
	8 + (view?.failure?.nextSteps.length ?? 0) * 2 + (view?.failure?.logTail?.split('\n').length ?? 0);

const scroll = (live: LiveModel, view: RunView | undefined, by: number): LiveModel => {
	if (live.focus === 'log') {
		return {...live, logBack: clamp(live.logBack - by, 0, Math.max(0, (view?.log.length ?? 0) - 1))};
	}

	if (live.focus === 'card') {
		return {...live, cardOffset: clamp(live.cardOffset + clamp(by, -cardPage, cardPage), 0, cardLength(view))};
	}

	const rows = view?.instances ?? [];
	if (rows.length === 0) {
		return live;
	}

	const at = rows.findIndex(({instanceId}) => instanceId === live.selectedId);
	const to = at === -1 ? (by > 0 ? 0 : rows.length - 1) : clamp(at + by, 0, rows.length - 1);
	return {...live, focus: 'instances', selectedId: rows[to]?.instanceId};
};

const hasFailed = (row: RunView['instances'][number]): boolean =>
	row.state === 'failed' || row.events.some(({state}) => state === 'failed');

const moveToFailure = (live: LiveModel, view: RunView | undefined, step: 1 | -1): LiveModel => {
	const rows = view?.instances ?? [];
	const at = rows.findIndex(({instanceId}) => instanceId === live.selectedId);
	const start = at === -1 && step === -1 ? 0 : at;
	for (let distance = 1; distance <= rows.length; distance++) {
		const row = rows[(start + step * distance + rows.length * 2) % rows.length];
		if (row !== undefined && hasFailed(row)) {
			return {...live, focus: 'instances', selectedId: row.instanceId, notice: undefined};
		}
	}

	return {...live, notice: text('live.notice.no-failure')};
};

const pageRows = 10;

const moves: Readonly<Record<string, number>> = {
	'live-up': -1,
	'live-down': 1,
	'live-page-up': -pageRows,
	'live-page-down': pageRows,
	'live-first': Number.NEGATIVE_INFINITY,
	'live-last': Number.POSITIVE_INFINITY,
};

const interrupt = (live: LiveModel, view: RunView | undefined): LiveUpdate => {
	if (hasEnded(live, view)) {
		return [close(live), [{type: 'go-on'}]];
	}

	if (live.isInterrupted) {
		return [close(live), [{type: 'detach-run'}]];
	}

	return [{...live, dialog: {kind: 'leave', row: 0}, isInterrupted: true, notice: undefined}, []];
};

const enterInLive = (live: LiveModel, view: RunView | undefined): LiveUpdate => {
	if (live.focus === 'instances' && live.selectedId !== undefined) {
		return [{...live, dialog: {kind: 'instance', instanceId: live.selectedId, offset: 0}}, []];
	}

	if (hasEnded(live, view)) {
		return [live, [{type: 'go-on'}]];
	}

	const choices = [...numberedChoices(live, view), {kind: 'stay'} as const];
	// A question of the run opens on its first answer; without one, Enter pressed by habit must change nothing.
	const row = view?.gate === undefined || view.isReadOnly ? choices.length - 1 : 0;
	return [{...live, dialog: {kind: 'actions', row}}, []];
};

const actInLive = (live: LiveModel, view: RunView | undefined, action: string, key: string): LiveUpdate => {
	switch (action) {
		case 'live-open': {
			return enterInLive(live, view);
		}

		case 'live-choose': {
			return choose(live, view, numberedChoices(live, view)[Number(key) - 1]);
		}

		case 'live-detach': {
			return choose(live, view, {kind: hasEnded(live, view) ? 'go-on' : 'detach'});
		}

		case 'live-next-region': {
			return [moveFocus(live, view, 1), []];
		}

		case 'live-previous-region': {
			return [moveFocus(live, view, -1), []];
		}

		case 'live-next-failure': {
			return [moveToFailure(live, view, 1), []];
		}

		case 'live-previous-failure': {
			return [moveToFailure(live, view, -1), []];
		}

		case 'live-times': {
			return [{...live, hasRelativeTimes: !live.hasRelativeTimes}, []];
		}

		case 'live-zoom': {
			return [{...live, isZoomed: !live.isZoomed, focus: live.focus ?? 'instances'}, []];
		}

		case 'live-back': {
			return [
				{
					...live,
					focus: undefined,
					selectedId: undefined,
					logBack: 0,
					cardOffset: 0,
					isZoomed: false,
					notice: undefined,
				},
				[],
			];
		}

		default: {
			const by = moves[action];
			return [by === undefined ? live : scroll(live, view, by), []];
		}
	}
};

const actInMenu = (live: LiveModel, view: RunView | undefined, action: string, key: string): LiveUpdate => {
	if (live.dialog.kind !== 'actions' && live.dialog.kind !== 'leave') {
		return [live, []];
	}

	const choices = menuChoices(live, view);
	const {row} = live.dialog;
	switch (action) {
		case 'live-open': {
			return choose(live, view, choices[clamp(row, 0, choices.length - 1)]);
		}

		case 'live-choose': {
			return choose(live, view, choices[Number(key) - 1]);
		}

		case 'live-back': {
			return [close(live), []];
		}

		case 'live-up':
		case 'live-previous-region': {
			return [{...live, dialog: {...live.dialog, row: (row - 1 + choices.length) % choices.length}}, []];
		}

		case 'live-down':
		case 'live-next-region': {
			return [{...live, dialog: {...live.dialog, row: (row + 1) % choices.length}}, []];
		}

		default: {
			return [live, []];
		}
	}
};

const actInQuestion = (live: LiveModel, view: RunView | undefined, action: string): LiveUpdate => {
	const {dialog} = live;
	if (action === 'live-back') {
		return [close(live), []];
	}

	const by = moves[action];
	if (by !== undefined && (dialog.kind === 'plan' || dialog.kind === 'instance')) {
		const longest = view === undefined ? 0 : planLength(dialog, view);
		return [{...live, dialog: {...dialog, offset: clamp(dialog.offset + by, 0, longest)}}, []];
	}

	if (action !== 'live-open' || view === undefined) {
		return [live, []];
	}

	switch (dialog.kind) {
		case 'sure': {
			return ask(live, dialog.request);
		}

		case 'plan': {
			return wordsFor(dialog.request, view) === undefined
				? ask(live, dialog.request)
				: [{...live, dialog: {kind: 'word', request: dialog.request, typed: '', isWrong: false}}, []];
		}

		case 'word': {
			const isName = !(dialog.request in confirmWords);
			const isRight = isConfirmedBy(dialog.typed, wordsFor(dialog.request, view) ?? [], {isName});
			return isRight ? ask(live, dialog.request) : [{...live, dialog: {...dialog, isWrong: true}}, []];
		}

		case 'instance': {
			return [close(live), []];
		}

		case 'none':
		case 'actions':
		case 'leave': {
			return [live, []];
		}
	}
};

/** Lines below the first that a scrolled dialog can have at most; the screen clamps again by what it draws. */
const planLength = (dialog: LiveDialog, view: RunView): number => {
	if (dialog.kind === 'instance') {
		return 12;
	}

	return view.gate === undefined || view.gate.kind === 'ready'
		? 0
		: view.gate.plan.remove.length * 2 + view.gate.plan.keep.length + 4;
};

const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

const type = (live: LiveModel, typed: string): LiveModel =>
	live.dialog.kind === 'word'
		? {
				...live,
				dialog: {
					...live.dialog,
					// A wrong word makes way for the next try.
					typed: ((live.dialog.isWrong ? '' : live.dialog.typed) + typed).normalize('NFC'),
					isWrong: false,
				},
			}
		: live;

const erase = (live: LiveModel, isWhole: boolean): LiveModel => {
	if (live.dialog.kind !== 'word') {
		return live;
	}

	if (isWhole) {
		return {...live, dialog: {...live.dialog, typed: '', isWrong: false}};
	}

	const segments = [...segmenter.segment(live.dialog.typed)].map(({segment}) => segment);
	return {...live, dialog: {...live.dialog, typed: segments.slice(0, -1).join(''), isWrong: false}};
};

/** What a key does, given the run as it stands. */
export const actOnLive = (live: LiveModel, view: RunView | undefined, action: string, key: string): LiveUpdate => {
	if (action === 'live-interrupt') {
		return interrupt(live, view);
	}

	if (action === 'live-erase') {
		return [erase(live, key === 'ctrl+u'), []];
	}

	switch (live.dialog.kind) {
		case 'none': {
			return actInLive(live, view, action, key);
		}

		case 'actions':
		case 'leave': {
			return actInMenu(live, view, action, key);
		}

		case 'plan':
		case 'sure':
		case 'word':
		case 'instance': {
			return actInQuestion(live, view, action);
		}
	}
};

/**
 * A question about something that is no longer possible closes by itself: whoever answers it late would answer
 * another question.
 */
const closeStale = (live: LiveModel): LiveModel => {
	const {dialog} = live;
	if (dialog.kind !== 'sure' && dialog.kind !== 'word' && dialog.kind !== 'plan') {
		return live;
	}

	const view = selectLiveView(live);
	const open = [...(view?.gate?.requests ?? []), ...(view?.next.requests ?? [])];
	return open.includes(dialog.request) && !hasEnded(live, view)
		? live
		: {...close(live), notice: text('live.notice.passed')};
};

const isSame = (one: LiveChoice, other: LiveChoice): boolean =>
	one.kind === 'request' ? other.kind === 'request' && one.request === other.request : one.kind === other.kind;

/**
 * What can be asked for changes while a menu is open. The cursor stays on the choice it was on, never on the line, or
 * the Enter that was meant for one choice would take another; where the choice is gone, it goes to the harmless last.
 */
const keepChoice = (before: LiveModel, after: LiveModel): LiveModel => {
	const {dialog} = before;
	if (dialog.kind !== 'actions' && dialog.kind !== 'leave') {
		return after;
	}

	const chosen = menuChoices(before, selectLiveView(before))[dialog.row];
	const choices = menuChoices(after, selectLiveView(after));
	const row = choices.findIndex(choice => chosen !== undefined && isSame(choice, chosen));
	return {...after, dialog: {...dialog, row: row === -1 ? choices.length - 1 : row}};
};

const see = (live: LiveModel, event: RunEvent): LiveModel => {
	const isAnswer = event.type === 'action-done' || event.type === 'action-failed' || event.type === 'run-ended';
	// The end is seen first, wherever one looked until then.
	const seenEnd = event.type === 'run-ended' ? {focus: undefined, isZoomed: false, cardOffset: 0} : {};
	const after = {
		...live,
		...seenEnd,
		run: fold(live.run, event),
		now: Math.max(live.now, event.at),
		asked: isAnswer ? undefined : live.asked,
	};
	return closeStale(keepChoice(live, after));
};

/** Pure: the next state, and what to ask of the runtime. */
export const updateLive = (live: LiveModel, message: LiveMessage): LiveUpdate => {
	switch (message.type) {
		case 'run-event-seen': {
			return [see(live, message.event), []];
		}

		case 'run-finished': {
			return [closeStale(keepChoice(live, {...live, end: message.end, asked: undefined})), []];
		}

		case 'ticked': {
			return [message.now > live.now ? keepChoice(live, {...live, now: message.now}) : live, []];
		}

		case 'live-acted': {
			return actOnLive(live, selectLiveView(live), message.action, message.key);
		}

		case 'live-typed': {
			return [type(live, message.text), []];
		}
	}
};
