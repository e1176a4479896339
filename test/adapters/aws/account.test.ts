import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {createAccountFromSdk} from '../../../source/adapters/aws/create-account-from-sdk.js';
import {type Result} from '../../../source/core/problem.js';
import {type Account} from '../../../source/ports/account.js';
import {account as seeded} from '../../../source/simulator/lookups/account.js';
import {setTestCredentials} from '../../helpers/aws-environment.js';
import {aWorld, anInstance, idOf, worldNow} from '../../simulator/lookups/look-up-world.js';
import {type LookUpServer, startLookUps} from '../../simulator/lookups/look-up-server.js';

setTestCredentials();

const webGroup = 'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/shop-web-tg/6d0ecf831eec9f09';
const webBalancer = {kind: 'target-group', arn: webGroup, name: 'shop-web-tg'} as const;
const classic = {kind: 'classic', name: 'shop-classic'} as const;

const start = async (
	t: ExecutionContext,
	world = aWorld(),
	region = 'ap-northeast-2',
): Promise<{readonly account: Account; readonly server: LookUpServer}> => {
	const server = await startLookUps(world);
	t.teardown(async () => server.close());

	return {account: createAccountFromSdk({region, endpoint: server.url}), server};
};

const valueOf = <Value>(t: ExecutionContext, result: Result<Value>): Value => {
	if (!result.isOk) {
		t.log(result.problem);
		throw new Error(`${result.problem.kind} ${result.problem.code}`);
	}

	return result.value;
};

test('the identity names account, caller, region and the host that is not Amazon’s', async t => {
	const {account, server} = await start(t);

	t.deepEqual(valueOf(t, await account.getIdentity()), {
		accountId: '123456789012',
		arn: 'arn:aws:sts::123456789012:assumed-role/Deployer/trainee',
		region: 'ap-northeast-2',
		endpoint: server.url,
	});
});

test('regions and zones are names in order', async t => {
	const {account} = await start(t);

	t.true(valueOf(t, await account.listRegions()).includes('ap-northeast-2'));
	t.deepEqual(valueOf(t, await account.listZones()), [
		'ap-northeast-2a',
		'ap-northeast-2b',
		'ap-northeast-2c',
		'ap-northeast-2d',
	]);
});

test('a network is shown with its name, and what belongs to it can be asked alone', async t => {
	const {account} = await start(t);
	const vpcs = valueOf(t, await account.listVpcs());
	const shop = vpcs.find(({name}) => name === 'shop');

	t.deepEqual(shop, {id: 'vpc-0a1b2c3d4e5f60001', name: 'shop', cidr: '10.20.0.0/16', isDefault: false});
	t.is(vpcs.filter(({isDefault}) => isDefault).length, 1);

	const all = valueOf(t, await account.listSubnets());
	const subnets = valueOf(t, await account.listSubnets('vpc-0a1b2c3d4e5f60001'));
	t.true(subnets.length < all.length);
	t.true(subnets.every(({vpcId}) => vpcId === 'vpc-0a1b2c3d4e5f60001'));
	t.deepEqual(subnets[0], {
		id: 'subnet-0a1b2c3d4e5f60a01',
		name: 'shop-private-2a',
		vpcId: 'vpc-0a1b2c3d4e5f60001',
		zone: 'ap-northeast-2a',
		cidr: '10.20.0.0/20',
	});

	const groups = valueOf(t, await account.listSecurityGroups('vpc-0a1b2c3d4e5f60001'));
	t.deepEqual(
		groups.map(({name}) => name),
		['shop-web', 'shop-alb', 'shop-admin', 'default'],
	);
	t.is(valueOf(t, await account.listSecurityGroups()).length, 5);
	t.deepEqual(valueOf(t, await account.listKeyPairs()), ['shop-ops', 'training']);
});

test('images are our own and the current ones of each line, newest first', async t => {
	const {account} = await start(t);
	const images = valueOf(t, await account.listImages());
	const times = images.map(({createdAt}) => createdAt);

	t.deepEqual(
		times,
		[...times].sort((one, other) => other - one),
	);
	t.deepEqual(
		images.filter(({isOwn}) => isOwn).map(({name}) => name),
		['shop-base-al2023-20260601', 'shop-base-al2-20240312'],
	);
	t.deepEqual(
		images.find(({id}) => id === 'ami-0a1b2c3d4e5f60104'),
		{
			id: 'ami-0a1b2c3d4e5f60104',
			name: 'Windows_Server-2022-English-Full-Base-2026.06.11',
			architecture: 'x86_64',
			platform: 'windows',
			createdAt: Date.UTC(2026, 5, 11, 9, 30, 51),
			isOwn: false,
		},
	);
	t.true(images.some(({name}) => name.includes('ubuntu-noble')));
});

