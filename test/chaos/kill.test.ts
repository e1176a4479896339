import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {build} from 'esbuild';
import {startSimulator} from '../../source/simulator/server.js';
import {type ScenarioId} from '../../source/simulator/scenarios.js';
import {createHome, runBuilt} from '../helpers/built-program.js';
import {type JournalLine, type Mortality} from '../helpers/mortal-program.js';
import {readJson} from '../helpers/read-json.js';

type Play = Pick<Mortality, 'fatal' | 'fatalNews'> & {
	readonly what: string;
	readonly scenario: ScenarioId;
	/** Steps at which it must have died. */
	readonly deaths: readonly string[];
	readonly exitCode: number;
};

const answers =
	// A tag of the run itself proves whose a blue/green is whose start was not answered.
	'--application shop --deployment-group shop-bg --elastigroup sig-5a3c19e7 --set version=6.0 --set tag:run={run} --yes --revision s3://shop-releases-ap-northeast-2/shop/shop-6.0.zip'.split(
		' ',
	);

/** Before the call, and after it but before its answer is written: the two that one cannot tell apart afterwards. */
const around = (kind: string): readonly string[] => [`after action-intended ${kind}`, `before action-done ${kind}`];

const creating: readonly string[] = [
	...['run-started', 'baseline-noted', 'run-resumed', 'run-ended'].flatMap(line => [`before ${line}`, `after ${line}`]),
	...['start-blue-green', 'create-deployment'].flatMap(kind => [
		`before action-intended ${kind}`,
		...around(kind),
		`after action-done ${kind}`,
	]),
	...around('advance-filter'),
];
const restoring = ['after request-made restore', ...around('detach-instances'), ...around('restore-capacity')];
const continuing = ['after request-made continue', ...around('continue-deployment')];
const cleaningUp = [
	'before request-made clean-up',
	'after request-made clean-up',
	...around('detach-instances'),
	...around('restore-capacity'),
];

// The whole of one run, in two plays that share the processors; then the writes that only other runs make.
const plays: readonly Play[] = [
	{
		what: 'at each line around its writes, and at each observation until it has a deployment',
		scenario: 'happy',
		fatal: 'all',
		fatalNews: 'before-deployment',
		deaths: creating,
		exitCode: 0,
	},
	{
		what: 'at each observation of its deployment',
		scenario: 'happy',
		fatal: [],
		fatalNews: 'after-deployment',
		deaths: [],
		exitCode: 0,
	},
	{
		what: 'while it restores the capacity',
		scenario: 'keep-originals',
		fatal: restoring,
		deaths: restoring,
		exitCode: 0,
	},
	{what: 'while it goes on at the gate', scenario: 'ready-gate', fatal: continuing, deaths: continuing, exitCode: 0},
	{what: 'while it cleans up', scenario: 'failing-hook', fatal: cleaningUp, deaths: cleaningUp, exitCode: 5},
];

const bundlePreload = async (directory: string): Promise<string> => {
	const outfile = path.join(directory, 'mortal-program.mjs');
	await build({
		entryPoints: ['test/helpers/mortal-program.ts'],
		outfile,
		bundle: true,
		format: 'esm',
		platform: 'node',
	});
	return `--import=${pathToFileURL(outfile).href}`;
};

const play = async (t: ExecutionContext, {scenario, fatal, fatalNews, deaths, exitCode}: Play) => {
	const [directory, home] = await Promise.all([mkdtemp(path.join(tmpdir(), 'kill-')), createHome()]);
	const clockFile = path.join(directory, 'now');
	await writeFile(clockFile, String(Date.UTC(2026, 0, 5, 9)));
	const [simulator, preload] = await Promise.all([
		startSimulator({clock: {now: () => Number(readFileSync(clockFile, 'utf8'))}, scenario}),
		bundlePreload(directory),
	]);
	t.teardown(async () => {
		await simulator.close();
		await Promise.all([home.remove(), rm(directory, {recursive: true, force: true})]);
	});
	const [group] = [...simulator.world.elastigroups.values()];
	const noted = group!.capacity;
	const countMade = () => ({
		blueGreens: simulator.world.blueGreens.size,
		// A rollback is CodeDeploy's own.
		deployments: [...simulator.world.deployments.values()].filter(({creator}) => creator === 'user').length,
	});
	const before = countMade();
	const runs = path.join(home.directory, '.local', 'state', 'spot-bluegreen', 'runs');
	const survived: string[] = [];

	/** The journals by name; a process that died before its first line leaves an empty file, which is no run. */
	const journals = async () => {
		const names = await readdir(runs).catch(() => []);
		const contents = await Promise.all(names.map(async name => readFile(path.join(runs, name), 'utf8')));
		return names.flatMap((name, index) => {
			const lines = contents[index]!.split('\n').filter(line => line !== '');
			return lines.length === 0 ? [] : [{name, events: lines.map(line => readJson<JournalLine>(line))}];
		});
	};

	for (let life = 0; ; life++) {
		t.true(life < 100, 'it comes to an end');
		const [journal] = await journals();
		const hasEnded = journal?.events.some(({type}) => type === 'run-ended') === true;
		// Whoever was killed comes back by either way; before the first line there is nothing to watch.
		const isDeployingAgain = journal === undefined || (life % 8 === 3 && !hasEnded);
		const argv = isDeployingAgain ? ['deploy', ...answers] : ['watch', path.basename(journal.name, '.ndjson')];
		const mortality: Mortality = {
			clockFile,
			survived,
			fatal,
			...(fatalNews && {fatalNews}),
			lines: journal?.events ?? [],
		};
		const {code, stdout, stderr} = await runBuilt(
			[...argv, '--ready', 'continue', '--confirm', 'shop-web', '--output', 'json'],
			{
				...home.variables,
				AWS_ENDPOINT_URL: simulator.url,
				SPOTINST_BASE_URL: simulator.url,
				AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
				AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
				SPOTINST_TOKEN: simulator.environment['SPOTINST_TOKEN'] ?? '',
				AWS_REGION: 'ap-northeast-2',
				MORTALITY: JSON.stringify(mortality),
			},
			[preload],
		);
		const death = /^died: (.*)$/m.exec(stderr)?.[1];

		if (death === undefined) {
			t.is(code, exitCode, stderr);
			t.like(readJson<Record<string, unknown>>(stdout), {exitCode});
			break;
		}

		t.is(code, null, 'it was killed');
		survived.push(death);
	}

	t.deepEqual(
		deaths.filter(death => !survived.includes(death)),
		[],
		'it died at each of these',
	);
	const left = await journals();
	t.is(left.length, 1, 'one run, whoever went on with it');
	t.deepEqual(countMade(), {blueGreens: before.blueGreens + 1, deployments: before.deployments + 1});

	for (const made of ['startBlueGreen', 'CreateDeployment']) {
		t.is(simulator.log.filter(entry => entry.operation === made && entry.status === 200).length, 1, made);
	}

	t.true(survived.length > 1, 'it was killed');
	t.deepEqual([...simulator.world.elastigroups.values()][0]!.capacity, noted);
};

for (const one of plays) {
	test(`the built program, killed ${one.what}, ends the run it began, and makes nothing twice`, async t => {
		// Of a single life, on a busy machine.
		t.timeout(120_000);
		await play(t, one);
	});
}
