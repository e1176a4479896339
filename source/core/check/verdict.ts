import {type DeploymentGroupChange} from '../cloud/code-deploy.js';
import {type Text} from '../text-token.js';
import {type Facts} from './facts.js';

export type Level = 'pass' | 'warn' | 'fail' | 'unknown';

/** One exact change to the deployment group, as an offer. */
export type Mend = {readonly id: string; readonly text: Text; readonly change: DeploymentGroupChange};

/** One line on an existing group. */
export type Verdict = {
	readonly id: string;
	readonly level: Level;
	/** What was looked at and how it stands, in one line. */
	readonly text: Text;
	/** Why it matters. */
	readonly reason: Text;
	/** The change that mends a `warn` or `fail`. */
	readonly mend?: Mend;
	/** Changes one may want although nothing is wrong, such as another way with the originals (C2). */
	readonly choices?: readonly Mend[];
	readonly requirements: readonly string[];
};

export const judgeGroup = (_facts: Facts): readonly Verdict[] => [];
