import test from 'ava';
import fc from 'fast-check';
import {
	flushKeys,
	initialReader,
	readChunk,
	type KeyEvent,
	type KeyReader,
} from '../../../source/core/keys/key-event.js';

const key = (name: string): KeyEvent => ({kind: 'key', name});
const character = (text: string): KeyEvent => ({kind: 'character', text});
const paste = (text: string): KeyEvent => ({kind: 'paste', text});

/** Everything that comes of these reads, the last pending bytes flushed. */
const read = (...chunks: readonly string[]): readonly KeyEvent[] => {
	let reader = initialReader;
	const events: KeyEvent[] = [];

	for (const chunk of chunks) {
		const result = readChunk(reader, chunk, 0);
		reader = result.reader;
		events.push(...result.events);
	}

	return [...events, ...flushKeys(reader).events];
};

const table: ReadonlyArray<readonly [string, string, readonly KeyEvent[]]> = [
	['a letter', 'a', [character('a')]],
	['Enter', '\r', [key('enter')]],
	['Enter of a terminal that sends a line feed', '\n', [key('enter')]],
	['CR LF is one Enter', '\r\n', [key('enter')]],
	['Tab', '\t', [key('tab')]],
	['Shift+Tab', '\u001B[Z', [key('shift+tab')]],
	['DEL', '\u007F', [key('backspace')]],
	['BS', '\b', [key('backspace')]],
	['Ctrl+C', '\u0003', [key('ctrl+c')]],
	['Ctrl+L', '\u000C', [key('ctrl+l')]],
	['Ctrl+/', '\u001F', [key('ctrl+/')]],
	['arrows in both modes', '\u001B[A\u001BOB', [key('up'), key('down')]],
	['Ctrl+Left', '\u001B[1;5D', [key('ctrl+left')]],
	['Alt+Right', '\u001B[1;3C', [key('alt+right')]],
	[
		'Home and End in three dialects',
		'\u001B[H\u001B[1~\u001B[4~\u001BOF',
		[key('home'), key('home'), key('end'), key('end')],
	],
	['Delete, PgUp, PgDn', '\u001B[3~\u001B[5~\u001B[6~', [key('delete'), key('pageup'), key('pagedown')]],
	['F2', '\u001BOQ\u001B[12~\u001B[[B', [key('f2'), key('f2'), key('f2')]],
	['a lone Escape', '\u001B', [key('esc')]],
	['Escape twice', '\u001B\u001B', [key('esc'), key('esc')]],
	['Alt+b', '\u001Bb', [key('alt+b')]],
	['Alt+Backspace', '\u001B\u007F', [key('alt+backspace')]],
	['a cursor report is nobody’s key', '\u001B[12;40R', []],
	['a colour report is nobody’s key', '\u001B]11;rgb:0000/0000/0000\u001B\\x', [character('x')]],
	['focus reports are nobody’s keys', '\u001B[I\u001B[O', []],
	['kitty: Ctrl+C', '\u001B[99;5u', [key('ctrl+c')]],
	['kitty: Ctrl+ㅊ is Ctrl+C', '\u001B[12618;5u', [key('ctrl+c')]],
	['kitty: the base layout wins', '\u001B[12618::99;5u', [key('ctrl+c')]],
	['kitty: Escape', '\u001B[27u', [key('esc')]],
	['kitty: a release is not a press', '\u001B[97;1:3u', []],
	['kitty: Shift+Enter', '\u001B[13;2u', [key('shift+enter')]],
	['xterm modifyOtherKeys: Ctrl+Enter', '\u001B[27;5;13~', [key('ctrl+enter')]],
];

for (const [title, bytes, events] of table) {
	test(title, t => {
		t.deepEqual(read(bytes), events);
	});
}

test('several keys in one read are all heard, in order', t => {
	t.deepEqual(read('\u001B[B\rab'), [key('down'), key('enter'), character('a'), character('b')]);
	t.deepEqual(read('x\u001B[Dy'), [character('x'), key('left'), character('y')]);
	t.deepEqual(read('shop\r'), [...[...'shop'].map(character), key('enter')]);
});

test('a sequence split between two reads is one key', t => {
	t.deepEqual(read('\u001B', '[A'), [key('up')]);
	t.deepEqual(read('\u001B[1;', '5D'), [key('ctrl+left')]);
	t.deepEqual(read('\u001B[[', 'B'), [key('f2')]);
});

test('a bracketed paste is one event however it is split, and its newlines submit nothing', t => {
	t.deepEqual(read('\u001B[200~one\rtwo\u001B[201~'), [paste('one\rtwo')]);
	t.deepEqual(read('\u001B[200~on', 'e\ntwo\u001B[2', '01~\r'), [paste('one\ntwo'), key('enter')]);
});

