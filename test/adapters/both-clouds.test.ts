import test, {type ExecutionContext} from 'ava';
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {type Deployment, type DeploymentGroupSpec} from '../../source/core/cloud/code-deploy.js';
import {type BlueGreen} from '../../source/core/cloud/elastigroup.js';
import {type Problem, type Result} from '../../source/core/problem.js';
import {type Fault} from '../../source/simulator/faults.js';
import {type SimulatorOptions, startSimulator} from '../../source/simulator/server.js';
import {setTestCredentials} from '../helpers/aws-environment.js';
import {createManualClock} from '../helpers/manual-clock.js';

setTestCredentials();

const groupId = 'sig-5a3c19e7';
const wired = {applicationName: 'shop', deploymentGroupName: 'shop-bg'} as const;
const greenTags = [{key: 'version', value: '6.0'}] as const;
const bucket = 'shop-releases-ap-northeast-2';

const setUp = async (t: ExecutionContext, options: Omit<SimulatorOptions, 'clock'> = {}) => {
	const clock = createManualClock();
	const simulator = await startSimulator({clock, ...options});
	t.teardown(async () => simulator.close());
	return {
		clock,
		simulator,
		codeDeploy: createCodeDeployFromSdk({region: 'ap-northeast-2', endpoint: simulator.url}),
		elastigroups: createElastigroupsFromAxios({
			baseUrl: simulator.url,
			token: simulator.environment['SPOTINST_TOKEN'] ?? '',
			accountId: simulator.environment['SPOTINST_ACCOUNT'] ?? '',
			now: clock.now,
			retryDelayMs: 1,
		}),
	};
};

type World = Awaited<ReturnType<typeof setUp>>;

const valueOf = async <Value>(settling: Promise<Result<Value>>): Promise<Value> => {
	const result = await settling;
	if (!result.isOk) {
		throw new Error(`${result.problem.code}: ${result.problem.detail ?? ''}`);
	}

	return result.value;
};

const problemOf = async (settling: Promise<Result<unknown>>): Promise<Problem> => {
	const result = await settling;
	if (result.isOk) {
		throw new Error('expected a problem');
	}

	return result.problem;
};

/** Looks every five seconds of the world's time until it is so. */
const until = async <Value>(
	{clock}: World,
	look: () => Promise<Result<Value>>,
	isSo: (value: Value) => boolean,
): Promise<Value> => {
	for (let looks = 0; looks < 400; looks++) {
		const value = await valueOf(look());
		if (isSo(value)) {
			return value;
		}

		await clock.advance(5000);
	}

	throw new Error('it never came');
};

const newest =
	({elastigroups}: World) =>
	async () =>
		elastigroups.listBlueGreen(groupId);

const isIn =
	(...states: ReadonlyArray<BlueGreen['state']>) =>
	([blueGreen]: readonly BlueGreen[]) =>
		blueGreen !== undefined && states.includes(blueGreen.state);

const start = async ({elastigroups}: World) =>
	elastigroups.startBlueGreen(groupId, {timeoutMinutes: 60, tags: greenTags, deploymentGroups: [wired]});

const createDeployment = async ({codeDeploy}: World) =>
	codeDeploy.createDeployment({
		...wired,
		revision: {kind: 's3', bucket, key: 'shop/shop-6.0.zip', bundleType: 'zip'},
		replacementTags: greenTags,
		description: 'spot-bluegreen run-1',
	});

/** A blue/green whose instances carry their tags, and a deployment to them. */
const deploy = async (world: World) => {
	const blueGreen = await valueOf(start(world));
	await until(world, newest(world), isIn('AWAITING_USER_DEPLOYMENT'));
	await world.clock.advance(60_000);
	const {deploymentId} = await valueOf(createDeployment(world));
	return {blueGreen, deploymentId};
};

const watch = async (world: World, deploymentId: string, isSo: (deployment: Deployment) => boolean) =>
	until(world, async () => world.codeDeploy.getDeployment(deploymentId), isSo);

test('the accounts that the token sees', async t => {
	const {elastigroups} = await setUp(t);
	t.deepEqual(await valueOf(elastigroups.listAccounts()), [
		{id: 'act-0a1b2c3d', name: 'shop-production', awsAccountId: '123456789012'},
	]);
});

