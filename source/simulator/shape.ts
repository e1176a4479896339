import {type Json} from './world/state.js';

export type Kind = 'text' | 'number' | 'flag' | 'anything';

/** What a value of JSON may be: of a kind, a list of one shape, or an object of these members and no others. */
export type Shape = Kind | readonly [Shape] | {readonly [member: string]: Shape};

export type Misfit = {
	/** From the outermost value: member names, and positions in lists. */
	readonly path: readonly string[];
	/** What should stand there; absent where nothing should. */
	readonly expected?: Kind | 'list' | 'object';
};

/** How a service reads the kinds: some take a number that comes as a text. */
export type Accepts = (kind: Kind, value: Json) => boolean;

export const acceptsStrictly: Accepts = (kind, value) => {
	switch (kind) {
		case 'text': {
			return typeof value === 'string';
		}

		case 'number': {
			return typeof value === 'number';
		}

		case 'flag': {
			return typeof value === 'boolean';
		}

		case 'anything': {
			return true;
		}
	}
};

const isListShape = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Everything in a value that is not as its shape says. A null is as good as absent. */
export const misfitsOf = (
	shape: Shape,
	value: Json | undefined,
	accepts: Accepts,
	path: readonly string[] = [],
): readonly Misfit[] => {
	if (value === undefined || value === null) {
		return [];
	}

	if (typeof shape === 'string') {
		return accepts(shape, value) ? [] : [{path, expected: shape}];
	}

	if (isListShape(shape)) {
		return isList(value)
			? value.flatMap((item, index) => misfitsOf(shape[0], item, accepts, [...path, String(index)]))
			: [{path, expected: 'list'}];
	}

	if (typeof value !== 'object' || isList(value)) {
		return [{path, expected: 'object'}];
	}

	return Object.entries(value).flatMap(([member, part]) => {
		const inner = Object.hasOwn(shape, member) ? shape[member] : undefined;
		return inner === undefined ? [{path: [...path, member]}] : misfitsOf(inner, part, accepts, [...path, member]);
	});
};
