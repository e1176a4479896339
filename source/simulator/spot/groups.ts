import {asList, asObject, asText, asTexts, isPresent, merge} from '../json.js';
import {type Draft, hex, patch} from '../world/draft.js';
import {
	activeBlueGreen,
	addElastigroup,
	deleteElastigroup,
	detachInstances,
	membersOf,
	requestsOf,
	setCapacity,
} from '../world/fleet.js';
import {addTags} from '../world/instances.js';
import {isLocked} from '../world/protection.js';
import {
	type AccountFacts,
	type Elastigroup,
	type Instance,
	type Json,
	type JsonObject,
	type World,
} from '../world/state.js';
import {readCapacity, readGroupDocument} from './group-document.js';
import {refuse} from './spot-error.js';
import {toFlag, toNumber} from './values.js';

export const findElastigroup = (world: World, id: string): Elastigroup => {
	const elastigroup = world.elastigroups.get(id);
	return elastigroup === undefined || elastigroup.isDeleted
		? refuse('GROUP_DOESNT_EXIST', `Group with id: ${id} does not exist`)
		: elastigroup;
};

export const toIso = (milliseconds: number): string => new Date(milliseconds).toISOString();

const withSubnetId = (zone: Json): Json => {
	const {subnetIds, ...rest} = asObject(zone);
	const [first] = asTexts(subnetIds);
	return first === undefined ? zone : {...rest, subnetId: first, subnetIds: asTexts(subnetIds)};
};

/** A group as it is given back: with members that nobody put in, and the profile by its ARN (docs/facts.md SPOT 2.2, 2.7). */
export const toGroupItem = (
	{instanceProfiles}: AccountFacts,
	{id, document, capacity, unit, createdAt, updatedAt}: Elastigroup,
) => {
	const compute = asObject(document['compute']);
	const launch = asObject(compute['launchSpecification']);
	const {name} = asObject(launch['iamRole']);
	const profile = instanceProfiles.find(candidate => candidate.name === name);
	return {
		...document,
		id,
		strategy: {onDemandCount: null, lifetimePeriod: 'days', persistence: {}, ...asObject(document['strategy'])},
		compute: {
			...compute,
			...(isPresent(compute['availabilityZones']) && {
				availabilityZones: asList(compute['availabilityZones']).map(withSubnetId),
			}),
			launchSpecification: {
				loadBalancersConfig: {loadBalancers: null},
				...launch,
				...(profile !== undefined && {iamRole: {arn: profile.arn}}),
			},
		},
		capacity: {...capacity, unit},
		createdAt: toIso(createdAt),
		updatedAt: toIso(updatedAt),
	};
};

/** While a blue/green run goes, what would change the fleet is refused (inferred, docs/facts.md SPOT 3.6). */
const refuseDuringBlueGreen = (world: World, id: string): void => {
	const active = activeBlueGreen(world, id);
	if (active !== undefined) {
		refuse('GROUP_IN_DEPLOYMENT', `Group ${id} cannot be changed while the deployment ${active.id} is running`);
	}
};

/** A time in a query: milliseconds, or a date. */
const readTime = (query: URLSearchParams, name: string): number | undefined => {
	const text = query.get(name);
	if (text === null) {
		return undefined;
	}

	const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
	return Number.isNaN(time) ? refuse('ValidationError', `"${name}" must be a valid date`, `query:${name}`) : time;
};

const requireTime = (query: URLSearchParams, name: string): number =>
	readTime(query, name) ?? refuse('ValidationError', `"${name}" is required`, `query:${name}`);

export const listElastigroups = (world: World, query: URLSearchParams) => {
	const name = query.get('name');
	const hasDeleted = toFlag(query.get('includeDeleted')) ?? false;
	const from = readTime(query, 'minCreatedAt') ?? 0;
	const to = readTime(query, 'maxCreatedAt') ?? Number.POSITIVE_INFINITY;
	return [...world.elastigroups.values()]
		.filter(
			group =>
				(hasDeleted || !group.isDeleted) &&
				(name === null || group.name === name) &&
				group.createdAt >= from &&
				group.createdAt <= to,
		)
		.map(group => toGroupItem(world.account, group));
};

const readGroup = (body: JsonObject): JsonObject =>
	isPresent(body['group']) ? asObject(body['group']) : refuse('ValidationError', '"group" is required', 'body:group');

export const createElastigroup = (draft: Draft, body: JsonObject) => {
	const document = readGroup(body);
	const settings = readGroupDocument(draft.account, document);
	const elastigroup: Elastigroup = {
		...settings,
		id: `sig-${hex(draft, 8)}`,
		accountId: draft.spotAccount.id,
		createdAt: draft.now,
		updatedAt: draft.now,
		suspensions: [],
		suspendedPolicies: [],
		isDeleted: false,
	};
	addElastigroup(draft, elastigroup);
	return [toGroupItem(draft.account, elastigroup)];
};

