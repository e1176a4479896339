import test from 'ava';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {showControl, stripControl} from '../../source/core/strip-control.js';
import {takesLong} from '../helpers/takes-long.js';

const nasty = fc.constantFrom(
	'\u001B[2J',
	'\u001B[31;1m',
	'\u001B]0;owned\u0007',
	'\u001B]8;;https://example.com\u001B\\',
	'\u001B]52;c;c2VjcmV0\u0007',
	'\u001B]never ends',
	'\u001BP1$r\u001B\\',
	'\u001B',
	'\u001Bc',
	'\u009B2J',
	'\u009D0;t\u009C',
	'\u0000',
	'\u0008',
	'\u0007',
	'\r',
	'\r\n',
	'\n',
	'\t',
	'\u0085',
	'\u2028',
	'\u202E',
	'\u2066',
	'\u200B',
	'\u200D',
	'\u200F',
	'\u00AD',
	'\uFEFF',
	'\uFE0F',
	'\u3164',
	'\u{E0041}',
	'\uD83D',
	'e\u0301\u0302\u0303\u0304\u0305\u0306',
);
const pieces = fc.oneof(
	nasty,
	fc.string({unit: 'binary'}),
	fc.string({unit: 'grapheme'}),
	fc.constantFrom('배포', '\u1107\u1162', '🚀', '👩‍💻', '👍🏽', '1️⃣', '❤️', 'naïve', '·─│✔'),
);
const texts = fc.array(pieces, {maxLength: 12}).map(parts => parts.join(''));

const dangerous =
	/[\p{Cc}\u2028\u2029\u061C\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\p{Cs}]/u;

test('nothing is left that moves the cursor, turns the direction or breaks the line', t => {
	fc.assert(
		fc.property(texts, text => {
			t.notRegex(stripControl(text), dangerous);
		}),
		{numRuns: 1000},
	);
});

test('stripping twice changes nothing more', t => {
	fc.assert(
		fc.property(texts, text => {
			const once = stripControl(text);
			t.is(stripControl(once), once);
		}),
		{numRuns: 1000},
	);
});

test('no combination of characters climbs out of its row', t => {
	fc.assert(
		fc.property(texts, text => {
			t.notRegex(stripControl(text), /\p{M}{4}/u);
		}),
	);
});

const keeps = (title: string, text: string) => {
	test(`keeps ${title}`, t => {
		t.is(stripControl(text), text);
	});
};

keeps('Hangul', '배포 그룹 shop-bg를 찾을 수 없습니다');
keeps('emoji of one character', '🚀 done');
keeps('joined and coloured emoji', '👩‍💻 👍🏽 ❤️ 1️⃣');
keeps('boxes and marks', '── ✔ ● ◐ │ 82 %');
keeps('accents', 'naïve café Ångström');
keeps('a path with all of ASCII', String.raw`s3://b/k?v=1&x=[2];~{}|\^"'`);

test('takes whole sequences out, not only their first character', t => {
	t.is(
		stripControl('\u001B[31mred\u001B[0m and \u001B]8;;https://example.com\u0007link\u001B]8;;\u0007'),
		'red and link',
	);
	t.is(stripControl('a\u009B2Jb\u009D0;title\u009Cc'), 'abc');
});

test('a sequence that was cut off hides no text', t => {
	t.is(stripControl('before \u001B]0;after'), 'before 0;after');
});

test('line breaks of every kind become one space', t => {
	t.is(stripControl('one\r\ntwo\nthree\tfour\u2028five'), 'one two three four five');
});

test('two names that look the same become the same', t => {
	t.is(stripControl('sh\u200Bop\uFEFF-b\u2063g'), 'shop-bg');
	t.is(stripControl('shop\u202Egpj.exe'), 'shopgpj.exe');
});

test('a key from a Mac is as wide as it looks', t => {
	const pieces = '배포'.normalize('NFD');
	t.is(stripControl(pieces), '배포');
	t.is(stringWidth(stripControl(pieces)), 4);
});

test('a half of a surrogate pair becomes a visible mark', t => {
	t.is(stripControl('a\uD83Db'), 'a\uFFFDb');
});

for (const [title, piece] of [
	['strings of a terminal that never end', '\u009D'],
	['the same of several kinds', '\u0090\u009D\u009E'],
	['the same in two characters', '\u001B]'],
	['sequences that never end', '\u001B['],
	['a sequence of numbers that never ends', '0;'],
	['marks in the wrong order', '\u0301\u0316'],
	['letters with marks', 'e\u0301\u0316'],
	['half an emoji', '👩\u200D'],
	['halves of characters', '\uD83D'],
	['line ends', '\r\n'],
	['marks of direction', '\u202E'],
] as const) {
	test(`a text is read once, however long: ${title}`, t => {
		for (const head of ['', '\u009D', '\u001B[', 'a']) {
			t.false(takesLong(stripControl, head, piece));
			t.false(takesLong(showControl, head, piece));
		}
	});
}

test('what a string of a terminal holds is gone as far as the terminal would take it', t => {
	t.is(stripControl('a\u009D0;one\u009D0;two\u009Cb'), 'a0;oneb');
});

test('nothing that is left in a line at the end hides what stands behind it', t => {
	const line = 'name \u001B]0;title, instance i-1, tag \u0007 end\u202E\u2028\u{E0041}\uD83D';
	t.is(showControl(line), String.raw`name \u001b]0;title, instance i-1, tag \u0007 end\u202e\u2028\u{e0041}\ud83d`);
	t.is(showControl('배포 👩‍💻 ❤️ ── ✔'), '배포 👩‍💻 ❤️ ── ✔');
});

test('what was stripped is left as it is at the end, and nothing else gets through', t => {
	fc.assert(
		fc.property(texts, text => {
			const stripped = stripControl(text);
			t.is(showControl(stripped), stripped);
			t.notRegex(showControl(text), dangerous);
		}),
		{numRuns: 1000},
	);
});
