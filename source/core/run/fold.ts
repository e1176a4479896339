import {type Deployment} from '../cloud/code-deploy.js';
import {type SpotLogEntry} from '../cloud/elastigroup.js';
import {type Problem} from '../problem.js';
import {text} from '../text-token.js';
import {attemptState} from './attempts.js';
import {newForeignOriginals} from './colors.js';
import {describeEvent} from './describe.js';
import {type Conflict, type FleetInstance, type RunEvent, type Source} from './event.js';
import {phaseOf} from './phase.js';
import {type LogLine} from './run-view.js';
import {type ActionRecord, type DeploymentSeen, type FailureSign, type Run} from './run.js';
import {isFailingBlueGreen, isFinalBlueGreen, isFinalDeployment, isStoppingBlueGreen} from './state.js';

export {type Run} from './run.js';

const keptLogLines = 400;

const begin = (event: Extract<RunEvent, {readonly type: 'run-started'}>): Run => ({
	config: event.config,
	policy: event.config.policy,
	startedAt: event.at,
	lastEventAt: event.at,
	actions: [],
	requests: [],
	foreignOriginals: [],
	fleet: {},
	pendingRequests: 0,
	spotLog: [],
	sources: {spot: {}, 'code-deploy': {}, ec2: {}, 'load-balancer': {}},
	phase: 'preflight',
	phaseTimes: {preflight: {startedAt: event.at}},
	log: [],
});

const seen = (run: Run, source: Source, at: number): Run => {
	const before = run.sources[source];
	return before.seenAt !== undefined && before.seenAt >= at
		? run
		: {...run, sources: {...run.sources, [source]: {...before, seenAt: at}}};
};

const settle = (run: Run, number: number, change: Partial<ActionRecord>): Run => ({
	...run,
	actions: run.actions.map(record => (record.number === number ? {...record, ...change} : record)),
});

const isSameStatus = (one: Deployment['status'], other: Deployment['status']): boolean =>
	typeof one === 'string' || typeof other === 'string' ? one === other : one.unknown === other.unknown;

const lookAt = (before: DeploymentSeen | undefined, deployment: Deployment, at: number): DeploymentSeen => {
	if (before === undefined) {
		return {deployment, since: at, targets: {}};
	}

	const isStale = isFinalDeployment(before.deployment.status) && !isFinalDeployment(deployment.status);
	if (isStale) {
		return before;
	}

	return {
		deployment,
		since: isSameStatus(before.deployment.status, deployment.status) ? before.since : at,
		targets: before.targets,
	};
};

const mergeFleet = (
	fleet: Readonly<Record<string, FleetInstance>>,
	instances: readonly FleetInstance[],
): Readonly<Record<string, FleetInstance>> => {
	const merged: Record<string, FleetInstance> = {...fleet};
	for (const instance of instances) {
		const before = merged[instance.instanceId];
		merged[instance.instanceId] =
			before?.state === 'terminated' && instance.state !== 'terminated' ? {...instance, state: 'terminated'} : instance;
	}

	return merged;
};

const isSameEntry = (one: SpotLogEntry, other: SpotLogEntry): boolean =>
	one.at === other.at && one.message === other.message && one.severity === other.severity;

/** Entries of `next` that `known` does not hold yet. */
export const newEntries = (known: readonly SpotLogEntry[], next: readonly SpotLogEntry[]): readonly SpotLogEntry[] =>
	next.filter(entry => !known.some(other => isSameEntry(entry, other)));

/**
 * A deployment of somebody else that is seen while this run's blue/green waits is left alone and followed; everything
 * else stands in the way of the start, or of a clean-up after the end.
 */
const takeConflict = (run: Run, conflict: Conflict, at: number): Run => {
	if (conflict.kind !== 'deployment' || run.blueGreenId === undefined || run.deploymentId !== undefined) {
		return {...run, conflict};
	}

	const {id, status} = conflict;
	const before = run.otherDeployment;
	const isSame = before?.deploymentId === id && isSameStatus(before.status, status);
	return isSame ? run : {...run, otherDeployment: {deploymentId: id, status, since: at}};
};

