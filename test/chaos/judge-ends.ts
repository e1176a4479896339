/** Judges what an end says, by the world at that moment and by what becomes of it when nobody does anything more. */
import {type Outcome} from '../../source/core/run/event.js';
import {type Run} from '../../source/core/run/run.js';
import {isOver} from '../../source/simulator/world/fleet.js';
import {type Capacity, groupKey, type World} from '../../source/simulator/world/state.js';
import {elastigroupId} from './build-world.js';
import {forecast, servingIds} from './forecast.js';
import {type Actor, count, type RunRecord, type Stage, tell, type Told, violate} from './stage.js';

const hour = 3_600_000;

const isClean = (outcome: Outcome): boolean =>
	outcome.kind === 'succeeded' ? outcome.isRestored : outcome.kind !== 'refused' && outcome.isClean;

const capacityOf = (world: World): Capacity | undefined => world.elastigroups.get(elastigroupId)?.capacity;

const sayCapacity = (capacity: Capacity | undefined): string =>
	capacity === undefined ? 'none' : `${capacity.target}/${capacity.minimum}/${capacity.maximum}`;

const suspensionsOf = (world: World): string =>
	(world.elastigroups.get(elastigroupId)?.suspensions ?? [])
		.map(({name}) => name)
		.sort()
		.join(',');

const filterOf = (world: World): string => {
	const group = world.deploymentGroups.get(groupKey('shop', 'shop-bg'));
	return JSON.stringify(group?.ec2TagSet?.ec2TagSetList ?? group?.ec2TagFilters ?? []);
};

const isAlive = (world: World, instanceId: string): boolean => {
	const state = world.instances.get(instanceId)?.state;
	return state === 'pending' || state === 'running';
};

const bornOf = (world: World, {blueGreenIds}: RunRecord): readonly string[] =>
	blueGreenIds.flatMap(id => world.blueGreens.get(id)?.greenIds ?? []);

const carriesMark = (description: string | undefined, runId: string): boolean =>
	description?.includes(`[spot-bluegreen ${runId}]`) === true;

const ownDeployments = (world: World, {runId}: RunRecord) =>
	[...world.deployments.values()].filter(({description}) => carriesMark(description, runId));

/** What others did since the run began. */
const interferencesOf = (stage: Stage, record: RunRecord): readonly string[] => [
	...stage.interferences.filter(({at}) => at >= record.startedAt).map(({what}) => what),
	...[...stage.runs.values()]
		.filter(other => other.runId !== record.runId && (other.blueGreenIds.length > 0 || other.deploymentIds.length > 0))
		.map(({runId}) => runId),
];

/** Numbers of the Elastigroup that differ from what was noted. */
const differentNumbers = (stage: Stage, {run}: Told, future: World): readonly string[] => {
	const {baseline} = run;
	if (baseline === undefined) {
		return [];
	}

	const capacity = capacityOf(future);
	const capacities = [
		sayCapacity(baseline.capacity),
		// Somebody's own numbers may stay as well as those from before.
		...stage.interferences
			.filter(({what}) => what.startsWith('set-capacity'))
			.map(({world}) => sayCapacity(capacityOf(world))),
	];
	const suspensions = baseline.suspensions
		.filter(({expiresAt}) => expiresAt === undefined || expiresAt > future.now)
		.map(({process}) => process)
		.sort()
		.join(',');
	const hasOthersSuspensions = stage.interferences.some(({what}) => what.includes('suspen'));
	return [
		...(capacities.includes(sayCapacity(capacity))
			? []
			: [`capacity ${sayCapacity(capacity)}, noted ${sayCapacity(baseline.capacity)}`]),
		...(suspensionsOf(future) === suspensions || hasOthersSuspensions
			? []
			: [`suspensions ${suspensionsOf(future)}, noted ${suspensions}`]),
	];
};

/** Whether its replacements are to stay: its own deployment has succeeded, or another one that used its blue/green. */
const isServedByIt = ({outcome}: Told, {startedAt}: RunRecord, {deployments}: World): boolean =>
	outcome.kind === 'succeeded' ||
	(outcome.kind === 'handed-over' &&
		[...deployments.values()].some(
			({deploymentId, status, createTime}) =>
				status === 'Succeeded' &&
				(outcome.deploymentId === undefined ? createTime >= startedAt : outcome.deploymentId === deploymentId),
		));

/** After a success the originals that were kept, otherwise what the run's own blue/green brought. */
const leftInstances = (told: Told, record: RunRecord, future: World): readonly string[] =>
	isServedByIt(told, record, future)
		? (told.run.baseline?.instanceIds ?? []).filter(
				id => isAlive(future, id) && future.instances.get(id)?.elastigroupId !== undefined,
			)
		: bornOf(future, record).filter(id => isAlive(future, id));

/** Whether instances joined that are neither noted nor the run's: numbers that would end one of them stay. */
const hasOthers = ({run, world}: Told, record: RunRecord): boolean => {
	const known = new Set([...(run.baseline?.instanceIds ?? []), ...bornOf(world, record)]);
	return [...world.instances.values()].some(
		instance =>
			instance.elastigroupId === elastigroupId &&
			isAlive(world, instance.instanceId) &&
			!known.has(instance.instanceId),
	);
};

const isFilterLeft = ({run, world}: Told): boolean => {
	const keys = new Set(run.config.greenTags.map(({key}) => key));
	const {tagFilters} = run.config.group;
	const isNamed = tagFilters.flat().some(filter => filter.type === 'key-and-value' && keys.has(filter.key));
	const old = JSON.stringify(
		tagFilters.map(list =>
			list.map(filter => ({
				...('key' in filter && {Key: filter.key}),
				...('value' in filter && {Value: filter.value}),
				Type: filter.type.toUpperCase().replaceAll('-', '_'),
			})),
		),
	);
	return run.config.isAdvancingFilter && isNamed && filterOf(world) === old;
};

