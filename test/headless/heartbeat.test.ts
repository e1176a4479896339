/** With nobody at a terminal something is told at least every half minute, whatever there is to wait for. */
import test, {type ExecutionContext} from 'ava';
import {follow, type FollowOptions} from '../../source/headless/follow.js';
import {createJsonReporter} from '../../source/headless/json.js';
import {createNdjsonReporter} from '../../source/headless/ndjson.js';
import {createPlainReporter} from '../../source/headless/plain.js';
import {type Reporter, type Sinks} from '../../source/headless/reporter.js';
import {createSink} from '../../source/headless/sink.js';
import {type RunEvent} from '../../source/core/run/event.js';
import {resumeRun, startRun, watchDeployment, type RunHandle} from '../../source/runtime/drive.js';
import {createDriveWorld, type DriveWorld} from '../helpers/drive-world.js';

const heartbeatMs = 30_000;
const minute = 60_000;

type Written = {readonly at: number; readonly text: string};

const reporters: Readonly<Record<string, (sinks: Sinks) => Reporter>> = {
	plain: sinks => createPlainReporter(sinks, 'en'),
	ndjson: createNdjsonReporter,
	json: createJsonReporter,
};

type Followed = {
	readonly world: DriveWorld;
	readonly output?: 'plain' | 'ndjson' | 'json';
	readonly options?: Partial<FollowOptions>;
	readonly start?: (onEvent: (event: RunEvent) => void) => RunHandle;
	/** Interrupts the program after this long. */
	readonly forMs?: number;
	/** How many of the program's loops sleep while nothing happens. */
	readonly sleepers?: number;
};

/** Everything that was written, with the time of the clock in use; first and last stand for the start and the end. */
const tell = async ({world, output = 'plain', options, start, forMs, sleepers = 2}: Followed) => {
	const {clock} = world;
	const written: Written[] = [];
	const sink = createSink(
		{
			write(text: string, onWritten: () => void) {
				written.push({at: clock.now(), text});
				onWritten();
			},
			on: () => undefined,
		},
		() => undefined,
	);
	const interruption = new AbortController();
	const reporter = reporters[output]!({output: sink, errors: sink});
	const begunAt = clock.now();
	let isOver = false;
	const ending = (async () => {
		const {end} = await follow(start ?? (onEvent => startRun(world.ports, world.config, {onEvent})), {
			clock,
			reporter,
			isResuming: false,
			heartbeatMs,
			interrupted: interruption.signal,
			isConfirmed: () => true,
			ready: 'continue',
			...options,
		});
		isOver = true;
		return end;
	})();
	for (let turn = 0; turn < 20_000; turn++) {
		if (isOver) {
			break;
		}

		await Promise.race([clock.untilSleeping(sleepers), ending]);
		if (forMs !== undefined && clock.now() >= begunAt + forMs) {
			interruption.abort();
		}

		await clock.advanceToNext();
	}

	const end = await ending;
	return {end, written, begunAt, endedAt: clock.now()};
};

const assertNoSilence = (t: ExecutionContext, {written, begunAt, endedAt}: Awaited<ReturnType<typeof tell>>): void => {
	const times = [begunAt, ...written.map(({at}) => at), endedAt];
	const silent = times
		.map((at, index) => ({from: times[index - 1] ?? at, ms: at - (times[index - 1] ?? at)}))
		.filter(({ms}) => ms > heartbeatMs)
		.map(({from, ms}) => {
			const last = written.findLast(({at}) => at <= from);
			return `${ms / 1000} s of silence behind: ${last?.text.trim() ?? 'nothing'}`;
		});
	t.deepEqual(silent, []);
};

const open = async (t: ExecutionContext, ...input: Parameters<typeof createDriveWorld>): Promise<DriveWorld> => {
	const world = await createDriveWorld(...input);
	t.teardown(async () => world.close());
	return world;
};

const alone = {readyGate: 'ask', cleanUp: 'always', restore: 'always'} as const;

const waitBeforeTermination = (world: DriveWorld, minutes: number): void => {
	world.simulator.change(state => ({
		...state,
		deploymentGroups: new Map(
			[...state.deploymentGroups].map(([key, group]) => [
				key,
				{
					...group,
					blueGreenDeploymentConfiguration: {
						...group.blueGreenDeploymentConfiguration,
						terminateBlueInstancesOnDeploymentSuccess: {action: 'TERMINATE', terminationWaitTimeInMinutes: minutes},
					},
				},
			]),
		),
	}));
};

