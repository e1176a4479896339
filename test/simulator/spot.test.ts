import axios from 'axios';
import test from 'ava';
import {elastigroupId, group, groupPath, openBench, versionOf} from './clients.js';

const blueGreenPath = `${groupPath}/codeDeploy/blueGreenDeployment`;

test('Every answer has the envelope and tells the rate limit', async t => {
	const {spot} = await openBench(t);
	const {status, headers, data} = await spot.get(groupPath);
	t.is(status, 200);
	t.is(data.request.url, `${groupPath}?accountId=act-0a1b2c3d`);
	t.is(data.response.kind, 'spotinst:aws:ec2:group');
	t.is(data.response.items[0].id, elastigroupId);
	t.regex(data.response.items[0].createdAt, /Z$/);
	t.true(Number(headers['x-ratelimit-remaining']) < Number(headers['x-ratelimit-limit']));
	t.truthy(headers['x-ratelimit-reset']);
});

test('A wrong token, another account and an unknown group are told apart', async t => {
	const {spot, simulator} = await openBench(t);
	const stranger = await axios.get(`${simulator.url}${groupPath}`, {
		headers: {authorization: 'Bearer nobody'},
		validateStatus: () => true,
	});
	t.is(stranger.status, 401);
	t.is((await spot.get(groupPath, {params: {accountId: 'act-ffffffff'}})).status, 403);
	const {status, data} = await spot.get('/aws/ec2/group/sig-00000000');
	t.is(status, 400);
	t.is(data.response.errors[0].code, 'GROUP_DOESNT_EXIST');
});

test('Accounts name the AWS account they are linked to', async t => {
	const {spot} = await openBench(t);
	const {data} = await spot.get('/setup/account');
	t.like(data.response.items[0], {accountId: 'act-0a1b2c3d', providerExternalId: '123456789012'});
});

const createBody = {
	group: {
		name: 'web-blue',
		region: 'ap-northeast-2',
		capacity: {target: 1, minimum: 1, maximum: 1, unit: 'instance'},
		strategy: {risk: 100, availabilityVsCost: 'balanced', fallbackToOd: true},
		compute: {
			product: 'Linux/UNIX',
			instanceTypes: {ondemand: 'm5.large', spot: ['m5.large']},
			availabilityZones: [{name: 'ap-northeast-2a', subnetIds: ['subnet-0a1b2c3d4e5f60a01']}],
			launchSpecification: {
				imageId: 'ami-0a1b2c3d4e5f60101',
				securityGroupIds: ['sg-0a1b2c3d4e5f60001'],
				monitoring: false,
				iamRole: {name: 'CodeDeploy-EC2-Profile'},
				tags: [{tagKey: 'Name', tagValue: 'web-blue'}],
			},
		},
		thirdPartiesIntegration: {codeDeploy: {deploymentGroups: [group]}},
	},
};

test('A new group shows a request without an instance first, then the instance with its tags', async t => {
	const bench = await openBench(t);
	const {data} = await bench.spot.post('/aws/ec2/group', createBody);
	const {id} = data.response.items[0];
	t.regex(id, /^sig-[\da-f]{8}$/);
	bench.pass(1);
	const statusOf = async () => (await bench.spot.get(`/aws/ec2/group/${id}/status`)).data.response.items;
	t.like((await statusOf())[0], {instanceId: null, status: 'pending-evaluation'});
	bench.pass(60);
	const [item] = await statusOf();
	t.is(item.status, 'fulfilled');
	const instance = bench.simulator.world.instances.get(item.instanceId);
	t.is(instance?.state, 'running');
	// D2: no version tag before the first blue/green.
	t.is(versionOf(instance!), undefined);
});

const broken: ReadonlyArray<readonly [field: string, body: object]> = [
	[
		'body:group.capacity.minimum',
		{...createBody.group, capacity: {target: 1, minimum: 2, maximum: 3, unit: 'instance'}},
	],
	['body:group.name', {...createBody.group, name: undefined}],
	['body:group.strategy.availabilityVsCost', {...createBody.group, strategy: {}}],
	['body:group.compute.product', {...createBody.group, compute: {...createBody.group.compute, product: 'BeOS'}}],
];

