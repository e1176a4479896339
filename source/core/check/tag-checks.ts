/** Does each tag select the instances that it is meant to select, and no others? */
import {type DeploymentGroup} from '../cloud/code-deploy.js';
import {type Elastigroup} from '../cloud/elastigroup.js';
import {type Tag} from '../cloud/shared.js';
import {isSameTag, showTag, showTags, writeTags} from '../field/tag-list.js';
import {nextVersion} from '../flow/next-version.js';
import {text} from '../text-token.js';
import {result, valueOf, type CheckResult, type Common} from './check-result.js';
import {type Facts} from './facts.js';
import {acceptedTag, carries, isAlive, matchesFilter} from './tag-matcher.js';

/** A first run may find instances that carry nothing the group looks for: CodeDeploy leaves them to Spot. */
export const checkOriginals = (facts: Facts, group: DeploymentGroup | undefined): readonly CheckResult[] => {
	const tags = (group?.tagFilters ?? [])
		.flat()
		.flatMap(filter => (filter.type === 'key-and-value' ? [showTag(filter)] : []))
		.join(', ');
	const members = new Set((valueOf(facts.fleet) ?? []).flatMap(({instanceId}) => instanceId ?? []));
	const running = (valueOf(facts.instances) ?? []).filter(({instanceId}) => members.has(instanceId));
	return group === undefined ||
		tags === '' ||
		running.length === 0 ||
		running.some(instance => matchesFilter(instance.tags, group.tagFilters))
		? []
		: [
				result(
					{id: 'no-originals', reason: text('check.no-originals.reason'), requirements: ['D1', 'D2']},
					'info',
					text('check.no-originals.info', {tags, count: running.length}),
				),
			];
};

/** Green tags that differ from these ones: each of the given tags gets the next value of its own. */
const nextGreenTags = (facts: Facts, taken: readonly Tag[]): readonly Tag[] | undefined => {
	const tags = facts.planned.greenTags.map(tag => {
		if (!taken.some(each => isSameTag(each, tag))) {
			return tag;
		}

		const value = nextVersion(tag.value, facts.at);
		return value === undefined ? undefined : {key: tag.key, value};
	});
	return tags.every(tag => tag !== undefined) ? tags : undefined;
};

export const checkEqualTags = (facts: Facts, group: DeploymentGroup | undefined): CheckResult => {
	const common: Common = {id: 'equal-tags', reason: text('check.equal-tags.reason'), requirements: ['D3']};
	const {greenTags} = facts.planned;
	if (group === undefined || greenTags.length === 0) {
		return result(common, 'unknown', text('check.equal-tags.unknown'));
	}

	if (!matchesFilter(greenTags, group.tagFilters)) {
		return result(common, 'pass', text('check.equal-tags.pass', {green: showTags(greenTags)}));
	}

	const clash = acceptedTag(greenTags, group.tagFilters) ?? greenTags[0];
	if (clash === undefined) {
		return result(common, 'unknown', text('check.equal-tags.unknown'));
	}

	const next = nextGreenTags(facts, [clash]);
	// A filter by key alone accepts every value: another value does not mend it.
	const isMended = next !== undefined && !matchesFilter(next, group.tagFilters);
	return result(
		common,
		'fail',
		text('check.equal-tags.fail', {tag: showTag(clash)}),
		[
			isMended
				? text('check.equal-tags.next', {next: showTags(next)})
				: text('check.equal-tags.next-other', {key: clash.key}),
		],
		isMended ? {greenTags: writeTags(next)} : undefined,
	);
};

export const checkGreenKey = (facts: Facts, group: DeploymentGroup | undefined): readonly CheckResult[] => {
	const common: Common = {id: 'green-key', reason: text('check.green-key.reason'), requirements: ['C1', 'D3']};
	const keys = (group?.tagFilters ?? []).flat().flatMap(filter => (filter.type === 'value-only' ? [] : [filter.key]));
	const [expected] = keys;
	const [first] = facts.planned.greenTags;
	if (expected === undefined || first === undefined) {
		return [];
	}

	return facts.planned.greenTags.some(tag => keys.includes(tag.key))
		? [result(common, 'pass', text('check.green-key.pass'))]
		: [result(common, 'warn', text('check.green-key.warn', {key: first.key, expected}))];
};

export const checkContained = (
	facts: Facts,
	group: DeploymentGroup | undefined,
	elastigroup: Elastigroup | undefined,
): CheckResult => {
	const common: Common = {id: 'contained-tag', reason: text('check.contained.reason'), requirements: ['D4']};
	if (group === undefined || elastigroup === undefined) {
		return result(common, 'unknown', text('check.contained.unknown'));
	}

	const {greenTags} = facts.planned;
	const own = elastigroup.tags;
	// With an AND of several tags the own ones may complete what the green ones bring.
	const isCaught =
		matchesFilter(own, group.tagFilters) ||
		(!matchesFilter(greenTags, group.tagFilters) && matchesFilter([...own, ...greenTags], group.tagFilters));
	const clash = isCaught ? acceptedTag(own, group.tagFilters) : undefined;
	return clash === undefined
		? result(common, 'pass', text('check.contained.pass'))
		: result(common, 'fail', text('check.contained.fail', {tag: showTag(clash)}), [
				text('check.contained.next', {tag: showTag(clash)}),
				text('check.contained.next-filter'),
			]);
};

export const checkRepeated = (facts: Facts, elastigroup: Elastigroup | undefined): readonly CheckResult[] => {
	const repeated = facts.planned.greenTags.find(tag => elastigroup?.tags.some(own => own.key === tag.key) === true);
	return repeated === undefined
		? []
		: [
				result(
					{id: 'repeated-key', reason: text('check.repeated.reason'), requirements: ['B4', 'D4']},
					'fail',
					text('check.repeated.fail', {key: repeated.key}),
					[text('check.repeated.next', {key: repeated.key})],
				),
			];
};

const idsOf = (instances: ReadonlyArray<{readonly instanceId: string}>): string => {
	const shown = instances.slice(0, 3).map(({instanceId}) => instanceId);
	return instances.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ');
};

/** Instances that carry the green tags before anything started: left over from an earlier run, or somebody else's. */
export const checkLeftover = (facts: Facts, group: DeploymentGroup | undefined): readonly CheckResult[] => {
	const common: Common = {id: 'leftover', reason: text('check.leftover.reason'), requirements: ['C1', 'D5']};
	const {greenTags} = facts.planned;
	if (greenTags.length === 0 || group === undefined || matchesFilter(greenTags, group.tagFilters)) {
		return [];
	}

	if (!facts.instances.isKnown) {
		return [result(common, 'unknown', text('check.leftover.unknown'))];
	}

	const carriers = facts.instances.value.filter(instance => isAlive(instance) && carries(instance.tags, greenTags));
	if (carriers.length === 0) {
		return [result(common, 'pass', text('check.leftover.pass'))];
	}

	const next = nextGreenTags(facts, greenTags);
	const green = showTags(greenTags);
	return [
		result(
			common,
			'fail',
			text('check.leftover.fail', {count: carriers.length, green, ids: idsOf(carriers)}),
			next === undefined ? [] : [text('check.leftover.next', {next: showTags(next)})],
			next === undefined ? undefined : {greenTags: writeTags(next)},
		),
	];
};
