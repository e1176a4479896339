/** The keys of the steps that show rows. */
import {writeValues} from '../field/value-list.js';
import {text} from '../text-token.js';
import {forgetFacts} from './ask-what-is-missing.js';
import {changeAnswers} from './change-answers.js';
import {type AppUpdate} from './command.js';
import {type AppModel, type StepScreen} from './model.js';
import {markedMends, rowsOf} from './select-rows.js';
import {stepOf} from './select-steps.js';
import {enterStep, withScreen} from './step-screen.js';
import {goBack, goForward} from './walk.js';

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

/** The actions of steps that show rows. */
export const actOnRows = (model: AppModel, screen: StepScreen, action: string): AppUpdate | undefined => {
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
