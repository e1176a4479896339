import {Buffer} from 'node:buffer';
import {request as startRequest} from 'node:http';
import test, {type ExecutionContext} from 'ava';
import {registrationKey} from '../../source/simulator/world/state.js';
import {type Bench, elastigroupId, group, groupPath, openBench} from './clients.js';

// docs/facts.md SPOT 5: what the vendor's own clients were seen to send, byte by byte as far as it matters.

type Envelope = {
	readonly request: {readonly id: string; readonly url: string; readonly method: string; readonly timestamp: string};
	readonly response: {
		readonly status: {readonly code: number; readonly message: string};
		readonly kind?: string;
		readonly items?: ReadonlyArray<Readonly<Record<string, unknown>>>;
		readonly count?: number;
		readonly errors?: ReadonlyArray<{readonly code: string; readonly field?: string}>;
		readonly data?: string;
	};
};

type Answer = {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly envelope: Envelope;
	readonly items: NonNullable<Envelope['response']['items']>;
};

/** No library between: exactly these headers, and a body only where one is given. */
const send = async (
	{simulator}: Bench,
	method: string,
	path: string,
	{
		body,
		token = simulator.environment['SPOTINST_TOKEN'],
	}: {readonly body?: string; readonly token?: string | false} = {},
): Promise<Answer> =>
	new Promise((resolve, reject) => {
		const asked = startRequest(`${simulator.url}${path}`, {
			method,
			headers: {
				accept: '*/*',
				'content-type': 'application/json',
				...(token !== false && {authorization: `Bearer ${token ?? ''}`}),
				...(body !== undefined && {'content-length': String(Buffer.byteLength(body))}),
			},
		});
		asked.once('error', reject);
		asked.once('response', reply => {
			let words = '';
			reply.setEncoding('utf8').on('data', (chunk: string) => {
				words += chunk;
			});
			reply.once('end', () => {
				// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- what the tests look at
				const envelope = JSON.parse(words) as Envelope;
				const {items = []} = envelope.response;
				resolve({status: reply.statusCode ?? 0, headers: reply.headers, envelope, items});
			});
		});
		asked.end(body);
	});

const blueGreenPath = `${groupPath}/codeDeploy/blueGreenDeployment`;

const isEnvelope = (t: ExecutionContext, {status, headers, envelope}: Answer, method: string, path: string): void => {
	t.is(envelope.request.url, path);
	t.is(envelope.request.method, method);
	t.regex(envelope.request.id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/, path);
	t.regex(envelope.request.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, path);
	t.is(envelope.response.status.code, status, path);
	for (const name of ['limit', 'remaining', 'reset']) {
		t.regex(String(headers[`x-ratelimit-${name}`]), /^\d+$/, `${path}: ${name}`);
	}
};

test('Every verb succeeds with 200 and the envelope', async t => {
	const bench = await openBench(t);
	const [member] = bench.members();
	const calls: ReadonlyArray<readonly [method: string, path: string, body?: object]> = [
		['GET', '/setup/account'],
		['GET', '/aws/ec2/group'],
		['GET', groupPath],
		['GET', `${groupPath}/status`],
		['GET', `${groupPath}/instanceHealthiness`],
		['GET', `${groupPath}/suspension`],
		['GET', `${groupPath}/scale/suspensions`],
		['GET', `${groupPath}/logs?fromDate=0&toDate=1`],
		['GET', `${groupPath}/events?fromDate=2026-06-01`],
		['GET', `${groupPath}/costs?fromDate=2026-06-01&toDate=2026-06-02`],
		['GET', blueGreenPath],
		['PUT', `${groupPath}/capacity`, {capacity: {target: 2, minimum: 1, maximum: 4}}],
		['PUT', groupPath, {group: {description: 'x'}}],
		['POST', `/aws/ec2/instance/${member?.instanceId ?? ''}/lock`],
		['POST', `${groupPath}/suspension`, {processes: ['AUTO_SCALE']}],
		['DELETE', `${groupPath}/suspension`, {processes: ['AUTO_SCALE']}],
		['DELETE', '/aws/ec2/group/sig-0b7e42d9'],
	];
	for (const [method, path, body] of calls) {
		const answer = await send(bench, method, path, body === undefined ? {} : {body: JSON.stringify(body)});
		t.is(answer.status, 200, path);
		isEnvelope(t, answer, method, path);
	}
});

