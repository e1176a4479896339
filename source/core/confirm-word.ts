import {lettersOfHangul} from './keys/hangul.js';

/** The key strokes that type a text: Hangul as the letters on its keys, everything else as it is. */
const toKeyStrokes = (text: string): string =>
	[...text.normalize('NFC')].map(character => lettersOfHangul(character)?.join('') ?? character).join('');

/**
 * Whether a word typed to confirm something severe is the word that was asked for. The Korean layout may be on or off,
 * and a terminal may send Hangul composed, as single jamo, or as the Latin letters of the same keys: all of these are
 * the same key strokes, and those are compared. Outer spaces do not matter; neither does the case, unless the word is
 * the name of something: two things may differ in it alone.
 */
export const isConfirmedBy = (
	typed: string,
	words: readonly string[],
	options: {readonly isName?: boolean} = {},
): boolean => {
	const bare = typed.trim();
	const strokes = toKeyStrokes(bare);
	return words.some(
		word => strokes === toKeyStrokes(word) || (options.isName !== true && bare.toLowerCase() === word.toLowerCase()),
	);
};
