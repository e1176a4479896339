import {type ProblemKind} from '../core/problem.js';
import {type TextId} from '../core/text-token.js';
import {type Outcome} from '../core/run/event.js';

/** What the process answers with. Pipelines branch on these: a number keeps its meaning for ever. */
export const exitCodes = {
	done: 0,
	unexpected: 1,
	usage: 2,
	refused: 3,
	credentials: 4,
	failedClean: 5,
	leftOver: 6,
	deadline: 7,
	checkpoint: 8,
	attention: 9,
	interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One row a code, as `--help` prints them. */
export const exitCodeRows: ReadonlyArray<{readonly code: ExitCode; readonly meaning: TextId}> = [
	{code: exitCodes.done, meaning: 'cli.exit.done'},
	{code: exitCodes.unexpected, meaning: 'cli.exit.unexpected'},
	{code: exitCodes.usage, meaning: 'cli.exit.usage'},
	{code: exitCodes.refused, meaning: 'cli.exit.refused'},
	{code: exitCodes.credentials, meaning: 'cli.exit.credentials'},
	{code: exitCodes.failedClean, meaning: 'cli.exit.failed-clean'},
	{code: exitCodes.leftOver, meaning: 'cli.exit.left-over'},
	{code: exitCodes.deadline, meaning: 'cli.exit.deadline'},
	{code: exitCodes.checkpoint, meaning: 'cli.exit.checkpoint'},
	{code: exitCodes.attention, meaning: 'cli.exit.attention'},
	{code: exitCodes.interrupted, meaning: 'cli.exit.interrupted'},
];

const codeOfProblem: Readonly<Record<ProblemKind, ExitCode>> = {
	input: exitCodes.usage,
	'not-found': exitCodes.usage,
	auth: exitCodes.credentials,
	permission: exitCodes.credentials,
	conflict: exitCodes.refused,
	throttled: exitCodes.unexpected,
	network: exitCodes.unexpected,
	remote: exitCodes.unexpected,
	bug: exitCodes.unexpected,
};

/** The code of a problem that ended a command. */
export const exitCodeOfProblem = (kind: ProblemKind): ExitCode => codeOfProblem[kind];

/** The code of a run that came to its end. */
export const exitCodeOfOutcome = (outcome: Outcome): ExitCode => {
	switch (outcome.kind) {
		case 'succeeded': {
			if (outcome.foreignOriginals !== undefined) {
				return exitCodes.attention;
			}

			if (!outcome.isRestored) {
				return exitCodes.leftOver;
			}

			return outcome.isFilterBehind === true ? exitCodes.attention : exitCodes.done;
		}

		case 'failed':
		case 'stopped': {
			return outcome.isClean ? exitCodes.failedClean : exitCodes.leftOver;
		}

		case 'refused': {
			return outcome.disownedId === undefined ? exitCodes.refused : exitCodes.attention;
		}

		case 'handed-over': {
			return exitCodes.attention;
		}
	}
};
