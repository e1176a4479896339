import {type Problem} from '../core/problem.js';
import {text, type Text} from '../core/text-token.js';
import {sayPlainly} from './print-problem.js';
import {type Sink} from './sink.js';
import {schemaVersion, toSummaryProblem, type SummaryProblem} from './summary.js';

const write = (sink: Sink, problem: SummaryProblem): void => {
	sink.json({schema: 'spot-bluegreen.problem', version: schemaVersion, ...problem});
};

/** A problem that ended a command, for the program that asked for a document: standard output is never empty. */
export const writeProblem = (sink: Sink, problem: Problem): void => {
	write(sink, toSummaryProblem(problem));
};

/** A command line that cannot be understood. */
export const writeReasons = (sink: Sink, reasons: readonly Text[], command: string): void => {
	write(sink, {
		kind: 'input',
		code: 'usage',
		message: reasons.map(reason => sayPlainly(reason, 'en')).join(' '),
		nextSteps: [sayPlainly(text('cli.wrong.see-help', {command}), 'en')],
	});
};

/** Something nobody expected. */
export const writeBug = (sink: Sink, error: unknown): void => {
	const message = error instanceof Error ? error.message : String(error);
	write(sink, {
		kind: 'bug',
		code: 'unexpected',
		message: sayPlainly(text('headless.bug', {message}), 'en'),
		nextSteps: [sayPlainly(text('headless.bug.next'), 'en')],
	});
};
