import test, {type ExecutionContext} from 'ava';
import {type RunConfig, type RunEvent} from '../../source/core/run/event.js';
import {resumeRun, startRun, watchDeployment, type RunHandle} from '../../source/runtime/drive.js';
import {type SimulatorOptions} from '../../source/simulator/server.js';
import {createDriveWorld, createMemoryJournal, viewOf, type DriveWorld} from '../helpers/drive-world.js';

// One after another: the AWS clients read their credentials from the environment, which the worlds share.
const keepIn =
	(events: RunEvent[]) =>
	(event: RunEvent): void => {
		events.push(event);
	};

const ignore = {onEvent: (): void => undefined};

type Played = {readonly world: DriveWorld; readonly events: RunEvent[]; readonly handle: RunHandle};

const begin = async (
	t: ExecutionContext,
	options: Omit<SimulatorOptions, 'clock'> = {},
	change: Partial<RunConfig> = {},
): Promise<Played> => {
	const world = await createDriveWorld(options, change);
	t.teardown(async () => world.close());
	const events: RunEvent[] = [];
	const handle = startRun(world.ports, world.config, {onEvent: keepIn(events)});
	return {world, events, handle};
};

const capacityOf = (world: DriveWorld) => {
	const [group] = [...world.simulator.world.elastigroups.values()];
	const {target, minimum, maximum} = group!.capacity;
	return {target, minimum, maximum};
};

/** What still runs once everything that is leaving has left. */
const runningAfterDrain = async (world: DriveWorld) => {
	await world.clock.advance(600_000);
	return [...world.simulator.world.instances.values()].filter(({state}) => state === 'running');
};

const gateOf = ({world, events}: Played) => (events.length === 0 ? undefined : viewOf(world, events).gate);

