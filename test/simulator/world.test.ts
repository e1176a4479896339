import test from 'ava';
import fc from 'fast-check';
import {accountFacts} from '../../source/simulator/lookups/account.js';
import {changeOf, type ScenarioId, scenarioIds} from '../../source/simulator/scenarios.js';
import {advance} from '../../source/simulator/world/advance.js';
import {addBlueGreen} from '../../source/simulator/world/blue-green.js';
import {createWorld} from '../../source/simulator/world/create-world.js';
import {addDeployment} from '../../source/simulator/world/deployment/create.js';
import {transact} from '../../source/simulator/world/draft.js';
import {setCapacity} from '../../source/simulator/world/fleet.js';
import {type World} from '../../source/simulator/world/state.js';
import {doesSetMatch} from '../../source/simulator/world/tag-filter.js';
import {elastigroupId, releaseOf, tagsOf} from './clients.js';

const start = Date.UTC(2026, 5, 25);

const create = (scenario: ScenarioId = 'happy', seed = 1, instanceCount = 2): World =>
	createWorld(accountFacts, {seed, instanceCount, ...changeOf(scenario)}, start);

const startRun = (world: World): World =>
	transact(world, draft =>
		addBlueGreen(draft, draft.elastigroups.get(elastigroupId)!, {
			timeoutMinutes: 60,
			tags: [{key: 'version', value: '6.0'}],
			deploymentGroups: [{applicationName: 'shop', deploymentGroupName: 'shop-bg'}],
		}),
	).world;

const startDeployment = (world: World): World =>
	transact(world, draft =>
		addDeployment(draft, draft.deploymentGroups.get('shop/shop-bg')!, {
			revision: releaseOf('shop/shop-6.0.zip'),
			deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
			targetInstances: tagsOf('6.0'),
			creator: 'user',
		}),
	).world;

test('One step or many give the same world', t => {
	fc.assert(
		fc.property(
			fc.constantFrom(...scenarioIds),
			fc.nat(1000),
			fc.array(fc.integer({min: 0, max: 900_000}), {maxLength: 30}),
			(scenario, seed, moments) => {
				const running = startDeployment(advance(startRun(create(scenario, seed)), start + 150_000));
				const end = running.now + 900_000;
				const atOnce = advance(running, end);
				let stepwise = running;
				for (const moment of moments.toSorted((one, other) => one - other)) {
					stepwise = advance(stepwise, running.now + moment);
				}

				t.deepEqual(advance(stepwise, end), atOnce);
			},
		),
		{numRuns: 40},
	);
});

test('Time never goes back, and advancing leaves the earlier world alone', t => {
	const before = startRun(create());
	const copy = structuredClone(before);
	const later = advance(before, start + 60_000);
	t.deepEqual(before, copy);
	t.is(advance(later, start + 10_000), later);
	t.is(later.now, start + 60_000);
});

test('The same seed gives the same ids, another seed others', t => {
	const idsOf = (seed: number) => [...advance(startRun(create('happy', seed)), start + 60_000).instances.keys()];
	t.deepEqual(idsOf(7), idsOf(7));
	t.notDeepEqual(idsOf(7), idsOf(8));
});

test('Whatever the capacity is set to, the fleet comes to it', t => {
	fc.assert(
		fc.property(fc.array(fc.integer({min: 0, max: 8}), {minLength: 1, maxLength: 5}), targets => {
			let world = create();
			for (const target of targets) {
				world = transact(world, draft => {
					setCapacity(draft, elastigroupId, {target, minimum: 0, maximum: 8});
				}).world;
				world = advance(world, world.now + 20_000);
			}

			world = advance(world, world.now + 600_000);
			const alive = [...world.instances.values()].filter(
				instance => instance.elastigroupId === elastigroupId && instance.state === 'running',
			);
			t.is(alive.length, targets.at(-1) ?? 0);
			t.is(world.pendingRequests.size, 0);
		}),
		{numRuns: 50},
	);
});

test('Without an instance profile no agent starts: all events are skipped', t => {
	let {world} = transact(create(), draft => {
		const {instanceProfile: _profile, ...rest} = draft.elastigroups.get(elastigroupId)!;
		draft.elastigroups.set(elastigroupId, rest);
	});
	world = advance(startRun(world), start + 150_000);
	world = advance(startDeployment(world), start + 600_000);
	const deployment = [...world.deployments.values()].at(-1);
	t.is(deployment?.status, 'Failed');
	t.is(deployment?.errorInformation?.code, 'HEALTH_CONSTRAINTS');
	const greens = [...world.targets.values()].filter(
		target => target.deploymentId === deployment?.deploymentId && target.instanceLabel === 'Green',
	);
	t.true(greens.length > 0 && greens.every(({events}) => events.every(({status}) => status === 'Skipped')));
});

test('An image without an agent needs user data that installs it', t => {
	const imageId = accountFacts.images.find(({hasCodeDeployAgent}) => !hasCodeDeployAgent)?.id ?? '';
	const agents = (userData: string) => {
		const {world} = transact(create(), draft => {
			draft.elastigroups.set(elastigroupId, {...draft.elastigroups.get(elastigroupId)!, imageId, userData});
		});
		const later = advance(startRun(world), start + 150_000);
		return [...later.instances.values()]
			.filter(({launchedAt}) => launchedAt >= start)
			.map(({agentAt}) => agentAt !== undefined);
	};

	t.deepEqual(agents('#!/bin/bash\nyum install -y nginx'), [false, false]);
	t.deepEqual(agents('#!/bin/bash\nwget https://aws-codedeploy-ap-northeast-2.s3.amazonaws.com/latest/install'), [
		true,
		true,
	]);
});

test('An Elastigroup replaces what it lost; while a blue/green run goes it does not', t => {
	const lose = (world: World) =>
		transact(world, draft => {
			const [id, instance] = [...draft.instances].at(0)!;
			draft.instances.set(id, {...instance, state: 'terminated'});
			draft.agenda.unshift({
				at: draft.now,
				order: 0,
				event: {type: 'elastigroup-reconciles', elastigroupId},
			});
		}).world;
	const count = (world: World) => world.instances.size;
	t.is(count(advance(lose(create()), start + 60_000)), 3);
	t.is(count(advance(lose(startRun(create())), start + 60_000)), 4);
});

test('Filters: lists are alternatives, sets need all of them, an empty one matches nothing', t => {
	const tags = [
		{key: 'version', value: '6.0'},
		{key: 'Name', value: 'shop-web'},
	];
	const version = {Key: 'version', Value: '6.0', Type: 'KEY_AND_VALUE'} as const;
	const other = {Key: 'version', Value: '5.0', Type: 'KEY_AND_VALUE'} as const;
	t.true(doesSetMatch([[other, version]], tags));
	t.false(doesSetMatch([[other], [version]], tags));
	t.true(doesSetMatch([[version], [{Key: 'Name', Type: 'KEY_ONLY'}]], tags));
	t.true(doesSetMatch([[{Value: '6.0', Type: 'VALUE_ONLY'}]], tags));
	t.false(doesSetMatch([], tags));
	t.false(doesSetMatch([[{Key: 'Version', Value: '6.0', Type: 'KEY_AND_VALUE'}]], tags));
});

test('A thousand instances are deployed to', t => {
	let world = advance(startRun(create('happy', 1, 1000)), start + 150_000);
	world = advance(startDeployment(world), start + 900_000);
	t.is([...world.deployments.values()].at(-1)?.status, 'Succeeded');
});
