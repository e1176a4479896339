/**
 * Plays chaos stories and says which invariants they break: `npm run chaos -- --runs 500 --minutes 30 --from 1`.
 * One story again, with its timeline: `npm run chaos -- --seed 12345`, cut down to what it takes with `--shrink`.
 */
import {fork, type ChildProcess} from 'node:child_process';
import {availableParallelism} from 'node:os';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {drawStory} from '../test/chaos/draw-story.js';
import {invariants} from '../test/chaos/invariants.js';
import {playBuiltStory} from '../test/chaos/built-story.js';
import {play} from '../test/chaos/play.js';
import {prepareProcess} from '../test/chaos/prepare-process.js';
import {shrink} from '../test/chaos/shrink.js';
import {sayStory, sayTimeline, sayViolations} from '../test/chaos/timeline.js';

const {values: flags} = parseArgs({
	options: {
		runs: {type: 'string', default: '500'},
		minutes: {type: 'string', default: '30'},
		from: {type: 'string', default: '1'},
		jobs: {type: 'string', default: String(availableParallelism())},
		seed: {type: 'string'},
		shrink: {type: 'boolean', default: false},
		worker: {type: 'boolean', default: false},
	},
});

/** The result of one story, as a worker process sends it. */
type Report = {
	readonly seed: number;
	readonly violations: ReadonlyArray<{readonly invariant: string; readonly text: string}>;
	readonly words: string;
	readonly counts: ReadonlyArray<readonly [string, number]>;
	readonly worldMs: number;
	readonly requests: number;
	/** Size of the heap after the story and a garbage collection, in bytes. */
	readonly heldBytes: number;
};

/** A story that takes longer than this has lost itself. */
const longestStoryMs = 5 * 60_000;
/** Above what the caches of the clients take in their first stories. */
const firstStories = 10;
const mostGrowthBytes = 300_000;

const print = (line: string): void => {
	process.stdout.write(`${line}\n`);
};

const heldBytes = (): number => {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed;
};

/** One story in so many is played by the built program. */
const builtShare = 50;

const isBuilt = (seed: number): boolean => seed % builtShare === 0;

const tellOfBuilt = async (seed: number): Promise<Report> => {
	const {scenario, deaths, broken} = await playBuiltStory(seed);
	return {
		seed,
		violations: broken.map(text => ({invariant: 'built', text})),
		words: broken.map(text => `seed ${seed}  the built program, ${scenario}: ${text}`).join('\n'),
		counts: [
			['built: stories', 1],
			['built: kills', deaths.length],
		],
		worldMs: 0,
		requests: 0,
		heldBytes: heldBytes(),
	};
};

const tellOf = async (seed: number): Promise<Report> => {
	if (isBuilt(seed)) {
		return tellOfBuilt(seed);
	}

	const played = await play(drawStory(seed));
	return {
		seed,
		violations: played.violations,
		words: sayViolations(played),
		counts: [...played.counts],
		worldMs: played.worldMs,
		requests: played.requests,
		heldBytes: heldBytes(),
	};
};

const sentenceOf = (name: string): string =>
	Object.entries(invariants).find(([id]) => id === name)?.[1] ?? 'The built program ends its run as it should.';

const work = (): void => {
	const answer = async (seed: number): Promise<void> => {
		process.send?.(await tellOf(seed));
	};

	process.on('message', (seed: number) => {
		void answer(seed);
	});
	process.on('disconnect', () => {
		process.exit();
	});
};

const showOne = async (seed: number): Promise<void> => {
	if (isBuilt(seed)) {
		const {scenario, deaths, broken} = await playBuiltStory(seed);
		print(
			[`story ${seed}: the built program, ${scenario}`, ...deaths.map(death => `  died ${death}`), ...broken].join(
				'\n',
			),
		);
		process.exitCode = broken.length === 0 ? 0 : 1;
		return;
	}

	let played = await play(drawStory(seed));
	const [first] = played.violations;
	if (flags.shrink && first !== undefined) {
		played = await shrink(played, first.invariant);
	}

	print(sayStory(played.story));
	print(sayTimeline(played.timeline));
	print(
		played.violations.length === 0
			? 'holds'
			: `broken: ${played.violations.map(({invariant}) => invariant).join(', ')}`,
	);
	process.exitCode = played.violations.length === 0 ? 0 : 1;
};