for (const output of ['plain', 'ndjson'] as const) {
	test.serial(`${output}: a happy run`, async t => {
		const told = await tell({world: await open(t, {}, {policy: alone}), output});
		t.like(told.end, {kind: 'ended', outcome: {kind: 'succeeded'}});
		assertNoSilence(t, told);
	});

	test.serial(`${output}: a wait at the ready gate`, async t => {
		const world = await open(t, {scenario: 'ready-gate'}, {policy: alone, timeoutMinutes: 200});
		const told = await tell({
			world,
			output,
			options: {
				readyPause: {
					ms: 10 * minute,
					before: {id: 'demo.gate.waiting'},
					after: {id: 'demo.gate.continued', values: {minutes: 10}},
				},
			},
		});
		t.like(told.end, {kind: 'ended', outcome: {kind: 'succeeded'}});
		t.true(told.endedAt - told.begunAt > 10 * minute);
		assertNoSilence(t, told);
	});

	test.serial(`${output}: a long wait before the originals end`, async t => {
		const world = await open(t, {}, {policy: alone, timeoutMinutes: 200});
		const minutes = output === 'plain' ? 60 : 10;
		waitBeforeTermination(world, minutes);
		const told = await tell({world, output});
		t.like(told.end, {kind: 'ended', outcome: {kind: 'succeeded'}});
		t.true(told.endedAt - told.begunAt > minutes * minute);
		assertNoSilence(t, told);
	});

	test.serial(`${output}: no capacity until the timeout`, async t => {
		const world = await open(t, {scenario: 'no-capacity'}, {policy: alone, timeoutMinutes: 12});
		const told = await tell({world, output});
		t.like(told.end, {kind: 'ended', outcome: {kind: 'failed'}});
		t.true(told.endedAt - told.begunAt > 12 * minute);
		assertNoSilence(t, told);
		const isReasonTold = told.written.some(({text}) => /Still looking: Provision.*No capacity/.test(text));
		t.is(isReasonTold, output === 'plain', 'the lines for people say why');
	});

	test.serial(`${output}: while no cloud answers`, async t => {
		const world = await open(t, {}, {policy: alone});
		world.simulator.inject({kind: 'server-error', count: 100_000});
		const told = await tell({world, output, forMs: 20 * minute});
		t.is(told.end.kind, 'detached');
		assertNoSilence(t, told);
	});

	test.serial(`${output}: before the first answer to a watcher`, async t => {
		const world = await open(t);
		const {codeDeploy} = world.ports;
		const slow: DriveWorld['ports'] = {
			...world.ports,
			codeDeploy: {
				...codeDeploy,
				async getDeployment(id, signal) {
					await world.clock.sleep(5 * minute, signal);
					return codeDeploy.getDeployment(id, signal);
				},
			},
		};
		const told = await tell({
			world,
			output,
			start: onEvent => watchDeployment(slow, 'd-5Q0XR7K2M', {onEvent}),
			options: {isReadOnly: true},
		});
		t.is(told.end.kind, 'ended');
		assertNoSilence(t, told);
	});

	test.serial(`${output}: while another process drives the run`, async t => {
		const world = await open(t);
		const first = await tell({world, forMs: minute});
		t.is(first.end.kind, 'detached');
		const journal: DriveWorld['ports']['journal'] = {
			...world.journal,
			lock: async () => ({
				isOk: false,
				problem: {
					kind: 'conflict',
					code: 'locked',
					message: {id: 'common.no'},
					nextSteps: [],
					isRetryable: false,
				},
				holder: {runId: 'run-1', pid: 1, host: 'elsewhere', since: world.clock.now()},
			}),
		};
		const told = await tell({
			world,
			output,
			start: onEvent => resumeRun({...world.ports, journal}, 'run-1', {onEvent, mayLookOn: true}),
			options: {isResuming: true},
			forMs: 15 * minute,
		});
		t.is(told.end.kind, 'detached');
		assertNoSilence(t, told);
	});
}

test.serial('json: one document at the end, and not a byte before it', async t => {
	const told = await tell({world: await open(t, {}, {policy: alone}), output: 'json'});
	t.like(told.end, {kind: 'ended', outcome: {kind: 'succeeded'}});
	t.deepEqual(told.written, []);
});

test.serial('where something is told all the time, nothing is said on top of it', async t => {
	const told = await tell({world: await open(t, {}, {policy: alone})});
	const lines = told.written.map(({text}) => text);
	const beats = lines.flatMap((text, index) => (text.includes('Still looking') ? [index] : []));
	for (const index of beats) {
		const before = told.written[index - 1];
		t.is(told.written[index]!.at - (before?.at ?? told.begunAt), heartbeatMs, lines[index]);
	}
});