test('Every refusal is JSON with a response, and tells the rate limit too', async t => {
	const bench = await openBench(t);
	const refusals: ReadonlyArray<readonly [status: number, code: string, answer: Promise<Answer>, path: string]> = [
		[401, 'UNAUTHORIZED', send(bench, 'GET', groupPath, {token: false}), groupPath],
		[401, 'UNAUTHORIZED', send(bench, 'GET', groupPath, {token: 'another'}), groupPath],
		[403, 'FORBIDDEN', send(bench, 'GET', `${groupPath}?accountId=act-0`), `${groupPath}?accountId=act-0`],
		[404, 'NOT_FOUND', send(bench, 'GET', '/aws/ec2/nothing'), '/aws/ec2/nothing'],
		[400, 'GROUP_DOESNT_EXIST', send(bench, 'GET', '/aws/ec2/group/sig-0'), '/aws/ec2/group/sig-0'],
	];
	for (const [status, code, answering, path] of refusals) {
		const answer = await answering;
		t.is(answer.status, status);
		t.is(answer.envelope.response.errors?.[0]?.code, code);
		isEnvelope(t, answer, 'GET', path);
	}

	const broken = await send(bench, 'PUT', groupPath, {body: '{"group":'});
	t.is(broken.status, 400);
	t.is(broken.envelope.response.errors?.[0]?.code, 'ValidationError');
	bench.simulator.inject({kind: 'throttled'});
	const throttled = await send(bench, 'GET', groupPath);
	t.is(throttled.status, 429);
	t.is(throttled.envelope.response.data, 'Rate limit exceeded');
	t.false('errors' in throttled.envelope.response);
	isEnvelope(t, throttled, 'GET', groupPath);
});

test('The account may be left out; then the token’s default is meant', async t => {
	const bench = await openBench(t);
	const {items} = await send(bench, 'GET', groupPath);
	t.is(items[0]?.['id'], elastigroupId);
});

const newGroup = {
	name: 'web-blue',
	region: 'ap-northeast-2',
	capacity: {target: 1, minimum: 1, maximum: 1, unit: 'instance'},
	strategy: {risk: 100, availabilityVsCost: 'balanced', fallbackToOd: true},
	compute: {
		product: 'Linux/UNIX',
		instanceTypes: {ondemand: 'm5.large', spot: ['m5.large']},
		availabilityZones: [
			{
				name: 'ap-northeast-2a',
				subnetId: 'subnet-0a1b2c3d4e5f60a01',
				subnetIds: ['subnet-0a1b2c3d4e5f60a01'],
			},
		],
		launchSpecification: {
			imageId: 'ami-0a1b2c3d4e5f60101',
			securityGroupIds: ['sg-0a1b2c3d4e5f60001'],
			monitoring: false,
		},
	},
};

test('Python’s create: capitalised flags in the query, the old subnet member beside the new one', async t => {
	const bench = await openBench(t);
	const {status, items} = await send(bench, 'POST', '/aws/ec2/group?asyncScale=True', {
		body: JSON.stringify({group: newGroup}),
	});
	t.is(status, 200);
	t.like(items[0], {
		compute: {
			availabilityZones: [{subnetId: 'subnet-0a1b2c3d4e5f60a01', subnetIds: ['subnet-0a1b2c3d4e5f60a01']}],
		},
	});
	const old = structuredClone(newGroup);
	const [zone] = old.compute.availabilityZones;
	const single = {name: zone?.name, subnetId: zone?.subnetId};
	const body = JSON.stringify({group: {...old, compute: {...old.compute, availabilityZones: [single]}}});
	const alone = await send(bench, 'POST', '/aws/ec2/group', {body});
	bench.pass(60);
	const {items: instances} = await send(bench, 'GET', `/aws/ec2/group/${String(alone.items[0]?.['id'])}/status`);
	t.is(instances[0]?.['availabilityZone'], 'ap-northeast-2a');
});

for (const flag of ['True', 'true', 'False', 'false']) {
	test(`autoApplyTags=${flag} is read`, async t => {
		const bench = await openBench(t);
		await send(bench, 'PUT', `${groupPath}?autoApplyTags=${flag}`, {
			body: '{"group":{"compute":{"launchSpecification":{"tags":[{"tagKey":"Owner","tagValue":"web"}]}}}}',
		});
		const isApplied = bench.members().every(({tags}) => tags.some(({value}) => value === 'web'));
		t.is(isApplied, flag.toLowerCase() === 'true');
	});
}

test('Python’s update holds what changes and nothing else; Go’s null takes away', async t => {
	const bench = await openBench(t);
	const {items} = await send(bench, 'PUT', groupPath, {
		body: '{"group":{"capacity":{"maximum":3,"minimum":1,"target":2}}}',
	});
	t.like(items[0], {name: 'shop-web', capacity: {target: 2, minimum: 1, maximum: 3, unit: 'instance'}});
	t.truthy(items[0]?.['description']);
	const unset = await send(bench, 'PUT', groupPath, {body: '{"group":{"description":null,"scaling":{"up":null}}}'});
	t.is(unset.status, 200);
	t.false('description' in unset.items[0]!);
	t.is(unset.items[0]?.['name'], 'shop-web');
});

