import {type DeploymentTarget, type LifecycleEvent} from '../cloud/code-deploy.js';
import {text, type Text} from '../text-token.js';
import {type Gate, type RunRequest} from './action.js';
import {isSameCapacity} from './clean-up.js';
import {colorOf, fleetOf} from './colors.js';
import {deadlinesOf} from './deadline.js';
import {decide} from './decide.js';
import {lostGreen} from './decide-forward.js';
import {stopRequest, type Decision} from './decision.js';
import {type FleetInstance, type Source} from './event.js';
import {failureOf} from './failure.js';
import {phaseIndex, skippedPhases} from './phase.js';
import {
	phaseIds,
	type CapacityView,
	type EventCell,
	type FleetView,
	type InstanceRow,
	type NextView,
	type PhaseId,
	type PhaseState,
	type PhaseView,
	type RunView,
	type SourceView,
	type TrafficView,
} from './run-view.js';
import {type Run} from './run.js';
import {isAlive} from './state.js';
import {sayInstances, sayController} from './words.js';

/** A source that was not heard of for longer than the slowest polling is stale. */
const staleMs = 75_000;

const vendorOf: Readonly<Record<PhaseId, PhaseView['vendor']>> = {
	preflight: 'us',
	start: 'spot',
	provision: 'spot',
	tag: 'spot',
	create: 'aws',
	install: 'aws',
	'ready-gate': 'aws',
	reroute: 'aws',
	'termination-wait': 'aws',
	finalise: 'both',
	verify: 'us',
};

/** A run that is only watched began before anybody looked: how it went until CodeDeploy had it is not known. */
const isUnknownBefore = (run: Run, phase: PhaseId): boolean =>
	run.actions.length === 0 &&
	run.baseline === undefined &&
	run.deploymentId !== undefined &&
	phaseIndex(phase) < phaseIndex(run.blueGreen === undefined ? 'create' : 'start');

const phaseStateOf = (run: Run, phase: PhaseId): PhaseState => {
	if (isUnknownBefore(run, phase)) {
		return 'unknown';
	}

	const isSuccess = run.outcome?.kind === 'succeeded';
	const distance = phaseIndex(phase) - phaseIndex(run.phase);
	if (distance === 0) {
		if (run.failure !== undefined || (run.outcome !== undefined && !isSuccess)) {
			return 'failed';
		}

		return isSuccess ? 'done' : 'now';
	}

	if (skippedPhases(run).has(phase) && run.phaseTimes[phase] === undefined) {
		return 'skipped';
	}

	return distance < 0 || isSuccess ? 'done' : 'not-reached';
};

/** Whether a person is or was waited for before the Elastigroup is put back: no cloud took that time. */
const isHeldByPerson = (run: Run, decision: Decision): boolean =>
	(decision.kind === 'ask' && decision.gate.kind === 'restore') ||
	run.requests.some(({request, by}) => by === 'person' && (request === 'restore' || request === 'leave-as-is'));

const phasesOf = (run: Run, decision: Decision, now: number): readonly PhaseView[] =>
	phaseIds.map(id => {
		const times = run.phaseTimes[id];
		const isKnown =
			times !== undefined && !isUnknownBefore(run, id) && !(id === 'verify' && isHeldByPerson(run, decision));
		return {
			id,
			state: phaseStateOf(run, id),
			vendor: vendorOf[id],
			...(isKnown && {durationMs: Math.max(0, (times.endedAt ?? run.endedAt ?? now) - times.startedAt)}),
		};
	});

type FleetState = FleetView['counts'][number]['state'];

const fleetStates: readonly FleetState[] = [
	'requested',
	'launching',
	'running',
	'installing',
	'taking-traffic',
	'succeeded',
	'failed',
	'draining',
	'out-of-traffic',
	'detached',
	'terminated',
];

const targetOf = (run: Run, instanceId: string): DeploymentTarget | undefined => run.deployment?.targets[instanceId];

const hasEventBegun = (target: DeploymentTarget, name: string): boolean =>
	target.events.some(event => event.name === name && event.status !== 'pending');

