import {type Buffer} from 'node:buffer';
import {type FileHandle, mkdir, open, readdir} from 'node:fs/promises';
import path from 'node:path';
import {fail, ok, type Problem, type Result} from '../core/problem.js';
import {type RunEvent} from '../core/run/event.js';
import {findEnd, longestLineBytes, takeLines, toJournalLine} from '../core/run/journal-lines.js';
import {toJournalProblem} from '../core/run/journal-problem.js';
import {text, type Text} from '../core/text-token.js';
import {type Journal, type JournalContent, type RefusedRun, type RunSummary} from '../ports/journal.js';
import {takeLock} from './lock-file.js';
import {readOwnIdentity, type ProcessIdentity} from './process-identity.js';
import {codeOf, openRegular, openToAppend, readPart, readRegular, type Missing, type Refused} from './regular-file.js';

const extension = '.ndjson';
const newline = 10;

/** A run of a thousand instances wrote 19 MB. */
const maximumBytes = 128 * 1024 * 1024;

const chunkBytes = 65_536;
/** As many as the platform reads side by side; each may be long. */
const filesAtOnce = 4;

const ioProblem = (code: string, message: Text, error: unknown): Problem => ({
	kind: 'input',
	code,
	message,
	nextSteps: [text('problem.journal.next-disk')],
	isRetryable: true,
	detail: error instanceof Error ? error.message : String(error),
});

/** The lines of a part of a file; `undefined` for one that is longer than any event. The last one may have no end. */
const linesOf = function* (content: Buffer): Generator<string | undefined> {
	for (let start = 0; start < content.length; ) {
		const found = content.indexOf(newline, start);
		const end = found === -1 ? content.length : found;
		yield end - start > longestLineBytes ? undefined : content.toString('utf8', start, end);
		start = end + 1;
	}
};

/** Where the line after so many begins. */
const lengthOfLines = (content: Buffer, count: number): number => {
	let end = 0;

	for (let line = 0; line < count; line++) {
		end = content.indexOf(newline, end) + 1;
	}

	return end;
};

const endsWithNewline = async (handle: FileHandle, size: number): Promise<boolean> => {
	if (size === 0) {
		return true;
	}

	const [last] = await readPart(handle, size - 1, 1);
	return last === newline;
};

/** The beginning of a file, to the end of its first line at least, or as much of it as an event may have. */
const readBeginning = async (handle: FileHandle): Promise<Buffer> => {
	let content = await readPart(handle, 0, chunkBytes);

	// Doubling the length keeps the bytes that are read twice in proportion to the line.
	while (!content.includes(newline) && content.length <= longestLineBytes) {
		const longer = await readPart(handle, 0, content.length * 2);

		if (longer.length === content.length) {
			break;
		}

		content = longer;
	}

	return content;
};

const firstLineOf = (beginning: Buffer): Buffer => {
	const end = beginning.indexOf(newline);
	return end === -1 ? beginning : beginning.subarray(0, end);
};

/** `undefined` where no event was written to its end: the process died with the first one. */
type Summarised = RunSummary | {readonly runId: string; readonly problem: Problem} | undefined;

const summarise = async (file: string, runId: string): Promise<Summarised> => {
	const opened = await openRegular(file, maximumBytes);

	if (opened.kind !== 'opened') {
		return opened.kind === 'refused' ? {runId, problem: opened.problem} : undefined;
	}

	const {handle, size} = opened;

	try {
		const end = await readPart(handle, Math.max(0, size - chunkBytes), chunkBytes);
		const ended = findEnd(linesOf(end));
		// Of a run that has ended the rest is history; one that is open may be gone on with.
		const content = ended ? firstLineOf(await readBeginning(handle)) : await readPart(handle, 0, size);
		const {events, stop} = takeLines(linesOf(content), {runId, linesBefore: 0});
		const [started] = events;
		const problem = stop && toJournalProblem(file, stop, events);

		if (started?.type !== 'run-started') {
			return problem && {runId, problem};
		}

		return {
			runId,
			startedAt: started.at,
			started,
			...(ended && {ended}),
			...(problem && {problem}),
		};
	} finally {
		await handle.close();
	}
};

/** A name that this program cannot have written stands for itself. */
const runIdOf = (name: string): string => {
	const stem = name.slice(0, -extension.length);

	try {
		return decodeURIComponent(stem);
	} catch {
		return stem;
	}
};

/**
 * The journal as files under `directory`: `runs/<run>.ndjson`, and `locks/<Elastigroup>.lock` while a controller holds
 * one. All are mode 0600. A lock of a process that died is taken over, so that a killed run can be taken up at once.
 */
