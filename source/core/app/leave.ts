/** The ways out: what is being written is waited for, and the end is told. */
import {isJournalProblem} from '../run/journal-problem.js';
import {isLeft} from '../run/left.js';
import {sayUnattended} from '../run/unattended.js';
import {restoreCommand} from '../run/words.js';
import {quoteForShell} from '../shell-word.js';
import {text, type Text} from '../text-token.js';
import {type AppUpdate} from './command.js';
import {hasEnded, selectLiveView} from './live.js';
import {type AppEnd, type AppModel} from './model.js';

/** Asks for the end: what is being written is waited for. */
export const close = (model: AppModel, end: AppEnd): AppUpdate => [
	{...model, screen: {kind: 'closing', end, under: model.screen}},
	[{type: 'settle-work'}],
];

/** Whether there is something to come back to. */
export const isDraftKept = (model: AppModel): boolean =>
	model.flowId === 'setup' && Object.keys(model.draft).length > 0 && model.runConfig === undefined;

/** The wizard is left; what was typed is on the disk. */
export const leaveWizard = (model: AppModel): AppUpdate => {
	const command = model.flowId === 'express' && model.profile ? `deploy ${quoteForShell(model.profile.name)}` : '';
	const lines = isDraftKept(model)
		? [text('wizard.left.saved'), text('wizard.left.again')]
		: [text('wizard.left'), text('wizard.left.anew', {command: `spot-bluegreen ${command}`.trim()})];
	return close(model, {kind: 'left', lines: model.isDemo ? [text('wizard.demo.ended')] : lines});
};

export const detach = (model: AppModel, runId: string | undefined): AppUpdate =>
	close(model, {
		kind: 'detached',
		...(runId !== undefined && {runId}),
		lines: openLines(model, runId),
	});

export const runIdOf = (model: AppModel): string | undefined =>
	model.live?.run === undefined ? model.runConfig?.runId : selectLiveView(model.live)?.config.runId;

/** What to do about what a run left, where it left something; nothing is left of a demo. */
const leftLines = (model: AppModel, runId: string | undefined): readonly Text[] =>
	runId === undefined ||
	model.live?.run === undefined ||
	model.live.isReadOnly ||
	model.isDemo ||
	!isLeft(model.live.run)
		? []
		: [text('live.left'), text('live.command', {command: restoreCommand(runId)})];

export const endOfRun = (model: AppModel, more: readonly Text[]): AppEnd => {
	const runId = runIdOf(model);
	const end = model.live?.end;
	const outcome = model.live?.run?.outcome ?? (end?.kind === 'ended' ? end.outcome : undefined);
	const problem = end?.kind === 'problem' ? end.problem : undefined;
	const lines = [
		...more,
		// The screen had one row for it.
		...(problem === undefined ? [] : [problem.message, ...problem.nextSteps]),
		...(problem !== undefined && isJournalProblem(problem)
			? []
			: outcome === undefined
				? openLines(model, runId)
				: leftLines(model, runId)),
	];

	return {
		kind: outcome ? 'ended' : end?.kind === 'problem' || end?.kind === 'deadline' ? end.kind : 'ended',
		...(outcome && {outcome}),
		...(problem && {problem}),
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

/** What goes on without us, and the command that comes back to it. */
const openLines = (model: AppModel, runId: string | undefined): readonly Text[] => {
	// The demo's clouds end with it: there is nothing to come back to.
	if (model.isDemo) {
		return [text('wizard.demo.ended')];
	}

	if (runId === undefined) {
		return [];
	}

	const view = model.live && selectLiveView(model.live);
	const what = view === undefined ? text('live.unattended.nothing') : sayUnattended(view);
	const subject = model.start.kind === 'watch-deployment' ? model.start.deploymentId : runId;
	return [
		text('live.detached', {what}),
		text('live.detached.back'),
		text('live.command', {command: `spot-bluegreen watch ${quoteForShell(subject)}`}),
	];
};
