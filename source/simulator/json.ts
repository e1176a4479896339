import {type Json, type JsonObject} from './world/state.js';

// What JSON.parse returns is Json all the way down, so that the outermost value decides.
const isJson = (value: unknown): value is Json => value !== undefined;

const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as an object; an empty one where it is something else. */
export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

export const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const asNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

export const asBoolean = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);

export const asList = (value: unknown): readonly Json[] => (isList(value) ? value : []);

export const asTexts = (value: unknown): readonly string[] =>
	asList(value).filter((item): item is string => typeof item === 'string');

/** Parses a body; undefined where it is no JSON. An empty body is an empty object. */
export const parseJson = (body: string): Json | undefined => {
	if (body.trim() === '') {
		return {};
	}

	try {
		const parsed: unknown = JSON.parse(body);
		return isJson(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
};

/** Lays `changes` over `base`: objects are merged, null removes, everything else replaces. */
export const merge = (base: JsonObject, changes: JsonObject): JsonObject => {
	const merged = new Map(Object.entries(base));
	for (const [key, change] of Object.entries(changes)) {
		const before = merged.get(key);
		if (change === null) {
			merged.delete(key);
		} else {
			merged.set(key, isObject(before) && isObject(change) ? merge(before, change) : change);
		}
	}

	return Object.fromEntries(merged);
};
