/** Which step comes before and after which, as the answers now stand. */
import {type Step, type StepId} from '../flow/flow.js';
import {type AppUpdate} from './command.js';
import {type AppModel} from './model.js';
import {flowOf} from './select-answers.js';
import {stepsOf} from './select-steps.js';
import {enterStep} from './step-screen.js';

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

export const stepBefore = (model: AppModel, id: StepId): Step | undefined => {
	const steps = stepsOf(model);
	return steps[Math.ceil(indexOfStep(steps, flowOf(model).steps, id) - 1)];
};

/** To the step after; after the last one there is nothing. */
export const goAfter = (model: AppModel, id: StepId): AppUpdate => {
	const next = stepAfter(model, id);
	return [next ? enterStep(model, next.id) : model, []];
};
