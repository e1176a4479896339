/** The keys of a step: first its field has them, then its rows, then the step. */
import {cleanInput, toBuffer} from '../editor/text-buffer.js';
import {text} from '../text-token.js';
import {askIdentityAgain, refreshField} from './ask-what-is-missing.js';
import {savedAnswers, withoutKeys} from './change-answers.js';
import {type AppUpdate} from './command.js';
import {openEditor} from './field-editor.js';
import {type AppModel, type StepScreen} from './model.js';
import {answersOf} from './select-answers.js';
import {stepOf} from './select-steps.js';
import {focusedField, withScreen} from './step-screen.js';
import {textEdits} from './text-edits.js';
import {accept, actInList, actInText, editText} from './update-field.js';
import {actOnRows} from './update-rows.js';
import {goBack, goForward, moveFocus} from './walk.js';

/** An action of the keymap on a step. */
export const actOnStep = (model: AppModel, screen: StepScreen, action: string): AppUpdate => {
	const step = stepOf(model, screen.stepId);
	const field = focusedField(model, screen);
	const {editor} = screen;

	if (field && editor.kind === 'list') {
		const update = actInList(model, screen, field, editor, action);

		if (update) {
			return update;
		}
	}

	if (field && editor.kind === 'text') {
		const edit = textEdits[action];
		const update = edit ? editText(model, screen, edit) : actInText(model, screen, field, editor, action);

		if (update) {
			return update;
		}
	}

	if (editor.kind === 'list' && editor.filter && textEdits[action]) {
		return editText(model, screen, textEdits[action]);
	}

	if (step.kind !== 'form' && step.kind !== 'identity') {
		const update = actOnRows(model, screen, action);

		if (update) {
			return update;
		}
	}

	switch (action) {
		case 'accept': {
			return field ? accept(model, screen, field, answersOf(model)[field.key] ?? '') : goForward(model);
		}

		case 'next-field':
		case 'down': {
			return moveFocus(model, screen, 1);
		}

		case 'previous-field':
		case 'up': {
			return moveFocus(model, screen, -1);
		}

		case 'back':
		case 'previous-step': {
			return goBack(model);
		}

		case 'next-step': {
			return goForward(model);
		}

		case 'refresh': {
			const next = step.kind === 'identity' ? askIdentityAgain(model) : model;
			return [field ? withScreen(refreshField(next, field), {}) : next, []];
		}

		case 'reset-answer': {
			if (!field) {
				return [model, []];
			}

			const {[field.key]: _, ...draft} = model.draft;
			const next = {...model, draft, stale: withoutKeys(model.stale, [field.key])};
			return [
				withScreen(next, {editor: openEditor(next, field)}),
				[{type: 'save-draft', answers: savedAnswers(draft)}],
			];
		}

		case 'edit-document': {
			return field?.control.kind === 'document'
				? [
						model,
						[
							{
								type: 'edit-document',
								key: field.key,
								text: answersOf(model)[field.key] ?? '',
								extension: field.control.extension,
							},
						],
					]
				: [model, []];
		}

		default: {
			return [model, []];
		}
	}
};

/** Text typed or pasted on a step. */
export const typeOnStep = (model: AppModel, screen: StepScreen, typed: string): AppUpdate => {
	const {editor} = screen;
	const clean = cleanInput(typed, false);

	if (editor.kind === 'list' && editor.filter === undefined) {
		// A value pasted over a list is an answer typed by hand.
		const field = focusedField(model, screen);
		const [typing] = field ? (actInList(model, screen, field, editor, 'type-value') ?? [model]) : [model];
		const next = typing.screen;

		if (next.kind !== 'step' || next.editor.kind !== 'text') {
			return [typing, []];
		}

		const emptied: StepScreen = {...next, editor: {kind: 'text', buffer: toBuffer('')}};
		const [inserted, commands] = editText({...typing, screen: emptied}, emptied, {kind: 'insert', text: clean});
		return [withScreen(inserted, {notice: text('wizard.typing')}), commands];
	}

	return editText(model, screen, {kind: 'insert', text: clean});
};
