import {
	BatchGetApplicationRevisionsCommand,
	BatchGetApplicationsCommand,
	BatchGetDeploymentGroupsCommand,
	BatchGetDeploymentsCommand,
	BatchGetDeploymentTargetsCommand,
	ContinueDeploymentCommand,
	CreateApplicationCommand,
	CreateDeploymentCommand,
	CreateDeploymentGroupCommand,
	type CreateDeploymentGroupCommandInput,
	GetApplicationRevisionCommand,
	GetDeploymentCommand,
	GetDeploymentGroupCommand,
	ListApplicationRevisionsCommand,
	ListDeploymentConfigsCommand,
	ListDeploymentsCommand,
	ListDeploymentTargetsCommand,
	ListGitHubAccountTokenNamesCommand,
	RegisterApplicationRevisionCommand,
	StopDeploymentCommand,
	UpdateDeploymentGroupCommand,
	CodeDeployClient,
	ListApplicationsCommand,
	type TriggerConfig,
} from '@aws-sdk/client-codedeploy';
import axios from 'axios';
import test from 'ava';
import {group, openBench, releaseOf, tagsOf, versionOf} from './clients.js';

const request = {...group, revision: releaseOf('shop/shop-6.0.zip'), targetInstances: tagsOf('6.0')};

test('Replacements are named by a list or by a set, never by both', async t => {
	const {codeDeploy} = await openBench(t);
	const {tagFilters} = tagsOf('5.0');
	const targetInstances = {tagFilters, ec2TagSet: {ec2TagSetList: [tagFilters]}};
	await t.throwsAsync(codeDeploy.send(new CreateDeploymentCommand({...request, targetInstances})), {
		name: 'InvalidTargetInstancesException',
	});
});

test('A green tag that CodeDeploy has not seen yet is refused, and makes no deployment', async t => {
	const bench = await openBench(t);
	await t.throwsAsync(bench.codeDeploy.send(new CreateDeploymentCommand(request)), {
		name: 'InvalidTargetInstancesException',
	});
	const blueGreenId = await bench.startBlueGreen();
	bench.until(() => bench.blueGreen(blueGreenId).state === 'AWAITING_USER_DEPLOYMENT');
	await t.throwsAsync(bench.codeDeploy.send(new CreateDeploymentCommand(request)), {
		name: 'InvalidTargetInstancesException',
	});
	bench.pass(15);
	const {deploymentId} = await bench.codeDeploy.send(new CreateDeploymentCommand(request));
	t.regex(deploymentId ?? '', /^d-[A-Z\d]{9}$/);
	const {deployments} = await bench.codeDeploy.send(new ListDeploymentsCommand(group));
	t.is(deployments?.[0], deploymentId);
	t.is(deployments?.length, 2);
});

test('A group has one active deployment, and the refusal names it', async t => {
	const bench = await openBench(t);
	const {deploymentId} = await bench.deploy();
	const error = await t.throwsAsync(bench.codeDeploy.send(new CreateDeploymentCommand(request)), {
		name: 'DeploymentLimitExceededException',
	});
	t.true(error?.message.includes(deploymentId));
});

test('Targets are not known before the deployment has started, nor is the overview', async t => {
	const bench = await openBench(t);
	const {deploymentId} = await bench.deploy();
	await t.throwsAsync(bench.codeDeploy.send(new ListDeploymentTargetsCommand({deploymentId})), {
		name: 'DeploymentNotStartedException',
	});
	const early = await bench.codeDeploy.send(new GetDeploymentCommand({deploymentId}));
	t.is(early.deploymentInfo?.deploymentOverview, undefined);
	t.is(early.deploymentInfo?.createTime?.getTime(), bench.simulator.world.now);
	bench.pass(10);
	const later = await bench.codeDeploy.send(new GetDeploymentCommand({deploymentId}));
	const counts: readonly number[] = Object.values(later.deploymentInfo?.deploymentOverview ?? {});
	t.is(
		counts.reduce((sum, count) => sum + count, 0),
		4,
	);
});

