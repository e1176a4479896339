import axios, {type Method} from 'axios';
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
	const {status} = await bench.spot('PUT', `${blueGreenPath}/${id}/stop`);
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

const strange: ReadonlyArray<readonly [field: string, method: Method, path: string, body: object]> = [
	['body:group', 'PUT', groupPath, {}],
	['body', 'PUT', groupPath, [1]],
	['body:group.nam', 'PUT', groupPath, {group: {nam: 'x'}}],
	['body:group.id', 'POST', '/aws/ec2/group', {group: {...createBody.group, id: 'sig-00000001'}}],
	[
		'body:group.thirdPartiesIntegration.codeDeploy.cleanupOnFailure',
		'PUT',
		groupPath,
		{group: {thirdPartiesIntegration: {codeDeploy: {cleanupOnFailure: true}}}},
	],
	['body:group.name', 'PUT', groupPath, {group: {name: 5}}],
	['body:group.scaling.up', 'PUT', groupPath, {group: {scaling: {up: []}}}],
	[
		'body:group.strategy.revertToSpot.performAt',
		'PUT',
		groupPath,
		{group: {strategy: {revertToSpot: {performAt: 'x'}}}},
	],
	['body:capacity.max', 'PUT', `${groupPath}/capacity`, {capacity: {target: 1, minimum: 1, maximum: 1, max: 1}}],
	['body:processes', 'POST', `${groupPath}/suspension`, {}],
	['body:deployment.tags.0.key', 'POST', blueGreenPath, {deployment: {timeout: 20, tags: [{key: 'a', tagValue: 'b'}]}}],
];

for (const [field, method, path, body] of strange) {
	test(`A body that does not fit is refused, and changes nothing: ${field}`, async t => {
		const bench = await openBench(t);
		const before = bench.elastigroup();
		const {status, error} = await bench.spot(method, path, {body});
		t.is(status, 400);
		t.like(error, {code: 'ValidationError', field});
		t.is(bench.elastigroup(), before);
	});
}

test('Numbers and flags may come as texts, as infrastructure tools send them', async t => {
	const bench = await openBench(t);
	const up = {
		policyName: 'up',
		metricName: 'CPUUtilization',
		threshold: 70.5,
		action: {type: 'adjustment', adjustment: '1', maxTargetCapacity: '10'},
	};
	const update = await bench.spot('PUT', groupPath, {
		body: {group: {capacity: {target: '3', minimum: '1', maximum: '4'}, scaling: {up: [up]}}},
	});
	t.deepEqual(update.item.capacity, {target: 3, minimum: 1, maximum: 4, unit: 'instance'});
	bench.pass(90);
	const leaving = bench.members()[0]!.instanceId;
	await bench.spot('PUT', `${groupPath}/detachInstances`, {
		body: {
			instancesToDetach: [leaving],
			shouldTerminateInstances: 'true',
			shouldDecrementTargetCapacity: 'True',
			drainingTimeout: '5',
		},
	});
	bench.pass(60);
	t.is(bench.elastigroup().capacity.target, 2);
	t.is(bench.simulator.world.instances.get(leaving)?.state, 'terminated');
});

test('A group comes back with what the service adds, and can be put in again', async t => {
	const {spot} = await openBench(t);
	const created = await spot('POST', '/aws/ec2/group', {body: createBody});
	const {item} = await spot('GET', `/aws/ec2/group/${created.item.id ?? ''}`);
	const profile = 'arn:aws:iam::123456789012:instance-profile/CodeDeploy-EC2-Profile';
	t.like(item, {
		strategy: {lifetimePeriod: 'days', persistence: {}, onDemandCount: null},
		compute: {
			availabilityZones: [{subnetId: 'subnet-0a1b2c3d4e5f60a01', subnetIds: ['subnet-0a1b2c3d4e5f60a01']}],
			launchSpecification: {iamRole: {arn: profile}, loadBalancersConfig: {loadBalancers: null}},
		},
	});
	const {id: _id, createdAt: _created, updatedAt: _updated, ...again} = {updatedAt: '', ...item};
	const copy = await spot('POST', '/aws/ec2/group', {body: {group: again}});
	t.is(copy.status, 200);
});

