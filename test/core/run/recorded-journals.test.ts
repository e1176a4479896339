import {cp, mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {createJournalFromFiles} from '../../../source/adapters/journal-files.js';
import {foldAll} from '../../../source/core/run/fold.js';
import {toRunView} from '../../../source/core/run/view.js';
import {sayPlainly} from '../../../source/headless/print-problem.js';

// Journals as the program of each format wrote them (test/helpers/record-journals.ts), read by this one.

const folder = 'test/fixtures/journals';

const succeeded = {
	outcome: {kind: 'succeeded', isRestored: true},
	phase: 'verify',
	living: [0, 2],
	said: 'Finished: everything is as it was noted',
} as const;
const makes = ['start-blue-green done', 'create-deployment failed', 'create-deployment done'];
const advances = 'advance-filter done';
const restores = ['detach-instances done', 'restore-capacity done'];

const expected: Readonly<Record<string, object>> = {
	happy: {...succeeded, other: ['ready-gate skipped'], actions: [...makes, advances]},
	'keep-originals': {
		...succeeded,
		other: ['ready-gate skipped', 'termination-wait skipped'],
		actions: [...makes, advances, ...restores],
	},
	'ready-gate': {...succeeded, other: [], actions: [...makes, 'continue-deployment done', advances]},
	'killed-and-resumed': {...succeeded, other: ['ready-gate skipped'], actions: [...makes, advances]},
	'failing-hook': {
		outcome: {kind: 'failed', isClean: true},
		phase: 'install',
		other: [
			'install failed',
			'ready-gate skipped',
			...['reroute', 'termination-wait', 'finalise', 'verify'].map(phase => `${phase} not-reached`),
		],
		living: [2, 0],
		actions: [...makes, ...restores],
		said: 'Failed; nothing is left behind',
		failure: ['HEALTH_CONSTRAINTS', 'D5', 'scripts/validate_service.sh'],
	},
};

const openFormat = async (t: ExecutionContext, format: string) => {
	const directory = await mkdtemp(path.join(tmpdir(), 'recorded-'));
	t.teardown(async () => rm(directory, {recursive: true, force: true}));
	await cp(path.join(folder, format), path.join(directory, 'runs'), {recursive: true});
	const names = await readdir(path.join(folder, format));
	return {
		journal: createJournalFromFiles(directory),
		runIds: names.map(name => path.basename(name, '.ndjson')).sort(),
	};
};

for (const format of await readdir(folder)) {
	test(`journals of ${format} tell the runs that they told`, async t => {
		const {journal, runIds} = await openFormat(t, format);
		t.true(runIds.length > 0);

		for (const runId of runIds) {
			const read = await journal.read(runId);
			t.true(read.isOk);
			const {events, stop} = read.isOk ? read.value : {events: []};
			t.is(stop && sayPlainly(stop.message, 'en'), undefined, runId);
			const run = foldAll(events);
			const view = toRunView(run, run.lastEventAt);
			const {failure} = view;
			const last = view.log.at(-1);
			t.deepEqual(
				{
					outcome: view.outcome,
					phase: view.phase,
					other: view.phases.filter(({state}) => state !== 'done').map(({id, state}) => `${id} ${state}`),
					living: [view.blue.total, view.green.total],
					actions: run.actions.map(({action, state}) => `${action.kind} ${state}`),
					said: last && sayPlainly(last.text, 'en'),
					...(failure && {failure: [failure.code, failure.requirement, failure.scriptName]}),
				},
				expected[runId],
				runId,
			);
		}
	});

	test(`journals of ${format} are listed as they ended`, async t => {
		const {journal, runIds} = await openFormat(t, format);
		const listed = await journal.list();
		const {runs, refused} = listed.isOk ? listed.value : {runs: [], refused: []};
		t.deepEqual(refused, []);
		t.deepEqual(runs.map(({runId}) => runId).sort(), runIds);
		t.true(runs.every(({ended, problem}) => ended !== undefined && problem === undefined));
	});
}
