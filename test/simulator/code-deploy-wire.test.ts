import {connect} from 'node:net';
import {networkInterfaces} from 'node:os';
import {BatchGetDeploymentTargetsCommand} from '@aws-sdk/client-codedeploy';
import test from 'ava';
import {type Bench, group, openBench, releaseOf, tagsOf} from './clients.js';

// docs/facts.md CD 7: the wire itself, which a client library hides.

type Answer = {
	readonly status: number;
	readonly requestId: string | null;
	readonly words: string;
	readonly json: Readonly<Record<string, unknown>>;
};

const call = async ({simulator}: Bench, operation: string, input?: object, path = '/'): Promise<Answer> => {
	const reply = await fetch(`${simulator.url}${path}`, {
		method: 'POST',
		headers: {
			authorization:
				'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260625/ap-northeast-2/codedeploy/aws4_request, SignedHeaders=host, Signature=0',
			'content-type': 'application/x-amz-json-1.1',
			'x-amz-target': `CodeDeploy_20141006.${operation}`,
		},
		...(input !== undefined && {body: JSON.stringify(input)}),
	});
	const words = await reply.text();
	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- what the tests look at
	const json = (words.startsWith('{') ? JSON.parse(words) : {}) as Answer['json'];
	return {status: reply.status, requestId: reply.headers.get('x-amzn-requestid'), words, json};
};

test('There is one address, and the target names the operation', async t => {
	const bench = await openBench(t);
	const there = await call(bench, 'ListApplications', {});
	t.is(there.status, 200);
	const elsewhere = await call(bench, 'ListApplications', {}, '/applications');
	t.is(elsewhere.status, 404);
	const empty = await call(bench, 'ListApplications');
	t.is(empty.status, 200, 'no content is as good as {}');
});

test('Every answer has a request id of its own, a refusal too', async t => {
	const bench = await openBench(t);
	const answers = [
		await call(bench, 'ListApplications', {}),
		await call(bench, 'GetApplication', {applicationName: 'nobody'}),
	];
	bench.simulator.inject({kind: 'throttled'});
	answers.push(await call(bench, 'ListApplications', {}));
	for (const {requestId} of answers) {
		t.regex(requestId ?? '', /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
	}

	t.is(new Set(answers.map(({requestId}) => requestId)).size, 3);
});

test('Modelled errors are 400, with a type and a message', async t => {
	const bench = await openBench(t);
	const {deploymentId} = await bench.deploy();
	const revision = releaseOf('shop/shop-6.0.zip');
	const refusals: ReadonlyArray<readonly [type: string, operation: string, input: object]> = [
		['ApplicationDoesNotExistException', 'GetApplication', {applicationName: 'nobody'}],
		['ApplicationNameRequiredException', 'GetApplication', {}],
		['ApplicationAlreadyExistsException', 'CreateApplication', {applicationName: 'shop'}],
		['DeploymentGroupDoesNotExistException', 'GetDeploymentGroup', {...group, deploymentGroupName: 'none'}],
		['DeploymentDoesNotExistException', 'GetDeployment', {deploymentId: 'd-AAAAAAAAA'}],
		['InvalidDeploymentIdException', 'GetDeployment', {deploymentId: 'mine'}],
		['DeploymentConfigDoesNotExistException', 'GetDeploymentConfig', {deploymentConfigName: 'Mine'}],
		['DeploymentNotStartedException', 'ListDeploymentTargets', {deploymentId}],
		['DeploymentLimitExceededException', 'CreateDeployment', {...group, revision, targetInstances: tagsOf('6.0')}],
		['RevisionRequiredException', 'CreateDeployment', group],
		['InvalidRevisionException', 'CreateDeployment', {...group, revision: {revisionType: 'S3'}}],
		[
			'RevisionDoesNotExistException',
			'GetApplicationRevision',
			{applicationName: 'shop', revision: releaseOf('shop/no.zip')},
		],
		['DescriptionTooLongException', 'CreateDeployment', {...group, revision, description: 'x'.repeat(257)}],
		['DeploymentIsNotInReadyStateException', 'ContinueDeployment', {deploymentId, deploymentWaitType: 'READY_WAIT'}],
		['InvalidDeploymentWaitTypeException', 'ContinueDeployment', {deploymentId, deploymentWaitType: 'LUNCH'}],
		['InvalidNextTokenException', 'ListApplications', {nextToken: 'mine'}],
		['InvalidDeploymentStatusException', 'ListDeployments', {...group, includeOnlyStatuses: ['In Progress']}],
		['DeploymentGroupNameRequiredException', 'ListDeployments', {applicationName: 'shop'}],
	];
	for (const [type, operation, input] of refusals) {
		const {status, json} = await call(bench, operation, input);
		t.is(status, 400, type);
		t.is(json['__type'], type);
		t.true(typeof json['message'] === 'string' && json['message'].length > 10, type);
	}

	const {json} = await call(bench, 'CreateDeployment', {...group, revision, targetInstances: tagsOf('6.0')});
	t.true(String(json['message']).includes(deploymentId), 'the active one is named');
});

/** All values of members whose names look like times, wherever they are. */
const timesIn = (value: unknown): readonly unknown[] =>
	typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([name, inner]) =>
				/(?:time|at)$/i.test(name) && typeof inner !== 'boolean' ? [inner] : timesIn(inner),
			)
		: [];

