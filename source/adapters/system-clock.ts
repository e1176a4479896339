import {type Clock} from '../ports/clock.js';

/** `setTimeout` counts in a signed 32-bit number and fires at once above it. */
const longestTimeoutMs = 2_147_483_647;

const pause = async (ms: number, signal?: AbortSignal): Promise<void> =>
	new Promise(resolve => {
		if (signal?.aborted) {
			resolve();
			return;
		}

		const finish = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', finish);
			resolve();
		};

		const timer = setTimeout(finish, Math.min(Math.max(0, ms), longestTimeoutMs));
		signal?.addEventListener('abort', finish);
	});

const monotonicNow = (): number => Math.round(performance.timeOrigin + performance.now());

/**
 * Starts at the wall's time and goes on by a monotonic counter: setting the wall clock while the program runs neither
 * stops an interval nor ends one early. The counter may stand still while the machine sleeps; the clouds' stamps make up
 * for that (`runtime/cloud-clock.ts`).
 */
export const systemClock: Clock = {
	now: monotonicNow,
	async sleep(ms, signal) {
		const end = monotonicNow() + ms;
		do {
			await pause(end - monotonicNow(), signal);
		} while (!signal?.aborted && monotonicNow() < end);
	},
};

/**
 * A clock that starts at the wall's time and runs `speed` times as fast. The demo gives the same one to the program
 * and to the simulator, so that both agree on what has passed.
 */
export const createScaledClock = (speed: number, wall: Clock = systemClock): Clock => {
	const start = wall.now();
	return {
		now: () => Math.round(start + (wall.now() - start) * speed),
		async sleep(ms, signal) {
			await wall.sleep(ms / speed, signal);
		},
	};
};