test('a group and its settings', async t => {
	const {codeDeploy} = await setUp(t);
	const applications = await valueOf(codeDeploy.listApplications());
	t.true(applications.some(({name, computePlatform}) => name === 'shop' && computePlatform === 'Server'));
	const names = await valueOf(codeDeploy.listDeploymentGroups('shop'));
	t.true(names.includes('shop-bg'));
	t.like(await valueOf(codeDeploy.getDeploymentGroup('shop', 'shop-bg')), {
		applicationName: 'shop',
		name: 'shop-bg',
		deploymentType: 'blue-green',
		hasTrafficControl: true,
		provisioning: 'discover-existing',
		readyOption: {action: 'continue'},
		originalsOption: {action: 'terminate', waitMinutes: 5},
		tagFilters: [[{type: 'key-and-value', key: 'version', value: '5.0'}]],
		targetGroupNames: ['shop-web-tg'],
		deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
		autoScalingGroups: [],
	});
	t.deepEqual(await valueOf(codeDeploy.listDeploymentConfigs()), [
		'CodeDeployDefault.AllAtOnce',
		'CodeDeployDefault.HalfAtATime',
		'CodeDeployDefault.OneAtATime',
		'shop-three-quarters-healthy',
	]);
	const [revision] = await valueOf(codeDeploy.listRevisions('shop'));
	t.like(revision, {kind: 's3', bucket});
	t.true(Array.isArray(await valueOf(codeDeploy.listGitHubTokenNames())));
});

test('a group is made, read back, changed and refused a second time', async t => {
	const {codeDeploy, simulator} = await setUp(t);
	await valueOf(codeDeploy.createApplication('cart'));
	t.like(await problemOf(codeDeploy.createApplication('cart')), {kind: 'conflict'});
	const spec: DeploymentGroupSpec = {
		applicationName: 'cart',
		name: 'cart-bg',
		serviceRoleArn: 'arn:aws:iam::123456789012:role/CodeDeployServiceRole',
		deploymentConfigName: 'CodeDeployDefault.OneAtATime',
		tagFilters: [[{type: 'key-and-value', key: 'version', value: '1.0'}], [{type: 'key-only', key: 'Owner'}]],
		readyOption: {action: 'stop', waitMinutes: 30},
		originalsOption: {action: 'keep-alive'},
		targetGroupNames: ['shop-web-tg'],
		classicLoadBalancerNames: [],
	};
	const {id} = await valueOf(codeDeploy.createDeploymentGroup(spec));
	t.true(id.length > 0);
	t.like(await valueOf(codeDeploy.getDeploymentGroup('cart', 'cart-bg')), {...spec});
	t.like(await problemOf(codeDeploy.createDeploymentGroup(spec)), {
		kind: 'conflict',
		code: 'DeploymentGroupAlreadyExistsException',
	});

	await valueOf(
		codeDeploy.updateDeploymentGroup('cart', 'cart-bg', {
			readyOption: {action: 'continue'},
			tagFilters: [[{type: 'key-and-value', key: 'version', value: '2.0'}]],
		}),
	);
	t.like(await valueOf(codeDeploy.getDeploymentGroup('cart', 'cart-bg')), {
		...spec,
		readyOption: {action: 'continue'},
		tagFilters: [[{type: 'key-and-value', key: 'version', value: '2.0'}]],
	});
	t.is(simulator.log.filter(({operation}) => operation === 'CreateDeploymentGroup').length, 2);
});

test('the Elastigroup as it stands', async t => {
	const {clock, elastigroups} = await setUp(t);
	const groups = await valueOf(elastigroups.list());
	const group = groups.find(({id}) => id === groupId);
	t.deepEqual(await valueOf(elastigroups.get(groupId)), group);
	t.like(group, {
		name: 'shop-web',
		capacity: {target: 2, minimum: 1, maximum: 4},
		capacityUnit: 'instance',
		tags: [
			{key: 'Name', value: 'shop-web'},
			{key: 'Owner', value: 'platform'},
		],
		deploymentGroups: [wired],
	});
	const instances = await valueOf(elastigroups.listInstances(groupId));
	t.is(instances.length, 2);
	t.true(instances.every(({instanceId, createdAt}) => instanceId?.startsWith('i-') && createdAt < clock.now()));
	const health = await valueOf(elastigroups.listHealth(groupId));
	t.deepEqual(
		health.map(({health: word}) => word),
		['healthy', 'healthy'],
	);
	const costs = await valueOf(elastigroups.getCosts(groupId, {from: clock.now() - 86_400_000, to: clock.now()}));
	t.true(Number.isFinite(costs.actual) && costs.potential >= costs.actual && costs.savingsPercent >= 0);
});

