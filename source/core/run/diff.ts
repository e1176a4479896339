/** What a look at the clouds says that the run does not know yet, as events. */
import {type Instance} from '../cloud/account.js';
import {type Deployment, type DeploymentTarget} from '../cloud/code-deploy.js';
import {type ElastigroupInstance} from '../cloud/elastigroup.js';
import {type Tag} from '../cloud/shared.js';
import {matchesFilter} from '../check/tag-matcher.js';
import {type Problem, type Result} from '../problem.js';
import {text} from '../text-token.js';
import {lastAttempt, unansweredCode} from './attempts.js';
import {type Conflict, type FleetInstance, type RunEvent, type Source, type TrafficState} from './event.js';
import {completenessOf} from './completeness.js';
import {newEntries} from './fold.js';
import {areTagsOfRunAlone, findBlueGreen, findDeployment} from './mark.js';
import {type ActionRecord, type Run} from './run.js';
import {type LookPlan, type Registration, type Snapshot} from './snapshot.js';
import {
	isActiveDeployment,
	isFinalBlueGreen,
	isFinalDeployment,
	nameOfStatus,
	stateOfInstance,
	stateOfMember,
} from './state.js';
import {worstTraffic} from './traffic.js';

/** How long a cloud may take to list what it has just made. */
const listingGraceMs = 30_000;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A run that was met on its way, such as one that is only watched, has no baseline. */
const isBaselineOpen = (run: Run): boolean =>
	run.baseline === undefined && run.blueGreenId === undefined && run.deploymentId === undefined;

/** A deployment that a refusal named, or that was seen in our place, until it has ended. */
const otherDeploymentsOf = (run: Run): readonly string[] => {
	if (run.deploymentId !== undefined) {
		return [];
	}

	const named = lastAttempt(run, 'create-deployment')?.problem?.otherDeploymentId;
	const seen = run.otherDeployment;
	return [
		...(seen === undefined || isFinalDeployment(seen.status) ? [] : [seen.deploymentId]),
		...(named === undefined || named === seen?.deploymentId ? [] : [named]),
	];
};

/** What to ask next. */
export const planLook = (run: Run): LookPlan => {
	const isSeekingDeployment = run.actions.some(
		({action, state}) => action.kind === 'create-deployment' && state === 'unanswered',
	);
	const state = run.blueGreen?.state;
	const isNotingBaseline = isBaselineOpen(run);
	return {
		isSeekingDeployment,
		otherDeploymentIds: otherDeploymentsOf(run),
		isNotingBaseline,
		isReadingSuspensions:
			isNotingBaseline ||
			run.failure !== undefined ||
			state === 'ERROR' ||
			(state !== undefined && isFinalBlueGreen(state)) ||
			run.deployment?.deployment.status === 'succeeded',
		isReadingTargets: run.deployment?.deployment.status !== 'succeeded' || run.phase !== 'verify',
	};
};

/** The first of several answers that is a problem. */
const problemOf = (...answers: ReadonlyArray<Result<unknown> | undefined>): Problem | undefined => {
	for (const answer of answers) {
		if (answer !== undefined && !answer.isOk) {
			return answer.problem;
		}
	}

	return undefined;
};

type SourceAnswers = ReadonlyArray<readonly [Source, ReadonlyArray<Result<unknown> | undefined>]>;

/** Spot's log is left out: it explains, and nothing is decided on it. */
const answersOf = (snapshot: Snapshot): SourceAnswers => [
	['spot', [snapshot.elastigroup, snapshot.members, snapshot.suspensions, snapshot.blueGreens]],
	[
		'code-deploy',
		[snapshot.deployment, snapshot.targets, snapshot.rollback, snapshot.rollbackTargets, snapshot.groupDeployments],
	],
	['ec2', [snapshot.instances, snapshot.weights]],
	['load-balancer', [snapshot.health]],
];

/** Sources that were asked and answered everything. */
export const answeredSources = (snapshot: Snapshot): readonly Source[] =>
	answersOf(snapshot)
		.filter(([, answers]) => answers.some(answer => answer !== undefined) && problemOf(...answers) === undefined)
		.map(([source]) => source);

const diffSources = (run: Run, snapshot: Snapshot): readonly RunEvent[] => {
	const events: RunEvent[] = [];
	for (const [source, answers] of answersOf(snapshot)) {
		const problem = problemOf(...answers);
		const {lost} = run.sources[source];
		if (problem !== undefined && lost?.problem.code !== problem.code) {
			events.push({type: 'source-lost', at: snapshot.at, source, problem});
		} else if (problem === undefined && lost !== undefined && answers.some(answer => answer !== undefined)) {
			events.push({type: 'source-found', at: snapshot.at, source});
		}
	}

	return events;
};