for (const [field, body] of broken) {
	test(`Creating a group names the wrong field: ${field}`, async t => {
		const {spot} = await openBench(t);
		const {status, data} = await spot.post('/aws/ec2/group', {group: body});
		t.is(status, 400);
		t.like(data.response.errors[0], {code: 'ValidationError', field});
	});
}

test('A network of another VPC and an unknown profile are refused', async t => {
	const {spot} = await openBench(t);
	const {launchSpecification} = createBody.group.compute;
	const codeFor = async (change: object) => {
		const compute = {...createBody.group.compute, launchSpecification: {...launchSpecification, ...change}};
		const {data} = await spot.post('/aws/ec2/group', {group: {...createBody.group, compute}});
		return data.response.errors[0];
	};

	t.regex((await codeFor({securityGroupIds: ['sg-0a1b2c3d4e5f60005']})).message, /different networks/);
	t.is((await codeFor({iamRole: {name: 'nobody'}})).code, 'InvalidParameterValue');
	t.is((await codeFor({imageId: 'ami-00000000000000000'})).code, 'CANT_VALIDATE_IMAGE');
});

test('An update changes what it names; what only create can set is refused', async t => {
	const bench = await openBench(t);
	// The way a vendor's client sends its flags: capitalised.
	const {data} = await bench.spot.put(`${groupPath}?autoApplyTags=True`, {
		group: {capacity: {target: 3, minimum: 1, maximum: 4}, description: null},
	});
	t.deepEqual(data.response.items[0].capacity, {target: 3, minimum: 1, maximum: 4, unit: 'instance'});
	t.false('description' in data.response.items[0]);
	t.is(data.response.items[0].name, 'shop-web');
	bench.pass(90);
	t.is(bench.members().length, 3);
	const refused = await bench.spot.put(groupPath, {group: {capacity: {unit: 'weight'}}});
	t.is(refused.data.response.errors[0].field, 'body:group.capacity.unit');
});

test('Scaling in ends the oldest; detaching without decrement brings a replacement', async t => {
	const bench = await openBench(t);
	await bench.spot.put(`${groupPath}/capacity`, {capacity: {target: 3, minimum: 1, maximum: 4}});
	bench.pass(90);
	const newest = bench.members().at(-1)!;
	await bench.spot.put(`${groupPath}/capacity`, {capacity: {target: 1, minimum: 1, maximum: 4}});
	bench.pass(300);
	t.deepEqual(
		bench.members().map(({instanceId}) => instanceId),
		[newest.instanceId],
	);
	await bench.spot.put(`${groupPath}/detachInstances`, {
		instancesToDetach: [newest.instanceId],
		shouldTerminateInstances: true,
		shouldDecrementTargetCapacity: false,
		drainingTimeout: 10,
	});
	bench.pass(120);
	t.is(bench.members().length, 1);
	t.not(bench.members()[0]?.instanceId, newest.instanceId);
	t.is(bench.simulator.world.instances.get(newest.instanceId)?.state, 'terminated');
});

test('Detaching with decrement takes the target down and launches nothing', async t => {
	const bench = await openBench(t);
	const [first] = bench.members();
	await bench.spot.put(`${groupPath}/detachInstances`, {
		instancesToDetach: [first?.instanceId],
		shouldTerminateInstances: true,
		shouldDecrementTargetCapacity: true,
	});
	bench.pass(300);
	t.is(bench.elastigroup().capacity.target, 1);
	t.is(bench.members().length, 1);
});

test('Suspensions are set, expire and are removed', async t => {
	const bench = await openBench(t);
	await bench.spot.post(`${groupPath}/suspension`, {
		suspensions: [{name: 'AUTO_SCALE', ttlInMinutes: 5}, {name: 'AUTO_HEALING'}],
	});
	const names = async () => (await bench.spot.get(`${groupPath}/suspension`)).data.response.items[0].processes;
	t.deepEqual(await names(), ['AUTO_SCALE', 'AUTO_HEALING']);
	bench.pass(301);
	t.deepEqual(await names(), ['AUTO_HEALING']);
	await bench.spot.delete(`${groupPath}/suspension`, {data: {processes: ['AUTO_HEALING']}});
	t.deepEqual(await names(), []);
});

