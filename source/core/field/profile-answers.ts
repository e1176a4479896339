import {createNew} from '../flow/choices.js';
import {setupFlow} from '../flow/registry.js';
import {unmetCondition} from './conditions.js';
import {effectiveDraft} from './draft.js';
import {type Draft, type Field} from './field.js';

/**
 * Without the answers to questions that are not asked, such as those by which the named Elastigroup was created. One
 * that waits for an answer which changes from run to run, such as the kind of a bundle, is a rule and stays; so do
 * answers of another version of this program.
 */
export const withEffect = (fields: readonly Field[], answers: Draft, draft: Draft): Draft => {
	const effective = effectiveDraft(setupFlow, draft);
	return Object.fromEntries(
		Object.entries(answers).filter(([key]) => {
			const field = fields.find(each => each.key === key);
			const unmet = field && unmetCondition(field, effective);
			return unmet === undefined || fields.find(each => each.key === unmet.key)?.persist === 'never';
		}),
	);
};

/**
 * The answers that a profile keeps: what stays from run to run and has an effect. A wish to create something is no
 * rule: once it is created, its name stands there instead.
 */
export const profileAnswers = (fields: readonly Field[], draft: Draft): Draft =>
	withEffect(
		fields,
		Object.fromEntries(
			fields.flatMap(({key, persist}) => {
				const answer = draft[key];
				return persist === 'profile' && answer !== undefined && answer !== createNew ? [[key, answer]] : [];
			}),
		),
		draft,
	);
