import {type DeploymentTarget, type LifecycleEvent} from '../cloud/code-deploy.js';
import {capacityDuring} from '../cloud/elastigroup.js';
import {text, type Text} from '../text-token.js';
import {isSameCapacity} from './clean-up.js';
import {colorOf, fleetOf, shownColorOf} from './colors.js';
import {deadlinesOf} from './deadline.js';
import {decide} from './decide.js';
import {type Decision} from './decision.js';
import {type FleetInstance, type Source} from './event.js';
import {sayFailedEvent} from './failed-event.js';
import {failureOf} from './failure.js';
import {nextView} from './next.js';
import {isOnlyWatched, phaseIndex, skippedPhases} from './phase.js';
import {
	phaseIds,
	type CapacityView,
	type EventCell,
	type FleetView,
	type InstanceRow,
	type PhaseId,
	type PhaseState,
	type PhaseView,
	type RunView,
	type SourceView,
	type TrafficView,
} from './run-view.js';
import {type Run} from './run.js';
import {isAlive, isFinalDeployment} from './state.js';
import {unattendedOf} from './unattended.js';

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

/** How a run that is only looked at went until CodeDeploy had it is not known. */
const isUnknownBefore = (run: Run, phase: PhaseId): boolean =>
	isOnlyWatched(run) && phaseIndex(phase) < phaseIndex(run.blueGreen === undefined ? 'create' : 'start');

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
			times !== undefined &&
			!isUnknownBefore(run, id) &&
			// Nobody looked while it took them.
			!(isOnlyWatched(run) && run.outcome !== undefined) &&
			!(id === 'verify' && isHeldByPerson(run, decision));
		return {
			id,
			state: phaseStateOf(run, id),
			vendor: vendorOf[id],
			...(isKnown && {durationMs: Math.max(0, (times.endedAt ?? run.endedAt ?? now) - times.startedAt)}),
		};
	});

/** How long ago the part began that no phase counts: the way back after a failure, or a restore that a person decides. */
const aftermathOf = (run: Run, decision: Decision, end: number): number | undefined => {
	const since = run.failure?.at ?? (isHeldByPerson(run, decision) ? run.phaseTimes.verify?.startedAt : undefined);
	return since === undefined ? undefined : Math.max(0, end - since);
};

type FleetState = FleetView['counts'][number]['state'];

const fleetStates: readonly FleetState[] = [
	'requested',
	'launching',
	'running',
	'installing',
	'ready',
	'registering',
	'taking-traffic',
	'succeeded',
	'failed',
	'draining',
	'out-of-traffic',
	'detached',
	'shutting-down',
	'terminated',
];

const targetOf = (run: Run, instanceId: string): DeploymentTarget | undefined => run.deployment?.targets[instanceId];

const hasEventBegun = (target: DeploymentTarget, name: string): boolean =>
	target.events.some(event => event.name === name && event.status !== 'pending');

/** What an instance is doing, the most telling word first. */
const stateOf = (run: Run, instance: FleetInstance): string => {
	// A rollback says last what an instance does.
	const onWayBack = run.rollback?.targets[instance.instanceId];
	const target = onWayBack ?? targetOf(run, instance.instanceId);
	if (!isAlive(instance)) {
		return instance.state;
	}

	if (instance.traffic === 'draining') {
		return 'draining';
	}

	if (run.baseline !== undefined && !instance.isInElastigroup) {
		return 'detached';
	}

	if (target?.status === 'failed') {
		return 'failed';
	}

	if (instance.state === 'pending') {
		return 'launching';
	}

	const isTakenOut = target !== undefined && instance.traffic !== 'healthy' && hasEventBegun(target, 'BlockTraffic');
	// With a load balancer, who has succeeded is registered; who is not any more was taken out again.
	const isUnregistered =
		target?.status === 'succeeded' &&
		instance.traffic === undefined &&
		run.sources['load-balancer'].seenAt !== undefined;
	if (isTakenOut || isUnregistered) {
		return 'out-of-traffic';
	}

	if (target?.status === 'in-progress') {
		const isMoving = hasEventBegun(target, 'BeforeAllowTraffic');
		if (!isMoving) {
			return target.color === 'blue' || onWayBack !== undefined ? 'running' : 'installing';
		}

		return instance.traffic === 'healthy' ? 'taking-traffic' : 'registering';
	}

	return target?.status === 'ready' || target?.status === 'succeeded' ? target.status : instance.state;
};

