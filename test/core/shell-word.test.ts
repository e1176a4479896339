import {execFileSync} from 'node:child_process';
import process from 'node:process';
import test from 'ava';
import fc from 'fast-check';
import {quoteForShell} from '../../source/core/shell-word.js';
import {showControl, stripControl} from '../../source/core/strip-control.js';

test('a name that needs no quotes gets none', t => {
	for (const word of ['shop-web', 'sig-5a3c19e7', 'green-tags=version=7.0', 's3://b/k.zip']) {
		t.is(quoteForShell(word), word);
	}
});

test('a name of several words, or of another alphabet, is read as it is', t => {
	t.is(quoteForShell('shop web (blue)'), `'shop web (blue)'`);
	t.is(quoteForShell('상점'), `'상점'`);
	t.is(quoteForShell(''), `$''`);
});

test('what would end a quote of any shell, or do something to a terminal, is written in bytes', t => {
	t.is(quoteForShell(`it's`), String.raw`$'it\x27s'`);
	t.is(quoteForShell('it’s; calc'), String.raw`$'it\xE2\x80\x99s\x3B calc'`);
	t.is(quoteForShell('a\n& b'), String.raw`$'a\x0A\x26 b'`);
	t.is(quoteForShell('\u001B]52;c;eA==\u0007'), String.raw`$'\x1B\x5D52\x3Bc\x3BeA==\x07'`);
});

const words = fc.oneof(
	fc.string({unit: 'binary', minLength: 1}),
	fc.string({unit: 'grapheme', minLength: 1}),
	fc
		.array(
			fc.constantFrom(`'`, '"', '`', '$', '\\', '!', '\n', '\r', '\t', ' ', '-', ';', '&', '|', '’', '\u001B', '한'),
		)
		.map(parts => parts.join('')),
);

test('a terminal shows the word as it was written', t => {
	fc.assert(
		fc.property(words, word => {
			const quoted = quoteForShell(word);
			t.is(stripControl(quoted), quoted);
			t.is(showControl(quoted), quoted);
		}),
	);
});

const hasBash = (() => {
	try {
		execFileSync('bash', ['--version']);
		return true;
	} catch {
		return false;
	}
})();

// No argument of a process can hold a NUL, or half of a character.
const givable = words.filter(word => !/[\0\p{Surrogate}]/u.test(word));

(hasBash && process.platform !== 'win32' ? test : test.skip)('pasted into bash, it is that one argument', t => {
	const samples = fc.sample(givable, 300);
	const script = samples.map(word => `give ${quoteForShell(word)}`).join('\n');
	// A program of that name is asked how many arguments it got, and which.
	const given = execFileSync('bash', ['--norc', '-c', `give() { printf '%s\\0' "$#" "$@"; }\n${script}`], {
		env: {PATH: process.env['PATH'] ?? ''},
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	t.deepEqual(
		given.toString('utf8').split('\0').slice(0, -1),
		samples.flatMap(word => ['1', word]),
	);
});