/** What an instance is doing, the most telling word first. */
const stateOf = (run: Run, instance: FleetInstance): string => {
	const target = targetOf(run, instance.instanceId);
	if (!isAlive(instance)) {
		return instance.state;
	}

	if (target?.status === 'failed') {
		return 'failed';
	}

	if (instance.traffic === 'draining') {
		return 'draining';
	}

	if (run.baseline !== undefined && !instance.isInElastigroup) {
		return 'detached';
	}

	if (instance.state === 'pending') {
		return 'launching';
	}

	const isTakenOut =
		target?.color === 'blue' && instance.traffic !== 'healthy' && hasEventBegun(target, 'BlockTraffic');
	if (isTakenOut) {
		return 'out-of-traffic';
	}

	if (target?.status === 'in-progress') {
		return target.color === 'blue'
			? 'running'
			: hasEventBegun(target, 'BeforeAllowTraffic')
				? 'taking-traffic'
				: 'installing';
	}

	return target?.status === 'ready' || target?.status === 'succeeded' ? target.status : instance.state;
};

const toFleetState = (state: string): FleetState => {
	switch (state) {
		case 'ready': {
			return 'succeeded';
		}

		case 'shutting-down': {
			return 'terminated';
		}

		default: {
			return fleetStates.find(known => known === state) ?? 'running';
		}
	}
};

const countBy = <Key extends string>(keys: readonly Key[]): ReadonlyMap<Key, number> => {
	const counts = new Map<Key, number>();
	for (const key of keys) {
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}

	return counts;
};

const blueTagsOf = (run: Run) =>
	run.config.group.tagFilters
		.flat()
		.flatMap(filter => (filter.type === 'key-and-value' ? [{key: filter.key, value: filter.value}] : []));

const fleetView = (run: Run, color: 'blue' | 'green'): FleetView => {
	const instances = fleetOf(run).filter(instance => colorOf(run, instance) === color);
	const states = countBy([
		...instances.map(instance => toFleetState(stateOf(run, instance))),
		...Array.from({length: color === 'green' ? run.pendingRequests : 0}, (): FleetState => 'requested'),
	]);
	const living = instances.filter(instance => isAlive(instance));
	const zones = countBy(living.flatMap(({zone}) => (zone === undefined ? [] : [zone])));
	return {
		color,
		// Originals of a first run may carry none of the tags that the group looks for.
		tags:
			color === 'green'
				? run.config.greenTags
				: instances.length > 0 && instances.every(({isUnfiltered}) => isUnfiltered)
					? []
					: blueTagsOf(run),
		total: living.length,
		counts: fleetStates.flatMap(state => {
			const count = states.get(state);
			return count === undefined ? [] : [{state, count}];
		}),
		spotCount: living.filter(({isSpot}) => isSpot === true).length,
		onDemandCount: living.filter(({isSpot}) => isSpot === false).length,
		zones: [...zones].map(([zone, count]) => ({zone, count})).sort((one, other) => (one.zone < other.zone ? -1 : 1)),
	};
};

const trafficView = (run: Run): TrafficView | undefined => {
	const registered = fleetOf(run).filter(({traffic}) => traffic !== undefined);
	if (registered.length === 0 && run.sources['load-balancer'].seenAt === undefined) {
		return undefined;
	}

	const count = (color: 'blue' | 'green', traffic?: FleetInstance['traffic']): number =>
		registered.filter(
			instance => colorOf(run, instance) === color && (traffic === undefined || instance.traffic === traffic),
		).length;
	return {
		blueHealthy: count('blue', 'healthy'),
		greenHealthy: count('green', 'healthy'),
		blueRegistered: count('blue'),
		greenRegistered: count('green'),
		draining: registered.filter(({traffic}) => traffic === 'draining').length,
	};
};

const capacityView = (run: Run): CapacityView => {
	const noted = run.baseline?.capacity;
	const present = run.capacity;
	const originals = run.deployment?.deployment.originalsOption ?? run.config.group.originalsOption;
	// Kept originals leave the doubled numbers of docs/facts.md SPOT 3.6 (inference) where nobody restores them.
	const isStaying = originals?.action === 'keep-alive' && run.policy.restore === 'never' && run.failure === undefined;
	const doubled = noted && {
		target: noted.target * 2,
		minimum: noted.minimum,
		maximum: Math.max(noted.maximum, noted.target * 2),
	};
	const expected = isStaying ? doubled : noted;
	return {
		...(noted && {noted}),
		...(present && {present}),
		...(expected && {expectedAtEnd: expected}),
		differs: noted !== undefined && present !== undefined && !isSameCapacity(noted, present),
	};
};

const toCell = ({name, status, startedAt, endedAt}: LifecycleEvent, now: number): EventCell => {
	const state = typeof status === 'string' ? status : 'unknown';
	const isTimed = startedAt !== undefined && (endedAt !== undefined || state === 'in-progress');
	return {name, state, ...(isTimed && {durationMs: Math.max(0, (endedAt ?? now) - startedAt)})};
};

