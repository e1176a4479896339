import {type RunRequest} from '../../source/core/run/action.js';
import {createRandom, type Random} from './random.js';
import {
	type Act,
	type Answers,
	type ControllerPlan,
	type Deed,
	type Kill,
	type MachineName,
	type Moment,
	type Sign,
	type Story,
	type StrangeAnswer,
	type Trouble,
	type Weather,
	type WorldPlan,
} from './story.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Those that every deployment passes are drawn more often than those that few see. */
const signs = [
	[3, 'blue-green-started'],
	[2, 'instances-pending'],
	[5, 'waits-for-deployment'],
	[3, 'deployment-created'],
	[2, 'ready'],
	[3, 'rerouting'],
	[3, 'termination-wait'],
	[3, 'deployment-over'],
	[2, 'blue-green-over'],
	[1, 'run-ended'],
] as const satisfies ReadonlyArray<readonly [number, Sign]>;

const drawSign = (random: Random): Moment => ({after: random.weigh(signs), ms: random.whole(0, 40) * 500});

const drawMoment = (random: Random): Moment =>
	random.chance(0.7) ? drawSign(random) : {after: 'start', ms: random.whole(0, 15 * 60) * second};

const processes = ['AUTO_SCALE', 'AUTO_HEALING', 'REVERT_PREFERRED', 'SCHEDULING'] as const;

const drawSuspensions = (random: Random): WorldPlan['suspensions'] =>
	random.chance(0.75)
		? []
		: processes
				.filter(() => random.chance(0.4))
				.map(process => (random.chance(0.3) ? {process, minutes: random.whole(2, 300)} : {process}));

const drawWorld = (random: Random): WorldPlan => {
	const tagDelayMs = random.weigh<number | undefined>([
		[5, undefined],
		[2, 500],
		[1, minute],
		[1, 3 * minute],
	]);
	return {
		scenario: random.weigh([
			[70, 'happy'],
			[12, 'failing-hook'],
			[6, 'no-capacity'],
			[4, 'active-alarm'],
			[2, 'equal-tags'],
			[2, 'contained-tag'],
		]),
		instanceCount: random.weigh([
			[2, 1],
			[4, 2],
			[2, 3],
			[1, 6],
		]),
		unit: random.chance(0.15) ? 'weight' : 'instance',
		hasHeadroom: random.chance(0.6),
		history: random.weigh([
			[82, 'deployed'],
			[9, 'first-run'],
			[9, 'new-group'],
		]),
		ready: random.chance(0.7) ? 'continue' : random.pick([1, 5, 15]),
		originals: random.chance(0.25) ? 'keep' : random.pick([0, 1, 5, 25]),
		deploymentConfig: random.weigh([
			[7, 'AllAtOnce'],
			[1, 'HalfAtATime'],
			[2, 'OneAtATime'],
		]),
		...(tagDelayMs !== undefined && {tagDelayMs}),
		suspensions: drawSuspensions(random),
		neighbour: random.weigh([
			[82, 'none'],
			[13, 'other-tag'],
			[5, 'same-tag'],
		]),
		rollsBackByItself: random.chance(0.15),
		rewritesFilter: random.chance(0.15),
		removesGreenAfterFailure: random.chance(0.2),
	};
};

/** Half of the clocks are right; the others are off by seconds, minutes or hours. */
const drawOffset = (random: Random): number =>
	random.chance(0.5) ? 0 : random.pick([-1, 1]) * random.pick([20 * second, 3 * minute, 20 * minute, 2 * hour]);

const drawKill = (random: Random): Kill =>
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
});

const drawController = (
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
	...change,
});

const drawPause = (random: Random): number =>
	random.weigh([
		[4, 0],
		[4, 5 * second],
		[3, minute],
		[2, 20 * minute],
		[1, 2 * hour],
	]);

