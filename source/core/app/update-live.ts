/** What keys and events make of the live screen, and what is asked of the runtime. */
import {type RunEvent} from '../run/event.js';
import {fold} from '../run/fold.js';
import {type RunView} from '../run/run-view.js';
import {text} from '../text-token.js';
import {digitOf, openChoices, requestOfDigit} from './live-choices.js';
import {actInMenu, actInQuestion, choose, close, closeStale, erase, keepChoice, type} from './live-dialog.js';
import {moveFocus, moves, moveToFailure, scroll} from './live-regions.js';
import {hasEnded, selectLiveView, type LiveMessage, type LiveModel, type LiveUpdate} from './live.js';

const interrupt = (live: LiveModel, view: RunView | undefined): LiveUpdate => {
	if (hasEnded(live, view)) {
		return [close(live), [{type: 'go-on'}]];
	}

	if (live.isInterrupted) {
		return [close(live), [{type: 'detach-run'}]];
	}

	return askToLeave(live);
};

const askToLeave = (live: LiveModel): LiveUpdate => [
	{...live, dialog: {kind: 'leave', row: 0}, isInterrupted: true, notice: undefined},
	[],
];

/** A run goes on without us; the demo's ends with it, which is asked about first. */
const detach = (live: LiveModel, view: RunView | undefined): LiveUpdate =>
	view?.config.isDemo && !hasEnded(live, view) ? askToLeave(live) : choose(live, view, {kind: 'detach'});

const enterInLive = (live: LiveModel, view: RunView | undefined): LiveUpdate => {
	if (live.focus === 'instances' && live.selectedId !== undefined) {
		return [{...live, dialog: {kind: 'instance', instanceId: live.selectedId, offset: 0}}, []];
	}

	if (hasEnded(live, view)) {
		return [live, [{type: 'go-on'}]];
	}

	const choices = [...openChoices(live, view), {kind: 'stay'} as const];
	// A question of the run opens on its first answer; without one, Enter pressed by habit must change nothing.
	const row = view?.gate === undefined || view.isReadOnly ? choices.length - 1 : 0;
	return [{...live, dialog: {kind: 'actions', row}}, []];
};

const chooseByDigit = (live: LiveModel, view: RunView | undefined, digit: string): LiveUpdate => {
	const choice = openChoices(live, view).find(open => digitOf(open) === digit);
	const request = requestOfDigit(digit);
	if (choice?.kind === 'detach') {
		return detach(live, view);
	}

	return choice === undefined && request !== undefined
		? [{...live, notice: text('live.notice.not-now', {request: {id: `live.request.${request}`} as const})}, []]
		: choose(live, view, choice);
};

const actInLive = (live: LiveModel, view: RunView | undefined, action: string, key: string): LiveUpdate => {
	switch (action) {
		case 'live-open': {
			return enterInLive(live, view);
		}

		case 'live-choose': {
			return chooseByDigit(live, view, key);
		}

		case 'live-detach': {
			return detach(live, view);
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
		case 'passed':
		case 'instance': {
			return actInQuestion(live, view, action);
		}
	}
};

/** Whether it shows what came of a request; those that say whose a blue/green is are done once they are noted. */
const isAnswer = (event: RunEvent): boolean =>
	event.type === 'action-done' ||
	event.type === 'action-failed' ||
	event.type === 'run-ended' ||
	(event.type === 'request-made' && (event.request === 'adopt-blue-green' || event.request === 'leave-blue-green'));

const see = (live: LiveModel, event: RunEvent): LiveModel => {
	// The end is seen first, wherever one looked until then.
	const seenEnd = event.type === 'run-ended' ? {focus: undefined, isZoomed: false, cardOffset: 0} : {};
	const after = {
		...live,
		...seenEnd,
		run: fold(live.run, event),
		now: Math.max(live.now, event.at),
		asked: isAnswer(event) ? undefined : live.asked,
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
			return [message.now > live.now ? closeStale(keepChoice(live, {...live, now: message.now})) : live, []];
		}

		case 'live-acted': {
			return actOnLive(live, selectLiveView(live), message.action, message.key);
		}

		case 'live-typed': {
			return [type(live, message.text), []];
		}
	}
};
