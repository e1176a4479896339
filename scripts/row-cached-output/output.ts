import {
	styledCharsFromTokens,
	styledCharsToString,
	tokenize,
	type StyledChar,
	type Token,
} from '@alcalzone/ansi-tokenize';
import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import Painter from '../../node_modules/ink/build/output.js';
import {simpleCells} from '../../source/ui/simple-cells.js';
import {remember} from './remember.js';

type Clip = Parameters<Painter['clip']>[0];
type WriteOptions = {readonly transformers: ReadonlyArray<(line: string, index: number) => string>};

/** What is to be painted into a row, clipped and transformed. */
type Piece = {readonly x: number; readonly line: string};

// A page of keys and the screen under it, in both languages, have some hundred rows.
const painted = remember<string>(500);
const widths = remember<number>(500);
const slices = remember<string>(500);
const colours = remember<readonly Token[]>(100);

const widthOf = (line: string): number => widths(line, () => stringWidth(line));

const sliceOf = (line: string, from: number, to: number): string =>
	slices(`${from} ${to} ${line}`, () => sliceAnsi(line, from, to));

const keyOf = (pieces: readonly Piece[], width: number): string =>
	pieces.reduce((key, {x, line}) => `${key} ${x} ${line.length} ${line}`, String(width));

// eslint-disable-next-line no-control-regex -- colours begin with one
const colour = /(\u001B\[[\d;]*m)/;

const tokensOf = (part: string, isColour: boolean): readonly Token[] =>
	isColour ? colours(part, () => tokenize(part)) : part === '' ? [] : [{type: 'char', value: part, fullWidth: false}];

/**
 * The row of pieces that stand side by side and hold nothing but colours and simple signs, or undefined for any other.
 * What has one colour is one sign to the packages under Ink, which look at the colours of every sign anew.
 */
const paintSimply = (pieces: readonly Piece[], width: number): string | undefined => {
	const runs: StyledChar[] = [];
	let end = 0;

	const space = (to: number): void => {
		if (to > end) {
			runs.push(...styledCharsFromTokens([{type: 'char', value: ' '.repeat(to - end), fullWidth: false}]));
		}
	};

	for (const {x, line} of pieces) {
		// Texts and colours take turns.
		const parts = line.split(colour);
		const own = simpleCells(parts.filter((_, index) => index % 2 === 0).join(''));

		if (own === undefined || x < end || x + own > width) {
			return undefined;
		}

		space(x);
		runs.push(...styledCharsFromTokens(parts.flatMap((part, index) => tokensOf(part, index % 2 === 1))));
		end = x + own;
	}

	space(width);
	return styledCharsToString(runs).trimEnd();
};

const paint = (pieces: readonly Piece[], width: number): string => {
	const row = paintSimply(pieces, width);

	if (row !== undefined) {
		return row;
	}

	const painter = new Painter({width, height: 1});

	for (const {x, line} of pieces) {
		// Clipping and transformers are done: what this one returns is painted as it is.
		painter.write(x, 0, ' ', {transformers: [() => line]});
	}

	return painter.get().output;
};

/** Ink's compositor, but a row is painted, by Ink's own, only where it was not painted lately (docs/decisions/0011). */
export default class Output {
	readonly #width: number;
	readonly #rows: readonly Piece[][];
	readonly #clips: Clip[] = [];

	constructor({width, height}: {readonly width: number; readonly height: number}) {
		this.#width = width;
		this.#rows = Array.from({length: height}, () => []);
	}

	clip(clip: Clip): void {
		this.#clips.push(clip);
	}

	unclip(): void {
		this.#clips.pop();
	}

	// Step by step as in the original, so that the two can be read side by side.
	write(x: number, y: number, text: string, {transformers}: WriteOptions): void {
		if (!text) {
			return;
		}

		let lines: readonly string[] = text.split('\n');
		const {x1, x2, y1, y2} = this.#clips.at(-1) ?? {};
		const isClippedAcross = x1 !== undefined && x2 !== undefined;
		const isClippedDown = y1 !== undefined && y2 !== undefined;

		if (isClippedAcross && (x + Math.max(...lines.map(line => widthOf(line))) < x1 || x > x2)) {
			return;
		}

		if (isClippedDown && (y + lines.length < y1 || y > y2)) {
			return;
		}

		if (isClippedAcross) {
			const from = Math.max(0, x1 - x);
			lines = lines.map(line => sliceOf(line, from, Math.min(widthOf(line), x2 - x)));
			x = Math.max(x, x1);
		}

		if (isClippedDown) {
			lines = lines.slice(Math.max(0, y1 - y), Math.min(lines.length, y2 - y));
			y = Math.max(y, y1);
		}

		for (const [index, line] of lines.entries()) {
			const row = this.#rows[y];

			// Above or below the frame: as in the original, what starts above it does not come down into it.
			if (!row) {
				continue;
			}

			row.push({x, line: transformers.reduce((transformed, transform) => transform(transformed, index), line)});
			y++;
		}
	}

	get(): {readonly output: string; readonly height: number} {
		const rows = this.#rows.map(pieces => painted(keyOf(pieces, this.#width), () => paint(pieces, this.#width)));
		return {output: rows.join('\n'), height: rows.length};
	}
}
