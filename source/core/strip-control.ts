/**
 * Text from a cloud, a file or a person, made safe to draw on one line: no escape sequences (a log message could move
 * the cursor, retitle the window or write to the clipboard), no bidirectional overrides (they make `exe.gpj` read as a
 * picture), no characters without a width (they make two different names look the same and shift columns).
 *
 * Each expression looks at a character a bounded number of times: a text from outside may be long and made to be slow.
 */

/* eslint-disable no-control-regex -- control characters are what this file is about */

// ECMA-48: an introducer of two characters or of one (C1), its string, and BEL or ST as the end. A string that never
// ends loses only its introducer, so that a truncated message is still read. As in a terminal, another introducer ends
// the string before it; that also keeps many of them from being read to the end of the text again and again.
const controlStrings =
	/(?:\u001B[\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u0090\u0098\u009C-\u009F]*(?:\u0007|\u001B\\|\u009C)/gu;
const controlSequences = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]/gu;
const otherEscapes = /\u001B[ -/]*[0-~]?/gu;
const plainAscii = /^[ -~]*$/u;
const breaks = /\r\n|[\n\r\t\v\f\u0085\u2028\u2029]/gu;
const controls = /[\p{Cc}\u2028\u2029\uFFF9-\uFFFB]/gu;

/* eslint-enable no-control-regex */

// An emoji is several characters held together by invisible ones; those are kept where they hold something.
const invisible =
	/((?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\uFE0F?)\u200D(?=\p{Extended_Pictographic})|(?<=[\p{Extended_Pictographic}#*\d])\uFE0F)|\p{Default_Ignorable_Code_Point}/gu;

const halves = /\p{Surrogate}/gu;

/** Marks stacked without end climb over the neighbouring rows; no living script needs more than three. */
const limitMarks = (text: string): string => text.replaceAll(/(\p{M}{3})\p{M}+/gu, '$1');

/**
 * The text composed (NFC). Composing puts marks in order, which takes the square of their number: those that are far more
 * than any letter has are dropped first.
 */
export const compose = (text: string): string => text.replaceAll(/(\p{M}{32})\p{M}+/gu, '$1').normalize('NFC');

/**
 * One line of printable text. Line breaks and tabs become a space; Hangul, accents and emoji stay, composed (a key
 * that was uploaded from a Mac arrives in pieces). For drawing only: never compare or send what it returns.
 */
export const stripControl = (text: string): string => {
	// Nearly all text is this, and a frame asks for every row of it.
	if (plainAscii.test(text)) {
		return text;
	}

	const plain = text
		.replaceAll(controlStrings, '')
		.replaceAll(controlSequences, '')
		.replaceAll(otherEscapes, '')
		.replaceAll(breaks, ' ')
		.replaceAll(controls, '')
		.replaceAll(halves, '\uFFFD');
	return limitMarks(compose(plain.replaceAll(invisible, '$1')));
};

const toEscape = (character: string): string => {
	const digits = (character.codePointAt(0) ?? 0).toString(16);
	return digits.length > 4 ? String.raw`\u{${digits}}` : String.raw`\u${digits.padStart(4, '0')}`;
};

/**
 * The line with each character that `stripControl` would take out written as an escape, one by one. For the ends of
 * the program, where a line may hold a value that nobody stripped: unlike a sequence that is taken out whole, it can
 * hide nothing that stands behind it.
 */
export const showControl = (line: string): string =>
	plainAscii.test(line)
		? line
		: line
				.replaceAll(controls, toEscape)
				.replaceAll(halves, toEscape)
				.replaceAll(invisible, (character, kept?: string) => kept ?? toEscape(character));
