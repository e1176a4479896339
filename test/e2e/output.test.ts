import {execFileSync} from 'node:child_process';
import {closeSync, existsSync, openSync} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {builtProgram, createHome, openTerminal, runBuilt, serveBuilt, type Home} from '../helpers/built-program.js';
import {readJson} from '../helpers/read-json.js';
import {shopTargets} from '../helpers/shop.js';

const homeOf = async (t: ExecutionContext): Promise<Home> => {
	const home = await createHome();
	t.teardown(async () => home.remove());
	return home;
};

type Unwritable = {readonly code: string; open(): number};

const readOnly: Unwritable = {code: 'EBADF', open: () => openSync(builtProgram, 'r')};

const full: readonly Unwritable[] = existsSync('/dev/full')
	? [{code: 'ENOSPC', open: () => openSync('/dev/full', 'w')}]
	: [];

const sentenceOf = (code: string): string =>
	`Standard output could not be written (${code}): results that belong there are lost.\n`;

const tellsOnce = (argv: readonly string[], unwritable: readonly Unwritable[]): void => {
	test.serial(`an output that cannot be written is one sentence and a code: ${argv.join(' ')}`, async t => {
		const {directory, variables} = await homeOf(t);
		const own = {...variables, SPOT_BLUEGREEN_HOME: directory};
		const profiles = path.join(directory, 'config', 'profiles');
		await mkdir(profiles, {recursive: true});
		await writeFile(path.join(profiles, 'shop.json'), JSON.stringify({version: 1, name: 'shop', answers: {}}));

		for (const {code: reason, open} of unwritable) {
			const stdout = open();
			const {code, stderr} = await runBuilt(argv, own, [], {stdout});
			closeSync(stdout);
			t.is(stderr, sentenceOf(reason));
			t.is(code, 1);
		}
	});
};

for (const argv of [
	['--version'],
	['--help'],
	['deploy', '--help'],
	['runs', '--output', 'json'],
	['runs', '--output', 'ndjson'],
	['profiles', 'list', '--output', 'json'],
	['profiles', 'show', 'shop'],
	['profiles', 'export', 'shop'],
]) {
	tellsOnce(argv, [readOnly, ...full]);
}

tellsOnce(['demo', '--speed', '200', '--output', 'json'], [full[0] ?? readOnly]);
tellsOnce(['demo', '--speed', '200', '--output', 'ndjson'], [readOnly]);

test.serial('a deployment goes on without its output, is remembered, and says so last', async t => {
	const {directory, variables} = await homeOf(t);
	const served = await serveBuilt(['simulator', '--speed', '200'], variables);
	t.teardown(async () => served.stop());
	const {environment} = readJson<{environment: Record<string, string>}>(served.line);
	const own = {...variables, ...environment, SPOT_BLUEGREEN_HOME: directory};
	const profile = path.join(directory, 'config', 'profiles', 'shop.json');
	await mkdir(path.dirname(profile), {recursive: true});
	await writeFile(profile, JSON.stringify({version: 1, name: 'shop', answers: {}}));
	const {code: reason, open} = full[0] ?? readOnly;
	const stdout = open();
	const {code, stderr} = await runBuilt(
		[
			'deploy',
			'shop',
			...shopTargets,
			'--yes',
			'--confirm',
			'shop-web',
			'--wait-until',
			'provision',
			'--output',
			'json',
		],
		own,
		[],
		{stdout},
	);
	closeSync(stdout);
	t.is(stderr, sentenceOf(reason));
	// How it ended tells more than that nobody could be told.
	t.is(code, 8);
	const listed = await runBuilt(['runs', '--output', 'json'], own);
	const {runs} = readJson<{runs: ReadonlyArray<{profile: string; outcome: unknown}>}>(listed.stdout);
	t.deepEqual(
		runs.map(run => run.profile),
		['shop'],
	);
});

test.serial('neither does an error output that cannot be written end anything', async t => {
	const {variables} = await homeOf(t);

	const stderr = (full[0] ?? readOnly).open();
	const {code, stdout} = await runBuilt(['demo', '--speed', '200', '--debug'], variables, [], {stderr});
	closeSync(stderr);
	t.is(code, 0);
	t.regex(stdout, /^Succeeded\./);
});

(process.platform === 'win32' ? test.serial.skip : test.serial)('closed streams are no failure', async t => {
	const {variables} = await homeOf(t);
	const run = (command: string): string =>
		execFileSync('sh', ['-c', command, 'sh', process.execPath, builtProgram], {
			env: variables,
			stdio: ['ignore', 'pipe', 'pipe'],
			encoding: 'utf8',
		});
	t.is(run('"$1" "$2" runs --output json 2>&1 >&-; echo $?'), '0\n');
	t.is(run('"$1" "$2" runs <&- 2>&1; echo $?'), 'No runs yet.\n0\n');
	t.is(run('"$1" "$2" runs 2>&-; echo $?'), '0\n');
	t.regex(
		run('"$1" "$2" profiles import - <&- 2>&1; echo $?'),
		/^Problem: Line 1 of - cannot be used: .*\n.*\n.*\n2\n$/,
	);
});

test.serial('an error that nobody caught is a sentence, whatever its message holds', async t => {
	const {variables} = await homeOf(t);
	const message = String.raw`one\u001b]52;c;eA==\u0007\r\n+ forged`;
	const crash = `--import=data:text/javascript,setTimeout(()=>{throw new Error("${message}")},500)`;
	const plain = await runBuilt(['simulator', '--output', 'json'], variables, [crash]);
	t.is(plain.code, 1);
	t.regex(plain.stderr, /^This is a bug in spot-bluegreen: one \+ forged$/m);
	t.notRegex(plain.stderr, /^ +at /m);
	t.regex(plain.stdout, /"code":"unexpected"/);
	const debug = await runBuilt(['simulator', '--debug'], variables, [crash]);
	t.regex(debug.stderr, /^ +at /m);
	t.false((plain.stderr + debug.stderr).includes('\u001B'));
	t.notRegex(plain.stderr + debug.stderr, /^\+ forged/m);
});

test('a paste that begins and never ends takes no key away, and acts on nothing', async t => {
	const {variables} = await homeOf(t);
	const terminal = openTerminal(['demo', '--lang', 'en'], variables);
	t.teardown(() => {
		terminal.kill();
	});
	await terminal.see('Guided set-up');
	await terminal.pressUntil('\r', 'Where am I');
	await terminal.see('Signed in as');
	terminal.press('\u001B[200~half\u001B]52;c;eA==\u0007\u009B31m\u202E');
	await terminal.see('typed by hand');
	await terminal.see('half');
	terminal.press('\u001B');
	await terminal.see('/ filter');
	terminal.press('\u001B[200~');
	terminal.press('\u001B[200~one more');
	await terminal.see('one more');
	terminal.press('\u0003');
	await terminal.see('Leave?');

	for (const control of ['\u001B]52', '\u009B', '\u202E']) {
		t.false(terminal.written().includes(control));
	}
});
