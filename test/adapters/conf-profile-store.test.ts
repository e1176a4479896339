import {mkdtemp, readdir, readFile, rm, stat, writeFile, mkdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {createProfileStoreFromConf} from '../../source/adapters/conf-profile-store.js';
import {type Profile} from '../../source/core/profile/profile.js';

const directoryOf = async (t: ExecutionContext): Promise<string> => {
	const directory = await mkdtemp(path.join(tmpdir(), 'profiles-'));
	t.teardown(async () => rm(directory, {recursive: true, force: true}));
	return directory;
};

const isDone = ({isOk}: {readonly isOk: boolean}): boolean => isOk;

const profile = (name: string, change: Partial<Profile> = {}): Profile => ({
	version: 1,
	name,
	answers: {applicationName: 'shop', 'odd.key': 'a.b'},
	updatedAt: 1_767_600_000_000,
	...change,
});

const fileOf = (directory: string, name: string) => path.join(directory, 'profiles', `${name}.json`);

test('a profile is a file of its own that only its owner reads', async t => {
	const directory = await directoryOf(t);
	const store = createProfileStoreFromConf(directory);
	t.deepEqual(await store.write(profile('shop.v1.2')), {isOk: true, value: undefined});

	const file = fileOf(directory, 'shop.v1.2');
	const {mode} = await stat(file);
	// eslint-disable-next-line no-bitwise
	t.is(mode & 0o777, 0o600);
	t.deepEqual(await store.read('shop.v1.2'), {isOk: true, value: profile('shop.v1.2')});
	t.deepEqual(await readdir(path.join(directory, 'profiles')), ['shop.v1.2.json']);
});

test('no profile yet is an empty list, and an unknown name is not found', async t => {
	const store = createProfileStoreFromConf(path.join(await directoryOf(t), 'none'));
	t.deepEqual(await store.list(), {isOk: true, value: []});
	const read = await store.read('shop');
	t.is(read.isOk ? undefined : read.problem.code, 'profile-not-found');
});

test('a bad file is refused with its line, listed with the reason, and never written over', async t => {
	const directory = await directoryOf(t);
	const store = createProfileStoreFromConf(directory);
	await mkdir(path.join(directory, 'profiles'));
	const bad = '{\n\t"version": 1,\n\t"name": "shop"\n\t"answers": {}\n}\n';
	await writeFile(fileOf(directory, 'shop'), bad);

	const read = await store.read('shop');
	t.is(read.isOk ? undefined : read.problem.message.values?.['line'], 4);
	const listed = await store.list();
	t.is(listed.isOk ? listed.value[0]?.problem?.code : undefined, 'profile-file-invalid');
	const written = await store.write(profile('shop'));
	t.false(written.isOk);
	const renamed = await store.rename('shop', 'other');
	t.false(renamed.isOk);
	t.is(await readFile(fileOf(directory, 'shop'), 'utf8'), bad);
});

test('members of a newer program survive a save', async t => {
	const directory = await directoryOf(t);
	const store = createProfileStoreFromConf(directory);
	await mkdir(path.join(directory, 'profiles'));
	await writeFile(
		fileOf(directory, 'shop'),
		JSON.stringify({version: 1, name: 'shop', answers: {}, updatedAt: 1, schedule: {cron: 'x'}}),
	);
	await store.write(profile('shop'));
	const read = await store.read('shop');
	t.deepEqual(read.isOk ? read.value.unknown : undefined, {schedule: {cron: 'x'}});
});

test('a secret never reaches the disk', async t => {
	const directory = await directoryOf(t);
	const store = createProfileStoreFromConf(directory);
	const canary = 'c0ffee11'.repeat(8);
	const written = await store.write(profile('shop', {answers: {description: canary}}));
	t.is(written.isOk ? undefined : written.problem.code, 'profile-holds-secret');
	t.false(JSON.stringify(written).includes(canary));

	await store.writeDraft(profile('draft', {answers: {applicationName: 'shop', userData: `SPOTINST_TOKEN=${canary}`}}));
	const draft = await store.readDraft();
	t.deepEqual(draft.isOk ? draft.value?.answers : undefined, {applicationName: 'shop'});
	const content = await readFile(path.join(directory, 'draft.json'), 'utf8');
	t.false(content.includes(canary));
});

test('renaming keeps the answers and refuses a name that is taken', async t => {
	const store = createProfileStoreFromConf(await directoryOf(t));
	await store.write(profile('one'));
	await store.write(profile('two'));
	const taken = await store.rename('one', 'two');
	t.is(taken.isOk ? undefined : taken.problem.code, 'profile-exists');
	t.true(isDone(await store.rename('one', '상점')));
	const read = await store.read('상점');
	t.deepEqual(read.isOk ? read.value.answers : undefined, profile('one').answers);
	t.false(isDone(await store.read('one')));
});

test('no name leads out of the folder', async t => {
	const directory = await directoryOf(t);
	const store = createProfileStoreFromConf(directory);
	await writeFile(path.join(directory, 'draft.json'), '{"version":1,"name":"draft","answers":{},"updatedAt":0}');

	for (const name of ['../draft', '..', 'a/../../draft', '/etc/passwd']) {
		t.false(isDone(await store.write(profile(name))));
		t.false(isDone(await store.delete(name)));
		t.false(isDone(await store.read(name)));
	}

	t.deepEqual(await readdir(directory), ['draft.json']);
});

test('the draft comes and goes; an unreadable one is put aside, not lost', async t => {
	const directory = await directoryOf(t);
	const store = createProfileStoreFromConf(directory);
	t.deepEqual(await store.readDraft(), {isOk: true, value: undefined});
	await writeFile(path.join(directory, 'draft.json'), '{"half');
	t.false(isDone(await store.readDraft()));
	t.true(isDone(await store.writeDraft(profile('draft'))));
	t.is(await readFile(path.join(directory, 'draft.json.unreadable'), 'utf8'), '{"half');
	t.true(isDone(await store.deleteDraft()));
	t.deepEqual(await store.readDraft(), {isOk: true, value: undefined});
});

test('many saves at once leave a whole file', async t => {
	const store = createProfileStoreFromConf(await directoryOf(t));
	await Promise.all(
		Array.from({length: 20}, async (_, index) =>
			store.write(profile('shop', {answers: {note: 'x'.repeat(index * 500)}})),
		),
	);
	const read = await store.read('shop');
	t.true(read.isOk);
});