/** The first process, and those that go on with what it left behind. */
const drawFirst = (random: Random, world: WorldPlan): readonly ControllerPlan[] => {
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

/** What keeps the answer to a start from us, while the start may have been made. */
const drawLostStart = (random: Random, machine: MachineName, lengthMs: number): Weather => ({
	machine,
	begins: {after: 'start', ms: 0},
	lengthMs,
	share: random.pick([0.5, 1]),
	about: 'startBlueGreen',
	trouble: random.pick<Trouble>([
		{kind: 'cut', when: 'before-work'},
		{kind: 'cut', when: 'after-work'},
		{kind: 'malformed'},
		{kind: 'server-error', status: 503},
	]),
});

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

const drawExtra = (random: Random): readonly ControllerPlan[] => [
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

const strangeAnswers: readonly [StrangeAnswer, ...StrangeAnswer[]] = [
	{kind: 'answer', status: 200, body: '{}', isDone: false},
	{kind: 'answer', status: 200, body: '', isDone: false},
	{kind: 'answer', status: 200, body: 'null', isDone: false},
	{kind: 'answer', status: 200, body: '{}', isDone: true},
	{kind: 'answer', status: 200, headers: {'content-type': 'text/html'}, body: '<html>Sign in</html>', isDone: false},
	{kind: 'answer', status: 403, headers: {'content-type': 'text/html'}, body: '<html>Blocked</html>', isDone: false},
	{kind: 'answer', status: 404, headers: {'content-type': 'text/html'}, body: '<html>Not found</html>', isDone: false},
	{kind: 'answer', status: 502, headers: {'content-type': 'text/html'}, body: '<html>Bad gateway</html>', isDone: true},
	{kind: 'answer', status: 302, headers: {location: 'http://portal.example/'}, body: '', isDone: false},
	{kind: 'answer', status: 429, headers: {'retry-after': '7200'}, body: '', isDone: false},
	{kind: 'answer', status: 503, headers: {'retry-after': '1767603600'}, body: '', isDone: false},
];

const drawTrouble = (random: Random): Trouble =>
	random.weigh<() => Trouble>([
		[3, () => ({kind: 'throttled', resetSeconds: random.pick([0, 1, 30, 300, 7200, 1_767_603_600])})],
		[3, () => ({kind: 'server-error', status: random.pick([500, 502, 503])})],
		[4, () => ({kind: 'cut', when: 'before-work'})],
		[5, () => ({kind: 'cut', when: 'after-work'})],
		[3, () => ({kind: 'malformed'})],
		[2, () => ({kind: 'expired-token'})],
		[2, () => ({kind: 'denied'})],
		[4, () => ({kind: 'slow', ms: random.pick([second, 10 * second, 40 * second])})],
		[3, () => random.pick(strangeAnswers)],
	])();

const drawWeather = (random: Random, machines: readonly [MachineName, ...MachineName[]]): readonly Weather[] => {
	const count = random.weigh([
		[5, 0],
		[3, 1],
		[2, 2],
		[1, 3],
	]);
	return Array.from({length: count}, () => {
		const about = random.weigh<Weather['about']>([
			[4, 'all'],
			[3, 'writes'],
			[2, 'reads'],
			[2, 'spot'],
			[2, 'codedeploy'],
			[2, 'account'],
			[2, 'startBlueGreen'],
			[2, 'createDeployment'],
		]);
		const isAboutWrites = about === 'writes' || about === 'startBlueGreen' || about === 'createDeployment';
		return {
			machine: random.pick(machines),
			begins: random.chance(0.4) ? {after: 'start', ms: random.whole(0, 120) * second} : drawMoment(random),
			lengthMs: random.pick([30 * second, 3 * minute, 10 * minute, 30 * minute]),
			share: isAboutWrites ? random.pick([0.5, 1]) : random.pick([0.02, 0.1, 0.5, 1]),
			about,
			trouble: drawTrouble(random),
		};
	});
};

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

const drawActs = (
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

/** The story of a seed. */
export const drawStory = (seed: number): Story => {
	const random = createRandom(seed);
	const world = drawWorld(random);
	const first = drawFirst(random, world);
	const second = drawSecond(random, first);
	const byHand = drawByHand(random, first);
	const controllers = [...first, ...second.controllers, ...drawExtra(random)];
	const machines: readonly [MachineName, ...MachineName[]] = second.controllers.length === 0 ? ['a'] : ['a', 'b'];
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
		weather: [...second.weather, ...byHand.weather, ...drawWeather(random, machines)],
		acts: [...byHand.acts, ...drawActs(random, machines, controllers.length)],
		finalAnswers: {
			ready: random.pick(['continue', 'stop-and-roll-back']),
			'clean-up': random.pick(['clean-up', 'clean-up', 'leave-as-is']),
			restore: random.pick(['restore', 'restore', 'leave-as-is']),
		},
	};
};
