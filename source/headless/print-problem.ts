import {type Problem} from '../core/problem.js';
import {stripControl} from '../core/strip-control.js';
import {text, type Text, type TextValue} from '../core/text-token.js';
import {say, type Language} from '../messages/catalogue.js';

type Stream = {write(written: string): unknown};

const stripValue = (value: TextValue): TextValue => {
	if (typeof value === 'string') {
		return stripControl(value);
	}

	return typeof value === 'object' ? stripValues(value) : value;
};

/** A token whose values can do nothing to a terminal. */
const stripValues = (token: Text): Text => ({
	id: token.id,
	...(token.values && {
		values: Object.fromEntries(Object.entries(token.values).map(([name, value]) => [name, stripValue(value)])),
	}),
});

/** Cloud text travels in values as it came; here it loses what would move the cursor. */
export const sayPlainly = (token: Text, language: Language): string => say(stripValues(token), language);

/** The lines of a problem: what happened, what to do, and the code to search for. */
export const problemLines = (problem: Problem, language: Language): readonly string[] => [
	`${sayPlainly(text('headless.problem'), language)} ${sayPlainly(problem.message, language)}`,
	...problem.nextSteps.map(step => `  ${sayPlainly(step, language)}`),
	`  [${stripControl(problem.code)}${problem.requestId === undefined ? '' : ` · ${stripControl(problem.requestId)}`}]`,
];

/** The one place that prints a problem. The vendor's own words come with `--debug`. */
export const printProblem = (options: {
	readonly stream: Stream;
	readonly language: Language;
	readonly problem: Problem;
	readonly isDebug: boolean;
}): void => {
	const {problem, isDebug} = options;
	const lines = [
		...problemLines(problem, options.language),
		...(isDebug && problem.detail !== undefined ? [`  ${stripControl(problem.detail)}`] : []),
	];
	options.stream.write(`${lines.join('\n')}\n`);
};

/** Several reasons for one refusal of the command line. */
export const printReasons = (options: {
	readonly stream: Stream;
	readonly language: Language;
	readonly reasons: readonly Text[];
	/** As typed so far: `spot-bluegreen deploy`. */
	readonly command: string;
}): void => {
	const {language, reasons, command} = options;
	const lines = [
		...reasons.map(reason => sayPlainly(reason, language)),
		sayPlainly(text('cli.wrong.see-help', {command}), language),
	];
	options.stream.write(`${lines.join('\n')}\n`);
};

/** Something nobody expected. The stack helps whoever mends it, and nobody else. */
export const printBug = (options: {
	readonly stream: Stream;
	readonly language: Language;
	readonly error: unknown;
	readonly isDebug: boolean;
}): void => {
	const {error, isDebug, language} = options;
	const message = error instanceof Error ? error.message : String(error);
	const lines = [
		sayPlainly(text('headless.bug', {message}), language),
		...(isDebug && error instanceof Error && error.stack !== undefined
			? error.stack.split('\n').map(line => stripControl(line))
			: [`  ${sayPlainly(text('headless.bug.next'), language)}`]),
	];
	options.stream.write(`${lines.join('\n')}\n`);
};
