import test from 'ava';
import fc from 'fast-check';
import {toJsonDocument, toJsonLine} from '../../source/core/to-json.js';

const nasty = fc.constantFrom(
	'\u001B]52;c;eA==\u0007',
	'\u007F',
	'\u0085',
	'\u009B31m',
	'\u00AD',
	'\u061C',
	'\u200B',
	'\u200D',
	'\u200E',
	'\u2028',
	'\u2029',
	'\u202E',
	'\u2066',
	'\u3164',
	'\uFEFF',
	'\uD83D',
	'\uDE00',
	'\u{E0041}',
	'\r\n',
);
const texts = fc
	.array(fc.oneof(nasty, fc.string({unit: 'binary'}), fc.string({unit: 'grapheme'})), {maxLength: 6})
	.map(parts => parts.join(''));
const documents = fc.oneof(fc.array(fc.json().map((json): unknown => JSON.parse(json))), fc.dictionary(texts, texts));

/** Everything that a terminal would act on or not show, but for what stands between the members. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

test('a line of JSON is one line of what can be seen, in keys and in values, and is the same document', t => {
	fc.assert(
		fc.property(documents, document => {
			const line = toJsonLine(document);
			t.notRegex(line, unseen);
			const plain = JSON.stringify(document);
			t.deepEqual(JSON.parse(line), JSON.parse(plain));
		}),
		{numRuns: 500},
	);
});

test('so is a document over several lines', t => {
	fc.assert(
		fc.property(documents, document => {
			const written = toJsonDocument(document);
			t.notRegex(written.replaceAll(/^\t+|\n\t*/gm, ''), unseen);
			const plain = JSON.stringify(document);
			t.deepEqual(JSON.parse(written), JSON.parse(plain));
		}),
		{numRuns: 500},
	);
});
