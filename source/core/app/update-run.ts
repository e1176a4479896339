/** The run as the app sees it: prepared, begun, followed on the live screen, over. */
import {toBuffer} from '../editor/text-buffer.js';
import {type Act} from '../keys/keymap.js';
import {type Result} from '../problem.js';
import {type RunConfig} from '../run/event.js';
import {type AppCommand, type AppUpdate} from './command.js';
import {close, detach, endOfRun, runIdOf} from './leave.js';
import {initialLive, selectLiveView, type LiveMessage} from './live.js';
import {type AppMessage, type RunEnd} from './message.js';
import {type AppModel, type Screen} from './model.js';
import {updateLive} from './update-live.js';
import {profileAfterRun, suggestedProfileName} from './update-profile.js';

/** The run is over and was looked at: keep it as a profile, or go. */
const goOnFromLive = (given: AppModel): AppUpdate => {
	const config = given.live?.run?.config;
	// A run that was taken up again brings its answers along.
	const model =
		given.start.kind === 'watch-run' && config?.answers !== undefined
			? {...given, draft: config.answers, runConfig: config}
			: given;
	const isOwnRun = model.runConfig !== undefined;
	const run = model.live?.run;

	// Taken up again: the profile that it was started from learns what came of it; a run that was put in order is no news.
	if (given.start.kind === 'watch-run' && run && (config?.profileName !== undefined || given.start.isReopening)) {
		const [closing, commands] = close(model, endOfRun(model, []));
		return [closing, [{type: 'remember-outcome', run}, ...commands]];
	}

	if (isOwnRun && model.profile === undefined) {
		return [{...model, screen: {kind: 'save-profile', name: toBuffer(suggestedProfileName(model))}}, []];
	}

	const [closing, commands] = close(model, endOfRun(model, []));
	return isOwnRun && model.profile
		? [closing, [{type: 'write-profile', profile: profileAfterRun(model, model.profile.name)}, ...commands]]
		: [closing, commands];
};

export const toLive = (model: AppModel, message: LiveMessage): AppUpdate => {
	if (!model.live) {
		return [model, []];
	}

	const [live, liveCommands] = updateLive(model.live, message);
	let next: AppModel = {...model, live};
	const commands: AppCommand[] = [];

	for (const command of liveCommands) {
		if (command.type === 'go-on') {
			const [gone, more] = goOnFromLive(next);
			next = gone;
			commands.push(...more);
		} else {
			commands.push(command);
		}
	}

	return [next, commands];
};

export const actOnRun = (model: AppModel, act: Act): AppUpdate =>
	toLive(model, {type: 'live-acted', action: act.action, key: act.key});

export const typeOnRun = (model: AppModel, typed: string): AppUpdate =>
	toLive(model, {type: 'live-typed', text: typed});

export const takePreparedRun = (model: AppModel, result: Result<RunConfig>): AppUpdate => {
	if (model.screen.kind !== 'starting') {
		return [model, []];
	}

	if (result.isOk) {
		return [{...model, runConfig: result.value}, []];
	}

	const {from} = model.screen;
	const {problem} = result;
	return [{...model, screen: from ? {...from, problem} : {kind: 'problem', problem}}, []];
};

export const takeRunEvent = (
	model: AppModel,
	message: Extract<AppMessage, {readonly type: 'run-event-seen'}>,
): AppUpdate => {
	const isWatching = model.start.kind === 'watch-deployment';
	const live = model.live ?? initialLive({now: Math.max(model.now, message.event.at), isReadOnly: isWatching});
	const screen: Screen = model.screen.kind === 'starting' ? {kind: 'live'} : model.screen;
	const [next, commands] = toLive({...model, live, screen}, message);
	// From here on the journal holds the answers: nothing of this set-up is unfinished, however the program ends.
	return model.live === undefined && model.runConfig !== undefined
		? [next, [{type: 'delete-draft'}, ...commands]]
		: [next, commands];
};

export const finishRun = (model: AppModel, end: RunEnd): AppUpdate => {
	if (end.kind === 'detached') {
		return detach(model, runIdOf(model));
	}

	if (end.kind === 'problem' && (model.live === undefined || selectLiveView(model.live) === undefined)) {
		const {screen} = model;
		return screen.kind === 'starting' && screen.from
			? [{...model, screen: {...screen.from, problem: end.problem}}, []]
			: [{...model, screen: {kind: 'problem', problem: end.problem}}, []];
	}

	return toLive(model, {type: 'run-finished', end});
};
