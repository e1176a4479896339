import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {hostname, tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {createJournalFromFiles} from '../../source/adapters/journal-files.js';
import {ok} from '../../source/core/problem.js';
import {type RunConfig, type RunEvent} from '../../source/core/run/event.js';
import {sayPlainly} from '../../source/headless/print-problem.js';
import {resumeRun, startRun, type DriveEnd, type DrivePorts, type RunHandle} from '../../source/runtime/drive.js';
import {createDriveWorld, viewOf} from '../helpers/drive-world.js';

const alone: RunConfig['policy'] = {readyGate: 'continue', cleanUp: 'always', restore: 'always'};

const keepIn =
	(events: RunEvent[]) =>
	(event: RunEvent): void => {
		events.push(event);
	};

const silence = async (): Promise<never> =>
	new Promise(() => {
		// Never.
	});

/** A run that one process drives and another looks on at, on the files of one machine. */
const openTwo = async (t: ExecutionContext) => {
	const world = await createDriveWorld({}, {policy: alone});
	const directory = await mkdtemp(path.join(tmpdir(), 'look-on-'));
	// The controller's process: nothing but a number that lives until it is killed.
	const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)'], {stdio: 'ignore'});
	t.teardown(async () => {
		child.kill('SIGKILL');
		await world.close();
		await rm(directory, {recursive: true, force: true});
	});
	const pid = child.pid!;
	const files = createJournalFromFiles(directory, async () => ({pid, host: hostname()}));
	let isDead = false;
	const controllerPorts = {
		...world.ports,
		journal: {
			...files,
			append: async (runId: string, event: RunEvent) => (isDead ? silence() : files.append(runId, event)),
		},
	};
	const lived: RunEvent[] = [];
	const controller = startRun(controllerPorts, world.config, {onEvent: keepIn(lived)});
	const seen: RunEvent[] = [];
	let end: DriveEnd | undefined;
	/** Who drives or looks on; each of them sleeps between two looks. */
	let living = 1;
	let viewerEnd: Promise<void> = silence();
	let someEnd: Promise<void> = (async () => {
		await controller.finished;
		living--;
		someEnd = viewerEnd;
	})();
	const pass = async (until: () => boolean): Promise<void> => {
		for (let turn = 0; turn < 2000 && !until(); turn++) {
			await Promise.race([world.clock.untilSleeping(living), someEnd, viewerEnd]);
			await world.clock.advanceToNext();
		}
	};

	return {
		world,
		pid,
		controller,
		lived,
		seen,
		pass,
		end: () => end,
		attach(): RunHandle {
			living++;
			const viewer = resumeRun({...world.ports, journal: createJournalFromFiles(directory)}, 'run-1', {
				onEvent: keepIn(seen),
				mayLookOn: true,
			});
			viewerEnd = (async () => {
				end = await viewer.finished;
			})();
			return viewer;
		},
		async die() {
			isDead = true;
			living--;
			someEnd = viewerEnd;
			const gone = new Promise(resolve => {
				child.once('close', resolve);
			});
			child.kill('SIGKILL');
			await gone;
		},
	};
};

const hasDeployment = (events: readonly RunEvent[]): boolean => events.some(({type}) => type === 'deployment-seen');

test.serial('a second viewer reads along, says who is in control and offers nothing', async t => {
	const two = await openTwo(t);
	await two.pass(() => two.lived.some(({type}) => type === 'blue-green-seen'));
	const viewer = two.attach();
	await two.pass(() => two.seen.some(({type}) => type === 'controller-seen'));
	const view = viewOf(two.world, two.seen);
	const said = view.log.map(({text}) => sayPlainly(text, 'en')).join('\n');
	t.regex(said, new RegExp(`another process is in control: ${two.pid} on .*acts are not offered`, 'i'));
	t.true(view.isReadOnly);
	t.deepEqual(view.next.requests, []);
	t.is(view.controller?.pid, two.pid);

	// Nothing that is asked for here reaches the run.
	viewer.request('stop');
	await two.pass(() => two.end() !== undefined);
	t.deepEqual(two.end(), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.false(two.seen.some(({type}) => type === 'request-made' || type === 'run-resumed'));
	t.deepEqual(await two.controller.finished, two.end());
});

test.serial('when the controller is killed the viewer takes over, and does nothing twice', async t => {
	const two = await openTwo(t);
	await two.pass(() => two.lived.some(({type}) => type === 'blue-green-seen'));
	two.attach();
	await two.pass(() => hasDeployment(two.seen));
	await two.die();
	await two.pass(() => two.end() !== undefined);
	t.deepEqual(two.end(), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.true(two.seen.some(({type}) => type === 'run-resumed'));
	t.false(viewOf(two.world, two.seen).isReadOnly);
	t.is(two.world.done('startBlueGreen'), 1);
	t.is(two.world.done('CreateDeployment'), 1);
});

test.serial('a controller that lets go hands the run over', async t => {
	const two = await openTwo(t);
	await two.pass(() => two.lived.some(({type}) => type === 'blue-green-seen'));
	two.attach();
	await two.pass(() => two.seen.some(({type}) => type === 'controller-seen'));
	await two.controller.detach();
	await two.pass(() => two.end() !== undefined);
	t.deepEqual(two.end(), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
	t.is(two.world.done('startBlueGreen'), 1);
});

test.serial(
	'what another process wrote between the first reading and the lock is known before anything is done',
	async t => {
		const world = await createDriveWorld({}, {policy: {readyGate: 'continue', cleanUp: 'never', restore: 'never'}});
		t.teardown(async () => world.close());
		const first = startRun(world.ports, world.config, {onEvent: () => undefined});
		await world.play(first, () => world.done('startBlueGreen') === 1);
		await first.detach();
		const {lines} = world.journal;
		const before = lines.slice(
			0,
			lines.findIndex(({type}) => type === 'action-intended'),
		);
		let reads = 0;
		const journal: DrivePorts['journal'] = {
			...world.journal,
			async read(runId) {
				reads++;
				return reads === 1 ? ok({events: before}) : world.journal.read(runId);
			},
		};
		const seen: RunEvent[] = [];
		const second = resumeRun({...world.ports, journal}, world.config.runId, {
			onEvent(event) {
				seen.push(event);
			},
		});
		t.deepEqual(await world.play(second), {kind: 'ended', outcome: {kind: 'succeeded', isRestored: true}});
		t.is(world.simulator.log.filter(({operation}) => operation === 'startBlueGreen').length, 1);
		const intended = (events: readonly RunEvent[]) => events.filter(({type}) => type === 'action-intended');
		t.deepEqual(intended(seen), intended(world.journal.lines), 'each is told, and once');
	},
);
