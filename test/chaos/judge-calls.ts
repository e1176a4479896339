/** Judges each call of the program at the moment it is made: what it does to the world, and whether it was allowed to. */
import {type RunEvent} from '../../source/core/run/event.js';
import {type BlueGreen, type World} from '../../source/simulator/world/state.js';
import {effectOf, servingIds} from './forecast.js';
import {type Actor, type RunRecord, type Stage, tell, violate} from './stage.js';

const minute = 60_000;

/** How far the consequences of a write are looked for; those that only name or begin something have none of their own. */
const horizonsMs: Readonly<Record<string, number>> = {
	createDeployment: 240 * minute,
	continueDeployment: 120 * minute,
	stopDeployment: 30 * minute,
	stopBlueGreen: 30 * minute,
	detachInstances: 30 * minute,
	setCapacity: 30 * minute,
	suspend: 30 * minute,
	liftSuspensions: 30 * minute,
};

/** What is meant to move traffic moves it step by step, and CodeDeploy looks after that. */
const isMoving = ({method, args}: Write): boolean =>
	method === 'createDeployment' ||
	method === 'continueDeployment' ||
	(method === 'stopDeployment' && JSON.stringify(args).includes('"isRollingBack":true'));

/** Those after which nothing moves traffic away before an instance ends. */
const ending: ReadonlySet<string> = new Set([
	'stopBlueGreen',
	'detachInstances',
	'setCapacity',
	'suspend',
	'liftSuspensions',
]);

const allowedForRestore: ReadonlySet<string> = new Set([
	'stopDeployment',
	'stopBlueGreen',
	'detachInstances',
	'setCapacity',
	'suspend',
	'liftSuspensions',
]);

const recordOf = (stage: Stage, {runId}: Actor): RunRecord | undefined =>
	runId === undefined ? undefined : stage.runs.get(runId);

const newKeys = (before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): readonly string[] =>
	[...after.keys()].filter(key => !before.has(key));

/** The instances that a run may end: its originals, and those that its own blue/green brought. */
const ownInstances = (world: World, actor: Actor, record: RunRecord | undefined): ReadonlySet<string> => {
	const blueGreens = (record?.blueGreenIds ?? [])
		.map(id => world.blueGreens.get(id))
		.filter((found): found is BlueGreen => found !== undefined);
	return new Set([
		...(actor.run?.baseline?.instanceIds ?? []),
		...blueGreens.flatMap(({blueIds, greenIds}) => [...blueIds, ...greenIds]),
	]);
};

const isTextList = (value: unknown): value is readonly string[] =>
	Array.isArray(value) && value.every(item => typeof item === 'string');

/** Ids that a detachment names; none for other calls. */
const namedIds = (args: readonly unknown[]): readonly string[] => {
	const [, request] = args;
	return typeof request === 'object' && request !== null && 'instanceIds' in request && isTextList(request.instanceIds)
		? request.instanceIds
		: [];
};

export type Write = {
	readonly method: string;
	readonly args: readonly unknown[];
	readonly before: World;
	readonly after: World;
	readonly result: unknown;
};

const say = (result: unknown): string => {
	if (typeof result !== 'object' || result === null || !('isOk' in result)) {
		return '?';
	}

	const problem = 'problem' in result ? result.problem : undefined;
	return result.isOk === true
		? 'ok'
		: typeof problem === 'object' && problem !== null && 'code' in problem
			? String(problem.code)
			: 'a problem';
};

const judgeCreation = (stage: Stage, actor: Actor, {method, before, after}: Write): void => {
	const record = recordOf(stage, actor);
	if (record === undefined || (method !== 'startBlueGreen' && method !== 'createDeployment')) {
		return;
	}

	const isStart = method === 'startBlueGreen';
	const made = isStart ? newKeys(before.blueGreens, after.blueGreens) : newKeys(before.deployments, after.deployments);
	const all = isStart ? record.blueGreenIds : record.deploymentIds;
	all.push(...made);
	record.refusals += made.length === 0 ? 1 : 0;
	if (all.length > 1) {
		violate(stage, 'once', `${record.runId} makes ${all.length} ${isStart ? 'blue/greens' : 'deployments'}`);
	}
};

