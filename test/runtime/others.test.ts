/** What others do while a run goes: people in the consoles, other machines, instances of other groups. */
import {CodeDeployClient, CreateDeploymentCommand} from '@aws-sdk/client-codedeploy';
import test, {type ExecutionContext} from 'ava';
import {type RunConfig, type RunEvent} from '../../source/core/run/event.js';
import {startRun, type RunHandle} from '../../source/runtime/drive.js';
import {createDriveWorld, createMemoryJournal, viewOf, type DriveWorld} from '../helpers/drive-world.js';

const keepIn =
	(events: RunEvent[]) =>
	(event: RunEvent): void => {
		events.push(event);
	};

const unattended: Partial<RunConfig> = {policy: {readyGate: 'continue', cleanUp: 'always', restore: 'always'}};

type Played = {readonly world: DriveWorld; readonly events: RunEvent[]; readonly handle: RunHandle};

const open = async (
	t: ExecutionContext,
	options: Parameters<typeof createDriveWorld>[0] = {},
	change: Partial<RunConfig> = unattended,
): Promise<DriveWorld> => {
	const world = await createDriveWorld(options, change);
	t.teardown(async () => world.close());
	return world;
};

const start = (world: DriveWorld, change: Partial<RunConfig> = {}): Played => {
	const events: RunEvent[] = [];
	const ports = change.runId === undefined ? world.ports : {...world.ports, journal: createMemoryJournal()};
	return {world, events, handle: startRun(ports, {...world.config, ...change}, {onEvent: keepIn(events)})};
};

const healthyCount = ({simulator}: DriveWorld): number =>
	[...simulator.world.registrations.values()].filter(({state}) => state === 'healthy').length;

const elastigroupOf = ({simulator, config}: DriveWorld) => simulator.world.elastigroups.get(config.elastigroupId)!;

const writes = [
	'startBlueGreen',
	'stopBlueGreen',
	'setCapacity',
	'detachInstances',
	'removeSuspensions',
	'suspend',
	'CreateDeployment',
	'ContinueDeployment',
	'StopDeployment',
	'UpdateDeploymentGroup',
];
const writesOf = (world: DriveWorld) => writes.filter(operation => world.done(operation) > 0);

const deployByHand = async ({simulator}: DriveWorld, version = '6.0'): Promise<string> => {
	const client = new CodeDeployClient({region: 'ap-northeast-2', endpoint: simulator.url});
	const {deploymentId} = await client.send(
		new CreateDeploymentCommand({
			applicationName: 'shop',
			deploymentGroupName: 'shop-bg',
			description: 'by hand',
			revision: {
				revisionType: 'S3',
				s3Location: {bucket: 'shop-releases-ap-northeast-2', key: `shop/shop-${version}.zip`, bundleType: 'zip'},
			},
			targetInstances: {tagFilters: [{Key: 'version', Value: version, Type: 'KEY_AND_VALUE'}]},
		}),
	);
	return deploymentId ?? '';
};

/** Plays until CodeDeploy sees the green tags and our own deployment is not there yet; then somebody else is faster. */
const deployByHandFirst = async ({world, handle, events}: Played): Promise<string> => {
	await world.play(handle, () => events.some(({type}) => type === 'action-failed'));
	for (;;) {
		try {
			return await deployByHand(world);
		} catch {
			await world.clock.advance(500);
		}
	}
};

test.serial('a deployment that somebody else creates on our blue/green is left alone to its end', async t => {
	const world = await open(t);
	const played = start(world);
	const theirs = await deployByHandFirst(played);
	let leastHealthy = healthyCount(world);
	const end = await world.play(played.handle, () => {
		leastHealthy = Math.min(leastHealthy, healthyCount(world));
		return false;
	});
	t.deepEqual(end, {kind: 'ended', outcome: {kind: 'handed-over', isClean: true, deploymentId: theirs}});
	t.true(leastHealthy > 0, 'something served all the time');
	t.deepEqual(writesOf(world), ['startBlueGreen', 'CreateDeployment']);
	t.is(world.done('CreateDeployment'), 1, 'theirs alone');
	const view = viewOf(world, played.events);
	t.is(view.failure?.code, 'handed-over');
	t.true(view.log.some(({text}) => text.id === 'run.log.other-deployment'));
});

