import {type Problem} from '../core/problem.js';
import {type RunEvent} from '../core/run/event.js';
import {type RunView} from '../core/run/run-view.js';
import {type Run} from '../core/run/run.js';
import {type Text} from '../core/text-token.js';
import {type Sink} from './sink.js';
import {type Summary} from './summary.js';

/** Tells a run to somebody who is not at a terminal. Each one owns the shape of what it writes. */
export type Reporter = {
	/** One event, with the run before and after it. Answers whether anything was written: many events are no news. */
	event(before: Run | undefined, event: RunEvent, after: Run): boolean;
	/** Nothing was written until `at`; shows that somebody is still looking. Without a view before the first event. */
	beat(view: RunView | undefined, at: number): void;
	/** A sentence about the work before the run: a write, a check. */
	note(text: Text): void;
	problem(problem: Problem): void;
	/** Why the run failed, once it is known. */
	failure(view: RunView): void;
	/** The last thing told; the same shape for good ends and bad ones. */
	end(summary: Summary): void;
};

/** Where to write: results, and everything else. */
export type Sinks = {
	readonly output: Sink;
	readonly errors: Sink;
};
