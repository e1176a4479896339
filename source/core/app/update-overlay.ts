/** What lies over a screen: keys, steps, the question whether to leave. */
import {helpRows, type Act} from '../keys/keymap.js';
import {type AppUpdate} from './command.js';
import {detachFromStarting, isRunOpen, leave, leaveWizard} from './leave.js';
import {chosenRow, leaveItems, moveRow} from './menu.js';
import {type AppModel, type Screen} from './model.js';
import {scopeOf} from './select-screen.js';
import {stepScreenOf, stepsOf} from './select-steps.js';
import {actOnRun} from './update-run.js';
import {jumpTo} from './walk.js';

export const openOver = (model: AppModel, action: string): AppUpdate | undefined => {
	const {screen} = model;
	const step = screen.kind === 'leave' ? undefined : stepScreenOf(screen);

	switch (action) {
		case 'switch-language': {
			return [{...model, language: model.language === 'en' ? 'ko' : 'en'}, []];
		}

		case 'redraw': {
			return [model, [{type: 'redraw'}]];
		}

		case 'help': {
			return screen.kind === 'closing' || screen.kind === 'closed' || screen.kind === 'help'
				? [model, []]
				: [{...model, screen: {kind: 'help', under: screen, offset: 0}}, []];
		}

		case 'jump': {
			if (!step || screen.kind !== 'step') {
				return [model, []];
			}

			const row = stepsOf(model).findIndex(one => one.id === step.stepId);
			return [{...model, screen: {kind: 'jump', under: step, row: Math.max(0, row)}}, []];
		}

		case 'leave-now': {
			// The demo writes nothing down: what was typed would be gone.
			if (model.isDemo && step && model.runConfig === undefined && Object.keys(model.draft).length > 0) {
				return [{...model, screen: {kind: 'leave', under: step, row: 0}}, []];
			}

			return screen.kind === 'closing' || screen.kind === 'closed'
				? [model, []]
				: screen.kind === 'help' && screen.under.kind === 'live'
					? actOnRun({...model, screen: screen.under}, {action: 'live-interrupt', key: 'ctrl+c'})
					: isRunOpen(model)
						? detachFromStarting(model)
						: leave(model);
		}

		case 'leave': {
			if (screen.kind === 'start' || screen.kind === 'problem') {
				return leave(model);
			}

			return [screen.kind === 'step' ? {...model, screen: {kind: 'leave', under: screen, row: 0}} : model, []];
		}

		default: {
			return undefined;
		}
	}
};

export const actOnHelp = (
	model: AppModel,
	screen: Extract<Screen, {readonly kind: 'help'}>,
	action: string,
): AppUpdate => {
	switch (action) {
		case 'back':
		case 'close-help': {
			return [{...model, screen: screen.under}, []];
		}

		case 'up':
		case 'page-up':
		case 'down':
		case 'page-down':
		case 'first':
		case 'last': {
			const by = {up: -1, 'page-up': -10, down: 1, 'page-down': 10, first: -Infinity, last: Infinity}[action];
			// The identity, the title and the footer stand round the rows.
			const last = Math.max(0, helpRows(scopeOf({...model, screen: screen.under})).length - (model.rows - 4));
			return [{...model, screen: {...screen, offset: Math.max(0, Math.min(last, screen.offset + by))}}, []];
		}

		default: {
			return [model, []];
		}
	}
};

export const actOnJump = (model: AppModel, screen: Extract<Screen, {readonly kind: 'jump'}>, one: Act): AppUpdate => {
	if (one.action === 'back') {
		return [{...model, screen: screen.under}, []];
	}

	const count = stepsOf(model).length;
	const row = chosenRow(screen.row, count, one);
	return row === undefined
		? [{...model, screen: {...screen, row: moveRow(screen.row, count, one.action)}}, []]
		: jumpTo(model, row);
};

export const actOnLeave = (model: AppModel, screen: Extract<Screen, {readonly kind: 'leave'}>, one: Act): AppUpdate => {
	const items = leaveItems(model);
	const row = one.action === 'back' ? 0 : chosenRow(screen.row, items.length, one);

	if (row === undefined) {
		return [{...model, screen: {...screen, row: moveRow(screen.row, items.length, one.action)}}, []];
	}

	return items[row]?.id === 'leave' ? leaveWizard(model) : [{...model, screen: screen.under}, []];
};
