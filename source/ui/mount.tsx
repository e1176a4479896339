import {type ReadStream, type WriteStream} from 'node:tty';
import {type AppEnd, type AppModel} from '../core/app/model.js';
import {type AppMessage} from '../core/app/message.js';
import {type Store} from '../runtime/store.js';

/** The terminal to draw on and to read from; tests give their own. */
export type MountOptions = {
	readonly store: Store<AppModel, AppMessage>;
	readonly stdin: ReadStream;
	readonly stdout: WriteStream;
};

/**
 * Draws the program until it ends. The sole owner of Ink and of raw mode; puts the terminal back whatever happens.
 * Resolves after the last frame is painted; the caller prints `lines` and chooses the exit code.
 */
export const mount = async (options: MountOptions): Promise<AppEnd> => {
	throw new Error(`not drawn yet: ${options.store.getModel().screen.kind}`);
};
