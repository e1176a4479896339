/**
 * Which instances CodeDeploy takes for originals (blue) and which for replacements (green), from tags alone
 * (docs/facts.md CD 1.5). The two must be disjoint: an instance in both is what the guide's cases D3 and D4 are about.
 */
import {type TagFilter, type TagFilterSet} from '../cloud/code-deploy.js';
import {type Tag} from '../cloud/shared.js';
import {isSameTag} from '../field/tag-list.js';
import {type Facts} from './facts.js';

export type MatchSet = 'original' | 'replacement' | 'both' | 'none';

export type Tagged = {readonly instanceId: string; readonly tags: readonly Tag[]};

/** The four sets; every instance is in exactly one. */
export type MatchSets<Instance extends Tagged = Tagged> = Readonly<Record<MatchSet, readonly Instance[]>>;

/** Stopped instances count for CodeDeploy as well (docs/facts.md CD 1.5). */
export const isAlive = ({state}: {readonly state: string}): boolean =>
	state !== 'terminated' && state !== 'shutting-down';

/** Case counts. */
const matchesOne = (tags: readonly Tag[], filter: TagFilter): boolean => {
	switch (filter.type) {
		case 'key-and-value': {
			return tags.some(tag => isSameTag(tag, filter));
		}

		case 'key-only': {
			return tags.some(tag => tag.key === filter.key);
		}

		case 'value-only': {
			return tags.some(tag => tag.value === filter.value);
		}
	}
};

/** AND of lists, OR inside a list. No filter at all selects nothing, and so does an empty list. */
export const matchesFilter = (tags: readonly Tag[], filters: TagFilterSet): boolean =>
	filters.length > 0 && filters.every(list => list.some(filter => matchesOne(tags, filter)));

/** Replacements carry every green tag. */
export const carries = (tags: readonly Tag[], wanted: readonly Tag[]): boolean =>
	wanted.length > 0 && wanted.every(one => tags.some(tag => isSameTag(tag, one)));

/** Where an instance with these tags falls. */
export const setOf = (tags: readonly Tag[], filters: TagFilterSet, greenTags: readonly Tag[]): MatchSet => {
	const isOriginal = matchesFilter(tags, filters);
	const isReplacement = carries(tags, greenTags);
	if (isOriginal) {
		return isReplacement ? 'both' : 'original';
	}

	return isReplacement ? 'replacement' : 'none';
};

export const sortByTags = <Instance extends Tagged>(
	instances: readonly Instance[],
	filters: TagFilterSet,
	greenTags: readonly Tag[],
): MatchSets<Instance> => {
	const only = (set: MatchSet) => instances.filter(({tags}) => setOf(tags, filters, greenTags) === set);
	return {original: only('original'), replacement: only('replacement'), both: only('both'), none: only('none')};
};

/**
 * The tags that an instance launched by the coming blue/green will carry: the Elastigroup's own and the green ones.
 * Where both have a key (docs/facts.md SPOT 3.6, T5) both are judged: whichever of them wins, the instance is in doubt (D4).
 */
export const futureTags = (elastigroupTags: readonly Tag[], greenTags: readonly Tag[]): readonly Tag[] => [
	...elastigroupTags.filter(tag => !greenTags.some(green => isSameTag(green, tag))),
	...greenTags,
];

/** The filter that finds exactly what carries all of these tags: one list for each, so that all must match. */
export const filterOf = (tags: readonly Tag[]): TagFilterSet =>
	tags.map(({key, value}) => [{type: 'key-and-value', key, value}]);

/** The first of the tags that some part of the filter accepts by itself. */
export const acceptedTag = (tags: readonly Tag[], filters: TagFilterSet): Tag | undefined =>
	tags.find(tag => filters.some(list => list.some(filter => matchesOne([tag], filter))));

export type TagMatch = {
	/** Instances that exist now; undefined when they could not be looked up. */
	readonly present?: MatchSets;
	/** Where the coming replacements will fall, by comparing texts. Anything but `replacement` is a collision. */
	readonly future: MatchSet;
	readonly futureTags: readonly Tag[];
};

/** The matcher's picture of the coming deployment; undefined while the group or the green tags are not known. */
export const matchTags = (facts: Facts): TagMatch | undefined => {
	const {greenTags} = facts.planned;
	if (!facts.group.isKnown || facts.group.value === undefined || greenTags.length === 0) {
		return undefined;
	}

	const filters = facts.group.value.tagFilters;
	const own = facts.elastigroup.isKnown ? (facts.elastigroup.value?.tags ?? []) : [];
	const tags = futureTags(own, greenTags);
	return {
		...(facts.instances.isKnown ? {present: sortByTags(facts.instances.value, filters, greenTags)} : {}),
		future: setOf(tags, filters, greenTags),
		futureTags: tags,
	};
};
