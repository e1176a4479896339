import axios from 'axios';
import test from 'ava';
import {elastigroupId, group, groupPath, openBench, versionOf} from './clients.js';

const blueGreenPath = `${groupPath}/codeDeploy/blueGreenDeployment`;

test('Every answer has the envelope and tells the rate limit', async t => {
	const {spot} = await openBench(t);
	const {status, headers, envelope, item} = await spot('GET', groupPath);
	t.is(status, 200);
	t.is(envelope.request.url, `${groupPath}?accountId=act-0a1b2c3d`);
	t.is(envelope.response.kind, 'spotinst:aws:ec2:group');
	t.is(item.id, elastigroupId);
	t.regex(item.createdAt ?? '', /Z$/);
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
	const another = await spot('GET', groupPath, {query: {accountId: 'act-ffffffff'}});
	t.is(another.status, 403);
	const unknown = await spot('GET', '/aws/ec2/group/sig-00000000');
	t.is(unknown.status, 400);
	t.is(unknown.error?.code, 'GROUP_DOESNT_EXIST');
});

test('Accounts name the AWS account they are linked to', async t => {
	const {spot} = await openBench(t);
	const {item} = await spot('GET', '/setup/account');
	t.like(item, {accountId: 'act-0a1b2c3d', providerExternalId: '123456789012'});
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
	const created = await bench.spot('POST', '/aws/ec2/group', {body: createBody});
	const {id = ''} = created.item;
	t.regex(id, /^sig-[\da-f]{8}$/);
	bench.pass(1);
	const pending = await bench.spot('GET', `/aws/ec2/group/${id}/status`);
	t.like(pending.item, {instanceId: null, status: 'pending-evaluation'});
	bench.pass(60);
	const {item} = await bench.spot('GET', `/aws/ec2/group/${id}/status`);
	t.is(item.status, 'fulfilled');
	const instance = bench.simulator.world.instances.get(item.instanceId ?? '');
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
		const {status, error} = await spot('POST', '/aws/ec2/group', {body: {group: body}});
		t.is(status, 400);
		t.like(error, {code: 'ValidationError', field});
	});
}

test('A network of another VPC and an unknown profile are refused', async t => {
	const {spot} = await openBench(t);
	const {launchSpecification} = createBody.group.compute;
	const errorFor = async (change: object) => {
		const compute = {...createBody.group.compute, launchSpecification: {...launchSpecification, ...change}};
		const {error} = await spot('POST', '/aws/ec2/group', {body: {group: {...createBody.group, compute}}});
		return error;
	};

	const network = await errorFor({securityGroupIds: ['sg-0a1b2c3d4e5f60005']});
	t.regex(network?.message ?? '', /different networks/);
	const profile = await errorFor({iamRole: {name: 'nobody'}});
	t.is(profile?.code, 'InvalidParameterValue');
	const image = await errorFor({imageId: 'ami-00000000000000000'});
	t.is(image?.code, 'CANT_VALIDATE_IMAGE');
});

test('An update changes what it names; what only create can set is refused', async t => {
	const bench = await openBench(t);
	// The way a vendor's client sends its flags: capitalised.
	const {item} = await bench.spot('PUT', groupPath, {
		query: {autoApplyTags: 'True'},
		body: {group: {capacity: {target: 3, minimum: 1, maximum: 4}, description: null}},
	});
	t.deepEqual(item.capacity, {target: 3, minimum: 1, maximum: 4, unit: 'instance'});
	t.false('description' in item);
	t.is(item.name, 'shop-web');
	bench.pass(90);
	t.is(bench.members().length, 3);
	const refused = await bench.spot('PUT', groupPath, {body: {group: {capacity: {unit: 'weight'}}}});
	t.is(refused.error?.field, 'body:group.capacity.unit');
});

test('Scaling in ends the oldest; detaching without decrement brings a replacement', async t => {
	const bench = await openBench(t);
	await bench.spot('PUT', `${groupPath}/capacity`, {body: {capacity: {target: 3, minimum: 1, maximum: 4}}});
	bench.pass(90);
	const newest = bench.members().at(-1)!;
	await bench.spot('PUT', `${groupPath}/capacity`, {body: {capacity: {target: 1, minimum: 1, maximum: 4}}});
	bench.pass(300);
	t.deepEqual(
		bench.members().map(({instanceId}) => instanceId),
		[newest.instanceId],
	);
	await bench.spot('PUT', `${groupPath}/detachInstances`, {
		body: {
			instancesToDetach: [newest.instanceId],
			shouldTerminateInstances: true,
			shouldDecrementTargetCapacity: false,
			drainingTimeout: 10,
		},
	});
	bench.pass(120);
	t.is(bench.members().length, 1);
	t.not(bench.members()[0]?.instanceId, newest.instanceId);
	t.is(bench.simulator.world.instances.get(newest.instanceId)?.state, 'terminated');
});

