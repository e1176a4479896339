import test from 'ava';
import {readJson} from '../helpers/read-json.js';
import {playBuilt, type BuiltPlan} from './built-run.js';

type Play = BuiltPlan & {
	readonly what: string;
	/** Steps at which it must have died. */
	readonly deaths: readonly string[];
	readonly exitCode: number;
};

/** Before the call, and after it but before its answer is written: the two that one cannot tell apart afterwards. */
const around = (kind: string): readonly string[] => [`after action-intended ${kind}`, `before action-done ${kind}`];

const creating: readonly string[] = [
	...['run-started', 'baseline-noted', 'run-resumed', 'run-ended'].flatMap(line => [`before ${line}`, `after ${line}`]),
	...['start-blue-green', 'create-deployment'].flatMap(kind => [
		`before action-intended ${kind}`,
		...around(kind),
		`after action-done ${kind}`,
	]),
	...around('advance-filter'),
];
const restoring = ['after request-made restore', ...around('detach-instances'), ...around('restore-capacity')];
const continuing = ['after request-made continue', ...around('continue-deployment')];
const cleaningUp = [
	'before request-made clean-up',
	'after request-made clean-up',
	...around('detach-instances'),
	...around('restore-capacity'),
];

// One run at its writes and at some of its observations (`npm run chaos` takes others each time); then the writes that
// only other runs make.
const plays: readonly Play[] = [
	{
		what: 'at each line around its writes',
		scenario: 'happy',
		fatal: 'all',
		deaths: creating,
		exitCode: 0,
	},
	{
		what: 'at a fifth of all its lines',
		scenario: 'happy',
		fatal: {seed: 7, share: 0.2},
		deaths: [],
		exitCode: 0,
	},
	{
		what: 'while it restores the capacity',
		scenario: 'keep-originals',
		fatal: restoring,
		deaths: restoring,
		exitCode: 0,
	},
	{what: 'while it goes on at the gate', scenario: 'ready-gate', fatal: continuing, deaths: continuing, exitCode: 0},
	{what: 'while it cleans up', scenario: 'failing-hook', fatal: cleaningUp, deaths: cleaningUp, exitCode: 5},
];

for (const {what, deaths, exitCode, ...plan} of plays) {
	test(`the built program, killed ${what}, ends the run it began, and makes nothing twice`, async t => {
		// Of a single life, on a busy machine.
		t.timeout(120_000);
		const played = await playBuilt(plan);
		t.is(played.last.code, exitCode, played.last.stderr);
		t.like(readJson<Record<string, unknown>>(played.last.stdout), {exitCode});
		t.deepEqual(
			deaths.filter(death => !played.deaths.includes(death)),
			[],
			'it died at each of these',
		);
		t.true(played.deaths.length > 1, 'it was killed');
		t.is(played.runs, 1, 'one run, whoever went on with it');
		t.deepEqual(played.made, {blueGreens: 1, deployments: 1});
		t.deepEqual(played.answered, {startBlueGreen: 1, CreateDeployment: 1});
		t.deepEqual(played.capacity, played.noted);
	});
}
