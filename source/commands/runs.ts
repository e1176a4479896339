import {exitCodes} from '../cli/exit-codes.js';
import {type Problem} from '../core/problem.js';
import {stripControl} from '../core/strip-control.js';
import {type TextId} from '../core/text-token.js';
import {type RunSummary} from '../ports/journal.js';
import {withoutWrites} from '../runtime/without-writes.js';
import {sayPlainly} from '../headless/print-problem.js';
import {cells, cutMiddle} from '../ui/fit.js';
import {type Command} from './context.js';
import {createPorts} from './composition.js';
import {endWithProblem} from './refuse.js';

const stateOf = ({ended, problem}: RunSummary): TextId =>
	problem === undefined ? `headless.runs.${ended?.outcome.kind ?? 'open'}` : 'headless.runs.unclear';

const toProblemRow = (problem: Problem | undefined) =>
	problem === undefined ? null : {code: problem.code, message: sayPlainly(problem.message, 'en')};

const toRow = ({runId, startedAt, started, ended, problem}: RunSummary) => ({
	runId,
	startedAt: new Date(startedAt).toISOString(),
	endedAt: ended ? new Date(ended.at).toISOString() : null,
	outcome: ended?.outcome ?? null,
	profile: started.config.profileName ?? null,
	region: started.config.region,
	applicationName: started.config.applicationName,
	deploymentGroupName: started.config.deploymentGroupName,
	elastigroupId: started.config.elastigroupId,
	elastigroupName: started.config.elastigroupName,
	greenTags: started.config.greenTags,
	problem: toProblemRow(problem),
});

/** Cells of a name that tell it from others, however narrow the terminal. */
const smallestSubject = 9;

/** Lists the runs of this machine, newest first. */
export const runs: Command = async context => {
	const {environment, output, errors, language, mode} = context;
	const {stdout} = environment;
	const listed = await withoutWrites(createPorts(environment)).journal.list();

	if (!listed.isOk) {
		return endWithProblem(context, listed.problem);
	}

	const {runs: summaries, refused} = listed.value;
	const rows = summaries.map(toRow);
	const refusedRows = refused.map(({runId, problem}) => ({runId, problem: toProblemRow(problem)}));

	if (mode === 'json') {
		output.document({schema: 'spot-bluegreen.runs', version: '1.1', runs: rows, refused: refusedRows});
	} else if (mode === 'ndjson') {
		output.json({schema: 'spot-bluegreen.runs', version: '1.1'});

		for (const row of [...rows, ...refusedRows]) {
			output.json(row);
		}
	} else if (rows.length === 0 && refused.length === 0) {
		errors.lines([sayPlainly({id: 'headless.runs.none'}, language)]);
	} else {
		for (const summary of summaries) {
			const {config} = summary.started;
			const tags = config.greenTags.map(({key, value}) => stripControl(`${key}=${value}`)).join(',');
			const state = sayPlainly({id: stateOf(summary)}, language);
			// The id begins with whose run it is and tells when it began.
			const subject = stripControl(`${config.applicationName}/${config.deploymentGroupName}`);
			const runId = stripControl(summary.runId);
			const others = [runId, tags, state].reduce((sum, part) => sum + cells(part) + 2, 0);
			const room = stdout.isTTY ? Math.max(smallestSubject, stdout.columns - others) : Number.POSITIVE_INFINITY;
			const why = summary.problem ? [sayPlainly(summary.problem.message, language)] : [];
			output.lines([[runId, cutMiddle(subject, room), tags, state, ...why].join('  ')]);
		}

		for (const {runId, problem} of refused) {
			const state = sayPlainly({id: 'headless.runs.unclear'}, language);
			output.lines([[stripControl(runId), state, sayPlainly(problem.message, language)].join('  ')]);
		}
	}

	return exitCodes.done;
};
