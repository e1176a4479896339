/** Why a run failed, from what both clouds told, with the likeliest cause first and what to do about it. */
import {text, type Text} from '../text-token.js';
import {type Problem} from '../problem.js';
import {type Action} from './action.js';
import {unansweredCode} from './attempts.js';
import {isBothSidesOver, sayLeft} from './left.js';
import {requestedAt} from './decision.js';
import {explainTarget, firstFailed, messageOf} from './failed-event.js';
import {explainCode, explainStop, stopsOf} from './failure-code.js';
import {isOnlyWatched} from './phase.js';
import {type FailureView} from './run-view.js';
import {type DeploymentSeen, type Run} from './run.js';
import {fatalShortage, shortageSteps} from './shortage.js';
import {nameOfStatus} from './state.js';
import {sayInstances, sayState, sayTags} from './words.js';

const toPlain = (line: string): string =>
	line
		.replace(/^\s*\[std(?:out|err)]/, '')
		.replaceAll(/\s+/g, ' ')
		.trim();

/** The lines of the script's log, without blank ones and without those that only repeat what the message says. */
export const logLinesOf = ({logTail = '', eventMessage = ''}: FailureView): readonly string[] => {
	const message = toPlain(eventMessage);
	return logTail.split('\n').filter(line => {
		const plain = toPlain(line);
		return plain !== '' && plain !== message;
	});
};

/** Whether a person asked for the stop before anything failed: what both clouds call it then is no failure. */
const isStoppedAsAsked = (run: Run): boolean => {
	const {failure} = run;
	return (
		failure !== undefined &&
		failure.kind !== 'start-refused' &&
		failure.kind !== 'create-refused' &&
		run.deployment?.deployment.status !== 'failed' &&
		stopsOf(run).some(({at, by}) => by === 'person' && at <= failure.at)
	);
};

const describeAskedStop = (run: Run, now: number): FailureView => ({
	code: 'requested',
	what: run.deployment === undefined ? text('run.failure.blue-green-stopped') : text('run.failure.stopped'),
	cause: text('run.cause.requested'),
	nextSteps: leftSteps(run, now),
});

/** What is left at this moment, and who puts it back; while a cloud still ends its part, it may do so itself. */
const leftSteps = (run: Run, now: number): readonly Text[] => {
	// Of a run that started nothing nothing can be left.
	const isOver = run.blueGreenId !== undefined && isBothSidesOver(run, now);
	const left = isOnlyWatched(run) || !isOver ? undefined : sayLeft(run, now);
	const isCleaningUp = requestedAt(run, 'clean-up') !== undefined || run.policy.cleanUp === 'always';
	const who = run.outcome === undefined ? (isCleaningUp ? 'cleaning-up' : 'clean-up') : 'restore';
	return [
		...(left === undefined ? [] : [text(`run.step.${who}`, {left})]),
		...(run.deploymentId === undefined ? [] : [text('run.step.console', {id: run.deploymentId})]),
	];
};

const closingSteps = (run: Run, now: number): readonly Text[] => [...leftSteps(run, now), text('run.step.again')];

const withoutRepeats = (steps: readonly Text[]): readonly Text[] => {
	const seen = new Set<string>();
	return steps.filter(step => {
		const key = JSON.stringify(step);
		const isNew = !seen.has(key);
		seen.add(key);
		return isNew;
	});
};

