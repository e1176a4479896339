import {known, unknown, type Fact, type Facts} from '../core/check/facts.js';
import {carries, matchesFilter} from '../core/check/tag-matcher.js';
import {type Instance} from '../core/cloud/account.js';
import {type DeploymentGroup, type Revision, type TagFilter, type TagFilterSet} from '../core/cloud/code-deploy.js';
import {type Elastigroup, type ElastigroupInstance} from '../core/cloud/elastigroup.js';
import {effectiveDraft} from '../core/field/draft.js';
import {type Draft} from '../core/field/field.js';
import {tagsOf} from '../core/field/tag-list.js';
import {applicationNameOf, createNew, deploymentGroupNameOf} from '../core/flow/choices.js';
import {setupFlow} from '../core/flow/registry.js';
import {toRevision} from '../core/flow/to-spec.js';
import {type Result} from '../core/problem.js';
import {type InstanceFilter} from '../ports/account.js';
import {type Ports} from '../ports/ports.js';

export type FactPorts = Pick<Ports, 'codeDeploy' | 'elastigroups' | 'account' | 'clock'>;

export const toFact = <Value>(result: Result<Value>): Fact<Value> =>
	result.isOk ? known(result.value) : unknown(result.problem);

/** A subject that does not exist is known to be missing. */
const toSubject = <Value>(result: Result<Value>): Fact<Value | undefined> =>
	!result.isOk && result.problem.kind === 'not-found' ? known(undefined) : toFact(result);

export const mapFact = <From, To>(fact: Fact<From>, change: (value: From) => To): Fact<To> =>
	fact.isKnown ? known(change(fact.value)) : fact;

type Planned = Facts['planned'];

const planOf = (draft: Draft): Planned => {
	const answers = effectiveDraft(setupFlow, draft);
	const revision = toRevision(answers);
	const timeout = answers['timeoutMinutes']?.trim() ?? '';
	const elastigroupId = answers['elastigroupId']?.trim() ?? '';
	return {
		region: answers['region']?.trim() ?? '',
		applicationName: applicationNameOf(answers),
		deploymentGroupName: deploymentGroupNameOf(answers),
		elastigroupId: elastigroupId === createNew ? '' : elastigroupId,
		greenTags: tagsOf(answers['greenTags']),
		...(/^\d{1,9}$/u.test(timeout) ? {timeoutMinutes: Number(timeout)} : {}),
		...(revision.isOk ? {revision: revision.value} : {}),
		isAdvancingFilter: answers['advanceFilter'] !== 'no',
	};
};

/** EC2 finds no tag by its value alone. */
const questionOf = (filter: TagFilter): InstanceFilter | undefined => {
	switch (filter.type) {
		case 'key-and-value': {
			return {tags: [{key: filter.key, value: filter.value}]};
		}

		case 'key-only': {
			return {tagKeys: [filter.key]};
		}

		case 'value-only': {
			return undefined;
		}
	}
};

/**
 * What to ask EC2 so that no instance that the group's filter selects is missed. Each list of the filter must match:
 * the alternatives of one of them are enough, and where none can be asked for, all instances of the region are listed.
 */
const questionsFor = (filters: TagFilterSet): readonly InstanceFilter[] => {
	const lists = filters.map(list => list.map(filter => questionOf(filter)));
	const askable = lists.find(list => list.every(question => question !== undefined));
	return lists.length === 0 ? [] : (askable?.flatMap(question => question ?? []) ?? [{}]);
};

const gatherInstances = async (
	{account}: FactPorts,
	planned: Planned,
	group: Fact<DeploymentGroup | undefined>,
	fleet: Fact<readonly ElastigroupInstance[]>,
	signal: AbortSignal | undefined,
): Promise<Fact<readonly Instance[]>> => {
	const instanceIds = fleet.isKnown ? fleet.value.flatMap(({instanceId}) => instanceId ?? []) : [];
	const filters = group.isKnown ? (group.value?.tagFilters ?? []) : [];
	const results = await Promise.all([
		...(instanceIds.length === 0 ? [] : [account.listInstances({instanceIds}, signal)]),
		...(planned.greenTags.length === 0 ? [] : [account.listInstances({tags: planned.greenTags}, signal)]),
		...questionsFor(filters).map(async question => account.listInstances(question, signal)),
	]);
	const failed = results.find(result => !result.isOk);
	if (failed !== undefined && !failed.isOk) {
		return unknown(failed.problem);
	}

	const found = results.flatMap(result => (result.isOk ? result.value : []));
	// What was asked for is more than what was meant.
	const meant = found.filter(
		({instanceId, tags}) =>
			instanceIds.includes(instanceId) || carries(tags, planned.greenTags) || matchesFilter(tags, filters),
	);
	const byId = new Map(meant.map(instance => [instance.instanceId, instance]));
	return results.length === 0 ? unknown() : known([...byId.values()]);
};

const gatherObject = async (
	{account}: FactPorts,
	revision: Revision | undefined,
	signal: AbortSignal | undefined,
): Promise<Facts['object']> =>
	revision?.kind === 's3'
		? toSubject(await account.headObject(revision.bucket, revision.key, revision.version, signal))
		: unknown();

