import test from 'ava';
import stringWidth from 'string-width';
import {asciiGlyphs, spinnerAt, unicodeGlyphs, type Glyphs} from '../../source/ui/glyphs.js';

const marks = ({id: _, spinner, ...single}: Glyphs): readonly string[] => [...Object.values(single), ...spinner];

for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
	test(`every ${glyphs.id} mark takes one cell, also where ambiguous characters take two`, t => {
		for (const mark of marks(glyphs)) {
			t.is(stringWidth(mark, {ambiguousIsNarrow: true}), 1, `mark ${mark}`);
			t.is(stringWidth(mark, {ambiguousIsNarrow: false}), 1, `mark ${mark}`);
		}
	});

	test(`states are told apart by their ${glyphs.id} marks, without colours`, t => {
		const {done, failed, skipped, unknown, pending, warn, original, replacement, other} = glyphs;
		t.is(new Set([done, failed, skipped, unknown, pending, warn]).size, 6);
		t.is(new Set([original, replacement, other]).size, 3);
	});
}

test('the plain marks are of ASCII', t => {
	t.true(marks(asciiGlyphs).every(mark => /^[\u0020-\u007E]$/.test(mark)));
});

test('the spinner is drawn from the time alone', t => {
	t.is(spinnerAt(unicodeGlyphs, 10_000), spinnerAt(unicodeGlyphs, 10_000));
	t.not(spinnerAt(unicodeGlyphs, 10_000), spinnerAt(unicodeGlyphs, 10_250));
});
