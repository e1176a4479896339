import test from 'ava';
import {type CapacityGap} from '../../source/simulator/world/state.js';
import {type Bench, groupPath, openBench} from './clients.js';

const runOut = ({simulator}: Bench, ...capacityGaps: readonly CapacityGap[]): void => {
	simulator.change(world => ({...world, capacityGaps}));
};

const scaleTo = async ({spot}: Bench, target: number) =>
	spot('PUT', `${groupPath}/capacity`, {body: {capacity: {target, minimum: 0, maximum: 8}}});

const warningsOf = async ({spot, simulator}: Bench) => {
	const {items} = await spot('GET', `${groupPath}/logs`, {
		query: {fromDate: 0, toDate: simulator.world.now, severity: 'WARN'},
	});
	return items.map(({message = ''}) => message);
};

test('Where one Spot market is empty, the group’s others are taken', async t => {
	const bench = await openBench(t);
	runOut(bench, {purchase: 'spot', zone: 'ap-northeast-2a'}, {purchase: 'spot', instanceType: 'm6i.large'});
	await scaleTo(bench, 5);
	bench.pass(90);
	const added = bench.members().slice(2);
	t.is(added.length, 3);
	t.true(
		added.every(
			({zone, instanceType, spotRequestId}) =>
				zone === 'ap-northeast-2c' && instanceType !== 'm6i.large' && spotRequestId !== undefined,
		),
	);
});

test('Without Spot capacity on-demand instances come, and both the log and their status say so', async t => {
	const bench = await openBench(t);
	runOut(bench, {purchase: 'spot'});
	await scaleTo(bench, 3);
	bench.pass(90);
	const newest = bench.members().at(-1);
	const {items} = await bench.spot('GET', `${groupPath}/status`);
	t.like(
		items.find(({instanceId}) => instanceId === newest?.instanceId),
		{status: 'running', spotInstanceRequestId: null, instanceType: 'm5.large'},
	);
	const [warning] = await warningsOf(bench);
	t.regex(warning ?? '', /^Can't Spin Spot Instances: Code: InsufficientInstanceCapacity, Message: /);
});

test('Where on-demand instances are not allowed or not there either, the request stays pending until there is capacity', async t => {
	for (const gaps of [[{purchase: 'spot'}], [{}]] as const) {
		const bench = await openBench(t);
		if ('purchase' in gaps[0]) {
			await bench.spot('PUT', groupPath, {body: {group: {strategy: {fallbackToOd: false}}}});
		}

		runOut(bench, ...gaps);
		await scaleTo(bench, 3);
		bench.pass(3600);
		const {items} = await bench.spot('GET', `${groupPath}/status`);
		t.is(items.length, 3);
		t.like(items.at(-1), {instanceId: null, status: 'pending-evaluation'});
		// It is tried again and again, and told once of each way to buy that may be used.
		const warnings = await warningsOf(bench);
		t.deepEqual(
			warnings.map(warning => warning.split(' ', 3)[2] ?? '').sort(),
			'purchase' in gaps[0] ? ['Spot'] : ['On-Demand', 'Spot'],
		);
		runOut(bench);
		bench.pass(90);
		t.is(bench.members().length, 3);
		t.is(bench.simulator.world.pendingRequests.size, 0);
	}
});

test('On-demand instances that cannot be had are no Spot request in the status, and come later', async t => {
	const bench = await openBench(t);
	await bench.spot('PUT', groupPath, {body: {group: {strategy: {onDemandCount: 8}}}});
	runOut(bench, {purchase: 'on-demand'});
	await scaleTo(bench, 3);
	bench.pass(90);
	const {items} = await bench.spot('GET', `${groupPath}/status`);
	t.is(items.length, 2);
	const [warning] = await warningsOf(bench);
	t.regex(warning ?? '', /^Can't Spin On-Demand Instances: /);
	runOut(bench);
	bench.pass(90);
	t.is(bench.members().at(-1)?.spotRequestId, undefined);
	t.is(bench.members().length, 3);
});

test('A type that a zone does not offer is never launched there', async t => {
	const bench = await openBench(t);
	const compute = {
		instanceTypes: {ondemand: 'm5.large', spot: ['m5a.large']},
		availabilityZones: [{name: 'ap-northeast-2b', subnetIds: ['subnet-0a1b2c3d4e5f60b01']}],
	};
	await bench.spot('PUT', groupPath, {body: {group: {compute, strategy: {fallbackToOd: false}}}});
	await scaleTo(bench, 3);
	bench.pass(120);
	t.is(bench.members().length, 2);
	const [warning] = await warningsOf(bench);
	t.regex(warning ?? '', /Code: Unsupported, Message: .*m5a\.large.*ap-northeast-2b/);
});

test('A blue/green without capacity waits for its instances until its timeout', async t => {
	const bench = await openBench(t, {scenario: 'no-capacity'});
	const id = await bench.startBlueGreen('6.0', 10);
	bench.pass(120);
	t.is(bench.blueGreen(id).state, 'AWAITING_INSTANCES_LAUNCH');
	const {items} = await bench.spot('GET', `${groupPath}/status`);
	t.deepEqual(
		items.map(({instanceId}) => instanceId === null),
		[false, false, true, true],
	);
	bench.until(() => bench.blueGreen(id).state === 'FINISHED_ERROR');
	t.deepEqual(bench.elastigroup().capacity, {target: 4, minimum: 1, maximum: 4});
});

test('A blue/green that is stopped while it waits for capacity takes its requests back', async t => {
	const bench = await openBench(t, {scenario: 'no-capacity'});
	const id = await bench.startBlueGreen();
	bench.pass(120);
	await bench.spot('PUT', `${groupPath}/codeDeploy/blueGreenDeployment/${id}/stop`);
	bench.until(() => bench.blueGreen(id).state === 'FINISHED_STOPPED');
	t.is(bench.simulator.world.pendingRequests.size, 0);
	t.deepEqual(bench.elastigroup().capacity, {target: 2, minimum: 1, maximum: 2});
});

test('A blue/green on on-demand instances is tagged and deployed as any other', async t => {
	const bench = await openBench(t);
	runOut(bench, {purchase: 'spot'});
	const {blueGreenId, deploymentId} = await bench.deploy();
	bench.until(() => bench.blueGreen(blueGreenId).state === 'FINISHED');
	t.is(bench.deployment(deploymentId).status, 'Succeeded');
	t.true(bench.members().every(({spotRequestId}) => spotRequestId === undefined));
});
