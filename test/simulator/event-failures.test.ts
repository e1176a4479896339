/** Events that fail because of how the account stands, in the words of the agent and of CodeDeploy. */
import {
	CreateDeploymentCommand,
	CreateDeploymentGroupCommand,
	DeleteDeploymentGroupCommand,
	GetDeploymentCommand,
	GetDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import test from 'ava';
import {type AccountFacts, type LifecycleEvent} from '../../source/simulator/world/state.js';
import {type Bench, openBench, releaseOf, versionOf} from './clients.js';

const changeAccount = ({simulator}: Bench, change: (account: AccountFacts) => Partial<AccountFacts>): void => {
	simulator.change(world => ({...world, account: {...world.account, ...change(world.account)}}));
};

const firstFailure = ({simulator}: Bench, deploymentId: string): LifecycleEvent | undefined =>
	[...simulator.world.targets.values()]
		.filter(target => target.deploymentId === deploymentId)
		.flatMap(({events}) => events)
		.find(({status}) => status === 'Failed');

/** Deploys, and tells what failed first. */
const failureOf = async (bench: Bench, ...input: Parameters<Bench['deploy']>) => {
	const {deploymentId} = await bench.deploy(...input);
	bench.until(() => bench.deployment(deploymentId).stage === 'over');
	const {deploymentInfo} = await bench.codeDeploy.send(new GetDeploymentCommand({deploymentId}));
	const event = firstFailure(bench, deploymentId);
	return {
		status: deploymentInfo?.status,
		code: deploymentInfo?.errorInformation?.code,
		error: deploymentInfo?.errorInformation?.message ?? '',
		event: event?.lifecycleEventName,
		errorCode: event?.diagnostics?.errorCode,
		message: event?.diagnostics?.message ?? '',
	};
};

const withObject = (
	change: Partial<ReturnType<typeof releaseOf>['s3Location']> & {version?: string; eTag?: string},
) => {
	const {revisionType, s3Location} = releaseOf('shop/shop-6.0.zip');
	return {revision: {revisionType, s3Location: {...s3Location, ...change}}};
};

test('What S3 refuses an agent is told in the words of S3, which name neither bucket nor key', async t => {
	const cases = [
		[{key: 'shop/shop-9.9.zip'}, 'The specified key does not exist.'],
		[{version: 'Zz2nB8hJQ0dV1mYw2sXz4tCe5rRf6aGu'}, 'The specified version does not exist.'],
		[{bucket: 'shop-release'}, 'The specified bucket does not exist'],
		[
			{bucket: 'shop-releases-us-east-1', key: 'shop/shop-4.2.zip'},
			'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
		],
		[
			{eTag: '"00000000000000000000000000000000"'},
			'Expected deployment artifact bundle etag "00000000000000000000000000000000" but was actually "7d793037a0760186574b0282f2f435e7"',
		],
	] as const;
	for (const [change, message] of cases) {
		const bench = await openBench(t);
		t.like(await failureOf(bench, '6.0', withObject(change)), {
			status: 'Failed',
			code: 'HEALTH_CONSTRAINTS',
			event: 'DownloadBundle',
			errorCode: 'UnknownError',
			message,
		});
	}
});

test('An instance profile whose role may not read the bucket is denied access, also to what is not there', async t => {
	for (const key of ['shop/shop-6.0.zip', 'shop/shop-9.9.zip']) {
		const bench = await openBench(t);
		changeAccount(bench, ({instanceProfiles}) => ({
			instanceProfiles: instanceProfiles.map(profile => ({...profile, canReadRevisions: false})),
		}));
		t.like(await failureOf(bench, '6.0', withObject({key})), {event: 'DownloadBundle', message: 'Access Denied'});
	}
});

const commit = '0123456789abcdef0123456789abcdef01234567';

const gitHub = (repository: string, commitId: string) => ({
	revision: {revisionType: 'GitHub' as const, gitHubLocation: {repository, commitId}},
});

test('A repository or a commit that GitHub does not have is asked for four times in two minutes', async t => {
	for (const [repository, commitId] of [
		['shop/nothing', commit],
		['shop/web', 'f'.repeat(40)],
	] as const) {
		const bench = await openBench(t);
		const failure = await failureOf(bench, '6.0', gitHub(repository, commitId));
		t.is(failure.event, 'DownloadBundle');
		t.is(
			failure.message,
			`Could not download bundle at 'https://api.github.com/repos/${repository}/tarball/${commitId}' after 3 retries. Server returned codes: 404 'Not Found'; 404 'Not Found'; 404 'Not Found'; 404 'Not Found'.`,
		);
		const event = [...bench.simulator.world.targets.values()]
			.flatMap(({events}) => events)
			.find(({status}) => status === 'Failed');
		t.true(Number(event?.endTime) - Number(event?.startTime) >= 130_000);
	}
});

test('A repository that the account has is deployed', async t => {
	const bench = await openBench(t);
	const {status} = await failureOf(bench, '6.0', gitHub('shop/web', commit));
	t.is(status, 'Succeeded');
});

const withService = (bench: Bench, services: AccountFacts['roles'][number]['services']): void => {
	changeAccount(bench, ({roles}) => ({roles: roles.map(role => ({...role, services}))}));
};

test('A service role that may not register targets fails at AllowTraffic, and no replacement gets traffic', async t => {
	const bench = await openBench(t);
	withService(bench, ['ec2']);
	const failure = await failureOf(bench);
	t.like(failure, {status: 'Failed', code: 'IAM_ROLE_PERMISSIONS', event: 'AllowTraffic', errorCode: 'UnknownError'});
	for (const said of [failure.error, failure.message]) {
		t.regex(
			said,
			/^The IAM role arn:aws:iam::123456789012:role\/CodeDeployServiceRole does not give you permission to perform operations in the following AWS service: AmazonElasticLoadBalancingV2\. /,
		);
	}

	t.deepEqual(
		[...bench.simulator.world.registrations.values()].map(({instanceId}) =>
			versionOf(bench.simulator.world.instances.get(instanceId)!),
		),
		['5.0', '5.0'],
	);
});

test('A service role that loses the right before the originals leave fails at BlockTraffic', async t => {
	const bench = await openBench(t);
	const {deploymentId} = await bench.deploy();
	bench.until(() => bench.deployment(deploymentId).stage === 'deregister');
	withService(bench, ['ec2']);
	bench.until(() => bench.deployment(deploymentId).stage === 'over');
	t.is(bench.deployment(deploymentId).errorInformation?.code, 'IAM_ROLE_PERMISSIONS');
	t.is(firstFailure(bench, deploymentId)?.lifecycleEventName, 'BlockTraffic');
});

test('A service role that may not even read instances fails before any event', async t => {
	const bench = await openBench(t);
	withService(bench, []);
	const failure = await failureOf(bench);
	t.like(failure, {status: 'Failed', code: 'IAM_ROLE_PERMISSIONS', event: undefined});
	t.regex(failure.error, /AWS service: AmazonEC2\. /);
});

const path = '/srv/shop/server.js';
const message = `The deployment failed because a specified file already exists at this location: ${path}`;

test('A file of the image stops the installation, unless it may be overwritten or kept', async t => {
	for (const fileExistsBehavior of ['DISALLOW', 'OVERWRITE', 'RETAIN'] as const) {
		const bench = await openBench(t);
		changeAccount(bench, ({images}) => ({images: images.map(image => ({...image, files: [path]}))}));
		const failure = await failureOf(bench, '6.0', {fileExistsBehavior});
		if (fileExistsBehavior === 'DISALLOW') {
			t.like(failure, {code: 'HEALTH_CONSTRAINTS', event: 'Install', errorCode: 'UnknownError', message});
		} else {
			t.is(failure.status, 'Succeeded');
		}
	}
});

test('A group that was deleted and made again does not know what it installed: reused instances refuse its files', async t => {
	const bench = await openBench(t);
	const inPlace = {
		applicationName: 'shop',
		deploymentGroupName: 'shop-again',
		serviceRoleArn: 'arn:aws:iam::123456789012:role/CodeDeployServiceRole',
		ec2TagFilters: [{Key: 'version', Value: '5.0', Type: 'KEY_AND_VALUE' as const}],
	};
	const deployTo = async (name: string, fileExistsBehavior: 'DISALLOW' | 'OVERWRITE') => {
		const {deploymentId = ''} = await bench.codeDeploy.send(
			new CreateDeploymentCommand({
				applicationName: 'shop',
				deploymentGroupName: name,
				revision: releaseOf('shop/shop-6.0.zip'),
				fileExistsBehavior,
			}),
		);
		bench.until(() => bench.deployment(deploymentId).stage === 'over');
		return firstFailure(bench, deploymentId)?.diagnostics?.message;
	};

	await bench.codeDeploy.send(new CreateDeploymentGroupCommand(inPlace));
	t.is(await deployTo('shop-again', 'DISALLOW'), message, 'the files belong to shop-bg');
	t.is(await deployTo('shop-again', 'OVERWRITE'), undefined);
	t.is(await deployTo('shop-again', 'DISALLOW'), undefined, 'now they are its own');
	const known = await bench.codeDeploy.send(
		new GetDeploymentGroupCommand({applicationName: 'shop', deploymentGroupName: 'shop-again'}),
	);
	await bench.codeDeploy.send(
		new DeleteDeploymentGroupCommand({applicationName: 'shop', deploymentGroupName: 'shop-again'}),
	);
	await bench.codeDeploy.send(new CreateDeploymentGroupCommand(inPlace));
	const made = await bench.codeDeploy.send(
		new GetDeploymentGroupCommand({applicationName: 'shop', deploymentGroupName: 'shop-again'}),
	);
	t.not(made.deploymentGroupInfo?.deploymentGroupId, known.deploymentGroupInfo?.deploymentGroupId);
	t.is(await deployTo('shop-again', 'DISALLOW'), message);
});

test('What Spot cannot launch on demand either is told of both', async t => {
	const bench = await openBench(t, {scenario: 'no-capacity'});
	await bench.startBlueGreen();
	bench.pass(300);
	const lines = [...(bench.simulator.world.logs.get('sig-5a3c19e7') ?? [])]
		.filter(({severity}) => severity === 'WARN' || severity === 'ERROR')
		.map(({message: line}) => line.split(',', 1)[0] ?? '');
	t.deepEqual([...new Set(lines)].sort(), [
		"Can't Spin On-Demand Instances: Code: InsufficientInstanceCapacity",
		"Can't Spin Spot Instances: Code: InsufficientInstanceCapacity",
	]);
	t.is(lines.length, 4, 'once for each instance and market');
});
