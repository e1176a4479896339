import {type ForeignAnswer} from '../foreign-answer.js';

/** The SDK repeats a read that failed with an error that has this; a write has one attempt. */
const repeatable = {throttling: false} as const;

/** An answer with a 200 that does not hold what was asked for. */
export class UnreadableAnswer extends Error {
	override readonly name = 'UnreadableAnswer';
	readonly $retryable = repeatable;
}

/** A member that nothing can do without. */
export const needed = <Value>(value: Value | undefined, member: string): Value => {
	if (value === undefined || value === '') {
		throw new UnreadableAnswer(`without ${member}`);
	}

	return value;
};

/** An answer that no service of AWS wrote. */
export class ForeignAnswerError extends Error {
	override readonly name = 'ForeignAnswer';
	readonly $retryable = repeatable;
	readonly answer: ForeignAnswer;

	constructor(answer: ForeignAnswer) {
		// The search for credentials hands on the words alone.
		super(`HTTP ${answer.status} from ${answer.host}`);
		this.answer = answer;
	}
}

/** The same, from the words of an error that wraps it. */
export const readForeignAnswer = (message: string): ForeignAnswer | undefined => {
	const [, status, host] = /ForeignAnswer: HTTP (\d+) from (\S+)/.exec(message) ?? [];
	return status === undefined || host === undefined ? undefined : {status: Number(status), host};
};

/** A request that was not sent, because of where it would have gone. */
export class UnusableEndpoint extends Error {
	override readonly name = 'UnusableEndpoint';
	/** Set where the host is known, and only the encryption is missing. */
	readonly host: string | undefined;

	constructor(host?: string) {
		super('the endpoint cannot be used');
		this.host = host;
	}
}
