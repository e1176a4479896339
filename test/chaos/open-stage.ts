import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {startSimulator, type Simulator} from '../../source/simulator/server.js';
import {buildWorld} from './build-world.js';
import {startFront} from './front.js';
import {type Machine, type Stage} from './stage.js';
import {type MachineName, type Story} from './story.js';
import {createActivity, createMachineClock, createWorldClock, type MachineClock} from './world-clock.js';

/** Nine o'clock of a Monday. */
export const start = Date.UTC(2026, 0, 5, 9);

const openMachine = async (
	{weather}: Story,
	name: MachineName,
	clock: MachineClock,
	simulator: Simulator,
): Promise<Machine> => {
	const directory = await mkdtemp(path.join(tmpdir(), 'chaos-'));
	const needsFront = weather.some(({machine, trouble}) => machine === name && trouble.kind === 'answer');
	const front = needsFront ? await startFront(simulator.url) : undefined;
	return {name, directory, clock, url: front?.url ?? simulator.url, ...(front && {front})};
};

/**
 * Opens the world of a story. The AWS clients read their credentials from the environment of the process, so that a
 * process plays one story at a time; where the calls go is told to them.
 */
export const openStage = async (story: Story): Promise<Stage> => {
	const time = createWorldClock(start);
	const {scenario, instanceCount, tagDelayMs} = story.world;
	const simulator = await startSimulator({
		clock: time,
		seed: story.seed,
		scenario,
		instanceCount,
		...(tagDelayMs !== undefined && {tagDelayMs}),
	});
	Object.assign(process.env, simulator.environment);
	simulator.change(world => buildWorld(world, story.world));
	const open = async (name: MachineName): Promise<Machine> =>
		openMachine(story, name, createMachineClock(time, story.clockOffsetMs[name], story.lateness), simulator);
	return {
		story,
		simulator,
		time,
		activity: createActivity(),
		machines: {a: await open('a'), b: await open('b')},
		timeline: [],
		violations: [],
		runs: new Map(),
		interferences: [],
		strangers: new Set(),
		servingSeen: new Map(),
		counts: new Map(),
		weather: [],
		lastTroubleAt: 0,
		lastNewsAt: start,
	};
};

export const closeStage = async ({machines, simulator}: Stage): Promise<void> => {
	for (const {front, directory} of Object.values(machines)) {
		await front?.close();
		await rm(directory, {recursive: true, force: true});
	}

	await simulator.close();
};
