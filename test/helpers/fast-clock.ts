import {type Clock} from '../../source/ports/clock.js';

/** A clock that several processes share: `speed` times the wall's since `origin`. */
export const createFastClock = ({origin, speed}: {readonly origin: number; readonly speed: number}): Clock => ({
	now: () => Math.round(origin + (Date.now() - origin) * speed),
	sleep: async (ms, signal) =>
		new Promise(resolve => {
			const timer = setTimeout(resolve, ms / speed);
			signal?.addEventListener('abort', () => {
				clearTimeout(timer);
				resolve();
			});
		}),
});
