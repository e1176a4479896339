import {type World} from '../../source/simulator/world/state.js';

type Rename = (text: string) => string;

const renameIn = (value: unknown, rename: Rename): unknown => {
	if (typeof value === 'string') {
		return rename(value);
	}

	if (value instanceof Map) {
		return new Map(Array.from(value, ([key, one]) => [renameIn(key, rename), renameIn(one, rename)]));
	}

	if (Array.isArray(value)) {
		return value.map(one => renameIn(one, rename));
	}

	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renameIn(one, rename)]))
		: value;
};

/** The world with each of its texts renamed, wherever it stands: as a name, in a reference, as a key of a record. */
export const renameWorld =
	(rename: Rename) =>
	(world: World): World =>
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the shape is the same
		renameIn(world, rename) as World;
