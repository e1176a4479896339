/** The start screen: the unfinished draft, a profile, or afresh. */
import {type Act} from '../keys/keymap.js';
import {type Profile} from '../profile/profile.js';
import {noFacts} from './ask-what-is-missing.js';
import {type AppUpdate} from './command.js';
import {chosenRow, moveRow, startItems} from './menu.js';
import {type AppMessage} from './message.js';
import {type AppModel, type Screen} from './model.js';
import {stepsOf} from './select-steps.js';
import {enterStep} from './step-screen.js';

const beginExpress = (model: AppModel, profile: Profile): AppModel =>
	enterStep(
		{...model, flowId: 'express', profile, draft: {...profile.answers}, stale: [], reached: [], facts: noFacts},
		'deployment',
	);

const beginSetup = (model: AppModel, draft: AppModel['draft']): AppModel => {
	const next: AppModel = {...model, flowId: 'setup', draft, stale: [], reached: [], facts: noFacts};
	const [first] = stepsOf(next);
	return first ? enterStep(next, first.id) : next;
};

const chooseStart = (model: AppModel, id: string): AppUpdate => {
	if (id === 'continue' && model.offered) {
		return [beginSetup(model, {...model.offered.answers}), []];
	}

	const profile =
		model.profiles.state === 'loaded' ? model.profiles.value.find(one => `profile:${one.name}` === id) : undefined;

	if (profile) {
		return [beginExpress(model, profile), []];
	}

	// Afresh, but with what the command line already said. The offered draft goes with the first change only.
	const answers = model.start.kind === 'setup' ? model.start.answers : undefined;
	const given = model.start.kind === 'setup' ? model.start.profile?.answers : undefined;
	return [beginSetup(model, {...given, ...answers}), []];
};

export const actOnStart = (model: AppModel, screen: Extract<Screen, {readonly kind: 'start'}>, one: Act): AppUpdate => {
	const items = startItems(model);
	const row = chosenRow(screen.row, items.length, one);
	const item = row === undefined ? undefined : items[row];
	return item
		? chooseStart(model, item.id)
		: [{...model, screen: {...screen, row: moveRow(screen.row, items.length, one.action)}}, []];
};

export const takeSavedWork = (
	model: AppModel,
	message: Extract<AppMessage, {readonly type: 'saved-work-read'}>,
): AppModel => {
	const profiles: AppModel['profiles'] = message.profiles.isOk
		? {state: 'loaded', value: message.profiles.value, at: message.now}
		: {state: 'failed', problem: message.profiles.problem, at: message.now};
	const draft = message.draft.isOk ? message.draft.value : undefined;
	const isOffered = draft !== undefined && Object.keys(draft.answers).length > 0;
	return {...model, profiles, ...(isOffered && {offered: draft})};
};

export const beginAsFirst = (model: AppModel): AppUpdate => {
	const {start} = model;

	switch (start.kind) {
		case 'watch-run': {
			return [model, [{type: 'resume-run', runId: start.runId}]];
		}

		case 'watch-deployment': {
			return [model, [{type: 'watch-deployment', deploymentId: start.deploymentId}]];
		}

		case 'setup': {
			return [{...model, profiles: {state: 'loading', request: 0}}, [{type: 'read-saved-work'}]];
		}

		case 'express': {
			return [model, []];
		}
	}
};
