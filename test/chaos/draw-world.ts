import {minute} from './draw-moment.js';
import {type Random} from './random.js';
import {type WorldPlan} from './story.js';

export const processes = ['AUTO_SCALE', 'AUTO_HEALING', 'REVERT_PREFERRED', 'SCHEDULING'] as const;

const drawSuspensions = (random: Random): WorldPlan['suspensions'] =>
	random.chance(0.75)
		? []
		: processes
				.filter(() => random.chance(0.4))
				.map(process => (random.chance(0.3) ? {process, minutes: random.whole(2, 300)} : {process}));

export const drawWorld = (random: Random): WorldPlan => {
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
