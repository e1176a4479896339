import test from 'ava';
import {allFields, expressFlow, setupFlow} from '../../../source/core/flow/registry.js';
import {en} from '../../../source/messages/en/index.js';
import {ko} from '../../../source/messages/ko/index.js';

const catalogues: ReadonlyArray<Readonly<Record<string, string>>> = [en, ko];

for (const field of allFields) {
	test(`${field.key} has its texts in both languages, a flag, a name in the environment and a requirement`, t => {
		for (const catalogue of catalogues) {
			for (const id of [field.label, field.help, field.where]) {
				t.truthy(id === undefined ? undefined : catalogue[id]);
			}
		}

		t.regex(field.flag, /^[a-z]+(?:-[a-z]+)*$/u);
		t.regex(field.env ?? '', /^[A-Z][A-Z_]+$/u);
		t.true(field.requirements.length > 0);
	});
}

test('every text of a field belongs to a field', t => {
	const keys = new Set(allFields.map(({key}) => key));
	const strays = Object.keys(en).filter(id => {
		const key = /^field\.(?<key>\w+)\.(?:label|help|where)$/u.exec(id)?.groups?.['key'];
		return key !== undefined && !keys.has(key);
	});
	t.deepEqual(strays, []);
});

test('keys, flags and environment names are each given once', t => {
	for (const names of [allFields.map(({key}) => key), allFields.map(({flag}) => flag), allFields.map(({env}) => env)]) {
		t.is(new Set(names).size, names.length);
	}
});

test('every look-up and every dependency names an earlier question, so that going on settles them', t => {
	const order = allFields.map(({key}) => key);
	for (const field of allFields) {
		const needs =
			'options' in field.control && field.control.options.from === 'query' ? field.control.options.needs : [];
		for (const key of [...needs, ...(field.dependsOn ?? [])]) {
			t.true(order.slice(0, order.indexOf(field.key)).includes(key), `${field.key} needs ${key}`);
		}
	}
});

test('the express flow asks only what the guided way asks too', t => {
	const known = new Set(setupFlow.steps.flatMap(({fields}) => fields));
	t.true(expressFlow.steps.flatMap(({fields}) => fields).every(key => known.has(key)));
});

test('the static choices stand in the parser too', t => {
	const refused = allFields.flatMap(field =>
		'options' in field.control && field.control.options.from === 'static'
			? field.control.options.options.filter(({value}) => !field.parse(value).isOk).map(({value}) => value)
			: [],
	);
	t.deepEqual(refused, []);
});
