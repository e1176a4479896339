import test from 'ava';
import {findSubject} from '../../source/commands/watch.js';
import {fail, ok, type Problem} from '../../source/core/problem.js';
import {text} from '../../source/core/text-token.js';
import {type RunSummary} from '../../source/ports/journal.js';

const run = (runId: string, profileName?: string, isEnded = false): RunSummary => ({
	runId,
	startedAt: 0,
	started: {
		type: 'run-started',
		at: 0,
		config: {
			runId,
			...(profileName !== undefined && {profileName}),
			region: 'ap-northeast-2',
			applicationName: 'shop',
			deploymentGroupName: 'shop-bg',
			elastigroupId: 'sig-5a3c19e7',
			elastigroupName: 'shop-web',
			greenTags: [],
			timeoutMinutes: 30,
			revision: {kind: 'github', repository: 'acme/shop', commitId: '0'.repeat(40)},
			description: '',
			group: {tagFilters: [], targetGroupArns: [], classicLoadBalancerNames: []},
			isAdvancingFilter: true,
			policy: {readyGate: 'ask', cleanUp: 'ask', restore: 'ask'},
			isDemo: false,
		},
	},
	...(isEnded && {ended: {type: 'run-ended', at: 1, outcome: {kind: 'succeeded', isRestored: true}}}),
});

const newestFirst = [run('c', 'shop', true), run('b', 'shop'), run('a', 'api')];

const createdBy = {c: 'd-CCCCCCCCC', b: 'd-BBBBBBBBB'} as const;

const problem: Problem = {
	kind: 'input',
	code: 'journal-damaged',
	message: text('headless.see-runs'),
	nextSteps: [],
	isRetryable: false,
};

const journal = (runs: readonly RunSummary[], damaged: readonly string[] = []): Parameters<typeof findSubject>[1] => ({
	list: async () => ok({runs, refused: []}),
	read: async runId =>
		runId === 'a'
			? fail({
					kind: 'input',
					code: 'journal-not-read',
					message: text('headless.see-runs'),
					nextSteps: [],
					isRetryable: true,
				})
			: ok({
					events: Object.entries(createdBy)
						.filter(([id]) => id === runId)
						.map(
							([, deploymentId]) => ({type: 'action-done', at: 1, number: 2, deploymentId, isAdopted: false}) as const,
						),
					...(damaged.includes(runId) && {stop: problem}),
				}),
});

const found = async (asked?: string, runs = newestFirst, damaged: readonly string[] = []) => {
	const result = await findSubject(asked, journal(runs, damaged));

	if (!result.isOk) {
		return result.problem.code;
	}

	return result.value.kind === 'run' ? result.value.summary.runId : result.value.deploymentId;
};

test('without a name: the newest run that has not ended', async t => {
	t.is(await found(), 'b');
	t.is(await found(undefined, [run('z', 'x', true)]), 'no-open-run');
});

test('by run, by deployment, by profile', async t => {
	t.is(await found('c'), 'c');
	t.is(await found('d-A1B2C3D4E'), 'd-A1B2C3D4E');
	t.is(await found('shop'), 'b');
	t.is(await found('api'), 'a');
	t.is(await found('nobody'), 'run-not-found');
});

test('a deployment that a run of this machine made is that run, also past a journal that cannot be read', async t => {
	t.is(await found('d-BBBBBBBBB'), 'b');
	t.is(await found('d-CCCCCCCCC', [run('a'), run('c')]), 'c');
});

test('a run that cannot be driven is in nobody’s way, and its deployment can be watched without it', async t => {
	const stuck: RunSummary = {...run('z', 'shop'), problem};
	t.is(await found(undefined, [stuck, ...newestFirst]), 'b');
	t.is(await found('shop', [stuck, ...newestFirst]), 'b');
	t.is(await found(undefined, [stuck]), 'z');
	t.is(await found('z', [stuck]), 'z');
	t.is(await found('d-BBBBBBBBB', newestFirst, ['b']), 'd-BBBBBBBBB');
});

test('one whose journal is refused says why', async t => {
	const journals = {...journal([]), list: async () => ok({runs: [], refused: [{runId: 'z', problem}]})};
	t.deepEqual(await findSubject('z', journals), fail(problem));
});

test('a profile is found however its name was typed', async t => {
	const name = '가게';
	t.is(await found(name.normalize('NFD'), [run('k', name)]), 'k');
	t.is(await found(name, [run('k', name.normalize('NFD'))]), 'k');
});
