/**
 * Opens and reads the program's files. Anything but a regular file is refused by its name and never opened: opening a
 * pipe may wait for ever, and a device may never end. Links to regular files are followed.
 */
import {Buffer} from 'node:buffer';
import {constants, type Stats} from 'node:fs';
import {type FileHandle, lstat, open, stat} from 'node:fs/promises';
import {type Problem} from '../core/problem.js';
import {text, type Text} from '../core/text-token.js';

export type Refused = {readonly kind: 'refused'; readonly why: Text; readonly problem: Problem};
export type Missing = {readonly kind: 'missing'};

const megabyte = 1024 * 1024;

/** The code that an error of the file system carries, such as `ENOENT`. */
export const codeOf = (error: unknown): string | undefined =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

export const refuseFile = (file: string, why: Text): Refused => ({
	kind: 'refused',
	why,
	problem: {
		kind: 'input',
		code: 'file-refused',
		message: text('problem.file.refused', {file, why}),
		nextSteps: [text('problem.file.next', {file})],
		isRetryable: false,
	},
});

/** A file that has more than `maximumBytes`, or would have. */
export const refuseLarge = (file: string, maximumBytes: number): Refused =>
	refuseFile(file, text('problem.file.large', {megabytes: maximumBytes / megabyte}));

const whyIrregular = (found: Stats): Text | undefined => {
	if (found.isFile()) {
		return undefined;
	}

	if (found.isDirectory()) {
		return text('problem.file.folder');
	}

	return found.isFIFO() ? text('problem.file.pipe') : text('problem.file.device');
};

/** The kind of file under the name, and its size; follows links. */
const look = async (file: string): Promise<Refused | Missing | {readonly kind: 'regular'; readonly size: number}> => {
	try {
		const found = await stat(file);
		const why = whyIrregular(found);
		return why === undefined ? {kind: 'regular', size: found.size} : refuseFile(file, why);
	} catch (error) {
		if (codeOf(error) === 'ELOOP') {
			return refuseFile(file, text('problem.file.loop'));
		}

		if (codeOf(error) !== 'ENOENT') {
			throw error;
		}
	}

	try {
		const found = await lstat(file);
		return found.isSymbolicLink() ? refuseFile(file, text('problem.file.dangling')) : {kind: 'missing'};
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			return {kind: 'missing'};
		}

		throw error;
	}
};

// eslint-disable-next-line no-bitwise -- flags of open(2); a pipe that was put there meanwhile must not be waited for
const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
// eslint-disable-next-line no-bitwise -- see above
const appendFlags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);

type Opened = {readonly kind: 'opened'; readonly handle: FileHandle; readonly size: number};

/** Opens the file and checks the opened one: it may have been replaced since the first check. */
const openAs = async (file: string, flags: number): Promise<Refused | Opened> => {
	const handle = await open(file, flags, 0o600);
	const found = await handle.stat();
	const why = whyIrregular(found);

	if (why === undefined) {
		return {kind: 'opened', handle, size: found.size};
	}

	await handle.close();
	return refuseFile(file, why);
};

/** Opens a file for reading; the caller closes it. */
export const openRegular = async (file: string, maximumBytes: number): Promise<Refused | Missing | Opened> => {
	const seen = await look(file);

	if (seen.kind !== 'regular') {
		return seen;
	}

	return seen.size > maximumBytes ? refuseLarge(file, maximumBytes) : openAs(file, readFlags);
};

/** Opens a file for appending, and creates it if it is missing; the caller closes it. */
export const openToAppend = async (file: string): Promise<Refused | Opened> => {
	const seen = await look(file);
	return seen.kind === 'refused' ? seen : openAs(file, appendFlags);
};

/** Reads `length` bytes from `from` on, fewer at the end of the file. */
export const readPart = async (handle: FileHandle, from: number, length: number): Promise<Buffer> => {
	const buffer = Buffer.alloc(length);
	let filled = 0;

	while (filled < length) {
		const {bytesRead} = await handle.read(buffer, filled, length - filled, from + filled);

		if (bytesRead === 0) {
			break;
		}

		filled += bytesRead;
	}

	return buffer.subarray(0, filled);
};

/** The whole file as it was when it was opened. */
export const readRegular = async (
	file: string,
	maximumBytes: number,
): Promise<Refused | Missing | {readonly kind: 'content'; readonly content: Buffer}> => {
	const opened = await openRegular(file, maximumBytes);

	if (opened.kind !== 'opened') {
		return opened;
	}

	try {
		return {kind: 'content', content: await readPart(opened.handle, 0, Math.min(opened.size, maximumBytes))};
	} finally {
		await opened.handle.close();
	}
};
