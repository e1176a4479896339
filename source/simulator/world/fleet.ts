import {draw, type Draft, hex, patch, schedule, scheduleIn, writeLog} from './draft.js';
import {drainAndTerminate, launchInstance} from './instances.js';
import {pace} from './pace.js';
import {isPassedOver} from './protection.js';
import {
	type BlueGreen,
	type BlueGreenState,
	type Capacity,
	type Elastigroup,
	type Instance,
	type PendingRequest,
	type Purchase,
	type World,
} from './state.js';

const endStates: ReadonlySet<BlueGreenState> = new Set(['FINISHED', 'FINISHED_ERROR', 'FINISHED_STOPPED', 'ERROR']);

export const isOver = (state: BlueGreenState): boolean => endStates.has(state);

/** The blue/green run that an Elastigroup is in, if it is in one. */
export const activeBlueGreen = (world: World, elastigroupId: string): BlueGreen | undefined =>
	[...world.blueGreens.values()].find(
		blueGreen => blueGreen.elastigroupId === elastigroupId && !isOver(blueGreen.state),
	);

/** The instances that count towards the group's capacity, oldest first. */
export const membersOf = (world: World, elastigroupId: string): readonly Instance[] =>
	[...world.instances.values()]
		.filter(
			instance =>
				instance.elastigroupId === elastigroupId && (instance.state === 'pending' || instance.state === 'running'),
		)
		.sort((one, other) => one.launchedAt - other.launchedAt);

export const requestsOf = (world: World, elastigroupId: string): readonly PendingRequest[] =>
	[...world.pendingRequests.values()].filter(request => request.elastigroupId === elastigroupId);

const weightOf = (draft: Draft, elastigroup: Elastigroup, instanceType: string): number =>
	elastigroup.unit === 'instance'
		? 1
		: (elastigroup.weights[instanceType] ??
			draft.account.instanceTypes.find(({name}) => name === instanceType)?.vCpus ??
			1);

const capacityInUse = (draft: Draft, elastigroup: Elastigroup): number =>
	[...membersOf(draft, elastigroup.id), ...requestsOf(draft, elastigroup.id)]
		.map(({instanceType}) => weightOf(draft, elastigroup, instanceType))
		.reduce((sum, weight) => sum + weight, 0);

const pick = <Item>(draft: Draft, items: readonly Item[]): Item | undefined =>
	items[Math.floor(draw(draft) * items.length)];

type Place = Pick<PendingRequest, 'zone' | 'subnetId'>;

type Market = Pick<PendingRequest, 'purchase' | 'instanceType' | 'zone' | 'subnetId'>;

const placesOf = ({zones}: Elastigroup): readonly Place[] =>
	zones.length === 0
		? [{zone: '', subnetId: ''}]
		: zones.map(({name, subnetIds}) => ({zone: name, subnetId: subnetIds[0] ?? ''}));

/** Asks for one more instance: a Spot request, or an on-demand instance where the group's share of Spot is reached. */
const askForInstance = (draft: Draft, elastigroup: Elastigroup, position: number, blueGreenId?: string): string => {
	const places = placesOf(elastigroup);
	const place = places[position % places.length] ?? {zone: '', subnetId: ''};
	const share = elastigroup.spotPercentage / 100;
	const {onDemandCount} = elastigroup;
	const isSpot =
		elastigroup.spotTypes.length > 0 &&
		(onDemandCount === undefined
			? Math.floor((position + 1) * share) > Math.floor(position * share)
			: position >= onDemandCount);
	const request: PendingRequest = {
		...place,
		requestId: `${isSpot ? 'sir' : 'od'}-${hex(draft, 8)}`,
		purchase: isSpot ? 'spot' : 'on-demand',
		elastigroupId: elastigroup.id,
		instanceType: (isSpot ? pick(draft, elastigroup.spotTypes) : elastigroup.onDemandTypes[0]) ?? 'm5.large',
		createdAt: draft.now,
		...(blueGreenId !== undefined && {blueGreenId}),
	};
	draft.pendingRequests.set(request.requestId, request);
	if (isSpot) {
		scheduleIn(draft, pace.spotRequestFulfilled, {type: 'request-tried', requestId: request.requestId});
	} else {
		tryRequest(draft, request.requestId);
	}

	return request.instanceType;
};

/** Why EC2 would not launch there, in its codes; undefined where it would. */
const obstacleIn = (draft: Draft, {purchase, instanceType, zone}: Market) => {
	const {zones} = draft.account.instanceTypes.find(({name}) => name === instanceType) ?? {};
	if (zones !== undefined && zone !== '' && !zones.includes(zone)) {
		return {code: 'Unsupported', message: `The instance type ${instanceType} is not offered in ${zone}.`};
	}

	const isShort = draft.capacityGaps.some(
		gap =>
			(gap.purchase ?? purchase) === purchase &&
			(gap.instanceType ?? instanceType) === instanceType &&
			(gap.zone ?? zone) === zone,
	);
	return isShort
		? {
				code: 'InsufficientInstanceCapacity',
				message: `There is no ${purchase} capacity for ${instanceType} in ${zone} at the moment.`,
			}
		: undefined;
};

