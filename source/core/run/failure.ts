/** Why a run failed, from what both clouds told, with the likeliest cause first and what to do about it. */
import {type DeploymentTarget, type LifecycleEvent} from '../cloud/code-deploy.js';
import {text, type Text} from '../text-token.js';
import {attemptsOf, unansweredCode} from './attempts.js';
import {isBothSidesOver, sayLeft} from './left.js';
import {requestedAt} from './decision.js';
import {isOnlyWatched} from './phase.js';
import {type FailureView} from './run-view.js';
import {type DeploymentSeen, type Run} from './run.js';
import {nameOfStatus} from './state.js';
import {sayInstances, sayState} from './words.js';

type FailedEvent = {readonly target: DeploymentTarget; readonly event: LifecycleEvent | undefined};

const endOf = ({target, event}: FailedEvent): number => event?.endedAt ?? target.updatedAt ?? Number.POSITIVE_INFINITY;

/** The first one that failed; the others are often its consequences. */
const firstFailed = (seen: DeploymentSeen | undefined): FailedEvent | undefined =>
	Object.values(seen?.targets ?? {})
		.filter(({status, events}) => status === 'failed' || events.some(event => event.status === 'failed'))
		.map(target => ({target, event: target.events.find(event => event.status === 'failed')}))
		.sort((one, other) => endOf(one) - endOf(other))[0];

type Explanation = Pick<FailureView, 'cause' | 'nextSteps' | 'requirement'>;

const isAllSkipped = ({events}: DeploymentTarget): boolean =>
	events.length > 0 && events.every(({status}) => status === 'skipped' || status === 'pending');

const explainEvent = ({target, event}: FailedEvent): Explanation => {
	if (event === undefined) {
		return isAllSkipped(target)
			? {cause: text('run.cause.agent', {instance: target.instanceId}), nextSteps: [text('run.step.agent')]}
			: {nextSteps: []};
	}

	const code = event.diagnostics?.errorCode ?? nameOfStatus(event.status);
	const script = event.diagnostics?.scriptName ?? '';
	const values = {event: event.name, instance: target.instanceId, code};
	const cause = script === '' ? text('run.cause.event', values) : text('run.cause.script', {...values, script});
	switch (event.name) {
		case 'DownloadBundle': {
			return {cause, nextSteps: [text('run.step.download')]};
		}

		case 'AllowTraffic':
		case 'BlockTraffic': {
			return {cause, nextSteps: [text('run.step.allow-traffic')]};
		}

		default: {
			return {cause, nextSteps: [text('run.step.read-script')]};
		}
	}
};

const sharedTag = ({config}: Run): string | undefined => {
	for (const filter of config.group.tagFilters.flat()) {
		if (
			filter.type === 'key-and-value' &&
			config.greenTags.some(({key, value}) => key === filter.key && value === filter.value)
		) {
			return `${filter.key}=${filter.value}`;
		}
	}

	return undefined;
};

/** What CodeDeploy's error code means for this flow (docs/facts.md CD 3.4). */
const explainCode = (run: Run, code: string): Explanation => {
	switch (code) {
		case 'NO_INSTANCES': {
			const tag = sharedTag(run);
			return tag === undefined
				? {
						cause: text('run.cause.contained-tag'),
						nextSteps: [text('run.step.remove-tag')],
						requirement: 'D4',
					}
				: {
						cause: text('run.cause.equal-tags', {tag}),
						nextSteps: [text('run.step.next-tag')],
						requirement: 'D3',
					};
		}

		case 'AGENT_ISSUE': {
			return {nextSteps: [text('run.step.agent')]};
		}

		case 'ALARM_ACTIVE': {
			return {cause: text('run.cause.alarm'), nextSteps: [text('run.step.alarm')]};
		}

		case 'IAM_ROLE_MISSING':
		case 'IAM_ROLE_PERMISSIONS': {
			return {cause: text('run.cause.role'), nextSteps: [text('run.step.role')]};
		}

		case 'ELASTIC_LOAD_BALANCING_INVALID':
		case 'ELB_INVALID_INSTANCE':
		case 'MISSING_ELB_INFORMATION': {
			return {cause: text('run.cause.load-balancer'), nextSteps: [text('run.step.load-balancer')]};
		}

		case 'INVALID_REVISION':
		case 'REVISION_MISSING': {
			return {cause: text('run.cause.revision'), nextSteps: [text('run.step.revision')]};
		}

		case 'TIMEOUT': {
			return run.failure?.phase === 'ready-gate'
				? {cause: text('run.cause.timeout.ready'), nextSteps: [text('run.step.continue-sooner')]}
				: {nextSteps: []};
		}

		case 'MANUAL_STOP': {
			const cause = explainStop(run);
			return {...(cause && {cause}), nextSteps: []};
		}

		default: {
			return {nextSteps: []};
		}
	}
};

const stopsOf = (run: Run): Run['requests'] =>
	run.requests.filter(({request}) => request === 'stop' || request === 'stop-and-roll-back');