test('Go’s scaling policy has its numbers as texts and its threshold as a fraction', async t => {
	const bench = await openBench(t);
	const policy = {
		policyName: 'down',
		metricName: 'CPUUtilization',
		threshold: 20.5,
		stepAdjustments: [{threshold: 10, action: {type: 'adjustment', adjustment: '1', minTargetCapacity: '1'}}],
		action: {type: 'updateCapacity', target: '1', minimum: '1', maximum: '4'},
	};
	const {status} = await send(bench, 'PUT', groupPath, {body: JSON.stringify({group: {scaling: {down: [policy]}}})});
	t.is(status, 200);
});

test('Python’s stop: PUT with a content type and no content', async t => {
	const bench = await openBench(t);
	const id = await bench.startBlueGreen();
	const {status} = await send(bench, 'PUT', `${blueGreenPath}/${id}/stop`);
	t.is(status, 200);
	t.is(bench.blueGreen(id).state, 'STOPPING');
});

test('Suspensions are lifted by a DELETE with a body; a group is deleted by one without', async t => {
	const bench = await openBench(t);
	await send(bench, 'POST', `${groupPath}/suspension`, {body: '{"processes":["AUTO_SCALE","AUTO_HEALING"]}'});
	await send(bench, 'DELETE', `${groupPath}/suspension`, {body: '{"processes":["AUTO_SCALE"]}'});
	t.deepEqual(
		bench.elastigroup().suspensions.map(({name}) => name),
		['AUTO_HEALING'],
	);
	const {status} = await send(bench, 'DELETE', '/aws/ec2/group/sig-0b7e42d9');
	t.is(status, 200);
	const {items} = await send(bench, 'GET', '/aws/ec2/group');
	t.deepEqual(
		items.map(({id}) => id),
		[elastigroupId],
	);
});

test('Instances are detached with the four members at the top of the body', async t => {
	const bench = await openBench(t);
	const [first] = bench.members();
	const {status} = await send(bench, 'PUT', `${groupPath}/detachInstances`, {
		body: `{"instancesToDetach":["${first?.instanceId}"],"shouldTerminateInstances":true,"shouldDecrementTargetCapacity":true,"drainingTimeout":60}`,
	});
	t.is(status, 200);
	t.is(bench.elastigroup().capacity.target, 1);
	bench.pass(120);
	t.is(bench.simulator.world.instances.get(first?.instanceId ?? '')?.state, 'terminated');
});

const statusOf = async (bench: Bench, instanceId: string) => {
	const {items} = await send(bench, 'GET', `${groupPath}/status`);
	return items.find(item => item['instanceId'] === instanceId);
};

test('A locked instance is passed over when the group scales down, until its lock ends', async t => {
	const bench = await openBench(t);
	const [oldest, newest] = bench.members();
	const id = oldest?.instanceId ?? '';
	t.like(await statusOf(bench, id), {lockStatus: 'unlocked'});
	const {status, envelope} = await send(bench, 'POST', `/aws/ec2/instance/${id}/lock?ttlInMinutes=10`);
	t.is(status, 200);
	t.false('items' in envelope.response);
	const protectedUntil = new Date(bench.simulator.world.now + 600_000).toISOString();
	t.like(await statusOf(bench, id), {lockStatus: 'locked', protectedUntil});
	await send(bench, 'PUT', `${groupPath}/capacity`, {body: '{"capacity":{"target":1,"minimum":0,"maximum":4}}'});
	bench.pass(300);
	t.deepEqual(
		bench.members().map(({instanceId}) => instanceId),
		[id],
	);
	t.is(bench.simulator.world.instances.get(newest?.instanceId ?? '')?.state, 'terminated');
	await send(bench, 'PUT', `${groupPath}/capacity`, {body: '{"capacity":{"target":0,"minimum":0,"maximum":4}}'});
	bench.pass(200);
	t.is(bench.members().length, 1, 'still locked');
	bench.pass(400);
	t.is(bench.members().length, 0);
});

test('A lock without an end holds until somebody unlocks; who detaches by hand need not ask it', async t => {
	const bench = await openBench(t);
	const [first, second] = bench.members();
	for (const instance of bench.members()) {
		await send(bench, 'POST', `/aws/ec2/instance/${instance.instanceId}/lock`);
	}

	await send(bench, 'PUT', `${groupPath}/capacity`, {body: '{"capacity":{"target":1,"minimum":0,"maximum":4}}'});
	bench.pass(86_400);
	t.is(bench.members().length, 2);
	await send(bench, 'POST', `/aws/ec2/instance/${second?.instanceId}/unlock`);
	bench.pass(300);
	t.deepEqual(bench.members(), [bench.simulator.world.instances.get(first?.instanceId ?? '')!]);
	await send(bench, 'PUT', `${groupPath}/detachInstances`, {
		body: `{"instancesToDetach":["${first?.instanceId}"],"shouldTerminateInstances":true,"shouldDecrementTargetCapacity":true}`,
	});
	bench.pass(300);
	t.is(bench.members().length, 0);
});

