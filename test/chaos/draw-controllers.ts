import {drawMoment, hour, minute, second} from './draw-moment.js';
import {type Random} from './random.js';
import {type Answers, type ControllerPlan, type Kill, type WorldPlan} from './story.js';

export const drawKill = (random: Random): Kill =>
	random.weigh<() => Kill>([
		[3, () => ({at: 'call', only: 'write', count: random.whole(1, 4), side: random.pick(['before', 'after'])})],
		[2, () => ({at: 'call', only: 'any', count: random.whole(1, 500), side: random.pick(['before', 'after'])})],
		[
			3,
			() => ({
				at: 'line',
				only: 'action',
				count: random.whole(1, 8),
				side: random.pick(['before', 'torn', 'after']),
			}),
		],
		[2, () => ({at: 'line', only: 'any', count: random.whole(1, 70), side: random.pick(['before', 'torn', 'after'])})],
	])();

const drawAnswers = (random: Random): Answers => ({
	ready: random.weigh([
		[6, 'continue'],
		[1, 'stop'],
		[1, 'stop-and-roll-back'],
		[1, 'leave'],
		[1, 'wait'],
	]),
	'clean-up': random.weigh([
		[6, 'clean-up'],
		[2, 'leave-as-is'],
		[1, 'leave'],
	]),
	restore: random.weigh([
		[6, 'restore'],
		[2, 'leave-as-is'],
		[1, 'leave'],
	]),
	'foreign-originals': random.pick(['stop', 'wait']),
	'unclear-start': random.weigh([
		[3, 'adopt-blue-green'],
		[3, 'leave-blue-green'],
		[1, 'leave'],
		[1, 'wait'],
	]),
});

export const drawController = (
	random: Random,
	change: Pick<ControllerPlan, 'machine' | 'begins' | 'command'> & Partial<ControllerPlan>,
): ControllerPlan => ({
	version: '6.0',
	policy: {
		readyGate: random.pick(['ask', 'continue']),
		cleanUp: random.pick(['ask', 'always', 'never']),
		restore: random.pick(['ask', 'always', 'never']),
	},
	answers: drawAnswers(random),
	hesitationMs: random.pick([0, 5 * second, 2 * minute]),
	isUnchecked: false,
	hasRunTag: random.chance(0.4),
	...change,
});

export const drawPause = (random: Random): number =>
	random.weigh([
		[4, 0],
		[4, 5 * second],
		[3, minute],
		[2, 20 * minute],
		[1, 2 * hour],
	]);

/** The first process, and those that go on with what it left behind. */
export const drawFirst = (random: Random, world: WorldPlan): readonly ControllerPlan[] => {
	const waits = (world.ready === 'continue' ? 0 : world.ready) + (world.originals === 'keep' ? 0 : world.originals);
	const first = drawController(random, {
		machine: 'a',
		begins: {after: 'start', ms: random.whole(0, 40) * second},
		command: 'deploy',
		// What cannot be had is waited for until the timeout, which teaches nothing more when it is long.
		...((world.scenario === 'no-capacity' || random.chance(0.3)) && {timeoutMinutes: waits + random.whole(3, 20)}),
		isUnchecked: (world.scenario === 'equal-tags' || world.scenario === 'contained-tag') && random.chance(0.5),
		...(random.chance(0.6) && {kill: drawKill(random)}),
	});
	const others = first.kill === undefined ? random.whole(0, 1) : random.whole(1, 4);
	return [
		first,
		...Array.from({length: others}, (_, index) =>
			drawController(random, {
				machine: 'a',
				begins: {after: index, ms: drawPause(random)},
				command: random.weigh([
					[11, 'watch'],
					[3, 'deploy'],
					[3, 'restore'],
					[2, 'dry-restore'],
					[1, 'look-on'],
				]),
				...(random.chance(0.45) && {kill: drawKill(random)}),
			}),
		),
	];
};

export const drawExtra = (random: Random): readonly ControllerPlan[] => [
	// A second window on the same machine.
	...(random.chance(0.1)
		? [drawController(random, {machine: 'a', begins: drawMoment(random), command: random.pick(['watch', 'deploy'])})]
		: []),
	// The version after this one.
	...(random.chance(0.12)
		? [
				drawController(random, {
					machine: 'a',
					begins: {after: 'run-ended', ms: random.whole(0, 20) * minute},
					command: 'deploy',
					version: '7.0',
				}),
			]
		: []),
];
