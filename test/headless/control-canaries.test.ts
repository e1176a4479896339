import {execFileSync} from 'node:child_process';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {type ScenarioId} from '../../source/simulator/scenarios.js';
import {type World} from '../../source/simulator/world/state.js';
import {openCommandLine, type CommandLine, type Ran} from '../helpers/command-line.js';
import {shopTargets} from '../helpers/shop.js';
import {readJson} from '../helpers/read-json.js';
import {nasty, toNasty, withNastyFailure, withNastyNames} from '../helpers/nasty-world.js';

// Names, tags, messages and logs that would act on a terminal, sent through every command: none may come out raw, and
// none may make a line of its own. The command line reads the process's own variables, so one test after the other.

const elastigroupName = toNasty('shop-web');

const open = async (
	t: ExecutionContext,
	{scenario = 'happy', change}: {readonly scenario?: ScenarioId; change?(world: World): World} = {},
): Promise<CommandLine> => {
	const program = await openCommandLine({scenario});
	t.teardown(program.close);
	program.simulator.change(withNastyNames);

	if (change) {
		program.simulator.change(change);
	}

	return program;
};

/** Everything that a terminal acts on or does not show. */
const acting = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Says what came out, whatever it was; a document over several lines is indented with tabs. */
const isSafe = (t: ExecutionContext, {stdout, stderr}: Ran): void => {
	for (const line of `${stdout}\n${stderr}`.split('\n')) {
		t.notRegex(line.replace(/^\t+/, ''), acting, JSON.stringify(line));
		t.notRegex(line, /^ {0,3}\+ forged/, JSON.stringify(line));
	}
};

const countLines = (written: string): number => written.split('\n').length - 1;

const isBash = (): boolean => {
	try {
		execFileSync('bash', ['--version'], {stdio: 'ignore'});
		return process.platform !== 'win32';
	} catch {
		return false;
	}
};

/** The arguments that the program would get when the command is pasted into bash. */
const pasted = (command: string): readonly string[] =>
	execFileSync('bash', ['--norc', '-c', `spot-bluegreen() { printf '%s\\0' "$@"; }\n${command}`], {
		env: {PATH: process.env['PATH'] ?? ''},
		stdio: ['ignore', 'pipe', 'inherit'],
		encoding: 'utf8',
	})
		.split('\0')
		.slice(0, -1);