const leftNothing = (): Problem => ({
	kind: 'network',
	code: unansweredCode,
	message: text('run.problem.left-nothing'),
	nextSteps: [],
	isRetryable: true,
});

const settleRecord = (run: Run, record: ActionRecord, snapshot: Snapshot): RunEvent | undefined => {
	const since = record.settledAt ?? record.intendedAt;
	const done = {type: 'action-done', at: snapshot.at, number: record.number, isAdopted: true} as const;
	const failed: RunEvent = {
		type: 'action-failed',
		at: snapshot.at,
		number: record.number,
		problem: leftNothing(),
	};
	const isPatienceOver = snapshot.askedAt >= since + listingGraceMs;
	if (record.action.kind === 'start-blue-green') {
		if (snapshot.blueGreens?.isOk !== true) {
			return undefined;
		}

		const found = findBlueGreen(run, snapshot.blueGreens.value);
		if (found === undefined) {
			return isPatienceOver ? failed : undefined;
		}

		const {id, state} = found;
		const known = run.candidate;
		const isKnown = known?.blueGreenId === id && nameOfStatus(known.state) === nameOfStatus(state);
		const candidate: RunEvent | undefined = isKnown
			? undefined
			: {type: 'candidate-seen', at: snapshot.at, number: record.number, blueGreenId: id, state};
		return areTagsOfRunAlone(run.config) ? {...done, blueGreenId: id} : candidate;
	}

	if (record.action.kind === 'create-deployment') {
		if (snapshot.groupDeployments?.isOk !== true) {
			return undefined;
		}

		const found = findDeployment(run, snapshot.groupDeployments.value);
		return found === undefined ? (isPatienceOver ? failed : undefined) : {...done, deploymentId: found.deploymentId};
	}

	// The others may be repeated: what they did, if anything, is in the picture that the next decision sees.
	const answered = answeredSources(snapshot);
	return answered.includes('spot') && answered.includes('code-deploy') && snapshot.askedAt >= since
		? failed
		: undefined;
};

const settleUnanswered = (run: Run, snapshot: Snapshot): readonly RunEvent[] =>
	run.actions
		.filter(({state}) => state === 'unanswered')
		.map(record => settleRecord(run, record, snapshot))
		.filter(event => event !== undefined);

/**
 * Another blue/green began in the Elastigroup after ours: neither its instances nor its numbers must be taken for what
 * ours left.
 */
const noteSuccessor = (run: Run, snapshot: Snapshot): readonly RunEvent[] => {
	const isOver =
		run.blueGreen !== undefined && (isFinalBlueGreen(run.blueGreen.state) || run.blueGreen.state === 'ERROR');
	if (!isOver || run.baseline === undefined || run.conflict !== undefined || snapshot.blueGreens?.isOk !== true) {
		return [];
	}

	const before = run.baseline.blueGreenIds;
	const other = snapshot.blueGreens.value.find(
		({id, state}) =>
			id !== run.blueGreenId &&
			// Also one that has ended: what is there now may be what it left.
			(before === undefined ? !isFinalBlueGreen(state) && state !== 'ERROR' : !before.includes(id)),
	);
	return other === undefined
		? []
		: [{type: 'conflict-seen', at: snapshot.at, conflict: {kind: 'blue-green', id: other.id, state: other.state}}];
};

/** Deployments of the group while our blue/green waits for ours: ours is known by its mark, any other is left alone. */
const noteOtherDeployment = (run: Run, snapshot: Snapshot): readonly RunEvent[] => {
	const isCreating = run.actions.some(
		({action, state}) => action.kind === 'create-deployment' && (state === 'unanswered' || state === 'intended'),
	);
	if (
		run.blueGreenId === undefined ||
		run.deploymentId !== undefined ||
		isCreating ||
		snapshot.groupDeployments?.isOk !== true
	) {
		return [];
	}

	const listed = snapshot.groupDeployments.value;
	const ours = findDeployment(run, listed);
	if (ours !== undefined) {
		return [{type: 'deployment-seen', at: snapshot.at, deployment: ours}];
	}

	const other =
		listed.find(({deploymentId}) => deploymentId === run.otherDeployment?.deploymentId) ??
		listed.find(deployment => isActiveDeployment(deployment));
	const isKnown =
		other !== undefined &&
		other.deploymentId === run.otherDeployment?.deploymentId &&
		nameOfStatus(other.status) === nameOfStatus(run.otherDeployment.status);
	return other === undefined || isKnown
		? []
		: [
				{
					type: 'conflict-seen',
					at: snapshot.at,
					conflict: {kind: 'deployment', id: other.deploymentId, status: other.status},
				},
			];
};

