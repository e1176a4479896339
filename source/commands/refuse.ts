import {exitCodeOfProblem, exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {type Problem} from '../core/problem.js';
import {type Text} from '../core/text-token.js';
import {printProblem, printReasons} from '../headless/print-problem.js';
import {writeProblem, writeReasons} from '../headless/problem-document.js';
import {type CommandContext} from './context.js';

/** Says what is wrong with the command line. */
export const refuseUsage = (context: CommandContext, reasons: readonly Text[]): ExitCode => {
	const {environment, language, invocation, mode} = context;
	const command = `spot-bluegreen ${invocation.command}`;
	printReasons({stream: environment.stderr, language, reasons, command});

	if (mode === 'json' || mode === 'ndjson') {
		writeReasons(environment.stdout, reasons, command);
	}

	return exitCodes.usage;
};

/** Prints a problem that ended a command, and answers with its code. */
export const endWithProblem = (context: CommandContext, problem: Problem): ExitCode => {
	const {environment, language, isDebug, mode} = context;
	printProblem({stream: environment.stderr, language, problem, isDebug});

	if (mode === 'json' || mode === 'ndjson') {
		writeProblem(environment.stdout, problem);
	}

	return exitCodeOfProblem(problem.kind);
};
