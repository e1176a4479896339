import {randomUUID} from 'node:crypto';
import {link, rename, rm, writeFile} from 'node:fs/promises';
import * as z from 'zod';
import {parseJson} from '../core/parse-json.js';
import {type Problem} from '../core/problem.js';
import {text} from '../core/text-token.js';
import {type Journal, type Lock} from '../ports/journal.js';
import {mayBeAlive, type ProcessIdentity} from './process-identity.js';
import {codeOf, readRegular, refuseFile} from './regular-file.js';

const maximumBytes = 1024 * 1024;

/** Somebody else may take and release it in between; nobody does so a hundred times in a row. */
const attempts = 100;

const holderSchema = z.object({
	pid: z.int().positive(),
	host: z.string(),
	birth: z.string().optional(),
	runId: z.string(),
	since: z.string().transform(Date.parse).refine(Number.isFinite),
});

type Holder = z.output<typeof holderSchema>;

type FoundLock =
	| {readonly kind: 'free'}
	| {readonly kind: 'held'; readonly content: string; readonly holder: Holder}
	/** Written by halves, by a program that died meanwhile. */
	| {readonly kind: 'torn'; readonly content: string}
	| {readonly kind: 'refused'; readonly problem: Problem};

const readLock = async (file: string): Promise<FoundLock> => {
	const found = await readRegular(file, maximumBytes);

	if (found.kind !== 'content') {
		return found.kind === 'missing' ? {kind: 'free'} : found;
	}

	const content = found.content.toString('utf8');
	const parsed = parseJson(content);

	if (parsed.kind === 'invalid' && parsed.isCutOff) {
		return {kind: 'torn', content};
	}

	const holder = holderSchema.safeParse(parsed.kind === 'value' ? parsed.value : undefined);
	return holder.success ? {kind: 'held', content, holder: holder.data} : refuseFile(file, text('problem.file.no-lock'));
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

const isContent = async (file: string, content: string): Promise<boolean> => {
	const found = await readRegular(file, maximumBytes);
	return found.kind === 'content' && found.content.toString('utf8') === content;
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
		if (!(await isContent(aside, judged))) {
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

const toLock = (file: string, content: string): Lock => ({
	async release() {
		// Somebody may have removed the file by hand and locked it since.
		if (await isContent(file, content)) {
			await rm(file, {force: true});
		}
	},
});

const lockedProblem = (file: string, elastigroupId: string, {runId, pid, host}: Holder): Problem => ({
	kind: 'conflict',
	code: 'elastigroup-locked',
	message: text('problem.journal.locked', {elastigroupId, runId, pid, host}),
	nextSteps: [text('problem.journal.next-watch', {runId}), text('problem.journal.next-unlock', {path: file})],
	isRetryable: true,
});

/**
 * Takes the lock that stands in `file`, from a process that died too; throws where the file cannot be written. One
 * that cannot be judged is left alone: it may be a newer program's.
 */
export const takeLock = async (
	file: string,
	{
		elastigroupId,
		runId,
		identity,
	}: {
		readonly elastigroupId: string;
		readonly runId: string;
		readonly identity: ProcessIdentity;
	},
): ReturnType<Journal['lock']> => {
	const content = JSON.stringify({...identity, runId, since: new Date().toISOString(), mark: randomUUID()});

	for (let attempt = 0; attempt < attempts; attempt++) {
		if (await createWhole(file, content)) {
			return {isOk: true, value: toLock(file, content)};
		}

		const found = await readLock(file);

		if (found.kind === 'free') {
			continue;
		}

		if (found.kind === 'refused') {
			return {isOk: false, problem: found.problem};
		}

		if (found.kind === 'held' && (await mayBeAlive(found.holder))) {
			const {pid, host, since, runId: holding} = found.holder;
			return {
				isOk: false,
				problem: lockedProblem(file, elastigroupId, found.holder),
				holder: {runId: holding, pid, host, since},
			};
		}

		await removeStale(file, found.content);
	}

	throw new Error(`The lock changed hands ${attempts} times.`);
};