test('On standby an instance takes no traffic, is not checked and is left alone; then it is back', async t => {
	const bench = await openBench(t);
	const [first] = bench.members();
	const id = first?.instanceId ?? '';
	const traffic = () => {
		const {balancers} = bench.elastigroup();
		const {registrations} = bench.simulator.world;
		return balancers.map(balancer => registrations.get(registrationKey(balancer, id))?.state);
	};

	t.deepEqual(traffic(), ['healthy']);
	await send(bench, 'POST', `/aws/ec2/instance/${id}/standby/enter`);
	t.deepEqual(traffic(), ['draining']);
	bench.pass(60);
	t.deepEqual(traffic(), [undefined]);
	const health = await send(bench, 'GET', `${groupPath}/instanceHealthiness`);
	t.is(health.items.find(({instanceId}) => instanceId === id)?.['healthStatus'], 'UNKNOWN');
	await send(bench, 'PUT', `${groupPath}/capacity`, {body: '{"capacity":{"target":1,"minimum":0,"maximum":4}}'});
	bench.pass(300);
	t.deepEqual(
		bench.members().map(({instanceId}) => instanceId),
		[id],
	);
	await send(bench, 'POST', `/aws/ec2/instance/${id}/standby/exit`);
	bench.pass(60);
	t.deepEqual(traffic(), ['healthy']);
});

test('An instance of no group can be neither locked nor put on standby', async t => {
	const bench = await openBench(t);
	for (const path of ['lock', 'unlock', 'standby/enter', 'standby/exit']) {
		const {status} = await send(bench, 'POST', `/aws/ec2/instance/i-00000000000000000/${path}`);
		t.is(status, 400, path);
	}

	const [first] = bench.members();
	const {envelope} = await send(bench, 'POST', `/aws/ec2/instance/${first?.instanceId}/lock?ttlInMinutes=soon`);
	t.like(envelope.response.errors?.[0], {code: 'ValidationError', field: 'query:ttlInMinutes'});
});

test('A scaling policy is suspended and resumed, with a body or without', async t => {
	const bench = await openBench(t);
	const policy = {policyName: 'cpu', metricName: 'CPUUtilization', threshold: 70, action: {type: 'adjustment'}};
	await send(bench, 'PUT', groupPath, {body: JSON.stringify({group: {scaling: {up: [policy]}}})});
	const listed = async () => {
		const {items} = await send(bench, 'GET', `${groupPath}/scale/suspensions`);
		const {scalePolicySuspensions = []} = items[0] ?? {};
		return Array.isArray(scalePolicySuspensions) ? (scalePolicySuspensions as readonly unknown[]) : [];
	};

	const suspended = await send(bench, 'POST', `${groupPath}/scale/suspendPolicy?policyName=cpu`);
	const item = {groupId: elastigroupId, policyName: 'cpu', state: 'suspended'};
	t.deepEqual(suspended.items, [item]);
	t.is(suspended.envelope.response.kind, 'spotinst:aws:ec2:suspension');
	t.deepEqual(await listed(), [item]);
	const resumed = await send(bench, 'POST', `${groupPath}/scale/resumePolicy?policyName=cpu`);
	t.deepEqual([resumed.status, resumed.envelope.response.count], [200, 0]);
	t.deepEqual(await listed(), []);
	await send(bench, 'POST', `${groupPath}/scale/suspendPolicy?policyName=cpu`, {
		body: '{"suspension":{"ttlInMinutes":5}}',
	});
	bench.pass(299);
	const last = await listed();
	t.is(last.length, 1);
	bench.pass(2);
	t.deepEqual(await listed(), []);
	for (const query of ['', '?policyName=mem']) {
		const {envelope} = await send(bench, 'POST', `${groupPath}/scale/suspendPolicy${query}`);
		t.like(envelope.response.errors?.[0], {code: 'ValidationError', field: 'query:policyName'});
	}
});

test('A run is told as the vendor’s clients read it: an id, a state, a config and nothing else', async t => {
	const bench = await openBench(t);
	const deployment = {timeout: 20, tags: [{tagKey: 'version', tagValue: '7.0'}], deploymentGroups: [group]};
	const {items, envelope} = await send(bench, 'POST', blueGreenPath, {body: JSON.stringify({deployment})});
	t.is(envelope.response.kind, 'spotinst:aws:ec2:group:codeDeploy:blueGreenDeployment');
	t.regex(String(items[0]?.['id']), /^cdbg-[\da-f]{8}$/);
	t.deepEqual({...items[0], id: ''}, {id: '', groupId: elastigroupId, state: 'STARTING', config: deployment});
});