test('Lists come in pages; a token of another make is refused', async t => {
	const bench = await openBench(t, {instanceCount: 5, pageSize: 3});
	const {deploymentId} = await bench.deploy();
	bench.pass(10);
	const ids: string[] = [];
	let nextToken: string | undefined;
	let pages = 0;
	do {
		const page = await bench.codeDeploy.send(new ListDeploymentTargetsCommand({deploymentId, nextToken}));
		ids.push(...(page.targetIds ?? []));
		nextToken = page.nextToken;
		pages++;
	} while (nextToken !== undefined);

	t.is(pages, 4);
	t.is(new Set(ids).size, 10);
	await t.throwsAsync(bench.codeDeploy.send(new ListDeploymentTargetsCommand({deploymentId, nextToken: 'mine'})), {
		name: 'InvalidNextTokenException',
	});
	const blue = await bench.codeDeploy.send(
		new ListDeploymentTargetsCommand({deploymentId, targetFilters: {ServerInstanceLabel: ['Blue']}}),
	);
	t.is(blue.targetIds?.length, 3);
	await t.throwsAsync(
		bench.codeDeploy.send(
			new BatchGetDeploymentTargetsCommand({
				deploymentId,
				targetIds: Array.from({length: 26}, (_, index) => `i-${index}`),
			}),
		),
		{name: 'DeploymentTargetListSizeExceededException'},
	);
});

test('A ready gate holds until somebody continues', async t => {
	const bench = await openBench(t, {scenario: 'ready-gate'});
	const {deploymentId} = await bench.deploy();
	const proceed = async () =>
		bench.codeDeploy.send(new ContinueDeploymentCommand({deploymentId, deploymentWaitType: 'READY_WAIT'}));
	await t.throwsAsync(proceed(), {name: 'DeploymentIsNotInReadyStateException'});
	bench.until(() => bench.deployment(deploymentId).status === 'Ready');
	const ready = await bench.codeDeploy.send(new GetDeploymentCommand({deploymentId}));
	t.is(ready.deploymentInfo?.deploymentOverview?.Ready, 2);
	bench.pass(600);
	t.is(bench.deployment(deploymentId).status, 'Ready');
	await proceed();
	bench.until(() => bench.deployment(deploymentId).stage === 'termination-wait');
	await bench.codeDeploy.send(new ContinueDeploymentCommand({deploymentId, deploymentWaitType: 'TERMINATION_WAIT'}));
	bench.pass(20);
	t.is(bench.deployment(deploymentId).status, 'Succeeded');
});

test('A ready gate that nobody answers ends in Stopped', async t => {
	const bench = await openBench(t, {scenario: 'ready-gate'});
	const {deploymentId} = await bench.deploy();
	bench.until(() => bench.deployment(deploymentId).stage === 'over');
	const {deploymentInfo} = await bench.codeDeploy.send(new GetDeploymentCommand({deploymentId}));
	t.is(deploymentInfo?.status, 'Stopped');
	t.is(deploymentInfo?.errorInformation?.code, 'TIMEOUT');
	await t.throwsAsync(bench.codeDeploy.send(new StopDeploymentCommand({deploymentId})), {
		name: 'DeploymentAlreadyCompletedException',
	});
});

