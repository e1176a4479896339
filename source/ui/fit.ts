/** Texts cut and padded by terminal cells: a Hangul syllable takes two, and a cut never halves one. */
import stringWidth from 'string-width';
import {splitGraphemes} from '../core/editor/text-buffer.js';
import {simpleCells} from './simple-cells.js';

/** A text of more characters is measured one by one: the library takes the square of their number. */
const longText = 1024;

/** How many cells a text takes. */
export const cells = (text: string): number =>
	simpleCells(text) ??
	(text.length > longText
		? splitGraphemes(text).reduce((sum, grapheme) => sum + stringWidth(grapheme), 0)
		: stringWidth(text));

const takeStart = (text: string, width: number): string => {
	let used = 0;
	let taken = '';
	for (const segment of splitGraphemes(text)) {
		const next = cells(segment);
		if (used + next > width) {
			break;
		}

		used += next;
		taken += segment;
	}

	return taken;
};

const takeEnd = (text: string, width: number): string => {
	const segments = [...splitGraphemes(text)].reverse();
	let used = 0;
	let taken = '';
	for (const segment of segments) {
		const next = cells(segment);
		if (used + next > width) {
			break;
		}

		used += next;
		taken = segment + taken;
	}

	return taken;
};

/** The text in at most `width` cells, its end cut. */
export const cutEnd = (text: string, width: number, ellipsis = '⋯'): string => {
	if (cells(text) <= width) {
		return text;
	}

	return width <= 0 ? '' : takeStart(text, width - 1) + ellipsis;
};

/** The text in at most `width` cells, its middle cut: the ends of ids and names tell them apart. */
export const cutMiddle = (text: string, width: number, ellipsis = '⋯'): string => {
	if (cells(text) <= width) {
		return text;
	}

	if (width <= 0) {
		return '';
	}

	const head = takeStart(text, Math.ceil((width - 1) / 2));
	return head + ellipsis + takeEnd(text, width - 1 - cells(head));
};

/** The text followed by spaces up to `width` cells; a longer one is cut at its end. */
export const padEnd = (text: string, width: number, ellipsis = '⋯'): string => {
	const fitted = cutEnd(text, width, ellipsis);
	return fitted + ' '.repeat(Math.max(0, width - cells(fitted)));
};

/** As `padEnd`, with the spaces before the text. */
export const padStart = (text: string, width: number, ellipsis = '⋯'): string => {
	const fitted = cutEnd(text, width, ellipsis);
	return ' '.repeat(Math.max(0, width - cells(fitted))) + fitted;
};

/** The word in parts of at most `width` cells; one that is a single character may be wider. */
const breakWord = (word: string, width: number): readonly string[] => {
	const parts: string[] = [];
	let part = '';
	let used = 0;
	for (const segment of splitGraphemes(word)) {
		const next = cells(segment);
		if (part !== '' && used + next > width) {
			parts.push(part);
			part = '';
			used = 0;
		}

		part += segment;
		used += next;
	}

	return [...parts, part];
};

/** Lines of at most `width` cells, broken at spaces, or inside a word that is longer than a line. */
export const wrapText = (text: string, width: number): readonly string[] => {
	if (width <= 0) {
		return [];
	}

	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const candidate = line === '' ? word : `${line} ${word}`;
		if (cells(candidate) <= width) {
			line = candidate;
			continue;
		}

		if (line !== '') {
			lines.push(line);
		}

		const parts = cells(word) > width ? breakWord(word, width) : [word];
		lines.push(...parts.slice(0, -1));
		line = parts.at(-1) ?? '';
	}

	lines.push(line);
	return lines;
};

/** The first `count` lines of the text; where it goes on, the last one ends in an ellipsis. */
export const wrapLines = (text: string, width: number, count: number, ellipsis = '⋯'): readonly string[] => {
	const lines = wrapText(text, width);
	if (lines.length <= count || count <= 0) {
		return lines.slice(0, Math.max(0, count));
	}

	const last = lines[count - 1] ?? '';
	return [...lines.slice(0, count - 1), cutEnd(`${last} ${lines[count] ?? ''}`, width, ellipsis)];
};