const playMany = async (): Promise<void> => {
	const runs = Number(flags.runs);
	const until = performance.now() + Number(flags.minutes) * 60_000;
	const counts = new Map<string, number>();
	const broken: Report[] = [];
	const lost: number[] = [];
	const growing: string[] = [];
	let next = Number(flags.from);
	const last = next + runs;
	let played = 0;
	let requests = 0;
	let worldMs = 0;
	const begun = performance.now();

	const take = (report: Report): void => {
		played++;
		requests += report.requests;
		worldMs += report.worldMs;
		for (const [what, number] of report.counts) {
			counts.set(what, (counts.get(what) ?? 0) + number);
		}

		if (report.violations.length > 0) {
			broken.push(report);
			print(report.words);
			print('');
		}

		if (played % 25 === 0) {
			print(
				`${played} of ${runs} played, ${broken.length} broken, ${Math.round((performance.now() - begun) / 1000)} s`,
			);
		}
	};

	const open = (): ChildProcess => fork(fileURLToPath(import.meta.url), ['--worker']);

	const ask = async (worker: ChildProcess, seed: number): Promise<Report | undefined> =>
		new Promise(resolve => {
			const settle = (report?: Report): void => {
				clearTimeout(timer);
				worker.removeAllListeners();
				resolve(report);
			};

			const timer = setTimeout(settle, longestStoryMs);
			worker.once('message', settle);
			worker.once('exit', () => {
				settle();
			});
			worker.send(seed);
		});

	const playSome = async (): Promise<void> => {
		let worker = open();
		const held: number[] = [];
		while (next < last && performance.now() < until) {
			const seed = next++;
			const report = await ask(worker, seed);
			if (report === undefined) {
				lost.push(seed);
				print(`seed ${seed}  comes to no end within ${longestStoryMs / 60_000} minutes`);
				worker.kill('SIGKILL');
				worker = open();
				held.length = 0;
			} else {
				take(report);
				held.push(report.heldBytes);
			}
		}

		worker.disconnect();
		const from = held[firstStories];
		const growth =
			from === undefined ? 0 : ((held.at(-1) ?? from) - from) / Math.max(1, held.length - firstStories - 1);
		if (growth > mostGrowthBytes) {
			growing.push(`${Math.round(growth / 1000)} kB more are held after each story`);
		}
	};

	await Promise.all(Array.from({length: Number(flags.jobs)}, playSome));
	print(
		`\n${played} stories, seeds ${flags.from} to ${next - 1}; ${Math.round(worldMs / 3_600_000)} hours of the world, ${requests} requests, ${Math.round((performance.now() - begun) / 1000)} s`,
	);
	for (const [what, number] of [...counts].sort(([one], [other]) => one.localeCompare(other))) {
		print(`${String(number).padStart(7)}  ${what}`);
	}

	const kinds = new Map<string, number[]>();
	for (const {seed, violations} of broken) {
		for (const {invariant} of violations) {
			kinds.set(invariant, [...(kinds.get(invariant) ?? []), seed]);
		}
	}

	for (const [invariant, seeds] of kinds) {
		print(`broken  ${invariant}: ${[...new Set(seeds)].sort((one, other) => one - other).join(' ')}`);
		print(`        ${sentenceOf(invariant)}`);
	}

	for (const sentence of growing) {
		print(`broken  bounded: ${sentence}`);
	}

	const isWhole = broken.length + lost.length + growing.length === 0;
	print(isWhole ? 'All invariants hold.' : `${broken.length} stories are broken, ${lost.length} came to no end.`);
	process.exitCode = isWhole ? 0 : 1;
};

prepareProcess();
if (flags.worker) {
	work();
} else if (flags.seed === undefined) {
	await playMany();
} else {
	await showOne(Number(flags.seed));
}
