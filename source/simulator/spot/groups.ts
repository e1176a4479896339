import {asBoolean, asNumber, asObject, asText, asTexts, isPresent, merge} from '../json.js';
import {type Draft, hex, patch, schedule} from '../world/draft.js';
import {
	activeBlueGreen,
	addElastigroup,
	deleteElastigroup,
	detachInstances,
	requestsOf,
	setCapacity,
} from '../world/fleet.js';
import {type Elastigroup, type Instance, type JsonObject, type World} from '../world/state.js';
import {readCapacity, readGroupDocument} from './group-document.js';
import {refuse} from './spot-error.js';

export const findElastigroup = (world: World, id: string): Elastigroup => {
	const elastigroup = world.elastigroups.get(id);
	return elastigroup === undefined || elastigroup.isDeleted
		? refuse('GROUP_DOESNT_EXIST', `Group with id: ${id} does not exist`)
		: elastigroup;
};

const toIso = (milliseconds: number): string => new Date(milliseconds).toISOString();

export const toGroupItem = ({id, document, capacity, unit, createdAt, updatedAt}: Elastigroup) => ({
	...document,
	id,
	capacity: {...capacity, unit},
	createdAt: toIso(createdAt),
	updatedAt: toIso(updatedAt),
});

/** While a blue/green run goes, what would change the fleet is refused (inferred, docs/facts.md SPOT 3.6). */
const refuseDuringBlueGreen = (world: World, id: string): void => {
	const active = activeBlueGreen(world, id);
	if (active !== undefined) {
		refuse('GROUP_IN_DEPLOYMENT', `Group ${id} cannot be changed while the deployment ${active.id} is running`);
	}
};

export const listElastigroups = (world: World) =>
	[...world.elastigroups.values()].filter(({isDeleted}) => !isDeleted).map(toGroupItem);

export const createElastigroup = (draft: Draft, body: JsonObject) => {
	if (!isPresent(body['group'])) {
		refuse('ValidationError', '"group" is required', 'body:group');
	}

	const document = asObject(body['group']);
	const settings = readGroupDocument(draft.account, document);
	const elastigroup: Elastigroup = {
		...settings,
		id: `sig-${hex(draft, 8)}`,
		accountId: draft.spotAccount.id,
		createdAt: draft.now,
		updatedAt: draft.now,
		suspensions: [],
		isDeleted: false,
	};
	addElastigroup(draft, elastigroup);
	return [toGroupItem(elastigroup)];
};

/** Changes only the given parts; null unsets. */
export const updateElastigroup = (draft: Draft, id: string, body: JsonObject) => {
	const before = findElastigroup(draft, id);
	const changes = asObject(body['group']);
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

	return updated === undefined ? [] : [toGroupItem(updated)];
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
			createdAt: toIso(instance.launchedAt),
		})),
		...requestsOf(world, id).map(request => ({
			instanceId: null,
			spotInstanceRequestId: request.spotRequestId,
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
	if (instance.state !== 'running') {
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
		isTerminating: asBoolean(body['shouldTerminateInstances']) ?? false,
		isDecrementing: asBoolean(body['shouldDecrementTargetCapacity']) ?? false,
		drainingSeconds: asNumber(body['drainingTimeout']) ?? elastigroup.drainingSeconds,
	});
	return [];
};

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
				const minutes = asNumber(ttlInMinutes);
				return {name: asText(name) ?? '', ...(minutes !== undefined && {ttlInMinutes: minutes})};
			})
		: [];
	const all = [...named, ...detailed];
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

/** Newest first, as in the vendor's example (docs/facts.md SPOT 2.1, E14). */
export const listLogs = (world: World, id: string, query: URLSearchParams) => {
	findElastigroup(world, id);
	const from = Number(query.get('fromDate') ?? '0');
	const to = Number(query.get('toDate') ?? String(Number.MAX_SAFE_INTEGER));
	if (!query.has('fromDate') || !query.has('toDate') || Number.isNaN(from) || Number.isNaN(to)) {
		refuse('ValidationError', '"fromDate" and "toDate" are required', 'query:fromDate');
	}

	const severity = query.get('severity') ?? 'ALL';
	const limit = Math.min(1000, Number(query.get('limit') ?? '500'));
	return (world.logs.get(id) ?? [])
		.filter(entry => entry.at >= from && entry.at <= to && (severity === 'ALL' || entry.severity === severity))
		.reverse()
		.slice(0, limit)
		.map(({at, message, severity: level}) => ({message, severity: level, createdAt: toIso(at)}));
};

/** One event a launch or an end, from what the world remembers of its instances. */
export const listEvents = (world: World, id: string, query: URLSearchParams) => {
	findElastigroup(world, id);
	if (!query.has('fromDate')) {
		refuse('ValidationError', '"fromDate" is required', 'query:fromDate');
	}

	const from = Date.parse(query.get('fromDate') ?? '');
	return [...world.instances.values()]
		.filter(instance => instance.elastigroupId === id && instance.launchedAt >= from)
		.map(instance => ({
			eventType: 'Scale',
			createdAt: toIso(instance.launchedAt),
			subEvents: [
				instance.spotRequestId === undefined
					? {type: 'scaleUp', newInstances: [{instanceId: instance.instanceId}]}
					: {type: 'scaleUp', newSpots: [{spotInstanceRequestId: instance.spotRequestId}]},
			],
		}));
};

const dollarsPerHour = 0.118;
const spotShare = 0.34;

/** Hours and money of the group's Spot instances; the numbers are texts, as recorded (docs/facts.md SPOT 2.6). */
export const getCosts = (world: World, id: string, query: URLSearchParams) => {
	findElastigroup(world, id);
	const from = Date.parse(query.get('fromDate') ?? '') || Number(query.get('fromDate') ?? Number.NaN);
	const to = Date.parse(query.get('toDate') ?? '') || Number(query.get('toDate') ?? Number.NaN);
	if (Number.isNaN(from) || Number.isNaN(to)) {
		refuse('ValidationError', '"fromDate" and "toDate" are required', 'query:fromDate');
	}

	const hours = [...world.instances.values()]
		.filter(({elastigroupId, spotRequestId}) => elastigroupId === id && spotRequestId !== undefined)
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
