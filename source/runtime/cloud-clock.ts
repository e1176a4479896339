import {type Clock, type Stamp} from '../ports/clock.js';

export type CloudClock = {
	/** The clouds' time as far as it is known, the machine's until then. Goes back only where it was wrong by far. */
	readonly clock: Clock;
	/** How far this machine's clock is ahead of the clouds', by the first stamp; undefined before it. */
	readonly skewMs: number | undefined;
	/** To be told of every answer that shows the time. */
	readonly takeStamp: (stamp: Stamp) => void;
	/** The same difference where it is large enough to be told. */
	readonly notableSkewMs: number | undefined;
};

/** A `Date` header is cut to the second (RFC 9110 §5.6.7). */
const headerPrecisionMs = 999;

/** A jump of more than this needs a second stamp that says the same: a proxy may serve an old answer. */
const largeJumpMs = 60_000;

/**
 * The clouds decide what was born when: their launch times, logs and deadlines are compared with this clock. It counts by
 * the machine's monotonic clock and is corrected by the stamps of answers, which also tell how long the machine slept.
 */
export const createCloudClock = (machine: Clock): CloudClock => {
	let offsetMs = 0;
	let skewMs: number | undefined;
	let doubtedOffsetMs: number | undefined;
	/** A second stamp has agreed with the first. */
	let isConfirmed = false;
	let latest = Number.NEGATIVE_INFINITY;

	return {
		clock: {
			now() {
				latest = Math.max(latest, machine.now() + offsetMs);
				return latest;
			},
			sleep: async (ms, signal) => machine.sleep(ms, signal),
		},
		takeStamp({cloudAt, tookMs}) {
			// The stamp was made between the sending and the arrival. An offset that explains it stays as it is.
			const least = cloudAt - machine.now();
			const most = least + headerPrecisionMs + Math.max(0, tookMs);
			const nextMs = Math.min(Math.max(offsetMs, least), most);
			const isDoubtful =
				skewMs !== undefined &&
				Math.abs(nextMs - offsetMs) > largeJumpMs &&
				(doubtedOffsetMs === undefined || Math.abs(nextMs - doubtedOffsetMs) > largeJumpMs);
			doubtedOffsetMs = isDoubtful ? nextMs : undefined;
			if (isDoubtful) {
				return;
			}

			// Small corrections hold the time where it is until the clouds have caught up.
			if (skewMs === undefined || Math.abs(nextMs - offsetMs) > largeJumpMs) {
				latest = Number.NEGATIVE_INFINITY;
			}

			const isCorrection = skewMs !== undefined && Math.abs(nextMs - offsetMs) > largeJumpMs;
			// Where the second stamp and the third contradict the first, that one was wrong, not this machine's clock.
			if (skewMs === undefined || (isCorrection && !isConfirmed)) {
				skewMs = -nextMs;
			} else {
				isConfirmed = true;
			}

			offsetMs = nextMs;
		},
		get skewMs() {
			return skewMs;
		},
		get notableSkewMs() {
			return skewMs !== undefined && Math.abs(skewMs) > largeJumpMs ? skewMs : undefined;
		},
	};
};
