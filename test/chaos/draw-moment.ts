import {type Random} from './random.js';
import {type Moment, type Sign} from './story.js';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;

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

export const drawSign = (random: Random): Moment => ({after: random.weigh(signs), ms: random.whole(0, 40) * 500});

export const drawMoment = (random: Random): Moment =>
	random.chance(0.7) ? drawSign(random) : {after: 'start', ms: random.whole(0, 15 * 60) * second};
