/** What the clouds answered. A reply that is no longer awaited changes nothing. */
import {type Option} from '../field/field.js';
import {type Result} from '../problem.js';
import {type Remote} from '../remote.js';
import {text, type TextId} from '../text-token.js';
import {type AppMessage} from './message.js';
import {type AppModel} from './model.js';
import {placeGrounds} from './select-grounds.js';
import {rowsOf, rowToAttend} from './select-rows.js';
import {stepOf} from './select-steps.js';

export const takeIdentity = (
	model: AppModel,
	message: Extract<AppMessage, {readonly type: 'aws-identified'}>,
): AppModel => {
	const next = {...model, aws: settle(model.aws, message.request, message.now, message.result)};
	// The region that the credentials point to is now known; it is not another place.
	return next.aws === model.aws ? model : {...next, identityAskedFor: placeGrounds(next)};
};

export const takeSpotAccounts = (
	model: AppModel,
	message: Extract<AppMessage, {readonly type: 'spot-identified'}>,
): AppModel => ({...model, spot: settle(model.spot, message.request, message.now, message.result)});

export const takeOptions = (
	model: AppModel,
	message: Extract<AppMessage, {readonly type: 'options-looked-up'}>,
): AppModel => {
	const before = model.lookedUp[message.key];

	if (!before) {
		return model;
	}

	const remote = settle(before.remote, message.request, message.now, message.result);
	return remote === before.remote
		? model
		: byName({...model, lookedUp: {...model.lookedUp, [message.key]: {...before, remote}}}, message.key, remote);
};

/** An answer given by its name is the one choice that is called so. */
const byName = (model: AppModel, key: string, remote: Remote<readonly Option[]>): AppModel => {
	const answer = model.draft[key]?.trim();

	if (remote.state !== 'loaded' || !answer || remote.value.some(({value}) => value === answer)) {
		return model;
	}

	const [found, ...others] = remote.value.filter(({label}) => label === answer);
	return found && others.length === 0 ? {...model, draft: {...model.draft, [key]: found.value}} : model;
};

export const takeFacts = (
	model: AppModel,
	message: Extract<AppMessage, {readonly type: 'facts-gathered'}>,
): AppModel => {
	const remote = settle(model.facts.remote, message.request, message.now, message.result);
	return remote === model.facts.remote ? model : attend({...model, facts: {...model.facts, remote}});
};

/** With the facts comes what stands in the way: the cursor goes there, unless the person moved it already. */
const attend = (model: AppModel): AppModel => {
	const {screen} = model;
	return screen.kind === 'step' && screen.row === 0
		? {...model, screen: {...screen, row: rowToAttend(rowsOf(model, stepOf(model, screen.stepId)))}}
		: model;
};

const settle = <Value>(remote: Remote<Value>, request: number, now: number, result: Result<Value>): Remote<Value> => {
	// A late answer to a question that nobody asks any more.
	if (remote.state !== 'loading' || remote.request !== request) {
		return remote;
	}

	return result.isOk
		? {state: 'loaded', value: result.value, at: now}
		: {state: 'failed', problem: result.problem, at: now};
};

const waitingNotices: ReadonlySet<string> = new Set<TextId>([
	'wizard.look-up.wait',
	'wizard.identity.wait',
	'wizard.identity.sign-in',
	'wizard.verdict.judging',
	'wizard.forecast.looking',
	'wizard.forecast.applied',
	'wizard.looking-again',
]);

const answering: ReadonlySet<string> = new Set<AppMessage['type']>([
	'aws-identified',
	'spot-identified',
	'options-looked-up',
	'facts-gathered',
]);

/** "One moment" is over once the answer is there. */
export const withoutWaiting = (model: AppModel, message: AppMessage): AppModel => {
	const {screen} = model;

	if (
		screen.kind !== 'step' ||
		!screen.notice ||
		!answering.has(message.type) ||
		!waitingNotices.has(screen.notice.id)
	) {
		return model;
	}

	if (screen.notice.id === 'wizard.identity.sign-in') {
		// Enter asked again, and has to be seen to have done so.
		const isOver = [model.aws, model.spot].every(({state}) => state === 'loaded' || state === 'failed');
		const isLost = model.aws.state === 'failed' || model.spot.state === 'failed';

		if (!isOver || isLost) {
			return isOver ? {...model, screen: {...screen, notice: text('wizard.identity.still')}} : model;
		}
	}

	const {notice, ...rest} = screen;
	// Who asked to look again is told that it was done, also where nothing is different.
	return {
		...model,
		screen: notice.id === 'wizard.looking-again' ? {...rest, notice: text('wizard.looked-again')} : rest,
	};
};
