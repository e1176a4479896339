/** What can be asked for on the live screen, the digit of each, and what confirms it. */
import {planOf, type RunRequest} from '../run/action.js';
import {type RunView} from '../run/run-view.js';
import {stripControl} from '../strip-control.js';
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

/** The answers to an unclear start are rare, and have none. */
type RequestWithDigit = Exclude<RunRequest, 'adopt-blue-green' | 'leave-blue-green'>;

/**
 * Each has its digit for good: what can be asked for changes with every look at the clouds, and a digit on its way must
 * not come to mean something else.
 */
const digits: Readonly<Record<RequestWithDigit | 'detach' | 'stay', string>> = {
	continue: '1',
	'skip-termination-wait': '2',
	'stop-and-roll-back': '3',
	stop: '4',
	'clean-up': '5',
	restore: '6',
	'leave-as-is': '7',
	detach: '8',
	stay: '9',
};

/** The digit of a choice; leaving a run that has ended has none, Enter does it. */
export const digitOf = (choice: LiveChoice): string | undefined => {
	const name = choice.kind === 'request' ? choice.request : choice.kind;
	return name === 'go-on' || name === 'adopt-blue-green' || name === 'leave-blue-green' ? undefined : digits[name];
};

/** What a digit would ask of the run, whether or not it can be asked for now. */
export const requestOfDigit = (digit: string): RequestWithDigit | undefined =>
	(
		['continue', 'skip-termination-wait', 'stop-and-roll-back', 'stop', 'clean-up', 'restore', 'leave-as-is'] as const
	).find(request => digits[request] === digit);

/** What can be done now, the most useful first. */
export const openChoices = (live: LiveModel, view: RunView | undefined): readonly LiveChoice[] => {
	if (hasEnded(live, view)) {
		return [{kind: 'go-on'}];
	}

	const requests = view === undefined || view.isReadOnly ? [] : (view.gate?.requests ?? view.next.requests);
	return [...requests.map(request => ({kind: 'request', request}) as const), {kind: 'detach'}];
};

/** The lines of the menu that is open. */
export const menuChoices = (live: LiveModel, view: RunView | undefined): readonly LiveChoice[] => {
	if (live.dialog.kind === 'leave') {
		const asked: readonly RunRequest[] =
			view === undefined || view.isReadOnly ? [] : [...(view.gate?.requests ?? []), ...view.next.requests];
		const stops = (['stop-and-roll-back', 'stop'] as const).filter(request => asked.includes(request));
		return [{kind: 'detach'}, ...stops.map(request => ({kind: 'request', request}) as const), {kind: 'stay'}];
	}

	return [...openChoices(live, view), {kind: 'stay'}];
};

/** What is typed for an Elastigroup: its name, and its id where a keyboard has no such name. */
const wordOf = ({elastigroupName, elastigroupId}: RunView['config']): string =>
	stripControl(elastigroupName) === elastigroupName.normalize() ? elastigroupName : elastigroupId;

/** The words that confirm a request, or undefined where Enter is enough. */
export const wordsFor = (request: RunRequest, view: RunView): readonly string[] | undefined => {
	switch (request) {
		case 'stop':
		case 'stop-and-roll-back': {
			return confirmWords[request];
		}

		case 'clean-up':
		case 'adopt-blue-green': {
			return [wordOf(view.config)];
		}

		case 'restore': {
			const isRemoving = (planOf(view.gate)?.remove.length ?? 0) > 0;
			return isRemoving ? [wordOf(view.config)] : undefined;
		}

		case 'continue':
		case 'skip-termination-wait':
		case 'leave-as-is':
		case 'leave-blue-green': {
			return undefined;
		}
	}
};
