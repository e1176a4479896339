/** Chance that a seed decides: the same seed draws the same numbers in the same order. */
export type Random = {
	/** From 0 to below 1. */
	next(): number;
	chance(share: number): boolean;
	/** A whole number, both ends included. */
	whole(from: number, to: number): number;
	pick<Value>(values: readonly [Value, ...Value[]]): Value;
	/** Each value as often as its weight says. */
	weigh<Value>(values: ReadonlyArray<readonly [weight: number, value: Value]>): Value;
};

/* eslint-disable no-bitwise -- mulberry32 is about bits */
export const createRandom = (seed: number): Random => {
	let state = Math.imul(seed ^ 0x9e_37_79_b9, 0x85_eb_ca_6b) >>> 0;
	const next = (): number => {
		state = (state + 0x6d_2b_79_f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_00_00_00_00;
	};
	/* eslint-enable no-bitwise */

	const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
	return {
		next,
		chance: share => next() < share,
		whole,
		pick: values => values[whole(0, values.length - 1)] ?? values[0],
		weigh(values) {
			let left = next() * values.reduce((sum, [weight]) => sum + weight, 0);
			for (const [weight, value] of values) {
				left -= weight;
				if (left < 0) {
					return value;
				}
			}

			const last = values.at(-1);
			if (last === undefined) {
				throw new RangeError('There is nothing to choose from.');
			}

			return last[1];
		},
	};
};