const toFleetState = (state: string): FleetState => fleetStates.find(known => known === state) ?? 'running';

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
	const instances = fleetOf(run).filter(instance => shownColorOf(run, instance) === color);
	const states = countBy(instances.map(instance => toFleetState(stateOf(run, instance))));
	const requested = color === 'green' ? run.pendingRequests : 0;
	const present = instances.filter(({state}) => state !== 'terminated');
	const zones = countBy(present.flatMap(({zone}) => (zone === undefined ? [] : [zone])));
	return {
		color,
		// Originals of a first run may carry none of the tags that the group looks for.
		tags:
			color === 'green'
				? run.config.greenTags
				: instances.length > 0 && instances.every(({isUnfiltered}) => isUnfiltered)
					? []
					: blueTagsOf(run),
		total: present.length,
		counts: fleetStates.flatMap(state => {
			const count = (states.get(state) ?? 0) + (state === 'requested' ? requested : 0);
			return count > 0 ? [{state, count}] : [];
		}),
		spotCount: present.filter(({isSpot}) => isSpot === true).length,
		onDemandCount: present.filter(({isSpot}) => isSpot === false).length,
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
	// Kept originals leave the numbers of the blue/green where nobody restores them.
	const isStaying = originals?.action === 'keep-alive' && run.policy.restore === 'never' && run.failure === undefined;
	const expected = noted && isStaying ? capacityDuring(noted) : noted;
	return {
		unit: run.baseline?.capacityUnit ?? 'instance',
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
		return sayFailedEvent('note', failed, instance.instanceId);
	}

	if (color === 'other' && run.baseline !== undefined) {
		return isAlive(instance) ? text(instance.isInElastigroup ? 'run.note.other' : 'run.note.foreign') : undefined;
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
			const color = shownColorOf(run, instance);
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
		// While nobody looked, nobody was silent.
		const silentMs = now - Math.max(seenAt ?? now, run.resumedAt ?? 0);
		const isStale = silentMs > staleMs && run.outcome === undefined && run.controller === undefined;
		const state = lost === undefined ? (ageMs === undefined ? 'not-asked' : isStale ? 'stale' : 'fresh') : 'lost';
		return {source, state, ...(ageMs !== undefined && {ageMs}), ...(lost && {problem: lost.problem})};
	});

const isRollingBack = (run: Run): boolean =>
	run.rollback === undefined
		? run.rollbackDeploymentId !== undefined ||
			run.actions.some(
				({action, state}) => action.kind === 'stop-deployment' && action.isRollingBack && state !== 'failed',
			)
		: !isFinalDeployment(run.rollback.deployment.status);

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
	const failure = failureOf(run, now);
	const aftermathMs = aftermathOf(run, decision, end);
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
		...(aftermathMs !== undefined && {aftermathMs}),
		deadlines: deadlinesOf(run, now),
		blue: fleetView(run, 'blue'),
		green: fleetView(run, 'green'),
		...(traffic && {traffic}),
		capacity: capacityView(run),
		foreignOriginals: run.foreignOriginals,
		instances: rowsOf(run, now),
		log: run.log,
		next: nextView(run, decision, isReadOnly, now),
		...(gate && {gate}),
		...(failure && {failure}),
		sources: sourcesOf(run, now),
		isReadOnly,
		...(run.controller && {controller: run.controller}),
		isOnlyWatched: isOnlyWatched(run),
		...(run.outcome && {outcome: run.outcome}),
		unattended: unattendedOf(run, isReadOnly, now),
	};
};
