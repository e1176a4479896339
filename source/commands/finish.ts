import {exitCodeOfOutcome, exitCodeOfProblem, exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {type RunConfig} from '../core/run/event.js';
import {isJournalProblem} from '../core/run/journal-problem.js';
import {quoteForShell} from '../core/shell-word.js';
import {isLeft} from '../core/run/left.js';
import {type FollowEnd} from '../headless/follow.js';

/** The exit code of whatever following a run came to. */
export const exitCodeOfEnd = (end: FollowEnd): ExitCode => {
	switch (end.kind) {
		case 'ended': {
			return exitCodeOfOutcome(end.outcome);
		}

		case 'detached': {
			return exitCodes.interrupted;
		}

		case 'deadline': {
			return exitCodes.deadline;
		}

		case 'checkpoint':
		case 'unclear-start': {
			return exitCodes.checkpoint;
		}

		case 'left-over': {
			return exitCodes.leftOver;
		}

		case 'problem': {
			return exitCodeOfProblem(end.problem.kind);
		}
	}
};

const hasLeftOver = (end: FollowEnd): boolean => end.kind === 'left-over' || (end.kind === 'ended' && isLeft(end));

/** What confirms an act on the Elastigroup: its name, and its id where some shell would not take the name. */
const confirmingWord = ({elastigroupName: name, elastigroupId}: RunConfig): string =>
	name.startsWith('-') || quoteForShell(name).startsWith('$') ? elastigroupId : name;

/** The commands that go on from an end. In the demo nothing is left to go on with. */
export const nextCommands = (end: FollowEnd, config: RunConfig | undefined): readonly string[] => {
	if (config === undefined || config.isDemo) {
		return [];
	}

	const runId = quoteForShell(config.runId);

	if (hasLeftOver(end)) {
		return [`spot-bluegreen restore ${runId} --confirm ${quoteForShell(confirmingWord(config))}`];
	}

	// `watch` would stop at the same line; the problem's own next steps help instead.
	if (end.kind === 'ended' || (end.kind === 'problem' && isJournalProblem(end.problem))) {
		return [];
	}

	const watch = `spot-bluegreen watch ${runId}`;

	if (end.kind === 'unclear-start') {
		const id = quoteForShell(end.blueGreenId);
		return [`${watch} --adopt ${id}`, `${watch} --disown ${id}`];
	}

	return end.kind === 'checkpoint' && end.phase === 'ready-gate'
		? [`${watch} --ready continue`, `${watch} --ready stop`, watch]
		: [watch];
};
