/** Lengths of time as people read them. Whole seconds; a negative length is shown as zero. */

const parts = (ms: number) => {
	const total = Math.max(0, Math.floor(ms / 1000));
	return {
		days: Math.floor(total / 86_400),
		hours: Math.floor((total % 86_400) / 3600),
		minutes: Math.floor((total % 3600) / 60),
		seconds: total % 60,
	};
};

const two = (value: number): string => String(value).padStart(2, '0');

/** `9s`, `4m 05s`, `2h 07m`, `1d 03h`: the two largest units, at most seven cells below a hundred days. */
export const formatDuration = (ms: number): string => {
	const {days, hours, minutes, seconds} = parts(ms);
	if (days > 0) {
		return `${days}d ${two(hours)}h`;
	}

	if (hours > 0) {
		return `${hours}h ${two(minutes)}m`;
	}

	return minutes > 0 ? `${minutes}m ${two(seconds)}s` : `${seconds}s`;
};

/** `9s`, `59m`, `23h`, `99d`: the largest unit alone, at most three cells. */
export const formatShortDuration = (ms: number): string => {
	const {days, hours, minutes, seconds} = parts(ms);
	if (days > 0) {
		return `${Math.min(days, 99)}d`;
	}

	if (hours > 0) {
		return `${hours}h`;
	}

	return minutes > 0 ? `${minutes}m` : `${seconds}s`;
};

/** `18:04:09` at an offset of minutes east of UTC. `at` is epoch milliseconds. */
export const formatClock = (at: number, offsetMinutes = 0): string =>
	new Date(at + offsetMinutes * 60_000).toISOString().slice(11, 19);
