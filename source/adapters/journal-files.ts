import {Buffer} from 'node:buffer';
import {randomUUID} from 'node:crypto';
import {type FileHandle, link, mkdir, open, readFile, readdir, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type RunEvent} from '../core/run/event.js';
import {fail, ok, type Problem} from '../core/problem.js';
import {text, type Text} from '../core/text-token.js';
import {type Journal, type RunSummary} from '../ports/journal.js';
import {mayBeAlive, type ProcessIdentity, readOwnIdentity} from './process-identity.js';

const extension = '.ndjson';
const newline = 10;

/** Whoever reads the list reads the ends of the files; an event is far below this, a huge one is read further. */
const chunkBytes = 65_536;
const filesAtOnce = 16;

const knownTypes: Readonly<Record<RunEvent['type'], true>> = {
	'run-started': true,
	'run-resumed': true,
	'incomplete-seen': true,
	'baseline-noted': true,
	'action-intended': true,
	'action-done': true,
	'action-failed': true,
	'action-unanswered': true,
	'candidate-seen': true,
	'conflict-seen': true,
	'sources-seen': true,
	'controller-seen': true,
	'request-made': true,
	'blue-green-seen': true,
	'deployment-seen': true,
	'targets-seen': true,
	'fleet-seen': true,
	'capacity-seen': true,
	'spot-log-seen': true,
	'source-lost': true,
	'source-found': true,
	'run-ended': true,
};

/** An event, or undefined for a torn line and for an event of a later version of the program. */
const parseLine = (line: string): RunEvent | undefined => {
	try {
		const value: unknown = JSON.parse(line);
		const isEvent =
			typeof value === 'object' &&
			value !== null &&
			'type' in value &&
			typeof value.type === 'string' &&
			Object.hasOwn(knownTypes, value.type) &&
			'at' in value &&
			typeof value.at === 'number';
		// The program wrote the line itself; its envelope is enough to tell a whole line from a torn one.
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- see above
		return isEvent ? (value as RunEvent) : undefined;
	} catch {
		return undefined;
	}
};

const parseLines = (content: string): readonly RunEvent[] =>
	content.split('\n').flatMap(line => {
		const event = line === '' ? undefined : parseLine(line);
		return event === undefined ? [] : [event];
	});

const codeOf = (error: unknown): string | undefined =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const ioProblem = (code: string, message: Text, error: unknown): Problem => ({
	kind: 'input',
	code,
	message,
	nextSteps: [text('problem.journal.next-disk')],
	isRetryable: true,
	detail: error instanceof Error ? error.message : String(error),
});

const readPart = async (file: FileHandle, from: number, length: number): Promise<Buffer> => {
	const buffer = Buffer.alloc(length);
	const {bytesRead} = await file.read(buffer, 0, length, from);
	return buffer.subarray(0, bytesRead);
};

const endsWithNewline = async (file: FileHandle): Promise<boolean> => {
	const {size} = await file.stat();
	if (size === 0) {
		return true;
	}

	const [last] = await readPart(file, size - 1, 1);
	return last === newline;
};

const readFirstLine = async (file: FileHandle, size: number): Promise<string> => {
	let start = Buffer.alloc(0);
	while (start.length < size && !start.includes(newline)) {
		start = Buffer.concat([start, await readPart(file, start.length, chunkBytes)]);
	}

	const end = start.indexOf(newline);
	return start.toString('utf8', 0, end === -1 ? undefined : end);
};

const summarise = async (file: string): Promise<RunSummary | undefined> => {
	const handle = await open(file, 'r');
	try {
		const {size} = await handle.stat();
		const started = parseLine(await readFirstLine(handle, size));
		if (started?.type !== 'run-started') {
			return undefined;
		}

		const tail = await readPart(handle, Math.max(0, size - chunkBytes), chunkBytes);
		const ended = parseLines(tail.toString('utf8')).findLast(event => event.type === 'run-ended');
		return {
			runId: started.config.runId,
			startedAt: started.at,
			started,
			...(ended !== undefined && {ended}),
		};
	} finally {
		await handle.close();
	}
};

type Holder = ProcessIdentity & {readonly runId: string; readonly since: string; readonly mark: string};

const parseHolder = (content: string): Holder | undefined => {
	try {
		const value: unknown = JSON.parse(content);
		const isHolder =
			typeof value === 'object' &&
			value !== null &&
			'pid' in value &&
			Number.isInteger(value.pid) &&
			'host' in value &&
			typeof value.host === 'string' &&
			'runId' in value &&
			typeof value.runId === 'string';
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- judged just above
		return isHolder ? (value as Holder) : undefined;
	} catch {
		return undefined;
	}
};

const readIfThere = async (file: string): Promise<string | undefined> => {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
};

/** Creates the file with its content at once, so that nobody ever reads half of it; false when there is one. */
const createWhole = async (file: string, content: string): Promise<boolean> => {
	const draft = `${file}.${randomUUID()}`;
	await writeFile(draft, content, {mode: 0o600, flag: 'wx'});
	try {
		await link(draft, file);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') {
			return false;
		}

		throw error;
	} finally {
		await rm(draft, {force: true});
	}
};

