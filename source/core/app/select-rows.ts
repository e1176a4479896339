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
	| {readonly kind: 'verdict'; readonly id: string; readonly level: Level; readonly text: Text; readonly reason: Text}
	| {readonly kind: 'mend'; readonly id: string; readonly text: Text; readonly isMarked: boolean}
	| {readonly kind: 'answer'; readonly key: string; readonly stepId: StepId; readonly isStale: boolean}
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
					isStale: model.stale.includes(field.key),
				}),
			),
		);

const verdictRows = (model: AppModel): readonly StepRow[] => {
	const {remote} = model.facts;

	if (remote.state !== 'loaded') {
		return [{kind: 'go', text: text('wizard.verdict.judging'), isReady: false}];
	}

	const marked = markedMends(model);
	const verdicts = judgeGroup(remote.value);
	const isUnfit = verdicts.some(
		verdict => verdict.level === 'fail' && !(verdict.mend !== undefined && marked.includes(verdict.mend.id)),
	);
	const go: StepRow =
		marked.length > 0
			? {kind: 'go', text: text('wizard.verdict.mend', {count: marked.length}), isReady: !isUnfit}
			: {kind: 'go', text: text(isUnfit ? 'wizard.verdict.unfit' : 'wizard.verdict.fit'), isReady: !isUnfit};

	return [
		go,
		...verdicts.flatMap((verdict): readonly StepRow[] => [
			{kind: 'verdict', id: verdict.id, level: verdict.level, text: verdict.text, reason: verdict.reason},
			...[...(verdict.mend ? [verdict.mend] : []), ...(verdict.choices ?? [])].map(
				(mend): StepRow => ({kind: 'mend', id: mend.id, text: mend.text, isMarked: marked.includes(mend.id)}),
			),
		]),
	];
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