test('one image is found by its id, or is not there', async t => {
	const {account} = await start(t);

	t.true(valueOf(t, await account.getImage('ami-0a1b2c3d4e5f60001'))?.isOwn);
	t.false(valueOf(t, await account.getImage('ami-0a1b2c3d4e5f60101'))?.isOwn);
	t.is(valueOf(t, await account.getImage('ami-0fffffffffffffff0')), undefined);
	t.is(valueOf(t, await account.getImage('not-an-image')), undefined);
});

test('instance types tell what they hold', async t => {
	const {account} = await start(t);
	const types = valueOf(t, await account.listInstanceTypes());

	t.deepEqual(
		types.find(({name}) => name === 'm6g.large'),
		{name: 'm6g.large', vCpus: 2, memoryMib: 8192, architectures: ['arm64']},
	);
	t.is(types.length, seeded.instanceTypes.length);
});

test('instances are found by all of their tags; wildcards in a value are letters', async t => {
	const {account} = await start(
		t,
		aWorld([
			anInstance(1),
			anInstance(2, {tags: [{key: 'version', value: '6.0'}]}),
			anInstance(3, {tags: [{key: 'version', value: '*'}]}),
			anInstance(4, {state: 'terminated', terminatedAt: worldNow - 60_000}),
		]),
	);
	const idsWith = async (...tags: ReadonlyArray<{key: string; value: string}>) =>
		valueOf(t, await account.listInstances({tags})).map(({instanceId}) => instanceId);

	t.deepEqual(await idsWith({key: 'version', value: '5.0'}, {key: 'Name', value: 'shop-web'}), [idOf(1)]);
	t.deepEqual(await idsWith({key: 'version', value: '6.0'}, {key: 'Name', value: 'shop-web'}), []);
	t.deepEqual(await idsWith({key: 'version', value: '*'}), [idOf(3)]);

	const idsOfKeys = async (...tagKeys: readonly string[]) =>
		valueOf(t, await account.listInstances({tagKeys})).map(({instanceId}) => instanceId);
	t.deepEqual(await idsOfKeys('version', 'Name'), [idOf(1)]);
	t.deepEqual(await idsOfKeys('version'), [idOf(1), idOf(2), idOf(3)]);
	t.deepEqual(await idsOfKeys('vers*'), []);

	const [first] = valueOf(t, await account.listInstances({tags: [{key: 'Name', value: 'shop-web'}]}));
	t.deepEqual(first, {
		instanceId: idOf(1),
		state: 'running',
		tags: [
			{key: 'Name', value: 'shop-web'},
			{key: 'version', value: '5.0'},
		],
		launchedAt: worldNow - 3_600_000,
		vpcId: 'vpc-0a1b2c3d4e5f60001',
		zone: 'ap-northeast-2a',
		instanceType: 'm5.large',
		instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/CodeDeploy-EC2-Profile',
	});
});

test('named instances are shown although terminated, and one that EC2 forgot is just absent', async t => {
	const {account} = await start(
		t,
		aWorld([
			anInstance(1),
			anInstance(2, {state: 'terminated', terminatedAt: worldNow - 60_000}),
			anInstance(3, {state: 'terminated', terminatedAt: worldNow - 7_200_000}),
		]),
	);
	const found = valueOf(t, await account.listInstances({instanceIds: [idOf(1), idOf(2), idOf(3), 'i-nonsense']}));

	t.deepEqual(
		found.map(({instanceId, state}) => `${instanceId} ${state}`),
		[`${idOf(1)} running`, `${idOf(2)} terminated`],
	);
	t.deepEqual(valueOf(t, await account.listInstances({instanceIds: []})), []);
});