const findConflict = (snapshot: Snapshot): Conflict | undefined => {
	const blueGreen =
		snapshot.blueGreens?.isOk === true
			? snapshot.blueGreens.value.find(({state}) => !isFinalBlueGreen(state) && state !== 'ERROR')
			: undefined;
	if (blueGreen !== undefined) {
		return {kind: 'blue-green', id: blueGreen.id, state: blueGreen.state};
	}

	const deployment =
		snapshot.groupDeployments?.isOk === true
			? snapshot.groupDeployments.value.find(other => isActiveDeployment(other))
			: undefined;
	return deployment && {kind: 'deployment', id: deployment.deploymentId, status: deployment.status};
};

const noteBaseline = (run: Run, snapshot: Snapshot): readonly RunEvent[] => {
	const {elastigroup, members, suspensions, blueGreens, groupDeployments, at} = snapshot;
	if (
		!isBaselineOpen(run) ||
		elastigroup?.isOk !== true ||
		members?.isOk !== true ||
		suspensions?.isOk !== true ||
		blueGreens?.isOk !== true ||
		groupDeployments?.isOk !== true
	) {
		return [];
	}

	const conflict = findConflict(snapshot);
	if (conflict !== undefined) {
		return [{type: 'conflict-seen', at, conflict}];
	}

	const weights = snapshot.weights?.isOk === true ? snapshot.weights.value : undefined;
	const unit = elastigroup.value.capacityUnit;
	const isUnweighed = unit === 'weight' && weights === undefined;
	// Asking again helps, unless it is not allowed: then no number is lowered later (`weightOf`).
	const isRefused = snapshot.weights?.isOk === false && snapshot.weights.problem.kind === 'permission';
	if (isUnweighed && !isRefused) {
		return [];
	}

	const instances = snapshot.instances?.isOk === true ? snapshot.instances.value : undefined;
	const seen = isUnweighed
		? {
				...elastigroup.value,
				capacityUnit: 'instance' as const,
				capacity: {...elastigroup.value.capacity, target: members.value.length},
			}
		: elastigroup.value;
	const {isComplete, present} = completenessOf(seen, members.value, instances, weights);
	const {target} = seen.capacity;
	if (!isComplete) {
		const known = run.incomplete;
		return known?.present === present && known.target === target
			? []
			: [{type: 'incomplete-seen', at, present, target, unit: seen.capacityUnit}];
	}

	return [
		{
			type: 'baseline-noted',
			at,
			baseline: {
				capacity: elastigroup.value.capacity,
				suspensions: suspensions.value,
				instanceIds: members.value.flatMap(({instanceId}) => (instanceId === undefined ? [] : [instanceId])),
				blueGreenIds: blueGreens.value.map(({id}) => id),
				capacityUnit: unit,
				...(weights && {weights}),
				...(elastigroup.value.readAt !== undefined && {spotTime: elastigroup.value.readAt}),
			},
		},
	];
};

const diffBlueGreen = (run: Run, snapshot: Snapshot): readonly RunEvent[] => {
	if (snapshot.blueGreens?.isOk !== true || run.blueGreenId === undefined) {
		return [];
	}

	const ours = snapshot.blueGreens.value.find(({id}) => id === run.blueGreenId);
	const known = run.blueGreen?.state;
	return ours === undefined ||
		(known !== undefined && (isFinalBlueGreen(known) || nameOfStatus(known) === nameOfStatus(ours.state)))
		? []
		: [{type: 'blue-green-seen', at: snapshot.at, blueGreenId: ours.id, state: ours.state}];
};

const diffCapacity = (run: Run, snapshot: Snapshot): readonly RunEvent[] => {
	if (snapshot.elastigroup?.isOk !== true) {
		return [];
	}

	const {capacity} = snapshot.elastigroup.value;
	const suspensions = snapshot.suspensions?.isOk === true ? snapshot.suspensions.value : run.suspensions;
	return isSame(capacity, run.capacity) && isSame(suspensions ?? [], run.suspensions ?? [])
		? []
		: [{type: 'capacity-seen', at: snapshot.at, capacity, suspensions: suspensions ?? []}];
};

