import {readFile, readdir} from 'node:fs/promises';
import test, {type ExecutionContext} from 'ava';
import {shopTargets} from '../helpers/shop.js';
import {readJson} from '../helpers/read-json.js';
import {
	createHome,
	openTerminal,
	readLoaded,
	recordLoads,
	runBuilt,
	serveBuilt,
	type Home,
} from '../helpers/built-program.js';

const homeOf = async (t: ExecutionContext): Promise<Home> => {
	const home = await createHome();
	t.teardown(async () => home.remove());
	return home;
};

test.serial('--version is one line, and loads one file of the program', async t => {
	const home = await homeOf(t);
	const {file, flag} = await recordLoads(home.directory);
	const {code, stdout, stderr} = await runBuilt(['--version'], home.variables, [flag]);
	const {version} = readJson<{version: string}>(await readFile('package.json', 'utf8'));
	t.is(code, 0);
	t.is(stdout, `${version}\n`);
	t.is(stderr, '');
	const loaded = await readLoaded(file);
	t.true(loaded.length <= 1);
	t.true(loaded.reduce((sum, text) => sum + text.length, 0) < 40_000);
});

test.serial('--help speaks both languages on stdout', async t => {
	const {variables} = await homeOf(t);
	const english = await runBuilt(['--help'], variables);
	t.is(english.code, 0);
	t.regex(english.stdout, /Exit codes/);
	const korean = await runBuilt(['deploy', '--help'], {...variables, LANG: 'ko_KR.UTF-8'});
	t.regex(korean.stdout, /종료 코드/);
	t.is(korean.stderr, '');
});

test.serial('a mistake on the command line is told on stderr with code 2', async t => {
	const {variables} = await homeOf(t);
	const {code, stdout, stderr} = await runBuilt(['deploy', '--revison', 'x'], variables);
	t.is(code, 2);
	t.is(stdout, '');
	t.regex(stderr, /Did you mean --revision\?/);
});

test.serial(
	'demo with no terminal plays the whole job through, offline, and touches nothing of the person',
	async t => {
		const home = await homeOf(t);
		const {file, flag} = await recordLoads(home.directory);
		const {code, stdout, stderr} = await runBuilt(
			['demo', '--speed', '100'],
			{
				...home.variables,
				// Credentials and a proxy that must not be used.
				AWS_ACCESS_KEY_ID: 'AKIACANARYCANARYCANA',
				AWS_PROFILE: 'canary',
				AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
				HTTPS_PROXY: 'http://127.0.0.1:9',
				HTTP_PROXY: 'http://127.0.0.1:9',
				SPOTINST_TOKEN: 'canary',
				SPOTINST_ACCOUNT: 'act-canary00',
			},
			[flag],
		);
		t.is(code, 0, `${stderr}`);
		t.regex(stderr, /^DEMO/);
		t.regex(stderr, /the demo answers gates itself, as --ready continue --confirm shop-web would/);
		t.regex(stdout, /^Succeeded\./);
		t.false(`${stdout}${stderr}`.toLowerCase().includes('canary'));
		t.notRegex(`${stdout}${stderr}`, /warning|undefined/i);
		const left = await readdir(home.directory);
		t.deepEqual(left.sort(), ['hooks.mjs', 'loads.txt', 'register.mjs']);
		const loaded = await readLoaded(file);
		t.true(loaded.length > 5);
		t.false(
			loaded.some(text => text.includes('react.transitional.element') || text.includes('yoga')),
			'no React and no Ink without a terminal',
		);
	},
);

test.serial('the failures that are taught end with their codes', async t => {
	const {variables} = await homeOf(t);
	const equal = await runBuilt(['demo', '--scenario', 'equal-tags'], variables);
	t.is(equal.code, 3);
	t.regex(equal.stderr, /version=6\.0 is the group’s own tag/);
	// What it proposes is what it takes.
	const [proposed = ''] = /--set \S+/.exec(equal.stderr) ?? [];
	const mended = await runBuilt(
		['demo', '--scenario', 'equal-tags', ...proposed.split(' '), '--speed', '100'],
		variables,
	);
	t.is(mended.code, 0, `${proposed} ${mended.stderr}`);
	t.regex(mended.stdout, /Green tags: version=7\.0/);
	const contained = await runBuilt(['demo', '--scenario', 'contained-tag'], variables);
	t.is(contained.code, 3);
	const failing = await runBuilt(['demo', '--scenario', 'failing-hook', '--speed', '100'], variables);
	t.is(failing.code, 5);
	const kept = await runBuilt(['demo', '--scenario', 'keep-originals', '--speed', '100'], variables);
	t.is(kept.code, 0);
});

