import {type RunRequest} from '../../source/core/run/action.js';
import {drawMoment, drawSign, minute} from './draw-moment.js';
import {processes} from './draw-world.js';
import {type Random} from './random.js';
import {type Act, type Deed, type MachineName} from './story.js';

const drawConsole = (random: Random): Deed => {
	const who = 'console';
	return random.weigh<() => Deed>([
		[5, () => ({who, does: 'create-deployment'})],
		[2, () => ({who, does: 'continue-deployment'})],
		[3, () => ({who, does: 'stop-blue-green'})],
		[3, () => ({who, does: 'stop-deployment', isRollingBack: random.chance(0.5)})],
		[3, () => ({who, does: 'set-capacity', more: random.pick([-1, 1, 3])})],
		[2, () => ({who, does: 'suspend', process: random.pick(processes)})],
		[1, () => ({who, does: 'lift-suspensions'})],
		[2, () => ({who, does: 'remove-tags', from: random.pick(['blue', 'green'])})],
		[3, () => ({who, does: 'terminate', from: random.pick(['blue', 'green'])})],
		[2, () => ({who, does: 'change-filter', value: random.pick(['4.0', '7.0', '9.0'])})],
		[1, () => ({who, does: 'tag-neighbour'})],
	])();
};

const requests: readonly [RunRequest, ...RunRequest[]] = [
	'stop',
	'stop-and-roll-back',
	'continue',
	'skip-termination-wait',
	'clean-up',
	'leave-as-is',
	'restore',
];

export const drawActs = (
	random: Random,
	machines: readonly [MachineName, ...MachineName[]],
	controllers: number,
): readonly Act[] => {
	const acts: Act[] = [];
	for (
		let left = random.weigh([
			[7, 0],
			[2, 1],
			[1, 2],
		]);
		left > 0;
		left--
	) {
		acts.push({at: drawMoment(random), deed: drawConsole(random)});
	}

	for (
		let left = random.weigh([
			[7, 0],
			[2, 1],
			[1, 2],
		]);
		left > 0;
		left--
	) {
		const isNap = random.chance(0.4);
		acts.push({
			at: drawMoment(random),
			deed: {
				who: random.pick(machines),
				does: isNap ? 'nap' : 'jump',
				ms: isNap ? random.whole(1, 180) * minute : random.whole(-60, 60) * minute,
			},
		});
	}

	for (
		let left = random.weigh([
			[7, 0],
			[3, 1],
		]);
		left > 0;
		left--
	) {
		acts.push({
			at: drawSign(random),
			deed: {who: random.whole(0, controllers - 1), does: 'request', request: random.pick(requests)},
		});
	}

	return acts;
};
