/** The ways out: what is being written is waited for, and the end is told. */
import {text, type Text} from '../text-token.js';
import {type AppUpdate} from './command.js';
import {hasEnded, selectLiveView} from './live.js';
import {type AppEnd, type AppModel} from './model.js';

/** Asks for the end: what is being written is waited for. */
export const close = (model: AppModel, end: AppEnd): AppUpdate => [
	{...model, screen: {kind: 'closing', end, under: model.screen}},
	[{type: 'settle-work'}],
];

const isDraftKept = (model: AppModel): boolean =>
	model.flowId === 'setup' && Object.keys(model.draft).length > 0 && model.runConfig === undefined;

/** The wizard is left; what was typed is on the disk. */
export const leaveWizard = (model: AppModel): AppUpdate => {
	const command = model.flowId === 'express' && model.profile ? `deploy ${model.profile.name}` : '';
	const lines = isDraftKept(model)
		? [text('wizard.left.saved'), text('wizard.left.again')]
		: [text('wizard.left'), text('wizard.left.anew', {command: `spot-bluegreen ${command}`.trim()})];
	return close(model, {kind: 'left', lines: model.isDemo ? [text('wizard.demo.ended')] : lines});
};

export const detach = (model: AppModel, runId: string | undefined): AppUpdate =>
	close(model, {
		kind: 'detached',
		...(runId !== undefined && {runId}),
		// The demo's clouds end with it: there is nothing to come back to.
		lines: model.isDemo ? [text('wizard.demo.ended')] : runId === undefined ? [] : detachLines(runId),
	});

export const runIdOf = (model: AppModel): string | undefined =>
	model.live?.run === undefined ? model.runConfig?.runId : selectLiveView(model.live)?.config.runId;

export const endOfRun = (model: AppModel, lines: readonly Text[]): AppEnd => {
	const runId = runIdOf(model);
	const view = model.live && selectLiveView(model.live);
	const end = model.live?.end;
	const outcome = view?.outcome ?? (end?.kind === 'ended' ? end.outcome : undefined);

	return {
		kind: outcome ? 'ended' : end?.kind === 'problem' || end?.kind === 'deadline' ? end.kind : 'ended',
		...(outcome && {outcome}),
		...(end?.kind === 'problem' && {problem: end.problem}),
		...(runId !== undefined && {runId}),
		lines,
	};
};

export const isRunOpen = (model: AppModel): boolean =>
	model.screen.kind === 'starting' && model.screen.problem === undefined;

/** The run may have begun already: it is let go, not stopped. */
export const detachFromStarting = (model: AppModel): AppUpdate => {
	const [next, commands] = detach(model, model.runConfig?.runId);
	return [next, [{type: 'detach-run'}, ...commands]];
};

export const leave = (model: AppModel): AppUpdate => {
	const {screen} = model;

	if (screen.kind === 'problem') {
		return close(model, {kind: 'problem', problem: screen.problem, lines: []});
	}

	return screen.kind === 'save-profile' ? close(model, endOfRun(model, [])) : leaveWizard(model);
};

/** The process was asked to end: what can be let go is let go. */
export const takeEndAsked = (model: AppModel): AppUpdate => {
	if (model.screen.kind === 'closing' || model.screen.kind === 'closed') {
		return [model, []];
	}

	if (model.live && !hasEnded(model.live, selectLiveView(model.live))) {
		return [model, [{type: 'detach-run'}]];
	}

	return isRunOpen(model) ? detachFromStarting(model) : leave(model);
};

/** The command that comes back to a run, for the lines after the last frame. */
const detachLines = (runId: string): readonly Text[] => [
	text('live.detached'),
	text('live.detached.command', {command: `spot-bluegreen watch ${runId}`}),
];
