import test from 'ava';
import {ok} from '../../../source/core/problem.js';
import {answeredSources, diff, planLook} from '../../../source/core/run/diff.js';
import {decide} from '../../../source/core/run/decide.js';
import {fold, foldAll} from '../../../source/core/run/fold.js';
import {markDescription} from '../../../source/core/run/mark.js';
import {type Snapshot} from '../../../source/core/run/snapshot.js';
import {type BlueGreen, type Elastigroup} from '../../../source/core/cloud/elastigroup.js';
import {
	begun,
	codeDeploySays,
	deployed,
	deploymentOf,
	greenUp,
	minute,
	noted,
	problem,
	raised,
	runConfig,
	runOf,
	spotSays,
	startedAt,
} from '../../helpers/run-events.js';

const at = startedAt + 10 * minute;

const group: Elastigroup = {
	id: 'sig-5a3c19e7',
	name: 'shop-web',
	description: '',
	capacity: noted,
	capacityUnit: 'instance',
	tags: [],
	deploymentGroups: [],
	zones: [],
	securityGroupIds: [],
	hasUserData: false,
	loadBalancers: [],
	spotTypes: [],
	onDemandTypes: [],
};

const blueGreen = (id: string, state: BlueGreen['state'], value = '6.0'): BlueGreen => ({
	id,
	elastigroupId: 'sig-5a3c19e7',
	state,
	tags: [{key: 'version', value}],
	deploymentGroups: [{applicationName: 'shop', deploymentGroupName: 'shop-bg'}],
});

/** The noted two, running. */
const members = ['i-blue1', 'i-blue2'].map(instanceId => ({
	instanceId,
	isSpot: true,
	instanceType: 'm5.large',
	zone: 'ap-northeast-2a',
	status: 'fulfilled',
	createdAt: startedAt - minute,
}));

const snapshot = (change: Partial<Snapshot> = {}): Snapshot => ({
	askedAt: at,
	at,
	elastigroup: ok(group),
	members: ok(members),
	suspensions: ok([]),
	blueGreens: ok([]),
	groupDeployments: ok([]),
	...change,
});

const lost = (kind: 'start-blue-green' | 'create-deployment') =>
	runOf(kind === 'start-blue-green' ? begun() : greenUp(), [
		{type: 'action-intended', at, number: 9, action: {kind}},
		{type: 'action-unanswered', at, number: 9, problem: problem({kind: 'network'})},
	]);

test('a look that says what is known makes no event', t => {
	const run = runOf(deployed());
	const same = snapshot({
		elastigroup: ok({...group, capacity: raised}),
		blueGreens: ok([blueGreen('cdbg-1', 'AWAITING_USER_DEPLOYMENT')]),
		deployment: ok(deploymentOf('in-progress')),
	});
	const {members: _, ...withoutMembers} = same;
	t.deepEqual(diff(run, withoutMembers), []);
});

test('the first look notes what is there, unless somebody is at work', t => {
	const run = foldAll(begun().slice(0, 1));
	t.true(planLook(run).isReadingSuspensions);
	t.true(diff(run, snapshot()).some(({type}) => type === 'baseline-noted'));
	const busy = diff(run, snapshot({groupDeployments: ok([deploymentOf('in-progress')])}));
	t.deepEqual(
		busy.filter(({type}) => type === 'conflict-seen' || type === 'baseline-noted').map(({type}) => type),
		['conflict-seen'],
	);
	const running = diff(run, snapshot({blueGreens: ok([blueGreen('cdbg-8', 'STARTING')])}));
	t.true(running.some(({type}) => type === 'conflict-seen'));
	const partly = diff(run, snapshot({suspensions: {isOk: false, problem: problem()}}));
	t.false(partly.some(({type}) => type === 'baseline-noted'));
});

test('nothing is noted of an Elastigroup that is not complete; it is told, once', t => {
	const run = foldAll(begun().slice(0, 1));
	const [first, ...rest] = members;
	const told = (change: Partial<Snapshot>) =>
		diff(run, snapshot(change)).filter(({type}) => type === 'incomplete-seen' || type === 'baseline-noted');
	const incomplete = {type: 'incomplete-seen', at, present: 1, target: 2, unit: 'instance'} as const;
	t.deepEqual(told({members: ok(rest)}), [incomplete], 'one is missing');
	const {instanceId: _, ...request} = first!;
	t.deepEqual(told({members: ok([request, ...rest])}), [incomplete], 'one is a request');
	const pending = {instanceId: 'i-blue1', state: 'pending', tags: [], launchedAt: startedAt};
	t.deepEqual(told({instances: ok([pending])}), [incomplete], 'EC2 says that one does not run yet');
	const leaving = {...first!, instanceId: 'i-blue0', status: 'marked-for-termination'};
	t.deepEqual(told({members: ok([leaving, ...members])}), [{...incomplete, present: 2}], 'one is leaving');
	const known = fold(run, incomplete);
	t.deepEqual(
		diff(known, snapshot({members: ok(rest)})).filter(({type}) => type === 'incomplete-seen'),
		[],
	);
	t.true(diff(known, snapshot()).some(({type}) => type === 'baseline-noted'));
});

