import {mkdir, mkdtemp, open, readdir, readlink, rm, symlink, truncate, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {createJournalFromFiles} from '../../source/adapters/journal-files.js';
import {createLogFile} from '../../source/adapters/log-file.js';
import {createProfileStoreFromConf} from '../../source/adapters/conf-profile-store.js';
import {readSpotCredentials} from '../../source/adapters/spot/credentials.js';
import {type Problem, type Result} from '../../source/core/problem.js';
import {type Profile} from '../../source/core/profile/profile.js';
import {type RunEvent} from '../../source/core/run/event.js';
import {sayPlainly} from '../../source/headless/print-problem.js';
import {runConfig} from '../helpers/run-events.js';

// Things that may stand in the place of the program's files. None may hang it, fill its memory, or be written to.

const megabyte = 1024 * 1024;

const directoryOf = async (t: ExecutionContext): Promise<string> => {
	const directory = await mkdtemp(path.join(tmpdir(), 'odd-'));
	t.teardown(async () => rm(directory, {recursive: true, force: true}));
	return directory;
};

type Odd = {
	readonly what: string;
	readonly reason: RegExp;
	make(t: ExecutionContext, file: string): Promise<unknown>;
};

const oddities: readonly Odd[] = [
	{
		what: 'a link that leads nowhere',
		reason: /link to a file that does not exist/,
		make: async (_, file) => symlink(path.join(path.dirname(file), 'nowhere'), file),
	},
	{
		what: 'a link to itself',
		reason: /leads back to itself/,
		make: async (_, file) => symlink(file, file),
	},
	{
		what: 'a pipe',
		reason: /is a pipe/,
		make: async (_, file) => execa('mkfifo', [file]),
	},
	{
		what: 'a link to a device that never ends',
		reason: /is a device/,
		make: async (_, file) => symlink('/dev/zero', file),
	},
	{
		what: 'a socket',
		reason: /a socket/,
		async make(t, file) {
			const server = createServer();
			t.teardown(() => {
				server.close();
			});
			await new Promise<void>(resolve => {
				server.listen(file, resolve);
			});
		},
	},
	{
		what: 'a folder',
		reason: /is a folder/,
		make: async (_, file) => mkdir(file),
	},
	{
		what: 'a file without end',
		reason: /has more than \d+ MB/,
		async make(_, file) {
			await writeFile(file, '{"version":1,"type":"run-started","x":"');
			// A hole, which takes no room on the disk.
			await truncate(file, 2000 * megabyte);
		},
	},
];

const problemOf = (result: Result<unknown>): Problem | undefined => (result.isOk ? undefined : result.problem);

const refuses = (t: ExecutionContext, problem: Problem | undefined, file: string, reason: RegExp): void => {
	const said = problem ? sayPlainly(problem.message, 'en') : 'nothing';
	t.true(said.includes(file), said);
	t.regex(said, reason);
	t.not(problem?.kind, 'bug');
};

const started: RunEvent = {type: 'run-started', at: 1, config: {...runConfig, runId: 'good'}};

const profile = (name: string): Profile => ({version: 1, name, answers: {note: 'x'}, updatedAt: 5});

if (process.platform !== 'win32') {
	for (const {what, reason, make} of oddities) {
		test(`${what} among the journals is refused by its name, and the others are read`, async t => {
			const directory = await directoryOf(t);
			const journal = createJournalFromFiles(directory);
			await journal.append('good', started);
			const file = path.join(directory, 'runs', 'odd.ndjson');
			await make(t, file);
			const listed = await journal.list();
			const {runs, refused} = listed.isOk ? listed.value : {runs: [], refused: []};
			t.deepEqual(
				runs.map(({runId}) => runId),
				['good'],
			);
			t.deepEqual(
				refused.map(({runId}) => runId),
				['odd'],
			);
			refuses(t, refused[0]?.problem, file, reason);
			refuses(t, problemOf(await journal.read('odd')), file, reason);
			refuses(t, problemOf(await journal.readOn('odd')), file, reason);
			t.deepEqual(await journal.read('good'), {isOk: true, value: {events: [started]}});
		});

		test(`${what} in the place of a lock is refused by its name, and stays where it is`, async t => {
			const directory = await directoryOf(t);
			const file = path.join(directory, 'locks', 'sig-1.lock');
			await mkdir(path.dirname(file));
			await make(t, file);
			const journal = createJournalFromFiles(directory);
			refuses(t, problemOf(await journal.lock('sig-1', 'good')), file, reason);
			t.deepEqual(await readdir(path.dirname(file)), ['sig-1.lock']);
			const other = await journal.lock('sig-2', 'good');
			t.true(other.isOk);
		});

		test(`${what} among the profiles is refused by its name, and the others are read`, async t => {
			const directory = await directoryOf(t);
			const store = createProfileStoreFromConf(directory);
			await store.write(profile('good'));
			const file = path.join(directory, 'profiles', 'odd.json');
			await make(t, file);
			const listed = await store.list();
			const summaries = listed.isOk ? listed.value : [];
			t.deepEqual(summaries.map(({name}) => name).sort(), ['good', 'odd']);
			refuses(t, summaries.find(({name}) => name === 'odd')?.problem, file, reason);
			refuses(t, problemOf(await store.read('odd')), file, reason);
			refuses(t, problemOf(await store.write(profile('odd'))), file, reason);
			refuses(t, problemOf(await store.rename('odd', 'other')), file, reason);
			t.like(await store.rename('good', 'odd'), {isOk: false, problem: {code: 'profile-exists'}});
			t.deepEqual(await store.read('good'), {isOk: true, value: profile('good')});
		});

		test(`${what} in the place of the draft is refused by its name, and not written over`, async t => {
			const directory = await directoryOf(t);
			const store = createProfileStoreFromConf(directory);
			const file = path.join(directory, 'draft.json');
			await make(t, file);
			refuses(t, problemOf(await store.readDraft()), file, reason);
			refuses(t, problemOf(await store.writeDraft(profile('draft'))), file, reason);
			t.deepEqual(await readdir(directory), ['draft.json']);
		});

		test(`${what} in the place of Spot's credentials is refused by its name`, async t => {
			const file = path.join(await directoryOf(t), 'credentials');
			await make(t, file);
			const read = await readSpotCredentials({SPOTINST_CREDENTIALS_FILE: file}, '/nowhere');
			refuses(t, problemOf(read), file, reason);
			t.is(problemOf(read)?.kind, 'auth');
		});
	}

	for (const {what, reason, make} of oddities.filter(odd => odd.what !== 'a file without end')) {
		test(`no event is written to ${what}`, async t => {
			const directory = await directoryOf(t);
			const file = path.join(directory, 'runs', 'good.ndjson');
			await mkdir(path.dirname(file));
			await make(t, file);
			refuses(t, problemOf(await createJournalFromFiles(directory).append('good', started)), file, reason);
			t.deepEqual(await readdir(path.dirname(file)), ['good.ndjson']);
		});

		test(`no line of --debug is written to ${what}`, async t => {
			const directory = await directoryOf(t);
			const file = path.join(directory, 'debug.log');
			await make(t, file);
			refuses(t, problemOf(await createLogFile(directory)), file, reason);
			t.deepEqual(await readdir(directory), ['debug.log']);
		});
	}

	test('links to regular files are followed', async t => {
		const directory = await directoryOf(t);
		const dotfiles = path.join(directory, 'dotfiles');
		await mkdir(dotfiles);
		await mkdir(path.join(directory, 'profiles'));
		const store = createProfileStoreFromConf(directory);
		await writeFile(path.join(dotfiles, 'shop'), JSON.stringify(profile('shop')));
		const link = path.join(directory, 'profiles', 'shop.json');
		await symlink(path.join(dotfiles, 'shop'), link);
		t.deepEqual(await store.read('shop'), {isOk: true, value: profile('shop')});
		t.true(problemOf(await store.write({...profile('shop'), answers: {note: 'y'}})) === undefined);
		t.is(await readlink(link), path.join(dotfiles, 'shop'));
		t.like(await store.read('shop'), {value: {answers: {note: 'y'}}});

		const file = path.join(directory, 'state', 'runs', 'good.ndjson');
		await mkdir(path.dirname(file), {recursive: true});
		await writeFile(path.join(dotfiles, 'good'), '');
		await symlink(path.join(dotfiles, 'good'), file);
		const journal = createJournalFromFiles(path.join(directory, 'state'));
		await journal.append('good', started);
		t.deepEqual(await journal.read('good'), {isOk: true, value: {events: [started]}});
	});
}

test('a line without end is refused in a time that grows with its length, and so is one that is too long for an event', async t => {
	const directory = await directoryOf(t);
	const journal = createJournalFromFiles(directory);
	await journal.append('good', started);
	const file = path.join(directory, 'runs', 'long.ndjson');
	await writeFile(file, '{"type":"run-started","x":"');
	await truncate(file, 100 * megabyte);
	const handle = await open(file, 'a');
	await handle.appendFile('"}\n');
	await handle.close();
	const listed = await journal.list();
	const problem = listed.isOk ? listed.value.refused[0]?.problem : undefined;
	refuses(t, problem, file, /Line 1 of .* is damaged: it has more than 16 MB/);
	t.like(await journal.read('long'), {isOk: true, value: {events: [], stop: {code: 'journal-damaged'}}});
});

test('a document that nests without end is refused with its line', async t => {
	const directory = await directoryOf(t);
	const store = createProfileStoreFromConf(directory);
	await store.write(profile('good'));
	const file = path.join(directory, 'profiles', 'deep.json');
	const deep = `{"version":1,"name":"deep","answers":{},\n"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
	await writeFile(file, deep);
	const listed = await store.list();
	t.deepEqual(listed.isOk && listed.value.map(({name}) => name).sort(), ['deep', 'good']);
	refuses(t, problemOf(await store.read('deep')), `Line 2 of ${file}`, /nests deeper than 64 levels/);

	// A draft that cannot be read is put aside as ever.
	await writeFile(path.join(directory, 'draft.json'), deep);
	t.is(problemOf(await store.writeDraft(profile('draft'))), undefined);
	const files = await readdir(directory);
	t.true(files.includes('draft.json.unreadable'));
});

test('a draft that would be too large to read again is not written', async t => {
	const directory = await directoryOf(t);
	const store = createProfileStoreFromConf(directory);
	await store.writeDraft(profile('draft'));
	const huge = {...profile('draft'), answers: {userData: 'x'.repeat(megabyte)}};
	refuses(t, problemOf(await store.writeDraft(huge)), path.join(directory, 'draft.json'), /has more than 1 MB/);
	t.deepEqual(await store.readDraft(), {isOk: true, value: profile('draft')});
});

const lock = {pid: process.pid, host: 'build-7.example', runId: 'run-1', since: '2026-01-05T09:00:00.000Z', mark: 'm'};

for (const [what, content] of [
	['of a newer program', JSON.stringify({holders: [lock]})],
	['that names no time', JSON.stringify({...lock, since: 'yesterday'})],
	['of a process that there cannot be', JSON.stringify({...lock, pid: 0})],
	['that is something else', 'mine'],
	['that nests without end', `${'['.repeat(20_000)}`],
] as const) {
	test(`a lock ${what} is left alone, and named`, async t => {
		const directory = await directoryOf(t);
		const file = path.join(directory, 'locks', 'sig-1.lock');
		await mkdir(path.dirname(file));
		await writeFile(file, content);
		const locked = await createJournalFromFiles(directory).lock('sig-1', 'run-2');
		refuses(t, problemOf(locked), file, /no lock that this version can read/);
		t.deepEqual(await readdir(path.dirname(file)), ['sig-1.lock']);
	});
}
