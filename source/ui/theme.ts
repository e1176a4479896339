import {type ForegroundColorName} from 'chalk';

/**
 * Colours by meaning. Colour is never the only carrier: each has a mark or a word beside it, so that a terminal
 * without colours says the same.
 */
export type Tone =
	| 'original'
	| 'replacement'
	| 'good'
	| 'warn'
	| 'bad'
	| 'active'
	| 'accent'
	| 'muted'
	| 'plain'
	/** The mark of the demo. */
	| 'demo';

/** Names of the sixteen colours only, so that the terminal's own palette decides how they look. */
export const theme: Readonly<Record<Tone, {readonly color?: ForegroundColorName; readonly isDim?: boolean}>> = {
	original: {color: 'blueBright'},
	replacement: {color: 'greenBright'},
	good: {color: 'green'},
	warn: {color: 'yellow'},
	bad: {color: 'red'},
	active: {color: 'cyan'},
	accent: {color: 'magenta'},
	muted: {isDim: true},
	plain: {},
	demo: {color: 'yellow'},
};
