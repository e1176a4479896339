import {text, type Text} from '../core/text-token.js';
import {type Clock} from '../ports/clock.js';
import {type Reporter} from './reporter.js';

type Progress = {
	readonly clock: Clock;
	readonly reporter: Pick<Reporter, 'note'>;
	/** How long nothing may be told; milliseconds of the clock. */
	readonly everyMs: number;
};

/** Does work that may take long, tells what it tells, and that it goes on where it tells nothing for a while. */
export const tellingProgress = async <Value>(
	{clock, reporter, everyMs}: Progress,
	work: (onNote: (note: Text) => void) => Promise<Value>,
): Promise<Value> => {
	const done = new AbortController();
	const startedAt = clock.now();
	let toldAt = startedAt;
	let last: Text = text('headless.preparing.looking');

	const beat = async (): Promise<void> => {
		while (!done.signal.aborted) {
			await clock.sleep(Math.max(1, toldAt + everyMs - clock.now()), done.signal);

			if (!done.signal.aborted && clock.now() - toldAt >= everyMs) {
				toldAt = clock.now();
				const seconds = Math.round((toldAt - startedAt) / 1000);
				reporter.note(text('headless.preparing', {seconds, what: last}));
			}
		}
	};

	const beating = beat();

	try {
		return await work(note => {
			toldAt = clock.now();
			last = note;
			reporter.note(note);
		});
	} finally {
		done.abort();
		await beating;
	}
};