for (const output of ['plain', 'json', 'ndjson'] as const) {
	test.serial(
		`a deployment that fails, ${output}: what it left can be cleaned up with the printed command`,
		async t => {
			const program = await open(t, {scenario: 'failing-hook'});
			const ran = await program.run(['deploy', ...shopTargets, '--yes', '--debug', '--output', output]);
			t.is(ran.code, 6, ran.stderr);
			t.true((ran.stdout + ran.stderr).includes('shop-web'));
			isSafe(t, ran);

			t.is(output === 'plain' ? countLines(ran.stdout) : 7, 7, ran.stdout);
			const runs = await program.run(['runs', '--output', 'json']);
			const [run] = readJson<{runs: ReadonlyArray<{runId: string; elastigroupName: string}>}>(runs.stdout).runs;
			t.is(run?.elastigroupName, elastigroupName);
			isSafe(t, runs);
			const restored = await program.run([
				'restore',
				run?.runId ?? '',
				'--confirm',
				elastigroupName,
				'--output',
				output,
			]);
			t.is(restored.code, 0, restored.stderr);
			isSafe(t, restored);

			const [command = ''] = /spot-bluegreen restore [^"\n]*/.exec(ran.stdout) ?? [];
			const arguments_ = ['restore', run?.runId, '--confirm', 'sig-5a3c19e7'];
			t.deepEqual(isBash() ? pasted(command) : arguments_, arguments_);
		},
	);
}

for (const scenario of ['happy', 'active-alarm'] as const) {
	test.serial(`a deployment as lines, ${scenario}`, async t => {
		const program = await open(t, {scenario});
		isSafe(t, await program.run(['deploy', ...shopTargets, '--yes', '--dry-run', '--debug']));
		const ran = await program.run(['deploy', ...shopTargets, '--yes', '--confirm', elastigroupName]);
		t.is(ran.code, scenario === 'happy' ? 0 : 5, ran.stderr);
		isSafe(t, ran);
	});
}

test.serial('what a cloud refuses with', async t => {
	for (const output of ['plain', 'json', 'ndjson'] as const) {
		const program = await open(t);
		program.simulator.inject({
			kind: 'refused',
			service: 'spot',
			operation: 'listGroups',
			code: `CANT_LIST${nasty}`,
			message: `no list${nasty}`,
			count: 20,
		});
		const ran = await program.run(['doctor', '--debug', '--output', output]);
		t.not(ran.code, 0);
		t.regex(ran.stderr, /no list/);
		isSafe(t, ran);
	}
});

test.serial('watching a deployment of somebody else', async t => {
	for (const output of ['plain', 'json', 'ndjson'] as const) {
		const program = await open(t, {change: withNastyFailure});
		const ran = await program.run(['watch', 'd-5Q0XR7K2M', '--debug', '--output', output]);
		t.regex(ran.stdout + ran.stderr, /scripts\/run\.sh/);
		isSafe(t, ran);
	}
});

test.serial('a journal that holds such names', async t => {
	const program = await open(t);
	const ran = await program.run(['deploy', ...shopTargets, '--yes', '--wait-until', 'provision', '--output', 'json']);
	t.is(ran.code, 8, ran.stderr);
	const files = await readdir(program.directory, {recursive: true});
	const file = path.join(program.directory, files.find(one => one.endsWith('.ndjson')) ?? '');
	const journal = await readFile(file, 'utf8');
	await writeFile(
		file,
		journal.replaceAll(/"(applicationName|deploymentGroupName|region)":"/g, `$&${JSON.stringify(nasty).slice(1, -1)}`),
	);

	for (const output of ['plain', 'json', 'ndjson'] as const) {
		const listed = await program.run(['runs', '--output', output]);
		t.is(listed.code, 0);
		isSafe(t, listed);
		t.is(output === 'plain' ? countLines(listed.stdout) : 1, 1);
	}
});

test.serial('a profile whose file holds such text: shown, listed, exported, and imported again as it was', async t => {
	const program = await open(t);
	const members = {
		version: 1,
		name: 'shop',
		answers: {applicationName: `shop${nasty}`, description: `one\ntwo${nasty}`, coming: nasty},
		updatedAt: 1000,
		[`later${nasty}`]: {[nasty]: nasty},
	};
	const profiles = path.join(program.directory, 'config', 'profiles');
	await mkdir(profiles, {recursive: true});
	await writeFile(path.join(profiles, 'shop.json'), JSON.stringify(members));
	const shown = await program.run(['profiles', 'show', 'shop']);
	t.is(shown.code, 0);
	isSafe(t, shown);
	const exported = await program.run(['profiles', 'export', 'shop']);
	isSafe(t, exported);
	t.deepEqual(readJson(exported.stdout), members);
	const file = path.join(program.directory, 'exported.json');
	await writeFile(file, exported.stdout);
	const imported = await program.run(['profiles', 'import', file, '--name', 'other', '--output', 'json']);
	t.is(imported.code, 0, imported.stderr);
	isSafe(t, imported);
	const kept = await readFile(path.join(profiles, 'other.json'), 'utf8');
	t.deepEqual(readJson(kept), {...members, name: 'other'});
	isSafe(t, {code: 0, stdout: kept, stderr: ''});
	isSafe(t, await program.run(['deploy', 'shop', '--yes']));

	for (const argv of [
		['profiles', 'show', nasty],
		['profiles', 'import', nasty],
		['profiles', 'import', file, '--name', nasty],
		['profiles', nasty],
		['watch', nasty],
		['restore', nasty],
		['deploy', nasty, '--yes'],
		['deploy', '--set', nasty, '--set', `x=${nasty}`, '--yes'],
		['deploy', `--${nasty}`],
		[nasty],
		['--lang', nasty],
	]) {
		for (const output of ['plain', 'json'] as const) {
			const ran = await program.run([...argv, '--output', output]);
			t.is(ran.code, 2, ran.stderr);
			isSafe(t, ran);
		}
	}

	const bad = path.join(program.directory, 'bad.json');
	await writeFile(bad, JSON.stringify({version: 1, name: 'bad', answers: {[`region${nasty}`]: 'x'}}));
	const refused = await program.run(['profiles', 'import', bad]);
	t.is(refused.code, 2);
	t.regex(refused.stderr, /no question has the name "region/);
	isSafe(t, refused);
});
