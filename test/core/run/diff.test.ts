import test from 'ava';
import {ok} from '../../../source/core/problem.js';
import {answeredSources, diff, planLook} from '../../../source/core/run/diff.js';
import {foldAll} from '../../../source/core/run/fold.js';
import {markDescription} from '../../../source/core/run/mark.js';
import {type Snapshot} from '../../../source/core/run/snapshot.js';
import {type BlueGreen, type Elastigroup} from '../../../source/core/cloud/elastigroup.js';
import {
	begun,
	deployed,
	deploymentOf,
	greenUp,
	minute,
	noted,
	problem,
	raised,
	runConfig,
	runOf,
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

const snapshot = (change: Partial<Snapshot> = {}): Snapshot => ({
	askedAt: at,
	at,
	elastigroup: ok(group),
	members: ok([]),
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
	const {members, ...withoutMembers} = same;
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

test('a lost start is found by tags, group and not having been there before', t => {
	const run = lost('start-blue-green');
	const listed = [
		blueGreen('cdbg-0', 'FINISHED'),
		blueGreen('cdbg-4', 'STARTING', '7.0'),
		blueGreen('cdbg-5', 'STARTING'),
	];
	const [event] = diff(run, snapshot({blueGreens: ok(listed)}));
	t.deepEqual(event, {type: 'action-done', at, number: 9, isAdopted: true, blueGreenId: 'cdbg-5'});
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
