/**
 * From what the terminal sends to what a person did. Pure: bytes that may still grow into something are kept until more
 * comes, or until the caller flushes them at the time that the reader names. Times are milliseconds of any one clock.
 */
import {splitGraphemes} from '../editor/text-buffer.js';
import {lettersOfHangul} from './hangul.js';

/**
 * What a person did at the keyboard, freed of bytes. `key` has a name as in the keymap (`enter`, `ctrl+c`,
 * `shift+tab`, `ctrl+left`); `character` is one grapheme that was typed; `paste` is text that came in one go and never
 * submits anything.
 */
export type KeyEvent =
	| {readonly kind: 'key'; readonly name: string}
	| {readonly kind: 'character'; readonly text: string}
	| {readonly kind: 'paste'; readonly text: string};

/** What is not yet decided. */
export type KeyReader = {
	readonly pending: string;
	/** What came of a bracketed paste since its beginning mark. */
	readonly paste?: string;
	/** When `flushKeys` is due, if nothing more comes until then. Absent while nothing is undecided. */
	readonly flushAt?: number;
};

export const initialReader: KeyReader = {pending: ''};

const escape = '\u001B';
const pasteStart = `${escape}[200~`;
const pasteEnd = `${escape}[201~`;

/**
 * A run of text this long in one read was not typed. Below it, text and Enter in one read are a fast typist or a slow
 * line, and every key counts.
 */
const pastedCharacters = 8;

/** Several lines in one read, without the paste marks, are a paste of a terminal that has none. */
const pastedLinesCharacters = 32;

/** A sequence that never ends is not waited for. */
const longestSequence = 4096;

/** So long the rest of an escape sequence may be on its way; after it a lone Escape is the key. */
const escapeMs = 25;

/**
 * So long a paste may pause before it counts as over. Its end mark may never come (a program that wrote the beginning
 * by mistake, a line that lost some bytes), and the keys pressed after it are not to be lost.
 */
const pasteMs = 500;

/** A paste is told in parts of this many characters, so that one without an end fills no memory. */
const longestPaste = 1_048_576;

const namesByFinal: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	E: 'begin',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
};

const namesByNumber: Readonly<Record<number, string>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
	11: 'f1',
	12: 'f2',
	13: 'f3',
	14: 'f4',
	15: 'f5',
	17: 'f6',
	18: 'f7',
	19: 'f8',
	20: 'f9',
	21: 'f10',
	23: 'f11',
	24: 'f12',
};

const namesByCode: Readonly<Record<number, string>> = {
	8: 'backspace',
	9: 'tab',
	10: 'enter',
	13: 'enter',
	27: 'esc',
	127: 'backspace',
	57_414: 'enter',
	57_417: 'left',
	57_418: 'right',
	57_419: 'up',
	57_420: 'down',
	57_421: 'pageup',
	57_422: 'pagedown',
	57_423: 'home',
	57_424: 'end',
	57_426: 'delete',
};

const key = (name: string): KeyEvent => ({kind: 'key', name});

const withModifiers = (name: string, modifiers: number): string => {
	const bits = Math.max(0, modifiers - 1);
	return [
		(bits & 4) === 0 ? '' : 'ctrl+', // eslint-disable-line no-bitwise
		(bits & 2) === 0 ? '' : 'alt+', // eslint-disable-line no-bitwise
		(bits & 1) === 0 ? '' : 'shift+', // eslint-disable-line no-bitwise
		name,
	].join('');
};

/** The letter on the key cap: with the Korean input on, Ctrl+C comes as Ctrl+ㅊ from terminals that report code points. */
const capOf = (character: string): string => {
	const letters = lettersOfHangul(character);
	return (letters?.length === 1 ? letters[0] : undefined) ?? character;
};

const fromCodePoint = (code: number): string | undefined =>
	code > 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff) ? String.fromCodePoint(code) : undefined;

const keyOfCode = (
	code: number,
	modifiers: number,
	baseCode: number | undefined,
	typed: string | undefined,
): KeyEvent | undefined => {
	const named = namesByCode[code];

	if (named !== undefined) {
		return key(withModifiers(named, modifiers));
	}

	const character = fromCodePoint(code);

	// Private use: modifier keys by themselves, media keys.
	if (character === undefined || code < 32 || (code >= 0xe0_00 && code <= 0xf8_ff)) {
		return undefined;
	}

	const bits = Math.max(0, modifiers - 1);
	// eslint-disable-next-line no-bitwise
	const isShortcut = (bits & 6) !== 0;

	if (!isShortcut) {
		// eslint-disable-next-line no-bitwise
		return {kind: 'character', text: typed ?? ((bits & 1) === 0 ? character : character.toUpperCase())};
	}

	const cap = (baseCode === undefined ? undefined : fromCodePoint(baseCode)) ?? capOf(character);
	return key(withModifiers(cap === ' ' ? 'space' : cap.toLowerCase(), modifiers));
};

