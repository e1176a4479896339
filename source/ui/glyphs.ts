/**
 * The marks that are drawn. None is of ambiguous width (one cell in one terminal, two in another), so that they may
 * stand before a column; a test holds that. No emoji, no variation selectors.
 */
export type Glyphs = {
	readonly id: 'unicode' | 'ascii';
	readonly done: string;
	readonly failed: string;
	readonly warn: string;
	readonly skipped: string;
	readonly unknown: string;
	readonly pending: string;
	/** What goes on, where no spinner turns. */
	readonly active: string;
	/** Before the chosen row of a list, and before the next action. */
	readonly pointer: string;
	readonly separator: string;
	readonly rule: string;
	readonly side: string;
	readonly ellipsis: string;
	readonly original: string;
	readonly replacement: string;
	readonly other: string;
	readonly barFull: string;
	readonly barEmpty: string;
	readonly up: string;
	readonly down: string;
	readonly arrow: string;
	readonly caret: string;
	readonly spinner: readonly string[];
};

export const unicodeGlyphs: Glyphs = {
	id: 'unicode',
	done: '✓',
	failed: '✗',
	warn: '!',
	skipped: '-',
	unknown: '?',
	pending: '⋅',
	active: '❯',
	pointer: '❯',
	separator: '⋅',
	rule: '╌',
	side: '❘',
	ellipsis: '⋯',
	original: '◼',
	replacement: '❖',
	other: '◦',
	barFull: '⣿',
	barEmpty: '⣀',
	up: '⏶',
	down: '⏷',
	arrow: '➔',
	caret: '❘',
	spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
};

export const asciiGlyphs: Glyphs = {
	id: 'ascii',
	done: '+',
	failed: 'x',
	warn: '!',
	skipped: '-',
	unknown: '?',
	pending: '.',
	active: '>',
	pointer: '>',
	separator: '|',
	rule: '-',
	side: '|',
	ellipsis: '~',
	original: '#',
	replacement: '*',
	other: 'o',
	barFull: '#',
	barEmpty: '.',
	up: '^',
	down: 'v',
	arrow: '>',
	caret: '_',
	spinner: ['|', '/', '-', '\\'],
};

/** How long one picture of the spinner stands. */
const spinnerMs = 250;

/** The spinner's picture at a moment: drawn from the time that the frame is drawn for, never from a timer. */
export const spinnerAt = (glyphs: Glyphs, now: number): string =>
	glyphs.spinner[Math.floor(now / spinnerMs) % glyphs.spinner.length] ?? glyphs.active;