test('capacity, suspensions and detaching', async t => {
	const world = await setUp(t);
	const {clock, elastigroups} = world;
	t.deepEqual(await valueOf(elastigroups.setCapacity(groupId, {target: 3, minimum: 1, maximum: 4})), {
		target: 3,
		minimum: 1,
		maximum: 4,
	});
	t.like(await problemOf(elastigroups.setCapacity(groupId, {target: 1, minimum: 3, maximum: 2})), {
		kind: 'input',
		code: 'ValidationError',
	});
	const instances = await until(
		world,
		async () => elastigroups.listInstances(groupId),
		found => found.filter(({instanceId}) => instanceId !== undefined).length === 3,
	);

	await valueOf(
		elastigroups.suspend(groupId, [
			{process: 'AUTO_SCALE'},
			{process: 'AUTO_HEALING', expiresAt: clock.now() + 600_000},
		]),
	);
	const suspensions = await valueOf(elastigroups.listSuspensions(groupId));
	t.deepEqual(suspensions.map(({process: name}) => name).sort(), ['AUTO_HEALING', 'AUTO_SCALE']);
	t.is(suspensions.find(({process: name}) => name === 'AUTO_HEALING')?.expiresAt, clock.now() + 600_000);
	await valueOf(elastigroups.liftSuspensions(groupId, ['AUTO_SCALE']));
	const kept = await valueOf(elastigroups.listSuspensions(groupId));
	t.deepEqual(
		kept.map(({process: name}) => name),
		['AUTO_HEALING'],
	);

	const victim = instances[0]?.instanceId ?? '';
	await valueOf(
		elastigroups.detachInstances(groupId, {
			instanceIds: [victim],
			isTerminating: true,
			isDecrementingTarget: true,
			drainingTimeoutSeconds: 1,
		}),
	);
	const left = await until(
		world,
		async () => elastigroups.listInstances(groupId),
		found => found.every(({instanceId}) => instanceId !== victim),
	);
	t.is(left.length, 2);
	const group = await valueOf(elastigroups.get(groupId));
	t.is(group.capacity.target, 2);
	const entries = await valueOf(elastigroups.listLogs(groupId, 0));
	t.true(entries.length > 0);
});

test('an Elastigroup is made and wired', async t => {
	const {elastigroups} = await setUp(t);
	const spec = {
		name: 'cart-web',
		description: '장바구니',
		region: 'ap-northeast-2',
		capacity: {target: 1, minimum: 1, maximum: 1},
		capacityUnit: 'instance',
		spotPercentage: 100,
		orientation: 'balanced',
		isFallingBackToOnDemand: true,
		drainingTimeoutSeconds: 120,
		product: 'Linux/UNIX',
		onDemandType: 'm5.large',
		spotTypes: ['m5.large', 'm5a.large'],
		zones: [{zone: 'ap-northeast-2a', subnetIds: ['subnet-0a1b2c3d4e5f60a01']}],
		imageId: 'ami-0a1b2c3d4e5f60001',
		securityGroupIds: ['sg-0a1b2c3d4e5f60001'],
		tags: [{key: 'Name', value: 'cart-web'}],
		instanceProfile: 'CodeDeploy-EC2-Profile',
		userData: '#!/bin/bash\necho 안녕\n',
		loadBalancers: [],
		deploymentGroups: [wired],
	} as const;
	const made = await valueOf(elastigroups.create(spec));
	t.regex(made.id, /^sig-/);
	t.like(await valueOf(elastigroups.get(made.id)), {
		id: made.id,
		name: 'cart-web',
		description: '장바구니',
		capacity: {...spec.capacity},
		hasUserData: true,
		deploymentGroups: [wired],
	});
	const problem = await problemOf(elastigroups.create({...spec, capacity: {target: 1, minimum: 2, maximum: 1}}));
	t.like(problem, {kind: 'input', code: 'ValidationError'});
});

