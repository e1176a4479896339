/** Answering the focused field: from a list, by typing, or in the editor of the person. */
import {editList, type ListEdit, type OptionList} from '../editor/option-list.js';
import {cleanInput, editBuffer, textOf, toBuffer, type BufferEdit} from '../editor/text-buffer.js';
import {validateField} from '../field/draft.js';
import {type Field} from '../field/field.js';
import {writeValues} from '../field/value-list.js';
import {fieldOf} from '../flow/registry.js';
import {type Result} from '../problem.js';
import {text} from '../text-token.js';
import {changeAnswers} from './change-answers.js';
import {type AppUpdate} from './command.js';
import {openEditor} from './field-editor.js';
import {type AppModel, type FieldEditor, type StepScreen} from './model.js';
import {answersOf, whyInvalid} from './select-answers.js';
import {isChoosable, optionsOf} from './select-options.js';
import {fieldsOf, stepOf} from './select-steps.js';
import {withScreen} from './step-screen.js';
import {goOn, moveFocus} from './walk.js';

/** Rows that one page of a list moves by; the window may be smaller or larger. */
const pageSize = 8;

export const accept = (model: AppModel, screen: StepScreen, field: Field, raw: string): AppUpdate => {
	const [changed, commands] = changeAnswers(model, {[field.key]: raw});
	const why = whyInvalid(changed, field);

	if (why) {
		return [withScreen(changed, {notice: why}), commands];
	}

	const [next, more] = goOn(changed, screen);
	return [next, [...commands, ...more]];
};

const acceptList = (model: AppModel, screen: StepScreen, field: Field, list: OptionList): AppUpdate => {
	// Before the first frame nothing was asked yet; it will be.
	if (['idle', 'loading'].includes(optionsOf(model, field).state)) {
		return [withScreen(model, {notice: text('wizard.look-up.wait'), waiting: 'accept'}), []];
	}

	if (list.isMultiple) {
		// Enter on a row with nothing marked means that row, where an answer is needed.
		const values =
			list.marked.length === 0 && field.isOptional !== true && list.cursor !== undefined ? [list.cursor] : list.marked;
		return accept(model, screen, field, writeValues(values));
	}

	if (list.cursor === undefined) {
		return field.isOptional
			? accept(model, screen, field, '')
			: [
					withScreen(model, {
						notice: text(list.options.length > 0 ? 'wizard.look-up.move' : 'wizard.look-up.nothing'),
					}),
					[],
				];
	}

	return accept(model, screen, field, list.cursor);
};

export const editText = (model: AppModel, screen: StepScreen, edit: BufferEdit): AppUpdate => {
	const {editor} = screen;

	if (editor.kind === 'list' && editor.filter) {
		const filter = editBuffer(editor.filter, edit);
		const list = editList(editor.list, {kind: 'filter', text: textOf(filter)});
		return [withScreen(model, {editor: {kind: 'list', list, filter}}), []];
	}

	if (editor.kind !== 'text' || screen.focus === undefined) {
		return [model, []];
	}

	const buffer = editBuffer(editor.buffer, edit);
	const [changed, commands] =
		textOf(buffer) === textOf(editor.buffer) ? [model, []] : changeAnswers(model, {[screen.focus]: textOf(buffer)});
	return [withScreen(changed, {editor: {kind: 'text', buffer}}), commands];
};

const moveInList = (model: AppModel, screen: StepScreen, edit: ListEdit): AppUpdate => {
	const {editor} = screen;

	if (editor.kind !== 'list') {
		return [model, []];
	}

	const list = editList(editor.list, edit);
	const next = withScreen(model, {editor: {...editor, list}});

	// Marks are answers at once; a cursor is not one before Enter.
	return list.marked !== editor.list.marked && screen.focus !== undefined
		? changeAnswers(next, {[screen.focus]: writeValues(list.marked)})
		: [next, []];
};

const listEdits: Readonly<Record<string, ListEdit>> = {
	up: {kind: 'previous'},
	down: {kind: 'next'},
	'page-up': {kind: 'page-up', size: pageSize},
	'page-down': {kind: 'page-down', size: pageSize},
	first: {kind: 'first'},
	last: {kind: 'last'},
	mark: {kind: 'toggle-mark'},
	'mark-all': {kind: 'mark-all'},
	'mark-none': {kind: 'mark-none'},
};

/** The actions of fields that are chosen from a list. */
export const actInList = (
	model: AppModel,
	screen: StepScreen,
	field: Field,
	editor: Extract<FieldEditor, {readonly kind: 'list'}>,
	action: string,
): AppUpdate | undefined => {
	const edit = listEdits[action];

	if (edit) {
		return moveInList(model, screen, edit);
	}

	switch (action) {
		case 'accept': {
			const {filter: _, ...rest} = editor;

			// Enter in the filter of a list of several goes back to the list, where marks are set.
			return editor.filter && editor.list.isMultiple
				? [withScreen(model, {editor: rest}), []]
				: acceptList(model, screen, field, editor.list);
		}

		case 'filter': {
			return [withScreen(model, {editor: {...editor, filter: toBuffer(editor.list.filter)}}), []];
		}

		case 'back': {
			if (editor.filter === undefined && editor.list.filter === '') {
				return undefined;
			}

			// Given up while it is typed, a filter leaves no trace: the cursor is where it was before.
			return editor.filter === undefined
				? [
						withScreen(model, {
							editor: {kind: 'list', list: editList(editor.list, {kind: 'filter', text: ''})},
						}),
						[],
					]
				: [withScreen(model, {editor: openEditor(model, field)}), []];
		}

		case 'type-value': {
			const {control} = field;
			const canType = (control.kind === 'select' || control.kind === 'multi-select') && control.canType;
			const buffer = toBuffer(model.draft[field.key] ?? '');
			return [
				canType
					? withScreen(model, {editor: {kind: 'text', buffer}})
					: withScreen(model, {notice: text('wizard.look-up.choose-only')}),
				[],
			];
		}

		default: {
			return undefined;
		}
	}
};

/** The actions of fields that are typed. */
export const actInText = (
	model: AppModel,
	screen: StepScreen,
	field: Field,
	editor: Extract<FieldEditor, {readonly kind: 'text'}>,
	action: string,
): AppUpdate | undefined => {
	switch (action) {
		case 'accept': {
			return accept(model, screen, field, textOf(editor.buffer));
		}

		case 'up': {
			return moveFocus(model, screen, -1);
		}

		case 'down': {
			const fields = fieldsOf(model, stepOf(model, screen.stepId));
			return fields.at(-1)?.key === field.key ? [model, []] : moveFocus(model, screen, 1);
		}

		case 'back': {
			// From typing by hand back to the list that it was opened from.
			return isChoosable(model, field) ? [withScreen(model, {editor: openEditor(model, field)}), []] : undefined;
		}

		default: {
			return undefined;
		}
	}
};

/** A document came back from the person's editor. */
export const takeDocument = (model: AppModel, key: string, result: Result<string>): AppUpdate => {
	if (!result.isOk) {
		return [withScreen(model, {problem: result.problem}), []];
	}

	const [changed, commands] = changeAnswers(model, {[key]: cleanInput(result.value, true)});
	const why = validateField(fieldOf(key), answersOf(changed));
	return [withScreen(changed, {...(why && {notice: why})}), commands];
};
