/** The rows of the steps that show rows: verdicts and mends, the review, the checks before the start. */
import {forecast} from '../check/forecast.js';
import {preflight} from '../check/preflight.js';
import {type CheckResult} from '../check/check-result.js';
import {matchTags} from '../check/tag-matcher.js';
import {judgeGroup, type Level} from '../check/verdict.js';
import {visibleFields} from '../field/draft.js';
import {readValues} from '../field/value-list.js';
import {type Step, type StepId} from '../flow/flow.js';
import {text, type Text} from '../text-token.js';
import {type AppModel} from './model.js';
import {answersOf} from './select-answers.js';
import {stepsOf} from './select-steps.js';

/** A row of a step that shows rows. `go` is the step's own act and always the first that can be chosen. */
export type StepRow =
	| {readonly kind: 'go'; readonly text: Text; readonly isReady: boolean}
	| {
			readonly kind: 'verdict';
			readonly level: Level;
			readonly text: Text;
			readonly reason: Text;
			/** Stands in the way: a misfit for which no change is marked. */
			readonly isOpen: boolean;
			/** What to do about it where nothing can be marked. */
			readonly next?: Text;
	  }
	| {readonly kind: 'mend'; readonly id: string; readonly text: Text; readonly isMarked: boolean}
	| {readonly kind: 'answer'; readonly key: string; readonly stepId: StepId}
	| {readonly kind: 'check'; readonly check: CheckResult};

/** Marked mends of the verdict step. */
export const markedMends = (model: AppModel): readonly string[] => readValues(model.draft['groupMends'] ?? '');

const answerRows = (model: AppModel, step: Step): readonly StepRow[] =>
	stepsOf(model)
		.filter(other => other.part === step.part && (other.kind === 'form' || other.kind === 'identity'))
		.flatMap(other =>
			visibleFields(other, answersOf(model)).map(
				(field): StepRow => ({
					kind: 'answer',
					key: field.key,
					stepId: other.id,
				}),
			),
		);

const verdictRows = (model: AppModel): readonly StepRow[] => {
	const {remote} = model.facts;

	if (remote.state !== 'loaded') {
		return [{kind: 'go', text: text('wizard.verdict.judging'), isReady: false}];
	}

	const marked = markedMends(model);
	const rows = judgeGroup(remote.value).flatMap(
		({level, text: sentence, reason, mends = [], choices = [], next}): readonly StepRow[] => [
			{
				kind: 'verdict',
				level,
				text: sentence,
				reason,
				isOpen: level === 'fail' && !mends.some(({id}) => marked.includes(id)),
				...(next && {next}),
			},
			...[...mends, ...choices].map(
				(mend): StepRow => ({kind: 'mend', id: mend.id, text: mend.text, isMarked: marked.includes(mend.id)}),
			),
		],
	);
	const open = rows.filter(row => standsInTheWay(row)).length;
	const go =
		open > 0
			? text('wizard.verdict.unfit', {count: open})
			: marked.length > 0
				? text('wizard.verdict.mend', {count: marked.length})
				: text('wizard.verdict.fit');

	return [{kind: 'go', text: go, isReady: open === 0}, ...rows];
};

const standsInTheWay = (row: StepRow): boolean =>
	(row.kind === 'verdict' && row.isOpen) || (row.kind === 'check' && row.check.level === 'fail');

/** Whether Enter on the row does anything: what must be mended elsewhere only says so. */
export const isActionable = (row: StepRow | undefined): boolean =>
	row?.kind === 'go'
		? row.isReady
		: row !== undefined && (!standsInTheWay(row) || (row.kind === 'check' && row.check.answers !== undefined));

/** Where the cursor belongs: on the first row that stands in the way or on what mends it, else on the step's own act. */
export const rowToAttend = (rows: readonly StepRow[]): number => {
	const index = rows.findIndex(row => standsInTheWay(row));
	return index === -1 ? 0 : rows[index + 1]?.kind === 'mend' ? index + 1 : index;
};

/** What is missing before the step's own act, in one sentence. */
export const whyNotReady = (rows: readonly StepRow[], isDemo: boolean): Text | undefined => {
	const row = rows.find(row => standsInTheWay(row));

	if (row?.kind === 'verdict') {
		return row.next
			? text('wizard.verdict.elsewhere', {problem: row.text, next: row.next})
			: text('wizard.verdict.missing', {problem: row.text});
	}

	return row?.kind === 'check' && !row.check.answers
		? text(isDemo ? 'wizard.demo.elsewhere' : 'wizard.forecast.elsewhere')
		: undefined;
};

const levelOrder = {fail: 0, unknown: 1, warn: 2, info: 3, pass: 4} as const;

/** Checks, the troubled ones first. */
export const checksOf = (model: AppModel): readonly CheckResult[] =>
	model.facts.remote.state === 'loaded'
		? preflight(model.facts.remote.value).toSorted((one, other) => levelOrder[one.level] - levelOrder[other.level])
		: [];

const forecastRows = (model: AppModel): readonly StepRow[] => {
	if (model.facts.remote.state !== 'loaded') {
		return [{kind: 'go', text: text('wizard.forecast.looking'), isReady: false}];
	}

	const checks = checksOf(model);
	const failed = checks.filter(check => check.level === 'fail').length;

	return [
		failed > 0
			? {kind: 'go', text: text('wizard.forecast.refused', {count: failed}), isReady: false}
			: {kind: 'go', text: text('wizard.forecast.start'), isReady: true},
		...checks.map((check): StepRow => ({kind: 'check', check})),
	];
};

export const rowsOf = (model: AppModel, step: Step): readonly StepRow[] => {
	switch (step.kind) {
		case 'verdict': {
			return verdictRows(model);
		}

		case 'review': {
			return [{kind: 'go', text: text('wizard.review.create'), isReady: true}, ...answerRows(model, step)];
		}

		case 'forecast': {
			return forecastRows(model);
		}

		case 'identity':
		case 'form': {
			return [];
		}
	}
};

/** The four sets of the guide's tags, once the facts are known. */
export const tagMatchOf = (model: AppModel) =>
	model.facts.remote.state === 'loaded' ? matchTags(model.facts.remote.value) : undefined;

/** Capacity and fleets now, during the deployment and after it. */
export const forecastOf = (model: AppModel) =>
	model.facts.remote.state === 'loaded' ? forecast(model.facts.remote.value) : undefined;
