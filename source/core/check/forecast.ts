import {capacityDuring, type Elastigroup} from '../cloud/elastigroup.js';
import {type Capacity, type Tag} from '../cloud/shared.js';
import {type Facts} from './facts.js';
import {sortByTags} from './tag-matcher.js';
import {showFilters} from './verdict.js';

type ForecastStage = {
	/** With originals that are kept, the end comes in two stages: `kept`, and `restored` by this program. */
	readonly id: 'now' | 'during' | 'end' | 'kept' | 'restored';
	readonly capacity: Capacity;
	/** Instances of the Elastigroup that run now; undefined where they could not be looked up. */
	readonly originals: number | undefined;
	/** In the unit of the capacity: how many instances make so much weight is Spot's choice. */
	readonly replacements: number;
};

export type Forecast = {
	/** What the capacity and the replacements are counted in. */
	readonly unit: Elastigroup['capacityUnit'];
	readonly stages: readonly ForecastStage[];
	readonly originalTags: string;
	readonly replacementTags: readonly Tag[];
	/** Instances that will end, by id; empty when the originals are kept. */
	readonly ending: readonly string[];
	/** How long the deployment waits for a person before traffic moves, where it does; minutes. */
	readonly readyWaitMinutes?: number;
};

/** Capacity and fleets now, during the deployment and at its end. Undefined while the Elastigroup is not known. */
export const forecast = (facts: Facts): Forecast | undefined => {
	if (!facts.elastigroup.isKnown || facts.elastigroup.value === undefined || !facts.group.isKnown) {
		return undefined;
	}

	const {capacity, capacityUnit} = facts.elastigroup.value;
	const group = facts.group.value;
	const during = capacityDuring(capacity);
	const isKeeping = group?.originalsOption?.action === 'keep-alive';
	const filters = group?.tagFilters ?? [];
	const sets = facts.instances.isKnown
		? sortByTags(facts.instances.value, filters, facts.planned.greenTags)
		: undefined;
	const members = new Set(facts.fleet.isKnown ? facts.fleet.value.flatMap(({instanceId}) => instanceId ?? []) : []);
	const originals = (sets?.original ?? []).filter(({instanceId}) => members.has(instanceId));
	const now = facts.fleet.isKnown ? members.size : undefined;
	return {
		unit: capacityUnit,
		stages: [
			{id: 'now', capacity, originals: now, replacements: 0},
			{id: 'during', capacity: during, originals: now, replacements: capacity.target},
			...(isKeeping ? [{id: 'kept', capacity: during, originals: now, replacements: capacity.target} as const] : []),
			// Restoring detaches and terminates the originals that were kept.
			{id: isKeeping ? 'restored' : 'end', capacity, originals: 0, replacements: capacity.target},
		],
		originalTags: showFilters(filters),
		replacementTags: facts.planned.greenTags,
		ending: isKeeping ? [] : originals.map(({instanceId}) => instanceId),
		...(group?.readyOption?.action === 'stop' ? {readyWaitMinutes: group.readyOption.waitMinutes} : {}),
	};
};
