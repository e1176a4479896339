import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {en} from '../../source/messages/en/index.js';
import {ko} from '../../source/messages/ko/index.js';

const placeholders = (template: string): readonly string[] =>
	[...template.matchAll(/{(\w+)}/g)].map(match => match[1] ?? '').sort();

const english: Readonly<Record<string, string>> = en;
const korean: Readonly<Record<string, string>> = ko;

test('both languages have the same texts with the same values', t => {
	t.deepEqual(Object.keys(korean).sort(), Object.keys(english).sort());
	for (const [id, template] of Object.entries(english)) {
		t.deepEqual(placeholders(korean[id] ?? ''), placeholders(template), id);
	}
});

test('no text is empty, and none is left in the other language', t => {
	for (const [id, template] of Object.entries(english)) {
		t.not(template.trim(), '', id);
		t.not((korean[id] ?? '').trim(), '', id);
		t.true(!/[가-힣]/.test(template) || id === 'keys.switch-language', id);
	}
});

test('Korean puts no particle that depends on the last sound right after an inserted value', t => {
	const wrong = Object.entries(korean).filter(([, template]) =>
		/}[”"'’]*(?:은|는|이|가|을|를|과|와|으로|로|이라|라)(?![가-힣])/.test(template),
	);
	t.deepEqual(
		wrong.map(([id, template]) => `${id}: ${template}`),
		[],
	);
});

test('every text is shown somewhere', async t => {
	const files = await readdir('source', {recursive: true});
	const sources = await Promise.all(
		files
			.filter(file => /\.tsx?$/.test(file) && !file.startsWith('messages'))
			.map(async file => readFile(path.join('source', file), 'utf8')),
	);
	const code = sources.join('\n');
	// Ids are written out, or made of a written beginning and a value of a closed set: `run.phase.${id}`.
	const beginnings = [
		...[...code.matchAll(/`([a-z][\w.-]*[.-])\${/g)].map(match => match[1] ?? ''),
		...[...code.matchAll(/prefix = .*? '([\w.-]+)' : '([\w.-]+)'/g)].flatMap(match => match.slice(1)),
	];
	const unused = Object.keys(english).filter(
		id => !code.includes(`'${id}'`) && !beginnings.some(beginning => id.startsWith(beginning)),
	);
	t.deepEqual(unused, []);
});
