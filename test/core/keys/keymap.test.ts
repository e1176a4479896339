import test from 'ava';
import {type Scope} from '../../../source/core/keys/binding.js';
import {lettersOfHangul} from '../../../source/core/keys/hangul.js';
import {bindings, footerRows, helpRows, isInScope, toAction, toMeaning} from '../../../source/core/keys/keymap.js';

const scopes: readonly Scope[] = [
	'text',
	'list',
	'multi-list',
	'form',
	'review',
	'live',
	'gate',
	'confirm',
	'help',
	'menu',
	'choice',
];

const jamoOf: Readonly<Record<string, string>> = Object.fromEntries(
	[...'ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ'].map(jamo => [lettersOfHangul(jamo)?.[0] ?? '', jamo]),
);

for (const scope of scopes) {
	test(`${scope}: no key means two things`, t => {
		const keys = bindings.filter(binding => isInScope(binding, scope)).flatMap(binding => binding.keys);
		t.deepEqual(
			keys.filter((key, index) => keys.indexOf(key) !== index),
			[],
		);
	});

	test(`${scope}: every letter works with the Korean input on, except where text is typed`, t => {
		const rows = bindings
			.filter(binding => isInScope(binding, scope))
			.flatMap(({keys, action}) => keys.filter(key => /^[a-z]$/.test(key)).map(key => ({key, action})));
		t.deepEqual(
			rows.map(({key}) => ({key, action: toAction({kind: 'character', text: jamoOf[key] ?? ''}, scope)})),
			rows,
		);
		t.is(toMeaning({kind: 'character', text: 'ㅂ'}, scope).kind === 'text', scope === 'text' || scope === 'confirm');
	});

	test(`${scope}: the footer says something, and the help page has all of the keys`, t => {
		t.true(footerRows(scope).length > 0);
		const shown = new Set(helpRows(scope));
		t.deepEqual(
			bindings.filter(binding => isInScope(binding, scope) && !shown.has(binding)).map(binding => binding.action),
			[],
		);
	});

	test(`${scope}: Ctrl+C and F2 are always there`, t => {
		t.truthy(toAction({kind: 'key', name: 'ctrl+c'}, scope));
		t.is(toAction({kind: 'key', name: 'f2'}, scope), 'switch-language');
	});
}

test('the whole 2-set layout is known: 26 letters, and the seven that Shift tells apart', t => {
	t.is(Object.keys(jamoOf).length, 26);
	t.deepEqual(
		[...'ㅃㅉㄸㄲㅆㅒㅖ'].flatMap(jamo => lettersOfHangul(jamo) ?? []),
		[...'QWERTOP'],
	);
});

test('a syllable is its presses', t => {
	t.deepEqual(lettersOfHangul('해'), ['g', 'o']);
	t.deepEqual(lettersOfHangul('닭'), ['e', 'k', 'f', 'r']);
	t.deepEqual(lettersOfHangul('과'), ['r', 'h', 'k']);
	t.deepEqual(lettersOfHangul('\u1112\u1161\u11AB'), ['g', 'k', 's']);
	t.is(lettersOfHangul('a'), undefined);
	t.is(lettersOfHangul('漢'), undefined);
});

test('two quick shortcuts may come as one syllable; a word that is none does nothing at all', t => {
	// ㅎ is g (steps), ㅣ is l (language): 히.
	t.deepEqual(toMeaning({kind: 'character', text: '히'}, 'list'), {
		kind: 'acts',
		acts: [
			{action: 'jump', key: 'g'},
			{action: 'switch-language', key: 'l'},
		],
	});
	// ㅗ is h, which has no meaning in a list: the g before it must not count either.
	t.deepEqual(toMeaning({kind: 'character', text: '호'}, 'list'), {kind: 'unknown'});
});

test('Caps Lock breaks no shortcut', t => {
	t.is(toAction({kind: 'character', text: 'Q'}, 'list'), 'leave');
});
