const windowMs = 60_000;

// The vendor publishes no number (docs/facts.md SPOT 1.6). It is told, not enforced: faults do that.
const limit = 240;

/** Counts requests a route in a rolling minute of world time, and says the standing in Spot's headers. */
export const createRateLimit = (): ((route: string, now: number) => Readonly<Record<string, string>>) => {
	const seen = new Map<string, readonly number[]>();
	return (route, now) => {
		const recent = [...(seen.get(route) ?? []).filter(at => at > now - windowMs), now].slice(-limit);
		seen.set(route, recent);
		return {
			'x-ratelimit-limit': String(limit),
			'x-ratelimit-remaining': String(limit - recent.length),
			'x-ratelimit-reset': String(Math.ceil(((recent[0] ?? now) + windowMs - now) / 1000)),
		};
	};
};
