/** Walking through fields and steps: back at will, forward only from a step whose answers stand. */
import {suggestedAnswer} from '../field/draft.js';
import {type Step} from '../flow/flow.js';
import {type Remote} from '../remote.js';
import {text, type Text} from '../text-token.js';
import {askIdentityAgain, forgetFacts} from './ask-what-is-missing.js';
import {changeAnswers, savedAnswers} from './change-answers.js';
import {type AppUpdate} from './command.js';
import {type AppModel, type StepScreen} from './model.js';
import {isDraftKept} from './leave.js';
import {answersOf, whyInvalid} from './select-answers.js';
import {lookUpGrounds} from './select-grounds.js';
import {isQueried} from './select-options.js';
import {rowsOf, rowToAttend, whyNotReady} from './select-rows.js';
import {fieldsOf, firstInvalid, furthestStep, stepOf, stepScreenOf, stepsOf} from './select-steps.js';
import {goAfter, stepBefore} from './step-order.js';
import {enterStep, withScreen} from './step-screen.js';
import {perform} from './update-operations.js';

/** Back, from an invalid step too; before the first step lies the start screen. */
export const goBack = (model: AppModel): AppUpdate => {
	const {screen} = model;

	if (screen.kind !== 'step') {
		return [model, []];
	}

	const before = stepBefore(model, screen.stepId);

	if (before) {
		return [enterStep(model, before.id), []];
	}

	return model.start.kind === 'setup'
		? [{...model, ...(isDraftKept(model) && {offered: {answers: model.draft}}), screen: {kind: 'start', row: 0}}, []]
		: [model, []];
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

/** The first question without an answer takes what stands proposed in its row, if that has been looked up already. */
const takeProposals = (model: AppModel, step: Step): {readonly taken: AppModel; readonly isWaiting: boolean} => {
	const field = fieldsOf(model, step).find(one => whyInvalid(model, one) !== undefined);
	const isUnanswered = field !== undefined && (answersOf(model)[field.key] ?? '') === '' && isQueried(field);

	if (!isUnanswered) {
		return {taken: model, isWaiting: false};
	}

	const known = model.lookedUp[field.key];

	// An answer given just now may ask for the choices anew.
	if (known?.askedFor !== lookUpGrounds(model, field) || known.remote.state === 'loading') {
		return {taken: model, isWaiting: true};
	}

	const proposed = known.remote.state === 'loaded' ? suggestedAnswer(field, known.remote.value) : undefined;
	return {
		taken: proposed === undefined ? model : changeAnswers(model, {[field.key]: proposed})[0],
		isWaiting: false,
	};
};

/** Forward: only from a step whose answers stand. Writes of the step are made on the way. */
export const goForward = (model: AppModel): AppUpdate => {
	const {screen} = model;

	if (screen.kind !== 'step') {
		return [model, []];
	}

	const step = stepOf(model, screen.stepId);
	const {taken, isWaiting} = takeProposals(model, step);

	if (taken !== model) {
		const [gone, commands] = goForward(taken);
		return [gone, [{type: 'save-draft', answers: savedAnswers(taken.draft)}, ...commands]];
	}

	const invalid = firstInvalid(model, step);

	if (invalid && fieldsOf(model, step).some(field => field.key === invalid.key)) {
		return isWaiting
			? [withScreen(model, {notice: text('wizard.look-up.wait'), waiting: 'next-step'}), []]
			: [enterStep(model, step.id, invalid.key, invalid.why), []];
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

const goRow = (model: AppModel, screen: StepScreen, step: Step): AppUpdate => {
	const rows = rowsOf(model, step);
	const [go] = rows;

	if (go?.kind !== 'go' || !go.isReady) {
		if (model.facts.remote.state === 'failed') {
			return [withScreen(forgetFacts(model), {}), []];
		}

		const notice = whyNotReady(rows, model.isDemo) ?? (go?.kind === 'go' ? go.text : undefined);
		return [withScreen(model, {row: rowToAttend(rows), ...(notice && {notice})}), []];
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

export const moveFocus = (model: AppModel, screen: StepScreen, direction: 1 | -1): AppUpdate => {
	const fields = fieldsOf(model, stepOf(model, screen.stepId));
	const index = fields.findIndex(field => field.key === screen.focus);
	const next = fields[index + direction];

	if (next) {
		return [enterStep(model, screen.stepId, next.key), []];
	}

	return direction === 1 ? goForward(model) : goBack(model);
};

/**
 * The answer stands: to the next field, or to the next step. With a profile only what changes from run to run is
 * walked through; the other fields are there for the arrows.
 */
export const goOn = (model: AppModel, screen: StepScreen): AppUpdate => {
	const fields = fieldsOf(model, stepOf(model, screen.stepId));
	const next = fields
		.slice(fields.findIndex(field => field.key === screen.focus) + 1)
		.find(field => model.flowId !== 'express' || (field.persist === 'never' && field.isOptional !== true));
	return next ? [enterStep(model, screen.stepId, next.key), []] : goForward(model);
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
