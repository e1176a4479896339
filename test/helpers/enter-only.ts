import {
	effectiveDraft,
	initialOf,
	initialRow,
	suggestedAnswer,
	visibleFields,
	visibleSteps,
} from '../../source/core/field/draft.js';
import {type Draft, type Field, type LookUp} from '../../source/core/field/field.js';
import {type Flow} from '../../source/core/flow/flow.js';
import {ok} from '../../source/core/problem.js';

/**
 * What a person answers who presses Enter on every question: what stands there already, else what the list suggests,
 * else the row that the list stands on.
 */
export const pressEnter = async (lookUp: LookUp, flow: Flow, start: Draft = {}): Promise<Draft> => {
	const nextField = (draft: Draft, visited: ReadonlySet<string>): Field | undefined =>
		visibleSteps(flow, draft)
			.flatMap(step => visibleFields(step, draft))
			.find(({key}) => !visited.has(key));

	let draft = start;
	const visited = new Set<string>();
	for (let field = nextField(draft, visited); field !== undefined; field = nextField(draft, visited)) {
		visited.add(field.key);
		draft = {...draft, [field.key]: await answerOf(lookUp, flow, draft, field)};
	}

	return draft;
};

const answerOf = async (lookUp: LookUp, flow: Flow, draft: Draft, field: Field): Promise<string> => {
	const effective = effectiveDraft(flow, draft);
	const typed = initialOf(field, effective);
	const {control} = field;
	if (typed !== '' || draft[field.key] !== undefined || !('options' in control)) {
		return typed;
	}

	const result =
		control.options.from === 'static' ? ok(control.options.options) : await lookUp(control.options.query, effective);
	const options = result.isOk ? result.value : [];
	return (
		suggestedAnswer(field, options) ??
		(control.kind === 'select' ? (options[initialRow(options, undefined)]?.value ?? '') : '')
	);
};