const carriesAll = (tags: readonly Tag[], wanted: readonly Tag[]): boolean =>
	wanted.length > 0 && wanted.every(tag => tags.some(({key, value}) => key === tag.key && value === tag.value));

const trafficOf = (state: string): TrafficState => {
	switch (state) {
		case 'initial':
		case 'healthy':
		case 'unhealthy':
		case 'draining':
		case 'unused': {
			return state;
		}

		default: {
			return 'unavailable';
		}
	}
};

/** Where the instance is registered, by load balancer; undefined where nowhere. */
const registrationsIn = (health: readonly Registration[], instanceId: string): FleetInstance['registrations'] => {
	const own = health.filter(target => target.instanceId === instanceId);
	return own.length === 0
		? undefined
		: Object.fromEntries(own.map(({balancer, state}) => [balancer, trafficOf(state)]));
};

/** The worst registration; one that is missing beside others is still to come, or on its way out. */
const trafficIn = (run: Run, registrations: FleetInstance['registrations']): FleetInstance['traffic'] => {
	const worst = worstTraffic(registrations);
	const {targetGroupArns, classicLoadBalancerNames} = run.config.group;
	const isPartial = Object.keys(registrations ?? {}).length < targetGroupArns.length + classicLoadBalancerNames.length;
	return worst === 'healthy' && isPartial ? 'initial' : worst;
};

type Sight = {
	readonly before: FleetInstance | undefined;
	readonly member: ElastigroupInstance | undefined;
	readonly hasMembers: boolean;
	readonly instance: Instance | undefined;
	readonly hasInstances: boolean;
};

const stateSeen = ({before, member, hasMembers, instance, hasInstances}: Sight): FleetInstance['state'] => {
	// What has ended stays ended; EC2 and Spot need not agree on the way there.
	if (before?.state === 'terminated') {
		return 'terminated';
	}

	if (instance !== undefined) {
		return stateOfInstance(instance.state);
	}

	if (member !== undefined) {
		return stateOfMember(member.status);
	}

	// EC2 forgets an instance an hour after its end.
	return hasInstances && hasMembers && before !== undefined && before.state !== 'pending'
		? 'terminated'
		: (before?.state ?? 'unknown');
};

/** Spot puts it on every instance that it launches (docs/facts.md SPOT 2.3). */
const elastigroupIdTag = 'spotinst:aws:ec2:group:id';

const buildInstance = (run: Run, snapshot: Snapshot, instanceId: string): FleetInstance => {
	const members = snapshot.members?.isOk === true ? snapshot.members.value : undefined;
	const instances = snapshot.instances?.isOk === true ? snapshot.instances.value : undefined;
	const before = run.fleet[instanceId];
	const member = members?.find(other => other.instanceId === instanceId);
	const instance = instances?.find(other => other.instanceId === instanceId);
	const state = stateSeen({
		before,
		member,
		hasMembers: members !== undefined,
		instance,
		hasInstances: instances !== undefined,
	});
	const registrations =
		snapshot.health?.isOk === true ? registrationsIn(snapshot.health.value, instanceId) : before?.registrations;
	const traffic = snapshot.health?.isOk === true ? trafficIn(run, registrations) : before?.traffic;
	const isSpot = member?.isSpot ?? before?.isSpot;
	const instanceType = instance?.instanceType ?? member?.instanceType ?? before?.instanceType;
	const zone = instance?.zone ?? member?.zone ?? before?.zone;
	const isUnfiltered =
		instance === undefined
			? before?.isUnfiltered === true
			: !carriesAll(instance.tags, run.config.greenTags) && !matchesFilter(instance.tags, run.config.group.tagFilters);
	const isOfElastigroup =
		instance === undefined
			? before?.isOfElastigroup === true
			: carriesAll(instance.tags, [{key: elastigroupIdTag, value: run.config.elastigroupId}]);
	const launchedAt = instance?.launchedAt ?? before?.launchedAt ?? member?.createdAt;
	return {
		instanceId,
		...(isSpot !== undefined && {isSpot}),
		...(instanceType !== undefined && {instanceType}),
		...(zone !== undefined && {zone}),
		state,
		isInElastigroup: members === undefined ? (before?.isInElastigroup ?? false) : member !== undefined,
		hasGreenTags:
			instance === undefined ? (before?.hasGreenTags ?? false) : carriesAll(instance.tags, run.config.greenTags),
		...(isOfElastigroup && {isOfElastigroup: true as const}),
		...(isUnfiltered && {isUnfiltered: true as const}),
		...(launchedAt !== undefined && {launchedAt}),
		...(traffic !== undefined && {traffic}),
		...(registrations !== undefined && {registrations}),
	};
};

