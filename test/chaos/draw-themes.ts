/** Turns of a story that chance alone would take too seldom: each puts together what has to come together. */
import {drawController, drawPause} from './draw-controllers.js';
import {hour, minute, second} from './draw-moment.js';
import {type Random} from './random.js';
import {
	type ControllerPlan,
	type MachineName,
	type Story,
	type Trouble,
	type Weather,
	type WorldPlan,
} from './story.js';

type Theme = (random: Random, story: Story) => Story;

/** A deployment that takes its usual way, with a long time in which only the replacements serve. */
const longWay: Partial<WorldPlan> = {
	scenario: 'happy',
	history: 'deployed',
	neighbour: 'none',
	ready: 'continue',
	originals: 25,
	tagDelayMs: 500,
};

/** What keeps an answer from us, while the call may have done its work. */
const drawLoss = (random: Random): Trouble =>
	random.pick<Trouble>([
		{kind: 'cut', when: 'before-work'},
		{kind: 'cut', when: 'after-work'},
		{kind: 'malformed'},
		{kind: 'server-error', status: 503},
	]);

const lostStart = (random: Random, machine: MachineName, lengthMs: number): Weather => ({
	machine,
	begins: {after: 'start', ms: 0},
	lengthMs,
	share: random.pick([0.5, 1, 1]),
	about: 'startBlueGreen',
	trouble: drawLoss(random),
});

const withoutTimeout = ({timeoutMinutes: _timeout, ...plan}: ControllerPlan): ControllerPlan => plan;

/** Somebody creates the deployment for which our blue/green waits. */
const overtaken: Theme = (random, story) => ({
	...story,
	world: {...story.world, ...longWay},
	controllers: story.controllers.map(plan => withoutTimeout(plan)),
	acts: [
		...story.acts,
		{
			at: {after: 'waits-for-deployment', ms: random.whole(1, 8) * 500},
			deed: {who: 'console', does: 'create-deployment'},
		},
	],
});

/** Our deployment is made, and we do not get to know it; the machine's clock is far from the true time. */
const lostDeployment: Theme = (random, story) => ({
	...story,
	world: {...story.world, ...longWay},
	clockOffsetMs: {...story.clockOffsetMs, a: random.pick([-2 * hour, 0, 3 * minute, 20 * minute, 2 * hour])},
	controllers: story.controllers.map(plan => withoutTimeout(plan)),
	weather: [
		{
			machine: 'a',
			begins: {after: 'waits-for-deployment', ms: 0},
			lengthMs: 3 * minute,
			share: 1,
			about: 'createDeployment',
			trouble: random.pick<Trouble>([{kind: 'cut', when: 'after-work'}, {kind: 'malformed'}]),
		},
		...story.weather,
	],
});

/** Somebody starts by hand what our lost call was to start. */
const startedByHand: Theme = (random, story) => ({
	...story,
	weather: [lostStart(random, 'a', minute), ...story.weather],
	acts: [
		...story.acts,
		{
			at: {after: 'start', ms: (story.controllers[0]?.begins.ms ?? 0) + random.whole(0, 40) * 500},
			deed: {who: 'console', does: 'start-blue-green', value: random.pick(['6.0', '6.0', '8.0'])},
		},
	],
});

/** Two machines start the same at the same moment, and one of them gets no answer. */
const twins: Theme = (random, story) => {
	const begins = story.controllers[0]?.begins ?? {after: 'start', ms: second};
	const number = story.controllers.length;
	return {
		...story,
		controllers: [
			...story.controllers,
			drawController(random, {
				machine: 'b',
				begins,
				command: 'deploy',
				version: random.pick(['6.0', '6.0', '7.0']),
			}),
			drawController(random, {machine: 'b', begins: {after: number, ms: drawPause(random)}, command: 'watch'}),
		],
		weather: [lostStart(random, random.pick(['a', 'b', 'b']), minute), ...story.weather],
	};
};

const plain: Theme = (_random, story) => story;

export const drawTheme = (random: Random): Theme =>
	random.weigh([
		[84, plain],
		[4, overtaken],
		[4, lostDeployment],
		[4, startedByHand],
		[4, twins],
	]);
