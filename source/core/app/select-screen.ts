/** Which keys the screen reads, and whether anything on it moves. */
import {type Scope} from '../keys/binding.js';
import {type Remote} from '../remote.js';
import {hasEnded, liveScope, selectLiveView} from './live.js';
import {type AppModel} from './model.js';
import {stepOf} from './select-steps.js';

/** Which rows of the keymap are read. */
export const scopeOf = (model: AppModel): Scope => {
	const {screen} = model;

	switch (screen.kind) {
		case 'start':
		case 'problem':
		case 'performing':
		case 'starting':
		case 'jump':
		case 'leave':
		case 'closing':
		case 'closed': {
			return 'choice';
		}

		case 'save-profile': {
			return 'text';
		}

		case 'help': {
			return 'help';
		}

		case 'live': {
			return model.live ? liveScope(model.live) : 'live';
		}

		case 'step': {
			const {editor} = screen;

			if (editor.kind === 'text' || (editor.kind === 'list' && editor.filter !== undefined)) {
				return 'text';
			}

			if (editor.kind === 'list') {
				return editor.list.isMultiple ? 'multi-list' : 'list';
			}

			const {kind} = stepOf(model, screen.stepId);
			return kind === 'form' || kind === 'identity' ? 'form' : 'review';
		}
	}
};

/** Actions of the scope that mean nothing on some screens of it: no key is promised there. */
const idle: Readonly<Partial<Record<AppModel['screen']['kind'], ReadonlySet<string>>>> = {
	start: new Set(['back']),
	'save-profile': new Set(['up', 'down', 'next-field', 'previous-field', 'previous-step', 'next-step', 'jump']),
};

export const isMeant = (model: AppModel, action: string): boolean => idle[model.screen.kind]?.has(action) !== true;

const isLoading = (remote: Remote<unknown>): boolean => remote.state === 'loading';

/** Whether anything on the screen moves with time: only then is there a ticker. */
export const isMoving = (model: AppModel): boolean => {
	const {screen} = model;

	switch (screen.kind) {
		case 'performing':
		case 'starting': {
			return screen.problem === undefined;
		}

		case 'live': {
			return model.live === undefined || !hasEnded(model.live, selectLiveView(model.live));
		}

		case 'closed':
		case 'closing':
		case 'problem':
		case 'save-profile': {
			return false;
		}

		case 'help':
		case 'leave': {
			return isMoving({...model, screen: screen.under});
		}

		case 'start':
		case 'step':
		case 'jump': {
			return (
				isLoading(model.aws) ||
				isLoading(model.spot) ||
				isLoading(model.facts.remote) ||
				Object.values(model.lookedUp).some(({remote}) => isLoading(remote))
			);
		}
	}
};
