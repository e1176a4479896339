import {cells} from '../fit.js';
import {span, type Line} from '../line.js';
import {type Look} from '../look.js';

/**
 * The title row of a region: its name, a rule, and at the right what there is to know about all of it. The focused one
 * has a pointer, so that it is told without colours.
 */
export const toSectionLine = (
	title: string,
	width: number,
	look: Look,
	options: {readonly right?: string; readonly isFocused?: boolean} = {},
): Line => {
	const {right = '', isFocused = false} = options;
	const mark = isFocused ? `${look.glyphs.pointer} ` : '';
	const used = cells(mark) + cells(title) + 1 + (right === '' ? 0 : cells(right) + 1);
	return [
		span(mark + title, isFocused ? 'active' : undefined, {isBold: true}),
		span(` ${look.glyphs.rule.repeat(Math.max(0, width - used))}`, 'muted'),
		...(right === '' ? [] : [span(` ${right}`, 'muted')]),
	];
};
