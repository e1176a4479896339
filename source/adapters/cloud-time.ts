import {type Stamp} from '../ports/clock.js';

/** A clock that shows less or more is not set at all. */
const earliest = Date.UTC(2020, 0);
const latest = Date.UTC(2100, 0);

export type OnStamp = (stamp: Stamp) => void;

/** Epoch milliseconds of an HTTP date, unless it is none, or absurd, or was kept by a cache on the way. */
export const readDate = (headers: Readonly<Record<string, unknown>>): number | undefined => {
	const written = headers['date'];
	const time = typeof written === 'string' && headers['age'] === undefined ? Date.parse(written) : Number.NaN;
	return time >= earliest && time < latest ? time : undefined;
};

/** A time that an answer itself holds, unless it is absurd. */
export const soundTime = (time: number | null | undefined): number | undefined =>
	typeof time === 'number' && time >= earliest && time < latest ? time : undefined;