test('Times are numbers of seconds; what is not known yet is left out, not null', async t => {
	const bench = await openBench(t);
	const {deploymentId} = await bench.deploy();
	const early = await call(bench, 'GetDeployment', {deploymentId});
	t.notRegex(early.words, /null|deploymentOverview|startTime|completeTime/);
	bench.until(() => bench.deployment(deploymentId).stage === 'over');
	const {targetIds} = bench.deployment(deploymentId);
	const answers = [
		await call(bench, 'GetDeployment', {deploymentId}),
		await call(bench, 'BatchGetDeploymentTargets', {deploymentId, targetIds}),
		await call(bench, 'GetDeploymentGroup', group),
		await call(bench, 'GetApplication', {applicationName: 'shop'}),
		await call(bench, 'GetDeploymentConfig', {deploymentConfigName: 'CodeDeployDefault.AllAtOnce'}),
	];
	const year = Date.UTC(2023, 0, 1) / 1000;
	for (const {status, words, json} of answers) {
		t.is(status, 200);
		t.notRegex(words, /:null/);
		const times = timesIn(json);
		t.true(times.length > 0);
		t.true(
			times.every(time => typeof time === 'number' && time > year - 3000 * 86_400 && time < year * 2),
			words.slice(0, 80),
		);
	}
});

test('Targets are bare instance ids, and have an ARN besides', async t => {
	const bench = await openBench(t);
	const {deploymentId} = await bench.deploy();
	bench.pass(10);
	const {json} = await call(bench, 'ListDeploymentTargets', {deploymentId});
	const id = String(Array.isArray(json['targetIds']) ? json['targetIds'][0] : '');
	t.regex(id, /^i-[\da-f]{17}$/);
	const one = await call(bench, 'GetDeploymentTarget', {deploymentId, targetId: id});
	t.like(one.json, {
		deploymentTarget: {
			deploymentTargetType: 'InstanceTarget',
			instanceTarget: {targetId: id, targetArn: `arn:aws:ec2:ap-northeast-2:123456789012:instance/${id}`},
		},
	});
});

test('To continue is answered with 200 and nothing', async t => {
	const bench = await openBench(t, {scenario: 'ready-gate'});
	const {deploymentId} = await bench.deploy();
	bench.until(() => bench.deployment(deploymentId).status === 'Ready');
	const {status, json} = await call(bench, 'ContinueDeployment', {deploymentId, deploymentWaitType: 'READY_WAIT'});
	t.is(status, 200);
	t.deepEqual(json, {});
});

test('Without a gate a deployment is never Ready', async t => {
	const bench = await openBench(t);
	const {deploymentId} = await bench.deploy();
	const seen = new Set<string>();
	bench.until(() => {
		seen.add(bench.deployment(deploymentId).status);
		return bench.deployment(deploymentId).stage === 'over';
	});
	t.deepEqual([...seen], ['Created', 'InProgress', 'Succeeded']);
});

