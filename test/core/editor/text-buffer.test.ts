import test from 'ava';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {
	bufferWindow,
	cleanInput,
	editBuffer,
	splitGraphemes,
	textOf,
	toBuffer,
	type BufferEdit,
} from '../../../source/core/editor/text-buffer.js';
import {takesLong} from '../../helpers/takes-long.js';

const apply = (start: string, ...edits: readonly BufferEdit[]) => edits.reduce(editBuffer, toBuffer(start));

test('an emoji, an accent and a syllable are one step each', t => {
	const text = 'a👩‍👩‍👧‍👦e\u0301한';
	const buffer = toBuffer(text);
	t.is(buffer.graphemes.length, 4);
	t.is(textOf(editBuffer(buffer, {kind: 'delete-before'})), 'a👩‍👩‍👧‍👦e\u0301');
	t.is(textOf(apply(text, {kind: 'delete-before'}, {kind: 'delete-before'}, {kind: 'delete-before'})), 'a');
});

test('the recorded Korean stream leaves the word that was meant', t => {
	const buffer = apply(
		'',
		{kind: 'insert', text: 'ㅎ'},
		{kind: 'delete-before'},
		{kind: 'insert', text: '하'},
		{kind: 'delete-before'},
		{kind: 'insert', text: '한'},
	);
	t.is(textOf(buffer), '한');
});

test('a mark joins the letter before the caret, and the caret stays behind both', t => {
	const buffer = apply('ex', {kind: 'move-left'}, {kind: 'insert', text: '\u0301'}, {kind: 'insert', text: 'y'});
	t.is(textOf(buffer), 'éyx');
});

test('words are left and killed as on a command line', t => {
	t.is(textOf(apply('s3://shop-releases/app.zip', {kind: 'delete-word-before'})), 's3://shop-releases/app.');
	t.is(textOf(apply('one two', {kind: 'move-word-left'}, {kind: 'kill-before'})), 'two');
	t.is(textOf(apply('one two', {kind: 'move-to-start'}, {kind: 'move-word-right'}, {kind: 'kill-after'})), 'one');
});

test('a paste becomes one line in a line and keeps its lines in a document', t => {
	t.is(cleanInput('one\r\ntwo\n', false), 'one two');
	t.is(cleanInput('one\r\n\ttwo\n', true), 'one\n\ttwo\n');
	t.is(cleanInput('a\u001B[31mb\u0000', false), 'a[31mb');
	t.is(cleanInput('\u1112\u1161\u11AB', false), '한');
});

const edits: fc.Arbitrary<BufferEdit> = fc.oneof(
	fc.record({kind: fc.constant('insert' as const), text: fc.string({unit: 'grapheme', maxLength: 5})}),
	fc.constantFrom(
		...(
			[
				'delete-before',
				'delete-after',
				'delete-word-before',
				'kill-before',
				'kill-after',
				'move-left',
				'move-right',
				'move-word-left',
				'move-word-right',
				'move-to-start',
				'move-to-end',
			] as const
		).map(kind => ({kind}) satisfies BufferEdit),
	),
);

test('the caret never leaves the text, and moves never change it', t => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme', maxLength: 20}), fc.array(edits, {maxLength: 20}), (start, list) => {
			let buffer = toBuffer(start);

			for (const edit of list) {
				const next = editBuffer(buffer, edit);
				t.true(next.caret >= 0 && next.caret <= next.graphemes.length);

				t.true(textOf(next) === textOf(buffer) || !edit.kind.startsWith('move'));

				buffer = next;
			}
		}),
	);
});

test('the window holds the caret and fits its cells', t => {
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom('a', '한', 'é', '-'), {maxLength: 60}),
			fc.nat(60),
			fc.integer({min: 6, max: 40}),
			(graphemes, at, cells) => {
				const buffer = {graphemes, caret: Math.min(at, graphemes.length)};
				const shown = bufferWindow(buffer, cells, stringWidth);
				t.true(stringWidth(shown.before + shown.under + shown.after) <= cells);
				t.is(shown.under, graphemes[buffer.caret] ?? ' ');
				t.true(graphemes.join('').includes(shown.before));
			},
		),
	);
});

const joining = fc.constantFrom(
	'a',
	'👩‍👩‍👧‍👦',
	'👍🏽',
	'👍',
	'🏽',
	'🇰',
	'🇷',
	'e',
	'\u0301',
	'\u200D',
	'\u1112',
	'\u1161',
	'한',
	'\r',
	'\n',
	'\uD83D',
);

test('a long text is split as a short one is, wherever its pieces end', t => {
	fc.assert(
		fc.property(fc.array(joining, {minLength: 8, maxLength: 8}), fc.nat(4), (pieces, shift) => {
			const text = 'x'.repeat(shift) + pieces.join('').repeat(100);
			const whole = Array.from(new Intl.Segmenter().segment(text), ({segment}) => segment);
			t.deepEqual(splitGraphemes(text), whole);
		}),
	);
});

for (const piece of ['한', 'e\u0301\u0316', '\u0301\u0316', '\u001B[', '👍🏽', '\n', '\r']) {
	test(`a long text is read once: ${JSON.stringify(piece)}`, t => {
		t.false(takesLong(text => cleanInput(`${text}x`, false), '', piece));
		t.false(takesLong(text => editBuffer(toBuffer('ab'), {kind: 'insert', text}), '', piece));
	});
}
