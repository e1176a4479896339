import {unicodeGlyphs} from './glyphs.js';

const {id: _, spinner, ...marks} = unicodeGlyphs;

const narrowMarks: ReadonlySet<number> = new Set(
	[...Object.values(marks), ...spinner].flatMap(mark => mark.codePointAt(0) ?? []),
);

/**
 * Cells of a text of printable ASCII, Hangul syllables, and the marks of `glyphs.ts`, or undefined for any other. Nearly
 * every text of a frame is one of these, and the general way takes a hundred times as long.
 */
export const simpleCells = (text: string): number | undefined => {
	let width = 0;
	for (let index = 0; index < text.length; index++) {
		const code = text.codePointAt(index) ?? 0;
		if ((code >= 0x20 && code < 0x7f) || narrowMarks.has(code)) {
			width += 1;
		} else if (code >= 0xac_00 && code <= 0xd7_a3) {
			width += 2;
		} else {
			return undefined;
		}
	}

	return width;
};