test('Every list comes in pages', async t => {
	const bench = await openBench(t, {pageSize: 1});
	const {deploymentId} = await bench.deploy();
	bench.pass(10);
	await call(bench, 'RegisterApplicationRevision', {
		applicationName: 'shop',
		revision: releaseOf('shop/shop-6.1.tar.gz'),
	});
	bench.simulator.change(world => ({...world, gitHubTokenNames: ['one', 'two']}));
	const lists: ReadonlyArray<readonly [operation: string, member: string, input: object, least: number]> = [
		['ListApplications', 'applications', {}, 3],
		['ListDeploymentGroups', 'deploymentGroups', {applicationName: 'shop'}, 2],
		['ListDeploymentConfigs', 'deploymentConfigsList', {}, 6],
		['ListApplicationRevisions', 'revisions', {applicationName: 'shop'}, 3],
		['ListDeployments', 'deployments', group, 2],
		['ListDeploymentTargets', 'targetIds', {deploymentId}, 4],
		['ListGitHubAccountTokenNames', 'tokenNameList', {}, 2],
	];
	for (const [operation, member, input, least] of lists) {
		const found: unknown[] = [];
		let nextToken: unknown;
		do {
			const {json} = await call(bench, operation, {...input, ...(nextToken !== undefined && {nextToken})});
			const items = json[member];
			t.is(Array.isArray(items) ? items.length : 0, 1, operation);
			found.push(JSON.stringify(items));
			nextToken = json['nextToken'];
		} while (nextToken !== undefined);

		t.is(new Set(found).size, found.length, operation);
		t.true(found.length >= least, operation);
	}
});

test('How long CodeDeploy takes to see a tag is chosen', async t => {
	const bench = await openBench(t, {tagDelayMs: 300_000});
	const blueGreenId = await bench.startBlueGreen();
	bench.until(() => bench.blueGreen(blueGreenId).state === 'AWAITING_USER_DEPLOYMENT');
	const request = {...group, revision: releaseOf('shop/shop-6.0.zip'), targetInstances: tagsOf('6.0')};
	bench.pass(290);
	const early = await call(bench, 'CreateDeployment', request);
	t.is(early.json['__type'], 'InvalidTargetInstancesException');
	bench.pass(15);
	const late = await call(bench, 'CreateDeployment', request);
	t.regex(String(late.json['deploymentId']), /^d-[A-Z\d]{9}$/);
});

test('Of a script’s output the last 4 KB are kept', async t => {
	const bench = await openBench(t, {scenario: 'failing-hook'});
	bench.simulator.change(world => ({
		...world,
		failingHooks: world.failingHooks.map(hook => ({...hook, logTail: `${'first\n'.repeat(2000)}last`})),
	}));
	const {deploymentId} = await bench.deploy();
	bench.until(() => bench.deployment(deploymentId).stage === 'over');
	const {deploymentTargets = []} = await bench.codeDeploy.send(
		new BatchGetDeploymentTargetsCommand({deploymentId, targetIds: [...bench.deployment(deploymentId).targetIds]}),
	);
	const tails = deploymentTargets
		.flatMap(({instanceTarget}) => instanceTarget?.lifecycleEvents ?? [])
		.filter(({status}) => status === 'Failed')
		.map(({diagnostics}) => diagnostics?.logTail ?? '');
	t.is(tails.length, 2);
	t.true(tails.every(tail => tail.length === 4096 && tail.endsWith('last')));
});

test('Nobody outside this machine reaches it', async t => {
	const {simulator} = await openBench(t);
	const {hostname, port} = new URL(simulator.url);
	t.is(hostname, '127.0.0.1');
	const outer = Object.values(networkInterfaces())
		.flatMap(addresses => addresses ?? [])
		.filter(({internal, family}) => !internal && family === 'IPv4');
	for (const {address} of outer) {
		const code = await new Promise(resolve => {
			const socket = connect(Number(port), address);
			socket.once('connect', () => {
				socket.destroy();
				resolve('connected');
			});
			socket.once('error', error => {
				resolve('code' in error ? error.code : error.message);
			});
		});
		t.is(code, 'ECONNREFUSED', address);
	}
});
