/** The steps that are asked now, their fields, and how far one may go. */
import {visibleFields, visibleSteps} from '../field/draft.js';
import {type Field} from '../field/field.js';
import {type Step, type StepId} from '../flow/flow.js';
import {operationsOf} from '../flow/operations.js';
import {type Text} from '../text-token.js';
import {type AppModel, type Screen, type StepScreen} from './model.js';
import {answersOf, flowOf, whyInvalid} from './select-answers.js';

/** For the views: the flow's name of the present step among all. */
export const stepNumber = (model: AppModel): {readonly number: number; readonly count: number} => {
	const steps = stepsOf(model);
	const screen = stepScreenOf(model.screen);
	const index = steps.findIndex(step => step.id === screen?.stepId);
	return {number: index + 1, count: steps.length};
};

export const stepsOf = (model: AppModel): readonly Step[] => visibleSteps(flowOf(model), answersOf(model));

export const stepOf = (model: AppModel, id: StepId): Step => {
	const {steps} = flowOf(model);
	const step = steps.find(one => one.id === id) ?? steps[0];

	if (!step) {
		throw new Error(`The flow ${model.flowId} has no step`);
	}

	return step;
};

/** The fields that a step asks now. Steps that show rows instead of fields ask none by themselves. */
export const fieldsOf = (model: AppModel, step: Step): readonly Field[] =>
	step.kind === 'form' || step.kind === 'identity' ? visibleFields(step, answersOf(model)) : [];

/** The step screen that is shown or lies under what is shown. */
export const stepScreenOf = (screen: Screen): StepScreen | undefined => {
	if (screen.kind === 'step') {
		return screen;
	}

	return screen.kind === 'help' || screen.kind === 'jump' || screen.kind === 'leave'
		? stepScreenOf(screen.under)
		: undefined;
};

/** The first field of a step that stands in the way, and why. */
export const firstInvalid = (model: AppModel, step: Step): {readonly key: string; readonly why: Text} | undefined => {
	const answers = answersOf(model);

	for (const field of visibleFields(step, answers)) {
		const why = whyInvalid(model, field);

		if (why) {
			return {key: field.key, why};
		}
	}

	return undefined;
};

/** Where an unfinished draft goes on: after the last step whose questions are all answered, or in it. */
export const stepToContinue = (model: AppModel): number => {
	const steps = stepsOf(model);
	let at = 0;

	for (const [index, step] of steps.entries()) {
		const fields = fieldsOf(model, step);

		if (operationsOf(step, answersOf(model)).length > 0) {
			return index;
		}

		if (fields.length === 0) {
			continue;
		}

		const answered = fields.filter(({key}) => model.draft[key] !== undefined).length;

		if (answered < fields.length || firstInvalid(model, step) !== undefined) {
			return answered > 0 ? index : at;
		}

		at = index + 1;
	}

	return Math.min(at, steps.length - 1);
};

/**
 * Index of the last step one may jump to: everything before it is answered, and what it had to create is created.
 * Back is always allowed.
 */
export const furthestStep = (model: AppModel): number => {
	const steps = stepsOf(model);
	const answers = answersOf(model);
	const blocked = steps.findIndex(
		step =>
			!model.reached.includes(step.id) ||
			firstInvalid(model, step) !== undefined ||
			(step.kind === 'review' && operationsOf(step, answers).length > 0),
	);
	return blocked === -1 ? steps.length - 1 : blocked;
};
