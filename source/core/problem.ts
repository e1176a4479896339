import {type Text} from './text-token.js';

export type ProblemKind =
	| 'input'
	| 'auth'
	| 'permission'
	| 'conflict'
	| 'not-found'
	| 'throttled'
	| 'network'
	| 'remote'
	| 'bug';

/**
 * An expected failure, as a value. It says what happened, to which resource, whether anything is half done, and what
 * to do next. Secrets are gone before a Problem exists; cloud text in `message` values is not yet stripped.
 */
export type Problem = {
	readonly kind: ProblemKind;
	/** Stable and greppable: the vendor's error code where there is one, else kebab-case of ours. */
	readonly code: string;
	readonly message: Text;
	readonly nextSteps: readonly Text[];
	/** Whether asking the same again may succeed. Never a licence to repeat a write. */
	readonly isRetryable: boolean;
	/** How long the service asked us to wait, where it said so; bounded. */
	readonly retryAfterMs?: number;
	/** The deployment that stands in the way, where the refusal names it. */
	readonly otherDeploymentId?: string;
	/**
	 * Set where it is certain that the request never left this machine, so that a write cannot have been done. Absent
	 * says nothing.
	 */
	readonly isUnsent?: true;
	readonly requestId?: string;
	/** The vendor's own words, for logs and details. */
	readonly detail?: string;
};

export type Result<Value> =
	| {readonly isOk: true; readonly value: Value}
	| {readonly isOk: false; readonly problem: Problem};

export const ok = <Value>(value: Value): Result<Value> => ({isOk: true, value});

export const fail = (problem: Problem): {readonly isOk: false; readonly problem: Problem} => ({isOk: false, problem});

/**
 * Whether the cloud may have done the write that came to this problem: no answer came, or one that says nothing about it
 * (a 5xx, an unreadable body).
 */
export const mayBeDone = ({kind, isRetryable, isUnsent}: Problem): boolean =>
	isUnsent !== true && (kind === 'network' || kind === 'bug' || (kind === 'remote' && isRetryable));
