/**
 * A row of the screen as data: spans of text with a tone. Pictures are built as lines by pure functions and drawn as
 * one Text a row, which is what keeps a frame cheap.
 */
import {cells, cutEnd} from './fit.js';
import {type Tone} from './theme.js';

export type Span = {
	readonly text: string;
	readonly tone?: Tone;
	readonly isBold?: boolean;
	readonly isInverse?: boolean;
};

export type Line = readonly Span[];

export const blank: Line = [];

export const span = (text: string, tone?: Tone, options: {isBold?: boolean; isInverse?: boolean} = {}): Span => ({
	text,
	...(tone === undefined ? {} : {tone}),
	...options,
});

export const lineWidth = (line: Line): number => line.reduce((sum, {text}) => sum + cells(text), 0);

export const lineText = (line: Line): string => line.map(({text}) => text).join('');

/** The line in at most `width` cells, its end cut with an ellipsis. */
export const fitLine = (line: Line, width: number, ellipsis = '⋯'): Line => {
	if (lineWidth(line) <= width) {
		return line;
	}

	const fitted: Span[] = [];
	let room = Math.max(0, width);
	for (const [index, current] of line.entries()) {
		const own = cells(current.text);
		const isMore = index < line.length - 1;
		if (own < room || (own === room && !isMore)) {
			fitted.push(current);
			room -= own;
			continue;
		}

		if (room > 0) {
			fitted.push({...current, text: cutEnd(own <= room ? `${current.text}  ` : current.text, room, ellipsis)});
		}

		break;
	}

	return fitted;
};

/** The line in exactly `width` cells. */
export const padLine = (line: Line, width: number, ellipsis = '⋯'): Line => {
	const fitted = fitLine(line, width, ellipsis);
	const missing = width - lineWidth(fitted);
	return missing > 0 ? [...fitted, {text: ' '.repeat(missing)}] : fitted;
};

/** Two ends of one row: the left one is cut where they meet. */
export const spreadLine = (left: Line, right: Line, width: number, ellipsis = '⋯'): Line => {
	const rightFitted = fitLine(right, width, ellipsis);
	const rightWidth = lineWidth(rightFitted);
	const leftRoom = width - rightWidth - (rightWidth > 0 ? 1 : 0);
	if (leftRoom <= 0) {
		return rightFitted;
	}

	return [...padLine(left, leftRoom, ellipsis), ...(rightWidth > 0 ? [{text: ' '}, ...rightFitted] : [])];
};

/** Several blocks of lines side by side, each in its own width, with `gap` cells between them. */
export const besides = (
	blocks: ReadonlyArray<{readonly lines: readonly Line[]; readonly width: number}>,
	gap: number,
	ellipsis = '⋯',
): readonly Line[] => {
	const height = Math.max(0, ...blocks.map(({lines}) => lines.length));
	return Array.from({length: height}, (_, row) =>
		blocks.flatMap(({lines, width}, index) => [
			...(index > 0 ? [{text: ' '.repeat(gap)}] : []),
			...padLine(lines[row] ?? blank, width, ellipsis),
		]),
	);
};

/** Exactly `height` lines: more are dropped from the end, missing ones are blank, so that nothing below jumps. */
export const toHeight = (lines: readonly Line[], height: number): readonly Line[] =>
	Array.from({length: Math.max(0, height)}, (_, row) => lines[row] ?? blank);