/** What concerns the Elastigroup's instances to come. */
export const gatherLaunch = async (
	{account}: FactPorts,
	elastigroup: Elastigroup | undefined,
	signal: AbortSignal | undefined,
): Promise<Pick<Facts, 'image' | 'subnets'>> => {
	const subnetIds = elastigroup?.zones.flatMap(zone => zone.subnetIds) ?? [];
	const [image, subnets] = await Promise.all([
		elastigroup?.imageId === undefined ? undefined : account.getImage(elastigroup.imageId, signal),
		subnetIds.length === 0 ? undefined : account.listSubnets(undefined, signal),
	]);
	return {
		image: image === undefined ? unknown() : toSubject(image),
		subnets:
			subnets === undefined
				? unknown()
				: mapFact(toFact(subnets), list => list.filter(({id}) => subnetIds.includes(id))),
	};
};

const gatherAccounts = async (
	{account, elastigroups}: FactPorts,
	spotAccountId: string,
	signal: AbortSignal | undefined,
): Promise<Pick<Facts, 'identity' | 'spotAccount' | 'spotAccountsInDoubt'>> => {
	const [identityResult, accounts] = await Promise.all([
		account.getIdentity(signal),
		elastigroups.listAccounts(signal),
	]);
	const identity = toFact(identityResult);
	return {
		identity,
		...(spotAccountId === '' && accounts.isOk && accounts.value.length > 1 && {spotAccountsInDoubt: accounts.value}),
		// Without a named account Spot takes the organisation's default one, and only one account leaves no doubt.
		spotAccount: mapFact(toFact(accounts), list =>
			spotAccountId === '' && list.length === 1 ? list[0] : list.find(({id}) => id === spotAccountId),
		),
	};
};

const gatherGroup = async (
	{codeDeploy}: FactPorts,
	{applicationName, deploymentGroupName}: Planned,
	signal: AbortSignal | undefined,
): Promise<
	Pick<Facts, 'application' | 'group' | 'activeDeploymentIds' | 'lastDeployment' | 'deploymentConfigNames'>
> => {
	const hasGroup = applicationName !== '' && deploymentGroupName !== '';
	const [applications, group, active, configs] = await Promise.all([
		codeDeploy.listApplications(signal),
		hasGroup ? codeDeploy.getDeploymentGroup(applicationName, deploymentGroupName, signal) : undefined,
		hasGroup
			? codeDeploy.listDeployments(
					{
						applicationName,
						deploymentGroupName,
						statuses: ['created', 'queued', 'in-progress', 'baking', 'ready'],
						limit: 5,
					},
					signal,
				)
			: undefined,
		codeDeploy.listDeploymentConfigs(signal),
	]);
	const groupFact = group === undefined ? unknown() : toSubject(group);
	const lastId = groupFact.isKnown ? groupFact.value?.lastAttempted?.deploymentId : undefined;
	return {
		application: mapFact(toFact(applications), list => list.find(({name}) => name === applicationName)),
		group: groupFact,
		activeDeploymentIds: active === undefined ? unknown() : toFact(active),
		lastDeployment: lastId === undefined ? unknown() : toSubject(await codeDeploy.getDeployment(lastId, signal)),
		deploymentConfigNames: toFact(configs),
	};
};

const gatherElastigroup = async (
	ports: FactPorts,
	{elastigroupId}: Planned,
	signal: AbortSignal | undefined,
): Promise<Pick<Facts, 'elastigroup' | 'fleet' | 'blueGreens' | 'image' | 'subnets'>> => {
	if (elastigroupId === '') {
		return {elastigroup: unknown(), fleet: unknown(), blueGreens: unknown(), image: unknown(), subnets: unknown()};
	}

	const {elastigroups} = ports;
	const [elastigroupResult, fleet, blueGreens] = await Promise.all([
		elastigroups.get(elastigroupId, signal),
		elastigroups.listInstances(elastigroupId, signal),
		elastigroups.listBlueGreen(elastigroupId, signal),
	]);
	const elastigroup = toSubject(elastigroupResult);
	return {
		elastigroup,
		fleet: toFact(fleet),
		blueGreens: toFact(blueGreens),
		...(await gatherLaunch(ports, elastigroup.isKnown ? elastigroup.value : undefined, signal)),
	};
};

/** Everything but the instances, which are looked for by the group's filter. */
export const gatherStanding = async (
	ports: FactPorts,
	draft: Draft,
	signal: AbortSignal | undefined,
): Promise<Facts> => {
	const {account} = ports;
	const planned = planOf(draft);
	const [accounts, group, elastigroup, roles, targetGroups, classic, profiles, object] = await Promise.all([
		gatherAccounts(ports, draft['spotAccountId']?.trim() ?? '', signal),
		gatherGroup(ports, planned, signal),
		gatherElastigroup(ports, planned, signal),
		account.listRoles(signal),
		account.listTargetGroups(signal),
		account.listClassicLoadBalancers(signal),
		account.listInstanceProfiles(signal),
		gatherObject(ports, planned.revision, signal),
	]);
	return {
		at: ports.clock.now(),
		planned,
		...accounts,
		...group,
		...elastigroup,
		roles: toFact(roles),
		targetGroups: toFact(targetGroups),
		classicLoadBalancers: toFact(classic),
		instanceProfiles: toFact(profiles),
		object,
		instances: unknown(),
	};
};

export const withInstances = async (
	ports: FactPorts,
	facts: Facts,
	signal: AbortSignal | undefined,
): Promise<Facts> => ({
	...facts,
	instances: await gatherInstances(ports, facts.planned, facts.group, facts.fleet, signal),
});

/** Gathers what the checks judge, from both clouds. It settles always: what cannot be learnt is unknown. */
export const gatherFacts = async (ports: FactPorts, draft: Draft, signal?: AbortSignal): Promise<Facts> =>
	withInstances(ports, await gatherStanding(ports, draft, signal), signal);
