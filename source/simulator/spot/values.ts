import {asBoolean, asNumber, asObject, asText} from '../json.js';
import {type Accepts, acceptsStrictly, misfitsOf, type Shape} from '../shape.js';
import {type Json, type JsonObject} from '../world/state.js';
import {SpotError} from './spot-error.js';

/** A number; infrastructure tools send it as a text (docs/facts.md SPOT 4.3). */
export const toNumber = (value: Json | undefined): number | undefined => {
	const text = asText(value);
	return text !== undefined && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : asNumber(value);
};

/** A flag; the same tools send it as a text, and Python's client capitalises it (docs/facts.md SPOT 5). */
export const toFlag = (value: Json | undefined): boolean | undefined => {
	const text = asText(value)?.toLowerCase();
	return text === 'true' || text === 'false' ? text === 'true' : asBoolean(value);
};

const accepts: Accepts = (kind, value) => {
	switch (kind) {
		case 'number': {
			return toNumber(value) !== undefined;
		}

		case 'flag': {
			return toFlag(value) !== undefined;
		}

		case 'text':
		case 'anything': {
			return acceptsStrictly(kind, value);
		}
	}
};

const rules = {
	text: 'must be a string',
	number: 'must be a number',
	flag: 'must be a boolean',
	anything: 'is required',
	list: 'must be an array',
	object: 'must be an object',
} as const;

/** The body of a request; refused in the validator's words where it is not of the shape (docs/facts.md SPOT 1.5). */
export const readBody = (shape: Shape, body: Json): JsonObject => {
	const misfits = misfitsOf(shape, body, accepts);
	if (misfits.length > 0) {
		throw new SpotError(
			misfits.map(({path, expected}) => ({
				code: 'ValidationError',
				message: `"${path.at(-1) ?? 'value'}" ${expected === undefined ? 'is not allowed' : rules[expected]}`,
				field: ['body', ...(path.length === 0 ? [] : [path.join('.')])].join(':'),
			})),
		);
	}

	return asObject(body);
};
