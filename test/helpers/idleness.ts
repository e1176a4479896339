import {subscribe} from 'node:diagnostics_channel';
import process from 'node:process';

/** A request of an HTTP client, as Node tells of it. */
type Request = {readonly request: {once(event: 'close', listener: () => void): void}};

// Node says what it sends there: https://nodejs.org/api/diagnostics_channel.html#built-in-channels
// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion
const toRequest = (message: unknown): Request => message as Request;

/**
 * Tells whether the process has nothing left to do but to wait for time: no request of its own is on the wire, and no
 * file is being read or written.
 */
export const watchIdleness = (): {isIdle(): boolean} => {
	let onTheWire = 0;
	subscribe('http.client.request.start', message => {
		onTheWire++;
		toRequest(message).request.once('close', () => {
			onTheWire--;
		});
	});
	return {
		isIdle: () => onTheWire === 0 && !process.getActiveResourcesInfo().some(name => name.startsWith('FSReq')),
	};
};

/** Calls `move` whenever the process has been idle for a while of its own loop, until told to stop. */
export const whenIdle = (idleness: {isIdle(): boolean}, move: () => void): (() => void) => {
	// Between two looks everything that is already possible happens; two of them in a row are no moment in between.
	let looks = 0;
	const timer = setInterval(() => {
		looks = idleness.isIdle() ? looks + 1 : 0;
		if (looks >= 2) {
			looks = 0;
			move();
		}
	}, 2);
	// Who has nothing to wait for may end.
	timer.unref();
	return () => {
		clearInterval(timer);
	};
};
