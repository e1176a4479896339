/** The conditions under which most questions are asked. */
import {text} from '../text-token.js';
import {type Condition, type Draft, type Field} from './field.js';

export const whereIs = (key: string, value: string): Condition => ({
	key,
	holds: answer => answer === value,
	where: flag => text('field.where.is', {flag, value}),
});

export const whereIsNot = (key: string, value: string): Condition => ({
	key,
	holds: answer => answer !== value,
	where: flag => text('field.where.is-not', {flag, value}),
});

/** The first condition that does not hold; the draft is the effective one. */
export const unmetCondition = (field: Field, draft: Draft): Condition | undefined =>
	field.when?.find(({key, holds}) => !holds(draft[key] ?? ''));

/** Whether the question is asked at all, given the answers so far. */
export const isAsked = (field: Field, draft: Draft): boolean => unmetCondition(field, draft) === undefined;