/** Where a request may be met: as it was asked, in the group's other Spot markets, then on demand if it may be. */
const marketsFor = (elastigroup: Elastigroup, request: PendingRequest): readonly Market[] => {
	const places = placesOf(elastigroup);
	const marketsOf = (purchase: Purchase, types: readonly string[]) =>
		types.flatMap(instanceType => places.map(place => ({...place, purchase, instanceType})));
	return [
		request,
		...(request.purchase === 'spot' ? marketsOf('spot', elastigroup.spotTypes) : []),
		...(request.purchase === 'on-demand' || elastigroup.fallsBackToOnDemand
			? marketsOf('on-demand', elastigroup.onDemandTypes)
			: []),
	];
};

/** The form of these lines: docs/facts.md SPOT 1.5. */
const tellRefusal = (draft: Draft, elastigroupId: string, market: Market): void => {
	const obstacle = obstacleIn(draft, market);
	if (obstacle !== undefined) {
		const what = market.purchase === 'spot' ? 'Spot' : 'On-Demand';
		const words = `Can't Spin ${what} Instances: Code: ${obstacle.code}, Message: ${obstacle.message}`;
		writeLog(draft, elastigroupId, 'WARN', words);
	}
};

/** Tries to launch what was asked for. What cannot be had stays pending, is told in the log, and is tried again. */
export const tryRequest = (draft: Draft, requestId: string): void => {
	const request = draft.pendingRequests.get(requestId);
	const elastigroup = draft.elastigroups.get(request?.elastigroupId ?? '');
	if (request === undefined || elastigroup === undefined) {
		return;
	}

	const markets = marketsFor(elastigroup, request);
	const market = markets.find(candidate => obstacleIn(draft, candidate) === undefined);
	if (request.isRefused !== true && obstacleIn(draft, request) !== undefined) {
		const fallback = market === undefined ? markets.find(({purchase}) => purchase !== request.purchase) : undefined;
		for (const refused of [request, ...(fallback === undefined ? [] : [fallback])]) {
			tellRefusal(draft, elastigroup.id, refused);
		}

		patch(draft.pendingRequests, requestId, {isRefused: true});
	}

	if (market === undefined) {
		scheduleIn(draft, pace.requestTriedAgain, {type: 'request-tried', requestId});
		return;
	}

	draft.pendingRequests.delete(requestId);
	const {purchase, instanceType, zone, subnetId} = market;
	const instance = launchInstance(draft, elastigroup, {
		instanceType,
		zone,
		subnetId,
		...(purchase === 'spot' && {spotRequestId: requestId}),
	});
	noteGreen(draft, request.blueGreenId, instance.instanceId);
	if (request.purchase === 'spot') {
		const what = `${instance.instanceId} (${instanceType}, ${zone})`;
		writeLog(
			draft,
			elastigroup.id,
			'INFO',
			purchase === 'spot'
				? `Spot request ${requestId} was fulfilled: ${what}.`
				: `Instead of Spot request ${requestId} an on-demand instance was launched: ${what}.`,
		);
	}
};

const noteGreen = (draft: Draft, blueGreenId: string | undefined, instanceId: string): void => {
	const blueGreen = draft.blueGreens.get(blueGreenId ?? '');
	if (blueGreen !== undefined) {
		draft.blueGreens.set(blueGreen.id, {...blueGreen, greenIds: [...blueGreen.greenIds, instanceId]});
	}
};

/** Asks for as many instances as make up `capacity`. */
export const launch = (draft: Draft, elastigroup: Elastigroup, capacity: number, blueGreenId?: string): void => {
	let asked = 0;
	let position = blueGreenId === undefined ? membersOf(draft, elastigroup.id).length : 0;
	while (asked < capacity) {
		asked += weightOf(draft, elastigroup, askForInstance(draft, elastigroup, position, blueGreenId));
		position++;
	}

	if (position > 0) {
		writeLog(draft, elastigroup.id, 'INFO', `Asked for instances to add ${capacity} to the capacity.`);
	}
};

/** From here on it does not count for the group, though its drain may still be going. */
const leaveGroup = (draft: Draft, instance: Instance): void => {
	const {elastigroupId: _left, ...alone} = instance;
	draft.instances.set(instance.instanceId, alone);
};

/** Takes an instance out of the group and ends it after its drain. */
export const removeMember = (draft: Draft, instance: Instance): void => {
	leaveGroup(draft, instance);
	drainAndTerminate(draft, instance.instanceId, pace.targetDrained[1]);
};

