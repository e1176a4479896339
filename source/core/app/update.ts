/** The heart of the interactive program: what a message makes of the model, and what is to be done about it. */
import {type KeyEvent} from '../keys/key-event.js';
import {toMeaning, type Act} from '../keys/keymap.js';
import {suggestedAnswer} from '../field/draft.js';
import {text} from '../text-token.js';
import {askWhatIsMissing} from './ask-what-is-missing.js';
import {type AppCommand, type AppUpdate} from './command.js';
import {leave, takeEndAsked} from './leave.js';
import {type AppMessage} from './message.js';
import {type AppModel} from './model.js';
import {optionsOf} from './select-options.js';
import {isMoving, scopeOf} from './select-screen.js';
import {takeFacts, takeIdentity, takeOptions, takeSpotAccounts, withoutWaiting} from './take-replies.js';
import {focusedField} from './step-screen.js';
import {takeDocument} from './update-field.js';
import {actOnPerforming, takePerformed} from './update-operations.js';
import {actOnHelp, actOnJump, actOnLeave, openOver} from './update-overlay.js';
import {actOnSaveProfile, takeProfileWritten, typeProfileName} from './update-profile.js';
import {actOnRun, finishRun, takePreparedRun, takeRunEvent, toLive, typeOnRun} from './update-run.js';
import {actOnStart, beginAsFirst, takeSavedWork} from './update-start.js';
import {actOnStep, typeOnStep} from './update-step.js';

const act = (model: AppModel, one: Act): AppUpdate => {
	const {screen} = model;
	const over = openOver(model, one.action);

	if (over) {
		return over;
	}

	switch (screen.kind) {
		case 'start': {
			return actOnStart(model, screen, one);
		}

		case 'step': {
			return actOnStep(model, screen, one.action);
		}

		case 'live': {
			return actOnRun(model, one);
		}

		case 'help': {
			return actOnHelp(model, screen, one.action);
		}

		case 'jump': {
			return actOnJump(model, screen, one);
		}

		case 'leave': {
			return actOnLeave(model, screen, one);
		}

		case 'save-profile': {
			return actOnSaveProfile(model, screen, one.action);
		}

		case 'performing': {
			return actOnPerforming(model, screen, one.action);
		}

		case 'problem': {
			return one.action === 'choose' || one.action === 'back' ? leave(model) : [model, []];
		}

		case 'starting':
		case 'closing':
		case 'closed': {
			return [model, []];
		}
	}
};

const type = (model: AppModel, typed: string): AppUpdate => {
	const {screen} = model;

	if (screen.kind === 'step') {
		return typeOnStep(model, screen, typed);
	}

	if (screen.kind === 'save-profile') {
		return typeProfileName(model, screen, typed);
	}

	return screen.kind === 'live' ? typeOnRun(model, typed) : [model, []];
};

const press = (model: AppModel, event: KeyEvent): AppUpdate => {
	const scope = scopeOf(model);
	const meaning = toMeaning(event, scope);

	switch (meaning.kind) {
		case 'text': {
			return type(model, meaning.text);
		}

		case 'unknown': {
			return event.kind === 'character' && model.screen.kind === 'step'
				? [{...model, screen: {...model.screen, notice: text('keys.not-a-key')}}, []]
				: [model, []];
		}

		case 'acts': {
			let next = model;
			const commands: AppCommand[] = [];

			for (const one of meaning.acts) {
				const [acted, more] = act(next, one);
				next = acted;
				commands.push(...more);
			}

			return [next, commands];
		}
	}
};

const handle = (model: AppModel, message: AppMessage): AppUpdate => {
	switch (message.type) {
		case 'first-frame-painted': {
			return beginAsFirst(model);
		}

		case 'key-pressed': {
			return press(model, message.event);
		}

		case 'resized': {
			return [{...model, columns: message.columns, rows: message.rows}, []];
		}

		case 'ticked': {
			if (message.now <= model.now) {
				return [model, []];
			}

			const next = {...model, now: message.now};
			return model.live ? toLive(next, message) : [next, []];
		}

		case 'aws-identified': {
			return [takeIdentity(model, message), []];
		}

		case 'spot-identified': {
			return [takeSpotAccounts(model, message), []];
		}

		case 'options-looked-up': {
			return [takeOptions(model, message), []];
		}

		case 'facts-gathered': {
			return [takeFacts(model, message), []];
		}

		case 'operation-performed': {
			return takePerformed(model, message);
		}

		case 'saved-work-read': {
			return [takeSavedWork(model, message), []];
		}

		case 'draft-save-failed': {
			return model.screen.kind === 'step'
				? [{...model, screen: {...model.screen, problem: message.problem}}, []]
				: [model, []];
		}

		case 'profile-written': {
			return takeProfileWritten(model, message);
		}

		case 'document-edited': {
			return takeDocument(model, message.key, message.result);
		}

		case 'run-prepared': {
			return takePreparedRun(model, message.result);
		}

		case 'run-event-seen': {
			return takeRunEvent(model, message);
		}

		case 'run-finished': {
			return finishRun(model, message.end);
		}

		case 'end-asked': {
			return takeEndAsked(model);
		}

		case 'work-settled': {
			return model.screen.kind === 'closing'
				? [{...model, screen: {...model.screen, kind: 'closed'}}, []]
				: [model, []];
		}
	}
};

const withTicker = ([model, commands]: AppUpdate): AppUpdate => {
	const isTicking = isMoving(model);

	return isTicking === model.isTicking
		? [model, commands]
		: [{...model, isTicking}, [...commands, {type: isTicking ? 'start-ticker' : 'stop-ticker'}]];
};

/** Pure: the next model, and what to do. Whatever the answers now make necessary is asked in the same turn. */
export const update = (model: AppModel, message: AppMessage): AppUpdate => {
	const [handled, commands] = handle(model, message);

	// Nothing is asked of anyone before the first frame is on the screen.
	if (!handled.hasBegun && message.type !== 'first-frame-painted') {
		return [handled, commands];
	}

	const begun = handled.hasBegun ? handled : {...handled, hasBegun: true};
	const [asked, more] = askWhatIsMissing(withoutWaiting(begun, message));
	const [gone, rest] = message.type === 'options-looked-up' ? goOnWaiting(asked) : [asked, []];
	return withTicker([gone, [...commands, ...more, ...rest]]);
};

/** What was asked for while a look-up was on its way is asked for again, now that an answer came. */
const goOnWaiting = (model: AppModel): AppUpdate => {
	const {screen} = model;

	if (screen.kind !== 'step' || screen.waiting === undefined) {
		return [model, []];
	}

	const {waiting, notice: _, ...rest} = screen;
	const field = focusedField(model, rest);

	if (!field) {
		return [{...model, screen: rest}, []];
	}

	const options = optionsOf(model, field);
	// Only what is proposed is taken unseen: a list that merely opened on some row waits for the person.
	const isUnproposed =
		options.state === 'failed' || (options.state === 'loaded' && suggestedAnswer(field, options.value) === undefined);

	if (waiting === 'accept' && isUnproposed) {
		return [{...model, screen: rest}, []];
	}

	const [gone, commands] = actOnStep({...model, screen: rest}, rest, waiting);
	const [asked, more] = askWhatIsMissing(gone);
	return [asked, [...commands, ...more]];
};
