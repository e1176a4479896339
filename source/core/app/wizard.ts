/** The steps: walking through fields and rows, answering, going on and back. */
import {editBuffer, cleanInput, textOf, toBuffer, type BufferEdit} from '../editor/text-buffer.js';
import {
	editList,
	reloadOptions,
	shownOptions,
	toOptionList,
	type ListEdit,
	type OptionList,
} from '../editor/option-list.js';
import {staleKeys, validateField} from '../field/draft.js';
import {type Draft, type Field, type Option} from '../field/field.js';
import {readValues, writeValues} from '../field/value-list.js';
import {type Step, type StepId} from '../flow/flow.js';
import {operationsOf} from '../flow/operations.js';
import {fieldOf} from '../flow/registry.js';
import {type Result} from '../problem.js';
import {type Remote} from '../remote.js';
import {text, type Text} from '../text-token.js';
import {type AppCommand} from './command.js';
import {type AppModel, type FieldEditor, type StepScreen} from './model.js';
import {
	answersOf,
	factGrounds,
	fieldsOf,
	firstInvalid,
	flowOf,
	furthestStep,
	isChoosable,
	isQueried,
	lookUpGrounds,
	markedMends,
	optionsOf,
	savedAnswers,
	placeGrounds,
	rowsOf,
	stepOf,
	stepScreenOf,
	stepsOf,
	whyInvalid,
} from './select.js';

export type AppUpdate = readonly [AppModel, readonly AppCommand[]];

/** Rows that one page of a list moves by; the window may be smaller or larger. */
const pageSize = 8;

const focusedField = (model: AppModel, screen: StepScreen): Field | undefined =>
	fieldsOf(model, stepOf(model, screen.stepId)).find(field => field.key === screen.focus);

/** What was typed is offered as a row too, where the look-up does not know it. */
const withTyped = (options: readonly Option[], values: readonly string[]): readonly Option[] => [
	...values
		.filter(value => value !== '' && !options.some(option => option.value === value))
		.map((value): Option => ({value, label: value, hint: text('wizard.typed')})),
	...options,
];

