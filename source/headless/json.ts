import {type Reporter, type Sinks} from './reporter.js';

const quiet = (): void => undefined;

/** One document at the end, and nothing before it. */
export const createJsonReporter = ({output}: Sinks): Reporter => ({
	event: () => false,
	beat: quiet,
	note: quiet,
	problem: quiet,
	failure: quiet,
	end(summary) {
		output.document(summary);
	},
});