test('weights are counted where the Elastigroup counts weights, and nothing is noted before they are known', t => {
	const run = foldAll(begun().slice(0, 1));
	const weighted = {...group, capacity: {target: 4, minimum: 2, maximum: 8}, capacityUnit: 'weight' as const};
	const told = (weights: Snapshot['weights']) =>
		diff(run, snapshot({elastigroup: ok(weighted), ...(weights && {weights})})).filter(
			({type}) => type === 'incomplete-seen' || type === 'baseline-noted',
		);
	t.deepEqual(told(undefined), []);
	t.deepEqual(told(ok({'m5.large': 1})), [{type: 'incomplete-seen', at, present: 2, target: 4, unit: 'weight'}]);
	const [noted] = told(ok({'m5.large': 2}));
	t.like(noted, {type: 'baseline-noted', baseline: {capacityUnit: 'weight', weights: {'m5.large': 2}}});
});

const listed = [
	blueGreen('cdbg-0', 'FINISHED'),
	blueGreen('cdbg-4', 'STARTING', '7.0'),
	blueGreen('cdbg-5', 'STARTING'),
];

test('a blue/green with the tags and the group of a lost start is a candidate: anybody may have started it', t => {
	const run = lost('start-blue-green');
	const [event, ...others] = diff(run, snapshot({blueGreens: ok(listed)})).filter(({type}) => type !== 'fleet-seen');
	t.deepEqual(event, {type: 'candidate-seen', at, number: 9, blueGreenId: 'cdbg-5', state: 'STARTING'});
	t.false(others.some(({type}) => type === 'action-done'));
	const known = fold(run, event!);
	t.false(diff(known, snapshot({blueGreens: ok(listed)})).some(({type}) => type === 'candidate-seen'));
	t.is(decide(known, at).kind, 'ask');
});

test('a tag that holds the run’s id proves whose it is', t => {
	const marked = {key: 'run', value: 'run-1'};
	const run = runOf(begun({greenTags: [...runConfig.greenTags, marked]}), [
		{type: 'action-intended', at, number: 9, action: {kind: 'start-blue-green'}},
		{type: 'action-unanswered', at, number: 9, problem: problem({kind: 'network'})},
	]);
	const ours = {...blueGreen('cdbg-5', 'STARTING'), tags: [{key: 'version', value: '6.0'}, marked]};
	const [event] = diff(run, snapshot({blueGreens: ok([...listed, ours])}));
	t.deepEqual(event, {type: 'action-done', at, number: 9, isAdopted: true, blueGreenId: 'cdbg-5'});
	const theirs = {
		...ours,
		tags: [
			{key: 'version', value: '6.0'},
			{key: 'run', value: 'run-2'},
		],
	};
	t.false(diff(run, snapshot({blueGreens: ok([theirs])})).some(({type}) => type === 'action-done'));
});

test('somebody else’s deployment in the place of ours is told once a status, and ours is known by its mark', t => {
	const run = runOf(greenUp());
	const theirs = deploymentOf('in-progress', {deploymentId: 'd-8', description: 'by hand'});
	const told = diff(run, snapshot({groupDeployments: ok([theirs])})).find(({type}) => type === 'conflict-seen');
	t.deepEqual(told, {
		type: 'conflict-seen',
		at,
		conflict: {kind: 'deployment', id: 'd-8', status: 'in-progress'},
	});
	const known = fold(run, told!);
	t.deepEqual(planLook(known).otherDeploymentIds, ['d-8']);
	t.false(diff(known, snapshot({groupDeployments: ok([theirs])})).some(({type}) => type === 'conflict-seen'));
	const ours = deploymentOf('created', {deploymentId: 'd-9', description: markDescription(runConfig)});
	const found = diff(run, snapshot({groupDeployments: ok([theirs, ours])})).find(
		({type}) => type === 'deployment-seen',
	);
	t.like(found, {deployment: {deploymentId: 'd-9'}});
});

test('a refusal that names a deployment is followed by a look at it', t => {
	const run = runOf(greenUp(), [
		{type: 'action-intended', at, number: 2, action: {kind: 'create-deployment'}},
		{type: 'action-failed', at, number: 2, problem: problem({otherDeploymentId: 'd-8'})},
	]);
	t.deepEqual(planLook(run).otherDeploymentIds, ['d-8']);
});

