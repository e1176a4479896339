/** The answers as they stand: what was typed, and what is proposed where nothing was. */
import {effectiveDraft, validateField} from '../field/draft.js';
import {type Draft, type Field} from '../field/field.js';
import {type Flow} from '../flow/flow.js';
import {expressFlow, setupFlow} from '../flow/registry.js';
import {text, type Text} from '../text-token.js';
import {type AppModel} from './model.js';

export const flowOf = (model: AppModel): Flow => (model.flowId === 'express' ? expressFlow : setupFlow);

/** A name for something new, and the list of those that there are. */
const newNames = [
	{key: 'newApplicationName', listKey: 'applicationName', isUnique: true},
	{key: 'newDeploymentGroupName', listKey: 'deploymentGroupName', isUnique: true},
	// Spot takes a name twice, but nobody wants one.
	{key: 'elastigroupName', listKey: 'elastigroupId', isUnique: false},
] as const;

const takenNames = (model: AppModel, listKey: string): ReadonlySet<string> => {
	const remote = model.lookedUp[listKey]?.remote;
	return new Set(
		remote?.state === 'loaded' ? remote.value.flatMap(({label}) => (typeof label === 'string' ? [label] : [])) : [],
	);
};

const freeName = (name: string, taken: ReadonlySet<string>): string => {
	let free = name;
	for (let count = 2; taken.has(free); count++) {
		free = `${name}-${count}`;
	}

	return free;
};

const toAnswers = (model: AppModel): Draft => {
	let named = model.draft;
	let draft = effectiveDraft(flowOf(model), named);

	for (const {key, listKey} of newNames) {
		const proposed = draft[key];

		if (model.draft[key] === undefined && proposed !== undefined && takenNames(model, listKey).has(proposed)) {
			const free = freeName(proposed, takenNames(model, listKey));
			named = {...named, [key]: free};
			draft = effectiveDraft(flowOf(model), named);
		}
	}

	return draft;
};

const answersByModel = new WeakMap<AppModel, Draft>();

/**
 * Answers as typed, and what stands there where nothing was: a proposed name is a free one. A frame asks for them some
 * twenty times, so they are kept with the model that they follow from.
 */
export const answersOf = (model: AppModel): Draft => {
	const known = answersByModel.get(model);

	if (known) {
		return known;
	}

	const answers = toAnswers(model);
	answersByModel.set(model, answers);
	return answers;
};

/** Why an answer does not do, by itself, beside the others, or beside what there is already in the cloud. */
export const whyInvalid = (model: AppModel, field: Field): Text | undefined => {
	const answers = answersOf(model);
	const why = validateField(field, answers);
	const name = answers[field.key]?.trim() ?? '';
	const rule = newNames.find(({key, isUnique}) => key === field.key && isUnique);

	if (why !== undefined || rule === undefined) {
		return why;
	}

	const taken = takenNames(model, rule.listKey);
	return taken.has(name) ? text('wizard.name-taken', {name, free: freeName(name, taken)}) : undefined;
};
