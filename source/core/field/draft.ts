/**
 * What the answers so far mean. A draft holds texts as typed; what was never answered stands at its initial value,
 * and only questions that are asked count.
 */
import {type Flow, type Step} from '../flow/flow.js';
import {allFields, fieldOf} from '../flow/registry.js';
import {type Text} from '../text-token.js';
import {isAsked} from './conditions.js';
import {type Draft, type Field, type InvalidAnswer, type Option, type ParsedAnswers} from './field.js';
import {writeValues} from './value-list.js';

/** What stands in the field: the typed answer, else its initial one. The draft must be effective for the latter. */
export const initialOf = (field: Field, draft: Draft): string => draft[field.key] ?? field.initial?.(draft) ?? '';

/** Initial values follow from earlier answers, so they are filled in the order of the guided way. */
const fill = (fields: readonly Field[], draft: Draft): Draft => {
	const filled: Record<string, string> = {...draft};
	for (const field of fields) {
		if (filled[field.key] === undefined && isAsked(field, filled)) {
			const initial = field.initial?.(filled);
			if (initial !== undefined) {
				filled[field.key] = initial;
			}
		}
	}

	return filled;
};

const fillAll = (draft: Draft): Draft => fill(allFields, draft);

/** Typed answers, and the initial values of the flow's questions that were not answered. */
export const effectiveDraft = (flow: Flow, draft: Draft): Draft => {
	const keys = new Set(flow.steps.flatMap(step => step.fields));
	return fill(
		allFields.filter(field => keys.has(field.key)),
		draft,
	);
};

export const visibleSteps = (flow: Flow, draft: Draft): readonly Step[] => {
	const effective = fillAll(draft);
	return flow.steps.filter(step => step.when?.(effective) !== false);
};

export const visibleFields = (step: Step, draft: Draft): readonly Field[] => {
	const effective = fillAll(draft);
	return step.fields.map(key => fieldOf(key)).filter(field => isAsked(field, effective));
};

/** Why the answer does not do, alone or beside the others; undefined when it does. */
export const validateField = (field: Field, draft: Draft): Text | undefined => {
	const effective = fillAll(draft);
	const parsed = field.parse(initialOf(field, effective));
	return parsed.isOk ? field.check?.(effective) : parsed.why;
};

/**
 * Keys of typed answers that depend on one that changed, directly or through others. They are kept and marked; a
 * person keeps or changes them. What is answered for the first time changes nothing that was built on it.
 */
export const staleKeys = (before: Draft, after: Draft): readonly string[] => {
	const changed = new Set<string>(Object.keys(before).filter(key => before[key] !== after[key]));
	const touched = new Set(changed);
	// The fields stand in the order of the guided way, and an answer depends on earlier ones alone.
	for (const field of allFields) {
		if (field.dependsOn?.some(key => touched.has(key))) {
			touched.add(field.key);
		}
	}

	return allFields
		.map(field => field.key)
		.filter(key => touched.has(key) && !changed.has(key) && (after[key] ?? '') !== '');
};

/** Every question of the flow that is asked: all values, or all that is missing or wrong, together. */
export const parseAnswers = (flow: Flow, draft: Draft): ParsedAnswers<Readonly<Record<string, unknown>>> => {
	const effective = effectiveDraft(flow, draft);
	const answers: Record<string, unknown> = {};
	const invalid: InvalidAnswer[] = [];
	for (const field of visibleSteps(flow, effective).flatMap(step => visibleFields(step, effective))) {
		const parsed = field.parse(initialOf(field, effective));
		const why = parsed.isOk ? field.check?.(effective) : parsed.why;
		if (why !== undefined) {
			invalid.push({key: field.key, flag: field.flag, why});
		} else if (parsed.isOk) {
			answers[field.key] = parsed.value;
		}
	}

	return invalid.length === 0 ? {isOk: true, answers} : {isOk: false, invalid};
};

/**
 * What a list puts into a field that has no answer: the suggested rows. Undefined when nothing is suggested; a screen
 * may then stand on the first row that can be chosen, but nobody chooses it unseen.
 */
export const suggestedAnswer = (field: Field, options: readonly Option[]): string | undefined => {
	const suggested = options.filter(option => option.isSuggested === true && option.disabled === undefined);
	if (suggested.length === 0) {
		return undefined;
	}

	return field.control.kind === 'multi-select'
		? writeValues(suggested.map(option => option.value))
		: suggested[0]?.value;
};

/** Where a list stands when it opens: on the answer, else on the suggested row, else on the first one that can be chosen. */
export const initialRow = (options: readonly Option[], answer: string | undefined): number => {
	const at = (test: (option: Option) => boolean) => options.findIndex(option => test(option));
	const rows = [
		answer === undefined || answer === '' ? -1 : at(option => option.value === answer),
		at(option => option.isSuggested === true && option.disabled === undefined),
		at(option => option.disabled === undefined),
	];
	return Math.max(0, rows.find(row => row >= 0) ?? 0);
};
