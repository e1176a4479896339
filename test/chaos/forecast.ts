/** What a write changes: the world goes on with it and without it, and the two are compared. */
import {advance} from '../../source/simulator/world/advance.js';
import {type World} from '../../source/simulator/world/state.js';

const targetGroupName = 'shop-web-tg';

/** Instances that the load balancer of the deployment group sends requests to, or is about to. */
export const servingIds = (world: World, states: readonly string[] = ['healthy']): ReadonlySet<string> =>
	new Set(
		[...world.registrations.values()]
			.filter(
				({balancer, state, instanceId}) =>
					balancer.name === targetGroupName &&
					states.includes(state) &&
					world.instances.get(instanceId)?.state === 'running',
			)
			.map(({instanceId}) => instanceId),
	);

const isEnding = (world: World, instanceId: string): boolean => {
	const state = world.instances.get(instanceId)?.state;
	return state === undefined || state === 'shutting-down' || state === 'terminated';
};

export type Forecast = {
	readonly world: World;
	/** The fewest healthy targets at any moment. */
	readonly leastHealthy: number;
};

/** The world after so long, if nobody calls. */
export const forecast = (world: World, ms: number): Forecast => {
	const until = world.now + ms;
	let current = world;
	let leastHealthy = servingIds(current).size;
	let next = current.agenda[0];
	while (next !== undefined && next.at <= until) {
		const before = current.registrations;
		// What a call has put on for this very moment happens once time moves.
		current = advance(current, Math.max(next.at, current.now + 1));
		if (current.registrations !== before) {
			leastHealthy = Math.min(leastHealthy, servingIds(current).size);
		}

		next = current.agenda[0];
	}

	return {world: advance(current, until), leastHealthy};
};

export type Effect = {
	/** Instances that live now and end because of the write. */
	readonly ended: readonly string[];
	/** Whether the service is without a healthy target because of the write. */
	readonly isOutage: boolean;
};

/** What the write that led from one world to the other does within the time, by itself or by what it sets going. */
export const effectOf = (before: World, after: World, ms: number): Effect => {
	const without = forecast(before, ms);
	const having = forecast(after, ms);
	return {
		ended: [...before.instances.values()]
			.filter(
				({instanceId, state}) =>
					(state === 'pending' || state === 'running') &&
					isEnding(having.world, instanceId) &&
					!isEnding(without.world, instanceId),
			)
			.map(({instanceId}) => instanceId),
		isOutage: servingIds(before).size > 0 && having.leastHealthy === 0 && without.leastHealthy > 0,
	};
};
