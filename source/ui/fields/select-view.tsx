import {Box, Text} from 'ink';
import SelectInput from 'ink-select-input';
import {memo, type ReactNode} from 'react';
import {listWindow, type OptionList} from '../../core/editor/option-list.js';
import {type Option} from '../../core/field/field.js';
import {type Text as TextToken} from '../../core/text-token.js';
import {toColoured} from '../components/rows.js';
import {cells, cutEnd, cutMiddle, padEnd} from '../fit.js';
import {span} from '../line.js';
import {drawable, tell, type Look} from '../look.js';

export type SelectViewProps = {
	readonly list: OptionList;
	readonly width: number;
	readonly height: number;
	readonly look: Look;
};

const read = (part: string | TextToken | undefined, look: Look): string =>
	part === undefined ? '' : typeof part === 'string' ? drawable(part) : tell(look, part);

const markOf = (option: Option, list: OptionList): string => {
	if (!list.isMultiple) {
		return '';
	}

	return list.marked.includes(option.value) ? '[x] ' : '[ ] ';
};

/** As many whole parts of a hint as fit: half a date tells nothing. */
const cutHint = (hint: string, width: number, ellipsis: string): string => {
	const parts = hint.split(' · ');
	while (parts.length > 1 && cells(parts.join(' · ')) > width) {
		parts.pop();
	}

	return cutEnd(parts.join(' · '), width, ellipsis);
};

/** Two columns, the first as wide as its widest label up to half of the row. */
const toLabels = (rows: readonly Option[], list: OptionList, width: number, look: Look): readonly string[] => {
	const {ellipsis} = look.glyphs;
	const labels = rows.map(option => markOf(option, list) + read(option.label, look));
	const hints = rows.map(option => read(option.disabled ?? option.hint, look));
	const hasHints = hints.some(hint => hint !== '');
	const first = hasHints
		? Math.min(Math.max(...labels.map(label => cells(label))), Math.max(Math.floor(width * 0.6), width - 44))
		: width;

	return labels.map((label, index) => {
		const hint = hints[index] ?? '';
		const head = hint === '' ? cutMiddle(label, width, ellipsis) : padEnd(cutMiddle(label, first, ellipsis), first);
		return hint === '' ? head : `${head}  ${cutHint(hint, Math.max(0, width - first - 2), ellipsis)}`;
	});
};

type ItemProps = {readonly label: string};

const Item = memo(({label}: ItemProps): ReactNode => <Text wrap="truncate-end">{label}</Text>);

/** The label holds the pointer: the stock select would put its own where it thinks the cursor is. */
const nothing = (): ReactNode => null;

/**
 * The rows of a list around its cursor. The stock select only draws: as an owner of keys it takes the row of the
 * frame before (docs/decisions). Which row is marked is told by the labels, not by what it holds for its cursor.
 */
export function SelectView({list, width, height, look}: SelectViewProps): ReactNode {
	const {rows} = listWindow(list, height);
	const labels = toLabels(rows, list, Math.max(1, width - 2), look);
	const items = rows.map((option, row) => {
		const isHere = option.value === list.cursor;
		const pointer = isHere ? `${look.glyphs.pointer} ` : '  ';
		const label = span(labels[row] ?? '', isHere ? 'active' : undefined, {isBold: isHere});
		// The rows are recycled: the position is the identity.
		return {key: String(row), value: option.value, label: toColoured([span(pointer, 'active'), label])};
	});

	return (
		<Box flexDirection="column" width={width} height={height} overflow="hidden">
			<SelectInput items={items} isFocused={false} indicatorComponent={nothing} itemComponent={Item} />
		</Box>
	);
}
