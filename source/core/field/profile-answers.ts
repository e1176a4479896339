import {createNew} from '../flow/choices.js';
import {type Draft, type Field} from './field.js';

/**
 * The answers that a profile keeps: what stays from run to run. A wish to create something is no rule: once it is
 * created, its name stands there instead.
 */
export const profileAnswers = (fields: readonly Field[], draft: Draft): Draft =>
	Object.fromEntries(
		fields.flatMap(({key, persist}) => {
			const answer = draft[key];
			return persist === 'profile' && answer !== undefined && answer !== createNew ? [[key, answer]] : [];
		}),
	);