const judgeSuccess = (stage: Stage, told: Told, record: RunRecord, others: readonly string[]): void => {
	if (!ownDeployments(told.world, record).some(({status}) => status === 'Succeeded')) {
		violate(stage, 'own-success', `${record.runId} says that it succeeded; no deployment of its own did`);
	}

	const isTold = told.outcome.kind === 'succeeded' && told.outcome.isFilterBehind === true;
	if (isFilterLeft(told) !== isTold && others.length === 0) {
		violate(stage, 'as-noted', `${record.runId} says that the group's filter ${isTold ? 'is' : 'is not'} the old one`);
	}
};

const reasonsToFail = (told: Told, record: RunRecord): readonly string[] => [
	...(record.refusals > 0 ? ['refused'] : []),
	...ownDeployments(told.world, record).flatMap(({status}) =>
		status === 'Failed' || status === 'Stopped' ? [status] : [],
	),
	...record.blueGreenIds.flatMap(id => {
		const blueGreen = told.world.blueGreens.get(id);
		return blueGreen !== undefined && (blueGreen.ending !== undefined || blueGreen.state === 'ERROR')
			? [blueGreen.state]
			: [];
	}),
	...(bornOf(told.world, record).some(id => isAlive(told.world, id)) ? [] : ['no instance left']),
];

const judgeFailure = (stage: Stage, told: Told, record: RunRecord, others: readonly string[]): void => {
	const hasSucceeded = ownDeployments(told.world, record).some(({status}) => status === 'Succeeded');
	if (hasSucceeded && others.length === 0) {
		violate(stage, 'no-false-failure', `${record.runId} says ${told.outcome.kind}; its deployment succeeded`);
	}

	if (told.outcome.kind === 'failed' && others.length === 0 && reasonsToFail(told, record).length === 0) {
		violate(stage, 'no-false-failure', `${record.runId} says failed; nothing in the clouds failed`);
	}
};

/** Whether the person allowed to put back what differs, and did not take it back. */
const isAllowed = ({requests}: Run): boolean => {
	const last = requests.findLast(({request}) => ['clean-up', 'restore', 'leave-as-is'].includes(request));
	return last !== undefined && last.request !== 'leave-as-is';
};

const judgeOrder = (stage: Stage, told: Told, record: RunRecord, others: readonly string[]): void => {
	// The numbers of a group in which somebody else's blue/green goes are theirs.
	const hasOtherBlueGreen = others.some(what => stage.runs.has(what) || what.startsWith('start-blue-green'));
	const differencesIn = (world: World): readonly string[] => [
		...(hasOtherBlueGreen ? [] : differentNumbers(stage, told, world)),
		...leftInstances(told, record, world),
	];
	// All that is on its way has come by then.
	const future = forecast(told.world, 2 * hour).world;
	const left = leftInstances(told, record, future);
	const different = differencesIn(future);
	if (isClean(told.outcome) && different.length > 0) {
		violate(stage, 'as-noted', `${record.runId} says that all is as noted; it is not: ${different.join('; ')}`);
	}

	const isCalm = others.length === 0 && stage.lastTroubleAt < told.at - hour / 2;
	const serving = servingIds(told.world, ['healthy', 'initial', 'draining']);
	if (!isClean(told.outcome) && isCalm) {
		// What was suspended for a while is missing now, and need not be missing by then.
		if (different.length === 0 && differencesIn(told.world).length === 0) {
			violate(stage, 'as-noted', `${record.runId} says that something is left; nothing is`);
		} else if (isAllowed(told.run) && !left.some(id => serving.has(id)) && !hasOthers(told, record)) {
			violate(stage, 'puts-back', `${record.runId} was allowed to put back, and leaves: ${different.join('; ')}`);
		}
	}
};

/** Judges an end at the moment that it goes into the journal. */
export const judgeEnd = (stage: Stage, actor: Actor, run: Run, outcome: Outcome): void => {
	const record = stage.runs.get(run.config.runId);
	if (record === undefined) {
		return;
	}

	const {world} = stage.simulator;
	const told: Told = {actor, at: stage.time.now(), outcome, run, world};
	record.told.push(told);
	tell(stage, actor.name, `says of ${record.runId}: ${JSON.stringify(outcome)}`);
	count(stage, `outcome: ${outcome.kind}${isClean(outcome) || outcome.kind === 'refused' ? '' : ', something left'}`);
	if (outcome.kind === 'refused') {
		// Its person may have said that what it made is somebody else's.
		const isDenied = run.requests.some(({request}) => request === 'leave-blue-green');
		if (!isDenied && (record.blueGreenIds.length > 0 || record.deploymentIds.length > 0)) {
			violate(stage, 'once', `${record.runId} says that it was refused, and has made something`);
		}

		return;
	}

	const others = interferencesOf(stage, record);
	const openOnes = [
		...ownDeployments(world, record).flatMap(({deploymentId, stage: at}) => (at === 'over' ? [] : [deploymentId])),
		...record.blueGreenIds.filter(id => {
			const state = world.blueGreens.get(id)?.state;
			return state !== undefined && !isOver(state);
		}),
	];
	if (openOnes.length > 0) {
		violate(stage, 'over', `${record.runId} says that it ended; ${openOnes.join(', ')} still goes on`);
	}

	if (outcome.kind === 'succeeded') {
		judgeSuccess(stage, told, record, others);
	} else if (outcome.kind === 'failed' || outcome.kind === 'stopped') {
		judgeFailure(stage, told, record, others);
	}

	judgeOrder(stage, told, record, others);
};
