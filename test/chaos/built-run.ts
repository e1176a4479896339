/** One deployment by the built program, in a process of its own that is killed again and again and started anew. */
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {startSimulator, type Simulator} from '../../source/simulator/server.js';
import {type ScenarioId} from '../../source/simulator/scenarios.js';
import {type Capacity} from '../../source/simulator/world/state.js';
import {createHome, runBuilt, type Ended} from '../helpers/built-program.js';
import {type JournalLine, type Mortality} from '../helpers/mortal-program.js';
import {readJson} from '../helpers/read-json.js';

export type BuiltPlan = Pick<Mortality, 'fatal'> & {readonly scenario: ScenarioId};

type Made = {readonly blueGreens: number; readonly deployments: number};

export type BuiltRun = {
	/** The process that lived to the end. */
	readonly last: Ended;
	/** Steps at which the others died. */
	readonly deaths: readonly string[];
	/** How many journals there are. */
	readonly runs: number;
	readonly made: Made;
	/** How often each of the two creating calls was answered. */
	readonly answered: Readonly<Record<'startBlueGreen' | 'CreateDeployment', number>>;
	readonly noted: Capacity | undefined;
	readonly capacity: Capacity | undefined;
};

const mostLives = 100;

const answers =
	// A tag of the run itself proves whose a blue/green is whose start was not answered.
	'--application shop --deployment-group shop-bg --elastigroup sig-5a3c19e7 --set version=6.0 --set tag:run={run} --yes --revision s3://shop-releases-ap-northeast-2/shop/shop-6.0.zip'.split(
		' ',
	);

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

const countMade = ({world}: Simulator): Made => ({
	blueGreens: world.blueGreens.size,
	// A rollback is CodeDeploy's own.
	deployments: [...world.deployments.values()].filter(({creator}) => creator === 'user').length,
});

const capacityIn = ({world}: Simulator): Capacity | undefined => [...world.elastigroups.values()][0]?.capacity;

/** The journals by name; a process that died before its first line leaves an empty file, which is no run. */
const readJournals = async (runs: string) => {
	const names = await readdir(runs).catch(() => []);
	const contents = await Promise.all(names.map(async name => readFile(path.join(runs, name), 'utf8')));
	return names.flatMap((name, index) => {
		const lines = (contents[index] ?? '').split('\n').filter(line => line !== '');
		return lines.length === 0 ? [] : [{name, events: lines.map(line => readJson<JournalLine>(line))}];
	});
};

export const playBuilt = async ({scenario, fatal}: BuiltPlan): Promise<BuiltRun> => {
	const [directory, home] = await Promise.all([mkdtemp(path.join(tmpdir(), 'kill-')), createHome()]);
	const clockFile = path.join(directory, 'now');
	await writeFile(clockFile, String(Date.UTC(2026, 0, 5, 9)));
	const [simulator, preload] = await Promise.all([
		startSimulator({clock: {now: () => Number(readFileSync(clockFile, 'utf8'))}, scenario}),
		bundlePreload(directory),
	]);
	const runs = path.join(home.directory, '.local', 'state', 'spot-bluegreen', 'runs');
	const deaths: string[] = [];
	const noted = capacityIn(simulator);
	const before = countMade(simulator);

	const live = async (life: number): Promise<Ended> => {
		const [journal] = await readJournals(runs);
		const hasEnded = journal?.events.some(({type}) => type === 'run-ended') === true;
		// Whoever was killed comes back by either way; before the first line there is nothing to watch.
		const isDeployingAgain = journal === undefined || (life % 8 === 3 && !hasEnded);
		const argv = isDeployingAgain ? ['deploy', ...answers] : ['watch', path.basename(journal.name, '.ndjson')];
		const mortality: Mortality = {
			clockFile,
			survived: deaths,
			fatal,
			lines: journal?.events ?? [],
		};
		return runBuilt(
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
	};

	try {
		for (let life = 0; life < mostLives; life++) {
			const ended = await live(life);
			const death = /^died: (.*)$/m.exec(ended.stderr)?.[1];
			if (death !== undefined) {
				deaths.push(death);
				continue;
			}

			const left = await readJournals(runs);
			const made = countMade(simulator);
			const countAnswered = (operation: string): number =>
				simulator.log.filter(entry => entry.operation === operation && entry.status === 200).length;
			return {
				last: ended,
				deaths,
				runs: left.length,
				made: {
					blueGreens: made.blueGreens - before.blueGreens,
					deployments: made.deployments - before.deployments,
				},
				answered: {
					startBlueGreen: countAnswered('startBlueGreen'),
					CreateDeployment: countAnswered('CreateDeployment'),
				},
				noted,
				capacity: capacityIn(simulator),
			};
		}

		throw new Error(`It comes to no end in ${mostLives} lives.`);
	} finally {
		await simulator.close();
		await Promise.all([home.remove(), rm(directory, {recursive: true, force: true})]);
	}
};
