/** The share of the stories that the built program plays, as a process that is really killed. */
import {type ScenarioId} from '../../source/simulator/scenarios.js';
import {playBuilt} from './built-run.js';
import {createRandom} from './random.js';

/** What it comes to with leave for everything, whoever dies on the way. */
const exitCodes: ReadonlyArray<readonly [weight: number, readonly [ScenarioId, exitCode: number]]> = [
	[1, ['happy', 0]],
	[1, ['keep-originals', 0]],
	[1, ['ready-gate', 0]],
	[1, ['failing-hook', 5]],
];

export type BuiltStory = {
	readonly scenario: ScenarioId;
	readonly deaths: readonly string[];
	readonly broken: readonly string[];
};

export const playBuiltStory = async (seed: number): Promise<BuiltStory> => {
	const random = createRandom(seed);
	const [scenario, exitCode] = random.weigh(exitCodes);
	const share = random.pick([0.03, 0.06, 0.1]);
	const {last, deaths, runs, made, answered, noted, capacity} = await playBuilt({scenario, fatal: {seed, share}});
	const expectations: ReadonlyArray<readonly [isMet: boolean, otherwise: string]> = [
		[last.code === exitCode, `it ends with ${last.code}, not with ${exitCode}: ${last.stderr.slice(-500)}`],
		[runs === 1, `there are ${runs} journals`],
		[made.blueGreens === 1 && answered.startBlueGreen === 1, `it made ${made.blueGreens} blue/greens`],
		[made.deployments === 1 && answered.CreateDeployment === 1, `it made ${made.deployments} deployments`],
		[JSON.stringify(noted) === JSON.stringify(capacity), `the capacity is ${JSON.stringify(capacity)}`],
	];
	return {scenario, deaths, broken: expectations.flatMap(([isMet, otherwise]) => (isMet ? [] : [otherwise]))};
};