/** Changes only the given parts; null unsets. */
export const updateElastigroup = (draft: Draft, id: string, body: JsonObject, query: URLSearchParams) => {
	const before = findElastigroup(draft, id);
	const changes = readGroup(body);
	// Only create can set these two (docs/facts.md SPOT 2.2).
	for (const [path, value] of [
		['capacity.unit', asObject(changes['capacity'])['unit']],
		['compute.product', asObject(changes['compute'])['product']],
	] as const) {
		if (value !== undefined) {
			refuse('ValidationError', `"${path.split('.').at(-1) ?? path}" is not allowed`, `body:group.${path}`);
		}
	}

	refuseDuringBlueGreen(draft, id);
	const document = merge({...before.document, capacity: {...before.capacity, unit: before.unit}}, changes);
	const settings = readGroupDocument(draft.account, document);
	const updated = patch(draft.elastigroups, id, {...settings, updatedAt: draft.now});
	if (isPresent(changes['capacity'])) {
		setCapacity(draft, id, settings.capacity);
	}

	if (toFlag(query.get('autoApplyTags')) === true) {
		for (const {instanceId} of membersOf(draft, id)) {
			addTags(draft, instanceId, settings.tags);
		}
	}

	return updated === undefined ? [] : [toGroupItem(draft.account, updated)];
};

export const removeElastigroup = (draft: Draft, id: string) => {
	findElastigroup(draft, id);
	refuseDuringBlueGreen(draft, id);
	deleteElastigroup(draft, id);
	return [];
};

const instancesOf = (world: World, id: string): readonly Instance[] =>
	[...world.instances.values()].filter(({elastigroupId, state}) => elastigroupId === id && state !== 'terminated');

const spotStatus = ({state}: Instance): string => {
	switch (state) {
		case 'pending':
		case 'running': {
			return 'fulfilled';
		}

		case 'shutting-down':
		case 'stopping': {
			return 'marked-for-termination';
		}

		case 'stopped':
		case 'terminated': {
			return 'instance-terminated-by-user';
		}
	}
};

/** Instances, and Spot requests that have none yet: their `instanceId` is null (docs/facts.md SPOT 2.3). */
export const listStatus = (world: World, id: string) => {
	const {document} = findElastigroup(world, id);
	const product = asText(asObject(document['compute'])['product']) ?? 'Linux/UNIX';
	return [
		...instancesOf(world, id).map(instance => ({
			instanceId: instance.instanceId,
			spotInstanceRequestId: instance.spotRequestId ?? null,
			instanceType: instance.instanceType,
			product,
			groupId: id,
			availabilityZone: instance.zone,
			privateIp: instance.privateIp,
			publicIp: null,
			status: instance.spotRequestId === undefined ? instance.state : spotStatus(instance),
			lockStatus: isLocked(world, instance) ? 'locked' : 'unlocked',
			...(isLocked(world, instance) &&
				instance.lock?.until !== undefined && {protectedUntil: toIso(instance.lock.until)}),
			createdAt: toIso(instance.launchedAt),
		})),
		...requestsOf(world, id)
			.filter(({purchase}) => purchase === 'spot')
			.map(request => ({
				instanceId: null,
				spotInstanceRequestId: request.requestId,
				instanceType: request.instanceType,
				product,
				groupId: id,
				availabilityZone: request.zone,
				privateIp: null,
				publicIp: null,
				status: 'pending-evaluation',
				createdAt: toIso(request.createdAt),
			})),
	];
};

const healthOf = (instance: Instance): string => {
	// On standby nobody checks it.
	if (instance.state !== 'running' || instance.isOnStandby === true) {
		return 'UNKNOWN';
	}

	return instance.checksPassedAt === undefined ? 'INSUFFICIENT_DATA' : 'HEALTHY';
};

export const listHealth = (world: World, id: string) => {
	findElastigroup(world, id);
	return instancesOf(world, id).map(instance => ({
		instanceId: instance.instanceId,
		spotRequestId: instance.spotRequestId ?? null,
		groupId: id,
		availabilityZone: instance.zone,
		lifeCycle: instance.spotRequestId === undefined ? 'ON-DEMAND' : 'SPOT',
		healthStatus: healthOf(instance),
	}));
};

export const putCapacity = (draft: Draft, id: string, body: JsonObject) => {
	findElastigroup(draft, id);
	const capacity = readCapacity(body['capacity']);
	refuseDuringBlueGreen(draft, id);
	setCapacity(draft, id, capacity);
	return [{capacity}];
};

