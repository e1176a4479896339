import test from 'ava';
import {known, unknown, type Facts} from '../../../source/core/check/facts.js';
import {judgeGroup, mendText, mendsOf, type Level} from '../../../source/core/check/verdict.js';
import {type DeploymentGroup, type DeploymentGroupChange} from '../../../source/core/cloud/code-deploy.js';
import {say} from '../../../source/messages/catalogue.js';
import {fitFacts, fitGroup, targetGroup} from '../../helpers/facts.js';

const withGroup = (change: Partial<DeploymentGroup>): Facts => fitFacts({group: known({...fitGroup, ...change})});
const lineOf = (facts: Facts, id: string) => judgeGroup(facts).find(verdict => verdict.id === id);

test('a group that fits passes every line, each with a requirement and a reason (A2)', t => {
	const verdicts = judgeGroup(fitFacts());
	t.is(verdicts.length, 14);
	for (const verdict of verdicts) {
		t.is(verdict.level, 'pass', `line ${verdict.id}`);
		t.true(verdict.requirements.length > 0);
		t.not(say(verdict.reason, 'ko'), '');
	}
});

const {readyOption: _ready, originalsOption: _originals, provisioning: _provisioning, ...bare} = fitGroup;

/** The load balancer that there is, taken instead of none or of a wrong one. */
const toTargetGroup: DeploymentGroupChange = {
	hasTrafficControl: true,
	targetGroupNames: [targetGroup.name],
	classicLoadBalancerNames: [],
};

const misfits: ReadonlyArray<
	readonly [id: string, facts: Facts, level: Level, sentence: RegExp, change?: DeploymentGroupChange]
> = [
	['platform', withGroup({computePlatform: 'Lambda'}), 'fail', /Lambda/u],
	[
		'type',
		fitFacts({group: known({...bare, deploymentType: 'in-place'})}),
		'fail',
		/in-place/u,
		{
			deploymentType: 'blue-green',
			hasTrafficControl: true,
			provisioning: 'discover-existing',
			readyOption: {action: 'continue'},
			originalsOption: {action: 'terminate', waitMinutes: 5},
		},
	],
	[
		'provisioning',
		withGroup({provisioning: 'copy-auto-scaling-group'}),
		'fail',
		/Auto Scaling/u,
		{provisioning: 'discover-existing', autoScalingGroups: []},
	],
	[
		'provisioning',
		fitFacts({group: known(bare)}),
		'fail',
		/not set/u,
		{provisioning: 'discover-existing', autoScalingGroups: []},
	],
	[
		'filter',
		withGroup({tagFilters: []}),
		'fail',
		/no EC2 tags/u,
		{tagFilters: [[{type: 'key-and-value', key: 'version', value: '6.0'}]]},
	],
	['scaling', withGroup({autoScalingGroups: ['asg']}), 'fail', /asg/u, {autoScalingGroups: []}],
	['on-premises', withGroup({hasOnPremisesFilters: true}), 'fail', /a filter is set/u, {onPremisesFilters: 'remove'}],
	['traffic', withGroup({hasTrafficControl: false}), 'fail', /not used/u, {hasTrafficControl: true}],
	['traffic', withGroup({targetGroupNames: []}), 'fail', /no load balancer/u, toTargetGroup],
	[
		'traffic',
		fitFacts({group: known({...fitGroup, targetGroupNames: []}), targetGroups: known([])}),
		'fail',
		/no load balancer/u,
	],
	['balancer', withGroup({targetGroupNames: ['gone']}), 'fail', /gone does not exist/u, toTargetGroup],
	['balancer', fitFacts({targetGroups: known([{...targetGroup, targetType: 'ip'}])}), 'fail', /target type ip/u],
	[
		'balancer',
		withGroup({targetGroupNames: [], classicLoadBalancerNames: ['old']}),
		'fail',
		/old does not exist/u,
		toTargetGroup,
	],
	['balancer', fitFacts({targetGroups: unknown()}), 'unknown', /could not/u],
	['role', fitFacts({roles: known([])}), 'fail', /does not exist/u],
	[
		'role',
		fitFacts({
			roles: known([{name: 'r', arn: fitGroup.serviceRoleArn ?? '', isAssumableByCodeDeploy: false}]),
		}),
		'fail',
		/may not assume/u,
	],
	[
		'role',
		fitFacts({
			group: known({...fitGroup, serviceRoleArn: ''}),
			roles: known([{name: 'r', arn: 'arn:aws:iam::123456789012:role/r', isAssumableByCodeDeploy: true}]),
		}),
		'fail',
		/not set/u,
		{serviceRoleArn: 'arn:aws:iam::123456789012:role/r'},
	],
	['role', fitFacts({roles: unknown()}), 'unknown', /could not be looked up/u],
	[
		'config',
		withGroup({deploymentConfigName: 'gone'}),
		'fail',
		/gone does not exist/u,
		{deploymentConfigName: 'CodeDeployDefault.AllAtOnce'},
	],
	['ready', fitFacts({group: known(bare)}), 'warn', /not set/u, {readyOption: {action: 'continue'}}],
	[
		'originals',
		withGroup({originalsOption: {action: 'keep-alive'}}),
		'warn',
		/kept running/u,
		{originalsOption: {action: 'terminate', waitMinutes: 5}},
	],
	['busy', fitFacts({activeDeploymentIds: known(['d-ABC123456'])}), 'warn', /d-ABC123456/u],
	['matched', fitFacts({instances: known([])}), 'warn', /none/u],
	['exists', fitFacts({group: known(undefined)}), 'fail', /shop-bg does not exist in shop/u],
	['exists', fitFacts({group: unknown()}), 'unknown', /could not be read/u],
];