/** Takes away the lock of a dead process. Should another one have taken it over meanwhile, that one is put back. */
const removeStale = async (file: string, judged: string): Promise<void> => {
	const aside = `${file}.${randomUUID()}`;
	try {
		await rename(file, aside);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			return;
		}

		throw error;
	}

	try {
		if ((await readIfThere(aside)) !== judged) {
			await link(aside, file);
		}
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') {
			throw error;
		}
	} finally {
		await rm(aside, {force: true});
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

	const write = async (runId: string, event: RunEvent): Promise<void> => {
		await mkdir(runs, {recursive: true, mode: 0o700});
		const handle = await open(fileOf(runId), 'a+', 0o600);
		try {
			const {size} = await handle.stat();
			// The line before may be torn: its writer died, or the disk was full. Ours must not be torn with it.
			const start = (await endsWithNewline(handle)) ? '' : '\n';
			await handle.appendFile(`${start}${JSON.stringify(event)}\n`);
			await handle.sync();
			if (size === 0) {
				await syncDirectory();
			}
		} finally {
			await handle.close();
		}
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

	const notReadProblem = (runId: string, error: unknown): Problem =>
		codeOf(error) === 'ENOENT'
			? {
					kind: 'not-found',
					code: 'run-not-found',
					message: text('problem.journal.run-not-found', {runId}),
					nextSteps: [text('problem.journal.next-runs')],
					isRetryable: false,
				}
			: ioProblem('journal-not-read', text('problem.journal.not-read', {path: fileOf(runId)}), error);

	const summariseIfReadable = async (name: string): Promise<RunSummary | undefined> => {
		try {
			return await summarise(path.join(runs, name));
		} catch {
			return undefined;
		}
	};

	return {
		async append(runId, event) {
			const before = queues.get(runId) ?? Promise.resolve();
			const written = before.then(async () => write(runId, event));
			const settled = written.catch(() => undefined);
			queues.set(runId, settled);
			try {
				await written;
				return ok(undefined);
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
				return ok(parseLines(await readFile(fileOf(runId), 'utf8')));
			} catch (error) {
				return fail(notReadProblem(runId, error));
			}
		},

		async readOn(runId, mark = 0) {
			try {
				const handle = await open(fileOf(runId), 'r');
				try {
					const {size} = await handle.stat();
					const added = await readPart(handle, mark, Math.max(0, size - mark));
					const whole = added.subarray(0, added.lastIndexOf(newline) + 1);
					return ok({events: parseLines(whole.toString('utf8')), mark: mark + whole.length});
				} finally {
					await handle.close();
				}
			} catch (error) {
				return fail(notReadProblem(runId, error));
			}
		},

		async list() {
			try {
				const entries = await readdir(runs);
				const names = entries.filter(name => name.endsWith(extension));
				const summaries: RunSummary[] = [];
				for (let start = 0; start < names.length; start += filesAtOnce) {
					const some = await Promise.all(names.slice(start, start + filesAtOnce).map(summariseIfReadable));
					summaries.push(...some.filter(summary => summary !== undefined));
				}

				return ok(summaries.sort((one, other) => other.startedAt - one.startedAt));
			} catch (error) {
				return codeOf(error) === 'ENOENT'
					? ok([])
					: fail(ioProblem('journal-not-read', text('problem.journal.not-read', {path: runs}), error));
			}
		},

		async lock(elastigroupId, runId) {
			const file = path.join(locks, `${encodeURIComponent(elastigroupId)}.lock`);
			try {
				await mkdir(locks, {recursive: true, mode: 0o700});
				const identity = await readIdentity();
				const mine: Holder = {...identity, runId, since: new Date().toISOString(), mark: randomUUID()};
				const content = JSON.stringify(mine);
				while (!(await createWhole(file, content))) {
					const found = await readIfThere(file);
					if (found === undefined) {
						continue;
					}

					const holder = parseHolder(found);
					if (holder !== undefined && (await mayBeAlive(holder))) {
						const problem: Problem = {
							kind: 'conflict',
							code: 'elastigroup-locked',
							message: text('problem.journal.locked', {
								elastigroupId,
								runId: holder.runId,
								pid: holder.pid,
								host: holder.host,
							}),
							nextSteps: [
								text('problem.journal.next-watch', {runId: holder.runId}),
								text('problem.journal.next-unlock', {path: file}),
							],
							isRetryable: true,
						};
						const {pid, host, since} = holder;
						return {isOk: false, problem, holder: {runId: holder.runId, pid, host, since: Date.parse(since)}};
					}

					await removeStale(file, found);
				}

				return ok({
					async release() {
						// Somebody may have removed the file by hand and locked it since.
						if ((await readIfThere(file)) === content) {
							await rm(file, {force: true});
						}
					},
				});
			} catch (error) {
				return fail(ioProblem('lock-not-written', text('problem.journal.not-written', {path: file}), error));
			}
		},
	};
};