test.serial('a happy run creates each thing once, ends as noted, and moves the group on to the new tags', async t => {
	const played = await begin(t);
	const {world, events, handle} = played;
	const before = capacityOf(world);
	const end = await world.play(handle);
	t.deepEqual(end, {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.is(world.done('startBlueGreen'), 1);
	t.is(world.done('CreateDeployment'), 1);
	t.deepEqual(capacityOf(world), before);
	const view = viewOf(world, events);
	t.deepEqual(
		view.phases.map(({id, state}) => `${id} ${state}`),
		[
			'preflight done',
			'start done',
			'provision done',
			'tag done',
			'create done',
			'install done',
			'ready-gate skipped',
			'reroute done',
			'termination-wait done',
			'finalise done',
			'verify done',
		],
	);
	t.is(view.traffic?.greenHealthy, 2);
	t.is(view.traffic?.blueRegistered, 0);
	const group = await world.ports.codeDeploy.getDeploymentGroup('shop', 'shop-bg');
	t.deepEqual(group.isOk ? group.value.tagFilters : [], [[{type: 'key-and-value', key: 'version', value: '6.0'}]]);
});

test.serial('a run tells of its own blue/green alone, also where the clouds’ clock runs away from ours', async t => {
	const start = Date.UTC(2026, 0, 5, 9);
	const world = await createDriveWorld(
		// As `simulator --speed 3` in another process does; and an hour ahead from the beginning.
		{cloudTime: now => now + 3_600_000 + (now - start) * 2},
		{policy: {readyGate: 'continue', cleanUp: 'always', restore: 'always'}},
	);
	t.teardown(async () => world.close());
	const tell = async (version: string) => {
		const events: RunEvent[] = [];
		const config = {...world.config, runId: `run-${version}`, greenTags: [{key: 'version', value: version}]};
		const end = await world.play(
			startRun({...world.ports, journal: createMemoryJournal()}, config, {onEvent: keepIn(events)}),
		);
		t.like(end, {kind: 'ended', outcome: {kind: 'succeeded'}});
		return events.flatMap(event => (event.type === 'spot-log-seen' ? event.entries : [])).map(({message}) => message);
	};

	const first = await tell('6.0');
	t.regex(first[0] ?? '', /was started \(version=6\.0\)/);
	const second = await tell('6.1');
	t.regex(second[0] ?? '', /was started \(version=6\.1\)/);
	t.regex(second.at(-1) ?? '', /ended: FINISHED/);
	t.deepEqual(
		second.filter(message => message.includes('6.0')),
		[],
	);
});

test.serial('the same run can be told again from its journal alone', async t => {
	const {world, events, handle} = await begin(t);
	await world.play(handle);
	const again: RunEvent[] = [];
	const replayed = resumeRun(world.ports, 'run-1', {onEvent: keepIn(again)});
	t.deepEqual(await replayed.finished, {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	const {sources: _, ...told} = viewOf(world, again);
	const {sources: __, ...lived} = viewOf(world, events);
	t.deepEqual(told, lived);
});

test.serial('kept originals are shown, detached by their ids, and the numbers come back (D7)', async t => {
	const played = await begin(t, {scenario: 'keep-originals'});
	const {world, handle} = played;
	const before = capacityOf(world);
	await world.play(handle, () => gateOf(played) !== undefined);
	const gate = gateOf(played);
	t.is(gate?.kind, 'restore');
	t.is(gate?.kind === 'restore' ? gate.plan.remove.length : 0, 2);
	t.is(capacityOf(world).target, 4);
	handle.request('restore');
	t.deepEqual(await world.play(handle), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.deepEqual(capacityOf(world), before);
	t.is(world.done('detachInstances'), 1);
	const alive = await runningAfterDrain(world);
	t.is(alive.length, 2);
	t.true(alive.every(({tags}) => tags.some(({key, value}) => key === 'version' && value === '6.0')));
});

test.serial('who leaves the kept originals is told that something differs, and can restore later', async t => {
	const played = await begin(t, {scenario: 'keep-originals'});
	const {world, handle} = played;
	await world.play(handle, () => gateOf(played) !== undefined);
	handle.request('leave-as-is');
	t.deepEqual(await world.play(handle), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: false}});
	t.is(capacityOf(world).target, 4);
	const again: RunEvent[] = [];
	const reopened = resumeRun(world.ports, 'run-1', {
		onEvent: keepIn(again),
		purpose: 'restore',
		policy: {restore: 'always'},
	});
	t.deepEqual(await world.play(reopened), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.is(capacityOf(world).target, 2);
	t.is(world.done('startBlueGreen'), 1);
});

test.serial(
	'suspensions are put back as noted: Spot’s removal of a person’s own, and one that was left behind',
	async t => {
		const world = await createDriveWorld();
		t.teardown(async () => world.close());
		const {elastigroups} = world.ports;
		const groupId = world.config.elastigroupId;
		await elastigroups.suspend(groupId, [{process: 'REVERT_PREFERRED'}]);
		const events: RunEvent[] = [];
		const handle = startRun(world.ports, world.config, {onEvent: keepIn(events)});
		const played = {world, events, handle};
		const hasSucceeded = () => events.some(event => event.type === 'blue-green-seen' && event.state === 'FINISHED');
		await world.play(handle, hasSucceeded);
		await elastigroups.suspend(groupId, [{process: 'AUTO_SCALE'}]);
		await world.play(handle, () => gateOf(played) !== undefined);
		const gate = gateOf(played);
		t.deepEqual(gate?.kind === 'restore' ? gate.plan.suspensions : undefined, {
			from: [{process: 'AUTO_SCALE'}],
			to: [{process: 'REVERT_PREFERRED'}],
		});
		t.is(world.done('removeSuspensions'), 0, 'the plan first');
		handle.request('restore');
		t.deepEqual(await world.play(handle), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
		const left = await elastigroups.listSuspensions(groupId);
		t.deepEqual(left.isOk ? left.value : [], [{process: 'REVERT_PREFERRED'}]);
		t.is(world.done('removeSuspensions'), 1);
	},
);

test.serial('a filter that has moved on to a newer version is not pointed back by an older run', async t => {
	const {world, handle} = await begin(t);
	await world.clock.untilSleeping();
	const newer = [[{type: 'key-and-value', key: 'version', value: '7.0'}]] as const;
	await world.ports.codeDeploy.updateDeploymentGroup('shop', 'shop-bg', {tagFilters: newer});
	await world.play(handle);
	const group = await world.ports.codeDeploy.getDeploymentGroup('shop', 'shop-bg');
	t.deepEqual(group.isOk ? group.value.tagFilters : [], newer);
});

test.serial('a run that ended well is looked at again without a single write', async t => {
	const {world, handle} = await begin(t);
	await world.play(handle);
	const writes = () =>
		['UpdateDeploymentGroup', 'setCapacity', 'detachInstances', 'startBlueGreen', 'CreateDeployment'].map(operation =>
			world.done(operation),
		);
	const before = writes();
	const again: RunEvent[] = [];
	const reopened = resumeRun(world.ports, 'run-1', {
		onEvent: keepIn(again),
		purpose: 'restore',
		policy: {restore: 'always'},
	});
	t.deepEqual(await world.play(reopened), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.deepEqual(writes(), before);
	t.false(
		again.slice(again.findIndex(({type}) => type === 'run-resumed')).some(({type}) => type === 'action-intended'),
	);
});

test.serial('a failing hook is explained, and cleaned up after asking once (D5)', async t => {
	const played = await begin(t, {scenario: 'failing-hook'});
	const {world, events, handle} = played;
	const before = capacityOf(world);
	await world.play(handle, () => gateOf(played) !== undefined);
	const {failure, gate} = viewOf(world, events);
	t.is(failure?.eventName, 'ValidateService');
	t.is(failure?.scriptName, 'scripts/validate_service.sh');
	t.regex(failure?.logTail ?? '', /migration 0042/);
	t.is(failure?.requirement, 'D5');
	t.is(gate?.kind, 'clean-up');
	handle.request('clean-up');
	t.deepEqual(await world.play(handle), {kind: 'ended', outcome: {kind: 'failed', isClean: true}});
	t.deepEqual(capacityOf(world), before);
	t.is(viewOf(world, events).traffic?.blueHealthy, 2);
});

test.serial('with nobody there and no leave to clean up, the failed run leaves things and says so', async t => {
	const {world, handle} = await begin(
		t,
		{scenario: 'failing-hook'},
		{policy: {readyGate: 'continue', cleanUp: 'never', restore: 'never'}},
	);
	t.deepEqual(await world.play(handle), {kind: 'ended', outcome: {kind: 'failed', isClean: false}});
	t.is(world.done('detachInstances'), 0);
	t.is(world.done('setCapacity'), 0);
});

test.serial('the ready gate waits for a person, who continues', async t => {
	const played = await begin(t, {scenario: 'ready-gate'});
	const {world, events, handle} = played;
	await world.play(handle, () => gateOf(played) !== undefined);
	const view = viewOf(world, events);
	t.is(view.gate?.kind, 'ready');
	t.is(view.phase, 'ready-gate');
	t.is(view.next.requests[0], 'continue');
	t.true(view.deadlines.some(({id}) => id === 'ready-wait'));
	t.is(view.traffic?.greenRegistered, 0);
	handle.request('continue');
	t.deepEqual(await world.play(handle), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.is(world.done('ContinueDeployment'), 1);
});

test.serial('a policy continues at the ready gate by itself', async t => {
	const {world, handle, events} = await begin(
		t,
		{scenario: 'ready-gate'},
		{policy: {readyGate: 'continue', cleanUp: 'ask', restore: 'ask'}},
	);
	const end = await world.play(handle);
	t.is(end?.kind === 'ended' ? end.outcome.kind : undefined, 'succeeded');
	t.true(events.some(event => event.type === 'request-made' && event.by === 'policy'));
});

test.serial('stopping at the ready gate ends both sides before anything is cleaned up', async t => {
	const played = await begin(
		t,
		{scenario: 'ready-gate'},
		{policy: {readyGate: 'ask', cleanUp: 'always', restore: 'ask'}},
	);
	const {world, handle} = played;
	const before = capacityOf(world);
	await world.play(handle, () => gateOf(played) !== undefined);
	handle.request('stop');
	t.deepEqual(await world.play(handle), {kind: 'ended', outcome: {kind: 'stopped', isClean: true}});
	t.deepEqual(capacityOf(world), before);
	const running = await runningAfterDrain(world);
	t.is(running.length, 2);
	const operations = world.simulator.log.map(({operation}) => operation);
	t.true(operations.includes('StopDeployment'));
});

test.serial('the wait before the originals end can be cut short', async t => {
	const played = await begin(t);
	const {world, events, handle} = played;
	await world.play(handle, () => events.length > 0 && viewOf(world, events).phase === 'termination-wait');
	const asked = world.clock.now();
	t.is(viewOf(world, events).next.requests[0], 'skip-termination-wait');
	handle.request('skip-termination-wait');
	t.deepEqual(await world.play(handle), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.true(world.clock.now() - asked < 120_000);
});

test.serial('stop and roll back while traffic moves follows the rollback and brings traffic back to blue', async t => {
	const played = await begin(t, {}, {policy: {readyGate: 'ask', cleanUp: 'always', restore: 'ask'}});
	const {world, events, handle} = played;
	await world.play(handle, () => events.length > 0 && viewOf(world, events).phase === 'termination-wait');
	handle.request('stop-and-roll-back');
	const end = await world.play(handle);
	t.is(end?.kind === 'ended' ? end.outcome.kind : undefined, 'stopped');
	const view = viewOf(world, events);
	t.truthy(view.rollbackDeploymentId);
	t.false(view.isRollingBack, 'it has ended');
	t.is(view.traffic?.blueHealthy, 2);
	const running = await runningAfterDrain(world);
	t.is(running.length, 2);
});

test.serial('stopping before a deployment exists stops the blue/green alone', async t => {
	const played = await begin(t, {}, {policy: {readyGate: 'ask', cleanUp: 'always', restore: 'ask'}});
	const {world, events, handle} = played;
	const before = capacityOf(world);
	await world.play(handle, () => events.length > 0 && viewOf(world, events).phase === 'provision');
	handle.request('stop');
	const end = await world.play(handle);
	t.is(end?.kind === 'ended' ? end.outcome.kind : undefined, 'stopped');
	t.is(world.done('CreateDeployment'), 0);
	t.is(world.done('StopDeployment'), 0);
	t.is(world.done('stopBlueGreen'), 1);
	t.deepEqual(capacityOf(world), before);
});

test.serial("Spot's own timeout ends the deployment too, and is named as the cause", async t => {
	const played = await begin(
		t,
		{scenario: 'ready-gate'},
		{
			timeoutMinutes: 5,
			policy: {readyGate: 'ask', cleanUp: 'always', restore: 'ask'},
		},
	);
	const {world, events, handle} = played;
	const before = capacityOf(world);
	const end = await world.play(handle);
	t.is(end?.kind === 'ended' ? end.outcome.kind : undefined, 'failed');
	t.is(viewOf(world, events).failure?.cause?.id, 'run.cause.timeout.spot');
	t.deepEqual(capacityOf(world), before);
	t.false(
		[...world.simulator.world.deployments.values()].some(({status}) => status === 'InProgress' || status === 'Ready'),
	);
});

test.serial('a contained tag fails for its own reason (D4)', async t => {
	const contained = await begin(
		t,
		{scenario: 'contained-tag'},
		{policy: {readyGate: 'ask', cleanUp: 'always', restore: 'ask'}},
	);
	const end = await contained.world.play(contained.handle);
	t.is(end?.kind === 'ended' ? end.outcome.kind : undefined, 'failed');
	const {failure} = viewOf(contained.world, contained.events);
	t.is(failure?.requirement, 'D4');
});

for (const operation of ['startBlueGreen', 'CreateDeployment']) {
	for (const kind of ['cut', 'malformed'] as const) {
		test.serial(`a lost reply of ${operation} (${kind}) is found by its mark, not repeated`, async t => {
			const greenTags = [
				{key: 'version', value: '6.0'},
				{key: 'run', value: 'run-1'},
			];
			const {world, events, handle} = await begin(t, {}, {greenTags});
			// The first creation is refused for want of visible tags; the one that is lost has to do its work.
			if (operation === 'CreateDeployment') {
				await world.play(handle, () => events.some(({type}) => type === 'action-failed'));
			}

			world.simulator.inject(kind === 'cut' ? {kind, when: 'after-work', operation} : {kind, operation});
			t.deepEqual(await world.play(handle), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
			t.is(world.done(operation), 1);
			t.true(events.some(event => event.type === 'action-done' && event.isAdopted));
		});
	}

	test.serial(
		`a call of ${operation} that never arrived is made again, once it is sure that it left nothing`,
		async t => {
			const {world, events, handle} = await begin(t);
			world.simulator.inject({kind: 'cut', when: 'before-work', operation});
			t.deepEqual(await world.play(handle), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
			t.is(world.done(operation), 1);
			t.false(events.some(event => event.type === 'action-done' && event.isAdopted));
		},
	);
}

test.serial('blindness is shown with its reason and ends by itself; it never fails the run', async t => {
	const played = await begin(t);
	const {world, events, handle} = played;
	await world.play(handle, () => events.length > 0 && viewOf(world, events).phase === 'install');
	world.simulator.inject(
		{kind: 'expired-token', service: 'codedeploy', count: 9},
		{kind: 'server-error', service: 'spot', count: 9},
	);
	await world.play(handle, () => viewOf(world, events).sources.some(({state}) => state === 'lost'));
	t.is(viewOf(world, events).next.text.id, 'run.next.sight');
	t.deepEqual(await world.play(handle), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.true(viewOf(world, events).sources.every(({state}) => state === 'fresh'));
});

test.serial('another deployment in the group refuses the run before the first write', async t => {
	const first = await begin(t);
	const {world} = first;
	await world.play(first.handle, () => world.done('CreateDeployment') === 1);
	await first.handle.detach();
	t.deepEqual(await first.handle.finished, {kind: 'detached'});
	const events: RunEvent[] = [];
	const second = startRun(world.ports, {...world.config, runId: 'run-2'}, {onEvent: keepIn(events)});
	t.deepEqual(await world.play(second), {kind: 'ended', outcome: {kind: 'refused'}});
	t.is(world.done('startBlueGreen'), 1);
	t.is(viewOf(world, events).failure?.code, 'conflict');
});

test.serial('a detached run is taken up again and finished', async t => {
	const {world, events, handle} = await begin(t);
	await world.play(handle, () => events.length > 0 && viewOf(world, events).phase === 'reroute');
	await handle.detach();
	const again: RunEvent[] = [];
	const resumed = resumeRun(world.ports, 'run-1', {onEvent: keepIn(again)});
	t.deepEqual(await world.play(resumed), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.is(world.done('CreateDeployment'), 1);
});

test.serial('the own deadline ends our part, not the run', async t => {
	const {world, handle} = await begin(t, {}, {deadlineMinutes: 2});
	t.deepEqual(await world.play(handle), {kind: 'deadline'});
	t.false(world.journal.lines.some(({type}) => type === 'run-ended'));
	const resumed = resumeRun(world.ports, 'run-1', ignore);
	t.deepEqual(await world.play(resumed), {kind: 'deadline'});
});

test.serial('a journal that cannot be written stops the run before it acts', async t => {
	const world = await createDriveWorld();
	t.teardown(async () => world.close());
	const problem = {
		kind: 'remote' as const,
		code: 'ENOSPC',
		message: {id: 'common.no' as const},
		nextSteps: [],
		isRetryable: false,
	};
	const journal = {
		...world.journal,
		append: async (runId: string, event: RunEvent) =>
			event.type === 'action-intended' ? {isOk: false as const, problem} : world.journal.append(runId, event),
	};
	const handle = startRun({...world.ports, journal}, world.config, ignore);
	t.deepEqual(await world.play(handle), {kind: 'problem', problem});
	t.is(world.done('startBlueGreen'), 0);
});

test.serial('any deployment can be watched from the clouds alone, and nothing is written', async t => {
	const {world, events, handle} = await begin(t);
	await world.play(handle, () => events.length > 0 && viewOf(world, events).phase === 'install');
	await handle.detach();
	const lines = world.journal.lines.length;
	const {deploymentId} = viewOf(world, events);
	const seen: RunEvent[] = [];
	const watching = watchDeployment(world.ports, deploymentId ?? '', {onEvent: keepIn(seen)});
	const end = await world.play(watching);
	t.is(end?.kind === 'ended' ? end.outcome.kind : undefined, 'succeeded');
	const view = viewOf(world, seen);
	t.is(view.config.elastigroupId, 'sig-5a3c19e7');
	t.is(view.green.total, 2);
	t.truthy(view.blueGreenId);
	t.is(world.journal.lines.length, lines);
	t.is(world.done('CreateDeployment'), 1);
});
