/** What is asked of the clouds, and what makes it be asked again. */
import {type Field} from '../field/field.js';
import {idle} from '../remote.js';
import {type AppCommand, type AppUpdate} from './command.js';
import {type AppModel} from './model.js';
import {answersOf} from './select-answers.js';
import {factGrounds, lookUpGrounds, placeGrounds} from './select-grounds.js';
import {isQueried} from './select-options.js';
import {fieldsOf, stepOf, stepScreenOf} from './select-steps.js';
import {refreshEditor} from './step-screen.js';

/** Asks who and where we are again. */
export const askIdentityAgain = (model: AppModel): AppModel => {
	const {identityAskedFor: _, ...rest} = model;
	return rest;
};

/** Facts that were never asked for. */
export const noFacts: AppModel['facts'] = {askedFor: '', remote: idle};

/** Facts are gathered anew by the next look at the step. */
export const forgetFacts = (model: AppModel): AppModel => ({...model, facts: noFacts});

export const refreshField = (model: AppModel, field: Field): AppModel => {
	const {[field.key]: _, ...lookedUp} = model.lookedUp;
	return {...model, lookedUp};
};

/**
 * What the step on the screen needs to know and has not asked for: the identity, the choices of its fields, the facts
 * its verdicts are made from. Run after every message, so that no change of an answer can be forgotten.
 */
export const askWhatIsMissing = (before: AppModel): AppUpdate => {
	let model = refreshEditor(before);
	const screen = stepScreenOf(model.screen);
	const commands: AppCommand[] = [];

	if (screen === undefined && model.screen.kind !== 'start') {
		return [model, commands];
	}

	const place = placeGrounds(model);

	if (model.identityAskedFor !== place) {
		const request = model.requests + 1;
		model = {
			...model,
			requests: request,
			identityAskedFor: place,
			aws: {state: 'loading', request},
			spot: {state: 'loading', request},
		};
		commands.push({type: 'identify', request, draft: answersOf(model)});
	}

	if (screen === undefined) {
		return [model, commands];
	}

	const step = stepOf(model, screen.stepId);

	for (const field of fieldsOf(model, step)) {
		if (!isQueried(field)) {
			continue;
		}

		const grounds = lookUpGrounds(model, field);

		if (model.lookedUp[field.key]?.askedFor === grounds) {
			continue;
		}

		const request = model.requests + 1;
		model = {
			...model,
			requests: request,
			lookedUp: {...model.lookedUp, [field.key]: {askedFor: grounds, remote: {state: 'loading', request}}},
		};
		commands.push({
			type: 'look-up-options',
			key: field.key,
			query: field.control.options.query,
			request,
			draft: answersOf(model),
		});
	}

	if (step.kind === 'verdict' || step.kind === 'forecast') {
		const grounds = factGrounds(model);

		if (model.facts.askedFor !== grounds) {
			const request = model.requests + 1;
			model = {...model, requests: request, facts: {askedFor: grounds, remote: {state: 'loading', request}}};
			commands.push({type: 'gather-facts', request, draft: answersOf(model)});
		}
	}

	return [refreshEditor(model), commands];
};
