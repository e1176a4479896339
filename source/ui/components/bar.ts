import {span, type Span} from '../line.js';
import {type Look} from '../look.js';
import {type Tone} from '../theme.js';

export type BarPart = {readonly value: number; readonly tone: Tone; readonly mark: string};

/**
 * A bar of parts in `width` cells. Each part has a mark of its own, so that it is told without colours; a part that is
 * not zero takes at least one cell. With nothing to share the bar is empty.
 */
export const toBar = (parts: readonly BarPart[], width: number, look: Look): readonly Span[] => {
	const total = parts.reduce((sum, {value}) => sum + Math.max(0, value), 0);
	if (total <= 0 || width <= 0) {
		return [span(look.glyphs.barEmpty.repeat(Math.max(0, width)), 'muted')];
	}

	const widths = parts.map(({value}) => (value <= 0 ? 0 : Math.max(1, Math.round((value / total) * width))));
	let spare = width - widths.reduce((sum, cells) => sum + cells, 0);
	while (spare !== 0) {
		// Rounding left or took a cell: the widest part gives or takes it.
		const widest = widths.indexOf(Math.max(...widths));
		widths[widest] = (widths[widest] ?? 0) + Math.sign(spare);
		spare -= Math.sign(spare);
	}

	return parts.flatMap(({tone, mark}, index) => {
		const cells = Math.max(0, widths[index] ?? 0);
		return cells === 0 ? [] : [span(mark.repeat(cells), tone)];
	});
};

/** How much of something is done. */
export const toProgress = (done: number, total: number, width: number, look: Look): readonly Span[] =>
	toBar(
		[
			{value: Math.min(done, total), tone: 'good', mark: look.glyphs.barFull},
			{value: Math.max(0, total - done), tone: 'muted', mark: look.glyphs.barEmpty},
		],
		width,
		look,
	);