/** Why an unanswered start made nothing: a person has said that the blue/green is somebody else's. */
const notOurs = (blueGreenId: string): Problem => ({
	kind: 'conflict',
	code: 'not-ours',
	message: text('run.problem.not-ours', {id: blueGreenId}),
	nextSteps: [],
	isRetryable: false,
});

/** A person has said whose the blue/green is that the unanswered start may have made. */
const answerCandidate = (run: Run, {request, at}: Extract<RunEvent, {readonly type: 'request-made'}>): Run => {
	const {candidate, ...rest} = run;
	const start = run.actions.find(({action, state}) => action.kind === 'start-blue-green' && state === 'unanswered');
	if (candidate === undefined || start === undefined) {
		return run;
	}

	if (request === 'adopt-blue-green') {
		return {
			...settle(rest, start.number, {state: 'done', settledAt: at, isAdopted: true}),
			blueGreenId: candidate.blueGreenId,
		};
	}

	return request === 'leave-blue-green'
		? {
				...settle(rest, start.number, {state: 'failed', settledAt: at, problem: notOurs(candidate.blueGreenId)}),
				conflict: {kind: 'blue-green', id: candidate.blueGreenId, state: candidate.state},
				disownedId: candidate.blueGreenId,
			}
		: run;
};

const isGateAnswer = (request: string): boolean =>
	request === 'clean-up' || request === 'leave-as-is' || request === 'restore';

