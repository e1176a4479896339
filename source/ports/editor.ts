import {type Result} from '../core/problem.js';

/** The person's own editor ($VISUAL, $EDITOR). */
export type Editor = {
	/** Opens the text; settles to the edited one. */
	edit(text: string, extension: string): Promise<Result<string>>;
};
