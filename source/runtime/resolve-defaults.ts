import {effectiveDraft, initialOf, suggestedAnswer, visibleFields, visibleSteps} from '../core/field/draft.js';
import {type Draft, type Field, type LookUp} from '../core/field/field.js';
import {type Flow} from '../core/flow/flow.js';

type Queried = Extract<Field['control'], {readonly kind: 'select' | 'multi-select'}>;

const queryOf = ({control}: Field): Extract<Queried['options'], {readonly from: 'query'}> | undefined =>
	(control.kind === 'select' || control.kind === 'multi-select') && control.options.from === 'query'
		? control.options
		: undefined;

/**
 * The draft with every default that a look-up can suggest, for a run that asks nobody; the typed answers stay. Only
 * suggested options are taken, and only for the fields that `mayPropose` lets; a list without a suggestion leaves the
 * answer missing, and a failed look-up too, so that the parser names it. What is answered decides what is asked next,
 * so the questions are gone through in order.
 */
export const resolveDefaults = async (
	lookUp: LookUp,
	flow: Flow,
	draft: Draft,
	mayPropose: (field: Field) => boolean,
): Promise<Draft> => {
	let resolved = draft;
	const tried = new Set<string>();
	for (;;) {
		const effective = effectiveDraft(flow, resolved);
		const field = visibleSteps(flow, effective)
			.flatMap(step => visibleFields(step, effective))
			.find(
				each =>
					queryOf(each) !== undefined && mayPropose(each) && !tried.has(each.key) && initialOf(each, effective) === '',
			);
		const source = field === undefined ? undefined : queryOf(field);
		if (field === undefined || source === undefined) {
			return resolved;
		}

		tried.add(field.key);
		const options = draft[field.key] === undefined ? await lookUp(source.query, effective) : undefined;
		const answer = options?.isOk === true ? suggestedAnswer(field, options.value) : undefined;
		if (answer !== undefined && answer !== '') {
			resolved = {...resolved, [field.key]: answer};
		}
	}
};
