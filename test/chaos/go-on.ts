/** Lets time pass, from one thing that happens to the next. */
import {isOver} from '../../source/simulator/world/fleet.js';
import {type Controller} from './controller.js';
import {servingIds} from './forecast.js';
import {type Machine, type Stage, tell, violate} from './stage.js';
import {type Moment, type Sign} from './story.js';

const mostSteps = 60_000;
/** More than the program waits for anything by itself. */
const mostWithoutNewsMs = 30 * 60_000;

/** Something of the story that is still to begin. */
export type Coming = {
	readonly at: Moment;
	/** It begins there, and waits until the machine is awake. */
	readonly machine?: Machine;
	begin(): void;
};

/** Signs, and numbers of controllers that are over, by the time at which they were first seen. */
export type Signs = Map<Moment['after'], number>;

/** Who is on the stage. */
export type Cast = {
	readonly stage: Stage;
	readonly controllers: Controller[];
	/** Those of the story, by their numbers there. */
	readonly planned: Map<number, Controller>;
	readonly coming: Coming[];
	readonly signs: Signs;
	/** What the world held before the story. */
	readonly before: {readonly blueGreens: number; readonly deployments: number};
	report(): void;
};

const signsIn = ({stage: {simulator, runs}, before}: Cast): ReadonlyArray<readonly [Sign, boolean]> => {
	const {world} = simulator;
	const blueGreens = [...world.blueGreens.values()].slice(before.blueGreens);
	const deployments = [...world.deployments.values()].slice(before.deployments);
	return [
		['run-started', runs.size > 0],
		['blue-green-started', blueGreens.length > 0],
		['instances-pending', blueGreens.some(({state}) => state === 'AWAITING_INSTANCES_LAUNCH')],
		['waits-for-deployment', blueGreens.some(({state}) => state === 'AWAITING_USER_DEPLOYMENT')],
		['deployment-created', deployments.length > 0],
		['ready', deployments.some(({stage}) => stage === 'ready-wait')],
		['rerouting', deployments.some(({stage}) => stage === 'reroute')],
		['termination-wait', deployments.some(({stage}) => stage === 'termination-wait')],
		['deployment-over', deployments.some(({stage}) => stage === 'over')],
		['blue-green-over', blueGreens.some(({state}) => isOver(state))],
		['run-ended', [...runs.values()].some(({told}) => told.length > 0)],
	];
};

const noteSigns = (cast: Cast): void => {
	const {signs, stage, planned} = cast;
	const note = (sign: Moment['after']): void => {
		if (!signs.has(sign)) {
			signs.set(sign, stage.time.now());
		}
	};

	for (const [sign, isThere] of signsIn(cast)) {
		if (isThere) {
			note(sign);
		}
	}

	for (const [number, {end}] of planned) {
		if (end !== undefined) {
			note(number);
		}
	}
};

/** Tells in the timeline what the clouds do. */
export const createReport = (stage: Stage): (() => void) => {
	const known = new Map<string, string>();
	const note = (subject: string, text: string): void => {
		if (known.get(subject) !== text) {
			known.set(subject, text);
			tell(stage, 'clouds', `${subject} ${text}`);
		}
	};

	return () => {
		const {world} = stage.simulator;
		for (const {id, state} of world.blueGreens.values()) {
			note(id, state);
		}

		for (const {deploymentId, status, stage: at, errorInformation} of world.deployments.values()) {
			note(deploymentId, `${status} (${at}) ${errorInformation?.code ?? ''}`);
		}

		note('healthy targets:', String(servingIds(world).size));
	};
};

const dueAt = ({signs}: Cast, {at: {after, ms}, machine}: Coming): number | undefined => {
	const since = signs.get(after);
	return since === undefined ? undefined : Math.max(since + ms, machine?.clock.isAsleep ? machine.clock.awakeAt : 0);
};

/** Begins all that is due, at once: what comes at the same moment goes on side by side. */
const beginDue = (cast: Cast): boolean => {
	const {coming, stage} = cast;
	const isDue = (one: Coming): boolean => (dueAt(cast, one) ?? Number.POSITIVE_INFINITY) <= stage.time.now();
	const due = coming.filter(one => isDue(one));
	coming.splice(0, coming.length, ...coming.filter(one => !due.includes(one)));
	for (const one of due) {
		one.begin();
	}

	return due.length > 0;
};

/** The next moment at which anything happens; undefined where nobody waits for anything. */
const nextMoment = (cast: Cast): number | undefined => {
	const {stage, controllers, coming} = cast;
	const isAnybodyHere = controllers.some(({end}) => end === undefined);
	if (!isAnybodyHere && coming.length === 0) {
		return undefined;
	}

	const moments = [
		stage.time.nextWakeAt,
		stage.simulator.world.agenda[0]?.at,
		...coming.map(one => dueAt(cast, one)),
		...controllers.map(({nextAnswerAt}) => nextAnswerAt),
	].filter(moment => moment !== undefined);
	// What a call has put on for this very moment happens once the clouds' time has moved.
	return moments.length === 0 ? undefined : Math.max(stage.time.now() + 1, Math.min(...moments));
};

/** Whether the clouds have nothing left to do, nobody has said anything for long, and nothing of the story is to come. */
const isStuck = (cast: Cast): boolean => {
	const {stage, coming} = cast;
	return (
		stage.time.now() - stage.lastNewsAt > mostWithoutNewsMs &&
		stage.simulator.world.agenda.every(({event}) => event.type === 'suspension-expires') &&
		!Object.values(stage.machines).some(({clock}) => clock.isAsleep) &&
		coming.every(one => dueAt(cast, one) === undefined)
	);
};

/** Goes on until nobody is there any more and nothing is to come, until all are stuck, or until the limit. */
export const goOn = async (cast: Cast, limit: number): Promise<void> => {
	const {stage, controllers, report} = cast;
	for (let step = 0; step < mostSteps; step++) {
		await stage.activity.untilQuiet();
		report();
		noteSigns(cast);
		for (const controller of controllers) {
			controller.attend();
			controller.checkAttention();
		}

		if (beginDue(cast)) {
			continue;
		}

		await stage.activity.untilQuiet();
		noteSigns(cast);
		const next = nextMoment(cast);
		if (next === undefined || isStuck(cast)) {
			return;
		}

		if (next > limit) {
			stage.time.moveTo(limit);
			return;
		}

		stage.time.moveTo(next);
	}

	violate(stage, 'bounded', `the story takes more than ${mostSteps} steps`);
};
