import {mkdtemp, rm} from 'node:fs/promises';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {build} from 'esbuild';
import {program} from '../scripts/bundle.js';
import {median, percentile, type Figure} from './statistics.js';
import {open} from './terminal.js';

const presses = 60;
/** Keys come one by one, as from a person in a hurry. */
const betweenMs = 60;
const down = '\u001B[B';

type Terminal = ReturnType<typeof open>;

/** Writes a key and waits for the frame that shows what it did. */
const press = async (terminal: Terminal, key: string, shows: string): Promise<number> => {
	const from = terminal.length;
	const since = performance.now();
	terminal.write(key);
	return terminal.until(text => text.includes(shows), from, since, 5000);
};

/** The first quarter is left out: the compiler is still warming up. */
const steady = (samples: readonly number[]): readonly number[] => samples.slice(Math.floor(samples.length / 4));

const measureEcho = async (): Promise<readonly number[]> => {
	const terminal = open(['benchmark/fixtures/echo.js']);
	await terminal.until(text => text.includes('ready'));
	const samples: number[] = [];
	for (let index = 0; index < presses; index++) {
		samples.push(await press(terminal, down, 'got'));
		await wait(betweenMs);
	}

	terminal.kill();
	return steady(samples);
};

const measureList = async (file: string, count: number): Promise<readonly number[]> => {
	const terminal = open([file, String(count)]);
	await terminal.until(text => text.includes('Guided set-up'));
	await wait(300);
	await press(terminal, '\r', 'item-00000');
	const samples: number[] = [];
	for (let index = 1; index <= 45; index++) {
		await wait(betweenMs);
		samples.push(await press(terminal, down, `❯ item-${String(index).padStart(5, '0')}`));
	}

	terminal.kill();
	return steady(samples);
};

/** The demo's live screen while instances launch and install: a spinner and events are drawn all the time. */
const measureLive = async (): Promise<readonly number[]> => {
	const terminal = open(['build/cli.cjs', 'demo', '--speed', '4']);
	await terminal.until(text => text.includes('Guided set-up'));
	const isLive = (): boolean => terminal.output.includes('Spot timeout in');
	for (let tries = 0; tries < 80 && !isLive(); tries++) {
		terminal.write('\r');
		await wait(600);
	}

	await wait(2000);
	const samples: number[] = [];
	for (let index = 0; index < presses / 2; index++) {
		samples.push(await press(terminal, '?', 'close'));
		await wait(betweenMs);
		samples.push(await press(terminal, '?', 'Capacity  before'));
		await wait(betweenMs);
	}

	terminal.kill();
	return steady(samples);
};

/** From a key to the frame that shows it: lists of two lengths, and the live screen with everything moving. */
export const measureKeys = async (): Promise<readonly Figure[]> => {
	const folder = await mkdtemp(path.resolve('build/benchmark-'));
	try {
		const outfile = path.join(folder, 'list.mjs');
		await build({...program, entryPoints: ['benchmark/fixtures/list.tsx'], outfile});
		const echo = await measureEcho();
		const short = await measureList(outfile, 50);
		const long = await measureList(outfile, 5000);
		const live = await measureLive();
		const latency = (name: string, samples: readonly number[]): Figure => {
			const value = percentile(samples, 0.95);
			const floor = percentile(echo, 0.95);
			return {
				name,
				goal: 20,
				value,
				detail: `p50 ${median(samples).toFixed(1)} ms; ${(value / floor).toFixed(0)} × Node alone: p50 ${median(echo).toFixed(1)} ms, p95 ${floor.toFixed(1)} ms`,
			};
		};

		return [
			latency('key → frame p95 in ms, idle wizard, 80×24', short),
			latency('key → frame p95 in ms, live activity, 80×24', live),
			{
				name: 'key → frame p50, list of 5000 / list of 50',
				goal: 1.3,
				value: median(long) / median(short),
				detail: `${median(long).toFixed(1)} ms / ${median(short).toFixed(1)} ms`,
			},
		];
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
};
