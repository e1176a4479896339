/** Judges what is on the disk at the end: every journal can be read, folded and shown, and says what was said. */
import {createJournalFromFiles} from '../../source/adapters/journal-files.js';
import {foldAll} from '../../source/core/run/fold.js';
import {toRunView} from '../../source/core/run/view.js';
import {type Actor, type Stage, violate} from './stage.js';

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const judgeJournal = async (stage: Stage, directory: string, runId: string): Promise<void> => {
	const read = await createJournalFromFiles(directory).read(runId);
	const problem = read.isOk ? read.value.stop : read.problem;
	if (!read.isOk || problem !== undefined) {
		violate(stage, 'journal', `the journal of ${runId} cannot be read: ${problem?.code}`);
		return;
	}

	try {
		const run = foldAll(read.value.events);
		toRunView(run, stage.time.now());
		const told = stage.runs.get(runId)?.told.at(-1)?.outcome;
		// Taken up again after its end, and left at a question.
		const isReopened = run.outcome === undefined && run.reopenedAt !== undefined;
		if (!isReopened && !isEqual(run.outcome, told)) {
			violate(
				stage,
				'journal',
				`the journal of ${runId} says ${JSON.stringify(run.outcome)}, told was ${JSON.stringify(told)}`,
			);
		}
	} catch (error: unknown) {
		violate(stage, 'journal', `the journal of ${runId} cannot be folded: ${String(error)}`);
	}
};

export const judgeJournals = async (stage: Stage, actors: readonly Actor[]): Promise<void> => {
	for (const {directory} of Object.values(stage.machines)) {
		const listed = await createJournalFromFiles(directory).list();
		for (const {runId} of listed.isOk ? listed.value.runs : []) {
			await judgeJournal(stage, directory, runId);
		}
	}

	for (const {name, runId, end, plan} of actors) {
		const drive = end?.kind === 'drive' ? end.end : undefined;
		if (drive?.kind === 'problem' && drive.problem.kind === 'bug') {
			violate(stage, 'no-bug', `${name} ends with a bug: ${drive.problem.detail ?? drive.problem.code}`);
		}

		const told = stage.runs.get(runId ?? '')?.told ?? [];
		if (
			drive?.kind === 'ended' &&
			plan.command !== 'look-on' &&
			plan.command !== 'dry-restore' &&
			!told.some(({outcome}) => isEqual(outcome, drive.outcome))
		) {
			violate(stage, 'journal', `${name} ends with ${JSON.stringify(drive.outcome)}, which no journal says`);
		}
	}
};
