import test from 'ava';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {rgiEmoji} from '../../scripts/lean-text/rgi-emoji.js';
import {Intl as Lean, isSimple} from '../../scripts/lean-text/segmenter.js';
import {simpleCells} from '../../source/ui/simple-cells.js';

// What stands in the bundle for two tables of the vendor's must say the same as they do, of every text.

const vendor = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
const lean = new Lean.Segmenter(undefined, {granularity: 'grapheme'});
// The compiler's target knows no `v` in a literal.
// eslint-disable-next-line prefer-regex-literals
const rgi = new RegExp(String.raw`^\p{RGI_Emoji}$`, 'v');

const partsOf = (segmenter: {segment(text: string): Iterable<{segment: string; index: number}>}, text: string) =>
	Array.from(segmenter.segment(text), ({segment, index}) => `${index}:${segment}`).join(' ');

const codeUnits = Array.from({length: 0x1_00_00}, (_, code) => String.fromCodePoint(code));

test('no sign that is called simple joins another one', t => {
	const simple = codeUnits.filter(unit => isSimple(unit));
	t.true(simple.length > 11_000);

	for (const neighbour of ['', 'a', '가', '각', '\n', '\u001B', '→', '❤', '©']) {
		const text = simple.join(neighbour);
		t.is(partsOf(lean, text), partsOf(vendor, text));
	}
});

test('any text is parted as the vendor parts it', t => {
	const text = fc.oneof(
		fc.string({unit: 'binary', maxLength: 20}),
		fc.string({unit: fc.constantFrom(...'ab ⋅❯✓─→가각힣ㅏ\u1161\u11A8\u0301\u200D❤️👩🇰🇷\r\n\u001B[2m'), maxLength: 20}),
	);
	fc.assert(
		fc.property(text, one => {
			t.is(partsOf(lean, one), partsOf(vendor, one));

			for (let index = 0; index <= one.length; index++) {
				const [ours, theirs] = [lean, vendor].map(segmenter => segmenter.segment(one).containing(index));
				t.is(ours?.segment, theirs?.segment);
				t.is(ours?.index, theirs?.index);
			}
		}),
	);
});

test('a text of simple signs is as wide as the vendor says', t => {
	const simple = codeUnits.filter(unit => simpleCells(unit) !== undefined);
	t.true(simple.length > 11_000);
	t.deepEqual(
		simple.filter(unit => simpleCells(unit) !== stringWidth(unit)),
		[],
	);

	for (const neighbour of ['', 'a', '가', '각', '❯']) {
		const text = simple.join(neighbour);
		t.is(simpleCells(text), stringWidth(text));
	}
});

test('an emoji is one where the vendor’s table says so', t => {
	t.deepEqual(
		codeUnits.filter(unit => rgiEmoji.test(unit) !== rgi.test(unit)),
		[],
	);

	for (const one of ['❤️', '👩‍💻', '🇰🇷', '1️⃣', '❤', '👍🏽', '가', 'ab', '⌚️']) {
		t.is(rgiEmoji.test(one), rgi.test(one), one);
	}
});
