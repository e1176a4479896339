/** The keys of the steps that show rows. */
import {subjectOf} from '../check/verdict.js';
import {writeValues} from '../field/value-list.js';
import {text} from '../text-token.js';
import {forgetFacts} from './ask-what-is-missing.js';
import {changeAnswers} from './change-answers.js';
import {type AppUpdate} from './command.js';
import {followVersion} from './follow-version.js';
import {type AppModel, type StepScreen} from './model.js';
import {markedMends, rowsOf, rowToAttend, whyNotReady, type StepRow} from './select-rows.js';
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
			if (isMarking && row.isMarked) {
				return mark(
					withScreen(model, {}),
					markedMends(model).filter(id => id !== row.id),
				);
			}

			const [marked, commands] = mark(withScreen(model, {}), [...markedMends(model), row.id]);
			// Enter takes the row and goes on, to what is still open or to the step's own act; Space stays.
			return [isMarking ? marked : withScreen(marked, {row: rowToAttend(rowsOf(marked, step))}), commands];
		}

		case 'answer': {
			return [enterStep(model, row.stepId, row.key), []];
		}

		case 'check': {
			if (!row.check.answers) {
				return isMarking ? [model, []] : stay(model, rows, row);
			}

			const [changed, commands] = changeAnswers(model, followVersion(model, row.check.answers));
			return [withScreen(changed, {row: 0, notice: text('wizard.forecast.applied')}), commands];
		}

		case 'verdict': {
			return isMarking ? [model, []] : stay(model, rows, row);
		}

		case undefined: {
			return [model, []];
		}
	}
};

/** Enter on a row with nothing to take: what stands in the way says so, the others lead on to what does. */
const stay = (model: AppModel, rows: readonly StepRow[], row: StepRow): AppUpdate => {
	const notice = whyNotReady([row], model.isDemo);
	return [withScreen(model, notice ? {notice} : {row: rowToAttend(rows)}), []];
};

/** Marks mends; the last one of a subject counts. */
const mark = (model: AppModel, ids: readonly string[]): AppUpdate =>
	changeAnswers(model, {
		groupMends: writeValues([...new Map(ids.map(id => [subjectOf(id), id])).values()]),
	});

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

			// What mends a misfit, where there is but one way; the rest is a matter of choice.
			const mends = rows.flatMap((row, index) => {
				const before = rows[index - 1];
				return row.kind === 'mend' &&
					before?.kind === 'verdict' &&
					before.level !== 'pass' &&
					rows[index + 1]?.kind !== 'mend'
					? [row.id]
					: [];
			});
			const [marked, commands] = mark(withScreen(model, {}), action === 'mark-all' ? mends : []);
			return [withScreen(marked, {row: rowToAttend(rowsOf(marked, step))}), commands];
		}

		case 'refresh': {
			return [withScreen(forgetFacts(model), {row: 0, notice: text('wizard.looking-again')}), []];
		}

		default: {
			return undefined;
		}
	}
};