/** `parameters` and `final` of a control sequence; undefined is a report that is nobody's key press. */
const keyOfSequence = (parameters: string, final: string): KeyEvent | undefined => {
	const groups = parameters
		.split(';')
		.map(group => group.split(':').map(part => (part === '' ? undefined : Number(part))));
	const [first = [], second = [], third = []] = groups;
	const modifiers = second[0] ?? 1;

	// Kitty's protocol tells releases too.
	if (second[1] === 3) {
		return undefined;
	}

	if (final === 'Z') {
		return key('shift+tab');
	}

	if (final === 'u') {
		const typed = third
			.map(code => (code === undefined ? undefined : fromCodePoint(code)))
			.filter(part => part !== undefined)
			.join('');
		return first[0] === undefined
			? undefined
			: keyOfCode(first[0], modifiers, first[2], typed === '' ? undefined : typed);
	}

	if (final === '~') {
		// `modifyOtherKeys` of xterm.
		if (first[0] === 27 && third[0] !== undefined) {
			return keyOfCode(third[0], modifiers, undefined, undefined);
		}

		const name = namesByNumber[first[0] ?? -1];
		return name === undefined ? undefined : key(withModifiers(name, modifiers));
	}

	const name = /^[\d;:]*$/.test(parameters) ? namesByFinal[final] : undefined;

	// `CSI row;column R` is the answer to a question about the cursor, not F3.
	if (name === undefined || (final === 'R' && first[0] !== undefined && first[0] !== 1)) {
		return undefined;
	}

	return key(withModifiers(name, modifiers));
};

const keyOfControl = (character: string): KeyEvent | undefined => {
	const code = character.codePointAt(0) ?? 0;

	switch (code) {
		case 0: {
			return key('ctrl+space');
		}

		case 8:
		case 127: {
			return key('backspace');
		}

		case 9: {
			return key('tab');
		}

		case 10:
		case 13: {
			return key('enter');
		}

		case 31: {
			return key('ctrl+/');
		}

		default: {
			if (code <= 26) {
				return key(`ctrl+${String.fromCodePoint(code + 96)}`);
			}

			return code < 32 ? key(`ctrl+${String.fromCodePoint(code + 64)}`) : undefined;
		}
	}
};

// eslint-disable-next-line no-control-regex
const isControl = (character: string): boolean => /^[\u0000-\u001F\u007F-\u009F]$/.test(character);

const textEvents = (run: string): readonly KeyEvent[] => {
	const events: KeyEvent[] = [];

	// Text and line ends, with no other key between them.
	if (run.length >= pastedLinesCharacters && /\S[\r\n]+\S/.test(run)) {
		return [{kind: 'paste', text: run}];
	}

	for (const part of run.split(/(\r\n|\r|\n)/)) {
		if (part === '') {
			continue;
		}

		if (/^[\r\n]/.test(part)) {
			events.push(key('enter'));
			continue;
		}

		const graphemes = splitGraphemes(part);

		if (graphemes.length >= pastedCharacters) {
			events.push({kind: 'paste', text: part});
			continue;
		}

		for (const grapheme of graphemes) {
			events.push({kind: 'character', text: grapheme});
		}
	}

	return events;
};

type Escaped =
	| {readonly kind: 'read'; readonly event: KeyEvent | undefined; readonly length: number}
	| {readonly kind: 'paste'; readonly length: number}
	| {readonly kind: 'unfinished'};

const unfinished: Escaped = {kind: 'unfinished'};

