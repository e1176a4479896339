/** What can be chosen for a field, as far as it is known. */
import {type Field, type Option, type OptionSource} from '../field/field.js';
import {readValues} from '../field/value-list.js';
import {idle, type Remote} from '../remote.js';
import {text, type Text} from '../text-token.js';
import {type AppModel} from './model.js';

export const isQueried = (
	field: Field,
): field is Field & {readonly control: {readonly options: Extract<OptionSource, {readonly from: 'query'}>}} =>
	(field.control.kind === 'select' || field.control.kind === 'multi-select') && field.control.options.from === 'query';

const toggleOptions: readonly Option[] = [
	{value: 'yes', label: text('common.yes')},
	{value: 'no', label: text('common.no')},
];

/** The choices of a field as far as they are known. */
export const optionsOf = (model: AppModel, field: Field): Remote<readonly Option[]> => {
	const {control} = field;

	if (control.kind === 'toggle') {
		return {state: 'loaded', value: toggleOptions, at: model.now};
	}

	if (control.kind !== 'select' && control.kind !== 'multi-select') {
		return idle;
	}

	if (control.options.from === 'static') {
		return {state: 'loaded', value: control.options.options, at: model.now};
	}

	return model.lookedUp[field.key]?.remote ?? idle;
};

/** Whether there is anything to choose from, or may be soon. */
export const isChoosable = (model: AppModel, field: Field): boolean => {
	const {control} = field;

	if (control.kind === 'toggle') {
		return true;
	}

	if (control.kind !== 'select' && control.kind !== 'multi-select') {
		return false;
	}

	const options = optionsOf(model, field);

	return options.state === 'loaded'
		? options.value.some(option => option.disabled === undefined) || !control.canType
		: options.state !== 'failed';
};

/** An answer as a person reads it: the labels of the options where it has some, a number with its unit. */
export const answerText = (model: AppModel, field: Field, raw: string): string | Text | undefined => {
	const {control} = field;
	const options = optionsOf(model, field);
	const labelOf = (value: string) =>
		options.state === 'loaded' ? options.value.find(option => option.value === value)?.label : undefined;

	if (control.kind === 'multi-select') {
		return readValues(raw)
			.map(value => {
				const label = labelOf(value);
				return typeof label === 'string' ? label : value;
			})
			.join(', ');
	}

	const unit = control.kind === 'number' || control.kind === 'select' ? control.unit : undefined;
	return labelOf(raw) ?? (unit === undefined ? raw : {id: unit, values: {value: raw}});
};