const noteOf = (run: Run, instance: FleetInstance, color: InstanceRow['color']): Text | undefined => {
	const failed = targetOf(run, instance.instanceId)?.events.find(({status}) => status === 'failed');
	if (failed !== undefined) {
		return text('run.note.failed', {event: failed.name, code: failed.diagnostics?.errorCode ?? ''});
	}

	if (color !== 'green') {
		return undefined;
	}

	const isUntimely =
		!isAlive(instance) &&
		run.failure === undefined &&
		run.outcome === undefined &&
		phaseIndex(run.phase) < phaseIndex('verify');
	if (isUntimely) {
		return text('run.note.lost');
	}

	const isLate = isAlive(instance) && !instance.hasGreenTags && phaseIndex(run.phase) >= phaseIndex('tag');
	return isLate ? text('run.note.no-tag') : undefined;
};

const colorRank: Readonly<Record<InstanceRow['color'], number>> = {blue: 0, green: 1, other: 2};

const rowsOf = (run: Run, now: number): readonly InstanceRow[] =>
	fleetOf(run)
		.map((instance): InstanceRow => {
			const color = colorOf(run, instance);
			const onWayBack = run.rollback?.targets[instance.instanceId];
			const target = onWayBack ?? targetOf(run, instance.instanceId);
			const note = noteOf(run, instance, color);
			return {
				instanceId: instance.instanceId,
				color,
				state: stateOf(run, instance),
				...(instance.isSpot !== undefined && {isSpot: instance.isSpot}),
				...(instance.instanceType !== undefined && {instanceType: instance.instanceType}),
				...(instance.zone !== undefined && {zone: instance.zone}),
				...(instance.launchedAt !== undefined && {ageMs: Math.max(0, now - instance.launchedAt)}),
				...(instance.traffic !== undefined && {traffic: instance.traffic}),
				hasGreenTags: instance.hasGreenTags,
				events: (target?.events ?? []).map(event => toCell(event, now)),
				...(note && {note}),
			};
		})
		.filter(({color, state}) => color !== 'other' || state !== 'terminated')
		.sort(
			(one, other) => colorRank[one.color] - colorRank[other.color] || (one.instanceId < other.instanceId ? -1 : 1),
		);

const sourceIds: readonly Source[] = ['spot', 'code-deploy', 'ec2', 'load-balancer'];

const sourcesOf = (run: Run, now: number): readonly SourceView[] =>
	sourceIds.map(source => {
		const {seenAt, lost} = run.sources[source];
		const ageMs = seenAt === undefined ? undefined : Math.max(0, now - seenAt);
		const isStale = ageMs !== undefined && ageMs > staleMs && run.outcome === undefined && run.controller === undefined;
		const state = lost === undefined ? (ageMs === undefined ? 'not-asked' : isStale ? 'stale' : 'fresh') : 'lost';
		return {source, state, ...(ageMs !== undefined && {ageMs}), ...(lost && {problem: lost.problem})};
	});

/** What may be asked for outside a gate. Stopping is always possible until the deployment has succeeded. */
const openRequests = (run: Run): readonly RunRequest[] => {
	if (run.failure !== undefined || run.deployment?.deployment.status === 'succeeded') {
		return [];
	}

	const asked = stopRequest(run);
	if (run.deploymentId === undefined) {
		return asked === undefined ? ['stop'] : [];
	}

	const stops: readonly RunRequest[] =
		asked === undefined ? ['stop-and-roll-back', 'stop'] : asked === 'stop' ? ['stop-and-roll-back'] : [];
	const isWaiting = run.phase === 'termination-wait' && asked === undefined;
	return isWaiting ? ['skip-termination-wait', ...stops] : stops;
};

const gateView = (run: Run, gate: Gate): NextView => {
	switch (gate.kind) {
		case 'ready': {
			const lost = lostGreen(run);
			return {
				text:
					lost.length === 0
						? text('run.next.gate.ready')
						: text('run.next.gate.ready.lost', {instances: sayInstances(lost)}),
				...(gate.until !== undefined && {otherwise: text('run.next.gate.ready.otherwise')}),
				requests: gate.requests,
			};
		}

		case 'clean-up':
		case 'restore': {
			const isKept = gate.kind === 'restore' && gate.plan.remove.length > 0;
			return {
				text: isKept ? text('run.next.gate.restore.kept') : text(`run.next.gate.${gate.kind}`),
				otherwise: text(`run.next.gate.${gate.kind}.otherwise`),
				requests: gate.requests,
			};
		}
	}
};