const apply = (run: Run, event: RunEvent): Run => {
	switch (event.type) {
		case 'run-started': {
			return run;
		}

		case 'run-resumed': {
			// What stands in the way is looked for again before anything is decided.
			const {outcome, endedAt, conflict, controller, isRestoring, incomplete, ...open} = run;
			const previousOutcome = outcome ?? run.previousOutcome;
			const isReopened = outcome !== undefined;
			// A run that has once ended is never driven on.
			const isForRestoring = event.purpose === 'restore' || previousOutcome !== undefined;
			return {
				...open,
				resumedAt: event.at,
				...(isReopened && {reopenedAt: event.at}),
				...(previousOutcome && {previousOutcome}),
				...(isForRestoring && {isRestoring: true as const}),
				...(event.isSuperseded && {isSuperseded: true as const}),
				policy: {...run.policy, ...event.policy},
				// Leave is given for the plan that is shown, not for one of an earlier look.
				requests:
					isReopened || event.purpose === 'restore'
						? run.requests.filter(({request}) => !isGateAnswer(request))
						: run.requests,
				actions: run.actions.map(record =>
					record.state === 'intended' ? {...record, state: 'unanswered', settledAt: event.at} : record,
				),
			};
		}

		case 'incomplete-seen': {
			const {present, target, unit} = event;
			return {...run, incomplete: {present, target, unit}};
		}

		case 'baseline-noted': {
			if (run.baseline !== undefined) {
				return run;
			}

			const {incomplete, ...complete} = run;
			return {
				...seen(complete, 'spot', event.at),
				baseline: event.baseline,
				capacity: event.baseline.capacity,
				suspensions: event.baseline.suspensions,
			};
		}

		case 'candidate-seen': {
			return {...run, candidate: {blueGreenId: event.blueGreenId, state: event.state}};
		}

		case 'conflict-seen': {
			return takeConflict(run, event.conflict, event.at);
		}

		case 'action-intended': {
			return run.actions.some(record => record.number === event.number)
				? run
				: {
						...run,
						actions: [
							...run.actions,
							{
								number: event.number,
								action: event.action,
								intendedAt: event.at,
								state: 'intended',
								isAdopted: false,
							},
						],
					};
		}

		case 'action-done': {
			const settled = settle(run, event.number, {
				state: 'done',
				settledAt: event.at,
				isAdopted: event.isAdopted,
			});
			const {candidate, ...rest} = settled;
			return {
				...rest,
				...(event.blueGreenId !== undefined && {blueGreenId: event.blueGreenId}),
				...(event.deploymentId !== undefined && {deploymentId: event.deploymentId}),
			};
		}

		case 'action-failed': {
			return settle(run, event.number, {state: 'failed', settledAt: event.at, problem: event.problem});
		}

		case 'action-unanswered': {
			return settle(run, event.number, {state: 'unanswered', settledAt: event.at, problem: event.problem});
		}

		case 'request-made': {
			const {type, ...request} = event;
			return run.requests.some(other => other.at === event.at && other.request === event.request)
				? run
				: answerCandidate({...run, requests: [...run.requests, request]}, event);
		}

		case 'blue-green-seen': {
			const before = run.blueGreen;
			if (
				before?.id === event.blueGreenId &&
				(isFinalBlueGreen(before.state) || nameOf(before.state) === nameOf(event.state))
			) {
				return seen(run, 'spot', event.at);
			}

			return {
				...seen(run, 'spot', event.at),
				blueGreenId: run.blueGreenId ?? event.blueGreenId,
				blueGreen: {id: event.blueGreenId, state: event.state, since: event.at},
			};
		}

		case 'deployment-seen': {
			const {deployment} = event;
			const fresh = seen(run, 'code-deploy', event.at);
			if (run.deploymentId !== undefined && deployment.deploymentId !== run.deploymentId) {
				return {
					...fresh,
					rollbackDeploymentId: deployment.deploymentId,
					rollback: lookAt(run.rollback, deployment, event.at),
				};
			}

			return {
				...fresh,
				deploymentId: deployment.deploymentId,
				deployment: lookAt(run.deployment, deployment, event.at),
				...(deployment.rollbackDeploymentId !== undefined && {
					rollbackDeploymentId: deployment.rollbackDeploymentId,
				}),
			};
		}

		case 'targets-seen': {
			const fresh = seen(run, 'code-deploy', event.at);
			const added = Object.fromEntries(event.targets.map(target => [target.instanceId, target]));
			if (event.deploymentId !== undefined && event.deploymentId !== run.deploymentId) {
				return run.rollback === undefined
					? fresh
					: {...fresh, rollback: {...run.rollback, targets: {...run.rollback.targets, ...added}}};
			}

			return run.deployment === undefined
				? fresh
				: {...fresh, deployment: {...run.deployment, targets: {...run.deployment.targets, ...added}}};
		}

		case 'fleet-seen': {
			return {...run, fleet: mergeFleet(run.fleet, event.instances), pendingRequests: event.pendingRequests};
		}

		case 'capacity-seen': {
			return {...seen(run, 'spot', event.at), capacity: event.capacity, suspensions: event.suspensions};
		}

		case 'spot-log-seen': {
			return {
				...seen(run, 'spot', event.at),
				spotLog: [...run.spotLog, ...newEntries(run.spotLog, event.entries)].slice(-keptLogLines),
			};
		}

		case 'source-lost': {
			const before = run.sources[event.source];
			return {
				...run,
				sources: {
					...run.sources,
					[event.source]: {
						...before,
						lost: {at: before.lost?.at ?? event.at, problem: event.problem},
					},
				},
			};
		}

		case 'source-found': {
			const {lost, ...before} = run.sources[event.source];
			return {...run, sources: {...run.sources, [event.source]: {...before, seenAt: event.at}}};
		}

		case 'sources-seen': {
			let next = run;
			for (const source of event.sources) {
				next = seen(next, source, event.at);
			}

			return next;
		}

		case 'controller-seen': {
			return {...run, controller: event.controller};
		}

		case 'run-ended': {
			return run.outcome === undefined ? {...stopClock(run, event.at), outcome: event.outcome, endedAt: event.at} : run;
		}
	}
};

const nameOf = (state: string | {readonly unknown: string}): string =>
	typeof state === 'string' ? state : state.unknown;

