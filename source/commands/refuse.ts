import {exitCodeOfProblem, exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {type Problem} from '../core/problem.js';
import {type Text} from '../core/text-token.js';
import {printProblem, printReasons} from '../headless/print-problem.js';
import {writeProblem, writeReasons} from '../headless/problem-document.js';
import {type CommandContext} from './context.js';

/** Says what is wrong with the command line. */
export const refuseUsage = (context: CommandContext, reasons: readonly Text[]): ExitCode => {
	const {output, errors, language, invocation, mode} = context;
	const command = `spot-bluegreen ${invocation.command}`;
	printReasons({sink: errors, language, reasons, command});

	if (mode === 'json' || mode === 'ndjson') {
		writeReasons(output, reasons, command);
	}

	return exitCodes.usage;
};

/** Prints a problem that ended a command, and answers with its code. */
export const endWithProblem = (context: CommandContext, problem: Problem): ExitCode => {
	const {output, errors, language, isDebug, mode} = context;
	printProblem({sink: errors, language, problem, isDebug});

	if (mode === 'json' || mode === 'ndjson') {
		writeProblem(output, problem);
	}

	return exitCodeOfProblem(problem.kind);
};
