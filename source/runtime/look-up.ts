import {matchesFilter} from '../core/check/tag-matcher.js';
import {judgeGroup, mendsOf} from '../core/check/verdict.js';
import {type DeploymentGroup, type Revision} from '../core/cloud/code-deploy.js';
import {type DeploymentGroupRef} from '../core/cloud/elastigroup.js';
import {type Tag} from '../core/cloud/shared.js';
import {type Draft, type LookUp, type Option, type QueryName} from '../core/field/field.js';
import {isSameTag, tagsOf} from '../core/field/tag-list.js';
import {readValues} from '../core/field/value-list.js';
import {
	applicationNameOf,
	createNew,
	deploymentGroupNameOf,
	isNew,
	isNewElastigroup,
	isNewGroup,
} from '../core/flow/choices.js';
import {
	countedTag,
	toApplicationOptions,
	toClassicOptions,
	toDeploymentConfigOptions,
	toDeploymentGroupOptions,
	toElastigroupOptions,
	toGreenTagOptions,
	toImageOptions,
	toInstanceProfileOptions,
	toInstanceTypeOptions,
	toKeyPairOptions,
	toMendOptions,
	toNameOptions,
	toObjectOptions,
	toRegionOptions,
	toRepositoryOptions,
	toRevisionOptions,
	toRoleOptions,
	toSecurityGroupOptions,
	toSpotAccountOptions,
	toSubnetOptions,
	toTargetGroupArnOptions,
	toTargetGroupOptions,
	toTimeoutOptions,
	toVpcOptions,
	type BundleObject,
} from '../core/flow/options.js';
import {suggestTimeout, type TimeoutGrounds} from '../core/flow/timeout-suggestion.js';
import {ok, type Result} from '../core/problem.js';
import {type Ports} from '../ports/ports.js';
import {gatherFacts} from './gather-facts.js';
import {blueTagsOf, readGroup} from './group-grounds.js';

export type LookUpPorts = Pick<Ports, 'codeDeploy' | 'elastigroups' | 'account' | 'clock'>;

type Answer = (ports: LookUpPorts, draft: Draft) => Promise<Result<readonly Option[]>>;

/** So many details are read to make a list more telling; the rest of a long list does without. */
const detailLimit = 20;

const map = <From, To>(result: Result<From>, change: (value: From) => To): Result<To> =>
	result.isOk ? ok(change(result.value)) : result;

/** The value, or undefined: for what only makes a list better. */
const maybe = <Value>(result: Result<Value>): Value | undefined => (result.isOk ? result.value : undefined);

/** Pairs of those that could be read. */
const readEach = async <Value>(
	names: readonly string[],
	read: (name: string) => Promise<Result<Value>>,
): Promise<ReadonlyMap<string, Value>> => {
	const pairs = await Promise.all(names.slice(0, detailLimit).map(async name => [name, await read(name)] as const));
	return new Map(pairs.flatMap(([name, result]) => (result.isOk ? [[name, result.value] as const] : [])));
};

const wiredRefs = async ({elastigroups}: LookUpPorts): Promise<readonly DeploymentGroupRef[]> =>
	(maybe(await elastigroups.list()) ?? []).flatMap(({deploymentGroups}) => deploymentGroups);

const regions: Answer = async ({account}) => {
	const [list, identity] = await Promise.all([account.listRegions(), account.getIdentity()]);
	if (!list.isOk && identity.isOk) {
		return ok(toRegionOptions([], identity.value));
	}

	return map(list, value => toRegionOptions(value, maybe(identity)));
};

const spotAccounts: Answer = async ({account, elastigroups}) => {
	const [list, identity] = await Promise.all([elastigroups.listAccounts(), account.getIdentity()]);
	return map(list, value => toSpotAccountOptions(value, maybe(identity)));
};

const applications: Answer = async ports => {
	const {codeDeploy} = ports;
	const list = await codeDeploy.listApplications();
	if (!list.isOk) {
		return list;
	}

	const servers = list.value.filter(({computePlatform}) => computePlatform === 'Server').map(({name}) => name);
	const [groups, wired] = await Promise.all([
		readEach(servers, async name => codeDeploy.listDeploymentGroups(name)),
		wiredRefs(ports),
	]);
	const counts = new Map([...groups].map(([name, names]) => [name, names.length]));
	return ok(toApplicationOptions(list.value, counts, wired));
};

const deploymentGroups: Answer = async (ports, draft) => {
	const {codeDeploy} = ports;
	const application = applicationNameOf(draft);
	if (application === '' || isNew(draft, 'applicationName')) {
		return ok(toDeploymentGroupOptions([], new Map(), []));
	}

	const list = await codeDeploy.listDeploymentGroups(application);
	if (!list.isOk) {
		return list;
	}

	const [details, wired] = await Promise.all([
		readEach(list.value, async name => codeDeploy.getDeploymentGroup(application, name)),
		wiredRefs(ports),
	]);
	return ok(
		toDeploymentGroupOptions(
			list.value,
			details,
			wired
				.filter(({applicationName}) => applicationName === application)
				.map(({deploymentGroupName}) => deploymentGroupName),
		),
	);
};

