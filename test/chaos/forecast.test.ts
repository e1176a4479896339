import test from 'ava';
import {accountFacts} from '../../source/simulator/lookups/account.js';
import {advance} from '../../source/simulator/world/advance.js';
import {addBlueGreen, stopBlueGreen} from '../../source/simulator/world/blue-green.js';
import {createWorld} from '../../source/simulator/world/create-world.js';
import {transact} from '../../source/simulator/world/draft.js';
import {setCapacity} from '../../source/simulator/world/fleet.js';
import {type World} from '../../source/simulator/world/state.js';
import {elastigroupId} from './build-world.js';
import {effectOf, servingIds} from './forecast.js';

const minute = 60_000;

/** Two originals in service, and a blue/green whose two instances wait for their deployment. */
const createWaiting = (): {readonly world: World; readonly blueGreenId: string} => {
	const seeded = createWorld(accountFacts, {seed: 1, instanceCount: 2}, 0);
	const {world, value: blueGreen} = transact(seeded, draft => {
		const elastigroup = draft.elastigroups.get(elastigroupId);
		return (
			elastigroup &&
			addBlueGreen(draft, elastigroup, {
				timeoutMinutes: 60,
				tags: [{key: 'version', value: '6.0'}],
				deploymentGroups: elastigroup.deploymentGroups,
			})
		);
	});
	return {world: advance(world, 3 * minute), blueGreenId: blueGreen?.id ?? ''};
};

const greenIn = (world: World, blueGreenId: string): readonly string[] =>
	world.blueGreens.get(blueGreenId)?.greenIds ?? [];

const stop = (world: World, blueGreenId: string): World =>
	transact(world, draft => {
		stopBlueGreen(draft, blueGreenId);
	}).world;

/** As if somebody else's deployment had moved the traffic to the replacements. */
const moveTraffic = (world: World, ids: readonly string[]): World => ({
	...world,
	registrations: new Map(
		[...world.registrations.values()].map((registration, index) => [
			`${index}`,
			{...registration, instanceId: ids[index] ?? ''},
		]),
	),
});

test('stopping a blue/green whose instances take no traffic ends them, and nobody misses them', t => {
	const {world, blueGreenId} = createWaiting();
	const {ended, isOutage} = effectOf(world, stop(world, blueGreenId), 30 * minute);
	t.deepEqual([...ended].sort(), [...greenIn(world, blueGreenId)].sort());
	t.false(isOutage);
});

test('stopping it while only they take traffic is an outage', t => {
	const {world, blueGreenId} = createWaiting();
	const moved = moveTraffic(world, greenIn(world, blueGreenId));
	t.is(servingIds(moved).size, 2);
	t.true(effectOf(moved, stop(moved, blueGreenId), 30 * minute).isOutage);
});

test('what ends anyway is not the effect of a call', t => {
	const {world, blueGreenId} = createWaiting();
	const stopped = stop(world, blueGreenId);
	t.deepEqual(effectOf(stopped, advance(stopped, stopped.now + 1000), 30 * minute).ended, []);
});

test('a capacity that is set lower ends as many as are too many', t => {
	const world = createWorld(accountFacts, {seed: 1, instanceCount: 2}, 0);
	const lowered = transact(world, draft => {
		setCapacity(draft, elastigroupId, {target: 0, minimum: 0, maximum: 2});
	}).world;
	const {ended, isOutage} = effectOf(world, lowered, 30 * minute);
	t.is(ended.length, 2);
	t.true(isOutage);
});
