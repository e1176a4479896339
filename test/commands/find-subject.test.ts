import test from 'ava';
import {findSubject} from '../../source/commands/watch.js';
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

const found = (asked?: string, runs = newestFirst) => {
	const result = findSubject(asked, runs);

	if (!result.isOk) {
		return result.problem.code;
	}

	return result.value.kind === 'run' ? result.value.summary.runId : result.value.deploymentId;
};

test('without a name: the newest run that has not ended', t => {
	t.is(found(), 'b');
	t.is(found(undefined, [run('z', 'x', true)]), 'no-open-run');
});

test('by run, by deployment, by profile', t => {
	t.is(found('c'), 'c');
	t.is(found('d-A1B2C3D4E'), 'd-A1B2C3D4E');
	t.is(found('shop'), 'b');
	t.is(found('api'), 'a');
	t.is(found('nobody'), 'run-not-found');
});
