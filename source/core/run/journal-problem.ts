import {type Problem} from '../problem.js';
import {text, type Text} from '../text-token.js';
import {type RunEvent} from './event.js';

/** Why a journal cannot be read on. */
export type JournalStop = {
	readonly kind: 'damaged' | 'newer';
	/** Counted from 1. */
	readonly line: number;
	readonly why: Text;
};

const deploymentOf = (events: readonly RunEvent[]): string | undefined => {
	const made = events.findLast(event => event.type === 'action-done' && event.deploymentId !== undefined);
	return made?.type === 'action-done' ? made.deploymentId : undefined;
};

/** The problem of a run that cannot be driven on: file, line, reason, and the ways on without the journal. */
export const toJournalProblem = (
	file: string,
	{kind, line, why}: JournalStop,
	events: readonly RunEvent[],
): Problem => {
	const deploymentId = deploymentOf(events);
	return {
		kind: 'input',
		code: `journal-${kind}`,
		message: text(`problem.journal.${kind}`, {file, line, why}),
		nextSteps: [
			...(kind === 'newer' ? [text('problem.journal.next-update')] : []),
			...(deploymentId === undefined ? [] : [text('problem.journal.next-look-on', {deploymentId})]),
			text('problem.journal.next-put-aside', {file}),
		],
		isRetryable: false,
	};
};

/** Whether the run's journal stops the run, so that `watch` and `restore` would stop at the same line again. */
export const isJournalProblem = ({code}: Problem): boolean => code === 'journal-damaged' || code === 'journal-newer';
