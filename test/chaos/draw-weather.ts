import {drawMoment, minute, second} from './draw-moment.js';
import {type Random} from './random.js';
import {type MachineName, type StrangeAnswer, type Trouble, type Weather} from './story.js';

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

export const drawWeather = (random: Random, machines: readonly [MachineName, ...MachineName[]]): readonly Weather[] => {
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