/** What begins with Escape at the start of `rest`. */
const readEscaped = (rest: string): Escaped => {
	if (rest.startsWith(pasteStart)) {
		return {kind: 'paste', length: pasteStart.length};
	}

	const second = rest[1];

	if (second === undefined) {
		return unfinished;
	}

	if (second === '[') {
		// The Linux console names F1 to F5 `CSI [ A` to `CSI [ E`.
		const console = /^\u001B\[\[([A-E])/.exec(rest)?.[1]; // eslint-disable-line no-control-regex

		if (console !== undefined) {
			return {kind: 'read', event: key(`f${'ABCDE'.indexOf(console) + 1}`), length: 4};
		}

		// eslint-disable-next-line no-control-regex
		const match = /^\u001B\[([\u0030-\u003F]*)[\u0020-\u002F]*([\u0040-\u007E])/.exec(rest);

		if (match && !(match[2] === '[' && rest.length === 3)) {
			return {kind: 'read', event: keyOfSequence(match[1] ?? '', match[2] ?? ''), length: match[0].length};
		}

		// eslint-disable-next-line no-control-regex
		return rest.length <= longestSequence && /^\u001B\[[\u0020-\u003F]*\[?$/.test(rest)
			? unfinished
			: {kind: 'read', event: undefined, length: 2};
	}

	if (second === 'O') {
		const name = rest[2];

		if (name === undefined) {
			return unfinished;
		}

		const known = name === 'M' ? 'enter' : namesByFinal[name];
		return {kind: 'read', event: known === undefined ? undefined : key(known), length: 3};
	}

	// Answers of the terminal to questions: colours, names. Nobody pressed them.
	if (second === ']' || second === 'P' || second === '_') {
		const end = /\u0007|\u001B\\/.exec(rest.slice(2)); // eslint-disable-line no-control-regex

		if (end) {
			return {kind: 'read', event: undefined, length: 2 + end.index + end[0].length};
		}

		return rest.length > longestSequence ? {kind: 'read', event: undefined, length: rest.length} : unfinished;
	}

	if (second === escape) {
		const inner = readEscaped(rest.slice(1));

		if (inner.kind === 'read' && inner.event?.kind === 'key') {
			return {kind: 'read', event: key(`alt+${inner.event.name}`), length: inner.length + 1};
		}

		return {kind: 'read', event: key('esc'), length: 1};
	}

	if (isControl(second)) {
		const event = keyOfControl(second);
		return {kind: 'read', event: event?.kind === 'key' ? key(`alt+${event.name}`) : undefined, length: 2};
	}

	const character = String.fromCodePoint(rest.codePointAt(1) ?? 0);
	const cap = capOf(character);
	return {kind: 'read', event: key(`alt+${cap === ' ' ? 'space' : cap}`), length: 1 + character.length};
};

type KeysRead = {readonly reader: KeyReader; readonly events: readonly KeyEvent[]};

/**
 * When an open paste counts as over. Text of a paste comes in bursts, however slow the line is; single keys that a person
 * presses into it, hoping that something happens, do not make it last.
 */
const pasteEndsAt = ({paste, flushAt}: KeyReader, chunk: string, now: number): number =>
	paste === undefined || flushAt === undefined || chunk.length >= pastedCharacters
		? now + pasteMs
		: Math.max(flushAt, now + escapeMs);

/** Reads one chunk. An unfinished sequence, a lone Escape, and a paste without its end mark are kept. */
export const readChunk = (reader: KeyReader, chunk: string, now: number): KeysRead => {
	const events: KeyEvent[] = [];
	let rest = reader.pending + chunk;
	let {paste} = reader;

	while (rest !== '') {
		if (paste !== undefined) {
			const end = rest.indexOf(pasteEnd);

			if (end === -1) {
				// The end mark may be split between two reads.
				const tail = /\u001B(?:\[(?:2(?:01?)?)?)?$/.exec(rest)?.[0] ?? ''; // eslint-disable-line no-control-regex
				paste += rest.slice(0, rest.length - tail.length);

				if (paste.length > longestPaste) {
					events.push({kind: 'paste', text: paste});
					paste = '';
				}

				return {reader: {pending: tail, paste, flushAt: pasteEndsAt(reader, chunk, now)}, events};
			}

			events.push({kind: 'paste', text: paste + rest.slice(0, end)});
			rest = rest.slice(end + pasteEnd.length);
			paste = undefined;
			continue;
		}

		if (rest.startsWith(escape)) {
			const read = readEscaped(rest);

			if (read.kind === 'unfinished') {
				return {reader: {pending: rest, flushAt: now + escapeMs}, events};
			}

			rest = rest.slice(read.length);

			if (read.kind === 'paste') {
				paste = '';
			} else if (read.event) {
				events.push(read.event);
			}

			continue;
		}

		const [run = ''] = /^(?:[\r\n]|[^\u0000-\u001F\u007F-\u009F])+/.exec(rest) ?? []; // eslint-disable-line no-control-regex

		if (run === '') {
			const event = keyOfControl(rest.slice(0, 1));
			rest = rest.slice(1);

			if (event) {
				events.push(event);
			}

			continue;
		}

		events.push(...textEvents(run));
		rest = rest.slice(run.length);
	}

	return {
		reader: paste === undefined ? initialReader : {pending: '', paste, flushAt: pasteEndsAt(reader, chunk, now)},
		events,
	};
};

/** A lone Escape was the key, two characters were Alt with the second; half a longer sequence is no text, and is dropped. */
const pendingEvents = (pending: string): readonly KeyEvent[] => {
	if (pending === escape) {
		return [key('esc')];
	}

	if (pending.length === 2 && pending.startsWith(escape)) {
		return [key(`alt+${pending.slice(1)}`)];
	}

	return pending.startsWith(`${escape}${escape}`) ? [key('esc')] : [];
};

/** Nothing more came in time: what is kept is all there is. */
export const flushKeys = ({pending, paste}: KeyReader): KeysRead => ({
	reader: initialReader,
	events: [...(paste ? [{kind: 'paste', text: paste} as const] : []), ...pendingEvents(pending)],
});
