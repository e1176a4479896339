import {spawn, type ChildProcess} from 'node:child_process';
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {startSimulator} from '../../source/simulator/server.js';
import {configOf} from '../helpers/drive-world.js';
import {type DriveArguments} from '../helpers/drive-process.js';
import {createFastClock} from '../helpers/fast-clock.js';

const script = fileURLToPath(new URL('../helpers/drive-process.ts', import.meta.url));

const readAll = async (directory: string): Promise<string> => {
	const files = await readdir(directory, {recursive: true, withFileTypes: true});
	const texts = await Promise.all(
		files.filter(file => file.isFile()).map(async file => readFile(path.join(file.parentPath, file.name), 'utf8')),
	);
	return texts.join('');
};

const ended = async (child: ChildProcess) => {
	let output = '';
	child.stdout?.on('data', (chunk: Readonly<Uint8Array>) => {
		output += new TextDecoder().decode(chunk);
	});
	return new Promise<{readonly signal: string | null; readonly output: string}>(resolve => {
		child.on('close', (_, signal) => {
			resolve({signal, output});
		});
	});
};

for (const victim of ['start-blue-green', 'create-deployment']) {
	test.serial(`kill -9 right after ${victim} was made: another process finishes the run, once`, async t => {
		t.timeout(120_000);
		const shared = {origin: Date.now(), speed: 60};
		const simulator = await startSimulator({clock: createFastClock(shared)});
		const directory = await mkdtemp(path.join(tmpdir(), 'spot-bluegreen-kill-'));
		t.teardown(async () => {
			await simulator.close();
			await rm(directory, {recursive: true, force: true});
		});
		const run = (isResuming: boolean) => {
			const given: DriveArguments = {
				url: simulator.url,
				token: simulator.environment['SPOTINST_TOKEN'] ?? '',
				accountId: simulator.environment['SPOTINST_ACCOUNT'] ?? '',
				directory,
				clock: shared,
				config: configOf(simulator),
				isResuming,
			};
			const child = spawn(process.execPath, ['--import=tsx', script, JSON.stringify(given)], {
				env: {...process.env, ...simulator.environment},
				stdio: ['ignore', 'pipe', 'ignore'],
			});
			t.teardown(() => {
				child.kill('SIGKILL');
			});
			return child;
		};

		// At its first sign of life after the call was made; the exact lines are resume.test.ts's part.
		const operation = victim === 'start-blue-green' ? 'startBlueGreen' : 'CreateDeployment';
		const wasMade = () =>
			simulator.log.some(entry => entry.operation === operation && entry.isDone && entry.status === 200);
		const first = run(false);
		first.stdout.on('data', () => {
			if (wasMade()) {
				first.kill('SIGKILL');
			}
		});
		const killed = await ended(first);
		t.is(killed.signal, 'SIGKILL');
		t.regex(await readAll(directory), new RegExp(victim));

		const second = await ended(run(true));
		t.regex(second.output, /"kind":"succeeded","isRestored":true/);
		for (const made of ['startBlueGreen', 'CreateDeployment']) {
			t.is(simulator.log.filter(entry => entry.operation === made && entry.status === 200).length, 1);
		}
	});
}