test('Stopping waits for running events; rolling back is a deployment of its own, named both ways', async t => {
	const bench = await openBench(t);
	const {deploymentId} = await bench.deploy();
	bench.until(() => bench.deployment(deploymentId).stage === 'termination-wait');
	const {status} = await bench.codeDeploy.send(new StopDeploymentCommand({deploymentId, autoRollbackEnabled: true}));
	t.is(status, 'Succeeded');
	const {deploymentInfo} = await bench.codeDeploy.send(new GetDeploymentCommand({deploymentId}));
	t.is(deploymentInfo?.status, 'Stopped');
	const rollbackId = deploymentInfo?.rollbackInfo?.rollbackDeploymentId ?? '';
	bench.until(() => bench.deployment(rollbackId).stage === 'over');
	const rollback = await bench.codeDeploy.send(new GetDeploymentCommand({deploymentId: rollbackId}));
	t.is(rollback.deploymentInfo?.status, 'Succeeded');
	t.is(rollback.deploymentInfo?.creator, 'codeDeployRollback');
	t.is(rollback.deploymentInfo?.rollbackInfo?.rollbackTriggeringDeploymentId, deploymentId);
	bench.pass(60);
	const {registrations, instances} = bench.simulator.world;
	t.deepEqual(
		[...registrations.values()].map(({instanceId, state}) => [versionOf(instances.get(instanceId)!), state]),
		[
			['5.0', 'healthy'],
			['5.0', 'healthy'],
		],
	);
});

test('Stopping while an event runs is pending first', async t => {
	const bench = await openBench(t);
	const {deploymentId} = await bench.deploy();
	bench.until(() =>
		[...bench.simulator.world.targets.values()].some(({events}) => events.some(({status}) => status === 'InProgress')),
	);
	const {status} = await bench.codeDeploy.send(new StopDeploymentCommand({deploymentId}));
	t.is(status, 'Pending');
	bench.pass(20);
	t.is(bench.deployment(deploymentId).status, 'Stopped');
	t.is(bench.deployment(deploymentId).errorInformation?.code, 'MANUAL_STOP');
});

test('A revision that is not there fails when an agent downloads it', async t => {
	const bench = await openBench(t);
	const {deploymentId} = await bench.deploy('6.0', {revision: releaseOf('shop/shop-9.9.zip')});
	bench.until(() => bench.deployment(deploymentId).stage === 'over');
	const failed = [...bench.simulator.world.targets.values()]
		.flatMap(({events}) => events)
		.find(({status}) => status === 'Failed');
	t.is(failed?.lifecycleEventName, 'DownloadBundle');
	t.regex(failed?.diagnostics?.message ?? '', /does not exist/);
});

test('An older version of a bundle is deployed where it is named, and one that never was is not found', async t => {
	const older = 'Ab2nB8hJQ0dV1mYw2sXz4tCe5rRf6aGu';
	const outcomeOf = async (version: string) => {
		const bench = await openBench(t);
		const {revisionType, s3Location} = releaseOf('shop/shop-6.0.zip');
		const {deploymentId} = await bench.deploy('6.0', {revision: {revisionType, s3Location: {...s3Location, version}}});
		bench.until(() => bench.deployment(deploymentId).stage === 'over');
		return bench.deployment(deploymentId).status;
	};

	t.is(await outcomeOf(older), 'Succeeded');
	t.is(await outcomeOf('Zz2nB8hJQ0dV1mYw2sXz4tCe5rRf6aGu'), 'Failed');
});

test('A revision of GitHub needs an application that is linked to it', async t => {
	const bench = await openBench(t);
	bench.simulator.change(world => {
		const application = world.applications.get('shop')!;
		return {...world, applications: new Map([['shop', {...application, linkedToGitHub: false}]])};
	});
	const {deploymentId} = await bench.deploy('6.0', {
		revision: {
			revisionType: 'GitHub',
			gitHubLocation: {repository: 'shop/web', commitId: '0123456789abcdef0123456789abcdef01234567'},
		},
	});
	bench.until(() => bench.deployment(deploymentId).stage === 'over');
	t.is(bench.deployment(deploymentId).errorInformation?.code, 'MISSING_GITHUB_TOKEN');
});