const targetGroupArns: Answer = async ({account, codeDeploy}, draft) => {
	const [list, group] = await Promise.all([account.listTargetGroups(), readGroup(codeDeploy, draft)]);
	const named = group?.targetGroupNames ?? readValues(draft['groupTargetGroupNames']);
	return map(list, value => toTargetGroupArnOptions(value, named, draft['vpcId']));
};

const classicLoadBalancers: Answer = async ({account, codeDeploy}, draft) => {
	const [list, group] = await Promise.all([account.listClassicLoadBalancers(), readGroup(codeDeploy, draft)]);
	const named = group?.classicLoadBalancerNames ?? readValues(draft['groupClassicLoadBalancerNames']);
	const isOneWanted = isNewGroup(draft) && draft['groupLoadBalancerKind'] === 'classic';
	return map(list, value => toClassicOptions(value, named, isOneWanted));
};

/** The VPC of the group's target group comes first: instances can be registered nowhere else. */
const vpcs: Answer = async ({account, codeDeploy}, draft) => {
	const [list, targetGroups, group] = await Promise.all([
		account.listVpcs(),
		account.listTargetGroups(),
		readGroup(codeDeploy, draft),
	]);
	const named = group?.targetGroupNames ?? readValues(draft['groupTargetGroupNames']);
	const wanted = maybe(targetGroups)?.find(({name}) => named.includes(name))?.vpcId;
	return map(list, value => toVpcOptions(value, wanted));
};

const elastigroups: Answer = async (ports, draft) => {
	const ref = {applicationName: applicationNameOf(draft), deploymentGroupName: deploymentGroupNameOf(draft)};
	const region = draft['region'] ?? '';
	return map(await ports.elastigroups.list(), list =>
		toElastigroupOptions(
			list.filter(each => region === '' || each.region === undefined || each.region === region),
			ref,
		),
	);
};

const registeredRevisions = async (ports: LookUpPorts, draft: Draft): Promise<Result<readonly Revision[]>> => {
	const application = applicationNameOf(draft);
	return application === '' || isNew(draft, 'applicationName') ? ok([]) : ports.codeDeploy.listRevisions(application);
};

// So many buckets are looked into when no earlier revision says where bundles are kept.
const bucketLimit = 5;

const likelyBuckets = (names: readonly string[], application: string): readonly string[] => {
	const score = (name: string) =>
		Number(application !== '' && name.includes(application)) * 2 +
		Number(/deploy|release|artifact|bundle|revision/u.test(name));
	return names.toSorted((one, other) => score(other) - score(one)).slice(0, bucketLimit);
};

const objects: Answer = async (ports, draft) => {
	const {account} = ports;
	const revisions = await registeredRevisions(ports, draft);
	const known = [
		...new Set((maybe(revisions) ?? []).flatMap(revision => (revision.kind === 's3' ? [revision.bucket] : []))),
	];
	let buckets: readonly string[] = known.slice(0, bucketLimit);
	if (buckets.length === 0) {
		const list = await account.listBuckets();
		if (!list.isOk) {
			return list;
		}

		buckets = likelyBuckets(
			list.value.map(({name}) => name),
			applicationNameOf(draft),
		);
	}

	const listed = await Promise.all(
		buckets.map(async bucket =>
			map(await account.listObjects(bucket, ''), found => found.map((object): BundleObject => ({...object, bucket}))),
		),
	);
	const failed = listed.find(result => !result.isOk);
	const found = listed.flatMap(result => maybe(result) ?? []);
	return failed !== undefined && !failed.isOk && found.length === 0 && known.length === 0
		? failed
		: ok(toObjectOptions(found, maybe(revisions) ?? [], tagsOf(draft['greenTags'])[0]));
};

const lastGreenTags = async (
	{codeDeploy}: LookUpPorts,
	group: DeploymentGroup | undefined,
): Promise<readonly Tag[]> => {
	const id = group?.lastAttempted?.deploymentId;
	return id === undefined ? [] : (maybe(await codeDeploy.getDeployment(id))?.replacementTags ?? []);
};

const greenTags: Answer = async (ports, draft) => {
	const group = await readGroup(ports.codeDeploy, draft);
	const grounds = {
		blueTags: group === undefined ? tagsOf(draft['groupTags']) : blueTagsOf(group),
		lastTags: await lastGreenTags(ports, group),
		now: ports.clock.now(),
	};
	const taken = await takenTags(ports, grounds.blueTags, countedTag(grounds));
	// A filter may select by key or by value alone: what it accepts is an original, whoever carries it (D3).
	const filters = group?.tagFilters ?? [];
	return ok(
		toGreenTagOptions(grounds, tag => matchesFilter([tag], filters) || taken.some(each => isSameTag(each, tag))),
	);
};