test.serial('it is left alone also where a person asks our run to stop', async t => {
	const world = await open(t);
	const played = start(world);
	const theirs = await deployByHandFirst(played);
	await world.play(played.handle, () => viewOf(world, played.events).next.text.id === 'run.next.other-deployment');
	t.deepEqual(viewOf(world, played.events).next.requests, [], 'stopping is not offered');
	played.handle.request('stop');
	const end = await world.play(played.handle);
	t.like(end, {kind: 'ended', outcome: {kind: 'handed-over', deploymentId: theirs}});
	t.is(world.done('stopBlueGreen') + world.done('StopDeployment') + world.done('detachInstances'), 0);
});

test.serial('after somebody else’s deployment that failed without our blue/green, ours is created', async t => {
	const world = await open(t, {tagDelayMs: 60_000});
	const played = start(world);
	await world.play(played.handle, () => played.events.some(({type}) => type === 'action-failed'));
	// Of the originals: the same group, and nothing to do with the replacements.
	const theirs = await deployByHand(world, '5.0');
	const end = await world.play(played.handle);
	t.deepEqual(end, {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.is(world.simulator.world.deployments.get(theirs)?.status, 'Failed');
	t.is(world.done('stopBlueGreen'), 0);
});

test.serial('two machines with the same tags and group: the one that lost its answer takes nothing over', async t => {
	const world = await open(t);
	const a = start(world);
	const b = start(world, {runId: 'run-2'});
	// Both have looked, and nothing runs yet; the answer to the second start is lost.
	world.simulator.inject({kind: 'cut', when: 'after-work', operation: 'startBlueGreen', count: 2});
	const gateOf = ({events}: Played) => (events.length === 0 ? undefined : viewOf(world, events).gate);
	await world.play(b.handle, () => gateOf(a) !== undefined && gateOf(b) !== undefined);
	t.is(gateOf(a)?.kind, 'unclear-start');
	t.is(gateOf(b)?.kind, 'unclear-start');
	t.is(world.done('startBlueGreen'), 1);
	b.handle.request('leave-blue-green');
	const end = await world.play(b.handle);
	t.is(end?.kind === 'ended' && end.outcome.kind === 'refused' ? end.outcome.disownedId?.slice(0, 5) : '', 'cdbg-');
	t.is(world.done('CreateDeployment'), 0);
	t.is(viewOf(world, b.events).failure?.code, 'disowned');
	a.handle.request('adopt-blue-green');
	t.deepEqual(await world.play(a.handle), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.is(world.done('startBlueGreen'), 1);
});

test.serial('with a tag of the run itself a lost start is found by it, and another machine’s is not taken', async t => {
	const world = await open(t);
	const greenTags = (runId: string) => [...world.config.greenTags, {key: 'run', value: runId}];
	const a = start(world, {greenTags: greenTags('run-1')});
	world.simulator.inject({kind: 'cut', when: 'after-work', operation: 'startBlueGreen', count: 2});
	const b = start(world, {runId: 'run-2', greenTags: greenTags('run-2')});
	const ends = await Promise.all([world.play(a.handle), world.play(b.handle)]);
	const kinds = ends
		.map(end => (end?.kind === 'ended' ? end.outcome.kind : end?.kind))
		.toSorted((one, other) => String(one).localeCompare(String(other)));
	// Whichever of the two came second was refused by Spot.
	t.deepEqual(kinds, ['failed', 'succeeded']);
	t.is(world.done('startBlueGreen'), 1);
	t.is(world.done('CreateDeployment'), 1);
});

test.serial('a blue/green that Spot finishes without a deployment of ours is an end', async t => {
	const world = await open(t);
	const played = start(world);
	await world.play(played.handle, () => played.events.some(({type}) => type === 'action-failed'));
	world.simulator.change(before => ({
		...before,
		blueGreens: new Map([...before.blueGreens].map(([id, each]) => [id, {...each, state: 'FINISHED' as const}])),
	}));
	const end = await world.play(played.handle);
	t.is(end?.kind === 'ended' ? end.outcome.kind : undefined, 'handed-over');
	t.is(world.done('CreateDeployment'), 0);
});

test.serial(
	'a deployment that would take instances of others for originals is stopped before traffic moves',
	async t => {
		const world = await open(t);
		const played = start(world);
		await world.play(played.handle, () => played.events.some(({type}) => type === 'action-failed'));
		const [original] = [...world.simulator.world.instances.values()];
		world.simulator.change(before => {
			const {elastigroupId: _, ...alone} = original!;
			const tags = alone.tags.filter(({key}) => !key.startsWith('spotinst'));
			const theirs = {...alone, instanceId: 'i-theirs', tags, launchTags: tags};
			return {...before, instances: new Map([...before.instances, ['i-theirs', theirs]])};
		});
		const end = await world.play(played.handle);
		t.deepEqual(end, {kind: 'ended', outcome: {kind: 'stopped', isClean: true}});
		t.is(world.simulator.world.instances.get('i-theirs')?.state, 'running');
		const view = viewOf(world, played.events);
		t.is(view.failure?.cause?.id, 'run.log.policy.stop.foreign');
		t.true(view.log.some(({text}) => text.id === 'run.log.foreign-originals'));
		t.is(world.done('StopDeployment'), 1);
	},
);

test.serial('a group whose instances are still coming is noted once they are all there', async t => {
	const world = await open(t);
	// As just created: nothing runs yet.
	const {target} = elastigroupOf(world).capacity;
	for (const instance of world.simulator.world.instances.values()) {
		await world.ports.elastigroups.detachInstances(world.config.elastigroupId, {
			instanceIds: [instance.instanceId],
			isTerminating: true,
			isDecrementingTarget: false,
		});
	}

	const played = start(world);
	const end = await world.play(played.handle);
	const noted = played.events.flatMap(event => (event.type === 'baseline-noted' ? [event.baseline] : []));
	t.is(noted[0]?.instanceIds.length, target);
	t.true(played.events.some(({type}) => type === 'incomplete-seen'));
	t.is(end?.kind === 'ended' ? end.outcome.kind : undefined, 'succeeded');
	t.is(viewOf(world, played.events).green.total, target);
});

test.serial('a group that never becomes complete is refused with the number, and nothing is started', async t => {
	const world = await open(t, {scenario: 'no-capacity'});
	const {elastigroupId} = world.config;
	await world.ports.elastigroups.setCapacity(elastigroupId, {target: 3, minimum: 1, maximum: 4});
	const played = start(world);
	t.deepEqual(await world.play(played.handle), {kind: 'ended', outcome: {kind: 'refused'}});
	t.deepEqual(writesOf(world), ['setCapacity']);
	const {failure} = viewOf(world, played.events);
	t.is(failure?.code, 'incomplete');
	t.like(failure?.what.values, {present: 2, target: 3});
});

test.serial('an instance that scaling adds is shown, and neither green nor in the way', async t => {
	const world = await open(t);
	const played = start(world);
	await world.play(played.handle, () => played.events.some(({type}) => type === 'action-failed'));
	const [original] = [...world.simulator.world.instances.values()];
	const scaled = {
		...original!,
		instanceId: 'i-scaled',
		launchedAt: world.clock.now(),
		tags: original!.launchTags,
		tagsSeenByCodeDeploy: original!.launchTags,
	};
	world.simulator.change(before => ({...before, instances: new Map([...before.instances, ['i-scaled', scaled]])}));
	await world.play(played.handle, () => world.done('CreateDeployment') > 0);
	const view = viewOf(world, played.events);
	t.is(view.instances.find(({instanceId}) => instanceId === 'i-scaled')?.color, 'other');
	t.is(view.green.total, 2);
	const end = await world.play(played.handle);
	t.is(end?.kind === 'ended' ? end.outcome.kind : undefined, 'succeeded');
	t.is(world.simulator.world.instances.get('i-scaled')?.state, 'running');
});

test.serial('an Elastigroup that counts vCPUs is noted, restored and told in vCPUs', async t => {
	const world = await open(t, {scenario: 'keep-originals'});
	const {elastigroupId} = world.config;
	const capacity = {target: 4, minimum: 2, maximum: 4};
	world.simulator.change(before => ({
		...before,
		elastigroups: new Map(
			[...before.elastigroups].map(([id, each]) => [
				id,
				id === elastigroupId ? {...each, unit: 'weight' as const, capacity, weights: {'m5.large': 2}} : each,
			]),
		),
	}));
	const played = start(world);
	const end = await world.play(played.handle);
	t.deepEqual(end, {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	const [noted] = played.events.flatMap(event => (event.type === 'baseline-noted' ? [event.baseline] : []));
	t.like(noted, {capacity, capacityUnit: 'weight', weights: {'m5.large': 2, 'm5a.large': 2}});
	t.deepEqual(elastigroupOf(world).capacity, capacity);
	t.is(viewOf(world, played.events).capacity.unit, 'weight');
	t.is(world.done('detachInstances'), 1, 'the kept originals go by their ids');
});
