import {type DeploymentGroup, type Deployment, type Instance, type Tag, type TagFilter, type World} from './state.js';

/** AND of lists, OR inside a list. */
export type FilterSet = ReadonlyArray<readonly TagFilter[]>;

/** CodeDeploy takes a flat list, which is one list of a set, or a set; never both. */
const toFilterSet = (
	flat: readonly TagFilter[] | undefined,
	set: {readonly ec2TagSetList?: FilterSet} | undefined,
): FilterSet => {
	const lists = [...(set?.ec2TagSetList ?? []), ...(flat === undefined ? [] : [flat])];
	return lists.filter(list => list.length > 0);
};

const filterSetOfGroup = (group: DeploymentGroup): FilterSet => toFilterSet(group.ec2TagFilters, group.ec2TagSet);

export const filterSetOfTargets = (targetInstances: Deployment['targetInstances']): FilterSet =>
	toFilterSet(targetInstances?.tagFilters, targetInstances?.ec2TagSet);

const doesFilterMatch = (filter: TagFilter, tags: readonly Tag[]): boolean => {
	switch (filter.Type ?? 'KEY_AND_VALUE') {
		case 'KEY_ONLY': {
			return tags.some(tag => tag.key === filter.Key);
		}

		case 'VALUE_ONLY': {
			return tags.some(tag => tag.value === filter.Value);
		}

		case 'KEY_AND_VALUE': {
			return tags.some(tag => tag.key === filter.Key && tag.value === (filter.Value ?? ''));
		}
	}
};

/** An empty set matches nothing. Case counts. */
export const doesSetMatch = (set: FilterSet, tags: readonly Tag[]): boolean =>
	set.length > 0 && set.every(list => list.some(filter => doesFilterMatch(filter, tags)));

// Stopped instances count as well, and then behave like failures (docs/facts.md CD 1.5).
const isCounted = (instance: Instance): boolean =>
	instance.state !== 'terminated' && instance.state !== 'shutting-down';

/**
 * The originals of a group. An instance that was launched with a tag that satisfies the filter stays an original even
 * when its Elastigroup's blue/green has put a green tag of the same key on it: that is what the guide describes as
 * case D4, where CodeDeploy takes every instance for a source. The mechanism is inferred; it is here alone.
 */
export const originalsOf = (world: World, group: DeploymentGroup): readonly Instance[] => {
	const set = filterSetOfGroup(group);
	return [...world.instances.values()].filter(
		instance =>
			isCounted(instance) &&
			(doesSetMatch(set, instance.tagsSeenByCodeDeploy) || doesSetMatch(set, instance.launchTags)),
	);
};

/** The instances that carry the tags, as CodeDeploy sees them now. */
export const instancesMatching = (world: World, set: FilterSet): readonly Instance[] =>
	[...world.instances.values()].filter(
		instance => isCounted(instance) && doesSetMatch(set, instance.tagsSeenByCodeDeploy),
	);
