import test from 'ava';
import {known, unknown, type Facts} from '../../../source/core/check/facts.js';
import {preflight} from '../../../source/core/check/preflight.js';
import {type CheckResult} from '../../../source/core/check/check-result.js';
import {forecast} from '../../../source/core/check/forecast.js';
import {say} from '../../../source/messages/catalogue.js';
import {fitFacts, fitGroup, instanceOf, targetGroup, wiredElastigroup} from '../../helpers/facts.js';

const find = (facts: Facts, id: string): CheckResult | undefined => preflight(facts).find(check => check.id === id);

const planning = (change: Partial<Facts['planned']>, rest: Partial<Facts> = {}): Facts =>
	fitFacts({...rest, planned: {...fitFacts().planned, ...change}});

test('nothing speaks against a world in which everything fits', t => {
	t.deepEqual(
		preflight(fitFacts())
			.filter(({level}) => level !== 'pass' && level !== 'info')
			.map(({id}) => id),
		[],
	);
});

type Row = {
	readonly requirement: string;
	readonly id: string;
	readonly facts: Facts;
	readonly level: CheckResult['level'];
	readonly sentence: RegExp;
	readonly next?: RegExp;
	readonly answers?: Readonly<Record<string, string>>;
};

const identity = {accountId: '123456789012', arn: 'a', region: 'ap-northeast-2'};

