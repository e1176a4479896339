import {Buffer} from 'node:buffer';
import {mkdtemp, readdir, readFile, rm, writeFile, mkdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {createJournalFromFiles} from '../../../source/adapters/journal-files.js';
import {findSubject} from '../../../source/commands/watch.js';
import {describeEvent} from '../../../source/core/run/describe.js';
import {type RunEvent} from '../../../source/core/run/event.js';
import {fold, foldAll} from '../../../source/core/run/fold.js';
import {type Run} from '../../../source/core/run/run.js';
import {toRunView} from '../../../source/core/run/view.js';
import {createPlainReporter} from '../../../source/headless/plain.js';
import {sayPlainly} from '../../../source/headless/print-problem.js';
import {createSink} from '../../../source/headless/sink.js';
import {toSummary} from '../../../source/headless/summary.js';

const seed = 20_260_105;
const journals = 5000;
/** Journals that are listed at once. */
const atOnce = 250;

/** Marsaglia's xorshift: the same journals on every machine. */
const createRandom = (start: number) => {
	let state = start;
	return (below: number): number => {
		/* eslint-disable no-bitwise -- its definition */
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) % below;
		/* eslint-enable no-bitwise */
	};
};

const random = createRandom(seed);
const pick = <Value>(values: readonly Value[]): Value => values[random(values.length)]!;

const strangers: readonly unknown[] = [
	null,
	true,
	0,
	-1,
	0.5,
	1e300,
	8.64e15,
	9e15,
	4_294_967_296,
	'',
	'x',
	'constructor',
	'__proto__',
	'toString',
	'\u0000\u001B]0;title\u0007',
	'가'.repeat(300),
	[],
	[[]],
	{},
	{unknown: 'NEW'},
	{id: 'hasOwnProperty', values: {id: {id: 'valueOf'}}},
	'run-started',
	'run-resumed',
	'run-ended',
	'succeeded',
	'FINISHED',
];

type Members = Record<string, unknown>;

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;

/** Every object and list of a document. */
const branchesOf = (value: unknown): readonly Members[] =>
	isMembers(value) ? [value, ...Object.values(value).flatMap(branchesOf)] : [];

const parseLine = (line: string): unknown => {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
};

const changeMember = (line: string): string => {
	const value: unknown = parseLine(Buffer.from(line, 'latin1').toString());
	const branches = branchesOf(value).filter(branch => Object.keys(branch).length > 0);

	if (branches.length === 0) {
		return line;
	}

	const branch = pick(branches);
	const member = pick(Object.keys(branch));

	switch (random(4)) {
		case 0: {
			// eslint-disable-next-line @typescript-eslint/no-dynamic-delete
			delete branch[member];
			break;
		}

		case 1: {
			branch[`${member}New`] = pick(strangers);
			break;
		}

		default: {
			branch[member] = pick(strangers);
		}
	}

	return Buffer.from(JSON.stringify(value)).toString('latin1');
};

const changeBytes = (line: string): string => {
	const bytes = Buffer.from(line, 'latin1');
	const at = random(Math.max(1, bytes.length));

	switch (random(3)) {
		case 0: {
			return bytes.subarray(0, at).toString('latin1');
		}

		case 1: {
			return Buffer.concat([bytes.subarray(0, at), Buffer.from([random(256)]), bytes.subarray(at)]).toString('latin1');
		}

		default: {
			bytes[at] = random(256);
			return bytes.toString('latin1');
		}
	}
};

const mutate = (lines: readonly string[]): readonly string[] => {
	const at = random(lines.length);
	const line = lines[at] ?? '';

	switch (random(8)) {
		case 0: {
			return lines.toSpliced(at, 1);
		}

		case 1: {
			return lines.toSpliced(at, 0, pick(lines));
		}

		case 2: {
			const other = random(lines.length);
			return lines.with(at, lines[other] ?? '').with(other, line);
		}

		case 3:
		case 4: {
			return lines.with(at, changeBytes(line));
		}

		default: {
			return lines.with(at, changeMember(line));
		}
	}
};

