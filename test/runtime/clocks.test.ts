/** A machine whose clock is wrong, is set while a run goes, or sleeps: the clouds decide what was born when. */
import test, {type ExecutionContext} from 'ava';
import {type RunConfig, type RunEvent} from '../../source/core/run/event.js';
import {resumeRun, startRun} from '../../source/runtime/drive.js';
import {createDriveWorld, viewOf} from '../helpers/drive-world.js';

const minute = 60_000;
const unattended: Partial<RunConfig> = {policy: {readyGate: 'continue', cleanUp: 'always', restore: 'always'}};

const keepIn =
	(events: RunEvent[]) =>
	(event: RunEvent): void => {
		events.push(event);
	};

/** A world in which this machine's clock is so many minutes ahead of the clouds'. */
const openAhead = async (
	t: ExecutionContext,
	minutes: number,
	options: Parameters<typeof createDriveWorld>[0] = {},
) => {
	const world = await createDriveWorld({...options, cloudTime: now => now - minutes * minute}, unattended);
	t.teardown(async () => world.close());
	return world;
};

for (const ahead of [2, 20, 180, -2, -90]) {
	const name = `${Math.abs(ahead)} minutes ${ahead > 0 ? 'ahead' : 'behind'}`;

	test.serial(`${name}: what a failed run left is cleaned up`, async t => {
		const world = await openAhead(t, ahead, {scenario: 'failing-hook'});
		const events: RunEvent[] = [];
		const end = await world.play(startRun(world.ports, world.config, {onEvent: keepIn(events)}));
		t.deepEqual(end, {kind: 'ended', outcome: {kind: 'failed', isClean: true}});
		t.is(world.done('detachInstances'), 1);
	});

	test.serial(`${name}: our own deployment is found after its answer was lost`, async t => {
		const world = await openAhead(t, ahead);
		const events: RunEvent[] = [];
		const handle = startRun(world.ports, world.config, {onEvent: keepIn(events)});
		await world.play(handle, () => events.some(({type}) => type === 'action-failed'));
		world.simulator.inject({kind: 'cut', when: 'after-work', operation: 'CreateDeployment'});
		t.deepEqual(await world.play(handle), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
		t.is(world.done('CreateDeployment'), 1);
		t.true(events.some(event => event.type === 'action-done' && event.isAdopted));
	});

	test.serial(`${name}: countdowns and ages are the clouds’`, async t => {
		const world = await openAhead(t, ahead);
		const events: RunEvent[] = [];
		const handle = startRun(world.ports, world.config, {onEvent: keepIn(events)});
		await world.play(handle, () => events.length > 0 && viewOf(world, events).phase === 'termination-wait');
		const view = viewOf(world, events);
		const wait = view.deadlines.find(({id}) => id === 'termination-wait');
		t.true(Math.abs((wait?.remainingMs ?? 0) - 5 * minute) < 15_000);
		const green = view.instances.find(({color}) => color === 'green');
		t.true((green?.ageMs ?? 0) > 0 && (green?.ageMs ?? 0) < 10 * minute);
		await handle.detach();
	});
}

test.serial('a journal whose clock was ahead is gone on with, and nothing is waited for twice', async t => {
	const world = await openAhead(t, 0);
	const handle = startRun(world.ports, world.config, {onEvent: () => undefined});
	await world.play(handle, () => world.done('CreateDeployment') === 1);
	await handle.detach();
	// As an earlier version wrote it, by a machine that was twenty minutes ahead.
	const ahead = world.journal.lines.map(line => ({...line, at: line.at + 20 * minute}));
	const journal = {...world.journal, read: async () => ({isOk: true as const, value: {events: ahead}})};
	const before = world.clock.now();
	const end = await world.play(resumeRun({...world.ports, journal}, 'run-1', {onEvent: () => undefined}));
	t.is(end?.kind === 'ended' ? end.outcome.kind : undefined, 'succeeded');
	t.true(world.clock.now() - before < 15 * minute, 'it was not deaf until its clock had caught up');
});

test.serial('a laptop that slept looks before it judges a deadline', async t => {
	let sleptMs = 0;
	const world = await createDriveWorld({cloudTime: now => now + sleptMs}, {...unattended, deadlineMinutes: 60});
	t.teardown(async () => world.close());
	const handle = startRun(world.ports, world.config, {onEvent: () => undefined});
	await world.play(handle, () => world.done('CreateDeployment') === 1);
	// The clouds went on for two hours and finished meanwhile.
	sleptMs = 120 * minute;
	const end = await world.play(handle);
	t.deepEqual(end, {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
});

test.serial('a clock that is far off is told with the run', async t => {
	const world = await openAhead(t, 20);
	const events: RunEvent[] = [];
	const handle = startRun(world.ports, world.config, {
		onEvent: keepIn(events),
		clockSkewMs: () => 20 * minute,
	});
	await world.play(handle, () => events.length > 1);
	await handle.detach();
	const told = viewOf(world, events).log.find(({text}) => text.id === 'run.log.clock');
	t.like(told?.text.values, {minutes: 20});
});
