import {CreateDeploymentCommand, GetApplicationCommand} from '@aws-sdk/client-codedeploy';
import test from 'ava';
import {group, groupPath, openBench, releaseOf, tagsOf} from './clients.js';

const read = new GetApplicationCommand({applicationName: 'shop'});

test('A fault hits what it names, as often as it says', async t => {
	const {codeDeploy, spot, simulator} = await openBench(t);
	simulator.inject({kind: 'throttled', service: 'codedeploy', operation: 'GetApplication', count: 2});
	const other = await spot('GET', groupPath);
	t.is(other.status, 200);
	await t.throwsAsync(codeDeploy.send(read), {name: 'ThrottlingException'});
	await t.throwsAsync(codeDeploy.send(read), {name: 'ThrottlingException'});
	await t.notThrowsAsync(codeDeploy.send(read));
});

test('CodeDeploy’s faults have its words', async t => {
	const {codeDeploy, simulator} = await openBench(t);
	simulator.inject({kind: 'expired-token'}, {kind: 'denied'}, {kind: 'server-error', status: 500}, {kind: 'malformed'});
	await t.throwsAsync(codeDeploy.send(read), {name: 'ExpiredTokenException'});
	await t.throwsAsync(codeDeploy.send(read), {name: 'AccessDeniedException'});
	const error = await t.throwsAsync<Error & {$metadata: {httpStatusCode: number}}>(codeDeploy.send(read));
	t.is(error.$metadata.httpStatusCode, 500);
	await t.throwsAsync(codeDeploy.send(read), {instanceOf: SyntaxError});
});

test('Spot’s faults have its words', async t => {
	const {spot, simulator} = await openBench(t);
	simulator.inject(
		{kind: 'throttled', resetSeconds: 7},
		{kind: 'server-error'},
		{kind: 'expired-token'},
		{kind: 'denied'},
	);
	const throttled = await spot('GET', groupPath);
	t.is(throttled.status, 429);
	t.is(throttled.envelope.response.data, 'Rate limit exceeded');
	t.is(throttled.headers['x-ratelimit-reset'], '7');
	const statuses: number[] = [];
	for (let count = 0; count < 3; count++) {
		const {status} = await spot('GET', groupPath);
		statuses.push(status);
	}

	t.deepEqual(statuses, [503, 401, 403]);
});

test('What passes by itself is refused as often as it says, and then done', async t => {
	const {spot, simulator} = await openBench(t);
	const {item} = await spot('GET', groupPath);
	const {id: _id, createdAt: _created, updatedAt: _updated, ...again} = {updatedAt: '', ...item};
	const create = async () => spot('POST', '/aws/ec2/group', {body: {group: again}});
	const operation = 'createGroup';
	simulator.inject(
		{kind: 'refused', operation, code: 'CANT_CREATE_GROUP', message: 'Failed to create group'},
		{kind: 'refused', operation, code: 'InvalidParameterValue', message: 'Invalid IAM Instance Profile name'},
	);
	for (const code of ['CANT_CREATE_GROUP', 'InvalidParameterValue']) {
		const {status, error} = await create();
		t.is(status, 400);
		t.is(error?.code, code);
	}

	t.is(simulator.world.elastigroups.size, 2);
	const made = await create();
	t.is(made.status, 200);
});

test('A role that is not there yet is refused in CodeDeploy’s words', async t => {
	const {codeDeploy, simulator} = await openBench(t);
	simulator.inject({kind: 'refused', code: 'InvalidRoleException', message: 'CodeDeploy cannot assume the role'});
	await t.throwsAsync(codeDeploy.send(read), {name: 'InvalidRoleException', message: /cannot assume/});
	await t.notThrowsAsync(codeDeploy.send(read));
});

test('A lost reply means done work: the deployment is there', async t => {
	const bench = await openBench(t);
	const id = await bench.startBlueGreen();
	bench.until(() => bench.blueGreen(id).state === 'AWAITING_USER_DEPLOYMENT');
	bench.pass(15);
	const before = bench.simulator.world.deployments.size;
	const create = new CreateDeploymentCommand({
		...group,
		revision: releaseOf('shop/shop-6.0.zip'),
		targetInstances: tagsOf('6.0'),
	});
	bench.simulator.inject({kind: 'cut', when: 'before-work', operation: 'CreateDeployment'});
	await t.throwsAsync(bench.codeDeploy.send(create));
	t.is(bench.simulator.world.deployments.size, before);
	bench.simulator.inject({kind: 'cut', when: 'after-work', operation: 'CreateDeployment'});
	await t.throwsAsync(bench.codeDeploy.send(create));
	t.is(bench.simulator.world.deployments.size, before + 1);
	t.deepEqual(
		bench.simulator.log
			.filter(({operation}) => operation === 'CreateDeployment')
			.map(({isDone, status}) => [isDone, status]),
		[
			[false, 0],
			[true, 200],
		],
	);
});

test('An answer that holds nothing, and a page in the place of one', async t => {
	const {spot, simulator} = await openBench(t);
	const ask = async () =>
		fetch(`${simulator.url}${groupPath}`, {headers: {authorization: 'Bearer simulated-spot-token'}});
	simulator.inject({kind: 'replaced', body: '{}'}, {kind: 'portal', status: 403});
	const empty = await ask();
	t.is(empty.status, 200);
	t.is(await empty.text(), '{}');
	const page = await ask();
	t.is(page.status, 403);
	t.regex(await page.text(), /^<!DOCTYPE html>/);
	t.is(page.headers.get('x-ratelimit-limit'), null);
	t.deepEqual(
		simulator.log.map(({isDone}) => isDone),
		[true, false],
	);
	const {status} = await spot('GET', groupPath);
	t.is(status, 200);
});

test('Latency delays, and goes together with another fault', async t => {
	const {spot, simulator} = await openBench(t);
	simulator.inject({kind: 'latency', ms: 60}, {kind: 'server-error'});
	const start = performance.now();
	const {status} = await spot('GET', groupPath);
	t.is(status, 503);
	t.true(performance.now() - start >= 55);
});