test('A fixed count of on-demand instances is kept', async t => {
	const bench = await openBench(t);
	const strategy = {availabilityVsCost: 'balanced', fallbackToOd: true, onDemandCount: 1};
	const capacity = {target: 3, minimum: 1, maximum: 3, unit: 'instance'};
	const {item} = await bench.spot('POST', '/aws/ec2/group', {body: {group: {...createBody.group, strategy, capacity}}});
	bench.pass(90);
	const health = await bench.spot('GET', `/aws/ec2/group/${item.id ?? ''}/instanceHealthiness`);
	t.is(health.items.length, 3);
	t.is(health.items.filter(({lifeCycle}) => lifeCycle === 'ON-DEMAND').length, 1);
});

test('A deleted group is listed only when it is asked for', async t => {
	const bench = await openBench(t);
	await bench.spot('DELETE', '/aws/ec2/group/sig-0b7e42d9');
	const namesWith = async (query: Readonly<Record<string, unknown>>) => {
		const {items} = await bench.spot('GET', '/aws/ec2/group', {query});
		return items.map(({name}) => name);
	};

	t.deepEqual(await namesWith({}), ['shop-web']);
	t.deepEqual(await namesWith({includeDeleted: 'True'}), ['shop-web', 'shop-batch']);
	t.deepEqual(await namesWith({minCreatedAt: bench.simulator.world.now}), []);
});

test('Tags are put on running instances when it is asked for', async t => {
	const bench = await openBench(t);
	const update = async (value: string, query = {}) =>
		bench.spot('PUT', groupPath, {
			query,
			body: {group: {compute: {launchSpecification: {tags: [{tagKey: 'Owner', tagValue: value}]}}}},
		});
	const owners = () => bench.members().map(({tags}) => tags.find(({key}) => key === 'Owner')?.value);
	await update('nobody');
	t.deepEqual(owners(), ['platform', 'platform']);
	await update('web', {autoApplyTags: 'True'});
	t.deepEqual(owners(), ['web', 'web']);
});

test('A log is asked for by severity, by resource and in number; what is no severity is refused', async t => {
	const bench = await openBench(t);
	await bench.startBlueGreen('6.0', 5);
	bench.pass(420);
	const ask = async (query: Readonly<Record<string, unknown>>) =>
		bench.spot('GET', `${groupPath}/logs`, {query: {fromDate: 0, toDate: bench.simulator.world.now, ...query}});
	const errors = await ask({severity: 'ERROR'});
	t.is(errors.items.length, 1);
	const green = bench.members().find(instance => versionOf(instance) === '6.0');
	const about = await ask({resourceId: green?.instanceId});
	t.true(about.items.length > 0 && about.items.every(({message = ''}) => message.includes(green?.instanceId ?? '')));
	const two = await ask({limit: 2});
	t.is(two.items.length, 2);
	const loud = await ask({severity: 'LOUD'});
	t.is(loud.error?.field, 'query:severity');
	const many = await ask({limit: 1001});
	t.is(many.error?.field, 'query:limit');
	const whenever = await bench.spot('GET', `${groupPath}/events`, {query: {fromDate: 'whenever'}});
	t.is(whenever.error?.field, 'query:fromDate');
});

test('Events remember instances that have left', async t => {
	const bench = await openBench(t);
	const {blueGreenId} = await bench.deploy();
	bench.until(() => bench.blueGreen(blueGreenId).state === 'FINISHED');
	bench.pass(120);
	const {items} = await bench.spot('GET', `${groupPath}/events`, {query: {fromDate: '2026-06-01'}});
	t.deepEqual(
		items.map(({subEvents}) => subEvents?.[0]?.type),
		['scaleUp', 'scaleUp', 'scaleUp', 'scaleUp', 'scaleDown', 'scaleDown'],
	);
});

test('Where Spot cleans up by itself, a run that times out leaves nothing', async t => {
	const bench = await openBench(t);
	bench.simulator.change(world => ({...world, removesGreenAfterFailure: true}));
	const {capacity} = bench.elastigroup();
	const id = await bench.startBlueGreen('6.0', 5);
	const seen = new Set<string>();
	bench.until(() => {
		seen.add(bench.blueGreen(id).state);
		return bench.blueGreen(id).state === 'FINISHED_ERROR';
	});
	t.true(seen.has('REMOVE_NEW_INSTANCES'));
	bench.pass(60);
	t.deepEqual(bench.members().map(versionOf), ['5.0', '5.0']);
	t.deepEqual(bench.elastigroup().capacity, capacity);
});
