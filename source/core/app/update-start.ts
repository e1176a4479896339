/** The start screen: the unfinished draft, a profile, or afresh. */
import {type Act} from '../keys/keymap.js';
import {type Profile} from '../profile/profile.js';
import {noFacts} from './ask-what-is-missing.js';
import {type AppUpdate} from './command.js';
import {chosenRow, moveRow, startItems} from './menu.js';
import {type AppMessage} from './message.js';
import {type AppModel, type OpenRun, type Screen} from './model.js';
import {fieldsOf, stepsOf, stepToContinue} from './select-steps.js';
import {enterStep} from './step-screen.js';

const beginExpress = (model: AppModel, profile: Profile): AppModel => {
	// What the command line said with the profile's name goes with the profile.
	const given = model.start.kind === 'setup' && model.start.profile?.name === profile.name ? model.start.answers : {};
	const draft = {...profile.answers, ...given};
	return enterStep({...model, flowId: 'express', profile, draft, stale: {}, reached: [], facts: noFacts}, 'deployment');
};

/** Attaches as `watch` does, in the place where the run was started. */
const goOnWithRun = (model: AppModel, {runId, config}: OpenRun): AppUpdate => [
	{...model, start: {kind: 'watch-run', runId}, screen: {kind: 'starting'}},
	[
		{
			type: 'resume-run',
			runId,
			place: {
				region: config.region,
				...(config.spotAccountId !== undefined && {spotAccountId: config.spotAccountId}),
			},
		},
	],
];

const beginSetup = (model: AppModel, draft: AppModel['draft']): AppModel => {
	const next: AppModel = {...model, flowId: 'setup', draft, stale: {}, reached: [], facts: noFacts};
	const [first] = stepsOf(next);
	return first ? enterStep(next, first.id) : next;
};

/** The unfinished set-up, at the step where it was left; the steps before it were all seen. */
const continueSetup = (model: AppModel, draft: AppModel['draft']): AppModel => {
	const begun = beginSetup(model, {...draft});
	const steps = stepsOf(begun);
	const at = stepToContinue(begun);
	const step = steps[at];
	const seen = {...begun, reached: steps.slice(0, at + 1).map(({id}) => id)};
	const field = step && fieldsOf(seen, step).find(({key}) => draft[key] === undefined);
	return step ? enterStep(seen, step.id, field?.key) : begun;
};

const chooseStart = (model: AppModel, id: string): AppUpdate => {
	const open = model.openRuns.find(({runId}) => `run:${runId}` === id);

	if (open) {
		return goOnWithRun(model, open);
	}

	if (id === 'continue' && model.offered) {
		return [continueSetup(model, model.offered.answers), []];
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
	return {...model, profiles, openRuns: message.openRuns, ...(isOffered && {offered: draft})};
};

export const beginAsFirst = (model: AppModel): AppUpdate => {
	const {start} = model;

	switch (start.kind) {
		case 'watch-run': {
			return [model, [{type: 'resume-run', runId: start.runId, ...(start.isReopening && {isReopening: true})}]];
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
