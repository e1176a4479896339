import {type Text} from '../../core/text-token.js';
import {wrapLines} from '../fit.js';
import {span, type Line} from '../line.js';
import {tell, type Look} from '../look.js';

/** One sentence in passing: a mark tells how much it matters, also without colours. */
export const toNoticeLine = (notice: Text | undefined, look: Look, level: 'info' | 'warn' | 'bad' = 'info'): Line => {
	if (notice === undefined) {
		return [];
	}

	const mark = {info: look.glyphs.arrow, warn: look.glyphs.warn, bad: look.glyphs.failed}[level];
	const tone = {info: 'active', warn: 'warn', bad: 'bad'} as const;
	return [span(`${mark} `, tone[level], {isBold: true}), span(tell(look, notice), tone[level])];
};

/** The same where a sentence may take a second and a third row: what it says last is often what to do. */
export const toNoticeLines = (notice: Text | undefined, width: number, look: Look): readonly Line[] =>
	notice === undefined
		? [[]]
		: wrapLines(tell(look, notice), Math.max(1, width - 2), 3, look.glyphs.ellipsis).map((line, index) => [
				span(index === 0 ? `${look.glyphs.warn} ` : '  ', 'warn', {isBold: true}),
				span(line, 'warn'),
			]);