test('what does not exist is told apart', async t => {
	const {codeDeploy, elastigroups} = await setUp(t);
	t.like(await problemOf(elastigroups.get('sig-00000000')), {kind: 'not-found', code: 'GROUP_DOESNT_EXIST'});
	t.like(await problemOf(codeDeploy.getDeployment('d-NOTHERE00')), {kind: 'not-found'});
	t.like(await problemOf(codeDeploy.getDeploymentGroup('shop', 'nobody')), {kind: 'not-found'});
	t.like(await problemOf(codeDeploy.listDeploymentGroups('nobody')), {kind: 'not-found'});
});

test('a blue/green to its end, watched through both wires', async t => {
	const world = await setUp(t, {pageSize: 1});
	const {clock, codeDeploy, elastigroups} = world;
	const earlier = await valueOf(elastigroups.listBlueGreen(groupId));
	t.deepEqual(
		earlier.map(({state, tags}) => [state, tags]),
		[['FINISHED', [{key: 'version', value: '5.0'}]]],
	);
	const tooEarly = await problemOf(createDeployment(world));
	t.like(tooEarly, {kind: 'conflict', code: 'InvalidTargetInstancesException', isRetryable: true});

	const startedAt = clock.now();
	const {blueGreen, deploymentId} = await deploy(world);
	t.like(blueGreen, {elastigroupId: groupId, state: 'STARTING', timeoutMinutes: 60, tags: [...greenTags]});
	t.regex(blueGreen.id, /^cdbg-/);
	const second = await start(world);
	t.false(second.isOk);
	t.deepEqual(await valueOf(codeDeploy.listTargets(deploymentId)), []);
	const {counts} = await valueOf(codeDeploy.getDeployment(deploymentId));
	t.is(counts, undefined);
	t.like(await problemOf(createDeployment(world)), {
		kind: 'conflict',
		code: 'DeploymentLimitExceededException',
		message: {id: 'problem.code-deploy.active-deployment', values: {deploymentId}},
	});

	await watch(world, deploymentId, ({status}) => status === 'in-progress');
	const ids = await until(
		world,
		async () => codeDeploy.listTargets(deploymentId, {color: 'green'}),
		({length}) => length === 2,
	);
	const targets = await valueOf(codeDeploy.getTargets(deploymentId, ids));
	t.deepEqual(
		targets.map(({instanceId, color}) => [instanceId, color]),
		ids.map(id => [id, 'green']),
	);
	t.true(targets.every(({events}) => events.some(({name}) => name === 'ValidateService')));
	const blue = await valueOf(codeDeploy.listTargets(deploymentId, {color: 'blue'}));
	t.true(blue.every(id => !ids.includes(id)));

	// While it waits to terminate the originals, the wait is ended by hand.
	await watch(world, deploymentId, ({hasTerminationWaitStarted}) => hasTerminationWaitStarted);
	await valueOf(codeDeploy.continueDeployment(deploymentId, 'termination'));
	const end = await watch(world, deploymentId, ({status}) => status === 'succeeded');
	t.like(end, {
		...wired,
		description: 'spot-bluegreen run-1',
		revision: {kind: 's3', bucket, key: 'shop/shop-6.0.zip', bundleType: 'zip'},
		replacementTags: [...greenTags],
		originalsOption: {action: 'terminate', waitMinutes: 5},
	});
	t.true((end.completedAt ?? 0) > end.createdAt);
	t.deepEqual(await valueOf(codeDeploy.listTargets(deploymentId, {statuses: ['failed']})), []);
	const found = await valueOf(codeDeploy.listDeployments({...wired, createdAfter: startedAt, statuses: ['succeeded']}));
	t.deepEqual(found, [deploymentId]);

	await until(world, newest(world), isIn('FINISHED'));
	t.like(await problemOf(codeDeploy.stopDeployment(deploymentId, {isRollingBack: false})), {
		kind: 'conflict',
		code: 'DeploymentAlreadyCompletedException',
	});
	const log = await valueOf(elastigroups.listLogs(groupId, startedAt));
	t.true(log.length > 0);
	t.true(log.every(({at}, index) => index === 0 || at >= (log[index - 1]?.at ?? 0)));
});