/**
 * Brings the group to its target: launches what is missing, ends the oldest where there are too many. During a
 * blue/green run its processes are suspended, so nothing is replaced or removed (docs/facts.md SPOT 3.6).
 */
export const reconcile = (draft: Draft, elastigroupId: string): void => {
	const elastigroup = draft.elastigroups.get(elastigroupId);
	if (elastigroup === undefined || elastigroup.isDeleted || activeBlueGreen(draft, elastigroupId) !== undefined) {
		return;
	}

	const missing = elastigroup.capacity.target - capacityInUse(draft, elastigroup);
	if (missing > 0) {
		launch(draft, elastigroup, missing);
		return;
	}

	let surplus = -missing;
	for (const request of requestsOf(draft, elastigroupId)) {
		const weight = weightOf(draft, elastigroup, request.instanceType);
		if (surplus >= weight) {
			draft.pendingRequests.delete(request.requestId);
			surplus -= weight;
		}
	}

	for (const member of membersOf(draft, elastigroupId)) {
		const weight = weightOf(draft, elastigroup, member.instanceType);
		if (surplus < weight || isPassedOver(draft, member)) {
			continue;
		}

		surplus -= weight;
		leaveGroup(draft, member);
		drainAndTerminate(draft, member.instanceId, elastigroup.drainingSeconds * 1000);
		writeLog(draft, elastigroupId, 'INFO', `Scaling down: ${member.instanceId} is removed.`);
	}
};

const reconcileSoon = (draft: Draft, elastigroupId: string): void => {
	schedule(draft, draft.now, {type: 'elastigroup-reconciles', elastigroupId});
};

/** Sets the three numbers; the group follows at once. The caller has checked them. */
export const setCapacity = (draft: Draft, elastigroupId: string, capacity: Capacity): void => {
	patch(draft.elastigroups, elastigroupId, {capacity, updatedAt: draft.now});
	writeLog(
		draft,
		elastigroupId,
		'INFO',
		`Capacity was set: target ${capacity.target}, minimum ${capacity.minimum}, maximum ${capacity.maximum}.`,
	);
	reconcileSoon(draft, elastigroupId);
};

/** Takes instances out of the group. Decrementing never goes below 0, and pulls the minimum along. */
export const detachInstances = (
	draft: Draft,
	elastigroup: Elastigroup,
	request: {
		readonly instanceIds: readonly string[];
		readonly isTerminating: boolean;
		readonly isDecrementing: boolean;
		readonly drainingSeconds: number;
	},
): void => {
	for (const instanceId of request.instanceIds) {
		const instance = draft.instances.get(instanceId);
		if (instance === undefined) {
			continue;
		}

		leaveGroup(draft, {
			...instance,
			// Seen on the instance for on-demand ones, on the request for Spot ones (docs/facts.md SPOT 2.3).
			tags:
				instance.spotRequestId === undefined
					? [...instance.tags, {key: 'spotinst:aws:ec2:state', value: 'detached'}]
					: instance.tags,
		});
		if (request.isTerminating) {
			drainAndTerminate(draft, instanceId, request.drainingSeconds * 1000);
		}

		writeLog(draft, elastigroup.id, 'INFO', `${instanceId} was detached from the group.`);
	}

	if (request.isDecrementing) {
		const {capacity} = draft.elastigroups.get(elastigroup.id) ?? elastigroup;
		const removed = request.instanceIds
			.map(instanceId => draft.instances.get(instanceId)?.instanceType ?? '')
			.reduce((sum, instanceType) => sum + weightOf(draft, elastigroup, instanceType), 0);
		const target = Math.max(0, capacity.target - removed);
		patch(draft.elastigroups, elastigroup.id, {
			capacity: {...capacity, target, minimum: Math.min(capacity.minimum, target)},
			updatedAt: draft.now,
		});
	}

	reconcileSoon(draft, elastigroup.id);
};

/** Marks the group as deleted and ends what it runs. */
export const deleteElastigroup = (draft: Draft, elastigroupId: string): void => {
	patch(draft.elastigroups, elastigroupId, {isDeleted: true, updatedAt: draft.now});
	for (const request of requestsOf(draft, elastigroupId)) {
		draft.pendingRequests.delete(request.requestId);
	}

	for (const member of membersOf(draft, elastigroupId)) {
		removeMember(draft, member);
	}
};

export const addElastigroup = (draft: Draft, elastigroup: Elastigroup): void => {
	draft.elastigroups.set(elastigroup.id, elastigroup);
	writeLog(draft, elastigroup.id, 'INFO', `Elastigroup ${elastigroup.name} was created.`);
	reconcileSoon(draft, elastigroup.id);
};