test('One at a time really is', async t => {
	const bench = await openBench(t, {instanceCount: 3});
	const {deploymentId} = await bench.deploy('6.0', {deploymentConfigName: 'CodeDeployDefault.OneAtATime'});
	let most = 0;
	bench.until(() => {
		const busy = [...bench.simulator.world.targets.values()].filter(
			target =>
				target.deploymentId === deploymentId &&
				target.instanceLabel === 'Green' &&
				target.events.some(({status}) => status === 'InProgress'),
		);
		most = Math.max(most, busy.length);
		return bench.deployment(deploymentId).stage === 'over';
	});
	t.is(most, 1);
	t.is(bench.deployment(deploymentId).status, 'Succeeded');
});

const newGroup: CreateDeploymentGroupCommandInput = {
	applicationName: 'shop',
	deploymentGroupName: 'shop-new',
	serviceRoleArn: 'arn:aws:iam::123456789012:role/CodeDeployServiceRole',
	ec2TagSet: {ec2TagSetList: [[{Key: 'version', Value: '1.0', Type: 'KEY_AND_VALUE'}]]},
	deploymentStyle: {deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL'},
	loadBalancerInfo: {targetGroupInfoList: [{name: 'shop-web-tg'}]},
	blueGreenDeploymentConfiguration: {
		greenFleetProvisioningOption: {action: 'DISCOVER_EXISTING'},
		deploymentReadyOption: {actionOnTimeout: 'CONTINUE_DEPLOYMENT'},
		terminateBlueInstancesOnDeploymentSuccess: {action: 'TERMINATE', terminationWaitTimeInMinutes: 10},
	},
};

test('A group comes back as it was made, and an update changes what it names', async t => {
	const {codeDeploy} = await openBench(t);
	await codeDeploy.send(new CreateDeploymentGroupCommand(newGroup));
	await codeDeploy.send(
		new UpdateDeploymentGroupCommand({
			applicationName: 'shop',
			currentDeploymentGroupName: 'shop-new',
			ec2TagFilters: [{Key: 'version', Value: '2.0', Type: 'KEY_AND_VALUE'}],
		}),
	);
	const {deploymentGroupInfo} = await codeDeploy.send(
		new GetDeploymentGroupCommand({applicationName: 'shop', deploymentGroupName: 'shop-new'}),
	);
	t.like(deploymentGroupInfo, {
		deploymentConfigName: 'CodeDeployDefault.OneAtATime',
		deploymentStyle: newGroup.deploymentStyle,
		blueGreenDeploymentConfiguration: newGroup.blueGreenDeploymentConfiguration,
		ec2TagFilters: [{Key: 'version', Value: '2.0', Type: 'KEY_AND_VALUE'}],
	});
	t.is(deploymentGroupInfo?.ec2TagSet, undefined);
});

const refused: ReadonlyArray<readonly [error: string, change: Partial<CreateDeploymentGroupCommandInput>]> = [
	['ApplicationDoesNotExistException', {applicationName: 'nowhere'}],
	['InvalidDeploymentGroupNameException', {deploymentGroupName: 'not a name'}],
	['DeploymentGroupAlreadyExistsException', {deploymentGroupName: 'shop-bg'}],
	['InvalidRoleException', {serviceRoleArn: 'arn:aws:iam::123456789012:role/Deployer'}],
	['RoleRequiredException', {serviceRoleArn: undefined}],
	['DeploymentConfigDoesNotExistException', {deploymentConfigName: 'Mine'}],
	['InvalidLoadBalancerInfoException', {loadBalancerInfo: undefined}],
	['InvalidEC2TagCombinationException', {ec2TagFilters: [{Key: 'a', Value: 'b', Type: 'KEY_AND_VALUE'}]}],
	['InvalidEC2TagException', {ec2TagSet: {ec2TagSetList: [[{Value: 'b', Type: 'KEY_AND_VALUE'}]]}}],
	[
		'TagSetListLimitExceededException',
		{ec2TagSet: {ec2TagSetList: Array.from({length: 4}, () => [{Key: 'a', Type: 'KEY_ONLY' as const}])}},
	],
	[
		'InvalidBlueGreenDeploymentConfigurationException',
		{
			blueGreenDeploymentConfiguration: {
				deploymentReadyOption: {actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 5},
			},
		},
	],
	['InvalidAutoRollbackConfigException', {autoRollbackConfiguration: {enabled: true}}],
	[
		'InvalidTriggerConfigException',
		{
			triggerConfigurations: [
				{triggerName: 'a', triggerTargetArn: 'arn:aws:sns:nowhere', triggerEvents: ['DeploymentFailure']},
			],
		},
	],
	['InvalidInputException', {deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce'}],
	['InvalidInputException', {terminationHookEnabled: true}],
];

for (const [error, change] of refused) {
	test(`Creating a group is refused: ${error} (${Object.keys(change).join(', ')})`, async t => {
		const {codeDeploy, simulator} = await openBench(t);
		const before = simulator.world.deploymentGroups.size;
		await t.throwsAsync(codeDeploy.send(new CreateDeploymentGroupCommand({...newGroup, ...change})), {name: error});
		t.is(simulator.world.deploymentGroups.size, before);
	});
}

test('A batch of nothing is refused, and so is an id of another make', async t => {
	const {codeDeploy} = await openBench(t);
	const {applicationName} = group;
	await t.throwsAsync(codeDeploy.send(new BatchGetApplicationsCommand({applicationNames: []})), {
		name: 'ApplicationNameRequiredException',
	});
	await t.throwsAsync(
		codeDeploy.send(new BatchGetDeploymentGroupsCommand({applicationName, deploymentGroupNames: []})),
		{name: 'DeploymentGroupNameRequiredException'},
	);
	await t.throwsAsync(codeDeploy.send(new BatchGetDeploymentsCommand({deploymentIds: []})), {
		name: 'DeploymentIdRequiredException',
	});
	await t.throwsAsync(codeDeploy.send(new BatchGetDeploymentsCommand({deploymentIds: ['mine']})), {
		name: 'InvalidDeploymentIdException',
	});
	await t.throwsAsync(codeDeploy.send(new BatchGetApplicationRevisionsCommand({applicationName, revisions: []})), {
		name: 'RevisionRequiredException',
	});
});

test('A trigger needs a name and an event', async t => {
	const {codeDeploy} = await openBench(t);
	const triggerTargetArn = 'arn:aws:sns:ap-northeast-2:123456789012:shop-alerts';
	const create = async (trigger: TriggerConfig) =>
		codeDeploy.send(
			new CreateDeploymentGroupCommand({...newGroup, triggerConfigurations: [{triggerTargetArn, ...trigger}]}),
		);
	const name = 'InvalidTriggerConfigException';
	await t.throwsAsync(create({triggerName: 'quiet', triggerEvents: []}), {name});
	await t.throwsAsync(create({triggerEvents: ['DeploymentFailure']}), {name});
	await t.notThrowsAsync(create({triggerName: 'loud', triggerEvents: ['DeploymentFailure']}));
});

test('Revisions are listed by whether a group has them', async t => {
	const {codeDeploy} = await openBench(t);
	await codeDeploy.send(
		new RegisterApplicationRevisionCommand({
			applicationName: 'shop',
			revision: releaseOf('shop/shop-6.0.zip'),
			description: 'the next one',
		}),
	);
	const keysOf = async (deployed: 'include' | 'exclude') => {
		const {revisions} = await codeDeploy.send(new ListApplicationRevisionsCommand({applicationName: 'shop', deployed}));
		return revisions?.map(({s3Location}) => s3Location?.key);
	};

	t.deepEqual(await keysOf('include'), ['shop/shop-5.0.zip']);
	t.deepEqual(await keysOf('exclude'), ['shop/shop-6.0.zip']);
	const {revisionInfo} = await codeDeploy.send(
		new GetApplicationRevisionCommand({applicationName: 'shop', revision: releaseOf('shop/shop-6.0.zip')}),
	);
	t.is(revisionInfo?.description, 'the next one');
	const deployed = await codeDeploy.send(
		new GetApplicationRevisionCommand({applicationName: 'shop', revision: releaseOf('shop/shop-5.0.zip')}),
	);
	t.deepEqual(deployed.revisionInfo?.deploymentGroups, ['shop-bg']);
});

test('Alarms of one deployment are kept with it', async t => {
	const bench = await openBench(t);
	const overrideAlarmConfiguration = {enabled: true, alarms: [{name: 'shop-web-5xx'}]};
	const {deploymentId} = await bench.deploy('6.0', {overrideAlarmConfiguration});
	const {deploymentInfo} = await bench.codeDeploy.send(new GetDeploymentCommand({deploymentId}));
	t.deepEqual(deploymentInfo?.overrideAlarmConfiguration, overrideAlarmConfiguration);
});

test('Applications, configurations, revisions and token names are listed', async t => {
	const {codeDeploy} = await openBench(t);
	await codeDeploy.send(new CreateApplicationCommand({applicationName: 'new', computePlatform: 'Server'}));
	await t.throwsAsync(codeDeploy.send(new CreateApplicationCommand({applicationName: 'new'})), {
		name: 'ApplicationAlreadyExistsException',
	});
	const {applications} = await codeDeploy.send(new ListApplicationsCommand({}));
	t.true(applications?.includes('shop') === true && applications.includes('new'));
	const {deploymentConfigsList} = await codeDeploy.send(new ListDeploymentConfigsCommand({}));
	t.true(deploymentConfigsList?.includes('CodeDeployDefault.HalfAtATime'));
	const {revisions} = await codeDeploy.send(new ListApplicationRevisionsCommand({applicationName: 'shop'}));
	t.is(revisions?.[0]?.s3Location?.key, 'shop/shop-5.0.zip');
	const {tokenNameList} = await codeDeploy.send(new ListGitHubAccountTokenNamesCommand({}));
	t.deepEqual(tokenNameList, ['shop-github']);
});

test('Another region holds nothing', async t => {
	const {simulator} = await openBench(t);
	const elsewhere = new CodeDeployClient({
		endpoint: simulator.url,
		region: 'us-east-1',
		credentials: {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'},
	});
	const {applications} = await elsewhere.send(new ListApplicationsCommand({}));
	t.deepEqual(applications, []);
	elsewhere.destroy();
});

test('What is not signed, not known or not JSON is refused in AWS’s words', async t => {
	const {simulator} = await openBench(t);
	const signed = {
		authorization:
			'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260625/ap-northeast-2/codedeploy/aws4_request, SignedHeaders=host, Signature=00',
	};
	const typeOf = async (target: string, headers: Record<string, string>, body: string) => {
		const reply = await axios.post<{readonly __type: string}>(simulator.url, body, {
			headers: {
				...headers,
				'x-amz-target': `CodeDeploy_20141006.${target}`,
				'content-type': 'application/x-amz-json-1.1',
			},
			validateStatus: () => true,
		});
		return `${reply.status} ${reply.data.__type}`;
	};

	t.is(await typeOf('ListApplications', {}, '{}'), '400 MissingAuthenticationTokenException');
	t.is(await typeOf('MakeCoffee', signed, '{}'), '400 UnknownOperationException');
	t.is(await typeOf('ListApplications', signed, '{'), '400 SerializationException');
	t.is(await typeOf('ListApplications', signed, '[]'), '400 SerializationException');
	t.is(await typeOf('GetApplication', signed, '{"applicationName":5}'), '400 SerializationException');
	t.is(await typeOf('constructor', signed, '{}'), '400 UnknownOperationException');
	// The service would drop what it does not know; here a slip is seen.
	t.is(await typeOf('ListApplications', signed, '{"nexttoken":"x"}'), '400 InvalidInputException');
});