const rows: readonly Row[] = [
	{
		requirement: 'D1',
		id: 'first-run',
		facts: fitFacts({blueGreens: known([])}),
		level: 'info',
		sentence: /first blue\/green/u,
	},
	{
		requirement: 'D3',
		id: 'equal-tags',
		facts: planning({greenTags: [{key: 'version', value: '5.0'}]}),
		level: 'fail',
		sentence: /version=5\.0 is the group’s own tag/u,
		next: /Use version=6\.0/u,
		answers: {greenTags: 'version=6.0'},
	},
	{
		requirement: 'D3',
		id: 'equal-tags',
		facts: planning(
			{greenTags: [{key: 'version', value: '6.0'}]},
			{group: known({...fitGroup, tagFilters: [[{type: 'key-only', key: 'version'}]]})},
		),
		level: 'fail',
		sentence: /version=6\.0/u,
		next: /another value for version/u,
	},
	{
		requirement: 'D3',
		id: 'green-key',
		facts: planning({greenTags: [{key: 'release', value: '6.0'}]}),
		level: 'warn',
		sentence: /key release, the group’s tag version/u,
	},
	{
		requirement: 'D4',
		id: 'contained-tag',
		facts: fitFacts({
			elastigroup: known({...wiredElastigroup, tags: [...wiredElastigroup.tags, {key: 'version', value: '5.0'}]}),
		}),
		level: 'fail',
		sentence: /own tag version=5\.0/u,
		next: /Remove version=5\.0/u,
	},
	{
		requirement: 'D4',
		id: 'contained-tag',
		// One list asks for the name, the other accepts any version: both fleets would be originals.
		facts: fitFacts({
			group: known({
				...fitGroup,
				tagFilters: [[{type: 'key-and-value', key: 'Name', value: 'shop-web'}], [{type: 'key-only', key: 'version'}]],
			}),
		}),
		level: 'fail',
		sentence: /own tag Name=shop-web/u,
	},
	{
		requirement: 'D4',
		id: 'repeated-key',
		facts: fitFacts({elastigroup: known({...wiredElastigroup, tags: [{key: 'version', value: 'x'}]})}),
		level: 'fail',
		sentence: /key version/u,
	},
	{
		requirement: 'D5',
		id: 'leftover',
		facts: fitFacts({instances: known([instanceOf('i-9', {version: '6.0'})])}),
		level: 'fail',
		sentence: /1 instance\(s\) carry version=6\.0 already: i-9/u,
		next: /Use version=7\.0/u,
		answers: {greenTags: 'version=7.0'},
	},
	{
		requirement: 'D4',
		id: 'foreign-originals',
		facts: fitFacts({
			instances: known([
				instanceOf('i-1', {version: '5.0'}),
				...['i-7', 'i-8', 'i-9', 'i-10'].map(id =>
					instanceOf(id, {version: '5.0', 'aws:autoscaling:groupName': 'old'}),
				),
				instanceOf('i-6', {
					version: '5.0',
					'spotinst:aws:ec2:group:id': 'sig-5a3c19e7',
					'spotinst:aws:ec2:group:name': 'shop-web',
				}),
			]),
		}),
		level: 'fail',
		sentence:
			/^5 instance\(s\) outside this Elastigroup carry version=5\.0: Auto Scaling group old: i-7, i-8, i-9 and 1 more; detached from Elastigroup shop-web \(sig-5a3c19e7\): i-6$/u,
		next: /Take version=5\.0 off them/u,
	},
	{
		requirement: 'D4',
		id: 'foreign-originals',
		facts: fitFacts({fleet: unknown()}),
		level: 'unknown',
		sentence: /could not be seen/u,
	},
	{requirement: 'D6', id: 'no-roll', facts: fitFacts(), level: 'info', sentence: /Roll is not offered/u},
	{
		requirement: 'D7',
		id: 'kept-originals',
		facts: fitFacts({
			group: known({...fitGroup, originalsOption: {action: 'keep-alive'}}),
			elastigroup: known({...wiredElastigroup, capacity: {target: 1, minimum: 1, maximum: 1}}),
		}),
		level: 'warn',
		sentence: /target 1 \/ max 1 to target 2 \/ max 2/u,
	},
	{
		requirement: 'A2',
		id: 'fit-type',
		facts: fitFacts({group: known({...fitGroup, deploymentType: 'in-place'})}),
		level: 'fail',
		sentence: /in-place/u,
		next: /Change the deployment type/u,
	},
	{
		requirement: 'B1',
		id: 'wired',
		facts: fitFacts({elastigroup: known({...wiredElastigroup, deploymentGroups: []})}),
		level: 'fail',
		sentence: /not wired to shop \/ shop-bg/u,
		next: /Integrations/u,
	},
	{
		requirement: 'B1',
		id: 'account',
		facts: fitFacts({spotAccount: known({id: 'act-1', name: 'x', awsAccountId: '210987654321'})}),
		level: 'fail',
		sentence: /linked to 210987654321, but you are signed in to 123456789012/u,
	},
	{
		requirement: 'B1',
		id: 'account',
		facts: fitFacts({spotAccount: known({id: 'act-1', name: 'x'})}),
		level: 'unknown',
		sentence: /could not be seen/u,
	},
	{
		requirement: 'B1',
		id: 'account',
		facts: fitFacts({
			spotAccount: known(undefined),
			spotAccountsInDoubt: [
				{id: 'act-1', name: 'sandbox', awsAccountId: '210987654321'},
				{id: 'act-2', name: 'shop', awsAccountId: '123456789012'},
			],
		}),
		level: 'fail',
		sentence: /none of the token’s Spot accounts is named: act-1 \(sandbox\), act-2 \(shop\)/u,
		next: /Use act-2/u,
		answers: {spotAccountId: 'act-2'},
	},
	{
		requirement: 'B1',
		id: 'account',
		facts: fitFacts({
			spotAccount: known(undefined),
			spotAccountsInDoubt: [
				{id: 'act-1', name: 'old'},
				{id: 'act-2', name: 'shop'},
			],
		}),
		level: 'warn',
		sentence: /none of the token’s Spot accounts is named/u,
		next: /--spot-account/u,
	},
	{
		requirement: 'B4',
		id: 'region',
		facts: fitFacts({identity: known({...identity, region: 'us-east-1'})}),
		level: 'fail',
		sentence: /go to us-east-1, the answers say ap-northeast-2/u,
	},
	{
		requirement: 'B4',
		id: 'image',
		facts: fitFacts({image: known(undefined)}),
		level: 'fail',
		sentence: /not in ap-northeast-2/u,
	},
	{
		requirement: 'B7',
		id: 'vpc',
		facts: fitFacts({targetGroups: known([{...targetGroup, vpcId: 'vpc-2'}])}),
		level: 'fail',
		sentence: /shop-web-tg is in vpc-2, the Elastigroup in vpc-1/u,
	},
	{
		requirement: 'B7',
		id: 'attached',
		facts: fitFacts({elastigroup: known({...wiredElastigroup, loadBalancers: []})}),
		level: 'warn',
		sentence: /not attached/u,
	},
	{
		requirement: 'B5',
		id: 'instance-profile',
		facts: fitFacts({instanceProfiles: known([])}),
		level: 'fail',
		sentence: /does not exist/u,
	},
	{
		requirement: 'B8',
		id: 'size',
		facts: fitFacts({elastigroup: known({...wiredElastigroup, capacity: {target: 0, minimum: 0, maximum: 4}})}),
		level: 'fail',
		sentence: /target is 0/u,
	},
	{
		requirement: 'C1',
		id: 'timeout',
		facts: planning(
			{timeoutMinutes: 60},
			{group: known({...fitGroup, readyOption: {action: 'stop', waitMinutes: 60}})},
		),
		level: 'fail',
		sentence: /no more than the waits of the group \(65\)/u,
		next: /Use 90 minutes/u,
		answers: {timeoutMinutes: '90'},
	},
	{
		requirement: 'C1',
		id: 'timeout',
		facts: planning({timeoutMinutes: 10}),
		level: 'warn',
		sentence: /less than the 30 suggested/u,
		answers: {timeoutMinutes: '30'},
	},
	{
		requirement: 'C1',
		id: 'idle',
		facts: fitFacts({
			blueGreens: known([
				{
					id: 'cdbg-2',
					elastigroupId: 'sig-5a3c19e7',
					state: 'AWAITING_USER_DEPLOYMENT',
					tags: [],
					deploymentGroups: [],
				},
			]),
		}),
		level: 'fail',
		sentence: /cdbg-2 \(AWAITING_USER_DEPLOYMENT\)/u,
	},
	{
		requirement: 'C3',
		id: 'idle',
		facts: fitFacts({activeDeploymentIds: known(['d-ABC123456'])}),
		level: 'fail',
		sentence: /d-ABC123456/u,
		next: /spot-bluegreen watch d-ABC123456/u,
	},
	{
		requirement: 'C3',
		id: 'revision',
		facts: fitFacts({object: known(undefined)}),
		level: 'fail',
		sentence: /s3:\/\/releases\/shop-6\.0\.zip does not exist/u,
	},
	{
		requirement: 'C3',
		id: 'revision',
		facts: planning({revision: {kind: 'github', repository: 'example/shop', commitId: 'a'.repeat(40)}}),
		level: 'warn',
		sentence: /not linked to GitHub/u,
	},
	{
		requirement: 'C3',
		id: 'revision',
		facts: planning({greenTags: [{key: 'version', value: '8.0'}]}),
		level: 'warn',
		sentence: /shop-6\.0\.zip, whose name does not say 8\.0/u,
	},
	{
		requirement: 'C4',
		id: 'credentials',
		facts: fitFacts({identity: known({...identity, expiresAt: fitFacts().at + 10 * 60_000})}),
		level: 'warn',
		sentence: /end in 10 minutes/u,
	},
];