test('a blue/green that began after ours, also one that has ended, keeps hands off what is there', t => {
	const run = runOf(deployed(), [codeDeploySays(at, 'failed'), spotSays(at, 'FINISHED_ERROR')]);
	const later = [blueGreen('cdbg-0', 'FINISHED'), blueGreen('cdbg-1', 'FINISHED_ERROR')];
	const conflicts = (more: BlueGreen) =>
		diff(run, snapshot({blueGreens: ok([...later, more])})).filter(({type}) => type === 'conflict-seen').length;
	t.is(conflicts(blueGreen('cdbg-7', 'STARTING', '9.0')), 1);
	t.is(conflicts(blueGreen('cdbg-7', 'FINISHED', '9.0')), 1);
	t.is(conflicts(blueGreen('cdbg-0', 'FINISHED')), 0);
});

test('traffic is judged by each load balancer, and the worst decides', t => {
	const two = {...runConfig.group, targetGroupArns: ['arn:one', 'arn:two']};
	const run = runOf(deployed({group: two}));
	const trafficOf = (states: Readonly<Record<string, string>>) => {
		const health = Object.entries(states).map(([balancer, state]) => ({balancer, state, instanceId: 'i-green1'}));
		const event = diff(run, snapshot({health: ok(health)})).find(({type}) => type === 'fleet-seen');
		return event?.type === 'fleet-seen'
			? event.instances.find(({instanceId}) => instanceId === 'i-green1')?.traffic
			: undefined;
	};

	t.is(trafficOf({'arn:one': 'healthy', 'arn:two': 'healthy'}), 'healthy');
	t.is(trafficOf({'arn:one': 'healthy', 'arn:two': 'unhealthy'}), 'unhealthy');
	t.is(trafficOf({'arn:one': 'draining', 'arn:two': 'healthy'}), 'draining');
	t.is(trafficOf({'arn:one': 'healthy'}), 'initial', 'the other one is still to come');
	t.is(trafficOf({}), undefined);
});

test('a lost creation is found by its mark alone', t => {
	const run = lost('create-deployment');
	const theirs = deploymentOf('created', {deploymentId: 'd-8', description: '[spot-bluegreen run-2]'});
	const ours = deploymentOf('created', {deploymentId: 'd-9', description: markDescription(runConfig)});
	const events = diff(run, snapshot({groupDeployments: ok([theirs, ours])}));
	t.true(planLook(run).isSeekingDeployment);
	t.deepEqual(
		events.find(({type}) => type === 'action-done'),
		{type: 'action-done', at, number: 9, isAdopted: true, deploymentId: 'd-9'},
	);
});

test('only a look begun well after the loss may say that nothing was made', t => {
	const run = lost('create-deployment');
	const isGivenUp = (change: Partial<Snapshot>): boolean =>
		diff(run, snapshot(change)).some(({type}) => type === 'action-failed');
	t.false(isGivenUp({askedAt: at + 29_999}));
	t.true(isGivenUp({askedAt: at + 30_000}));
	t.false(isGivenUp({askedAt: at + minute, groupDeployments: {isOk: false, problem: problem()}}));
});

test('each source is lost and found by itself', t => {
	const run = runOf(deployed());
	const blind = snapshot({instances: {isOk: false, problem: problem({kind: 'permission'})}});
	t.deepEqual(
		diff(run, blind).flatMap(event => (event.type === 'source-lost' ? [event.source] : [])),
		['ec2'],
	);
	t.deepEqual(answeredSources(blind), ['spot', 'code-deploy']);
});

test("somebody's blue/green after ours is noticed", t => {
	const run = runOf(deployed(), [{type: 'blue-green-seen', at, blueGreenId: 'cdbg-1', state: 'FINISHED_ERROR'}]);
	const events = diff(
		run,
		snapshot({blueGreens: ok([blueGreen('cdbg-2', 'STARTING'), blueGreen('cdbg-1', 'FINISHED_ERROR')])}),
	);
	t.true(events.some(event => event.type === 'conflict-seen' && event.conflict.id === 'cdbg-2'));
});

test("the mark fits CodeDeploy's description, however much a person writes", t => {
	const long = markDescription({runId: 'run-1', description: '가'.repeat(400)});
	t.true(long.length <= 256);
	t.true(long.endsWith('[spot-bluegreen run-1]'));
	t.is(markDescription({runId: 'run-1', description: '  '}), '[spot-bluegreen run-1]');
});

test('an instance that neither the filter nor the green tags find is marked as such', t => {
	const run = runOf(greenUp());
	const seen = (instanceId: string, version: string) => ({
		instanceId,
		state: 'running' as const,
		tags: version === '' ? [] : [{key: 'version', value: version}],
		launchedAt: startedAt,
	});
	const instances = [seen('i-blue1', ''), seen('i-blue2', '5.0'), seen('i-green1', '6.0')];
	const events = diff(run, snapshot({instances: ok(instances)}));
	const told = events.flatMap(event => (event.type === 'fleet-seen' ? event.instances : []));
	t.deepEqual(
		told.flatMap(({instanceId, isUnfiltered}) => (isUnfiltered ? [instanceId] : [])),
		['i-blue1'],
	);
});
