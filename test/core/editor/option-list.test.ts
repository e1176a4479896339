import test from 'ava';
import fc from 'fast-check';
import {
	editList,
	listWindow,
	reloadOptions,
	shownOptions,
	toOptionList,
	type ListEdit,
	type OptionList,
} from '../../../source/core/editor/option-list.js';
import {type Option} from '../../../source/core/field/field.js';
import {text} from '../../../source/core/text-token.js';

const option = (value: string, isDisabled = false): Option => ({
	value,
	label: value,
	...(isDisabled && {disabled: text('common.no')}),
});

const letters = [...'abcdefghij'].map(value => option(value));
const apply = (list: OptionList, ...edits: readonly ListEdit[]) => edits.reduce(editList, list);

test('the cursor begins on the answer, else on the first row that can be chosen', t => {
	t.is(toOptionList(letters, {value: 'd'}).cursor, 'd');
	t.is(toOptionList([option('a', true), option('b')]).cursor, 'b');
	t.is(toOptionList([option('a', true)]).cursor, undefined);
	const doubtful = [
		{...option('a'), isDoubtful: true},
		{...option('b'), isDoubtful: true},
	];
	t.is(toOptionList(doubtful).cursor, undefined, 'nothing is chosen unseen');
	t.is(toOptionList(doubtful, {value: 'b'}).cursor, 'b');
	t.is(editList(toOptionList(doubtful), {kind: 'next'}).cursor, 'a');
	t.is(toOptionList([...doubtful, option('c')]).cursor, 'c');
	t.is(reloadOptions(toOptionList(doubtful), doubtful).cursor, undefined);
});

test('rows that cannot be chosen are walked past, and the ends hold', t => {
	const list = toOptionList([option('a'), option('b', true), option('c')]);
	t.is(apply(list, {kind: 'next'}).cursor, 'c');
	t.is(apply(list, {kind: 'next'}, {kind: 'next'}).cursor, 'c');
	t.is(apply(list, {kind: 'next'}, {kind: 'previous'}, {kind: 'previous'}).cursor, 'a');
});

test('the filter takes words in any order and keeps the cursor where it can', t => {
	const list = toOptionList([option('shop-web'), option('shop-api'), option('web-admin')], {value: 'web-admin'});
	const filtered = apply(list, {kind: 'filter', text: 'web'});
	t.deepEqual(
		shownOptions(filtered).map(({value}) => value),
		['shop-web', 'web-admin'],
	);
	t.is(filtered.cursor, 'web-admin');
	t.is(apply(list, {kind: 'filter', text: 'WEB shop'}).cursor, 'shop-web');
	t.is(apply(list, {kind: 'filter', text: 'nothing'}).cursor, undefined);
	t.truthy(apply(list, {kind: 'filter', text: 'nothing'}, {kind: 'filter', text: ''}).cursor);
});

test('marks stay through filters and reloads; all and none mean what is shown', t => {
	const list = toOptionList(letters, {isMultiple: true});
	const marked = apply(list, {kind: 'toggle-mark'}, {kind: 'filter', text: 'c'}, {kind: 'mark-all'});
	t.deepEqual(marked.marked, ['a', 'c']);
	t.deepEqual(reloadOptions(marked, letters.slice(0, 4)).marked, ['a', 'c']);
	t.deepEqual(apply(marked, {kind: 'mark-none'}).marked, ['a']);
});

test('newly loaded rows leave the cursor on its row', t => {
	const list = apply(toOptionList(letters), {kind: 'next'}, {kind: 'next'});
	t.is(reloadOptions(list, [option('z'), ...letters]).cursor, 'c');
	t.is(reloadOptions(list, [option('z')]).cursor, 'z');
});

const moves: fc.Arbitrary<ListEdit> = fc.constantFrom(
	{kind: 'next'},
	{kind: 'previous'},
	{kind: 'first'},
	{kind: 'last'},
	{kind: 'page-down', size: 4},
	{kind: 'page-up', size: 4},
);

test('wherever one walks, the cursor stands on a row that can be chosen, inside the window', t => {
	fc.assert(
		fc.property(
			fc.array(fc.boolean(), {minLength: 1, maxLength: 30}),
			fc.array(moves, {maxLength: 30}),
			fc.integer({min: 1, max: 12}),
			(disabled, edits, size) => {
				const options = disabled.map((isDisabled, index) => option(`o${index}`, isDisabled));
				const list = apply(toOptionList(options), ...edits);
				const {rows, above, below} = listWindow(list, size);
				t.is(rows.length + above + below, options.length);
				t.true(rows.length <= size);

				if (disabled.includes(false)) {
					t.is(options.find(({value}) => value === list.cursor)?.disabled, undefined);
					t.true(rows.some(({value}) => value === list.cursor));
				} else {
					t.is(list.cursor, undefined);
				}
			},
		),
	);
});
