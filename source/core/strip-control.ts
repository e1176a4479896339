/**
 * Text from a cloud, a file or a person, made safe to draw on one line: no escape sequences (a log message could move
 * the cursor, retitle the window or write to the clipboard), no bidirectional overrides (they make `exe.gpj` read as a
 * picture), no characters without a width (they make two different names look the same and shift columns).
 */

/* eslint-disable no-control-regex -- control characters are what this file is about */

// ECMA-48: an introducer of two characters or of one (C1), its string, and BEL or ST as the end. A string that never
// ends loses only its introducer, so that a truncated message is still read.
const controlStrings =
	/(?:\u001B[\]PX^_]|[\u009D\u0090\u0098\u009E\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)/gu;
const controlSequences = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]/gu;
const otherEscapes = /\u001B[ -/]*[0-~]?/gu;
const plainAscii = /^[ -~]*$/u;
const breaks = /\r\n|[\n\r\t\v\f\u0085\u2028\u2029]/gu;
const controls = /\p{Cc}|[\uFFF9-\uFFFB]/gu;

/* eslint-enable no-control-regex */

// An emoji is several characters held together by invisible ones; those are kept where they hold something.
const invisible =
	/((?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\uFE0F?)\u200D(?=\p{Extended_Pictographic})|(?<=[\p{Extended_Pictographic}#*\d])\uFE0F)|\p{Default_Ignorable_Code_Point}/gu;

/** Marks stacked without end climb over the neighbouring rows; no living script needs more than three. */
const limitMarks = (text: string): string => text.replaceAll(/(\p{M}{3})\p{M}+/gu, '$1');

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
		.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
	return limitMarks(plain.replaceAll(invisible, '$1').normalize('NFC'));
};
