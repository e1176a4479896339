import {Buffer} from 'node:buffer';

/**
 * The most that any answer may be. The list of all Elastigroups holds the user data of each, some 25 MB for a thousand
 * of them; everything else is far smaller.
 */
const mostAnswerBytes = 64 * 1024 * 1024;

/** How often the time for the beginning of an answer may pass until all of it is there. */
export const wholeAnswerFactor = 2;

export type TimeLimit = {
	/** Aborts when the time is over, or when the outer signal does. */
	readonly signal: AbortSignal;
	/** Whether the time ran out. */
	isOver(): boolean;
	/** To be called when the work is done, however it was. */
	end(): void;
};

/** Linked by hand: `AbortSignal.any` keeps every signal that it made for as long as the outer one lives. */
export const startTimeLimit = (ms: number, outer?: AbortSignal): TimeLimit => {
	const controller = new AbortController();
	let isOver = false;
	const abort = () => {
		controller.abort();
	};

	const timer = setTimeout(() => {
		isOver = true;
		abort();
	}, ms);

	if (outer?.aborted) {
		abort();
	}

	outer?.addEventListener('abort', abort);
	return {
		signal: controller.signal,
		isOver: () => isOver,
		end() {
			clearTimeout(timer);
			outer?.removeEventListener('abort', abort);
		},
	};
};

/** An answer that is longer than any. */
export class TooLongAnswer extends Error {
	override readonly name = 'TooLongAnswer';
}

/** All of a body, unpacked; ends the connection where it is too long. */
export const readWhole = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
	const chunks: Uint8Array[] = [];
	let bytes = 0;

	for await (const chunk of body) {
		bytes += chunk.byteLength;

		if (bytes > mostAnswerBytes) {
			throw new TooLongAnswer(`longer than ${mostAnswerBytes} bytes`);
		}

		chunks.push(chunk);
	}

	return Buffer.concat(chunks);
};
