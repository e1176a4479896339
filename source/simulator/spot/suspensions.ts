import {asList, asObject, asText, asTexts} from '../json.js';
import {type Draft, patch, schedule} from '../world/draft.js';
import {type Elastigroup, type JsonObject, type SuspensionEntry, type World} from '../world/state.js';
import {findElastigroup, toIso} from './groups.js';
import {refuse} from './spot-error.js';
import {toNumber} from './values.js';

const processes = new Set([
	'AUTO_SCALE',
	'AUTO_HEALING',
	'OUT_OF_STRATEGY',
	'PREVENTIVE_REPLACEMENT',
	'REVERT_PREFERRED',
	'SCHEDULING',
	'LB_REGISTRATION',
]);

const toSuspensionItem = ({id, suspensions}: Elastigroup) => ({
	groupId: id,
	processes: suspensions.map(({name}) => name),
	suspensions: suspensions.map(({name, expiresAt}) => ({
		name,
		expiresAt: expiresAt === undefined ? null : toIso(expiresAt),
	})),
});

export const listSuspensions = (world: World, id: string) => [toSuspensionItem(findElastigroup(world, id))];

const readProcesses = (body: JsonObject): ReadonlyArray<{readonly name: string; readonly ttlInMinutes?: number}> => {
	const named = asTexts(body['processes']).map(name => ({name}));
	const detailed = Array.isArray(body['suspensions'])
		? body['suspensions'].map(item => {
				const {name, ttlInMinutes} = asObject(item);
				const minutes = toNumber(ttlInMinutes);
				return {name: asText(name) ?? '', ...(minutes !== undefined && {ttlInMinutes: minutes})};
			})
		: [];
	const all = [...named, ...detailed];
	if (all.length === 0) {
		refuse('ValidationError', '"processes" is required', 'body:processes');
	}

	const unknown = all.find(({name}) => !processes.has(name));
	if (unknown !== undefined) {
		refuse('ValidationError', `"processes" must be one of [${[...processes].join(', ')}]`, 'body:processes');
	}

	return all;
};

export const addSuspensions = (draft: Draft, id: string, body: JsonObject) => {
	const elastigroup = findElastigroup(draft, id);
	const added = readProcesses(body).map(({name, ttlInMinutes}) => ({
		name,
		...(ttlInMinutes !== undefined && {expiresAt: draft.now + ttlInMinutes * 60_000}),
	}));
	for (const {name, expiresAt} of added) {
		if (expiresAt !== undefined) {
			schedule(draft, expiresAt, {type: 'suspension-expires', elastigroupId: id, name});
		}
	}

	const kept = elastigroup.suspensions.filter(({name}) => !added.some(other => other.name === name));
	const updated = patch(draft.elastigroups, id, {suspensions: [...kept, ...added]});
	return [toSuspensionItem(updated ?? elastigroup)];
};

export const removeSuspensions = (draft: Draft, id: string, body: JsonObject) => {
	const elastigroup = findElastigroup(draft, id);
	const removed = new Set(readProcesses(body).map(({name}) => name));
	const updated = patch(draft.elastigroups, id, {
		suspensions: elastigroup.suspensions.filter(({name}) => !removed.has(name)),
	});
	return [toSuspensionItem(updated ?? elastigroup)];
};

const hasExpired = ({now}: Pick<World, 'now'>, {expiresAt}: SuspensionEntry): boolean =>
	expiresAt !== undefined && expiresAt <= now;

const toPolicyItem = (groupId: string, {name, expiresAt}: SuspensionEntry) => ({
	groupId,
	policyName: name,
	state: 'suspended',
	...(expiresAt !== undefined && {expiresAt: toIso(expiresAt)}),
});

/** The name of one of the group's scaling policies, from the query. */
const readPolicyName = ({document}: Elastigroup, query: URLSearchParams): string => {
	const scaling = asObject(document['scaling']);
	const known = ['up', 'down', 'target'].flatMap(kind =>
		asList(scaling[kind]).map(policy => asText(asObject(policy)['policyName'])),
	);
	const name = query.get('policyName') ?? '';
	if (name === '') {
		refuse('ValidationError', '"policyName" is required', 'query:policyName');
	}

	return known.includes(name)
		? name
		: refuse('ValidationError', `"policyName" names no scaling policy of the group: ${name}`, 'query:policyName');
};

/** The Python client sends no body, the Java one how long it lasts (docs/facts.md SPOT 2.5 and 5). */
export const suspendPolicy = (draft: Draft, id: string, body: JsonObject, query: URLSearchParams) => {
	const elastigroup = findElastigroup(draft, id);
	const name = readPolicyName(elastigroup, query);
	const minutes = toNumber(asObject(body['suspension'])['ttlInMinutes']);
	const entry: SuspensionEntry = {name, ...(minutes !== undefined && {expiresAt: draft.now + minutes * 60_000})};
	const others = elastigroup.suspendedPolicies.filter(other => other.name !== name);
	patch(draft.elastigroups, id, {suspendedPolicies: [...others, entry]});
	return [toPolicyItem(id, entry)];
};

export const resumePolicy = (draft: Draft, id: string, query: URLSearchParams) => {
	const elastigroup = findElastigroup(draft, id);
	const name = readPolicyName(elastigroup, query);
	patch(draft.elastigroups, id, {
		suspendedPolicies: elastigroup.suspendedPolicies.filter(other => other.name !== name),
	});
	return [];
};

export const listSuspendedPolicies = (world: World, id: string) => [
	{
		scalePolicySuspensions: findElastigroup(world, id)
			.suspendedPolicies.filter(entry => !hasExpired(world, entry))
			.map(entry => toPolicyItem(id, entry)),
	},
];
