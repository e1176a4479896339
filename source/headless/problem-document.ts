import {type Problem} from '../core/problem.js';
import {text, type Text} from '../core/text-token.js';
import {sayPlainly} from './print-problem.js';
import {schemaVersion, toSummaryProblem, type SummaryProblem} from './summary.js';

type Stream = {write(written: string): unknown};

const write = (stream: Stream, problem: SummaryProblem): void => {
	stream.write(`${JSON.stringify({schema: 'spot-bluegreen.problem', version: schemaVersion, ...problem})}\n`);
};

/** A problem that ended a command, for the program that asked for a document: standard output is never empty. */
export const writeProblem = (stream: Stream, problem: Problem): void => {
	write(stream, toSummaryProblem(problem));
};

/** A command line that cannot be understood. */
export const writeReasons = (stream: Stream, reasons: readonly Text[], command: string): void => {
	write(stream, {
		kind: 'input',
		code: 'usage',
		message: reasons.map(reason => sayPlainly(reason, 'en')).join(' '),
		nextSteps: [sayPlainly(text('cli.wrong.see-help', {command}), 'en')],
	});
};

/** Something nobody expected. */
export const writeBug = (stream: Stream, error: unknown): void => {
	const message = error instanceof Error ? error.message : String(error);
	write(stream, {
		kind: 'bug',
		code: 'unexpected',
		message: sayPlainly(text('headless.bug', {message}), 'en'),
		nextSteps: [sayPlainly(text('headless.bug.next'), 'en')],
	});
};
