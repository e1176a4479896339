/** The only source of time. In the demo it runs faster than the wall, together with the simulator's. */
export type Clock = {
	/** Epoch milliseconds. */
	now(): number;
	/** Resolves after `ms` of this clock, or at once when the signal aborts; never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

/** What an answer of a cloud told of the time there. */
export type Stamp = {
	/** Epoch milliseconds by the cloud's clock. */
	readonly cloudAt: number;
	/** Milliseconds from sending the request to its answer: the stamp may be off by as much. */
	readonly tookMs: number;
};
