/** Does the group select instances that are not this Elastigroup's? */
import {type Instance} from '../cloud/account.js';
import {type DeploymentGroup} from '../cloud/code-deploy.js';
import {sayInstances} from '../run/words.js';
import {text, type Text} from '../text-token.js';
import {result, type CheckResult, type Common} from './check-result.js';
import {type Facts} from './facts.js';
import {isAlive, matchesFilter} from './tag-matcher.js';
import {showFilters} from './verdict.js';

const namedOwners = 3;

const tagOf = ({tags}: Instance, key: string): string | undefined => tags.find(tag => tag.key === key)?.value;

// Spot leaves its tags on what was detached (docs/facts.md SPOT 2.3).
const elastigroupIdOf = (instance: Instance): string | undefined => tagOf(instance, 'spotinst:aws:ec2:group:id');

const ownerOf = (instance: Instance, own: string): Text => {
	const id = elastigroupIdOf(instance);
	const scaling = tagOf(instance, 'aws:autoscaling:groupName');
	const name = tagOf(instance, 'Name') ?? '';
	if (id !== undefined) {
		const elastigroup = {name: tagOf(instance, 'spotinst:aws:ec2:group:name') ?? (name === '' ? '–' : name), id};
		return id === own ? text('check.foreign.detached', elastigroup) : text('check.foreign.elastigroup', elastigroup);
	}

	if (scaling !== undefined) {
		return text('check.foreign.scaling', {name: scaling});
	}

	return name === '' ? text('check.foreign.nobody') : text('check.foreign.named', {name});
};

/** `shop-canary (sig-…): i-…, i-…; no group: i-…` */
const sayOwners = (instances: readonly Instance[], own: string): Text => {
	const owners = new Map<string, {readonly owner: Text; readonly ids: readonly string[]}>();
	for (const instance of instances) {
		const owner = ownerOf(instance, own);
		const key = JSON.stringify(owner);
		owners.set(key, {owner, ids: [...(owners.get(key)?.ids ?? []), instance.instanceId]});
	}

	const named = [...owners.values()]
		.slice(0, namedOwners)
		.map(({owner, ids}) => text('check.foreign.owner', {owner, ids: sayInstances(ids)}))
		.reduce((list, next) => text('check.foreign.list', {list, next}));
	const more = owners.size - namedOwners;
	return more > 0 ? text('check.foreign.more', {list: named, count: more}) : named;
};

/**
 * CodeDeploy takes every instance that the group's filter selects for an original, whoever owns it and whether it runs
 * or is stopped (docs/facts.md CD 1.5). Of an Elastigroup that is yet to be created none can be a member.
 */
export const checkForeignOriginals = (facts: Facts, group: DeploymentGroup | undefined): readonly CheckResult[] => {
	const common: Common = {
		id: 'foreign-originals',
		reason: text('check.foreign.reason'),
		requirements: ['C1', 'D3', 'D4'],
	};
	if (group === undefined || group.tagFilters.length === 0) {
		return [];
	}

	const {fleet, instances} = facts;
	if (!fleet.isKnown || !instances.isKnown) {
		return [result(common, 'unknown', text('check.foreign.unknown'))];
	}

	const members = new Set(fleet.value.flatMap(({instanceId}) => instanceId ?? []));
	const foreign = instances.value.filter(
		instance =>
			isAlive(instance) && !members.has(instance.instanceId) && matchesFilter(instance.tags, group.tagFilters),
	);
	const tags = showFilters(group.tagFilters);
	return [
		foreign.length === 0
			? result(common, 'pass', text('check.foreign.pass', {tags}))
			: result(
					common,
					'fail',
					text('check.foreign.fail', {
						count: foreign.length,
						tags,
						instances: sayOwners(foreign, facts.planned.elastigroupId),
					}),
					[
						text('check.foreign.next', {tags}),
						...(foreign.some(instance => elastigroupIdOf(instance) === facts.planned.elastigroupId)
							? [text('check.foreign.next-detached')]
							: []),
					],
				),
	];
};
