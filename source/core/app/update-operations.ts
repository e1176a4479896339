/** The writes of a step, one after the other. */
import {type Step} from '../flow/flow.js';
import {operationsOf} from '../flow/operations.js';
import {forgetFacts} from './ask-what-is-missing.js';
import {changeAnswers} from './change-answers.js';
import {type AppUpdate} from './command.js';
import {type AppMessage} from './message.js';
import {type AppModel, type Screen, type StepScreen} from './model.js';
import {answersOf} from './select-answers.js';
import {goAfter} from './step-order.js';

export const perform = (model: AppModel, screen: StepScreen, step: Step): AppUpdate | undefined => {
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

export const actOnPerforming = (
	model: AppModel,
	screen: Extract<Screen, {readonly kind: 'performing'}>,
	action: string,
): AppUpdate =>
	// While a write is on its way there is nothing to choose.
	screen.problem && (action === 'choose' || action === 'back')
		? [{...model, screen: {...screen.from, problem: screen.problem}}, []]
		: [model, []];

export const takePerformed = (
	model: AppModel,
	message: Extract<AppMessage, {readonly type: 'operation-performed'}>,
): AppUpdate => {
	const {screen} = model;

	if (screen.kind !== 'performing' || screen.request !== message.request) {
		return [model, []];
	}

	if (!message.result.isOk) {
		return [{...model, screen: {...screen, problem: message.result.problem}}, []];
	}

	// What exists now is written down before anything else is made, so that it is not made twice.
	const [changed, commands] = changeAnswers(model, message.result.value);
	const known = forgetFacts({...changed, lookedUp: {}});
	const done = screen.done + 1;
	const next = screen.operations[done];

	if (next) {
		const request = known.requests + 1;
		return [
			{...known, requests: request, screen: {...screen, done, request}},
			[...commands, {type: 'perform-operation', request, operation: next.operation, draft: answersOf(known)}],
		];
	}

	const isMended = screen.operations.some(({operation}) => operation.kind === 'mend-deployment-group');
	const [mended, more] = isMended ? changeAnswers(known, {groupMends: ''}) : [known, []];
	const [gone, rest] = goAfter({...mended, screen: screen.from}, screen.from.stepId);
	return [gone, [...commands, ...more, ...rest]];
};