for (const [id, facts, level, sentence, change] of misfits) {
	test(`${id}: ${sentence.source} is ${level}, ${change === undefined ? 'with what to do' : 'with the change that mends it'}`, t => {
		const line = lineOf(facts, id);
		t.is(line?.level, level);
		t.regex(say(line!.text, 'en'), sentence);
		t.deepEqual(line?.mends?.[0]?.change, change);
	});
}

test('no misfit is a dead end: each has a change to make, or says what to do', t => {
	for (const [id, facts] of misfits) {
		for (const verdict of judgeGroup(facts).filter(({level}) => level === 'fail')) {
			t.true((verdict.mends ?? []).length > 0 || verdict.next !== undefined, `${id}: ${verdict.id}`);
		}
	}
});

test('of several load balancers the one named like the application is offered first, and none of another type', t => {
	const facts = fitFacts({
		group: known({...fitGroup, targetGroupNames: []}),
		targetGroups: known([
			{...targetGroup, name: 'other'},
			{...targetGroup, name: 'addresses', targetType: 'ip'},
			{...targetGroup, name: 'shop-a'},
		]),
	});
	t.deepEqual(
		lineOf(facts, 'traffic')?.mends?.map(({id}) => id),
		['traffic=target-group:shop-a', 'traffic=target-group:other'],
	);
});

test('what fits can still be changed: rerouting and the originals (C2)', t => {
	t.deepEqual(
		lineOf(fitFacts(), 'ready')?.choices?.map(({change}) => change),
		[{readyOption: {action: 'stop', waitMinutes: 60}}],
	);
	t.deepEqual(
		lineOf(fitFacts(), 'originals')?.choices?.map(({change}) => change),
		[{originalsOption: {action: 'keep-alive'}}],
	);
});

test('a mend says the same by its id alone, and its id survives a list of values', t => {
	for (const [, facts] of misfits) {
		for (const mend of mendsOf(judgeGroup(facts))) {
			t.is(say(mendText(mend.id), 'en'), say(mend.text, 'en'));
			t.false(mend.id.includes(','));
		}
	}
});
