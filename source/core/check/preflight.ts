import {type Text} from '../text-token.js';
import {type Facts} from './facts.js';
import {type Level} from './verdict.js';

/** One check before the first write. A `fail` refuses the start. */
export type CheckResult = {
	readonly id: string;
	/** `info` tells what will happen and asks for nothing. */
	readonly level: Level | 'info';
	readonly text: Text;
	readonly reason: Text;
	/** What to do about it. */
	readonly nextSteps: readonly Text[];
	/** Answers that would mend it, such as the next green tag. */
	readonly answers?: Readonly<Record<string, string>>;
	readonly requirements: readonly string[];
};

export const preflight = (_facts: Facts): readonly CheckResult[] => [];
