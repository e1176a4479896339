/** What a check says, and how it is put. */
import {type Text} from '../text-token.js';
import {type Fact} from './facts.js';
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

export type Common = Pick<CheckResult, 'id' | 'reason' | 'requirements'>;

export const result = (
	common: Common,
	level: CheckResult['level'],
	sentence: Text,
	nextSteps: readonly Text[] = [],
	answers?: Readonly<Record<string, string>>,
): CheckResult => ({
	...common,
	level,
	text: sentence,
	nextSteps,
	...(answers === undefined ? {} : {answers}),
});

/** The value of a fact, where it is known and there is one. */
export const valueOf = <Value>(fact: Fact<Value>): Value | undefined => (fact.isKnown ? fact.value : undefined);
