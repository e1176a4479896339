import {type RunView} from './run-view.js';
import {type Run} from './run.js';

export const toRunView = (run: Run, now: number, options: {readonly isReadOnly?: boolean} = {}): RunView => {
	throw new Error(`not yet ${run.startedAt} ${now} ${String(options.isReadOnly)}`);
};