test('the gate is opened by hand, and too early it is refused', async t => {
	const world = await setUp(t, {scenario: 'ready-gate'});
	const {codeDeploy} = world;
	const {deploymentId} = await deploy(world);
	t.like(await problemOf(codeDeploy.continueDeployment(deploymentId, 'ready')), {kind: 'conflict'});
	const ready = await watch(world, deploymentId, ({status}) => status === 'ready');
	t.deepEqual(ready.readyOption, {action: 'stop', waitMinutes: 60});
	await valueOf(codeDeploy.continueDeployment(deploymentId, 'ready'));
	const {counts} = await watch(world, deploymentId, ({status}) => status === 'succeeded');
	t.is(counts?.failed, 0);
});

test('a failing script is seen with the end of its log', async t => {
	const world = await setUp(t, {scenario: 'failing-hook'});
	const {codeDeploy} = world;
	const {deploymentId} = await deploy(world);
	const failed = await watch(world, deploymentId, ({status}) => status === 'failed');
	t.truthy(failed.error?.code);
	const ids = await valueOf(codeDeploy.listTargets(deploymentId, {statuses: ['failed']}));
	const targets = await valueOf(codeDeploy.getTargets(deploymentId, ids));
	const event = targets[0]?.events.find(({status}) => status === 'failed');
	t.like(event, {name: 'ValidateService', diagnostics: {errorCode: 'ScriptFailed'}});
	t.regex(event?.diagnostics?.logTail ?? '', /database migration 0042 is missing/);
});

test('both sides are stopped', async t => {
	const world = await setUp(t);
	const {codeDeploy, elastigroups} = world;
	const {blueGreen, deploymentId} = await deploy(world);
	await watch(world, deploymentId, ({status}) => status === 'in-progress');
	await valueOf(elastigroups.stopBlueGreen(groupId, blueGreen.id));
	await valueOf(codeDeploy.stopDeployment(deploymentId, {isRollingBack: false}));
	const {error} = await watch(world, deploymentId, ({status}) => status === 'stopped');
	t.is(error?.code, 'MANUAL_STOP');
	const [stopped] = await until(world, newest(world), isIn('FINISHED_STOPPED'));
	t.is(stopped?.id, blueGreen.id);
});

const faults: ReadonlyArray<{readonly fault: Fault; readonly kind: Problem['kind']}> = [
	{fault: {kind: 'expired-token'}, kind: 'auth'},
	{fault: {kind: 'denied'}, kind: 'permission'},
	{fault: {kind: 'throttled', resetSeconds: 12, count: 9}, kind: 'throttled'},
	{fault: {kind: 'server-error', count: 9}, kind: 'remote'},
	{fault: {kind: 'cut', when: 'before-work', count: 9}, kind: 'network'},
	{fault: {kind: 'malformed', count: 9}, kind: 'remote'},
];

for (const {fault, kind} of faults) {
	test(`${fault.kind}: both wires say ${kind}`, async t => {
		const {codeDeploy, elastigroups, simulator} = await setUp(t);
		simulator.inject(fault);
		t.like(await problemOf(elastigroups.get(groupId)), {kind});
		simulator.inject({...fault, service: 'codedeploy'});
		t.like(await problemOf(codeDeploy.getDeploymentGroup('shop', 'shop-bg')), {kind});
	});
}

test('a write whose reply is lost was done once, and says so', async t => {
	const world = await setUp(t);
	world.simulator.inject({kind: 'cut', when: 'after-work', service: 'spot', operation: 'startBlueGreen'});
	const problem = await problemOf(start(world));
	t.is(problem.nextSteps[0]?.id, 'problem.step.may-be-done');
	t.is(world.simulator.log.filter(({operation}) => operation === 'startBlueGreen').length, 1);
	const blueGreens = await valueOf(world.elastigroups.listBlueGreen(groupId));
	t.deepEqual(
		blueGreens.map(({tags}) => tags[0]?.value),
		['6.0', '5.0'],
	);

	await until(world, newest(world), isIn('AWAITING_USER_DEPLOYMENT'));
	await world.clock.advance(60_000);
	world.simulator.inject({kind: 'cut', when: 'after-work', service: 'codedeploy', operation: 'CreateDeployment'});
	const lost = await problemOf(createDeployment(world));
	t.is(lost.nextSteps[0]?.id, 'problem.step.may-be-done');
	t.is(world.simulator.log.filter(({operation}) => operation === 'CreateDeployment').length, 1);
});
