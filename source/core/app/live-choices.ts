/** What can be asked for on the live screen, in the order of the digits, and what confirms it. */
import {type RunRequest} from '../run/action.js';
import {type RunView} from '../run/run-view.js';
import {hasEnded, type LiveModel} from './live.js';

/** A line of a menu. `stay` closes it, `go-on` leaves a run that has ended. */
export type LiveChoice =
	| {readonly kind: 'request'; readonly request: RunRequest}
	| {readonly kind: 'detach'}
	| {readonly kind: 'stay'}
	| {readonly kind: 'go-on'};

/** Words that confirm a stop, in each language of the screens; a test holds them against the texts. */
export const confirmWords: Readonly<Record<'stop' | 'stop-and-roll-back', readonly string[]>> = {
	stop: ['stop', '중지'],
	'stop-and-roll-back': ['rollback', '롤백'],
};

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
