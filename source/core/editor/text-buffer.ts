import {compose} from '../strip-control.js';

/**
 * One line, or one document, of text with a caret, edited by graphemes: a flag, an accented letter or a Hangul syllable
 * is one step, never half a one.
 */
export type TextBuffer = {
	readonly graphemes: readonly string[];
	/** Between graphemes: 0 stands before the first. */
	readonly caret: number;
};

export type BufferEdit =
	| {readonly kind: 'insert'; readonly text: string}
	| {readonly kind: 'delete-before'}
	| {readonly kind: 'delete-after'}
	| {readonly kind: 'delete-word-before'}
	| {readonly kind: 'kill-before'}
	| {readonly kind: 'kill-after'}
	| {readonly kind: 'move-left'}
	| {readonly kind: 'move-right'}
	| {readonly kind: 'move-word-left'}
	| {readonly kind: 'move-word-right'}
	| {readonly kind: 'move-to-start'}
	| {readonly kind: 'move-to-end'};

let segmenter: Intl.Segmenter | undefined;

/** Code units that the segmenter is given at once: V8's takes the square of their number. */
const pieceLength = 1024;

/** Where a piece that begins there ends: not between the halves of a character. */
const endOfPiece = (text: string, start: number): number => {
	let end = start + pieceLength;

	while (/[\uD800-\uDBFF]/.test(text.charAt(end - 1))) {
		end++;
	}

	return end;
};

/** Made at the first text that needs it: constructing a segmenter costs ten milliseconds of the first frame. */
export const splitGraphemes = (text: string): readonly string[] => {
	if (/^[\u0020-\u007E]*$/.test(text)) {
		return [...text];
	}

	segmenter ??= new Intl.Segmenter();
	const graphemes: string[] = [];
	// The last grapheme of a piece may go on in the next one.
	let open: string | undefined;

	for (let start = 0; start < text.length; ) {
		const end = endOfPiece(text, start);

		for (const {segment} of segmenter.segment((open ?? '') + text.slice(start, end))) {
			graphemes.push(segment);
		}

		start = end;
		open = start < text.length ? graphemes.pop() : undefined;
	}

	return graphemes;
};

/** The caret stands at the end. */
export const toBuffer = (text: string): TextBuffer => {
	const graphemes = splitGraphemes(text);
	return {graphemes, caret: graphemes.length};
};

export const textOf = (buffer: TextBuffer): string => buffer.graphemes.join('');

const isBlank = (grapheme: string | undefined): boolean => grapheme === undefined || /^[\s,=/:.-]$/.test(grapheme);

const wordLeft = ({graphemes, caret}: TextBuffer): number => {
	let at = caret;

	while (at > 0 && isBlank(graphemes[at - 1])) {
		at--;
	}

	while (at > 0 && !isBlank(graphemes[at - 1])) {
		at--;
	}

	return at;
};

const wordRight = ({graphemes, caret}: TextBuffer): number => {
	let at = caret;

	while (at < graphemes.length && isBlank(graphemes[at])) {
		at++;
	}

	while (at < graphemes.length && !isBlank(graphemes[at])) {
		at++;
	}

	return at;
};

const cut = (buffer: TextBuffer, from: number, to: number): TextBuffer => ({
	graphemes: buffer.graphemes.toSpliced(from, to - from),
	caret: from,
});

/**
 * What may stand in a line: newlines and tabs of a paste become spaces, other control characters go. A document keeps
 * its newlines and tabs. Text is composed (NFC), as the clouds compare bytes and keyboards of macOS send it decomposed.
 */
export const cleanInput = (text: string, isDocument: boolean): string => {
	const lines = compose(text).replaceAll(/\r\n?/g, '\n');
	const flat = isDocument ? lines : lines.replace(/(?<!\n)\n+$/, '').replaceAll(/[\n\t]+/g, ' ');
	// eslint-disable-next-line no-control-regex
	return flat.replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '');
};

const insert = (buffer: TextBuffer, text: string): TextBuffer => {
	// The neighbours are segmented again: a combining mark or a jamo joins the grapheme before it.
	const before = buffer.graphemes.slice(0, buffer.caret).join('') + text;
	const head = splitGraphemes(compose(before));
	const whole = splitGraphemes(head.join('') + buffer.graphemes.slice(buffer.caret).join(''));
	return {graphemes: whole, caret: Math.min(head.length, whole.length)};
};

/** One edit; an edit that can do nothing gives the same buffer. */
export const editBuffer = (buffer: TextBuffer, edit: BufferEdit): TextBuffer => {
	const {graphemes, caret} = buffer;

	switch (edit.kind) {
		case 'insert': {
			return edit.text === '' ? buffer : insert(buffer, edit.text);
		}

		case 'delete-before': {
			return caret === 0 ? buffer : cut(buffer, caret - 1, caret);
		}

		case 'delete-after': {
			return caret === graphemes.length ? buffer : cut(buffer, caret, caret + 1);
		}

		case 'delete-word-before': {
			return caret === 0 ? buffer : cut(buffer, wordLeft(buffer), caret);
		}

		case 'kill-before': {
			return caret === 0 ? buffer : cut(buffer, 0, caret);
		}

		case 'kill-after': {
			return caret === graphemes.length ? buffer : cut(buffer, caret, graphemes.length);
		}

		case 'move-left': {
			return caret === 0 ? buffer : {graphemes, caret: caret - 1};
		}

		case 'move-right': {
			return caret === graphemes.length ? buffer : {graphemes, caret: caret + 1};
		}

		case 'move-word-left': {
			return {graphemes, caret: wordLeft(buffer)};
		}

		case 'move-word-right': {
			return {graphemes, caret: wordRight(buffer)};
		}

		case 'move-to-start': {
			return caret === 0 ? buffer : {graphemes, caret: 0};
		}

		case 'move-to-end': {
			return caret === graphemes.length ? buffer : {graphemes, caret: graphemes.length};
		}
	}
};

/**
 * The part of the line that fits `cells` with the caret in it: what stands before the caret, under it, and after it.
 * The caret at the end stands on a blank. `widthOf` measures one grapheme in cells.
 */
export const bufferWindow = (
	buffer: TextBuffer,
	cells: number,
	widthOf: (grapheme: string) => number,
): {
	readonly before: string;
	readonly under: string;
	readonly after: string;
	readonly hasMoreBefore: boolean;
	readonly hasMoreAfter: boolean;
} => {
	const {graphemes, caret} = buffer;
	const under = graphemes[caret] ?? ' ';
	let room = cells - widthOf(under);
	let from = caret;
	let to = Math.min(caret + 1, graphemes.length);
	// The caret keeps a third of the line to its right where there is text, so that one sees what it moves into.
	let right = Math.floor(cells / 3);

	for (let next = graphemes[to]; next !== undefined && right >= widthOf(next) && room >= widthOf(next); ) {
		right -= widthOf(next);
		room -= widthOf(next);
		to++;
		next = graphemes[to];
	}

	for (let next = graphemes[from - 1]; next !== undefined && room >= widthOf(next); ) {
		room -= widthOf(next);
		from--;
		next = graphemes[from - 1];
	}

	for (let next = graphemes[to]; next !== undefined && room >= widthOf(next); ) {
		room -= widthOf(next);
		to++;
		next = graphemes[to];
	}

	return {
		before: graphemes.slice(from, caret).join(''),
		under,
		after: graphemes.slice(caret + 1, to).join(''),
		hasMoreBefore: from > 0,
		hasMoreAfter: to < graphemes.length,
	};
};
