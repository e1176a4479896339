/** A step on the screen, with the cursor on one of its fields. */
import {reloadOptions} from '../editor/option-list.js';
import {type Field} from '../field/field.js';
import {readValues} from '../field/value-list.js';
import {type StepId} from '../flow/flow.js';
import {type Text} from '../text-token.js';
import {listOf, openEditor, sameOptions, withTyped} from './field-editor.js';
import {type AppModel, type StepScreen} from './model.js';
import {answersOf} from './select-answers.js';
import {isChoosable, optionsOf} from './select-options.js';
import {fieldsOf, stepOf} from './select-steps.js';

export const focusedField = (model: AppModel, screen: StepScreen): Field | undefined =>
	fieldsOf(model, stepOf(model, screen.stepId)).find(field => field.key === screen.focus);

/** Shows a step, on its first field or on the one named. */
export const enterStep = (model: AppModel, stepId: StepId, key?: string, notice?: Text): AppModel => {
	const fields = fieldsOf(model, stepOf(model, stepId));
	const field = fields.find(one => one.key === key) ?? fields[0];

	return {
		...model,
		reached: model.reached.includes(stepId) ? model.reached : [...model.reached, stepId],
		screen: {
			kind: 'step',
			stepId,
			...(field && {focus: field.key}),
			editor: openEditor(model, field),
			...(notice && {notice}),
			row: 0,
		},
	};
};

export const withScreen = (model: AppModel, changes: Partial<StepScreen>): AppModel => {
	const {screen} = model;

	if (screen.kind !== 'step') {
		return model;
	}

	const {notice: _, problem: __, waiting: ___, ...rest} = screen;
	return {...model, screen: {...rest, ...changes}};
};

export const refreshEditor = (model: AppModel): AppModel => {
	const {screen} = model;

	if (screen.kind !== 'step') {
		return model;
	}

	const fields = fieldsOf(model, stepOf(model, screen.stepId));
	const field = fields.find(one => one.key === screen.focus);

	if (!field) {
		const [first] = fields;
		return first ? enterStep(model, screen.stepId, first.key) : model;
	}

	const {editor} = screen;

	if (editor.kind !== 'list') {
		return model;
	}

	if (!isChoosable(model, field)) {
		return {...model, screen: {...screen, editor: openEditor(model, field)}};
	}

	const options = optionsOf(model, field);

	if (options.state !== 'loaded') {
		// The old choices are gone with their grounds.
		return editor.list.options.length === 0
			? model
			: {...model, screen: {...screen, editor: {...editor, list: {...editor.list, options: [], cursor: undefined}}}};
	}

	if (editor.list.options.length === 0) {
		return {...model, screen: {...screen, editor: {...editor, list: listOf(model, field)}}};
	}

	const answer = answersOf(model)[field.key];
	const values = editor.list.isMultiple ? readValues(answer) : [answer ?? ''];
	const known = withTyped(options.value, values);

	return sameOptions(editor.list.options, options.value) || sameOptions(editor.list.options, known)
		? model
		: {...model, screen: {...screen, editor: {...editor, list: reloadOptions(editor.list, known)}}};
};
