/** The value below which a share of the samples lies; `share` 0.5 is the median. */
export const percentile = (samples: readonly number[], share: number): number => {
	const sorted = [...samples].sort((a, b) => a - b);
	const index = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
	return sorted[index] ?? Number.NaN;
};

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

/** One figure against its goal. `value` and `goal` are in the same unit; lower is better. */
export type Figure = {
	readonly name: string;
	readonly value: number;
	readonly goal: number;
	/** How the figure came about, such as `162 ms / 28 ms`. */
	readonly detail: string;
};

export const isMet = (figure: Figure): boolean => figure.value <= figure.goal;
