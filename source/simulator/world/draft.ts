import {type Span} from './pace.js';
import {type Due, type DueEvent, type LogEntry, type World} from './state.js';

/** A world being worked on: the maps are copies of its own, the records in them are replaced and never changed. */
export type Draft = {
	-readonly [Key in keyof World]: World[Key] extends ReadonlyMap<infer MapKey, infer Value>
		? Map<MapKey, Value>
		: World[Key] extends readonly Due[]
			? Due[]
			: World[Key];
};

/** Runs `work` on a copy and returns the next world with what `work` returned. */
export const transact = <Value>(
	world: World,
	work: (draft: Draft) => Value,
): {readonly world: World; readonly value: Value} => {
	const draft: Draft = {
		...world,
		instances: new Map(world.instances),
		registrations: new Map(world.registrations),
		applications: new Map(world.applications),
		deploymentGroups: new Map(world.deploymentGroups),
		deploymentConfigs: new Map(world.deploymentConfigs),
		deployments: new Map(world.deployments),
		targets: new Map(world.targets),
		elastigroups: new Map(world.elastigroups),
		pendingRequests: new Map(world.pendingRequests),
		blueGreens: new Map(world.blueGreens),
		logs: new Map(world.logs),
		alarmStates: new Map(world.alarmStates),
		agenda: [...world.agenda],
	};
	const value = work(draft);
	return {world: draft, value};
};

/* eslint-disable no-bitwise -- a hash is about bits */
/** The next pseudo-random number from 0 to below 1: a hash of the seed and of how many were drawn before. */
export const draw = (draft: Draft): number => {
	draft.drawn++;
	let hash = (draft.seed ^ Math.imul(draft.drawn, 0x9e_37_79_b9)) >>> 0;
	hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b) >>> 0;
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35) >>> 0;
	return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_00_00_00_00;
};
/* eslint-enable no-bitwise */

/** A whole number of milliseconds in the span. */
export const between = (draft: Draft, [shortest, longest]: Span): number =>
	shortest + Math.floor(draw(draft) * (longest - shortest + 1));

const symbols = (draft: Draft, alphabet: string, length: number): string =>
	Array.from({length}, () => alphabet.charAt(Math.floor(draw(draft) * alphabet.length))).join('');

export const hex = (draft: Draft, length: number): string => symbols(draft, '0123456789abcdef', length);

export const upperCaseId = (draft: Draft, length: number): string =>
	symbols(draft, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', length);

export const uuid = (draft: Draft): string =>
	[hex(draft, 8), hex(draft, 4), `4${hex(draft, 3)}`, `a${hex(draft, 3)}`, hex(draft, 12)].join('-');

/** Puts an event on the agenda; events of the same instant happen in the order they were scheduled. */
export const schedule = (draft: Draft, at: number, event: DueEvent): void => {
	draft.drawn++;
	const due: Due = {at, order: draft.drawn, event};
	let low = 0;
	let high = draft.agenda.length;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		const other = draft.agenda[middle];
		if (other !== undefined && other.at <= at) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	draft.agenda.splice(low, 0, due);
};

/** Schedules an event after a while of the span. */
export const scheduleIn = (draft: Draft, span: Span, event: DueEvent): void => {
	schedule(draft, draft.now + between(draft, span), event);
};

/** Writes a line of an Elastigroup's log. */
export const writeLog = (
	draft: Draft,
	elastigroupId: string,
	severity: LogEntry['severity'],
	message: string,
): void => {
	draft.logs.set(elastigroupId, [...(draft.logs.get(elastigroupId) ?? []), {at: draft.now, severity, message}]);
};

/** Replaces a record by itself with changes, if it is there. */
export const patch = <Value extends object>(
	records: Map<string, Value>,
	key: string,
	changes: Partial<Value>,
): Value | undefined => {
	const before = records.get(key);
	if (before === undefined) {
		return undefined;
	}

	const after = {...before, ...changes};
	records.set(key, after);
	return after;
};
