import test from 'ava';
import {type AppStart} from '../../../source/core/app/model.js';
import {type RunEvent} from '../../../source/core/run/event.js';
import {toJournalProblem} from '../../../source/core/run/journal-problem.js';
import {text} from '../../../source/core/text-token.js';
import {say} from '../../../source/messages/catalogue.js';
import {deployed, spotStarted, startedAt} from '../../helpers/run-events.js';
import {createBench} from '../../helpers/wizard-models.js';

test('leaving before the deployment exists does not promise that it goes on', t => {
	const ours: AppStart = {kind: 'watch-run', runId: 'run-1'};
	const leaveAfter = (events: readonly RunEvent[], start: AppStart) => {
		const bench = createBench({isDemo: false, start});
		for (const event of events) {
			bench.send({type: 'run-event-seen', event});
		}

		bench.send({type: 'run-finished', end: {kind: 'detached'}});
		const {screen} = bench.model;
		return screen.kind === 'closing' ? screen.end.lines.map(line => say(line, 'en')).join('\n') : screen.kind;
	};

	t.regex(leaveAfter(spotStarted(), ours), /deployment is created only once somebody comes back/);
	t.regex(leaveAfter(spotStarted(), ours), /^ {2}spot-bluegreen watch run-1$/m);
	t.regex(leaveAfter(deployed(), ours), /The deployment goes on in the clouds/);
	t.regex(
		leaveAfter(deployed(), {kind: 'watch-deployment', deploymentId: 'd-1'}),
		/only looked on[\s\S]*^ {2}spot-bluegreen watch d-1$/m,
	);
});

test('a run that left something ends with the command that mends it', t => {
	const bench = createBench({isDemo: false, start: {kind: 'watch-run', runId: 'run-1'}});
	for (const event of deployed()) {
		bench.send({type: 'run-event-seen', event});
	}

	const outcome = {kind: 'failed', isClean: false} as const;
	bench.send({type: 'run-event-seen', event: {type: 'run-ended', at: startedAt, outcome}});
	bench.send({type: 'run-finished', end: {kind: 'ended', outcome}});
	bench.press('\r');
	const {screen} = bench.model;
	t.regex(
		screen.kind === 'closing' ? screen.end.lines.map(line => say(line, 'en')).join('\n') : screen.kind,
		/^ {2}spot-bluegreen restore run-1$/m,
	);
});

test('a run with a damaged journal ends with the next steps of the problem, not with the watch command', t => {
	const bench = createBench({isDemo: false, start: {kind: 'watch-run', runId: 'run-1'}});
	for (const event of deployed()) {
		bench.send({type: 'run-event-seen', event});
	}

	const stop = {kind: 'damaged', line: 16, why: text('run.journal.not-json')} as const;
	const problem = toJournalProblem('/runs/run-1.ndjson', stop, deployed());
	bench.send({type: 'run-finished', end: {kind: 'problem', problem}});
	bench.press('\r');
	const {screen} = bench.model;
	const lines = screen.kind === 'closing' ? screen.end.lines.map(line => say(line, 'en')) : [screen.kind];
	t.deepEqual(lines, [
		'Line 16 of /runs/run-1.ndjson is damaged: it is not JSON. The run is not driven past it.',
		'What it started goes on in the clouds. Look on without the journal: spot-bluegreen watch d-1',
		'To do without this run, rename the file to /runs/run-1.ndjson.kept: no command reads it then.',
	]);
});
