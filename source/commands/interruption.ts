import {type Environment} from '../cli/environment.js';
import {exitCodes} from '../cli/exit-codes.js';

/** The first signal asks to end in good order, the second one ends at once. */
export type Interruption = {readonly signal: AbortSignal; stop(): void};

/** Listens until `stop` is called. A deployment goes on in the cloud whatever happens here. */
export const listenForInterruption = (environment: Environment): Interruption => {
	const controller = new AbortController();
	const stop = environment.onInterrupt(() => {
		if (controller.signal.aborted) {
			environment.exit(exitCodes.interrupted);
		}

		controller.abort();
	});

	return {signal: controller.signal, stop};
};
