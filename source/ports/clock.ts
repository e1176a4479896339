/** The only source of time. In the demo it runs faster than the wall, together with the simulator's. */
export type Clock = {
	/** Epoch milliseconds. */
	now(): number;
	/** Resolves after `ms` of this clock, or at once when the signal aborts; never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
};
