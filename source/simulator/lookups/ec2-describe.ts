import {type SimulatedRequest} from '../protocol.js';
import {type World} from '../world/state.js';
import {pageOf, pageSizeOf} from './paging.js';
import {LookUpError, type QueryParameters} from './request.js';
import {type Xml, type XmlObject} from './xml.js';

export type Tag = {readonly key: string; readonly value: string};

export type DescribeContext = {
	readonly parameters: QueryParameters;
	readonly world: World;
	readonly request: SimulatedRequest;
};

/** One of EC2's Describe operations, as a record: what there is, how it is asked for, how it is shown. */
export type Describe<Item> = {
	/** Element of the answer that holds the list, such as `vpcSet`. */
	readonly set: string;
	readonly items: (context: DescribeContext) => readonly Item[];
	readonly show: (item: Item, context: DescribeContext) => XmlObject | string;
	/** Values of an item under each filter of this operation. Any other filter is refused. */
	readonly filters: Readonly<Record<string, (item: Item, context: DescribeContext) => readonly string[]>>;
	readonly tags?: (item: Item) => readonly Tag[];
	/** Lists of names or ids that pick items; unknown ones are refused in EC2's words. */
	readonly picks?: ReadonlyArray<{
		readonly parameter: string;
		readonly of: (item: Item) => string;
		readonly noun: string;
		readonly notFound: string;
		/** What a well-formed one looks like, and the code of its refusal. */
		readonly shape?: {readonly pattern: RegExp; readonly malformed: string};
	}>;
	/** Absent where EC2 answers everything at once. */
	readonly page?: {readonly least: number; readonly most: number; readonly isBarredByPicks: boolean};
};

type Filter = {readonly name: string; readonly values: readonly string[]};

const readFilters = (parameters: QueryParameters): readonly Filter[] => {
	const found: Filter[] = [];

	for (let index = 1; ; index++) {
		const name = parameters.one(`Filter.${index}.Name`);
		const values = parameters.list(`Filter.${index}.Value`);

		if (name === undefined) {
			if (values.length > 0) {
				throw new LookUpError('InvalidParameterValue', "The filter 'null' is invalid");
			}

			return found;
		}

		if (values.length === 0) {
			throw new LookUpError('MissingParameter', `The request must contain the parameter Filter.${index}.Value`);
		}

		if (values.length > 200) {
			throw new LookUpError('FilterLimitExceeded', 'The maximum number of filter values is 200.');
		}

		found.push({name, values});
	}
};

/** EC2's patterns: `*` any run, `?` any one character, a backslash takes the next one as it is. Case matters. */
const toFilterPattern = (value: string): RegExp => {
	let source = '';

	for (let index = 0; index < value.length; index++) {
		const character = value.charAt(index);

		if (character === '*') {
			source += '.*';
		} else if (character === '?') {
			source += '.';
		} else {
			const literal = character === '\\' && index + 1 < value.length ? value.charAt(++index) : character;
			source += literal.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
		}
	}

	return new RegExp(`^${source}$`, 's');
};

const valuesUnder = <Item>(
	filter: Filter,
	item: Item,
	describe: Describe<Item>,
	context: DescribeContext,
): readonly string[] => {
	const {tags} = describe;

	if (tags !== undefined && filter.name.startsWith('tag:')) {
		const key = filter.name.slice('tag:'.length);

		return tags(item)
			.filter(tag => tag.key === key)
			.map(({value}) => value);
	}

	if (tags !== undefined && filter.name === 'tag-key') {
		return tags(item).map(({key}) => key);
	}

	return describe.filters[filter.name]?.(item, context) ?? [];
};

const isKnownFilter = <Item>(filter: Filter, describe: Describe<Item>): boolean =>
	Object.hasOwn(describe.filters, filter.name) ||
	(describe.tags !== undefined && (filter.name === 'tag-key' || /^tag:./.test(filter.name)));

/** Filters are joined by AND, the values of one by OR. */
const applyFilters = <Item>(
	items: readonly Item[],
	filters: readonly Filter[],
	describe: Describe<Item>,
	context: DescribeContext,
): readonly Item[] => {
	const unknown = filters.find(filter => !isKnownFilter(filter, describe));

	if (unknown !== undefined) {
		throw new LookUpError('InvalidParameterValue', `The filter '${unknown.name}' is invalid`);
	}

	const patterns = filters.map(filter => ({filter, wanted: filter.values.map(toFilterPattern)}));

	return items.filter(item =>
		patterns.every(({filter, wanted}) =>
			valuesUnder(filter, item, describe, context).some(value => wanted.some(pattern => pattern.test(value))),
		),
	);
};

const applyPicks = <Item>(
	items: readonly Item[],
	picks: NonNullable<Describe<Item>['picks']>,
	parameters: QueryParameters,
): {readonly items: readonly Item[]; readonly isPicked: boolean} => {
	let picked = items;
	let isPicked = false;

	for (const pick of picks) {
		const wanted = parameters.list(pick.parameter);

		if (wanted.length === 0) {
			continue;
		}

		isPicked = true;
		const malformed = wanted.find(value => pick.shape !== undefined && !pick.shape.pattern.test(value));

		if (malformed !== undefined && pick.shape !== undefined) {
			throw new LookUpError(pick.shape.malformed, `Invalid id: "${malformed}"`);
		}

		const missing = wanted.filter(value => !items.some(item => pick.of(item) === value));

		if (missing.length > 0) {
			throw new LookUpError(
				pick.notFound,
				missing.length === 1
					? `The ${pick.noun} '${missing.join('')}' does not exist`
					: `The ${pick.noun}s '${missing.join(', ')}' do not exist`,
			);
		}

		picked = picked.filter(item => wanted.includes(pick.of(item)));
	}

	return {items: picked, isPicked};
};

/** Answers one Describe, as strictly as EC2 does: ids, filters, bounds of the page, and no member it does not know. */
export const answerDescribe = <Item>(describe: Describe<Item>, context: DescribeContext): XmlObject => {
	const {parameters} = context;
	const isDryRun = parameters.flag('DryRun');
	const filters = readFilters(parameters);
	const {items, isPicked} = applyPicks(describe.items(context), describe.picks ?? [], parameters);
	const filtered = applyFilters(items, filters, describe, context);
	const show = (item: Item): Xml => describe.show(item, context);
	let answer: XmlObject;

	if (describe.page === undefined) {
		answer = {[describe.set]: {item: filtered.map(show)}};
	} else {
		const asked = parameters.one('MaxResults');

		if (isPicked && asked !== undefined && describe.page.isBarredByPicks) {
			throw new LookUpError(
				'InvalidParameterCombination',
				`The parameter ${describe.picks?.[0]?.parameter ?? ''} cannot be used with the parameter maxResults`,
			);
		}

		const size = pageSizeOf(asked, {
			name: 'maxResults',
			...describe.page,
			fallback: describe.page.most,
			error: 'InvalidParameterValue',
		});
		const token = parameters.one('NextToken');
		const page = pageOf(filtered, {size, token, list: describe.set, tokenError: 'InvalidParameterValue'});
		answer = {[describe.set]: {item: page.items.map(show)}, nextToken: page.next};
	}

	const [unknown] = parameters.unread();

	if (unknown !== undefined) {
		throw new LookUpError('UnknownParameter', `The parameter ${unknown} is not recognized`);
	}

	if (isDryRun) {
		throw new LookUpError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
	}

	return answer;
};
