import {Box, Text} from 'ink';
import SelectInput from 'ink-select-input';
import {type ReactNode} from 'react';
import {listWindow, shownOptions, type OptionList} from '../../core/editor/option-list.js';
import {type Option} from '../../core/field/field.js';
import {stripControl} from '../../core/strip-control.js';
import {type Text as TextToken} from '../../core/text-token.js';
import {cells, cutEnd, cutMiddle, padEnd} from '../fit.js';
import {asciiGlyphs, unicodeGlyphs} from '../glyphs.js';
import {tell, type Look} from '../look.js';

export type SelectViewProps = {
	readonly list: OptionList;
	readonly width: number;
	readonly height: number;
	readonly look: Look;
};

const read = (part: string | TextToken | undefined, look: Look): string =>
	part === undefined ? '' : typeof part === 'string' ? stripControl(part) : tell(look, part);

const markOf = (option: Option, list: OptionList): string => {
	if (!list.isMultiple) {
		return '';
	}

	return list.marked.includes(option.value) ? '[x] ' : '[ ] ';
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
		return hint === '' ? head : `${head}  ${cutEnd(hint, Math.max(0, width - first - 2), ellipsis)}`;
	});
};

type ItemProps = {readonly isSelected?: boolean; readonly label: string};

function Item({isSelected = false, label}: ItemProps): ReactNode {
	return (
		<Text color={isSelected ? 'cyan' : undefined} bold={isSelected} wrap="truncate-end">
			{label}
		</Text>
	);
}

type IndicatorProps = {readonly isSelected?: boolean};

const indicatorOf =
	(pointer: string) =>
	({isSelected = false}: IndicatorProps): ReactNode => <Text color="cyan">{isSelected ? `${pointer} ` : '  '}</Text>;

/** Made once each: a component made while drawing would be mounted anew with every frame. */
const indicators: Readonly<Record<Look['glyphs']['id'], ReturnType<typeof indicatorOf>>> = {
	unicode: indicatorOf(unicodeGlyphs.pointer),
	ascii: indicatorOf(asciiGlyphs.pointer),
};

/**
 * The rows of a list around its cursor. The stock select only draws: as an owner of keys it takes the row of the
 * frame before (docs/decisions). A new key mounts it afresh, so that its own idea of the cursor never lives on.
 */
export function SelectView({list, width, height, look}: SelectViewProps): ReactNode {
	const {rows, above, below} = listWindow(list, height);
	const index = rows.findIndex(option => option.value === list.cursor);
	const labels = toLabels(rows, list, Math.max(1, width - 2), look);
	const items = rows.map((option, row) => ({
		key: `${above + row}:${option.value}`,
		value: option.value,
		label: labels[row] ?? '',
	}));

	return (
		<Box flexDirection="column" width={width} height={height} overflow="hidden">
			{items.length === 0 ? null : index === -1 ? (
				// The stock select always stands somewhere: rows under no cursor are drawn plainly.
				items.map(({key, label}) => <Item key={key} label={`  ${label}`} />)
			) : (
				<SelectInput
					key={`${above}/${below}/${list.cursor ?? ''}/${list.filter}/${shownOptions(list).length}`}
					items={items}
					isFocused={false}
					initialIndex={Math.max(0, index)}
					indicatorComponent={indicators[look.glyphs.id]}
					itemComponent={Item}
				/>
			)}
		</Box>
	);
}
