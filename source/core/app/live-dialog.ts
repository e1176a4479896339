/** Menus and questions over the live screen. */
import {isConfirmedBy} from '../confirm-word.js';
import {splitGraphemes} from '../editor/text-buffer.js';
import {planOf, type RunRequest} from '../run/action.js';
import {type RunView} from '../run/run-view.js';
import {confirmWords, digitOf, menuChoices, wordsFor, type LiveChoice} from './live-choices.js';
import {moves, rowsAtMost} from './live-regions.js';
import {hasEnded, selectLiveView, type LiveDialog, type LiveModel, type LiveUpdate} from './live.js';
import {clamp, moveBy} from './scroll-place.js';

const none: LiveDialog = {kind: 'none'};

export const close = (live: LiveModel): LiveModel => ({...live, dialog: none, isInterrupted: false});

const ask = (live: LiveModel, request: RunRequest): LiveUpdate => [
	{...close(live), asked: request, notice: undefined},
	[{type: 'request-of-run', request}],
];

const openRequest = (live: LiveModel, view: RunView, request: RunRequest): LiveModel => {
	const isPlanned = request === 'clean-up' || request === 'restore';
	if (isPlanned && planOf(view.gate) !== undefined) {
		return {...live, dialog: {kind: 'plan', request, offset: 0}};
	}

	return wordsFor(request, view) === undefined
		? {...live, dialog: {kind: 'sure', request}}
		: {...live, dialog: {kind: 'word', request, typed: '', isWrong: false}};
};

export const choose = (live: LiveModel, view: RunView | undefined, choice: LiveChoice | undefined): LiveUpdate => {
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

export const actInMenu = (live: LiveModel, view: RunView | undefined, action: string, key: string): LiveUpdate => {
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
			return choose(
				live,
				view,
				choices.find(choice => digitOf(choice) === key),
			);
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

export const actInQuestion = (live: LiveModel, view: RunView | undefined, action: string): LiveUpdate => {
	const {dialog} = live;
	if (action === 'live-back' || (action === 'live-open' && dialog.kind === 'passed' && !dialog.isTyped)) {
		return [close(live), []];
	}

	const by = moves[action];
	if (by !== undefined && (dialog.kind === 'plan' || dialog.kind === 'instance')) {
		const longest = view === undefined ? 0 : planLength(dialog, view);
		return [{...live, dialog: {...dialog, offset: moveBy(dialog.offset, by, longest)}}, []];
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
		case 'passed':
		case 'actions':
		case 'leave': {
			return [live, []];
		}
	}
};

/** Lines below the first that a scrolled dialog can have at most; the screen clamps again by what it draws. */
const planLength = (dialog: LiveDialog, view: RunView): number => {
	if (dialog.kind === 'instance') {
		const note = view.instances.find(({instanceId}) => instanceId === dialog.instanceId)?.note;
		const message = note?.values?.['message'];
		return 12 + rowsAtMost(typeof message === 'string' ? message : '');
	}

	const plan = planOf(view.gate);
	return plan === undefined ? 0 : plan.remove.length * 2 + plan.keep.length + 4;
};

export const type = (live: LiveModel, typed: string): LiveModel =>
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

export const erase = (live: LiveModel, isWhole: boolean): LiveModel => {
	if (live.dialog.kind !== 'word') {
		return live;
	}

	if (isWhole) {
		return {...live, dialog: {...live.dialog, typed: '', isWrong: false}};
	}

	const segments = splitGraphemes(live.dialog.typed);
	return {...live, dialog: {...live.dialog, typed: segments.slice(0, -1).join(''), isWrong: false}};
};

/**
 * A question about something that is no longer possible gives way, and so does a menu when the run ends. What is on
 * its way of its answer must not reach what lies below.
 */
export const closeStale = (live: LiveModel): LiveModel => {
	const {dialog} = live;
	switch (dialog.kind) {
		case 'none':
		case 'instance':
		case 'passed': {
			return live;
		}

		case 'actions':
		case 'leave': {
			return hasEnded(live, live.run) ? {...live, dialog: {kind: 'passed', isTyped: false}} : live;
		}

		case 'sure':
		case 'word':
		case 'plan': {
			const view = selectLiveView(live);
			const open = [...(view?.gate?.requests ?? []), ...(view?.next.requests ?? [])];
			return open.includes(dialog.request) && !hasEnded(live, view)
				? live
				: {...live, dialog: {kind: 'passed', isTyped: dialog.kind !== 'sure'}};
		}
	}
};

const isSame = (one: LiveChoice, other: LiveChoice): boolean =>
	one.kind === 'request' ? other.kind === 'request' && one.request === other.request : one.kind === other.kind;

/**
 * What can be asked for changes while a menu is open. The cursor stays on the choice it was on, never on the line, or
 * the Enter that was meant for one choice would take another; where the choice is gone, it goes to the harmless last.
 */
export const keepChoice = (before: LiveModel, after: LiveModel): LiveModel => {
	const {dialog} = before;
	if (dialog.kind !== 'actions' && dialog.kind !== 'leave') {
		return after;
	}

	const chosen = menuChoices(before, selectLiveView(before))[dialog.row];
	const choices = menuChoices(after, selectLiveView(after));
	const row = choices.findIndex(choice => chosen !== undefined && isSame(choice, chosen));
	return {...after, dialog: {...dialog, row: row === -1 ? choices.length - 1 : row}};
};
