import test from 'ava';
import fc from 'fast-check';
import {type TagFilter, type TagFilterSet} from '../../../source/core/cloud/code-deploy.js';
import {type Tag} from '../../../source/core/cloud/shared.js';
import {known, unknown} from '../../../source/core/check/facts.js';
import {
	acceptedTag,
	carries,
	filterOf,
	futureTags,
	matchesFilter,
	matchTags,
	setOf,
	sortByTags,
} from '../../../source/core/check/tag-matcher.js';
import {fitFacts, instanceOf, wiredElastigroup} from '../../helpers/facts.js';

const pair = (key: string, value: string): TagFilter => ({type: 'key-and-value', key, value});
const blue: TagFilterSet = [[pair('version', '5.0')]];
const green: readonly Tag[] = [{key: 'version', value: '6.0'}];

test('a filter is AND of lists and OR inside a list', t => {
	const tags = [
		{key: 'version', value: '5.0'},
		{key: 'app', value: 'shop'},
	];
	t.true(matchesFilter(tags, [[pair('version', '4.0'), pair('version', '5.0')]]));
	t.true(matchesFilter(tags, [[pair('version', '5.0')], [pair('app', 'shop')]]));
	t.false(matchesFilter(tags, [[pair('version', '5.0')], [pair('app', 'cart')]]));
	t.true(matchesFilter(tags, [[{type: 'key-only', key: 'app'}]]));
	t.true(matchesFilter(tags, [[{type: 'value-only', value: 'shop'}]]));
	t.false(matchesFilter(tags, [[pair('Version', '5.0')]]));
});

test('no filter, and an empty list, select nothing', t => {
	t.false(matchesFilter([{key: 'a', value: 'b'}], []));
	t.false(matchesFilter([{key: 'a', value: 'b'}], [[]]));
});

test('the four sets of instances', t => {
	const sets = sortByTags(
		[
			instanceOf('blue', {version: '5.0'}),
			instanceOf('green', {version: '6.0'}),
			instanceOf('other', {Name: 'x'}),
			instanceOf('both', {version: '6.0', stage: 'old'}),
		],
		[[pair('version', '5.0'), pair('stage', 'old')]],
		green,
	);
	t.deepEqual(
		Object.fromEntries(Object.entries(sets).map(([set, list]) => [set, list.map(({instanceId}) => instanceId)])),
		{original: ['blue'], replacement: ['green'], both: ['both'], none: ['other']},
	);
});

test('before any instance exists: what the replacements will be (D3, D4)', t => {
	const own = [{key: 'Name', value: 'shop-web'}];
	t.is(setOf(futureTags(own, green), blue, green), 'replacement');
	t.is(setOf(futureTags(own, [{key: 'version', value: '5.0'}]), blue, [{key: 'version', value: '5.0'}]), 'both');
	t.is(setOf(futureTags(own, green), [[{type: 'key-only', key: 'Name'}]], green), 'both');
	// The Elastigroup's own version is the group's: the green value does not take it away.
	t.is(setOf(futureTags([{key: 'version', value: '5.0'}], green), blue, green), 'both');
	t.deepEqual(acceptedTag(own, [[{type: 'key-only', key: 'Name'}]]), own[0]);
});

test('matchTags tells present and future, and nothing while the group is unknown', t => {
	const match = matchTags(fitFacts());
	t.is(match?.future, 'replacement');
	t.is(match?.present?.original.length, 2);
	t.is(matchTags(fitFacts({group: unknown()})), undefined);
	t.is(matchTags(fitFacts({instances: unknown()}))?.present, undefined);
	t.is(
		matchTags(fitFacts({elastigroup: known({...wiredElastigroup, tags: [{key: 'version', value: '5.0'}]})}))?.future,
		// As the check on contained tags says: the picture and the refusal are of one mind.
		'both',
	);
});

const word = fc.constantFrom('version', 'Name', 'Owner', 'app', '5.0', '6.0', 'shop');
const tag = fc.record({key: word, value: word});
const tags = fc.uniqueArray(tag, {maxLength: 4, selector: ({key}) => key});
const filter: fc.Arbitrary<TagFilter> = fc.oneof(
	tag.map(({key, value}) => pair(key, value)),
	word.map(key => ({type: 'key-only', key}) as const),
	word.map(value => ({type: 'value-only', value}) as const),
);
const filters = fc.array(fc.array(filter, {maxLength: 3}), {maxLength: 3});

test('every instance is in exactly one set', t => {
	fc.assert(
		fc.property(fc.array(tags), filters, tags, (fleet, set, wanted) => {
			const instances = fleet.map((each, index) => ({instanceId: `i-${index}`, tags: each}));
			const all = Object.values(sortByTags(instances, set, wanted)).flat();
			t.is(all.length, instances.length);
			t.is(new Set(all).size, instances.length);
		}),
	);
});

const implies = (one: boolean, other: boolean): boolean => !one || other;

test('more alternatives never select less, more lists never select more', t => {
	fc.assert(
		fc.property(tags, filters, filter, (own, set, extra) => {
			const wider = set.map(list => [...list, extra]);
			t.true(implies(matchesFilter(own, set), matchesFilter(own, wider)));
			t.true(implies(set.length > 0 && matchesFilter(own, [...set, [extra]]), matchesFilter(own, set)));
		}),
	);
});

test('an instance with more tags stays selected', t => {
	fc.assert(
		fc.property(tags, tags, filters, (own, more, set) => {
			t.true(implies(matchesFilter(own, set), matchesFilter([...own, ...more], set)));
		}),
	);
});

test('the filter made of tags selects exactly what carries them all', t => {
	fc.assert(
		fc.property(tags, tags, (own, wanted) => {
			t.is(matchesFilter(own, filterOf(wanted)), carries(own, wanted));
		}),
	);
});
