import {exitCodes} from '../cli/exit-codes.js';
import {type Outcome} from '../core/run/event.js';
import {type TextId} from '../core/text-token.js';
import {stripControl} from '../core/strip-control.js';
import {type RunSummary} from '../ports/journal.js';
import {sayPlainly} from '../headless/print-problem.js';
import {cells, cutMiddle} from '../ui/fit.js';
import {type Command} from './context.js';
import {createPorts} from './composition.js';
import {endWithProblem} from './refuse.js';

const stateOf = (outcome: Outcome | undefined): TextId =>
	outcome === undefined ? 'headless.runs.open' : `headless.runs.${outcome.kind}`;

const toRow = ({runId, startedAt, started, ended}: RunSummary) => ({
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
});

/** Cells of a name that tell it from others, however narrow the terminal. */
const smallestSubject = 9;

/** Lists the runs of this machine, newest first. */
export const runs: Command = async context => {
	const {environment, output, errors, language, mode} = context;
	const {stdout} = environment;
	const listed = await createPorts(environment).journal.list();

	if (!listed.isOk) {
		return endWithProblem(context, listed.problem);
	}

	const rows = listed.value.map(toRow);

	if (mode === 'json') {
		output.document({schema: 'spot-bluegreen.runs', version: '1.0', runs: rows});
	} else if (mode === 'ndjson') {
		output.json({schema: 'spot-bluegreen.runs', version: '1.0'});

		for (const row of rows) {
			output.json(row);
		}
	} else if (rows.length === 0) {
		errors.lines([sayPlainly({id: 'headless.runs.none'}, language)]);
	} else {
		for (const row of rows) {
			const runId = stripControl(row.runId);
			const tags = row.greenTags.map(({key, value}) => stripControl(`${key}=${value}`)).join(',');
			const state = sayPlainly({id: stateOf(row.outcome ?? undefined)}, language);
			// The id begins with whose run it is and tells when it began.
			const subject = stripControl(`${row.applicationName}/${row.deploymentGroupName}`);
			const others = [runId, tags, state].reduce((sum, part) => sum + cells(part) + 2, 0);
			const room = stdout.isTTY ? Math.max(smallestSubject, stdout.columns - others) : Number.POSITIVE_INFINITY;
			output.lines([[runId, cutMiddle(subject, room), tags, state].join('  ')]);
		}
	}

	return exitCodes.done;
};
