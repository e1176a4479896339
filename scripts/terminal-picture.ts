/** Draws what a terminal shows as a self-contained SVG, each run of cells at its own column. */
import {type IBufferCell, type Terminal} from '@xterm/headless';

const cellWidth = 8.4;
const rowHeight = 18;
const margin = 14;

const palette = [
	'#1d1f21',
	'#e06c75',
	'#98c379',
	'#e5c07b',
	'#61afef',
	'#c678dd',
	'#56b6c2',
	'#c8ccd4',
	'#7f848e',
	'#e06c75',
	'#98c379',
	'#e5c07b',
	'#61afef',
	'#c678dd',
	'#56b6c2',
	'#ffffff',
] as const;

const background = '#1d1f21';
const foreground = '#d5d8de';

const escapeXml = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const colourOf = (isDefault: boolean, isRgb: boolean, value: number, fallback: string): string => {
	if (isDefault) {
		return fallback;
	}

	return isRgb ? `#${value.toString(16).padStart(6, '0')}` : (palette[value] ?? fallback);
};

type Style = {readonly fill: string; readonly paper: string; readonly isBold: boolean; readonly isDim: boolean};

const styleOf = (cell: IBufferCell): Style => {
	const ink = colourOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor(), foreground);
	const paper = colourOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor(), background);
	const isInverse = cell.isInverse() !== 0;
	return {
		fill: isInverse ? paper : ink,
		paper: isInverse ? ink : paper,
		isBold: cell.isBold() !== 0,
		isDim: cell.isDim() !== 0,
	};
};

type Run = {text: string; readonly column: number; columns: number; readonly style: Style};

const isSame = (left: Style, right: Style): boolean =>
	left.fill === right.fill && left.paper === right.paper && left.isBold === right.isBold && left.isDim === right.isDim;

const runsOf = (terminal: Terminal, row: number): readonly Run[] => {
	const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
	const runs: Run[] = [];
	for (let column = 0; column < terminal.cols; column++) {
		const cell = line?.getCell(column);
		if (!cell || cell.getWidth() === 0) {
			continue;
		}

		const style = styleOf(cell);
		const last = runs.at(-1);
		// A wide glyph starts a run of its own: fonts disagree on its width, the grid does not.
		if (
			last &&
			cell.getWidth() === 1 &&
			isSame(last.style, style) &&
			last.column + last.columns === column &&
			last.columns === last.text.length
		) {
			last.text += cell.getChars() || ' ';
			last.columns += 1;
		} else {
			runs.push({text: cell.getChars() || ' ', column, columns: cell.getWidth(), style});
		}
	}

	return runs;
};

const drawRun = ({text, column, columns, style}: Run, row: number): string => {
	const x = (margin + column * cellWidth).toFixed(1);
	const y = margin + row * rowHeight;
	const paper =
		style.paper === background
			? ''
			: `<rect x="${x}" y="${y}" width="${(columns * cellWidth).toFixed(1)}" height="${rowHeight}" fill="${style.paper}"/>`;
	if (text.trim() === '') {
		return paper;
	}

	const weight = style.isBold ? ' font-weight="bold"' : '';
	const opacity = style.isDim ? ' opacity="0.65"' : '';
	const length = (columns * cellWidth).toFixed(1);
	return `${paper}<text x="${x}" y="${y + 13}" fill="${style.fill}" textLength="${length}" lengthAdjust="spacingAndGlyphs" xml:space="preserve"${weight}${opacity}>${escapeXml(text)}</text>`;
};

export const toSvg = (terminal: Terminal, title: string): string => {
	const width = Math.ceil(terminal.cols * cellWidth + 2 * margin);
	const height = terminal.rows * rowHeight + 2 * margin;
	const rows = Array.from({length: terminal.rows}, (_, row) =>
		runsOf(terminal, row)
			.map(run => drawRun(run, row))
			.join(''),
	);
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeXml(title)}</title>
<rect width="${width}" height="${height}" rx="8" fill="${background}"/>
<g font-family="ui-monospace, 'SF Mono', Menlo, Consolas, 'D2Coding', monospace" font-size="14">
${rows.filter(row => row !== '').join('\n')}
</g>
</svg>
`;
};