const describeDeployment = (run: Run, seen: DeploymentSeen, now: number): FailureView => {
	const {error, status} = seen.deployment;
	const isStopped = status === 'stopped';
	const message = error?.message.trim() ?? '';
	const failed = firstFailed(seen);
	const fromCode = error === undefined ? {nextSteps: []} : explainCode(run, error.code, message);
	const fromEvent = failed && explainTarget(run, failed);
	const cause = fromEvent?.cause ?? fromCode.cause;
	const isLeaving = failed !== undefined || fromCode.requirement === undefined;
	const requirement = fromCode.requirement ?? (isLeaving && !isStopped ? 'D5' : undefined);
	const diagnostics = failed?.event?.diagnostics;
	const eventMessage = messageOf(failed?.event);
	// What the event says is not said again.
	const hasWords = message !== '' && message !== eventMessage;
	const plain = isStopped ? text('run.failure.stopped') : text('run.failure.deployment.plain');
	return {
		code: error?.code ?? nameOfStatus(status),
		what: hasWords ? text(isStopped ? 'failure.what.stopped' : 'run.failure.deployment', {message}) : plain,
		...(cause && {cause}),
		nextSteps: withoutRepeats([...(fromEvent?.nextSteps ?? []), ...fromCode.nextSteps, ...closingSteps(run, now)]),
		...(failed && {instanceId: failed.target.instanceId}),
		...(failed?.event && {eventName: failed.event.name}),
		...(eventMessage !== undefined && {eventMessage}),
		...(diagnostics !== undefined && diagnostics.scriptName !== '' && {scriptName: diagnostics.scriptName}),
		...(diagnostics !== undefined && diagnostics.logTail !== '' && {logTail: diagnostics.logTail}),
		...(requirement !== undefined && {requirement}),
	};
};

const isTimedOut = ({actions, config}: Run, at: number): boolean => {
	const start = actions.find(({action}) => action.kind === 'start-blue-green');
	return start !== undefined && config.timeoutMinutes > 0 && at >= start.intendedAt + config.timeoutMinutes * 60_000;
};

/** Why Spot gave up: what could not be had, its timeout, or else the last complaint of its log. */
const explainBlueGreen = (run: Run, at: number): {readonly cause?: Text; readonly nextSteps: readonly Text[]} => {
	const shortage = fatalShortage(run);
	if (shortage !== undefined) {
		const {kind, code, message} = shortage;
		return {
			cause: text(`failure.cause.shortage.${kind}`, {code, message}),
			nextSteps: shortageSteps(run, shortage),
		};
	}

	const wasAway = run.resumedAt !== undefined && run.resumedAt <= at && isTimedOut(run, run.resumedAt);
	if (wasAway && !run.actions.some(({action}) => action.kind === 'create-deployment')) {
		return {cause: text('run.cause.no-deployment'), nextSteps: [text('run.step.keep-running')]};
	}

	if (isTimedOut(run, at)) {
		return {
			cause: text('run.cause.timeout.spot', {minutes: run.config.timeoutMinutes}),
			nextSteps: [text('run.step.longer-timeout')],
		};
	}

	const complaint = run.spotLog.findLast(({severity}) => severity === 'error' || severity === 'warn');
	return {
		...(complaint && {cause: text('run.cause.spot-log', {message: complaint.message})}),
		nextSteps: [],
	};
};

const describeBlueGreen = (run: Run, at: number, now: number): FailureView => {
	const state = run.blueGreen?.state ?? 'ERROR';
	const {cause, nextSteps} = explainBlueGreen(run, at);
	return {
		code: nameOfStatus(state),
		what: text('run.failure.blue-green', {state: sayState(state)}),
		...(cause && {cause}),
		nextSteps: [...nextSteps, ...closingSteps(run, now)],
	};
};

/** Why an act was refused, also one of before the run was looked at again. */
const problemOf = ({actions}: Run, kind: Action['kind']): Problem | undefined =>
	actions.findLast(
		({action, problem}) => action.kind === kind && problem !== undefined && problem.code !== unansweredCode,
	)?.problem;

const describeRefusal = (run: Run, kind: 'start-blue-green' | 'create-deployment', now: number): FailureView => {
	const problem = problemOf(run, kind);
	const message = problem?.message ?? text('run.problem.left-nothing');
	return {
		code: problem?.code ?? unansweredCode,
		what:
			kind === 'start-blue-green'
				? text('run.failure.start', {problem: message})
				: text('run.failure.create', {problem: message}),
		nextSteps: [...(problem?.nextSteps ?? []), ...closingSteps(run, now)],
	};
};

/** The deployment has succeeded, and its group could not be changed after it. */
const describeFilterBehind = (run: Run): FailureView => {
	const {applicationName: application, deploymentGroupName: group, greenTags} = run.config;
	const problem = problemOf(run, 'advance-filter');
	return {
		code: 'filter-behind',
		what: text('run.failure.filter-behind', {application, group}),
		...(problem && {cause: problem.message}),
		nextSteps: [text('run.step.filter-behind', {group, tags: sayTags(greenTags)}), ...(problem?.nextSteps ?? [])],
	};
};

