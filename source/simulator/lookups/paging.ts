import {Buffer} from 'node:buffer';
import {LookUpError} from './request.js';

export type Page<Item> = {
	readonly items: readonly Item[];
	/** Opaque; absent on the last page. */
	readonly next?: string;
};

export type PageRequest = {
	readonly size: number;
	readonly token: string | undefined;
	/** What the token belongs to: another list's token is refused. */
	readonly list: string;
	/** The service's code for a token that it did not give. */
	readonly tokenError: string;
};

/** One page, and the token of the next. */
export const pageOf = <Item>(items: readonly Item[], request: PageRequest): Page<Item> => {
	let start = 0;

	if (request.token !== undefined && request.token !== '') {
		const decoded = /^(.+):(\d+)$/.exec(Buffer.from(request.token, 'base64url').toString('utf8'));

		if (decoded?.[1] !== request.list) {
			throw new LookUpError(request.tokenError, 'The pagination token is not valid.');
		}

		start = Number(decoded[2]);
	}

	const end = start + request.size;

	return {
		items: items.slice(start, end),
		...(end < items.length && {next: Buffer.from(`${request.list}:${end}`).toString('base64url')}),
	};
};

/** A page size within the service's bounds, or its refusal. */
export const pageSizeOf = (
	value: string | undefined,
	bounds: {
		readonly name: string;
		readonly least: number;
		readonly most: number;
		readonly fallback: number;
		readonly error: string;
	},
): number => {
	if (value === undefined) {
		return bounds.fallback;
	}

	const size = Number(value);

	if (!Number.isInteger(size) || size < bounds.least || size > bounds.most) {
		throw new LookUpError(
			bounds.error,
			`Value ( ${value} ) for parameter ${bounds.name} is invalid. Expecting a value between ${bounds.least} and ${bounds.most}.`,
		);
	}

	return size;
};
