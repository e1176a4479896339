import {text} from '../core/text-token.js';
import {type Sink} from '../headless/sink.js';
import {type Language} from '../messages/catalogue.js';
import {exitCodes, type ExitCode} from './exit-codes.js';

/**
 * Waits until every result is written, and answers with the code to end with. Where the output could not be written it
 * says so, once and last: the work itself is done by then, and a code that tells how it ended tells more.
 */
export const codeOnceWritten = async (options: {
	readonly output: Sink;
	/** Asked for only where there is something to tell. */
	readonly openErrors: () => Sink;
	readonly code: ExitCode;
	readonly language: Language;
}): Promise<ExitCode> => {
	const {output, openErrors, code, language} = options;
	const failure = await output.settled();

	if (failure === undefined) {
		return code;
	}

	const {sayPlainly} = await import('../headless/print-problem.js');
	const errors = openErrors();
	errors.lines([sayPlainly(text('cli.unwritable', {code: failure}), language)]);
	await errors.settled();
	return code === exitCodes.done ? exitCodes.unexpected : code;
};