test.serial('production mode works against a simulator of another process by two addresses alone', async t => {
	const home = await homeOf(t);
	const served = await serveBuilt(['simulator', '--speed', '60'], home.variables);
	t.teardown(async () => served.stop());
	const {url, environment} = readJson<{url: string; environment: Record<string, string>}>(served.line);
	const person = {
		...home.variables,
		AWS_ENDPOINT_URL: url,
		SPOTINST_BASE_URL: url,
		// Any credentials do; the region is the person's.
		AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
		AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
		SPOTINST_TOKEN: environment['SPOTINST_TOKEN'] ?? '',
		AWS_REGION: 'ap-northeast-2',
	};
	const doctor = await runBuilt(['doctor', '--output', 'json'], person);
	t.is(doctor.code, 0, `${doctor.stderr}`);
	const started = await runBuilt(
		['deploy', ...shopTargets, '--yes', '--wait-until', 'provision', '--output', 'json'],
		person,
	);
	t.is(started.code, 8, `${started.stderr}`);
	const {next, runId} = readJson<{next: readonly string[]; runId: string}>(started.stdout);
	t.deepEqual(next, [`spot-bluegreen watch ${runId}`]);
	const runs = await runBuilt(['runs'], person);
	t.true(runs.stdout.includes(runId));
	t.is(await served.stop(), 0);
});

for (const [language, mark, hint] of [
	['en', /DEMO/, 'l 한국어'],
	['ko', /DEMO/, 'l English'],
] as const) {
	test.serial(
		`in a real terminal the demo draws itself, and Ctrl+C leaves the terminal sane (${language})`,
		async t => {
			const {variables} = await homeOf(t);
			const terminal = openTerminal(['demo', '--lang', language], variables);
			t.teardown(() => {
				terminal.kill();
			});
			await terminal.see(mark);
			// The account that was looked up, and the offer of the other language.
			await terminal.see('123456789012');
			await terminal.see(hint);

			for (const line of terminal.screen().split('\n')) {
				t.true(line.length <= 80);
			}

			terminal.press('\u0003');
			terminal.press('\u0003');
			const code = await terminal.ended;
			t.true(code === 0 || code === 130, `${code}`);
			await terminal.wrote('\u001B[?2004l');
			await terminal.wrote('\u001B[?25h');
			const written = terminal.written();
			t.true(written.lastIndexOf('\u001B[?25h') > written.lastIndexOf('\u001B[?25l'), 'the cursor is shown again');
			t.true(written.lastIndexOf('\u001B[?2004l') >= written.lastIndexOf('\u001B[?2004h'), 'paste mode is off again');
		},
	);
}

test('in a real terminal an answer that cannot be read is refused before the screen opens', async t => {
	const {variables} = await homeOf(t);

	for (const argv of [
		['setup', '--target', 'banana'],
		['deploy', '--set', 'targetCapacity=banana'],
		['demo', '--set', 'target=banana'],
	]) {
		const terminal = openTerminal(argv, variables);
		t.is(await terminal.ended, 2);
		await terminal.wrote('whole number');
		t.false(terminal.written().includes('\u001B[?2004h'), 'no screen was opened');
	}

	const prefilled = openTerminal(['setup', '--target', '9'], variables);
	t.teardown(() => {
		prefilled.kill();
	});
	await prefilled.see('Guided set-up');
});

test('in a real terminal Enter leads from the first screen to the finished blue/green; each page opens on the way', async t => {
	const {variables} = await homeOf(t);
	const terminal = openTerminal(['demo', '--lang', 'en', '--speed', '60'], variables);
	t.teardown(() => {
		terminal.kill();
	});
	await terminal.see('Guided set-up');
	await terminal.pressUntil('\r', 'Where am I');
	// The keys of this screen, the steps to jump to, and the other language: each opens, and closes again.
	terminal.press('?');
	await terminal.see('Keys');
	terminal.press('\u001B');
	await terminal.see('Where am I');
	terminal.press('g');
	await terminal.see('Steps');
	terminal.press('\u001B');
	await terminal.see('Signed in as');
	terminal.press('l');
	await terminal.see('배포 그룹');
	terminal.press('l');
	await terminal.see('Signed in as');
	await terminal.pressUntil('\r', 'Does it fit?');
	await terminal.pressUntil('\r', 'Start the blue/green deployment');
	await terminal.see('Instances by tag: original 2');
	terminal.press('\r');
	await terminal.see('Capacity  before 2/1/4');
	await terminal.see('Finished: the new version takes the traffic.');
	await terminal.see('Nothing is left to do');
	terminal.press('\r');
	await terminal.see('Keep this as a profile');
	terminal.press('\r');
	t.is(await terminal.ended, 0);
	await terminal.wrote('The demo has ended.');
	t.notRegex(terminal.written(), /\.js:\d+/, 'no stack trace');
});
