import chalk from 'chalk';
import {Box, Text} from 'ink';
import {memo, type ReactNode} from 'react';
import {showControl} from '../../core/strip-control.js';
import {lineWidth, fitLine, type Line, type Span} from '../line.js';
import {theme} from '../theme.js';

export type RowProps = {
	readonly line: Line;
	/** Cells; a longer line is cut. */
	readonly width: number;
	readonly ellipsis?: string;
};

const isSameSpan = (one: Span, other: Span | undefined): boolean =>
	one.text === other?.text &&
	one.tone === other.tone &&
	one.isBold === other.isBold &&
	one.isInverse === other.isInverse;

/** Lines are built anew for each frame; most rows say what they said before. */
const isSameRow = (one: RowProps, other: RowProps): boolean =>
	one.width === other.width &&
	one.ellipsis === other.ellipsis &&
	one.line.length === other.line.length &&
	one.line.every((span, index) => isSameSpan(span, other.line[index]));

/**
 * As Ink colours a nested Text, of which each would be a component of its own. All text of the screen passes here but the
 * line that is typed in.
 */
const colour = ({text: given, tone = 'plain', isBold = false, isInverse = false}: Span): string => {
	const text = showControl(given);
	const {color, isDim = false} = theme[tone];
	const dimmed = isDim ? chalk.dim(text) : text;
	const coloured = color === undefined ? dimmed : chalk[color](dimmed);
	const bold = isBold ? chalk.bold(coloured) : coloured;
	return isInverse ? chalk.inverse(bold) : bold;
};

/** The line as one text with the escape sequences of its colours. */
export const toColoured = (line: Line): string => line.map(span => colour(span)).join('');

function PlainRow({line, width, ellipsis}: RowProps): ReactNode {
	const fitted = fitLine(line, width, ellipsis);
	if (lineWidth(fitted) === 0) {
		return <Text> </Text>;
	}

	return <Text wrap="truncate-end">{toColoured(fitted)}</Text>;
}

/** One row, drawn as one Text. A blank line keeps its row. */
export const Row = memo(PlainRow, isSameRow);

export type RowsProps = {
	readonly lines: readonly Line[];
	readonly width: number;
	readonly ellipsis?: string;
};

/** Rows from top to bottom, one for each line. */
export function Rows({lines, width, ellipsis}: RowsProps): ReactNode {
	return (
		<Box flexDirection="column" width={width} height={lines.length} flexShrink={0}>
			{lines.map((line, index) => (
				// eslint-disable-next-line react/no-array-index-key
				<Row key={index} line={line} width={width} ellipsis={ellipsis} />
			))}
		</Box>
	);
}