const judgeLeave = (stage: Stage, {name, plan}: Actor, method: string): void => {
	const isForbidden =
		plan.command === 'dry-restore' ||
		plan.command === 'look-on' ||
		(plan.command === 'restore' && !allowedForRestore.has(method));
	if (isForbidden) {
		violate(stage, 'looks-only', `${name}, a ${plan.command}, calls ${method}`);
	}
};

/** Judges a write by the world before and after it. */
export const judgeWrite = (stage: Stage, actor: Actor, write: Write): void => {
	const {method, args, before, after, result} = write;
	const isDone = before !== after;
	tell(stage, actor.name, `${method}: ${say(result)}${isDone ? '' : ' (nothing done)'}`);
	judgeLeave(stage, actor, method);
	judgeCreation(stage, actor, write);
	const horizonMs = horizonsMs[method];
	if (!isDone || horizonMs === undefined) {
		return;
	}

	const {ended, isOutage} = effectOf(before, after, horizonMs);
	const own = ownInstances(after, actor, recordOf(stage, actor));
	const foreign = ended.filter(id => !own.has(id) && !stage.strangers.has(id));
	if (foreign.length > 0) {
		violate(stage, 'own', `${method} of ${actor.name} ends ${foreign.join(', ')}, not this run's`);
	}

	if (isOutage && !isMoving(write)) {
		violate(stage, 'no-outage', `${method} of ${actor.name} leaves no healthy target`);
	}

	const seenServing = stage.servingSeen.get(actor.name);
	const serving = servingIds(before, ['healthy', 'initial']);
	const touched = ending.has(method) ? [...namedIds(args), ...ended].filter(id => serving.has(id)) : [];
	// What began to serve after the last look is nobody's fault.
	if (touched.some(id => seenServing === undefined || seenServing.has(id))) {
		violate(
			stage,
			'serving',
			`${method} of ${actor.name} ends ${[...new Set(touched)].join(', ')}, which takes traffic`,
		);
	}
};

/** Notes what a look was able to see. */
export const judgeCall = (stage: Stage, actor: Actor, method: string): void => {
	if (method === 'listTargetHealth') {
		stage.servingSeen.set(actor.name, servingIds(stage.simulator.world, ['healthy', 'initial']));
	}
};

/** What a run takes for its own it has made, or its person says so. */
const judgeAdoption = (stage: Stage, actor: Actor, event: RunEvent): void => {
	const record = recordOf(stage, actor);
	if (record === undefined) {
		return;
	}

	const {blueGreenId} = actor.run ?? {};
	if (event.type === 'request-made' && event.request === 'adopt-blue-green' && blueGreenId !== undefined) {
		record.blueGreenIds.push(...(record.blueGreenIds.includes(blueGreenId) ? [] : [blueGreenId]));
	}

	if (event.type !== 'action-done') {
		return;
	}

	const made = new Set([...record.blueGreenIds, ...record.deploymentIds]);
	const taken = [event.blueGreenId, event.deploymentId].find(id => id !== undefined && !made.has(id));
	if (taken !== undefined) {
		violate(stage, 'own', `${record.runId} takes ${taken} for its own, which it did not make`);
	}
};

export const judgeEvent = (stage: Stage, actor: Actor, event: RunEvent): void => {
	if (event.type === 'run-started' && actor.plan.command === 'deploy' && !stage.runs.has(event.config.runId)) {
		stage.runs.set(event.config.runId, {
			runId: event.config.runId,
			machine: actor.plan.machine,
			startedAt: stage.time.now(),
			blueGreenIds: [],
			deploymentIds: [],
			refusals: 0,
			told: [],
		});
	}

	judgeAdoption(stage, actor, event);
	if (event.type === 'conflict-seen' || event.type === 'request-made') {
		tell(
			stage,
			actor.name,
			event.type === 'request-made'
				? `takes the request ${event.request} of its ${event.by}`
				: `sees the conflict ${event.conflict.kind} ${event.conflict.id}`,
		);
	}
};
