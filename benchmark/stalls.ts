import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {median, type Figure} from './statistics.js';
import {open} from './terminal.js';

const rounds = 3;

/** One demo from the first frame until its live screen has stood for a while: every client of a cloud is loaded in it. */
const longestStall = async (folder: string): Promise<number> => {
	const file = path.join(folder, 'stall');
	const terminal = open(
		['--require', './benchmark/fixtures/longest-stall.cjs', 'build/cli.cjs', 'demo', '--speed', '8'],
		{
			environment: {LONGEST_STALL_FILE: file},
		},
	);
	await terminal.until(text => text.includes('Guided set-up'));
	const isLive = (): boolean => terminal.output.includes('Spot timeout in');

	for (let tries = 0; tries < 80 && !isLive(); tries++) {
		terminal.write('\r');
		await wait(600);
	}

	await wait(5000);
	terminal.kill();
	await terminal.exited;
	return Number(await readFile(file, 'utf8'));
};

/** How long the program does not answer at worst: a person types into exactly that moment. */
export const measureStalls = async (): Promise<readonly Figure[]> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'benchmark-'));

	try {
		const stalls: number[] = [];

		for (let round = 0; round < rounds; round++) {
			stalls.push(await longestStall(folder));
		}

		return [
			{
				name: 'longest stall of the event loop in ms after the first frame, a whole set-up',
				goal: 120,
				value: median(stalls),
				detail: `${stalls.map(stall => stall.toFixed(0)).join(', ')} ms`,
			},
		];
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
};