export const putDetach = (draft: Draft, id: string, body: JsonObject) => {
	const elastigroup = findElastigroup(draft, id);
	const instanceIds = asTexts(body['instancesToDetach']);
	if (instanceIds.length === 0) {
		refuse('ValidationError', '"instancesToDetach" is required', 'body:instancesToDetach');
	}

	const members = new Set(instancesOf(draft, id).map(({instanceId}) => instanceId));
	const strange = instanceIds.filter(instanceId => !members.has(instanceId));
	if (strange.length > 0) {
		refuse('INSTANCE_NOT_IN_GROUP', `Instances do not belong to group ${id}: ${strange.join(', ')}`);
	}

	refuseDuringBlueGreen(draft, id);
	detachInstances(draft, elastigroup, {
		instanceIds,
		isTerminating: toFlag(body['shouldTerminateInstances']) ?? false,
		isDecrementing: toFlag(body['shouldDecrementTargetCapacity']) ?? false,
		drainingSeconds: toNumber(body['drainingTimeout']) ?? elastigroup.drainingSeconds,
	});
	return [];
};

const severities = new Set(['ALL', 'DEBUG', 'INFO', 'WARN', 'ERROR']);

/** Newest first, as in the vendor's example (docs/facts.md SPOT 2.1, E14). */
export const listLogs = (world: World, id: string, query: URLSearchParams) => {
	findElastigroup(world, id);
	const from = requireTime(query, 'fromDate');
	const to = requireTime(query, 'toDate');
	const severity = query.get('severity') ?? 'ALL';
	if (!severities.has(severity)) {
		refuse('ValidationError', `"severity" must be one of [${[...severities].join(', ')}]`, 'query:severity');
	}

	const limit = Number(query.get('limit') ?? '500');
	if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
		refuse('ValidationError', '"limit" must be an integer between 1 and 1000', 'query:limit');
	}

	const resourceId = query.get('resourceId') ?? '';
	return (world.logs.get(id) ?? [])
		.filter(
			entry =>
				entry.at >= from &&
				entry.at <= to &&
				(severity === 'ALL' || entry.severity === severity) &&
				entry.message.includes(resourceId),
		)
		.reverse()
		.slice(0, limit)
		.map(({at, message, severity: level}) => ({message, severity: level, createdAt: toIso(at)}));
};

/** All that the group ever launched, those that have left it too: their own tags tell. */
const launchedBy = (world: World, id: string): readonly Instance[] =>
	[...world.instances.values()].filter(({launchTags}) =>
		launchTags.some(({key, value}) => key === 'spotinst:aws:ec2:group:id' && value === id),
	);

const toScaleEvents = ({instanceId, spotRequestId, launchedAt, terminatedAt}: Instance) => {
	const spot = spotRequestId === undefined ? [] : [{spotInstanceRequestId: spotRequestId, instanceId}];
	const onDemand = spotRequestId === undefined ? [{instanceId}] : [];
	return [
		{at: launchedAt, subEvent: {type: 'scaleUp', newSpots: spot, newInstances: onDemand}},
		...(terminatedAt === undefined
			? []
			: [{at: terminatedAt, subEvent: {type: 'scaleDown', terminatedSpots: spot, terminatedInstances: onDemand}}]),
	];
};

/** One event a launch or an end, oldest first. */
export const listEvents = (world: World, id: string, query: URLSearchParams) => {
	findElastigroup(world, id);
	const from = requireTime(query, 'fromDate');
	return launchedBy(world, id)
		.flatMap(toScaleEvents)
		.filter(({at}) => at >= from)
		.sort((one, other) => one.at - other.at)
		.map(({at, subEvent}) => ({eventType: 'Scale', createdAt: toIso(at), subEvents: [subEvent]}));
};

const dollarsPerHour = 0.118;
const spotShare = 0.34;

/** Hours and money of the group's Spot instances; the numbers are texts, as recorded (docs/facts.md SPOT 2.6). */
export const getCosts = (world: World, id: string, query: URLSearchParams) => {
	findElastigroup(world, id);
	const from = requireTime(query, 'fromDate');
	const to = requireTime(query, 'toDate');
	const hours = launchedBy(world, id)
		.filter(({spotRequestId}) => spotRequestId !== undefined)
		.map(({launchedAt, terminatedAt}) =>
			Math.max(0, Math.min(to, terminatedAt ?? world.now) - Math.max(from, launchedAt)),
		)
		.reduce((sum, milliseconds) => sum + milliseconds / 3_600_000, 0);
	return {
		running: {value: hours.toFixed(2), unit: 'hours'},
		savings: {value: ((1 - spotShare) * 100).toFixed(2), unit: 'percentage'},
		costs: {
			actual: (hours * dollarsPerHour * spotShare).toFixed(2),
			potential: (hours * dollarsPerHour).toFixed(2),
		},
	};
};