const diffFleet = (run: Run, snapshot: Snapshot): readonly RunEvent[] => {
	const isAsked = [snapshot.members, snapshot.instances, snapshot.health].some(answer => answer?.isOk === true);
	if (!isAsked) {
		return [];
	}

	const members = snapshot.members?.isOk === true ? snapshot.members.value : undefined;
	const instances = snapshot.instances?.isOk === true ? snapshot.instances.value : [];
	const ids = new Set([
		...Object.keys(run.fleet),
		...(run.baseline?.instanceIds ?? []),
		...(members ?? []).flatMap(({instanceId}) => (instanceId === undefined ? [] : [instanceId])),
		...instances.map(({instanceId}) => instanceId),
	]);
	const changed = [...ids]
		.map(id => buildInstance(run, snapshot, id))
		.filter(instance => !isSame(instance, run.fleet[instance.instanceId]));
	const pendingRequests =
		members === undefined ? run.pendingRequests : members.filter(({instanceId}) => instanceId === undefined).length;
	return changed.length === 0 && pendingRequests === run.pendingRequests
		? []
		: [{type: 'fleet-seen', at: snapshot.at, instances: changed, pendingRequests}];
};

const changedTargets = (
	known: Readonly<Record<string, DeploymentTarget>>,
	answer: Result<readonly DeploymentTarget[]> | undefined,
): readonly DeploymentTarget[] =>
	answer?.isOk === true ? answer.value.filter(target => !isSame(target, known[target.instanceId])) : [];

const isNews = (known: Deployment | undefined, answer: Result<Deployment> | undefined): boolean =>
	answer?.isOk === true &&
	!isSame(answer.value, known) &&
	// A replica of the service that lags behind does not take an end back.
	(known === undefined || isActiveDeployment(known) || !isActiveDeployment(answer.value));

const diffDeployments = (run: Run, snapshot: Snapshot): readonly RunEvent[] => {
	const {at, deployment, rollback} = snapshot;
	const events: RunEvent[] = [];
	if (deployment?.isOk === true && isNews(run.deployment?.deployment, deployment)) {
		events.push({type: 'deployment-seen', at, deployment: deployment.value});
	}

	const targets = changedTargets(run.deployment?.targets ?? {}, snapshot.targets);
	if (targets.length > 0) {
		events.push({type: 'targets-seen', at, targets});
	}

	if (rollback?.isOk === true && isNews(run.rollback?.deployment, rollback)) {
		events.push({type: 'deployment-seen', at, deployment: rollback.value});
	}

	const rollbackTargets = changedTargets(run.rollback?.targets ?? {}, snapshot.rollbackTargets);
	if (rollback?.isOk === true && rollbackTargets.length > 0) {
		events.push({type: 'targets-seen', at, targets: rollbackTargets, deploymentId: rollback.value.deploymentId});
	}

	return events;
};

const diffLog = (run: Run, snapshot: Snapshot): readonly RunEvent[] => {
	if (snapshot.spotLog?.isOk !== true) {
		return [];
	}

	const entries = newEntries(run.spotLog, snapshot.spotLog.value);
	return entries.length === 0 ? [] : [{type: 'spot-log-seen', at: snapshot.at, entries}];
};

/**
 * The events that say what changed, in an order in which they can be folded; none where nothing did. Calls that were
 * never answered are settled first, by what is found of them.
 */
export const diff = (run: Run, snapshot: Snapshot): readonly RunEvent[] => [
	...diffSources(run, snapshot),
	...settleUnanswered(run, snapshot),
	...noteBaseline(run, snapshot),
	...noteSuccessor(run, snapshot),
	...noteOtherDeployment(run, snapshot),
	// First: what Spot logged happened before it was seen.
	...diffLog(run, snapshot),
	...diffBlueGreen(run, snapshot),
	...diffCapacity(run, snapshot),
	...diffDeployments(run, snapshot),
	// Last: whether an instance that ended was to end is told by how far the deployment has come.
	...diffFleet(run, snapshot),
];
