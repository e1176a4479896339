import {unmetCondition} from '../core/field/conditions.js';
import {effectiveDraft, parseAnswers} from '../core/field/draft.js';
import {type Draft, type Field, type InvalidAnswer} from '../core/field/field.js';
import {createNew, elastigroupNameIn} from '../core/flow/choices.js';
import {elastigroupId} from '../core/flow/elastigroup.js';
import {type Flow} from '../core/flow/flow.js';
import {allFields, fieldOf, setupFlow} from '../core/flow/registry.js';
import {text, type Text} from '../core/text-token.js';
import {type Given} from './answers.js';

/**
 * What may stand for an answer that nobody gave: nothing, what follows from the named targets (`--yes`), or whatever
 * the look-ups suggest (the demo).
 */
export type Proposals = 'none' | 'what-follows' | 'everything';

export const mayPropose = (field: Field, proposals: Proposals): boolean =>
	proposals === 'everything' || (proposals === 'what-follows' && field.takesSuggestion === true);

const answerOf = (draft: Draft, {key}: Pick<Field, 'key'>): string => draft[key]?.trim() ?? '';

/** With where the answer was given, if it was. */
export const withSource = (answer: InvalidAnswer, given: Given): InvalidAnswer => {
	const source = given[answer.key];
	return source ? {...answer, source: source.name} : answer;
};

/** Why the text is no answer to its question, whether it is asked or not. The name of an Elastigroup is found later. */
const whyUnreadable = (field: Field, draft: Draft): Text | undefined => {
	if (field.key === elastigroupId.key && elastigroupNameIn(draft) !== undefined) {
		return undefined;
	}

	const parsed = field.parse(draft[field.key] ?? '');
	return parsed.isOk ? undefined : parsed.why;
};

/** Given answers that cannot be read. */
export const unreadableAnswers = (draft: Draft, given: Given): readonly InvalidAnswer[] =>
	allFields.flatMap(field => {
		const source = given[field.key];
		const why = source && answerOf(draft, field) !== '' ? whyUnreadable(field, draft) : undefined;
		return why === undefined ? [] : [withSource({key: field.key, flag: field.flag, why}, given)];
	});

/**
 * Answers that no screen can begin with. Those of the profile stand on the screen, where they can be changed, and what
 * has no effect is known once the person has chosen the way.
 */
export const whyUnfit = (draft: Draft, given: Given): readonly Text[] =>
	unreadableAnswers(draft, Object.fromEntries(Object.entries(given).filter(([, {kind}]) => kind !== 'profile'))).map(
		({flag, source, why}) =>
			text('cli.wrong.answer', {source: source ?? text('headless.source', {name: `--${flag}`}), why}),
	);

/** Whether the answers beside the wish to create it describe the whole of something new. */
const describesCreation = (draft: Draft, decidingKey: string): boolean => {
	const effective = effectiveDraft(setupFlow, {...draft, [decidingKey]: createNew});
	return allFields
		.filter(
			field =>
				field.persist === 'profile' &&
				field.when?.some(({key}) => key === decidingKey) === true &&
				unmetCondition(field, effective) === undefined,
		)
		.every(field => field.parse(effective[field.key] ?? '').isOk);
};

/** Whether the answer says no more than what would stand there without it. */
const saysTheDefault = (field: Field, draft: Draft, decidingKey: string): boolean => {
	const {[field.key]: answer, ...others} = {...draft, [decidingKey]: createNew};
	return effectiveDraft(setupFlow, others)[field.key] === answer;
};

export type WithoutEffect = {
	readonly invalid: readonly InvalidAnswer[];
	/** Keys of a profile's answers that tell how what it names was created; they are passed over. */
	readonly leftOver: readonly string[];
};

/**
 * Given answers to questions that are not asked on the chosen path. What a profile keeps of a creation is no mistake
 * of its owner (docs/decisions/0017); a single such answer was meant to have an effect.
 */
export const answersWithoutEffect = (draft: Draft, given: Given): WithoutEffect => {
	const effective = effectiveDraft(setupFlow, draft);
	const invalid: InvalidAnswer[] = [];
	const leftOver: string[] = [];

	for (const field of allFields) {
		const source = given[field.key];
		const answer = answerOf(draft, field);
		const unmet = unmetCondition(field, effective);

		if (source === undefined || answer === '' || unmet === undefined || field.implied?.(effective) === answer) {
			continue;
		}

		const deciding = fieldOf(unmet.key);
		// What is looked up later decides later.
		const isOpen = answerOf(effective, deciding) === '' && deciding.isTarget !== true;
		// A rule for the runs that need it: the deciding answer is another one each time.
		const isRule = source.kind === 'profile' && deciding.persist === 'never';

		if (isOpen || isRule || whyUnreadable(field, draft) !== undefined) {
			continue;
		}

		if (source.kind === 'profile' && field.persist === 'profile' && unmet.holds(createNew)) {
			if (saysTheDefault(field, draft, unmet.key)) {
				continue;
			}

			if (describesCreation(draft, unmet.key)) {
				leftOver.push(field.key);
				continue;
			}
		}

		const where = unmet.where(deciding.flag);
		invalid.push(withSource({key: field.key, flag: field.flag, why: text('field.why.no-effect', {where})}, given));
	}

	return {invalid, leftOver};
};

/** Targets that nobody named, although something is proposed for them on a screen. */
const unnamedTargets = (draft: Draft): readonly InvalidAnswer[] => {
	const effective = effectiveDraft(setupFlow, draft);
	return allFields
		.filter(
			field =>
				field.isTarget === true && answerOf(draft, field) === '' && unmetCondition(field, effective) === undefined,
		)
		.map(({key, flag, label}) => ({key, flag, why: text('field.missing', {label: {id: label}})}));
};

/** Every answer that is missing or wrong before anything is looked up, together, in the order of the guided way. */
export const judgeAnswers = (flow: Flow, draft: Draft, given: Given, proposals: Proposals): WithoutEffect => {
	const unreadable = unreadableAnswers(draft, given);

	// Which way the demo takes is known once its look-ups have proposed one.
	if (proposals === 'everything') {
		return {invalid: unreadable, leftOver: []};
	}

	const parsed = parseAnswers(flow, draft);
	const asked = (parsed.isOk ? [] : parsed.invalid)
		.filter(({key}) => {
			const field = fieldOf(key);
			const isProposed = answerOf(draft, field) === '' && mayPropose(field, proposals);
			const isName = key === elastigroupId.key && elastigroupNameIn(draft) !== undefined;
			return !isProposed && !isName;
		})
		.map(answer => withSource(answer, given));
	const {invalid, leftOver} = answersWithoutEffect(draft, given);
	const byKey = new Map(
		[...unreadable, ...invalid, ...unnamedTargets(draft), ...asked].map(answer => [answer.key, answer]),
	);
	return {invalid: allFields.flatMap(({key}) => byKey.get(key) ?? []), leftOver};
};
