import test from 'ava';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {cells, cutEnd, cutMiddle, padEnd, padStart, wrapText} from '../../source/ui/fit.js';
import {unicodeGlyphs} from '../../source/ui/glyphs.js';
import {fitLine, lineWidth, padLine, span, spreadLine} from '../../source/ui/line.js';
import {tell} from '../../source/ui/look.js';
import {text} from '../../source/core/text-token.js';
import {takesLong} from '../helpers/takes-long.js';

const printable = fc
	.array(fc.constantFrom('a', '-', ' ', '한', '글', '롤', '漢', 'é', '👩‍💻', '0', 'Z'), {maxLength: 40})
	.map(parts => parts.join(''));
const width = fc.integer({min: 0, max: 60});

test('a text that fits is left alone', t => {
	t.is(cutEnd('shop-web', 8), 'shop-web');
	t.is(cutMiddle('배포 그룹', 9), '배포 그룹');
});

test('a cut shows both ends of an id and the start of a sentence', t => {
	t.is(cutMiddle('i-0123456789abcdef0', 11), 'i-012⋯cdef0');
	t.is(cutEnd('The deployment was stopped', 10), 'The deplo⋯');
});

test('a Hangul syllable is never halved', t => {
	t.is(cutEnd('블루그린', 6), '블루⋯');
	t.is(padEnd('블루그린', 6), '블루⋯ ');
	t.is(padStart('상태', 6), '  상태');
});

test('whatever is cut or padded takes the cells it was given', t => {
	fc.assert(
		fc.property(printable, width, (text, room) => {
			t.is(cells(text), stringWidth(text));
			t.true(cells(cutEnd(text, room)) <= room || cells(text) <= room);
			t.true(cells(cutEnd(text, room)) <= room);
			t.true(cells(cutMiddle(text, room)) <= room);
			t.is(cells(padEnd(text, room)), room);
			t.is(cells(padStart(text, room)), room);
		}),
	);
});

test('wrapped lines fit and lose nothing but spaces', t => {
	fc.assert(
		fc.property(printable, fc.integer({min: 2, max: 40}), (text, room) => {
			const lines = wrapText(text, room);
			t.true(lines.every(line => cells(line) <= room));
			t.is(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
		}),
	);
});

test('lines of spans are fitted as a whole', t => {
	fc.assert(
		fc.property(fc.array(printable, {maxLength: 6}), printable, width, (texts, right, room) => {
			const line = texts.map(text => span(text));
			t.true(lineWidth(fitLine(line, room)) <= room);
			t.is(lineWidth(padLine(line, room)), room);
			t.true(lineWidth(spreadLine(line, [span(right)], room)) <= room);
		}),
	);
});

test('a word of any length is broken in one go', t => {
	for (const piece of ['한', 'a']) {
		t.false(takesLong(text => wrapText(text, 78), '', piece));
	}
});

test('of a text that no page could hold only the beginning is drawn', t => {
	const look = {language: 'en', glyphs: unicodeGlyphs} as const;
	t.true(tell(look, text('live.command', {command: '한'.repeat(200_000)})).length < 10_000);

	for (const piece of ['한', 'é', '👍🏽', 'e\u0301\u0316']) {
		t.false(
			takesLong(long => wrapText(tell(look, text('live.command', {command: long})), 78), '', piece),
			piece,
		);
	}
});