const signOf = (run: Run): FailureSign['kind'] | undefined => {
	const status = run.deployment?.deployment.status;
	if (status === 'failed') {
		return 'deployment-failed';
	}

	if (status === 'stopped') {
		return 'deployment-stopped';
	}

	if (status === 'succeeded') {
		return undefined;
	}

	if (run.blueGreen !== undefined && isFailingBlueGreen(run.blueGreen.state)) {
		return 'blue-green-failed';
	}

	if (run.blueGreen !== undefined && isStoppingBlueGreen(run.blueGreen.state)) {
		return 'blue-green-stopped';
	}

	if (run.blueGreenId === undefined && attemptState(run, 'start-blue-green').state === 'refused') {
		return 'start-refused';
	}

	if (run.deploymentId === undefined && attemptState(run, 'create-deployment').state === 'refused') {
		return 'create-refused';
	}

	return undefined;
};

/** Stops the clock of the phase that the run is in; what comes after is people and clean-up, not the phase. */
const stopClock = (run: Run, at: number): Run => {
	const times = run.phaseTimes[run.phase];
	return times?.endedAt === undefined
		? {...run, phaseTimes: {...run.phaseTimes, [run.phase]: {startedAt: times?.startedAt ?? at, endedAt: at}}}
		: run;
};

const withForeignOriginals = (run: Run): Run => {
	const found = newForeignOriginals(run);
	return found.length === 0 ? run : {...run, foreignOriginals: [...run.foreignOriginals, ...found]};
};

const moveOn = (given: Run, at: number): Run => {
	const run = withForeignOriginals(given);
	const phase = phaseOf(run);
	const moved: Run =
		phase === run.phase
			? run
			: {
					...run,
					phase,
					phaseTimes: {
						...run.phaseTimes,
						[run.phase]: {startedAt: run.phaseTimes[run.phase]?.startedAt ?? at, endedAt: at},
						[phase]: {startedAt: at},
					},
				};
	const kind = moved.failure === undefined ? signOf(moved) : undefined;
	return kind === undefined ? moved : {...stopClock(moved, at), failure: {at, phase: moved.phase, kind}};
};

const isSameText = (one: LogLine, other: LogLine): boolean =>
	one.source === other.source &&
	one.instanceId === other.instanceId &&
	JSON.stringify(one.text) === JSON.stringify(other.text);

/**
 * Adds lines to a log, each at its time: what a cloud tells late happened before. The same line in a row is counted, not
 * repeated.
 */
const addLines = (log: readonly LogLine[], lines: readonly LogLine[]): readonly LogLine[] => {
	if (lines.length === 0) {
		return log;
	}

	const next = [...log];
	for (const line of lines) {
		const index = next.findLastIndex(({at}) => at <= line.at);
		const before = next[index];
		if (before !== undefined && isSameText(before, line)) {
			next[index] = {...before, at: line.at, repeated: before.repeated + line.repeated};
		} else {
			next.splice(index + 1, 0, line);
		}
	}

	return next.slice(-keptLogLines);
};

/**
 * The run after an event. Pure; the only way a run comes to be. An observation folded twice changes nothing, final
 * states stay, and a phase never goes back. The first event must be `run-started`.
 */
export const fold = (run: Run | undefined, event: RunEvent): Run => {
	if (run === undefined) {
		if (event.type !== 'run-started') {
			throw new RangeError(`A run begins with run-started, not with ${event.type}.`);
		}

		const begun = begin(event);
		return {...begun, log: addLines([], describeEvent(undefined, event))};
	}

	const applied = apply(run, event);
	const moved = applied === run ? run : moveOn(applied, event.at);
	const log = addLines(run.log, describeEvent(run, event));
	const lastEventAt = Math.max(run.lastEventAt, event.at);
	return moved === run && log === run.log && lastEventAt === run.lastEventAt ? run : {...moved, log, lastEventAt};
};

/** The run that a journal tells. */
export const foldAll = (events: readonly RunEvent[]): Run => {
	let run: Run | undefined;
	for (const event of events) {
		run = fold(run, event);
	}

	if (run === undefined) {
		throw new RangeError('A run has at least one event.');
	}

	return run;
};
