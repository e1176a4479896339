import {DescribeTagsCommand, EC2Client} from '@aws-sdk/client-ec2';
import test, {type ExecutionContext} from 'ava';
import {type BlueGreenState} from '../../source/simulator/world/state.js';
import {type Bench, groupPath, openBench} from './clients.js';

const seenUntil = ({until, blueGreen}: Bench, id: string, last: BlueGreenState): readonly BlueGreenState[] => {
	const seen: BlueGreenState[] = [];
	until(() => {
		const {state} = blueGreen(id);
		if (seen.at(-1) !== state) {
			seen.push(state);
		}

		return state === last;
	});
	return seen;
};

const preparing: readonly BlueGreenState[] = [
	'STARTING',
	'VALIDATE_TAGS',
	'LAUNCHING_NEW_INSTANCES',
	'AWAITING_INSTANCES_LAUNCH',
	'TAG_INSTANCES_WITH_GREEN_TAG',
	'AWAITING_USER_DEPLOYMENT',
];

/** The guide's group: one instance, and no room. */
const openGuide = async (t: ExecutionContext, scenario: 'happy' | 'keep-originals' = 'happy'): Promise<Bench> => {
	const bench = await openBench(t, {instanceCount: 1, scenario});
	await bench.spot('PUT', `${groupPath}/capacity`, {body: {capacity: {target: 1, minimum: 1, maximum: 1}}});
	bench.pass(60);
	return bench;
};

test('The states come in the vendor’s order, and it waits for somebody’s deployment as long as it may', async t => {
	const bench = await openBench(t);
	const id = await bench.startBlueGreen('6.0', 120);
	t.deepEqual(seenUntil(bench, id, 'AWAITING_USER_DEPLOYMENT'), preparing);
	bench.pass(3600);
	t.is(bench.blueGreen(id).state, 'AWAITING_USER_DEPLOYMENT');
});

test('The guide’s numbers: 1, 1, 1 become 2, 1, 2 while it goes, and 1, 1, 1 again', async t => {
	const bench = await openGuide(t);
	const {blueGreenId} = await bench.deploy();
	t.deepEqual(bench.elastigroup().capacity, {target: 2, minimum: 1, maximum: 2});
	t.is(bench.members().length, 2);
	seenUntil(bench, blueGreenId, 'FINISHED');
	t.deepEqual(bench.elastigroup().capacity, {target: 1, minimum: 1, maximum: 1});
});

test('Where originals are kept the guide’s 2, 1, 2 stay', async t => {
	const bench = await openGuide(t, 'keep-originals');
	const {blueGreenId} = await bench.deploy();
	seenUntil(bench, blueGreenId, 'FINISHED');
	bench.pass(600);
	t.deepEqual(bench.elastigroup().capacity, {target: 2, minimum: 1, maximum: 2});
	t.is(bench.members().length, 2);
});

test('Where the maximum has room it is left alone', async t => {
	const bench = await openBench(t);
	await bench.spot('PUT', `${groupPath}/capacity`, {body: {capacity: {target: 2, minimum: 0, maximum: 9}}});
	const id = await bench.startBlueGreen();
	seenUntil(bench, id, 'AWAITING_USER_DEPLOYMENT');
	t.deepEqual(bench.elastigroup().capacity, {target: 4, minimum: 0, maximum: 9});
});

test('Green tags are seen at EC2 and nowhere in Spot’s answers', async t => {
	const bench = await openBench(t);
	const ec2 = new EC2Client({
		endpoint: bench.simulator.url,
		region: 'ap-northeast-2',
		credentials: {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'},
	});
	t.teardown(() => {
		ec2.destroy();
	});
	const Filters = [
		{Name: 'key', Values: ['version']},
		{Name: 'value', Values: ['6.0']},
	];
	const carriers = async () => {
		const {Tags = []} = await ec2.send(new DescribeTagsCommand({Filters}));
		return new Set(Tags.map(({ResourceId}) => ResourceId));
	};

	const id = await bench.startBlueGreen();
	seenUntil(bench, id, 'TAG_INSTANCES_WITH_GREEN_TAG');
	t.deepEqual(await carriers(), new Set());
	seenUntil(bench, id, 'AWAITING_USER_DEPLOYMENT');
	t.deepEqual(await carriers(), new Set(bench.blueGreen(id).greenIds));
	for (const path of ['status', 'instanceHealthiness']) {
		const {envelope} = await bench.spot('GET', `${groupPath}/${path}`);
		t.notRegex(JSON.stringify(envelope), /version|"6\.0"|tag/i, path);
	}
});

test('A timeout passes through the vendor’s states of failure', async t => {
	const bench = await openBench(t);
	const id = await bench.startBlueGreen('6.0', 5);
	t.deepEqual(seenUntil(bench, id, 'FINISHED_ERROR'), [
		...preparing,
		'UNSTABLE_DEPLOYMENT',
		'ROLLBACK_START',
		'REMOVE_ALL_SUSPENSIONS',
		'FINISHED_ERROR',
	]);
});

test('A stop passes through the vendor’s states of stopping', async t => {
	const bench = await openBench(t);
	const id = await bench.startBlueGreen();
	seenUntil(bench, id, 'AWAITING_INSTANCES_LAUNCH');
	await bench.spot('PUT', `${groupPath}/codeDeploy/blueGreenDeployment/${id}/stop`);
	t.deepEqual(seenUntil(bench, id, 'FINISHED_STOPPED'), [
		'STOPPING',
		'REMOVE_NEW_INSTANCES',
		'REMOVE_ALL_SUSPENSIONS',
		'FINISHED_STOPPED',
	]);
});

test('Tags that Spot keeps to itself end in an error', async t => {
	const bench = await openBench(t);
	const {item} = await bench.spot('POST', `${groupPath}/codeDeploy/blueGreenDeployment`, {
		body: {
			deployment: {
				timeout: 20,
				tags: [{tagKey: 'spotinst:mine', tagValue: 'x'}],
				deploymentGroups: [{applicationName: 'shop', deploymentGroupName: 'shop-bg'}],
			},
		},
	});
	t.deepEqual(seenUntil(bench, item.id ?? '', 'ERROR'), ['STARTING', 'VALIDATE_TAGS', 'ERROR']);
});