/** The sentence of a phase in which CodeDeploy or Spot are at work. */
const phaseText = (run: Run): Pick<NextView, 'text' | 'otherwise'> => {
	switch (run.phase) {
		case 'preflight':
		case 'start':
		case 'provision': {
			return {text: text('run.next.instances')};
		}

		case 'tag': {
			return {text: text('run.next.tags')};
		}

		case 'create':
		case 'install':
		case 'reroute':
		case 'finalise': {
			return {text: text(`run.next.${run.phase}`)};
		}

		case 'ready-gate': {
			return {text: text('run.next.ready')};
		}

		case 'termination-wait': {
			return {
				text: text('run.next.termination-wait'),
				otherwise: text('run.next.termination-wait.otherwise'),
			};
		}

		case 'verify': {
			return {text: text('run.next.settle')};
		}
	}
};

const waitText = (
	run: Run,
	decision: Extract<Decision, {readonly kind: 'wait'}>,
): Pick<NextView, 'text' | 'otherwise'> => {
	if (decision.for === 'deployment') {
		return phaseText(run);
	}

	return {text: text(`run.next.${decision.for}`)};
};

const isLeft = (run: Run): boolean => {
	if (run.outcome === undefined || run.outcome.kind === 'refused') {
		return false;
	}

	return run.outcome.kind === 'succeeded' ? !run.outcome.isRestored : !run.outcome.isClean;
};

const nextView = (run: Run, decision: Decision, isReadOnly: boolean): NextView => {
	if (run.outcome !== undefined) {
		return {
			text:
				isLeft(run) && !isReadOnly ? text('run.next.ended.left', {runId: run.config.runId}) : text('run.next.ended'),
			requests: [],
		};
	}

	if (run.controller !== undefined) {
		return {
			text: text('run.next.controlled', sayController(run.controller)),
			otherwise: text('run.next.controlled.otherwise'),
			requests: [],
		};
	}

	if (isReadOnly) {
		return {...(run.deploymentId === undefined ? {text: text('run.next.watch')} : phaseText(run)), requests: []};
	}

	switch (decision.kind) {
		case 'ask': {
			return decision.answer === undefined
				? gateView(run, decision.gate)
				: {text: text('run.next.act'), requests: openRequests(run)};
		}

		case 'wait': {
			return {...waitText(run, decision), requests: openRequests(run)};
		}

		case 'act':
		case 'end': {
			return {text: text('run.next.act'), requests: openRequests(run)};
		}
	}
};

const isRollingBack = (run: Run): boolean =>
	run.rollbackDeploymentId !== undefined ||
	run.actions.some(
		({action, state}) => action.kind === 'stop-deployment' && action.isRollingBack && state !== 'failed',
	);

/**
 * What every picture of the run is drawn from. `isReadOnly` marks a run that is not driven from here: nothing can be
 * asked of it, and no gate is shown as a question.
 */
export const toRunView = (run: Run, now: number, options: {readonly isReadOnly?: boolean} = {}): RunView => {
	const isReadOnly = options.isReadOnly === true || run.controller !== undefined;
	const decision = decide(run, now);
	const gate = decision.kind === 'ask' && decision.answer === undefined && !isReadOnly ? decision.gate : undefined;
	const end = run.endedAt ?? now;
	const traffic = trafficView(run);
	const failure = failureOf(run);
	return {
		config: run.config,
		...(run.blueGreenId !== undefined && {blueGreenId: run.blueGreenId}),
		...(run.deploymentId !== undefined && {deploymentId: run.deploymentId}),
		...(run.rollbackDeploymentId !== undefined && {rollbackDeploymentId: run.rollbackDeploymentId}),
		phases: phasesOf(run, decision, now),
		phase: run.phase,
		isRollingBack: isRollingBack(run),
		elapsedMs: Math.max(0, end - run.startedAt),
		phaseElapsedMs: Math.max(
			0,
			(run.phaseTimes[run.phase]?.endedAt ?? end) - (run.phaseTimes[run.phase]?.startedAt ?? run.startedAt),
		),
		deadlines: deadlinesOf(run, now),
		blue: fleetView(run, 'blue'),
		green: fleetView(run, 'green'),
		...(traffic && {traffic}),
		capacity: capacityView(run),
		instances: rowsOf(run, now),
		log: run.log,
		next: nextView(run, decision, isReadOnly),
		...(gate && {gate}),
		...(failure && {failure}),
		sources: sourcesOf(run, now),
		isReadOnly,
		...(run.controller && {controller: run.controller}),
		...(run.outcome && {outcome: run.outcome}),
	};
};
