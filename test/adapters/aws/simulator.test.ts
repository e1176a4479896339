import test from 'ava';
import {createAccountFromSdk} from '../../../source/adapters/aws/create-account-from-sdk.js';
import {startSimulator} from '../../../source/simulator/server.js';
import {setTestCredentials} from '../../helpers/aws-environment.js';

setTestCredentials();

const now = Date.UTC(2026, 5, 25, 1, 0, 0);

test('the demo’s account holds the fleet that the story begins with', async t => {
	const simulator = await startSimulator({clock: {now: () => now}});
	t.teardown(async () => simulator.close());
	const account = createAccountFromSdk({region: 'ap-northeast-2', endpoint: simulator.url});
	const [instances, groups] = await Promise.all([
		account.listInstances({tags: [{key: 'version', value: '5.0'}]}),
		account.listTargetGroups(),
	]);
	const ids = instances.isOk ? instances.value.map(({instanceId}) => instanceId) : [];
	const arn = groups.isOk ? groups.value.find(({name}) => name === 'shop-web-tg')?.arn : undefined;

	t.is(ids.length, 2);
	t.like(instances.isOk && instances.value[0], {state: 'running', vpcId: 'vpc-0a1b2c3d4e5f60001'});
	t.deepEqual(await account.listPassedStatusChecks(ids), {isOk: true, value: ids});
	const health = await account.listTargetHealth(arn ?? '');
	t.deepEqual(health.isOk && health.value.map(({state}) => state), ['healthy', 'healthy']);
});

test('each injected fault is a problem of its kind, and the next look-up works', async t => {
	const simulator = await startSimulator({clock: {now: () => now}});
	t.teardown(async () => simulator.close());
	const account = createAccountFromSdk({region: 'ap-northeast-2', endpoint: simulator.url, timeoutMs: 3000});
	const kindOf = async (): Promise<string> => {
		const result = await account.listTopicArns();

		return result.isOk ? 'ok' : result.problem.kind;
	};

	simulator.inject({kind: 'throttled', service: 'sns', count: 3});
	t.is(await kindOf(), 'throttled');
	simulator.inject({kind: 'server-error', service: 'sns', count: 3});
	t.is(await kindOf(), 'remote');
	simulator.inject({kind: 'expired-token', service: 'sns'});
	t.is(await kindOf(), 'auth');
	simulator.inject({kind: 'denied', service: 'sns'});
	t.is(await kindOf(), 'permission');
	simulator.inject({kind: 'malformed', service: 'sns', count: 3});
	t.is(await kindOf(), 'remote');
	simulator.inject({kind: 'cut', when: 'before-work', service: 'sns', count: 3});
	t.is(await kindOf(), 'network');
	simulator.inject({kind: 'cut', when: 'after-work', service: 'sns'});
	t.is(await kindOf(), 'ok', 'one lost reply is asked again by the SDK');
	t.is(await kindOf(), 'ok');
});

test('a look-up that takes too long is the network', async t => {
	const simulator = await startSimulator({clock: {now: () => now}});
	t.teardown(async () => simulator.close());
	const account = createAccountFromSdk({region: 'ap-northeast-2', endpoint: simulator.url, timeoutMs: 150});
	simulator.inject({kind: 'latency', ms: 1500, service: 'sns', count: 3});

	t.like(await account.listTopicArns(), {
		isOk: false,
		problem: {kind: 'network', code: 'ETIMEDOUT', isRetryable: true},
	});
});
