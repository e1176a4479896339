import {Box, Text} from 'ink';
import {type ReactNode} from 'react';
import {lineWidth, fitLine, type Line} from '../line.js';
import {theme} from '../theme.js';

export type RowProps = {
	readonly line: Line;
	/** Cells; a longer line is cut. */
	readonly width: number;
	readonly ellipsis?: string;
};

/** One row, drawn as one Text. A blank line keeps its row. */
export function Row({line, width, ellipsis}: RowProps): ReactNode {
	const fitted = fitLine(line, width, ellipsis);
	if (lineWidth(fitted) === 0) {
		return <Text> </Text>;
	}

	return (
		<Text wrap="truncate-end">
			{fitted.map(({text, tone = 'plain', isBold = false, isInverse = false}, index) => {
				const {color, isDim = false} = theme[tone];
				if (color === undefined && !isDim && !isBold && !isInverse) {
					return text;
				}

				return (
					// The rows are recycled: the position is the identity.
					// eslint-disable-next-line react/no-array-index-key
					<Text key={index} color={color} dimColor={isDim} bold={isBold} inverse={isInverse}>
						{text}
					</Text>
				);
			})}
		</Text>
	);
}

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