/** Ends that no failure of either cloud explains. */
const describeUnplanned = (run: Run): FailureView | undefined => {
	const {outcome, incomplete} = run;
	if (outcome?.kind === 'refused' && outcome.disownedId !== undefined) {
		return {
			code: 'disowned',
			what: text('run.failure.disowned', {id: outcome.disownedId}),
			nextSteps: [text('run.step.wait-other')],
		};
	}

	if (outcome?.kind === 'refused' && incomplete !== undefined) {
		const {present, target, unit} = incomplete;
		const id = unit === 'weight' ? 'run.failure.incomplete.weight' : 'run.failure.incomplete';
		return {code: 'incomplete', what: text(id, {present, target}), nextSteps: [text('run.step.incomplete')]};
	}

	if (outcome?.kind === 'refused' && run.baseline === undefined && run.conflict === undefined) {
		return {code: 'not-noted', what: text('run.failure.not-noted'), nextSteps: [text('run.step.not-noted')]};
	}

	if (outcome?.kind === 'handed-over') {
		const {deploymentId: id} = outcome;
		return {
			code: 'handed-over',
			what: id === undefined ? text('run.failure.handed-over.none') : text('run.failure.handed-over', {id}),
			nextSteps: [text('run.step.handed-over'), ...(id === undefined ? [] : [text('run.step.console', {id})])],
		};
	}

	if (outcome?.kind === 'succeeded' && outcome.foreignOriginals !== undefined) {
		return {
			code: 'foreign-originals',
			what: text('run.failure.foreign-originals', {instances: sayInstances(outcome.foreignOriginals)}),
			nextSteps: [text('run.step.foreign-originals')],
		};
	}

	return outcome?.kind === 'succeeded' && outcome.isFilterBehind === true ? describeFilterBehind(run) : undefined;
};

/** The failure card, or undefined where nothing failed. */
export const failureOf = (run: Run, now: number): FailureView | undefined => {
	const unplanned = describeUnplanned(run);
	if (unplanned !== undefined) {
		return unplanned;
	}

	if (run.conflict !== undefined && run.blueGreenId === undefined) {
		const {kind, id} = run.conflict;
		return {
			code: 'conflict',
			what:
				kind === 'blue-green'
					? text('run.failure.conflict.blue-green', {id})
					: text('run.failure.conflict.deployment', {id}),
			nextSteps: [text('run.step.wait-other')],
		};
	}

	if (isStoppedAsAsked(run)) {
		return describeAskedStop(run, now);
	}

	// Spot may be seen to give up before CodeDeploy is seen to fail, although it only follows. A stop by hand may be ours.
	const {failure} = run;
	const {status, error} = run.deployment?.deployment ?? {};
	const isCause = status === 'failed' || (status === 'stopped' && error !== undefined && error.code !== 'MANUAL_STOP');
	switch (failure && isCause ? 'deployment-failed' : failure?.kind) {
		case 'deployment-failed':
		case 'deployment-stopped': {
			return run.deployment && describeDeployment(run, run.deployment, now);
		}

		case 'blue-green-failed': {
			return describeBlueGreen(run, failure?.at ?? run.lastEventAt, now);
		}

		case 'blue-green-stopped': {
			const cause = explainStop(run);
			return {
				code: nameOfStatus(run.blueGreen?.state ?? 'STOPPING'),
				what: text('run.failure.blue-green-stopped'),
				...(cause && {cause}),
				nextSteps: closingSteps(run, now),
			};
		}

		case 'start-refused': {
			return describeRefusal(run, 'start-blue-green', now);
		}

		case 'create-refused': {
			return describeRefusal(run, 'create-deployment', now);
		}

		case undefined: {
			return run.outcome?.kind === 'failed'
				? {code: 'no-replacement-left', what: text('run.failure.no-green'), nextSteps: closingSteps(run, now)}
				: undefined;
		}
	}
};
