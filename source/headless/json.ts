import {type Reporter, type Streams} from './reporter.js';

const quiet = (): void => undefined;

/** One document at the end, and nothing before it. */
export const createJsonReporter = (streams: Streams): Reporter => ({
	event: () => false,
	beat: quiet,
	note: quiet,
	problem: quiet,
	failure: quiet,
	end(summary) {
		streams.stdout.write(`${JSON.stringify(summary, undefined, '\t')}\n`);
	},
});
