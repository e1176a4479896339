import {writeFileSync} from 'node:fs';
import {mkdir, readdir, readFile, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {openCommandLine, type CommandLine} from '../helpers/command-line.js';
import {shopTargets} from '../helpers/shop.js';
import {readJson} from '../helpers/read-json.js';

// `profiles` as a pipeline uses it. The command line reads the process's own variables, so one test after the other.

let program: CommandLine;

test.beforeEach(async () => {
	program = await openCommandLine();
});

test.afterEach.always(async () => {
	await program.close();
});

const canary = 'c0ffee11'.repeat(8);

const good = {version: 1, name: 'shop', answers: {applicationName: 'shop', description: 'a\nb'}, updatedAt: 1000};

const codeOf = async (...argv: readonly string[]): Promise<number> => {
	const {code} = await program.run(argv);
	return code;
};

const fileOf = (name: string) => path.join(program.directory, 'config', 'profiles', `${name}.json`);

const place = async (name: string, content: string): Promise<string> => {
	const file = path.join(program.directory, name);
	await mkdir(path.dirname(file), {recursive: true});
	await writeFile(file, content);
	return file;
};

const importFrom = async (content: string, ...more: readonly string[]) =>
	program.run(['profiles', 'import', await place('import.json', content), '--output', 'json', ...more]);

test.serial(
	'there and back: import, list, show, rename, export, delete, and nobody else may read the file',
	async t => {
		const imported = await importFrom(JSON.stringify(good));
		t.is(imported.code, 0);
		const {mode} = await stat(fileOf('shop'));
		t.is(mode % 0o1000, 0o600);
		const listed = await program.run(['profiles', 'list', '--output', 'json']);
		t.like(readJson(listed.stdout), {profiles: [{name: 'shop', problem: null}]});
		const shown = await program.run(['profiles', 'show', 'shop']);
		t.regex(shown.stdout, /Application \(applicationName\): shop/);
		const renamed = await program.run(['profiles', 'rename', 'shop', 'shop.v2', '--output', 'json']);
		t.deepEqual(readJson(renamed.stdout), {
			schema: 'spot-bluegreen.profile',
			version: '1.0',
			act: 'rename',
			name: 'shop.v2',
		});
		const exported = await program.run(['profiles', 'export', 'shop.v2']);
		t.deepEqual(readJson(exported.stdout), {...good, name: 'shop.v2'});

		const refused = await program.run(['profiles', 'delete', 'shop.v2', '--output', 'json']);
		t.is(refused.code, 2);
		t.regex(readJson<{message: string}>(refused.stdout).message, /--yes/);
		t.is(await codeOf('profiles', 'delete', 'shop.v2', '--yes'), 0);
		t.deepEqual(await readdir(path.dirname(fileOf('shop'))), []);
	},
);

const damages: ReadonlyArray<readonly [title: string, content: string, line: number, reason: RegExp]> = [
	['a comma too few', '{\n\t"version": 1,\n\t"name": "shop"\n\t"answers": {}\n}', 4, /not JSON/],
	['an end too early', '{\n\t"version": 1,', 2, /not JSON/],
	['nothing', '', 1, /not JSON/],
	['a list', '[]', 1, /one JSON object/],
	['no version', '{\n\t"name": "shop", "answers": {}\n}', 1, /"version" must be 1/],
	['a newer version', '{\n\t"name": "shop",\n\t"version": 7\n}', 3, /version 7/],
	['a number for a text', '{"version": 1, "name": "shop",\n\t"answers": {\n\t"timeout": 30}}', 3, /"timeout".*text/],
	['a text for a time', '{"version": 1, "name": "shop", "answers": {},\n"updatedAt": "today"}', 2, /number/],
	['another last run', '{"version": 1, "name": "shop", "answers": {},\n"last": {"runId": 1}}', 2, /"last"/],
	['a secret', `{"version": 1, "name": "shop",\n"answers": {\n"description": "${canary}"}}`, 3, /secret/],
	['a secret beside a mistake', `{"version": 1,\n"name": "${canary}" "answers"}`, 2, /not JSON/],
];

const refuses = ([title, content, line, reason]: (typeof damages)[number]): void => {
	test.serial(`a file with ${title} is refused with its line and the reason, and stays as it is`, async t => {
		const imported = await importFrom(content);
		t.is(imported.code, 2);
		const {code, message} = readJson<{code: string; message: string}>(imported.stdout);
		t.is(code, 'profile-file-invalid');
		t.true(message.startsWith(`Line ${line} of `), message);
		t.regex(message, reason);

		const file = await place('config/profiles/shop.json', content);

		for (const act of [
			['profiles', 'show', 'shop'],
			['deploy', 'shop', '--yes'],
			['profiles', 'rename', 'shop', 'b'],
		]) {
			const {code: refused, stderr, stdout} = await program.run(act);
			t.is(refused, 2);
			t.true(stderr.includes(`Line ${line} of ${file}`), stderr);
			t.false((stderr + stdout).includes(canary));
		}

		const listed = await program.run(['profiles', 'list']);
		t.is(listed.code, 0);
		t.true(listed.stdout.includes(`Line ${line}`), 'the others can still be seen');
		t.is(await readFile(file, 'utf8'), content);
	});
};

for (const damage of damages) {
	refuses(damage);
}

test.serial('what is no file is told as that', async t => {
	const missing = await program.run(['profiles', 'import', 'no-such.json']);
	t.is(missing.code, 2);
	t.true(missing.stderr.includes('There is no file no-such.json.'));
	await mkdir(fileOf('folder'), {recursive: true});
	const folder = await program.run(['profiles', 'show', 'folder']);
	t.is(folder.code, 2);
	t.true(folder.stderr.includes(`${fileOf('folder')} is not used: it is a folder`), folder.stderr);
});

test.serial('an import never replaces a profile, and --name gives it another name', async t => {
	await importFrom(JSON.stringify(good));
	const again = await importFrom(JSON.stringify({...good, answers: {}}));
	t.is(again.code, 3);
	t.like(readJson(again.stdout), {code: 'profile-exists'});
	const other = await importFrom(JSON.stringify(good), '--name', 'other');
	t.is(other.code, 0);
	const kept = await program.run(['profiles', 'export', 'shop']);
	t.deepEqual(readJson(kept.stdout), good);
});

test.serial('a name in Hangul is one name, however its syllables are coded', async t => {
	const composed = '상점'.normalize('NFC');
	const decomposed = composed.normalize('NFD');
	t.not(composed, decomposed);
	// As a copy from a Mac leaves it.
	await place(`config/profiles/${decomposed}.json`, JSON.stringify({...good, name: decomposed}));
	const shown = await program.run(['profiles', 'export', composed]);
	t.deepEqual(readJson(shown.stdout), {...good, name: composed});
	const again = await importFrom(JSON.stringify({...good, name: composed}));
	t.like(readJson(again.stdout), {code: 'profile-exists'});
	const listed = await program.run(['profiles', 'list', '--output', 'json']);
	t.deepEqual(
		readJson<{profiles: Array<{name: string}>}>(listed.stdout).profiles.map(({name}) => name),
		[composed],
	);
	t.is(await codeOf('profiles', 'delete', decomposed, '--yes'), 0);
	t.deepEqual(await readdir(path.dirname(fileOf('shop'))), []);
});

test.serial('a name that no file can have is refused with the reason', async t => {
	for (const name of ['a b', 'a/b', '..', 'con', '가'.repeat(34)]) {
		const {code, stderr} = await importFrom(JSON.stringify(good), '--name', name);
		t.is(code, 2, name);
		t.regex(stderr, /cannot be the name of a profile: /);
	}

	const longest = await importFrom(JSON.stringify(good), '--name', '가'.repeat(33));
	t.is(longest.code, 0);
});

test.serial('a profile that was changed while its run went on keeps the change', async t => {
	await importFrom(JSON.stringify({...good, answers: {}}));
	let isChanged = false;
	const ran = await program.run(
		['deploy', 'shop', ...shopTargets, '--yes', '--confirm', 'shop-web', '--output', 'ndjson'],
		{
			onOutput(written) {
				if (!isChanged && written.includes('"run-started"')) {
					isChanged = true;
					writeFileSync(fileOf('shop'), JSON.stringify({...good, answers: {description: 'changed'}}));
				}
			},
		},
	);
	t.is(ran.code, 0, ran.stderr);
	const kept = readJson<{answers: unknown; last: {outcome: string}}>(await readFile(fileOf('shop'), 'utf8'));
	t.deepEqual(kept.answers, {description: 'changed'});
	t.is(kept.last.outcome, 'succeeded');
});
