/**
 * Loaded before the built program, which knows nothing of it. It ends the process by a SIGKILL of its own at a line of
 * the journal, exactly before or after the line reaches the disk, so that no test has to win a race; and it moves time,
 * the simulator's too, only while the program has nothing to do but to wait.
 */
import {readFileSync, writeFileSync, writeSync} from 'node:fs';
import {open} from 'node:fs/promises';
import process from 'node:process';
import {watchIdleness, whenIdle} from './idleness.js';

export type Mortality = {
	/** Holds the present moment, for this process and for the simulator. */
	readonly clockFile: string;
	/** Steps at which it dies, all but the observations, or some of all that a seed chooses. */
	readonly fatal: readonly string[] | 'all' | {readonly seed: number; readonly share: number};
	/** Nothing is died of twice. */
	readonly survived: readonly string[];
	/** What the journal holds already. */
	readonly lines: readonly JournalLine[];
};

/** As much of an event as is needed to name it. */
export type JournalLine = {
	readonly type: string;
	readonly at: number;
	readonly number?: number;
	readonly action?: {readonly kind: string};
	readonly request?: string;
};

// The test wrote it.
// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion
const mortality = JSON.parse(process.env['MORTALITY'] ?? '{}') as Mortality;
const now = (): number => Number(readFileSync(mortality.clockFile, 'utf8'));

Date.now = now;
performance.now = () => now() - performance.timeOrigin;

/** Shorter waits are the clients' own, which go by real time. */
const shortestWait = 1000;
const {setTimeout: startTimer, clearTimeout: stopTimer} = globalThis;
const waiting = new Map<NodeJS.Timeout | undefined, {readonly due: number; ring(): void}>();

const passTo = (moment: number): void => {
	writeFileSync(mortality.clockFile, String(Math.max(now(), moment)));
};

const startWait = (ring: () => void, ms = 0): NodeJS.Timeout => {
	const due = now() + ms;
	const timer = startTimer(() => {
		waiting.delete(timer);
		passTo(due);
		ring();
	}, ms);

	if (ms >= shortestWait) {
		waiting.set(timer, {due, ring});
	}

	return timer;
};

const stopWait = (timer: NodeJS.Timeout | undefined): void => {
	waiting.delete(timer);
	stopTimer(timer);
};

Object.assign(globalThis, {setTimeout: startWait, clearTimeout: stopWait});

whenIdle(watchIdleness(), () => {
	const [next] = [...waiting].sort(([, one], [, other]) => one.due - other.due);

	if (next !== undefined) {
		const [timer, {due, ring}] = next;
		passTo(due);
		waiting.delete(timer);
		stopTimer(timer);
		ring();
	}
});

const decisive = new Set(['run-started', 'run-resumed', 'baseline-noted', 'request-made', 'run-ended']);
const kinds: Record<number, string | undefined> = {};

const isNews = ({type, number}: JournalLine): boolean => number === undefined && !decisive.has(type);

/** What tells this step from the others; that of an action counts as one, however often it is tried. */
const nameOf = ({type, at: _, number, action, ...rest}: JournalLine): string => {
	if (number !== undefined) {
		kinds[number] ??= action?.kind;
		return `${type} ${kinds[number] ?? ''}`;
	}

	return decisive.has(type) ? [type, rest.request ?? []].flat().join(' ') : `${type} ${JSON.stringify(rest)}`;
};

for (const line of mortality.lines) {
	nameOf(line);
}

/* eslint-disable no-bitwise -- a hash is about bits */
/** From 0 to below 1 for a seed and a step, the same each time. */
const draw = (seed: number, step: string): number => {
	let hash = Math.imul(seed, 0x9e_37_79_b9);
	for (const sign of step) {
		hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01_00_01_93);
	}

	hash = Math.imul(hash ^ (hash >>> 15), 0x85_eb_ca_6b);
	return ((hash ^ (hash >>> 13)) >>> 0) / 0x1_00_00_00_00;
};
/* eslint-enable no-bitwise */

const dieAt = async (line: JournalLine, step: string): Promise<void> => {
	const {fatal, survived} = mortality;
	const isFatal =
		typeof fatal === 'object' && 'seed' in fatal
			? draw(fatal.seed, step) < fatal.share
			: !isNews(line) && (fatal === 'all' || fatal.includes(step));

	if (isFatal && !survived.includes(step)) {
		writeSync(2, `\ndied: ${step}\n`);
		process.kill(process.pid, 'SIGKILL');
		await new Promise(() => {
			// Never: it is dead.
		});
	}
};

const file = await open(process.execPath);
// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the class of every open file
const prototype = Object.getPrototypeOf(file) as Pick<typeof file, 'appendFile' | 'sync'>;
await file.close();
const {appendFile, sync} = prototype;
let written: {readonly line: JournalLine; readonly step: string} | undefined;

Object.assign(prototype, {
	async appendFile(this: typeof file, data: string) {
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the program appends events alone
		const line = JSON.parse(data) as JournalLine;
		const step = nameOf(line);

		// An observation that is lost is the death at the line before it.
		if (!isNews(line)) {
			await dieAt(line, `before ${step}`);
		}

		written = {line, step: `after ${step}`};
		await appendFile.call(this, data);
	},
	async sync(this: typeof file) {
		await sync.call(this);

		if (written !== undefined) {
			await dieAt(written.line, written.step);
		}
	},
});
