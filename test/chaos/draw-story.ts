import {drawActs} from './draw-acts.js';
import {drawController, drawExtra, drawFirst, drawKill, drawPause} from './draw-controllers.js';
import {drawMoment, hour, minute, second} from './draw-moment.js';
import {drawTheme} from './draw-themes.js';
import {drawWeather} from './draw-weather.js';
import {drawWorld} from './draw-world.js';
import {createRandom, type Random} from './random.js';
import {type ControllerPlan, type MachineName, type Story} from './story.js';

/** Half of the clocks are right; the others are off by seconds, minutes or hours. */
const drawOffset = (random: Random): number =>
	random.chance(0.5) ? 0 : random.pick([-1, 1]) * random.pick([20 * second, 3 * minute, 20 * minute, 2 * hour]);

/** Another machine that deploys to the same Elastigroup. */
const drawSecond = (random: Random, count: number): readonly ControllerPlan[] =>
	random.chance(0.15)
		? [
				drawController(random, {
					machine: 'b',
					begins: drawMoment(random),
					command: 'deploy',
					version: random.chance(0.6) ? '6.0' : '7.0',
					...(random.chance(0.4) && {kill: drawKill(random)}),
				}),
				drawController(random, {machine: 'b', begins: {after: count, ms: drawPause(random)}, command: 'watch'}),
			]
		: [];

/** The story of a seed. */
export const drawStory = (seed: number): Story => {
	const random = createRandom(seed);
	const world = drawWorld(random);
	const first = drawFirst(random, world);
	const others = drawSecond(random, first.length);
	const controllers = [...first, ...others, ...drawExtra(random)];
	const machines: readonly [MachineName, ...MachineName[]] = others.length === 0 ? ['a'] : ['a', 'b'];
	return drawTheme(random)(random, {
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
		weather: drawWeather(random, machines),
		acts: drawActs(random, machines, controllers.length),
		finalAnswers: {
			ready: random.pick(['continue', 'stop-and-roll-back']),
			'clean-up': random.pick(['clean-up', 'clean-up', 'leave-as-is']),
			restore: random.pick(['restore', 'restore', 'leave-as-is']),
			'foreign-originals': 'stop',
			'unclear-start': random.pick(['adopt-blue-green', 'leave-blue-green']),
		},
	});
};
