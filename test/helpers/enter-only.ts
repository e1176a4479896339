import {effectiveDraft, initialOf, initialRow, suggestedAnswer, visibleFields, visibleSteps} from '../../source/core/field/draft.js';
import {type Draft, type LookUp, type Option} from '../../source/core/field/field.js';
import {type Flow} from '../../source/core/flow/flow.js';

/**
 * What a person answers who presses Enter on every question: what stands there already, else what the list suggests,
 * else the row that the list stands on.
 */
export const pressEnter = async (lookUp: LookUp, flow: Flow, start: Draft = {}): Promise<Draft> => {
	let draft = start;
	for (let index = 0; index < visibleSteps(flow, draft).length; index++) {
		const step = visibleSteps(flow, draft)[index]!;
		for (let at = 0; at < visibleFields(step, draft).length; at++) {
			const field = visibleFields(step, draft)[at]!;
			const effective = effectiveDraft(flow, draft);
			let answer = initialOf(field, effective);
			const {control} = field;
			if (answer === '' && draft[field.key] === undefined && 'options' in control) {
				const result: {readonly isOk: boolean; readonly value?: readonly Option[]} =
					control.options.from === 'static'
						? {isOk: true, value: control.options.options}
						: await lookUp(control.options.query, effective);
				const options = result.value ?? [];
				answer =
					suggestedAnswer(field, options) ??
					(control.kind === 'select' ? (options[initialRow(options, undefined)]?.value ?? '') : '');
			}

			draft = {...draft, [field.key]: answer};
		}
	}

	return draft;
};
