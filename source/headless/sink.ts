import {showControl} from '../core/strip-control.js';
import {toJsonDocument, toJsonLine} from '../core/to-json.js';

type Stream = {
	write(text: string, onWritten: (error?: Error | null) => void): unknown;
	on(event: 'error', listener: (error: Error) => void): unknown;
};

/**
 * Where text leaves the program: nothing else writes to its output or its error stream while no screen is drawn. What
 * cannot be written is dropped, and told to who asks at the end: a full disk behind the output ends no deployment.
 */
export type Sink = {
	/** Each one is a line: what would break it, or act on a terminal, is written as an escape. */
	lines(lines: readonly string[]): void;
	/** A document of JSON in one line. */
	json(document: object): void;
	/** The same over several lines. */
	document(document: object): void;
	/** Settles once everything is written or dropped; to the system's code for why, where something was dropped. */
	settled(): Promise<string | undefined>;
};

const codeOf = (error: unknown): string =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

/** `onReaderGone` is called when nobody reads any more what is written, as with `| head`. */
export const createSink = (stream: Stream, onReaderGone: () => void): Sink => {
	let failure: string | undefined;
	let waiting = 0;
	let listeners: ReadonlyArray<() => void> = [];

	const fail = (error: unknown): void => {
		const code = codeOf(error);
		failure ??= code;

		if (code === 'EPIPE') {
			onReaderGone();
		}
	};

	const write = (text: string): void => {
		if (failure !== undefined || text === '') {
			return;
		}

		waiting++;
		stream.write(text, error => {
			waiting--;

			if (error) {
				fail(error);
			}

			if (waiting === 0) {
				for (const tell of listeners) {
					tell();
				}
			}
		});
	};

	// Also of what a screen wrote: an error that nobody listens to would end the process.
	stream.on('error', fail);

	return {
		lines(lines) {
			write(lines.map(line => `${showControl(line)}\n`).join(''));
		},
		json(document) {
			write(`${toJsonLine(document)}\n`);
		},
		document(document) {
			write(`${toJsonDocument(document)}\n`);
		},
		async settled() {
			await new Promise<void>(resolve => {
				if (waiting === 0) {
					resolve();
				} else {
					listeners = [...listeners, resolve];
				}
			});
			return failure;
		},
	};
};
