import {drawActs} from './draw-acts.js';
import {drawController, drawExtra, drawFirst, drawKill, drawPause} from './draw-controllers.js';
import {drawMoment, hour, minute, second} from './draw-moment.js';
import {drawLostStart, drawWeather} from './draw-weather.js';
import {drawWorld} from './draw-world.js';
import {createRandom, type Random} from './random.js';
import {type ControllerPlan, type Deed, type MachineName, type Moment, type Story} from './story.js';

/** Half of the clocks are right; the others are off by seconds, minutes or hours. */
const drawOffset = (random: Random): number =>
	random.chance(0.5) ? 0 : random.pick([-1, 1]) * random.pick([20 * second, 3 * minute, 20 * minute, 2 * hour]);

type Second = Pick<Story, 'controllers' | 'weather'>;

/** Another machine that deploys to the same Elastigroup: at the same moment, or at some point of the first run. */
const drawSecond = (random: Random, first: readonly ControllerPlan[]): Second => {
	if (!random.chance(0.22)) {
		return {controllers: [], weather: []};
	}

	const isTwin = random.chance(0.4);
	const begins = (isTwin ? first[0]?.begins : undefined) ?? drawMoment(random);
	return {
		controllers: [
			drawController(random, {
				machine: 'b',
				begins,
				command: 'deploy',
				version: random.chance(0.6) ? '6.0' : '7.0',
				...(random.chance(0.4) && {kill: drawKill(random)}),
			}),
			drawController(random, {machine: 'b', begins: {after: first.length, ms: drawPause(random)}, command: 'watch'}),
		],
		weather: isTwin && random.chance(0.6) ? [drawLostStart(random, random.pick(['a', 'b']), 3 * minute)] : [],
	};
};

/** Somebody starts by hand what our lost call was to start. */
const drawByHand = (random: Random, first: readonly ControllerPlan[]): Pick<Story, 'weather' | 'acts'> => {
	if (!random.chance(0.04)) {
		return {weather: [], acts: []};
	}

	const at: Moment = {after: 'start', ms: (first[0]?.begins.ms ?? 0) + random.whole(0, 40) * 500};
	const deed: Deed = {who: 'console', does: 'start-blue-green', value: random.pick(['6.0', '6.0', '8.0'])};
	return {weather: [drawLostStart(random, 'a', minute)], acts: [{at, deed}]};
};

/** The story of a seed. */
export const drawStory = (seed: number): Story => {
	const random = createRandom(seed);
	const world = drawWorld(random);
	const first = drawFirst(random, world);
	const other = drawSecond(random, first);
	const byHand = drawByHand(random, first);
	const controllers = [...first, ...other.controllers, ...drawExtra(random)];
	const machines: readonly [MachineName, ...MachineName[]] = other.controllers.length === 0 ? ['a'] : ['a', 'b'];
	return {
		seed,
		world,
		clockOffsetMs: {a: drawOffset(random), b: drawOffset(random)},
		// Late timers make for fewer looks, and so for more stories in an hour.
		lateness: random.weigh([
			[2, 1],
			[3, 2],
			[4, 4],
		]),
		controllers,
		weather: [...other.weather, ...byHand.weather, ...drawWeather(random, machines)],
		acts: [...byHand.acts, ...drawActs(random, machines, controllers.length)],
		finalAnswers: {
			ready: random.pick(['continue', 'stop-and-roll-back']),
			'clean-up': random.pick(['clean-up', 'clean-up', 'leave-as-is']),
			restore: random.pick(['restore', 'restore', 'leave-as-is']),
		},
	};
};