/** What the reads bring, each at its time, in milliseconds, when the reader is flushed whenever it asks for it. */
const readAt = (
	until: number,
	...reads: ReadonlyArray<readonly [at: number, chunk: string]>
): ReadonlyArray<readonly [at: number, event: KeyEvent]> => {
	let reader: KeyReader = initialReader;
	const told: Array<readonly [at: number, event: KeyEvent]> = [];

	const flushUntil = (at: number): void => {
		const due = reader.flushAt;

		if (due !== undefined && due <= at) {
			const flushed = flushKeys(reader);
			reader = flushed.reader;
			told.push(...flushed.events.map(event => [due, event] as const));
		}
	};

	for (const [at, chunk] of reads) {
		flushUntil(at - 1);
		const result = readChunk(reader, chunk, at);
		reader = result.reader;
		told.push(...result.events.map(event => [at, event] as const));
	}

	flushUntil(until);
	return told;
};

test('a paste may come in pieces with a pause between them', t => {
	t.deepEqual(
		readAt(10_000, [0, '\u001B[200~one two'], [400, ' three four'], [800, ' five six\u001B'], [900, '[201~\r']),
		[
			[900, paste('one two three four five six')],
			[900, key('enter')],
		],
	);
});

test('a paste whose end never comes is over after a moment, and the keys are keys again', t => {
	t.deepEqual(readAt(10_000, [0, '\u001B[200~half'], [2000, '\u0003'], [2100, 'a'], [2200, '\u001B']), [
		[500, paste('half')],
		[2000, key('ctrl+c')],
		[2100, character('a')],
		[2225, key('esc')],
	]);
	t.deepEqual(readAt(10_000, [0, '\u001B[200~'], [1000, '\u001B[201~'], [1000, '\r']), [[1000, key('enter')]]);
});

test('an Escape that was pressed into it is the key', t => {
	t.deepEqual(readAt(10_000, [0, '\u001B[200~half'], [300, '\u001B']), [
		[500, paste('half')],
		[500, key('esc')],
	]);
});

for (const everyMs of [33, 120]) {
	test(`keys pressed again and again, every ${everyMs} ms, do not make it last`, t => {
		const presses = Array.from({length: 60}, (_, index) => [10 + index * everyMs, '\u0003'] as const);
		const told = readAt(60_000, [0, '\u001B[200~'], ...presses);
		const first = told.find(([, event]) => event.kind === 'key');
		t.true(first !== undefined && first[0] < 700, JSON.stringify(first));
	});
}

test('a paste without an end fills no memory', t => {
	const mebibyte = 'x'.repeat(1_048_576);
	const told = readAt(10_000, [0, '\u001B[200~'], ...Array.from({length: 5}, (_, index) => [index, mebibyte] as const));
	t.true(told.length > 2);
	t.is(told.map(([, event]) => (event.kind === 'paste' ? event.text : '')).join(''), mebibyte.repeat(5));
});

test('what a paste holds is text, whatever keys it would be', t => {
	t.deepEqual(read('\u001B[200~\u0003\u001B[A\u009B31m\u001B]52;c;eA==\u0007\u001B[201~'), [
		paste('\u0003\u001B[A\u009B31m\u001B]52;c;eA==\u0007'),
	]);
});

test('a sequence that never ends is not waited for', t => {
	for (const start of ['\u001B[', '\u001B]']) {
		const told = readAt(60_000, [0, start], ...Array.from({length: 6000}, (_, index) => [index * 10, '0'] as const));
		t.true(told.length > 1000, start);
	}
});

test('a burst of text is a paste, also of a terminal without paste marks', t => {
	t.deepEqual(read('arn:aws:iam::123456789012:role/Deploy'), [paste('arn:aws:iam::123456789012:role/Deploy')]);
	const script = '#!/bin/sh\necho installing the agent\n';
	t.deepEqual(read(script), [paste(script)]);
	t.deepEqual(read('s3://shop-releases/shop-6.0.zip\r'), [paste('s3://shop-releases/shop-6.0.zip'), key('enter')]);
});

// Recorded from terminals with the 2-set Korean input (docs: UX, Korean).
test('Korean: a jamo, taken back and replaced by the syllable, in one read', t => {
	t.deepEqual(read('ㅎ\u007F하\u007F한'), [
		character('ㅎ'),
		key('backspace'),
		character('하'),
		key('backspace'),
		character('한'),
	]);
});

test('Korean: the space that ends a syllable may come before it', t => {
	t.deepEqual(read(' 글'), [character(' '), character('글')]);
});

test('Korean: decomposed syllables are one character', t => {
	t.deepEqual(read('\u1112\u1161\u11AB'), [character('\u1112\u1161\u11AB')]);
});

test('where a read is cut changes nothing', t => {
	const pieces = [
		'\u001B[A',
		'\u001B[1;5D',
		'\r',
		'a',
		'한',
		'\u007F',
		'\u001B[3~',
		'\u001B[200~x\ry\u001B[201~',
		'\u0003',
	];
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...pieces), {maxLength: 6}), fc.nat(40), (keys, at) => {
			const bytes = keys.join('');
			const cut = Math.min(at, bytes.length);
			t.deepEqual(read(bytes.slice(0, cut), bytes.slice(cut)), read(bytes));
		}),
	);
});

test('no bytes break the reader', t => {
	fc.assert(
		fc.property(fc.array(fc.string({unit: 'binary'}), {maxLength: 8}), chunks => {
			t.true(Array.isArray(read(...chunks)));
		}),
	);
});
