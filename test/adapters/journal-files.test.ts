import {Buffer} from 'node:buffer';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {appendFile, copyFile, mkdtemp, readdir, readFile, stat, truncate, writeFile} from 'node:fs/promises';
import {hostname, tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {createJournalFromFiles} from '../../source/adapters/journal-files.js';
import {readOwnIdentity} from '../../source/adapters/process-identity.js';
import {type RunConfig, type RunEvent} from '../../source/core/run/event.js';
import {type Result} from '../../source/core/problem.js';
import {toJournalLine} from '../../source/core/run/journal-lines.js';
import {say} from '../../source/messages/catalogue.js';

const createDirectory = async () => mkdtemp(path.join(tmpdir(), 'journal-test-'));

const config = (runId: string): RunConfig => ({
	runId,
	region: 'ap-northeast-2',
	applicationName: 'shop',
	deploymentGroupName: 'shop-bg',
	elastigroupId: 'sig-5a3c19e7',
	elastigroupName: 'shop-web',
	greenTags: [{key: 'version', value: '6.0'}],
	timeoutMinutes: 20,
	revision: {kind: 'github', repository: 'example/shop', commitId: '0'.repeat(40)},
	description: '새 버전',
	group: {tagFilters: [], targetGroupArns: [], classicLoadBalancerNames: []},
	isAdvancingFilter: false,
	policy: {readyGate: 'ask', cleanUp: 'ask', restore: 'ask'},
	isDemo: true,
});

const started = (runId: string, at = 1): RunEvent => ({type: 'run-started', at, config: config(runId)});
const resumed = (at: number): RunEvent => ({type: 'run-resumed', at});
const ended = (at: number): RunEvent => ({type: 'run-ended', at, outcome: {kind: 'succeeded', isRestored: true}});

const valueOf = <Value>(result: Result<Value>): Value => {
	if (!result.isOk) {
		throw new Error(say(result.problem.message, 'en'));
	}

	return result.value;
};

const succeeds = async (settling: Promise<Result<unknown>>): Promise<boolean> => {
	const {isOk} = await settling;
	return isOk;
};

const fileOf = (directory: string, runId: string) => path.join(directory, 'runs', `${runId}.ndjson`);

test('who reads on is given what was written since, in whole lines', async t => {
	const directory = await createDirectory();
	const journal = createJournalFromFiles(directory);
	await journal.append('run-1', started('run-1'));
	await journal.append('run-1', resumed(2));
	const all = valueOf(await journal.readOn('run-1'));
	t.deepEqual(all.events, [started('run-1'), resumed(2)]);
	const nothing = valueOf(await journal.readOn('run-1', all.mark));
	t.deepEqual(nothing, {events: [], mark: all.mark});
	// Half a line, in the middle of a letter: the other half is still being written.
	const line = Buffer.from(`${JSON.stringify(resumed(3))}\n`);
	await appendFile(fileOf(directory, 'run-1'), line.subarray(0, 9));
	t.deepEqual(valueOf(await journal.readOn('run-1', all.mark)), nothing);
	await appendFile(fileOf(directory, 'run-1'), line.subarray(9));
	const rest = valueOf(await journal.readOn('run-1', all.mark));
	t.deepEqual(rest.events, [resumed(3)]);
	await journal.append('run-1', ended(4));
	t.deepEqual(valueOf(await journal.readOn('run-1', rest.mark)).events, [ended(4)]);
	t.like(await journal.readOn('run-9'), {isOk: false, problem: {kind: 'not-found'}});
});

test('what was appended is read again, in order, by another process', async t => {
	const directory = await createDirectory();
	const events = [started('run-1'), resumed(2), ended(3)];
	const journal = createJournalFromFiles(directory);
	for (const event of events) {
		t.true(await succeeds(journal.append('run-1', event)));
	}

	t.deepEqual(valueOf(await createJournalFromFiles(directory).read('run-1')), {events});
});

test('appends that overlap stay whole and in order', async t => {
	const journal = createJournalFromFiles(await createDirectory());
	const events = [started('run-1'), ...Array.from({length: 40}, (_, index) => resumed(index))];
	await Promise.all(events.map(async event => journal.append('run-1', event)));
	t.deepEqual(valueOf(await journal.read('run-1')), {events});
});

test('an event is on the disk when append settles', async t => {
	const directory = await createDirectory();
	await createJournalFromFiles(directory).append('run-1', started('run-1'));
	t.is(await readFile(fileOf(directory, 'run-1'), 'utf8'), `${toJournalLine(started('run-1'))}\n`);
});

test('files and folders are the owner’s alone', async t => {
	const directory = await createDirectory();
	const journal = createJournalFromFiles(directory);
	await journal.append('run-1', started('run-1'));
	await journal.lock('sig-1', 'run-1');
	const modeOf = async (...parts: readonly string[]) => {
		const {mode} = await stat(path.join(directory, ...parts));
		return (mode % 0o1000).toString(8);
	};

	t.is(await modeOf('runs'), '700');
	t.is(await modeOf('runs', 'run-1.ndjson'), '600');
	t.is(await modeOf('locks', 'sig-1.lock'), '600');
});

test('a line torn at any byte is ignored, and the next one is not lost with it', async t => {
	const directory = await createDirectory();
	const whole = `${JSON.stringify(ended(3))}\n`;
	for (let kept = 0; kept < Buffer.byteLength(whole) - 1; kept += 7) {
		const runId = `run-${kept}`;
		const journal = createJournalFromFiles(directory);
		await journal.append(runId, started(runId));
		const {size} = await stat(fileOf(directory, runId));
		await journal.append(runId, ended(3));
		await truncate(fileOf(directory, runId), size + kept);

		const after = createJournalFromFiles(directory);
		t.deepEqual(valueOf(await after.read(runId)), {events: [started(runId)]}, `${kept} bytes`);
		await after.append(runId, resumed(4));
		t.deepEqual(valueOf(await after.read(runId)), {events: [started(runId), resumed(4)]}, `${kept} bytes`);
	}
});

test('reading on stops at a line that this version does not know, and names it', async t => {
	const directory = await createDirectory();
	const journal = createJournalFromFiles(directory);
	await journal.append('run-1', started('run-1'));
	const {mark} = valueOf(await journal.readOn('run-1'));
	await journal.append('run-1', resumed(2));
	await appendFile(fileOf(directory, 'run-1'), '{"type":"moon-seen","at":2}\n');
	await journal.append('run-1', ended(3));
	const {events, stop} = valueOf(await journal.readOn('run-1', mark));
	t.deepEqual(events, [resumed(2)]);
	t.is(stop?.code, 'journal-newer');
	t.true(stop && say(stop.message, 'en').startsWith(`Line 3 of ${fileOf(directory, 'run-1')} `));
	t.deepEqual(valueOf(await journal.read('run-1')), {events: [started('run-1'), resumed(2)], stop});
});

test('reading on waits for the end of a line that breaks off, and skips one that a dead writer left behind', async t => {
	const directory = await createDirectory();
	const journal = createJournalFromFiles(directory);
	await journal.append('run-1', started('run-1'));
	const {mark} = valueOf(await journal.readOn('run-1'));
	// The writer died, and the next one has so far only ended the broken line.
	await appendFile(fileOf(directory, 'run-1'), '{"type":"fleet-se\n');
	t.deepEqual(valueOf(await journal.readOn('run-1', mark)), {events: [], mark});
	await journal.append('run-1', resumed(2));
	const next = valueOf(await journal.readOn('run-1', mark));
	t.deepEqual(next.events, [resumed(2)]);
	await journal.append('run-1', ended(3));
	t.deepEqual(valueOf(await journal.readOn('run-1', next.mark)).events, [ended(3)]);
});

test('an unknown run is told apart from an unreadable one', async t => {
	const directory = await createDirectory();
	const journal = createJournalFromFiles(directory);
	t.like(await journal.read('run-1'), {isOk: false, problem: {kind: 'not-found', code: 'run-not-found'}});
	t.like(await journal.read('../../etc/passwd'), {isOk: false, problem: {code: 'run-not-found'}});
});

test('a journal that cannot be written is a problem, not an exception', async t => {
	const directory = await createDirectory();
	await writeFile(path.join(directory, 'runs'), 'a file in the way');
	const result = await createJournalFromFiles(directory).append('run-1', started('run-1'));
	t.like(result, {isOk: false, problem: {code: 'journal-not-written'}});
});

test('lists runs newest first, with how they ended, without reading them whole', async t => {
	const directory = await createDirectory();
	const journal = createJournalFromFiles(directory);
	t.deepEqual(valueOf(await journal.list()), {runs: [], refused: []});
	await journal.append('old', started('old', 10));
	await journal.append('old', ended(90));
	await journal.append('new', started('new', 20));
	await journal.append('long', started('long', 15));
	const padding: RunEvent = {
		type: 'spot-log-seen',
		at: 16,
		entries: [{at: 16, severity: 'info', message: '로그 '.repeat(40_000)}],
	};
	await journal.append('long', padding);
	await journal.append('long', ended(17));
	await appendFile(fileOf(directory, 'long'), '{"type":"run-re');
	await writeFile(fileOf(directory, 'empty'), '');
	await writeFile(fileOf(directory, 'torn'), '{"type":"run-star');
	await writeFile(path.join(directory, 'runs', 'notes.txt'), 'mine');

	const {runs, refused} = valueOf(await journal.list());
	t.deepEqual(refused, []);
	t.deepEqual(
		runs.map(({runId, startedAt, ended: end}) => [runId, startedAt, end?.at]),
		[
			['new', 20, undefined],
			['long', 15, 17],
			['old', 10, 90],
		],
	);
	t.is(runs[2]?.started.config.description, '새 버전');
});

test('a first event longer than what is read at once is still found', async t => {
	const directory = await createDirectory();
	const journal = createJournalFromFiles(directory);
	const long: RunEvent = {
		type: 'run-started',
		at: 5,
		config: {...config('run-1'), description: '긴 설명 '.repeat(30_000)},
	};
	await journal.append('run-1', long);
	await journal.append('run-1', ended(6));
	const {runs} = valueOf(await journal.list());
	t.is(runs[0]?.started.config.description.length, 150_000);
	t.is(runs[0]?.ended?.at, 6);
});

test('a journal that is damaged or another’s is listed with its reason, and every other one still works', async t => {
	const directory = await createDirectory();
	const journal = createJournalFromFiles(directory);
	await journal.append('good', started('good', 3));
	await journal.append('damaged', started('damaged', 2));
	await appendFile(fileOf(directory, 'damaged'), '{"type":"run-ended","at":3}\n');
	await journal.append('newer', {...started('newer', 1)});
	await appendFile(fileOf(directory, 'newer'), '{"type":"moon-seen","at":2}\n');
	await writeFile(fileOf(directory, 'nonsense'), 'nonsense\n');
	await writeFile(fileOf(directory, 'beheaded'), `${toJournalLine(ended(1))}\n`);
	await copyFile(fileOf(directory, 'good'), fileOf(directory, 'good copy'));
	const {runs, refused} = valueOf(await journal.list());
	t.deepEqual(
		runs.map(({runId, problem}) => [runId, problem?.code]),
		[
			['good', undefined],
			['damaged', 'journal-damaged'],
			['newer', 'journal-newer'],
		],
	);
	t.deepEqual(
		refused.map(({runId, problem}) => [runId, say(problem.message, 'en').replace(directory, '')]),
		[
			[
				'beheaded',
				'Line 1 of /runs/beheaded.ndjson is damaged: a journal begins with the start of its run. The run is not driven past it.',
			],
			[
				'good copy',
				'Line 1 of /runs/good copy.ndjson is damaged: it is the journal of the run good, which the name of the file does not say. The run is not driven past it.',
			],
			['nonsense', 'Line 1 of /runs/nonsense.ndjson is damaged: it is not JSON. The run is not driven past it.'],
		],
	);
});

test('one controller at a time: the second is told who holds the Elastigroup', async t => {
	const directory = await createDirectory();
	const first = valueOf(await createJournalFromFiles(directory).lock('sig-1', 'run-1'));
	const second = await createJournalFromFiles(directory).lock('sig-1', 'run-2');
	t.like(second, {isOk: false, problem: {kind: 'conflict', code: 'elastigroup-locked'}});
	const problem = second.isOk ? undefined : second.problem;
	t.is(problem && say(problem.message, 'en'), `sig-1 is held by run run-1 (process ${process.pid} on ${hostname()}).`);
	t.true(problem?.nextSteps.some(step => say(step, 'en').includes('spot-bluegreen watch run-1')));

	const other = await createJournalFromFiles(directory).lock('sig-2', 'run-2');
	t.true(other.isOk);

	await first.release();
	t.true(await succeeds(createJournalFromFiles(directory).lock('sig-1', 'run-2')));
});

test('of many that ask at once exactly one gets it, and no leftovers stay', async t => {
	const directory = await createDirectory();
	const results = await Promise.all(
		Array.from({length: 12}, async (_, index) => createJournalFromFiles(directory).lock('sig-1', `run-${index}`)),
	);
	t.is(results.filter(result => result.isOk).length, 1);
	t.deepEqual(await readdir(path.join(directory, 'locks')), ['sig-1.lock']);
});

const waitForLine = async (child: ChildProcess): Promise<string> => {
	let said = '';
	child.stdout?.setEncoding('utf8');
	for await (const chunk of child.stdout ?? []) {
		said += String(chunk);
		if (said.includes('\n')) {
			break;
		}
	}

	return said.trim();
};

test('a process killed with -9 does not keep its lock', async t => {
	const directory = await createDirectory();
	const script = `
		import {createJournalFromFiles} from './source/adapters/journal-files.ts';
		const result = await createJournalFromFiles(process.argv[1]).lock('sig-1', 'run-1');
		console.log(result.isOk ? 'locked' : 'refused');
		setInterval(() => {}, 1000);
	`;
	const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', script, directory], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	t.is(await waitForLine(child), 'locked');
	const journal = createJournalFromFiles(directory);
	t.like(await journal.lock('sig-1', 'run-1'), {isOk: false, problem: {code: 'elastigroup-locked'}});

	child.kill('SIGKILL');
	await once(child, 'exit');
	const again = valueOf(await journal.lock('sig-1', 'run-1'));
	await again.release();
	t.deepEqual(await readdir(path.join(directory, 'locks')), []);
});

test('another process with the number of the dead one does not keep its lock either', async t => {
	const directory = await createDirectory();
	const identity = await readOwnIdentity();
	t.truthy(identity.birth, 'this system tells when a process was born');
	const earlier = createJournalFromFiles(directory, async () => ({...identity, birth: 'an earlier boot/17'}));
	t.true(await succeeds(earlier.lock('sig-1', 'run-1')));
	t.true(await succeeds(createJournalFromFiles(directory).lock('sig-1', 'run-1')));
});

test('a lock of another machine is respected, and the person is told how to end it', async t => {
	const directory = await createDirectory();
	const elsewhere = createJournalFromFiles(directory, async () => ({pid: 4_000_000, host: 'build-7.example'}));
	t.true(await succeeds(elsewhere.lock('sig-1', 'run-1')));
	const result = await createJournalFromFiles(directory).lock('sig-1', 'run-2');
	t.like(result, {isOk: false, problem: {code: 'elastigroup-locked'}});
	const steps = result.isOk ? [] : result.problem.nextSteps.map(step => say(step, 'en'));
	t.true(steps.some(step => step.includes(path.join(directory, 'locks', 'sig-1.lock'))));
});

test('a lock that was torn while it was written holds nobody up', async t => {
	const directory = await createDirectory();
	const journal = createJournalFromFiles(directory);
	const {release} = valueOf(await journal.lock('sig-1', 'run-1'));
	await release();
	await writeFile(path.join(directory, 'locks', 'sig-1.lock'), '{"pid":');
	t.true(await succeeds(journal.lock('sig-1', 'run-2')));
});

test('releasing does not take away what somebody else locked since', async t => {
	const directory = await createDirectory();
	const journal = createJournalFromFiles(directory, async () => ({pid: 4_000_000, host: hostname()}));
	const {release} = valueOf(await journal.lock('sig-1', 'run-1'));
	t.true(await succeeds(createJournalFromFiles(directory).lock('sig-1', 'run-2')));
	await release();
	t.like(await createJournalFromFiles(directory).lock('sig-1', 'run-3'), {
		isOk: false,
		problem: {code: 'elastigroup-locked'},
	});
});
