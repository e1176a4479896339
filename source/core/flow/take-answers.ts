import {isAsked} from '../field/conditions.js';
import {effectiveDraft, initialOf} from '../field/draft.js';
import {type Draft, type Field, type InvalidAnswer} from '../field/field.js';
import {fail, ok, type Result} from '../problem.js';
import {text, type Text} from '../text-token.js';
import {setupFlow} from './registry.js';

type Take = <Value>(field: Field<Value>, otherwise: NoInfer<Value>) => Value;

/** One problem for everything that is missing or wrong, each with its flag. */
const invalidAnswers = (invalid: readonly InvalidAnswer[]) =>
	({
		kind: 'input',
		code: 'invalid-answers',
		message: text('check.answers.invalid', {count: invalid.length}),
		nextSteps: invalid.map(({flag, why}): Text => text('check.answers.one', {why, flag: `--${flag}`})),
		isRetryable: false,
	}) as const;

/**
 * Builds a value from answers that must all be there and right. `build` takes each field's domain value; where one is
 * missing or wrong it goes on with the stand-in, so that all of them are named together in the problem.
 */
export const takeAnswers = <Value>(draft: Draft, build: (take: Take, effective: Draft) => Value): Result<Value> => {
	const effective = effectiveDraft(setupFlow, draft);
	const invalid: InvalidAnswer[] = [];
	const take: Take = (field, otherwise) => {
		if (!isAsked(field, effective)) {
			return otherwise;
		}

		const parsed = field.parse(initialOf(field, effective));
		const why = parsed.isOk ? field.check?.(effective) : parsed.why;
		if (why !== undefined) {
			invalid.push({key: field.key, flag: field.flag, why});
		}

		return parsed.isOk ? parsed.value : otherwise;
	};

	const value = build(take, effective);
	const [first, ...others] = invalid;
	return first === undefined ? ok(value) : fail(invalidAnswers([first, ...others]));
};