test('Detaching with decrement takes the target down and launches nothing', async t => {
	const bench = await openBench(t);
	const [first] = bench.members();
	await bench.spot('PUT', `${groupPath}/detachInstances`, {
		body: {
			instancesToDetach: [first?.instanceId],
			shouldTerminateInstances: true,
			shouldDecrementTargetCapacity: true,
		},
	});
	bench.pass(300);
	t.is(bench.elastigroup().capacity.target, 1);
	t.is(bench.members().length, 1);
});

test('Suspensions are set, expire and are removed', async t => {
	const bench = await openBench(t);
	await bench.spot('POST', `${groupPath}/suspension`, {
		body: {
			suspensions: [{name: 'AUTO_SCALE', ttlInMinutes: 5}, {name: 'AUTO_HEALING'}],
		},
	});
	const names = async () => {
		const {item} = await bench.spot('GET', `${groupPath}/suspension`);
		return item.processes;
	};

	t.deepEqual(await names(), ['AUTO_SCALE', 'AUTO_HEALING']);
	bench.pass(301);
	t.deepEqual(await names(), ['AUTO_HEALING']);
	await bench.spot('DELETE', `${groupPath}/suspension`, {body: {processes: ['AUTO_HEALING']}});
	t.deepEqual(await names(), []);
});

test('A blue/green run suspends processes, refuses changes and a second run, and clears suspensions at its end', async t => {
	const bench = await openBench(t);
	await bench.spot('POST', `${groupPath}/suspension`, {body: {processes: ['REVERT_PREFERRED']}});
	const {blueGreenId} = await bench.deploy();
	t.true(bench.elastigroup().suspensions.some(({name}) => name === 'AUTO_HEALING'));
	const second = await bench.spot('POST', blueGreenPath, {
		body: {
			deployment: {timeout: 20, tags: [{tagKey: 'version', tagValue: '7.0'}], deploymentGroups: [group]},
		},
	});
	t.is(second.status, 400);
	const change = await bench.spot('PUT', `${groupPath}/capacity`, {
		body: {capacity: {target: 1, minimum: 1, maximum: 1}},
	});
	t.is(change.status, 400);
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
		const {status, error} = await spot('POST', blueGreenPath, {body: {deployment}});
		t.is(status, 400);
		t.is(error?.field, field);
	});
}

test('The newest blue/green run comes first', async t => {
	const bench = await openBench(t);
	const id = await bench.startBlueGreen();
	const {item} = await bench.spot('GET', blueGreenPath);
	t.is(item.id, id);
	t.is(item.state, 'STARTING');
});

test('A run that nobody deploys to times out and leaves its green instances', async t => {
	const bench = await openBench(t);
	const id = await bench.startBlueGreen('6.0', 5);
	bench.until(() => bench.blueGreen(id).state === 'FINISHED_ERROR');
	const minutes = (bench.simulator.world.now - bench.blueGreen(id).startedAt) / 60_000;
	t.true(minutes >= 5 && minutes < 6, `${minutes} minutes`);
	t.is(bench.members().length, 4);
	const logs = await bench.spot('GET', `${groupPath}/logs`, {
		query: {fromDate: 0, toDate: bench.simulator.world.now},
	});
	t.true(logs.items.some(({message = ''}) => message.includes('within 5 minutes')));
});

test('Stopping removes the new instances and restores the capacity', async t => {
	const bench = await openBench(t);
	const id = await bench.startBlueGreen();
	bench.until(() => bench.blueGreen(id).state === 'AWAITING_USER_DEPLOYMENT');
	// No body, but a content type: a vendor's client sends it so.
	const {status} = await bench.spot('PUT', `${blueGreenPath}/${id}/stop`, {
		headers: {'content-type': 'application/json'},
	});
	t.is(status, 200);
	bench.until(() => bench.blueGreen(id).state === 'FINISHED_STOPPED');
	bench.pass(60);
	t.deepEqual(bench.members().map(versionOf), ['5.0', '5.0']);
	t.deepEqual(bench.elastigroup().capacity, {target: 2, minimum: 1, maximum: 4});
	const again = await bench.spot('PUT', `${blueGreenPath}/${id}/stop`);
	t.is(again.status, 400);
});

test('Health, events and costs answer', async t => {
	const bench = await openBench(t);
	const health = await bench.spot('GET', `${groupPath}/instanceHealthiness`);
	t.like(health.item, {healthStatus: 'HEALTHY', lifeCycle: 'SPOT'});
	const costs = await bench.spot('GET', `${groupPath}/costs`, {
		query: {fromDate: '2026-06-01', toDate: '2026-06-25'},
	});
	const {items} = costs.envelope.response;
	t.true(items !== undefined && 'costs' in items && Number(items.costs.actual) > 0);
	const events = await bench.spot('GET', `${groupPath}/events`, {query: {fromDate: '2026-06-01'}});
	t.is(events.items.length, 2);
});