/** Whose wish the stop was; who stopped a run that is only looked at is told by nobody. */
const explainStop = (run: Run): Text | undefined => {
	if (isOnlyWatched(run)) {
		return undefined;
	}

	const stops = stopsOf(run);
	return stops.some(({by}) => by === 'person')
		? text('run.cause.requested')
		: stops.length > 0
			? text(run.foreignOriginals.length > 0 ? 'run.log.policy.stop.foreign' : 'run.log.policy.stop')
			: text('run.cause.stopped-elsewhere');
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
	const left = isOnlyWatched(run) || !isBothSidesOver(run, now) ? undefined : sayLeft(run, now);
	const isCleaningUp = requestedAt(run, 'clean-up') !== undefined || run.policy.cleanUp === 'always';
	const who = run.outcome === undefined ? (isCleaningUp ? 'cleaning-up' : 'clean-up') : 'restore';
	return [
		...(left === undefined ? [] : [text(`run.step.${who}`, {left})]),
		...(run.deploymentId === undefined ? [] : [text('run.step.console', {id: run.deploymentId})]),
	];
};

const closingSteps = (run: Run, now: number): readonly Text[] => [...leftSteps(run, now), text('run.step.again')];

const describeDeployment = (run: Run, seen: DeploymentSeen, now: number): FailureView => {
	const {error, status} = seen.deployment;
	const isStopped = status === 'stopped';
	const code = error?.code ?? nameOfStatus(status);
	const failed = firstFailed(seen);
	const fromCode = explainCode(run, code);
	const fromEvent = failed === undefined ? undefined : explainEvent(failed);
	const cause = fromEvent?.cause ?? fromCode.cause;
	const isLeaving = failed !== undefined || fromCode.requirement === undefined;
	const requirement = fromCode.requirement ?? (isLeaving && !isStopped ? 'D5' : undefined);
	const diagnostics = failed?.event?.diagnostics;
	return {
		code,
		what: isStopped
			? text('run.failure.stopped')
			: error === undefined
				? text('run.failure.deployment.plain')
				: text('run.failure.deployment', {message: error.message}),
		...(cause && {cause}),
		nextSteps: [...(fromEvent?.nextSteps ?? []), ...fromCode.nextSteps, ...closingSteps(run, now)],
		...(failed && {instanceId: failed.target.instanceId}),
		...(failed?.event && {eventName: failed.event.name}),
		...(diagnostics !== undefined && diagnostics.scriptName !== '' && {scriptName: diagnostics.scriptName}),
		...(diagnostics !== undefined && diagnostics.logTail !== '' && {logTail: diagnostics.logTail}),
		...(requirement !== undefined && {requirement}),
	};
};

const describeBlueGreen = (run: Run, at: number, now: number): FailureView => {
	const state = run.blueGreen?.state ?? 'ERROR';
	const start = run.actions.find(({action}) => action.kind === 'start-blue-green');
	const isTimeout =
		start !== undefined && at >= start.intendedAt + run.config.timeoutMinutes * 60_000 && run.config.timeoutMinutes > 0;
	const complaint = run.spotLog.findLast(({severity}) => severity === 'error' || severity === 'warn');
	const cause = isTimeout
		? text('run.cause.timeout.spot', {minutes: run.config.timeoutMinutes})
		: complaint && text('run.cause.spot-log', {message: complaint.message});
	return {
		code: nameOfStatus(state),
		what: text('run.failure.blue-green', {state: sayState(state)}),
		...(cause && {cause}),
		nextSteps: [...(isTimeout ? [text('run.step.longer-timeout')] : []), ...closingSteps(run, now)],
	};
};

const describeRefusal = (run: Run, kind: 'start-blue-green' | 'create-deployment', now: number): FailureView => {
	const problem = attemptsOf(run, kind).findLast(
		({problem: other}) => other !== undefined && other.code !== unansweredCode,
	)?.problem;
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

/** Ends that no failure of either cloud explains. */
const describeUnplanned = ({outcome, incomplete}: Run): FailureView | undefined => {
	if (outcome?.kind === 'refused' && incomplete !== undefined) {
		const {present, target, unit} = incomplete;
		const id = unit === 'weight' ? 'run.failure.incomplete.weight' : 'run.failure.incomplete';
		return {code: 'incomplete', what: text(id, {present, target}), nextSteps: [text('run.step.incomplete')]};
	}

	if (outcome?.kind === 'handed-over') {
		const {deploymentId: id} = outcome;
		return {
			code: 'handed-over',
			what: id === undefined ? text('run.failure.handed-over.none') : text('run.failure.handed-over', {id}),
			nextSteps: [text('run.step.handed-over'), ...(id === undefined ? [] : [text('run.step.console', {id})])],
		};
	}

	return outcome?.kind === 'succeeded' && outcome.foreignOriginals !== undefined
		? {
				code: 'foreign-originals',
				what: text('run.failure.foreign-originals', {instances: sayInstances(outcome.foreignOriginals)}),
				nextSteps: [text('run.step.foreign-originals')],
			}
		: undefined;
};

/** The failure card, or undefined where nothing failed. */
export const failureOf = (run: Run, now: number): FailureView | undefined => {
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

	const unplanned = describeUnplanned(run);
	if (unplanned !== undefined) {
		return unplanned;
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
