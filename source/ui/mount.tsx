import {type ReadStream, type WriteStream} from 'node:tty';
import {render} from 'ink';
import {type AppMessage} from '../core/app/message.js';
import {type AppEnd, type AppModel} from '../core/app/model.js';
import {flushKeys, initialReader, readChunk, type KeyEvent, type KeyReader} from '../core/keys/key-event.js';
import {type Store} from '../runtime/store.js';
import {App} from './app.js';

/** What the interpreter needs of the screen. */
type Terminal = {
	redraw(): void;
	/** Gives the terminal to another program, and takes it back when that has ended. */
	aside<Value>(work: () => Promise<Value>): Promise<Value>;
};

/** The terminal to draw on and to read from; tests give their own. */
export type MountOptions = {
	readonly store: Store<AppModel, AppMessage>;
	readonly stdin: ReadStream;
	readonly stdout: WriteStream;
	/** Given the screen, once it exists: `createAppStore` has the `attach` to pass here. */
	attach?(terminal: Terminal): void;
	/** Called with what puts the terminal back, for a process that dies in the middle. */
	atCrash?(restore: () => void): void;
};

const escape = '\u001B';
const pasteOn = `${escape}[?2004h`;
const pasteOff = `${escape}[?2004l`;
const cursorOn = `${escape}[?25h`;
const cursorOff = `${escape}[?25l`;
const clearScreen = `${escape}[2J${escape}[H`;

/** One subscription to the keyboard: bytes in, key events out. */
const listen = (stdin: ReadStream, onEvent: (event: KeyEvent) => void): (() => void) => {
	let reader: KeyReader = initialReader;
	let timer: NodeJS.Timeout | undefined;
	let turn: NodeJS.Immediate | undefined;

	const stopWaiting = (): void => {
		clearTimeout(timer);
		clearImmediate(turn);
	};

	const take = (read: {readonly reader: KeyReader; readonly events: readonly KeyEvent[]}): void => {
		reader = read.reader;

		for (const event of read.events) {
			onEvent(event);
		}
	};

	const onReadable = (): void => {
		stopWaiting();

		for (let chunk: unknown = stdin.read(); typeof chunk === 'string'; chunk = stdin.read()) {
			take(readChunk(reader, chunk, performance.now()));
		}

		if (reader.flushAt !== undefined) {
			timer = setTimeout(() => {
				// After a stall the rest may have come in time, and only has not been read yet: that is done first.
				turn = setImmediate(() => {
					take(flushKeys(reader));
				});
			}, reader.flushAt - performance.now());
		}
	};

	// Decodes characters that are split between two reads.
	stdin.setEncoding('utf8');
	stdin.setRawMode(true);
	stdin.ref();
	stdin.on('readable', onReadable);

	return () => {
		stopWaiting();
		stdin.off('readable', onReadable);
		stdin.setRawMode(false);
		stdin.unref();
		// Node reads on until the stream is paused, and cannot pause one that `readable` was listened to a moment ago:
		// it would take keys away from whoever has the terminal next.
		setImmediate(() => {
			stdin.pause();
		});
	};
};

const nextTurn = async (): Promise<void> =>
	new Promise(resolve => {
		setImmediate(resolve);
	});

/**
 * Draws the program until it ends. The sole owner of Ink and of raw mode; puts the terminal back whatever happens.
 * Resolves after the last frame is painted; the caller prints `lines` and chooses the exit code. Rejects only where
 * drawing itself broke.
 */
export const mount = async (options: MountOptions): Promise<AppEnd> => {
	const {store, stdin, stdout} = options;
	let isRestored = false;

	const onEvent = (event: KeyEvent): void => {
		store.dispatch({type: 'key-pressed', event});
	};

	const onResize = (): void => {
		store.dispatch({type: 'resized', columns: stdout.columns, rows: stdout.rows});
	};

	// Before Ink's own listener, so that the frame it draws then is already of the new size.
	stdout.on('resize', onResize);

	const instance = render(<App store={store} />, {
		stdin,
		stdout,
		exitOnCtrlC: false,
		patchConsole: false,
		// The data is slow by itself; a throttle of frames only makes keys slow (docs/decisions).
		maxFps: 1000,
	});

	let stopListening = listen(stdin, onEvent);
	stdout.write(pasteOn);

	const restore = (): void => {
		if (isRestored) {
			return;
		}

		isRestored = true;
		stopListening();
		stdout.off('resize', onResize);
		stdout.write(pasteOff + cursorOn);
	};

	options.atCrash?.(restore);
	options.attach?.({
		redraw() {
			// Ink writes only what differs from its last frame: an empty one between makes it write all.
			stdout.write(clearScreen);
			instance.rerender(null);
			instance.rerender(<App store={store} />);
		},
		async aside(work) {
			instance.rerender(null);
			stopListening();
			stdout.write(pasteOff + cursorOn);
			await nextTurn();

			try {
				return await work();
			} finally {
				stdout.write(pasteOn + cursorOff);
				stopListening = listen(stdin, onEvent);
				onResize();
				instance.rerender(<App store={store} />);
			}
		},
	});

	try {
		const end = await new Promise<AppEnd>((resolve, reject) => {
			const look = (): void => {
				const {screen} = store.getModel();

				if (screen.kind === 'closed') {
					stop();
					resolve(screen.end);
				}
			};

			const stop = store.subscribe(look);
			// Ink ends by itself only when drawing threw.
			instance.waitUntilExit().catch(reject);

			// The frame is in the terminal before the first byte of a cloud's client is read.
			setImmediate(() => {
				store.dispatch({type: 'first-frame-painted'});
				look();
			});
		});

		// The views are told in the same turn as we are; what they draw of it is written by unmounting.
		await nextTurn();

		return end;
	} finally {
		instance.unmount();
		restore();
	}
};