test('A blue/green run suspends processes, refuses changes and a second run, and clears suspensions at its end', async t => {
	const bench = await openBench(t);
	await bench.spot.post(`${groupPath}/suspension`, {processes: ['REVERT_PREFERRED']});
	const {blueGreenId} = await bench.deploy();
	t.true(bench.elastigroup().suspensions.some(({name}) => name === 'AUTO_HEALING'));
	const second = await bench.spot.post(blueGreenPath, {
		deployment: {timeout: 20, tags: [{tagKey: 'version', tagValue: '7.0'}], deploymentGroups: [group]},
	});
	t.is(second.status, 400);
	t.is((await bench.spot.put(`${groupPath}/capacity`, {capacity: {target: 1, minimum: 1, maximum: 1}})).status, 400);
	bench.until(() => bench.blueGreen(blueGreenId).state === 'FINISHED');
	t.deepEqual(bench.elastigroup().suspensions, []);
});

const badStarts: ReadonlyArray<readonly [field: string, deployment: object]> = [
	['body:deployment.timeout', {tags: [{tagKey: 'a', tagValue: 'b'}], deploymentGroups: [group]}],
	['body:deployment.tags', {timeout: 20, tags: [], deploymentGroups: [group]}],
	[
		'body:deployment.deploymentGroups',
		{
			timeout: 20,
			tags: [{tagKey: 'a', tagValue: 'b'}],
			deploymentGroups: [{applicationName: 'shop', deploymentGroupName: 'shop-in-place'}],
		},
	],
];

for (const [field, deployment] of badStarts) {
	test(`Starting a blue/green run is refused: ${field}`, async t => {
		const {spot} = await openBench(t);
		const {status, data} = await spot.post(blueGreenPath, {deployment});
		t.is(status, 400);
		t.is(data.response.errors[0].field, field);
	});
}

test('The newest blue/green run comes first', async t => {
	const bench = await openBench(t);
	const id = await bench.startBlueGreen();
	const {data} = await bench.spot.get(blueGreenPath);
	t.is(data.response.items[0].id, id);
	t.is(data.response.items[0].state, 'STARTING');
});

test('A run that nobody deploys to times out and leaves its green instances', async t => {
	const bench = await openBench(t);
	const id = await bench.startBlueGreen('6.0', 5);
	bench.until(() => bench.blueGreen(id).state === 'FINISHED_ERROR');
	const minutes = (bench.simulator.world.now - bench.blueGreen(id).startedAt) / 60_000;
	t.true(minutes >= 5 && minutes < 6, `${minutes} minutes`);
	t.is(bench.members().length, 4);
	const logs = await bench.spot.get(`${groupPath}/logs`, {params: {fromDate: 0, toDate: bench.simulator.world.now}});
	t.true(logs.data.response.items.some(({message}: {message: string}) => message.includes('within 5 minutes')));
});

test('Stopping removes the new instances and restores the capacity', async t => {
	const bench = await openBench(t);
	const id = await bench.startBlueGreen();
	bench.until(() => bench.blueGreen(id).state === 'AWAITING_USER_DEPLOYMENT');
	// No body, but a content type: a vendor's client sends it so.
	const {status} = await bench.spot.put(`${blueGreenPath}/${id}/stop`, undefined, {
		headers: {'content-type': 'application/json'},
	});
	t.is(status, 200);
	bench.until(() => bench.blueGreen(id).state === 'FINISHED_STOPPED');
	bench.pass(60);
	t.deepEqual(bench.members().map(versionOf), ['5.0', '5.0']);
	t.deepEqual(bench.elastigroup().capacity, {target: 2, minimum: 1, maximum: 4});
	t.is((await bench.spot.put(`${blueGreenPath}/${id}/stop`)).status, 400);
});

test('Health, events and costs answer', async t => {
	const bench = await openBench(t);
	const health = await bench.spot.get(`${groupPath}/instanceHealthiness`);
	t.like(health.data.response.items[0], {healthStatus: 'HEALTHY', lifeCycle: 'SPOT'});
	const costs = await bench.spot.get(`${groupPath}/costs`, {
		params: {fromDate: '2026-06-01', toDate: '2026-06-25'},
	});
	t.true(Number(costs.data.response.items.costs.actual) > 0);
	const events = await bench.spot.get(`${groupPath}/events`, {params: {fromDate: '2026-06-01'}});
	t.is(events.data.response.items.length, 2);
});
