/** The control of a field, opened on the present answer and kept up with the choices that are known. */
import {toOptionList, type OptionList} from '../editor/option-list.js';
import {toBuffer} from '../editor/text-buffer.js';
import {type Field, type Option} from '../field/field.js';
import {readValues} from '../field/value-list.js';
import {text} from '../text-token.js';
import {type AppModel, type FieldEditor} from './model.js';
import {answersOf} from './select-answers.js';
import {isChoosable, optionsOf} from './select-options.js';

/** What was typed is offered as a row too, where the look-up does not know it. */
export const withTyped = (options: readonly Option[], values: readonly string[]): readonly Option[] => [
	...values
		.filter(value => value !== '' && !options.some(option => option.value === value))
		.map((value): Option => ({value, label: value, hint: text('wizard.typed')})),
	...options,
];

export const listOf = (model: AppModel, field: Field): OptionList => {
	const options = optionsOf(model, field);
	const known = options.state === 'loaded' ? options.value : [];
	const answer = answersOf(model)[field.key];
	const isMultiple = field.control.kind === 'multi-select';
	const suggested = known.filter(option => option.isSuggested === true && option.disabled === undefined);

	if (isMultiple) {
		const marked = answer === undefined ? suggested.map(option => option.value) : readValues(answer);
		return toOptionList(options.state === 'loaded' ? withTyped(known, marked) : known, {marked, isMultiple});
	}

	const value = answer ?? suggested[0]?.value;
	return toOptionList(
		options.state === 'loaded' && answer !== undefined ? withTyped(known, [answer]) : known,
		value === undefined ? {} : {value},
	);
};

/** The control of a field, opened on its present answer. */
export const openEditor = (model: AppModel, field: Field | undefined): FieldEditor => {
	if (!field || field.control.kind === 'document') {
		return {kind: 'none'};
	}

	return isChoosable(model, field)
		? {kind: 'list', list: listOf(model, field)}
		: {kind: 'text', buffer: toBuffer(answersOf(model)[field.key] ?? '')};
};

export const sameOptions = (one: readonly Option[], other: readonly Option[]): boolean =>
	one.length === other.length &&
	one.every((option, index) => {
		const partner = other[index];
		return option === partner || (option.value === partner?.value && option.label === partner.label);
	});
