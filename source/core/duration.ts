/** Lengths of time as people read them. Whole seconds; a negative length is shown as zero. */

export type DurationUnit = 'day' | 'hour' | 'minute' | 'second';

const unitSeconds: ReadonlyArray<readonly [DurationUnit, number]> = [
	['day', 86_400],
	['hour', 3600],
	['minute', 60],
	['second', 1],
];

/** The two largest units of a length; one alone below a minute. The second one may be zero. */
export const durationParts = (ms: number): ReadonlyArray<{readonly value: number; readonly unit: DurationUnit}> => {
	const total = Math.max(0, Math.floor(ms / 1000));
	const first = unitSeconds.findIndex(([, seconds]) => total >= seconds);
	const from = first === -1 ? unitSeconds.length - 1 : first;
	let rest = total;
	return unitSeconds.slice(from, from + 2).map(([unit, seconds]) => {
		const value = Math.floor(rest / seconds);
		rest -= value * seconds;
		return {value, unit};
	});
};

const letters: Readonly<Record<DurationUnit, string>> = {day: 'd', hour: 'h', minute: 'm', second: 's'};

/** `9s`, `4m 05s`, `2h 07m`, `1d 03h`: the two largest units, at most seven cells below a hundred days. */
export const formatDuration = (ms: number): string =>
	durationParts(ms)
		.map(({value, unit}, index) => (index > 0 ? String(value).padStart(2, '0') : String(value)) + letters[unit])
		.join(' ');

/** `9s`, `59m`, `23h`, `99d`: the largest unit alone, at most three cells. */
export const formatShortDuration = (ms: number): string => {
	const [largest] = durationParts(ms);
	return largest === undefined ? '0s' : `${Math.min(largest.value, 99)}${letters[largest.unit]}`;
};

/** `18:04:09` at an offset of minutes east of UTC. `at` is epoch milliseconds. */
export const formatClock = (at: number, offsetMinutes = 0): string =>
	new Date(at + offsetMinutes * 60_000).toISOString().slice(11, 19);