for (const {requirement, id, facts, level, sentence, next, answers} of rows) {
	test(`${requirement} ${id}: ${level} ${sentence.source}`, t => {
		const check = find(facts, id);
		t.is(check?.level, level);
		t.regex(say(check!.text, 'en'), sentence);
		t.true(check?.requirements.includes(requirement));
		t.true(next === undefined || check?.nextSteps.some(step => next.test(say(step, 'en'))));

		t.deepEqual(check?.answers, answers);
	});
}

test('what cannot be looked up refuses nothing', t => {
	const blind = fitFacts({
		identity: unknown(),
		spotAccount: unknown(),
		application: unknown(),
		group: unknown(),
		lastDeployment: unknown(),
		activeDeploymentIds: unknown(),
		deploymentConfigNames: unknown(),
		roles: unknown(),
		targetGroups: unknown(),
		classicLoadBalancers: unknown(),
		elastigroup: unknown(),
		fleet: unknown(),
		instances: unknown(),
		blueGreens: unknown(),
		image: unknown(),
		subnets: unknown(),
		instanceProfiles: unknown(),
		object: unknown(),
	});
	t.deepEqual(
		preflight(blind)
			.filter(({level}) => level === 'fail')
			.map(({id}) => id),
		[],
	);
});

test('the forecast tells capacity and fleets now, during and at the end (D7)', t => {
	const happy = forecast(fitFacts());
	t.deepEqual(
		happy?.stages.map(({id, capacity, originals, replacements}) => [
			id,
			capacity.target,
			capacity.maximum,
			originals,
			replacements,
		]),
		[
			['now', 2, 4, 2, 0],
			['during', 4, 4, 2, 2],
			['end', 2, 4, 0, 2],
		],
	);
	t.is(happy?.unit, 'instance');
	t.deepEqual(happy?.ending, ['i-1', 'i-2']);
	const kept = forecast(fitFacts({group: known({...fitGroup, originalsOption: {action: 'keep-alive'}})}));
	t.deepEqual(kept?.ending, []);
	t.deepEqual(kept?.stages.find(({id}) => id === 'kept')?.capacity, {target: 4, minimum: 1, maximum: 4});
	t.deepEqual(
		kept?.stages.map(({id, capacity, originals, replacements}) => [id, capacity.target, originals, replacements]),
		[
			['now', 2, 2, 0],
			['during', 4, 2, 2],
			['kept', 4, 2, 2],
			['restored', 2, 0, 2],
		],
	);
	const waiting = known({...fitGroup, readyOption: {action: 'stop', waitMinutes: 60}} as const);
	t.is(forecast(fitFacts({group: waiting}))?.readyWaitMinutes, 60);
	t.is(preflight(fitFacts({group: waiting})).find(({id}) => id === 'ready-wait')?.level, 'info');
	t.is(
		preflight(fitFacts()).find(({id}) => id === 'ready-wait'),
		undefined,
	);
	t.is(forecast(fitFacts({elastigroup: unknown()})), undefined);
});

test('instances that the filter does not find yet are told of, once something runs', t => {
	const untagged = known(['i-1', 'i-2'].map(id => instanceOf(id, {Name: 'shop-web'})));
	const told = (facts: Facts) => find(facts, 'no-originals');
	t.deepEqual(told(fitFacts({instances: untagged}))?.text.values, {tags: 'version=5.0', count: 2});
	t.is(told(fitFacts()), undefined);
	t.is(told(fitFacts({instances: known([]), fleet: known([])})), undefined);
});
