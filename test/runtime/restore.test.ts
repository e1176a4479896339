/** `restore` looks, cleans up and puts back. It starts, creates, continues and moves nothing on. */
import test, {type ExecutionContext} from 'ava';
import {type RunConfig, type RunEvent} from '../../source/core/run/event.js';
import {resumeRun, startRun, type DriveEnd, type ResumeOptions} from '../../source/runtime/drive.js';
import {createDriveWorld, viewOf, type DriveWorld} from '../helpers/drive-world.js';

const leave: ResumeOptions['policy'] = {readyGate: 'continue', cleanUp: 'always', restore: 'always'};
const ignore = {onEvent: (): void => undefined};

type Played = {readonly world: DriveWorld; readonly events: RunEvent[]; readonly end: DriveEnd | undefined};

/** A run that goes on until `until` says so, and is then let go of as if its process were killed. */
const play = async (
	t: ExecutionContext,
	options: Parameters<typeof createDriveWorld>[0],
	until: (world: DriveWorld, events: readonly RunEvent[]) => boolean = () => false,
	change: Partial<RunConfig> = {},
): Promise<Played> => {
	const world = await createDriveWorld(options, {
		policy: {readyGate: 'ask', cleanUp: 'never', restore: 'never'},
		...change,
	});
	t.teardown(async () => world.close());
	const events: RunEvent[] = [];
	const handle = startRun(world.ports, world.config, {
		onEvent(event) {
			events.push(event);
		},
	});
	const end = await world.play(handle, () => until(world, events));
	await handle.detach();
	return {world, events, end};
};

const reads = /^(?:get|list|Describe|Get|List|BatchGet|Head|[a-z]+Status|logs)/;

/** Everything that was asked since `from` and is no look. */
const writesSince = ({simulator}: DriveWorld, from: number): readonly string[] =>
	simulator.log
		.slice(from)
		.map(({operation}) => operation)
		.filter(operation => !reads.test(operation));

const restore = async ({world}: Played, options: Partial<ResumeOptions> = {}) => {
	const from = world.simulator.log.length;
	const events: RunEvent[] = [];
	const end = await world.play(
		resumeRun(world.ports, 'run-1', {
			onEvent(event) {
				events.push(event);
			},
			purpose: 'restore',
			policy: leave,
			...options,
		}),
		() => viewOf(world, events).gate !== undefined,
	);
	return {end, events, writes: writesSince(world, from)};
};

test.serial('a run whose start was refused has left nothing, and nothing is started', async t => {
	const world = await createDriveWorld();
	t.teardown(async () => world.close());
	world.simulator.inject({kind: 'refused', operation: 'startBlueGreen', code: 'ValidationError', message: 'no'});
	const ended = await world.play(startRun(world.ports, world.config, ignore));
	t.deepEqual(ended, {kind: 'ended', outcome: {kind: 'failed', isClean: true}});
	const {end, writes} = await restore({world, events: [], end: ended});
	t.deepEqual(end, {kind: 'ended', outcome: {kind: 'failed', isClean: true}});
	t.deepEqual(writes, []);
});

test.serial(
	'a run that stood in somebody’s way has left nothing, and nothing is started once they are gone',
	async t => {
		const first = await play(t, {}, world => world.done('CreateDeployment') === 1);
		const config = {...first.world.config, runId: 'run-2'};
		await first.world.play(startRun(first.world.ports, config, ignore));
		await first.world.clock.advance(3_600_000);
		const from = first.world.simulator.log.length;
		const journal = first.world.journal.lines.filter(
			line => line.type !== 'run-started' || line.config.runId === 'run-2',
		);
		t.true(journal.length > 0);
		const lines = first.world.journal.lines.slice(
			first.world.journal.lines.findLastIndex(line => line.type === 'run-started'),
		);
		const ports = {
			...first.world.ports,
			journal: {...first.world.journal, read: async () => ({isOk: true as const, value: {events: lines}})},
		};
		const end = await first.world.play(resumeRun(ports, 'run-2', {...ignore, purpose: 'restore', policy: leave}));
		t.deepEqual(end, {kind: 'ended', outcome: {kind: 'refused'}});
		t.deepEqual(writesSince(first.world, from), []);
	},
);

const stages: ReadonlyArray<readonly [name: string, until: (world: DriveWorld) => boolean]> = [
	['after its start', world => world.done('startBlueGreen') === 1],
	[
		'while Spot waits for its deployment',
		({simulator}) => [...simulator.world.blueGreens.values()].some(({state}) => state === 'AWAITING_USER_DEPLOYMENT'),
	],
	['after its deployment was created', world => world.done('CreateDeployment') === 1],
];

