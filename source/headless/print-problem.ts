import {type Problem} from '../core/problem.js';
import {stripControl} from '../core/strip-control.js';
import {mapStrings, text, type Text} from '../core/text-token.js';
import {say, type Language} from '../messages/catalogue.js';
import {type Sink} from './sink.js';

/** Cloud text travels in values as it came; here each one loses what would act on a terminal. */
export const sayPlainly = (token: Text, language: Language): string => say(mapStrings(token, stripControl), language);

/** The lines of a problem: what happened, what to do, and the code to search for. */
export const problemLines = (problem: Problem, language: Language): readonly string[] => [
	`${sayPlainly(text('headless.problem'), language)} ${sayPlainly(problem.message, language)}`,
	...problem.nextSteps.map(step => `  ${sayPlainly(step, language)}`),
	`  [${stripControl(problem.code)}${problem.requestId === undefined ? '' : ` · ${stripControl(problem.requestId)}`}]`,
];

/** The one place that prints a problem. The vendor's own words come with `--debug`. */
export const printProblem = (options: {
	readonly sink: Sink;
	readonly language: Language;
	readonly problem: Problem;
	readonly isDebug: boolean;
}): void => {
	const {problem, isDebug} = options;
	options.sink.lines([
		...problemLines(problem, options.language),
		...(isDebug && problem.detail !== undefined ? [`  ${stripControl(problem.detail)}`] : []),
	]);
};

/** Several reasons for one refusal of the command line. */
export const printReasons = (options: {
	readonly sink: Sink;
	readonly language: Language;
	readonly reasons: readonly Text[];
	/** As typed so far: `spot-bluegreen deploy`. */
	readonly command: string;
}): void => {
	const {language, reasons, command} = options;
	options.sink.lines([
		...reasons.map(reason => sayPlainly(reason, language)),
		sayPlainly(text('cli.wrong.see-help', {command}), language),
	]);
};

/** A line of a stack; those before it are the message once more, and may be as many as it likes. */
const stackFrame = /^\s+at /;

/** Something nobody expected. The stack helps whoever mends it, and nobody else. */
export const printBug = (options: {
	readonly sink: Sink;
	readonly language: Language;
	readonly error: unknown;
	readonly isDebug: boolean;
}): void => {
	const {error, isDebug, language} = options;
	const message = error instanceof Error ? error.message : String(error);
	options.sink.lines([
		sayPlainly(text('headless.bug', {message}), language),
		...(isDebug && error instanceof Error && error.stack !== undefined
			? error.stack.split('\n').filter(line => stackFrame.test(line))
			: [`  ${sayPlainly(text('headless.bug.next'), language)}`]),
	]);
};