/** Values that instances of the group's Elastigroups carry; failed runs leave some behind. */
const takenTags = async (
	{account, elastigroups: port}: LookUpPorts,
	blueTags: readonly Tag[],
	counted: Tag | undefined,
): Promise<readonly Tag[]> => {
	if (counted === undefined || blueTags.length === 0) {
		return [];
	}

	const groups = maybe(await port.list()) ?? [];
	const members = await Promise.all(
		groups
			.filter(({deploymentGroups: refs}) => refs.length > 0)
			.slice(0, bucketLimit)
			.map(async ({id}) => maybe(await port.listInstances(id)) ?? []),
	);
	const instanceIds = members.flat().flatMap(({instanceId}) => instanceId ?? []);
	const instances = instanceIds.length === 0 ? undefined : await account.listInstances({instanceIds});
	return (instances === undefined ? [] : (maybe(instances) ?? []))
		.flatMap(({tags}) => tags)
		.filter(({key}) => key === counted.key);
};

const plannedGrounds = (draft: Draft): Omit<TimeoutGrounds, 'size'> => ({
	deploymentConfigName: draft['deploymentConfigName'] ?? '',
	readyOption:
		draft['readyAction'] === 'stop'
			? {action: 'stop', waitMinutes: Number(draft['readyWaitMinutes'] ?? 0)}
			: {action: 'continue'},
	originalsOption:
		draft['originalsAction'] === 'keep-alive'
			? {action: 'keep-alive'}
			: {action: 'terminate', waitMinutes: Number(draft['terminationWaitMinutes'] ?? 0)},
});

const timeouts: Answer = async (ports, draft) => {
	const id = draft['elastigroupId'] ?? '';
	const [group, elastigroup] = await Promise.all([
		readGroup(ports.codeDeploy, draft),
		id === '' || id === createNew ? undefined : ports.elastigroups.get(id),
	]);
	const size =
		elastigroup === undefined
			? Number(isNewElastigroup(draft) ? (draft['targetCapacity'] ?? 1) : 1)
			: (maybe(elastigroup)?.capacity.target ?? 1);
	return ok(toTimeoutOptions(suggestTimeout({...(group ?? plannedGrounds(draft)), size})));
};

const answers: Readonly<Record<QueryName, Answer>> = {
	regions,
	'spot-accounts': spotAccounts,
	applications,
	'deployment-groups': deploymentGroups,
	'deployment-configs': async ({codeDeploy}) =>
		map(await codeDeploy.listDeploymentConfigs(), toDeploymentConfigOptions),
	'service-roles': async ({account}) => map(await account.listRoles(), toRoleOptions),
	'target-groups': async ({account}, draft) =>
		map(await account.listTargetGroups(), list => toTargetGroupOptions(list, applicationNameOf(draft))),
	'target-group-arns': targetGroupArns,
	'classic-load-balancers': classicLoadBalancers,
	vpcs,
	subnets: async ({account}, draft) => map(await account.listSubnets(draft['vpcId']), toSubnetOptions),
	'security-groups': async ({account}, draft) =>
		map(await account.listSecurityGroups(draft['vpcId']), list =>
			toSecurityGroupOptions(list, applicationNameOf(draft)),
		),
	'key-pairs': async ({account}) => map(await account.listKeyPairs(), toKeyPairOptions),
	images: async ({account}, draft) =>
		map(await account.listImages(), list => toImageOptions(list, draft['product'] ?? '')),
	'instance-types': async ({account}) => map(await account.listInstanceTypes(), toInstanceTypeOptions),
	'instance-profiles': async ({account}) => map(await account.listInstanceProfiles(), toInstanceProfileOptions),
	elastigroups,
	buckets: async ({account}) => map(await account.listBuckets(), list => toNameOptions(list.map(({name}) => name))),
	objects,
	revisions: async (ports, draft) => map(await registeredRevisions(ports, draft), toRevisionOptions),
	'github-tokens': async ({codeDeploy}) => map(await codeDeploy.listGitHubTokenNames(), toNameOptions),
	'github-repositories': async (ports, draft) => map(await registeredRevisions(ports, draft), toRepositoryOptions),
	'green-tags': greenTags,
	timeouts,
	'group-mends': async (ports, draft) => ok(toMendOptions(mendsOf(judgeGroup(await gatherFacts(ports, draft))))),
};

/** Answers the fields' queries through the ports. The draft is the effective one: typed answers and initials. */
export const createLookUp =
	(ports: LookUpPorts): LookUp =>
	async (query, draft) =>
		answers[query](ports, draft);