/** Some lines of a recorded run in their order; a whole one would say the same and take ten times as long. */
const someOf = (recorded: readonly string[]): readonly string[] => {
	const from = random(recorded.length);
	return [
		recorded[0]!,
		...recorded.slice(Math.max(1, from), from + 1 + random(9)),
		...recorded.slice(recorded.length - random(3)),
	];
};

const nowhere = createSink({write: () => true, on: () => undefined}, () => undefined);
const silent = {output: nowhere, errors: nowhere};
const now = Date.UTC(2026, 0, 5, 10);

const tellAll = (events: readonly RunEvent[]): void => {
	const reporter = createPlainReporter(silent, pick(['en', 'ko']));
	let run: Run | undefined;

	for (const event of events) {
		const before: Run | undefined = run;
		run = fold(before, event);

		for (const line of describeEvent(before, event)) {
			sayPlainly(line.text, 'ko');
		}

		reporter.event(before, event, run);
	}

	const whole = foldAll(events);
	const view = toRunView(whole, now);
	toRunView(whole, 0, {isReadOnly: true});
	reporter.beat(view, now);
	reporter.failure(view);
	reporter.end(toSummary({end: {kind: 'detached'}, exitCode: 0, view}));
};

test(`of ${journals} mutated journals none throws, wherever it is read`, async t => {
	// On a busy machine.
	t.timeout(120_000);
	const folder = 'test/fixtures/journals';
	const formats = await readdir(folder);
	const files = await Promise.all(
		formats.map(async format => {
			const names = await readdir(path.join(folder, format));
			return names.map(name => path.join(folder, format, name));
		}),
	);
	const recorded = await Promise.all(
		files.flat().map(async file => {
			// One character a byte.
			const content = await readFile(file, 'latin1');
			return {runId: path.basename(file, '.ndjson'), lines: content.split('\n').filter(line => line !== '')};
		}),
	);
	let read = 0;
	let stopped = 0;

	for (let round = 0; round < journals / atOnce; round++) {
		const directory = await mkdtemp(path.join(tmpdir(), 'mutated-'));
		const runs = path.join(directory, 'runs');
		await mkdir(runs);
		const ids = await Promise.all(
			Array.from({length: atOnce}, async (_, index) => {
				const {runId, lines} = pick(recorded);
				const id = `${runId}-${index}`;
				let mutated: readonly string[] = someOf(lines).map(line =>
					line.replace(`"runId":"${runId}"`, `"runId":"${id}"`),
				);

				for (let times = 1 + random(3); times > 0; times--) {
					mutated = mutate(mutated);
				}

				await writeFile(path.join(runs, `${id}.ndjson`), `${mutated.join('\n')}${pick(['\n', '', '\0\0'])}`, 'latin1');
				return id;
			}),
		);
		const journal = createJournalFromFiles(directory);
		const listed = await journal.list();
		const contents = await Promise.all(ids.map(async id => journal.read(id)));
		t.true(listed.isOk);

		for (const [index, content] of contents.entries()) {
			const {events, stop} = content.isOk ? content.value : {events: []};
			read += content.isOk ? 1 : 0;
			stopped += stop === undefined ? 0 : 1;
			t.notThrows(() => {
				if (stop !== undefined) {
					sayPlainly(stop.message, 'ko');
				}

				if (events.length > 0) {
					tellAll(events);
				}
			}, ids[index]);
		}

		const reading = {...journal, list: async () => listed};
		await Promise.all(ids.map(async id => findSubject(id, reading)));
		await findSubject(undefined, reading);

		// The same parsing as `read`, so once is enough.
		if (round === 0) {
			await findSubject('d-9FSF2I0IR', reading);
			await Promise.all(ids.map(async id => journal.readOn(id)));
		}

		await rm(directory, {recursive: true, force: true});
	}

	t.is(read, journals);
	t.true(stopped > journals / 3, `${stopped} were damaged`);
	t.true(stopped < journals * 0.9, `${stopped} were damaged`);
});
