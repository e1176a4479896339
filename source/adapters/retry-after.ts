/**
 * No rate of either cloud takes longer to recover; what asks for more was misread, or was not written by the cloud, and
 * would hold a deployment up.
 */
const mostMs = 120_000;

/** From here on a number is a point in time, not a span: in seconds it would be thirty years. */
const leastEpochSeconds = 1_000_000_000;
const leastEpochMs = leastEpochSeconds * 1000;

const parseSpan = (written: string, now: number): number => {
	const seconds = written === '' ? Number.NaN : Number(written);
	if (Number.isNaN(seconds)) {
		return Date.parse(written) - now;
	}

	if (seconds >= leastEpochMs) {
		return seconds - now;
	}

	return seconds >= leastEpochSeconds ? seconds * 1000 - now : seconds * 1000;
};

/**
 * The wait that a header such as Retry-After or X-RateLimit-Reset asks for, in milliseconds: seconds, an HTTP date, or a
 * point in time in seconds or milliseconds. Never more than two minutes; undefined where it says nothing.
 * `now` is the time of whoever wrote the header.
 */
export const parseRetryAfter = (written: unknown, now: number): number | undefined => {
	const span = typeof written === 'string' ? parseSpan(written.trim(), now) : Number.NaN;
	return Number.isNaN(span) || span < 0 ? undefined : Math.min(Math.ceil(span), mostMs);
};
