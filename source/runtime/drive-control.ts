import {type Clock} from '../ports/clock.js';
import {type RunRequest} from '../core/run/action.js';

/** How the outside reaches into the loop: requests wake it, detaching ends it. */
export type DriveControl = {
	/** Aborts when the person detaches. Reads may be given up by it; writes never are. */
	readonly signal: AbortSignal;
	/** Requests made since the last time. */
	takeRequests(): readonly RunRequest[];
	/** Ends early when something is asked for. */
	sleep(ms: number): Promise<void>;
	request(request: RunRequest): void;
	detach(): void;
};

export const createDriveControl = (clock: Clock): DriveControl => {
	const detaching = new AbortController();
	let requests: readonly RunRequest[] = [];
	let sleeping: AbortController | undefined;
	return {
		signal: detaching.signal,
		takeRequests() {
			const taken = requests;
			requests = [];
			return taken;
		},
		async sleep(ms) {
			if (requests.length > 0 || detaching.signal.aborted) {
				return;
			}

			sleeping = new AbortController();
			await clock.sleep(ms, sleeping.signal);
			sleeping = undefined;
		},
		request(request) {
			requests = [...requests, request];
			sleeping?.abort();
		},
		detach() {
			detaching.abort();
			sleeping?.abort();
		},
	};
};