const listOf = (model: AppModel, field: Field): OptionList => {
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
const openEditor = (model: AppModel, field: Field | undefined): FieldEditor => {
	if (!field || field.control.kind === 'document') {
		return {kind: 'none'};
	}

	return isChoosable(model, field)
		? {kind: 'list', list: listOf(model, field)}
		: {kind: 'text', buffer: toBuffer(answersOf(model)[field.key] ?? '')};
};

const focusOn = (model: AppModel, stepId: StepId, key: string | undefined, notice?: Text): AppModel => {
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

/** Shows a step, on its first field or on the one named. */
export const enterStep = (model: AppModel, stepId: StepId, key?: string, notice?: Text): AppModel =>
	focusOn(model, stepId, key, notice);

/** Changes answers; what was built on the old ones is marked, not wiped. */
export const changeAnswers = (model: AppModel, changes: Draft): AppUpdate => {
	const draft = {...model.draft, ...changes};
	const isSame = Object.entries(changes).every(([key, value]) => model.draft[key] === value);
	const confirmed = new Set(Object.keys(changes));

	if (isSame) {
		return [{...model, stale: model.stale.filter(key => !confirmed.has(key))}, []];
	}

	const stale = new Set([...model.stale, ...staleKeys(model.draft, draft)].filter(key => !confirmed.has(key)));
	return [{...model, draft, stale: [...stale]}, [{type: 'save-draft', answers: savedAnswers(draft)}]];
};

const withScreen = (model: AppModel, changes: Partial<StepScreen>): AppModel => {
	const {screen} = model;

	if (screen.kind !== 'step') {
		return model;
	}

	const {notice: _, problem: __, ...rest} = screen;
	return {...model, screen: {...rest, ...changes}};
};

const indexOfStep = (steps: readonly Step[], all: readonly Step[], id: StepId): number => {
	const index = steps.findIndex(step => step.id === id);

	if (index !== -1) {
		return index;
	}

	// The step is no longer asked (what it creates now exists): its place is before the next one that is.
	const place = all.findIndex(step => step.id === id);
	const next = steps.findIndex(step => all.indexOf(step) > place);
	return (next === -1 ? steps.length : next) - 0.5;
};

/** The step after this one, as the answers now stand. */
const stepAfter = (model: AppModel, id: StepId): Step | undefined => {
	const steps = stepsOf(model);
	return steps[Math.floor(indexOfStep(steps, flowOf(model).steps, id) + 1)];
};

const stepBefore = (model: AppModel, id: StepId): Step | undefined => {
	const steps = stepsOf(model);
	return steps[Math.ceil(indexOfStep(steps, flowOf(model).steps, id) - 1)];
};

/** Back, from an invalid step too; before the first step lies the start screen. */
const goBack = (model: AppModel): AppUpdate => {
	const {screen} = model;

	if (screen.kind !== 'step') {
		return [model, []];
	}

	const before = stepBefore(model, screen.stepId);

	if (before) {
		return [enterStep(model, before.id), []];
	}

	return model.start.kind === 'setup' ? [{...model, screen: {kind: 'start', row: 0}}, []] : [model, []];
};

/** Why an identity step cannot be left yet. */
const identityNotice = (model: AppModel): Text | undefined => {
	const remotes: ReadonlyArray<Remote<unknown>> = [model.aws, model.spot];

	if (remotes.some(remote => remote.state === 'idle' || remote.state === 'loading')) {
		return text('wizard.identity.wait');
	}

	// Without the right to ask who one is, one may still do the rest.
	const isSignedOut = remotes.some(
		remote => remote.state === 'failed' && ['auth', 'input', 'network'].includes(remote.problem.kind),
	);
	return isSignedOut ? text('wizard.identity.sign-in') : undefined;
};

const isIdentityLost = (model: AppModel): boolean => model.aws.state === 'failed' || model.spot.state === 'failed';

/** Asks who and where we are again. */
const askIdentityAgain = (model: AppModel): AppModel => {
	const {identityAskedFor: _, ...rest} = model;
	return rest;
};

const perform = (model: AppModel, screen: StepScreen, step: Step): AppUpdate | undefined => {
	const operations = operationsOf(step, answersOf(model));
	const [first] = operations;

	if (!first) {
		return undefined;
	}

	const request = model.requests + 1;
	return [
		{...model, requests: request, screen: {kind: 'performing', from: screen, operations, done: 0, request}},
		[{type: 'perform-operation', request, operation: first.operation, draft: answersOf(model)}],
	];
};

/** Forward: only from a step whose answers stand. Writes of the step are made on the way. */
const goForward = (model: AppModel): AppUpdate => {
	const {screen} = model;

	if (screen.kind !== 'step') {
		return [model, []];
	}

	const step = stepOf(model, screen.stepId);
	const invalid = firstInvalid(model, step);

	if (invalid && fieldsOf(model, step).some(field => field.key === invalid.key)) {
		return [enterStep(model, step.id, invalid.key, invalid.why), []];
	}

	if (step.kind === 'identity') {
		const notice = identityNotice(model);

		if (notice) {
			const next = withScreen(model, {notice});
			return [isIdentityLost(model) ? askIdentityAgain(next) : next, []];
		}
	}

	if (step.kind === 'verdict' || step.kind === 'forecast') {
		return goRow(model, screen, step);
	}

	return perform(model, screen, step) ?? goAfter(model, screen.stepId);
};

/** To the step after; after the last one there is nothing. */
export const goAfter = (model: AppModel, id: StepId): AppUpdate => {
	const next = stepAfter(model, id);
	return [next ? enterStep(model, next.id) : model, []];
};

const goRow = (model: AppModel, screen: StepScreen, step: Step): AppUpdate => {
	const [go] = rowsOf(model, step);

	if (go?.kind !== 'go' || !go.isReady) {
		if (model.facts.remote.state === 'failed') {
			return [withScreen(forgetFacts(model), {}), []];
		}

		return [withScreen(model, {...(go?.kind === 'go' && {notice: go.text})}), []];
	}

	if (step.kind === 'forecast') {
		return model.facts.remote.state === 'loaded'
			? [
					{...model, screen: {kind: 'starting', from: screen}},
					[
						{
							type: 'start-run',
							draft: answersOf(model),
							facts: model.facts.remote.value,
							...(model.profile && {profileName: model.profile.name}),
						},
					],
				]
			: [model, []];
	}

	return perform(model, screen, step) ?? goAfter(model, step.id);
};

const actOnRow = (model: AppModel, screen: StepScreen, isMarking: boolean): AppUpdate => {
	const step = stepOf(model, screen.stepId);
	const rows = rowsOf(model, step);
	const row = rows[Math.min(screen.row, rows.length - 1)];

	switch (row?.kind) {
		case 'go': {
			return isMarking ? [model, []] : goForward(model);
		}

		case 'mend': {
			const marked = markedMends(model);
			return changeAnswers(withScreen(model, {}), {
				groupMends: writeValues(row.isMarked ? marked.filter(id => id !== row.id) : [...marked, row.id]),
			});
		}

		case 'answer': {
			return [enterStep(model, row.stepId, row.key), []];
		}

		case 'check': {
			if (!row.check.answers) {
				const isWrong = row.check.level === 'fail' || row.check.level === 'warn';
				return [isWrong ? withScreen(model, {notice: text('wizard.forecast.elsewhere')}) : model, []];
			}

			const [changed, commands] = changeAnswers(model, row.check.answers);
			return [withScreen(changed, {row: 0, notice: text('wizard.forecast.applied')}), commands];
		}

		case 'verdict':
		case undefined: {
			return [model, []];
		}
	}
};

/** Facts are gathered anew by the next look at the step. */
export const forgetFacts = (model: AppModel): AppModel => ({
	...model,
	facts: {askedFor: '', remote: {state: 'idle'}},
});

const moveFocus = (model: AppModel, screen: StepScreen, direction: 1 | -1): AppUpdate => {
	const fields = fieldsOf(model, stepOf(model, screen.stepId));
	const index = fields.findIndex(field => field.key === screen.focus);
	const next = fields[index + direction];

	if (next) {
		return [focusOn(model, screen.stepId, next.key), []];
	}

	return direction === 1 ? goForward(model) : goBack(model);
};

/** The answer stands: to the next field, or to the next step. */
const goOn = (model: AppModel, screen: StepScreen): AppUpdate => {
	const fields = fieldsOf(model, stepOf(model, screen.stepId));
	const next = fields[fields.findIndex(field => field.key === screen.focus) + 1];
	return next ? [focusOn(model, screen.stepId, next.key), []] : goForward(model);
};

const accept = (model: AppModel, screen: StepScreen, field: Field, raw: string): AppUpdate => {
	const [changed, commands] = changeAnswers(model, {[field.key]: raw});
	const why = whyInvalid(changed, field);

	if (why) {
		return [withScreen(changed, {notice: why}), commands];
	}

	const [next, more] = goOn(changed, screen);
	return [next, [...commands, ...more]];
};

const acceptList = (model: AppModel, screen: StepScreen, field: Field, list: OptionList): AppUpdate => {
	if (optionsOf(model, field).state === 'loading') {
		return [withScreen(model, {notice: text('wizard.look-up.wait')}), []];
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

const editText = (model: AppModel, screen: StepScreen, edit: BufferEdit): AppUpdate => {
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

const textEdits: Readonly<Record<string, BufferEdit>> = {
	'text-left': {kind: 'move-left'},
	'text-right': {kind: 'move-right'},
	'text-start': {kind: 'move-to-start'},
	'text-end': {kind: 'move-to-end'},
	'text-word-left': {kind: 'move-word-left'},
	'text-word-right': {kind: 'move-word-right'},
	'text-delete-before': {kind: 'delete-before'},
	'text-delete-after': {kind: 'delete-after'},
	'text-delete-word-before': {kind: 'delete-word-before'},
	'text-kill-before': {kind: 'kill-before'},
	'text-kill-after': {kind: 'kill-after'},
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
const actInList = (
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

			const list = editList(editor.list, {kind: 'filter', text: ''});
			return [withScreen(model, {editor: {kind: 'list', list}}), []];
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
const actInText = (
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

/** The actions of steps that show rows. */
const actOnRows = (model: AppModel, screen: StepScreen, action: string): AppUpdate | undefined => {
	const step = stepOf(model, screen.stepId);
	const rows = rowsOf(model, step);
	const last = Math.max(0, rows.length - 1);
	const move = (row: number): AppUpdate => [withScreen(model, {row: Math.max(0, Math.min(last, row))}), []];

	switch (action) {
		case 'up':
		case 'previous-field': {
			return screen.row === 0 && action === 'previous-field' ? goBack(model) : move(screen.row - 1);
		}

		case 'down':
		case 'next-field': {
			return move(screen.row + 1);
		}

		case 'first': {
			return move(0);
		}

		case 'last': {
			return move(last);
		}

		case 'go': {
			return actOnRow(model, screen, false);
		}

		case 'mark': {
			return actOnRow(model, screen, true);
		}

		case 'mark-all':
		case 'mark-none': {
			if (step.kind !== 'verdict') {
				return [model, []];
			}

			// What mends a misfit, and none of the choices that are a matter of taste.
			const mends = rows.flatMap((row, index) => {
				const before = rows[index - 1];
				return row.kind === 'mend' && before?.kind === 'verdict' && before.level !== 'pass' ? [row.id] : [];
			});
			return changeAnswers(withScreen(model, {}), {groupMends: writeValues(action === 'mark-all' ? mends : [])});
		}

		case 'refresh': {
			return [withScreen(forgetFacts(model), {row: 0}), []];
		}

		default: {
			return undefined;
		}
	}
};

const refreshField = (model: AppModel, field: Field): AppModel => {
	const {[field.key]: _, ...lookedUp} = model.lookedUp;
	return {...model, lookedUp};
};

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
			const next = {...model, draft, stale: model.stale.filter(key => key !== field.key)};
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

/** A document came back from the person's editor. */
export const takeDocument = (model: AppModel, key: string, result: Result<string>): AppUpdate => {
	if (!result.isOk) {
		return [withScreen(model, {problem: result.problem}), []];
	}

	const [changed, commands] = changeAnswers(model, {[key]: cleanInput(result.value, true)});
	const why = validateField(fieldOf(key), answersOf(changed));
	return [withScreen(changed, {...(why && {notice: why})}), commands];
};

/** Steps of the jump menu may be entered back at will and forward as far as the answers carry. */
export const jumpTo = (model: AppModel, index: number): AppUpdate => {
	const step = stepsOf(model)[index];

	if (!step) {
		return [model, []];
	}

	const under = stepScreenOf(model.screen);
	const here = stepsOf(model).findIndex(one => one.id === under?.stepId);
	const limit = Math.max(furthestStep(model), here);

	if (index <= limit) {
		return [enterStep(model, step.id), []];
	}

	const blocked = stepsOf(model)[limit];
	const invalid = blocked && firstInvalid(model, blocked);
	return [enterStep(model, blocked?.id ?? step.id, invalid?.key, invalid?.why ?? text('wizard.jump.not-yet')), []];
};

const refreshEditor = (model: AppModel): AppModel => {
	const {screen} = model;

	if (screen.kind !== 'step') {
		return model;
	}

	const fields = fieldsOf(model, stepOf(model, screen.stepId));
	const field = fields.find(one => one.key === screen.focus);

	if (!field) {
		const [first] = fields;
		return first ? focusOn(model, screen.stepId, first.key) : model;
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

const sameOptions = (one: readonly Option[], other: readonly Option[]): boolean =>
	one.length === other.length &&
	one.every((option, index) => {
		const partner = other[index];
		return option === partner || (option.value === partner?.value && option.label === partner.label);
	});

/**
 * What the step on the screen needs to know and has not asked for: the identity, the choices of its fields, the facts
 * its verdicts are made from. Run after every message, so that no change of an answer can be forgotten.
 */
export const askWhatIsMissing = (before: AppModel): AppUpdate => {
	let model = refreshEditor(before);
	const screen = stepScreenOf(model.screen);
	const commands: AppCommand[] = [];

	if (screen === undefined && model.screen.kind !== 'start') {
		return [model, commands];
	}

	const place = placeGrounds(model);

	if (model.identityAskedFor !== place) {
		const request = model.requests + 1;
		model = {
			...model,
			requests: request,
			identityAskedFor: place,
			aws: {state: 'loading', request},
			spot: {state: 'loading', request},
		};
		commands.push({type: 'identify', request, draft: answersOf(model)});
	}

	if (screen === undefined) {
		return [model, commands];
	}

	const step = stepOf(model, screen.stepId);

	for (const field of fieldsOf(model, step)) {
		if (!isQueried(field)) {
			continue;
		}

		const grounds = lookUpGrounds(model, field);

		if (model.lookedUp[field.key]?.askedFor === grounds) {
			continue;
		}

		const request = model.requests + 1;
		model = {
			...model,
			requests: request,
			lookedUp: {...model.lookedUp, [field.key]: {askedFor: grounds, remote: {state: 'loading', request}}},
		};
		commands.push({
			type: 'look-up-options',
			key: field.key,
			query: field.control.options.query,
			request,
			draft: answersOf(model),
		});
	}

	if (step.kind === 'verdict' || step.kind === 'forecast') {
		const grounds = factGrounds(model);

		if (model.facts.askedFor !== grounds) {
			const request = model.requests + 1;
			model = {...model, requests: request, facts: {askedFor: grounds, remote: {state: 'loading', request}}};
			commands.push({type: 'gather-facts', request, draft: answersOf(model)});
		}
	}

	return [refreshEditor(model), commands];
};

/** Rows of the list that the filter leaves; for the views' counters. */
export const countShown = (list: OptionList): number => shownOptions(list).length;