test('a large fleet is read to its end, page by page', async t => {
	const fleet = Array.from({length: 1201}, (_, index) => anInstance(index + 1));
	const {account, server} = await start(t, aWorld(fleet));

	t.is(valueOf(t, await account.listInstances({tags: [{key: 'version', value: '5.0'}]})).length, 1201);
	t.is(server.requests.length, 2);

	const ids = fleet.map(({instanceId}) => instanceId);
	t.is(valueOf(t, await account.listInstances({instanceIds: ids})).length, 1201);
	t.is(valueOf(t, await account.listPassedStatusChecks(ids)).length, 1201);
});

test('status checks count only where both passed; forgotten instances do not spoil the answer', async t => {
	const {account} = await start(
		t,
		aWorld([
			anInstance(1),
			anInstance(2, {checksPassedAt: worldNow + 60_000}),
			anInstance(3, {state: 'stopped'}),
			anInstance(4),
		]),
	);
	const asked = [1, 2, 3, 4, 9, 10].map(idOf);

	t.deepEqual(valueOf(t, await account.listPassedStatusChecks(asked)), [idOf(1), idOf(4)]);
	t.deepEqual(valueOf(t, await account.listPassedStatusChecks([idOf(9)])), []);
});

test('target groups tell their type and network, and the health of what is registered', async t => {
	const {account} = await start(
		t,
		aWorld(
			[anInstance(1), anInstance(2)],
			[
				{balancer: webBalancer, instanceId: idOf(1), state: 'healthy'},
				{balancer: webBalancer, instanceId: idOf(2), state: 'draining'},
			],
		),
	);
	const groups = valueOf(t, await account.listTargetGroups());

	t.deepEqual(
		groups.find(({name}) => name === 'shop-web-tg'),
		{
			arn: webGroup,
			name: 'shop-web-tg',
			targetType: 'instance',
			loadBalancerArns: [
				'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/shop-web-alb/50dc6c495c0c9188',
			],
			vpcId: 'vpc-0a1b2c3d4e5f60001',
			port: 80,
		},
	);
	t.is(groups.find(({name}) => name === 'shop-api-ip-tg')?.targetType, 'ip');
	t.deepEqual(valueOf(t, await account.listTargetHealth(webGroup)), [
		{instanceId: idOf(1), state: 'healthy'},
		{instanceId: idOf(2), state: 'draining'},
	]);

	const missing = await account.listTargetHealth(`${webGroup}0`);
	t.false(missing.isOk);
	t.is(missing.isOk ? '' : missing.problem.kind, 'not-found');
});

test('classic load balancers speak of health in the same words', async t => {
	const {account} = await start(
		t,
		aWorld(
			[anInstance(1), anInstance(2), anInstance(3)],
			[
				{balancer: classic, instanceId: idOf(1), state: 'healthy'},
				{balancer: classic, instanceId: idOf(2), state: 'initial'},
				{balancer: classic, instanceId: idOf(3), state: 'unhealthy'},
			],
		),
	);

	t.deepEqual(valueOf(t, await account.listClassicLoadBalancers()), [
		{name: 'shop-classic', vpcId: 'vpc-0a1b2c3d4e5f60001'},
	]);
	t.deepEqual(
		valueOf(t, await account.listClassicHealth('shop-classic')).map(({state}) => state),
		['healthy', 'initial', 'unhealthy'],
	);

	const missing = await account.listClassicHealth('nobody');
	t.is(missing.isOk ? '' : missing.problem.kind, 'not-found');
});

test('of the roles only those that trust CodeDeploy are assumable by it', async t => {
	const {account} = await start(t);
	const roles = valueOf(t, await account.listRoles());

	t.true(roles.length > 3);
	t.deepEqual(
		roles.filter(role => role.isAssumableByCodeDeploy),
		[
			{
				name: 'CodeDeployServiceRole',
				arn: 'arn:aws:iam::123456789012:role/CodeDeployServiceRole',
				isAssumableByCodeDeploy: true,
			},
			{
				name: 'ShopDeployReadOnlyRole',
				arn: 'arn:aws:iam::123456789012:role/ShopDeployReadOnlyRole',
				isAssumableByCodeDeploy: true,
			},
		],
	);
	t.deepEqual(valueOf(t, await account.listInstanceProfiles())[0], {
		name: 'CodeDeploy-EC2-Profile',
		arn: 'arn:aws:iam::123456789012:instance-profile/CodeDeploy-EC2-Profile',
		roleNames: ['CodeDeploy-EC2-Role'],
	});
});