for (const [name, until] of stages) {
	for (const isDryRun of [false, true]) {
		test.serial(`a run that was killed ${name} is not over, and ${isDryRun ? 'dry ' : ''}nothing is done`, async t => {
			const played = await play(t, {}, until);
			const lines = played.world.journal.lines.length;
			const {end, writes} = await restore(played, {isDryRun});
			t.is(end?.kind === 'problem' ? end.problem.code : undefined, 'run-not-over');
			t.deepEqual(writes, []);
			t.is(played.world.journal.lines.length > lines, !isDryRun, 'a dry run notes nothing either');

			const goesOn = resumeRun(played.world.ports, 'run-1', {...ignore, policy: leave});
			t.deepEqual(await played.world.play(goesOn), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
			t.is(played.world.done('startBlueGreen'), 1);
			t.is(played.world.done('CreateDeployment'), 1);
		});
	}
}

test.serial('a run at its ready gate is not over: nothing is continued', async t => {
	const played = await play(t, {scenario: 'ready-gate'}, (world, events) => viewOf(world, events).gate !== undefined);
	const {end, writes} = await restore(played);
	t.is(end?.kind === 'problem' ? end.problem.code : undefined, 'run-not-over');
	t.deepEqual(writes, []);
});

test.serial('a run that was killed during its restore is only restored by whoever goes on with it', async t => {
	const played = await play(t, {scenario: 'failing-hook'});
	t.deepEqual(played.end, {kind: 'ended', outcome: {kind: 'failed', isClean: false}});
	const {world} = played;
	const killed = resumeRun(world.ports, 'run-1', {...ignore, purpose: 'restore', policy: {cleanUp: 'ask'}});
	await world.play(killed, () => world.journal.lines.some(({type}) => type === 'run-resumed'));
	await killed.detach();
	const from = world.simulator.log.length;
	const end = await world.play(resumeRun(world.ports, 'run-1', {...ignore, policy: leave}));
	t.deepEqual(end, {kind: 'ended', outcome: {kind: 'failed', isClean: true}});
	t.deepEqual([...new Set(writesSince(world, from))], ['detachInstances', 'setCapacity']);
});

test.serial('a success that left its originals is restored, and its group stays as it is', async t => {
	const played = await play(t, {scenario: 'keep-originals'}, undefined, {isAdvancingFilter: false});
	t.deepEqual(played.end, {kind: 'ended', outcome: {kind: 'succeeded', isRestored: false}});
	const config = played.world.journal.lines[0];
	t.is(config?.type, 'run-started');
	const {end, writes} = await restore(played);
	t.deepEqual(end, {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.deepEqual([...new Set(writes)], ['detachInstances', 'setCapacity']);
});

test.serial('a success whose group has not followed yet is not over: its filter stays, and watch ends it', async t => {
	const played = await play(
		t,
		{},
		(_world, events) =>
			events.some(event => event.type === 'blue-green-seen' && event.state === 'REMOVE_OLD_INSTANCES'),
		{isAdvancingFilter: true},
	);
	const {world} = played;
	await world.clock.advance(60_000);
	t.is([...world.simulator.world.blueGreens.values()].at(-1)?.state, 'FINISHED');
	const {end, writes} = await restore(played);
	t.is(end?.kind === 'problem' ? end.problem.code : undefined, 'run-not-over');
	t.deepEqual(writes, []);
	const watched = await world.play(resumeRun(world.ports, 'run-1', {...ignore, policy: leave}));
	t.deepEqual(watched, {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.is(world.done('UpdateDeploymentGroup'), 1);
});

test.serial('a dry run shows the plan and writes nothing, whatever it is allowed', async t => {
	const played = await play(t, {scenario: 'failing-hook'});
	const lines = played.world.journal.lines.length;
	const {events, writes} = await restore(played, {isDryRun: true});
	const {gate} = viewOf(played.world, events);
	t.is(gate?.kind, 'clean-up');
	t.is(gate?.kind === 'clean-up' ? gate.plan.remove.length : 0, 2);
	t.deepEqual(writes, []);
	t.is(played.world.journal.lines.length, lines);
});

test.serial('leave that an earlier restore was given is not leave for this one', async t => {
	const played = await play(t, {scenario: 'failing-hook'});
	const {world} = played;
	const killed = resumeRun(world.ports, 'run-1', {...ignore, purpose: 'restore', policy: leave});
	await world.play(killed, () => world.journal.lines.some(event => event.type === 'request-made'));
	await killed.detach();
	for (const isDryRun of [true, false]) {
		const {events, writes} = await restore(played, {policy: {cleanUp: 'ask', restore: 'ask'}, isDryRun});
		t.is(viewOf(world, events).gate?.kind, 'clean-up', 'the plan is shown again');
		t.deepEqual(writes, []);
	}
});

test.serial('a restore ends where a cloud refuses to be looked at', async t => {
	const played = await play(t, {scenario: 'failing-hook'});
	played.world.simulator.inject({kind: 'expired-token', service: 'spot', count: 999});
	const {end} = await restore(played);
	t.is(end?.kind, 'problem');
	t.is(end?.kind === 'problem' ? end.problem.kind : undefined, 'auth');
	const last = played.world.journal.lines.findLast(({type}) => type === 'run-ended');
	t.deepEqual(last?.type === 'run-ended' ? last.outcome : undefined, {kind: 'failed', isClean: false});
});