export const createJournalFromFiles = (
	directory: string,
	readIdentity: () => Promise<ProcessIdentity> = readOwnIdentity,
): Journal => {
	const runs = path.join(directory, 'runs');
	const locks = path.join(directory, 'locks');
	const fileOf = (runId: string) => path.join(runs, `${encodeURIComponent(runId)}${extension}`);
	const queues = new Map<string, Promise<unknown>>();

	const write = async (runId: string, event: RunEvent): Promise<Result<void>> => {
		await mkdir(runs, {recursive: true, mode: 0o700});
		const opened = await openToAppend(fileOf(runId));

		if (opened.kind === 'refused') {
			return fail(opened.problem);
		}

		const {handle, size} = opened;

		try {
			// The line before may be torn: its writer died, or the disk was full. Ours must not be torn with it.
			const start = (await endsWithNewline(handle, size)) ? '' : '\n';
			await handle.appendFile(`${start}${toJournalLine(event)}\n`);
			await handle.sync();
		} finally {
			await handle.close();
		}

		if (size === 0) {
			await syncDirectory();
		}

		return ok(undefined);
	};

	/** A new file is on the disk only when its directory is. */
	const syncDirectory = async (): Promise<void> => {
		try {
			const handle = await open(runs, 'r');
			try {
				await handle.sync();
			} finally {
				await handle.close();
			}
		} catch {
			// Windows opens no directories; there the file's own sync is all there is.
		}
	};

	const notRead = (runId: string, found: Missing | Refused): {readonly isOk: false; readonly problem: Problem} =>
		fail(
			found.kind === 'refused'
				? found.problem
				: {
						kind: 'not-found',
						code: 'run-not-found',
						message: text('problem.journal.run-not-found', {runId}),
						nextSteps: [text('problem.journal.next-runs')],
						isRetryable: false,
					},
		);

	const ioFailure = (file: string, error: unknown): {readonly isOk: false; readonly problem: Problem} =>
		fail(ioProblem('journal-not-read', text('problem.journal.not-read', {path: file}), error));

	const toContent = (runId: string, {events, stop}: ReturnType<typeof takeLines>): JournalContent => ({
		events,
		...(stop && {stop: toJournalProblem(fileOf(runId), stop, events)}),
	});

	const summariseEntry = async (name: string): Promise<Summarised> => {
		const file = path.join(runs, name);

		try {
			return await summarise(file, runIdOf(name));
		} catch (error) {
			return {runId: runIdOf(name), problem: ioFailure(file, error).problem};
		}
	};

	return {
		async append(runId, event) {
			const before = queues.get(runId) ?? Promise.resolve();
			const written = before.then(async () => write(runId, event));
			const settled = written.catch(() => undefined);
			queues.set(runId, settled);
			try {
				return await written;
			} catch (error) {
				return fail(
					ioProblem('journal-not-written', text('problem.journal.not-written', {path: fileOf(runId)}), error),
				);
			} finally {
				if (queues.get(runId) === settled) {
					queues.delete(runId);
				}
			}
		},

		async read(runId) {
			try {
				const found = await readRegular(fileOf(runId), maximumBytes);
				return found.kind === 'content'
					? ok(toContent(runId, takeLines(linesOf(found.content), {runId, linesBefore: 0})))
					: notRead(runId, found);
			} catch (error) {
				return ioFailure(fileOf(runId), error);
			}
		},

		async readOn(runId, mark) {
			try {
				const opened = await openRegular(fileOf(runId), maximumBytes);

				if (opened.kind !== 'opened') {
					return notRead(runId, opened);
				}

				const {handle, size} = opened;
				const {bytes, lines} = mark ?? {bytes: 0, lines: 0};

				try {
					const added = await readPart(handle, bytes, Math.max(0, size - bytes));
					const whole = added.subarray(0, added.lastIndexOf(newline) + 1);
					const taken = takeLines(linesOf(whole), {runId, linesBefore: lines});
					return ok({
						...toContent(runId, taken),
						mark: {bytes: bytes + lengthOfLines(whole, taken.count), lines: lines + taken.count},
					});
				} finally {
					await handle.close();
				}
			} catch (error) {
				return ioFailure(fileOf(runId), error);
			}
		},

		async list() {
			try {
				const entries = await readdir(runs);
				const names = entries.filter(name => name.endsWith(extension)).sort();
				const summaries: RunSummary[] = [];
				const refused: RefusedRun[] = [];

				for (let start = 0; start < names.length; start += filesAtOnce) {
					for (const found of await Promise.all(names.slice(start, start + filesAtOnce).map(summariseEntry))) {
						if (found !== undefined && 'started' in found) {
							summaries.push(found);
						} else if (found !== undefined) {
							refused.push(found);
						}
					}
				}

				return ok({runs: summaries.sort((one, other) => other.startedAt - one.startedAt), refused});
			} catch (error) {
				return codeOf(error) === 'ENOENT' ? ok({runs: [], refused: []}) : ioFailure(runs, error);
			}
		},

		async lock(elastigroupId, runId) {
			const file = path.join(locks, `${encodeURIComponent(elastigroupId)}.lock`);

			try {
				await mkdir(locks, {recursive: true, mode: 0o700});
				return await takeLock(file, {elastigroupId, runId, identity: await readIdentity()});
			} catch (error) {
				return fail(ioProblem('lock-not-written', text('problem.journal.not-written', {path: file}), error));
			}
		},
	};
};