test('releases are found in their bucket, with what CodeDeploy needs to name them', async t => {
	const {account} = await start(t);
	const bucket = 'shop-releases-ap-northeast-2';

	t.true(valueOf(t, await account.listBuckets()).some(({name}) => name === bucket));
	t.deepEqual(
		valueOf(t, await account.listObjects(bucket, 'shop/shop-')).map(({key}) => key),
		['shop/shop-5.0.zip', 'shop/shop-6.0.zip', 'shop/shop-6.1.tar.gz', 'shop/shop-7.0.zip'],
	);
	t.deepEqual(valueOf(t, await account.headObject(bucket, 'shop/shop-6.0.zip')), {
		key: 'shop/shop-6.0.zip',
		sizeBytes: 19_503_104,
		modifiedAt: Date.UTC(2026, 5, 22, 6, 40, 18),
		eTag: '"7d793037a0760186574b0282f2f435e7"',
		version: 'Zx9nB8hJQ0dV1mYw2sXz4tCe5rRf6aGu',
	});
	t.is(
		valueOf(t, await account.headObject(bucket, 'shop/shop-6.0.zip', 'Ab2nB8hJQ0dV1mYw2sXz4tCe5rRf6aGu'))?.sizeBytes,
		19_500_100,
	);
	t.is(valueOf(t, await account.headObject(bucket, 'shop/shop-9.9.zip')), undefined);
	t.is(valueOf(t, await account.headObject(bucket, 'shop/shop-6.0.zip', 'no version')), undefined);
});

test('a bucket that is not ours to read, not there, or elsewhere says which of these it is', async t => {
	const {account} = await start(t);
	const closed = await account.headObject('shop-logs-ap-northeast-2', 'a.zip');
	const missing = await account.headObject('nobody-has-this', 'a.zip');
	const elsewhere = await account.headObject('shop-releases-us-east-1', 'shop/shop-4.2.zip');

	t.like(closed, {isOk: false, problem: {kind: 'permission'}});
	t.deepEqual(closed.isOk ? {} : closed.problem.message, {
		id: 'problem.aws.denied-resource',
		values: {action: 's3:GetObject', resource: 's3://shop-logs-ap-northeast-2/a.zip'},
	});
	t.like(missing, {isOk: false, problem: {kind: 'not-found', code: 'NoSuchBucket'}});
	t.like(elsewhere, {isOk: false, problem: {kind: 'input', code: 'PermanentRedirect'}});
	t.deepEqual(elsewhere.isOk ? {} : elsewhere.problem.message, {
		id: 'problem.aws.other-region-named',
		values: {resource: 's3://shop-releases-us-east-1/shop/shop-4.2.zip', region: 'us-east-1'},
	});
});

test('topics and alarms are names to choose from', async t => {
	const {account} = await start(t);

	t.deepEqual(valueOf(t, await account.listTopicArns()), [
		'arn:aws:sns:ap-northeast-2:123456789012:shop-alerts',
		'arn:aws:sns:ap-northeast-2:123456789012:shop-deployments',
	]);
	t.deepEqual(valueOf(t, await account.listAlarmNames()), ['shop-web-5xx', 'shop-web-latency', 'shop-web-unhealthy']);
});

test('another region of the account is empty', async t => {
	const {account} = await start(t, aWorld([anInstance(1)]), 'us-east-1');

	t.deepEqual(valueOf(t, await account.listVpcs()), []);
	t.deepEqual(valueOf(t, await account.listInstances({tags: []})), []);
	t.deepEqual(valueOf(t, await account.listTargetGroups()), []);
});

test('an endpoint from the environment is enough, also for buckets', async t => {
	const {server} = await start(t);
	process.env['AWS_ENDPOINT_URL'] = server.url;
	t.teardown(() => {
		delete process.env['AWS_ENDPOINT_URL'];
	});
	const account = createAccountFromSdk({region: 'ap-northeast-2'});

	t.is(valueOf(t, await account.getIdentity()).endpoint, server.url);
	t.is(valueOf(t, await account.listObjects('shop-releases-ap-northeast-2', '')).length, 5);
	t.true(server.requests.some(({path}) => path.startsWith('/shop-releases-ap-northeast-2')));
});
