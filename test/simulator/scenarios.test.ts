import {
	BatchGetDeploymentTargetsCommand,
	GetDeploymentCommand,
	ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy';
import test from 'ava';
import {scenarioIds} from '../../source/simulator/scenarios.js';
import {type BlueGreenState} from '../../source/simulator/world/state.js';
import {openBench, versionOf} from './clients.js';

test('A happy run replaces the fleet and leaves the numbers as they were', async t => {
	const bench = await openBench(t);
	const {target, minimum, maximum} = bench.elastigroup().capacity;
	const {blueGreenId, deploymentId} = await bench.deploy();
	const seen: BlueGreenState[] = [];
	bench.until(() => {
		const {state} = bench.blueGreen(blueGreenId);
		if (seen.at(-1) !== state) {
			seen.push(state);
		}

		return state === 'FINISHED';
	});

	t.deepEqual(seen, [
		'AWAITING_USER_DEPLOYMENT',
		'AWAITING_DEPLOYMENT_TO_FINISH',
		'WAIT_BEFORE_TERMINATION',
		'REMOVE_OLD_INSTANCES',
		'REMOVE_ALL_SUSPENSIONS',
		'FINISHED',
	]);
	t.is(bench.deployment(deploymentId).status, 'Succeeded');
	bench.pass(120);
	t.deepEqual(bench.members().map(versionOf), ['6.0', '6.0']);
	t.deepEqual(bench.elastigroup().capacity, {target, minimum, maximum});
	const registered = [...bench.simulator.world.registrations.values()];
	t.deepEqual(
		registered.map(({instanceId, state}) => [instanceId, state]),
		bench.members().map(({instanceId}) => [instanceId, 'healthy']),
	);
});

test('A happy run passes every lifecycle event in order, green before blue', async t => {
	const bench = await openBench(t);
	const {deploymentId} = await bench.deploy();
	bench.until(() => bench.deployment(deploymentId).stage === 'over');
	const {targetIds = []} = await bench.codeDeploy.send(new ListDeploymentTargetsCommand({deploymentId}));
	const {deploymentTargets = []} = await bench.codeDeploy.send(
		new BatchGetDeploymentTargetsCommand({deploymentId, targetIds}),
	);
	const eventsOf = (label: string) =>
		deploymentTargets
			.map(({instanceTarget}) => instanceTarget)
			.filter(target => target?.instanceLabel === label)
			.map(target => (target?.lifecycleEvents ?? []).map(({lifecycleEventName}) => lifecycleEventName).join(' '));
	t.deepEqual(
		[...new Set(eventsOf('Green'))],
		[
			'ApplicationStop DownloadBundle BeforeInstall Install AfterInstall ApplicationStart ValidateService BeforeAllowTraffic AllowTraffic AfterAllowTraffic',
		],
	);
	t.deepEqual([...new Set(eventsOf('Blue'))], ['BeforeBlockTraffic BlockTraffic AfterBlockTraffic']);
	const times = (label: string) =>
		deploymentTargets
			.filter(({instanceTarget}) => instanceTarget?.instanceLabel === label)
			.flatMap(({instanceTarget}) => instanceTarget?.lifecycleEvents ?? [])
			.map(({startTime, endTime}) => [Number(startTime), Number(endTime)] as const);
	const lastGreen = Math.max(...times('Green').map(([, end]) => end));
	const firstBlue = Math.min(...times('Blue').map(([start]) => start));
	t.true(firstBlue >= lastGreen);
});

test('D7: where the group keeps its originals, the capacity stays raised', async t => {
	const bench = await openBench(t, {scenario: 'keep-originals'});
	t.deepEqual(bench.elastigroup().capacity, {target: 2, minimum: 1, maximum: 2});
	const {blueGreenId, deploymentId} = await bench.deploy();
	bench.until(() => bench.blueGreen(blueGreenId).state === 'FINISHED');
	t.is(bench.deployment(deploymentId).status, 'Succeeded');
	t.false(bench.deployment(deploymentId).instanceTerminationWaitTimeStarted);
	bench.pass(300);
	t.deepEqual(bench.elastigroup().capacity, {target: 4, minimum: 1, maximum: 4});
	t.deepEqual(bench.members().map(versionOf), ['5.0', '5.0', '6.0', '6.0']);
});

for (const scenario of ['equal-tags', 'contained-tag'] as const) {
	test(`${scenario}: CodeDeploy finds no replacement and fails`, async t => {
		const bench = await openBench(t, {scenario});
		const {blueGreenId, deploymentId} = await bench.deploy('6.0');
		bench.until(() => bench.blueGreen(blueGreenId).state === 'FINISHED_ERROR');
		const {deploymentInfo} = await bench.codeDeploy.send(new GetDeploymentCommand({deploymentId}));
		t.is(deploymentInfo?.status, 'Failed');
		t.is(deploymentInfo?.errorInformation?.code, 'NO_INSTANCES');
	});
}

test('D3 is mended by the next value: the same world deploys 7.0', async t => {
	const bench = await openBench(t, {scenario: 'equal-tags'});
	const {deploymentId} = await bench.deploy('7.0');
	bench.until(() => bench.deployment(deploymentId).stage === 'over');
	t.is(bench.deployment(deploymentId).status, 'Succeeded');
});

test('D5: a failing hook leaves green instances and a raised maximum', async t => {
	const bench = await openBench(t, {scenario: 'failing-hook'});
	const {blueGreenId, deploymentId} = await bench.deploy();
	bench.until(() => bench.blueGreen(blueGreenId).state === 'FINISHED_ERROR');
	const {deploymentInfo} = await bench.codeDeploy.send(new GetDeploymentCommand({deploymentId}));
	t.is(deploymentInfo?.errorInformation?.code, 'HEALTH_CONSTRAINTS');
	const {targetIds = []} = await bench.codeDeploy.send(
		new ListDeploymentTargetsCommand({deploymentId, targetFilters: {ServerInstanceLabel: ['Green']}}),
	);
	const {deploymentTargets = []} = await bench.codeDeploy.send(
		new BatchGetDeploymentTargetsCommand({deploymentId, targetIds}),
	);
	const failed = deploymentTargets[0]?.instanceTarget?.lifecycleEvents?.find(({status}) => status === 'Failed');
	t.is(failed?.lifecycleEventName, 'ValidateService');
	t.is(failed?.diagnostics?.errorCode, 'ScriptFailed');
	t.regex(failed?.diagnostics?.logTail ?? '', /503/);
	bench.pass(600);
	t.deepEqual(bench.elastigroup().capacity, {target: 4, minimum: 1, maximum: 4});
	t.deepEqual(bench.members().map(versionOf), ['5.0', '5.0', '6.0', '6.0']);
	const serving = [...bench.simulator.world.registrations.values()].map(({instanceId}) =>
		versionOf(bench.simulator.world.instances.get(instanceId)!),
	);
	t.deepEqual(serving, ['5.0', '5.0']);
});

test('The same hook does no harm to another revision', async t => {
	const bench = await openBench(t, {scenario: 'failing-hook'});
	const {deploymentId} = await bench.deploy('6.0', {
		revision: {
			revisionType: 'GitHub',
			gitHubLocation: {repository: 'shop/web', commitId: '0123456789abcdef0123456789abcdef01234567'},
		},
	});
	bench.until(() => bench.deployment(deploymentId).stage === 'over');
	t.is(bench.deployment(deploymentId).status, 'Succeeded');
});

for (const [scenario, event, code] of [
	['no-bundle-access', 'DownloadBundle', 'HEALTH_CONSTRAINTS'],
	['no-target-rights', 'AllowTraffic', 'IAM_ROLE_PERMISSIONS'],
] as const) {
	test(`${scenario}: ${event} fails, and the originals go on serving`, async t => {
		const bench = await openBench(t, {scenario});
		const {blueGreenId, deploymentId} = await bench.deploy();
		bench.until(() => bench.blueGreen(blueGreenId).state === 'FINISHED_ERROR');
		t.is(bench.deployment(deploymentId).errorInformation?.code, code);
		const failed = [...bench.simulator.world.targets.values()]
			.filter(target => target.deploymentId === deploymentId)
			.flatMap(({events}) => events)
			.filter(({status}) => status === 'Failed');
		t.deepEqual([...new Set(failed.map(({lifecycleEventName}) => lifecycleEventName))], [event]);
		t.deepEqual(bench.elastigroup().capacity, {target: 4, minimum: 1, maximum: 4});
		const serving = [...bench.simulator.world.registrations.values()].filter(({state}) => state === 'healthy');
		t.deepEqual(
			serving.map(({instanceId}) => versionOf(bench.simulator.world.instances.get(instanceId)!)),
			['5.0', '5.0'],
		);
	});
}

test('Every scenario starts', async t => {
	for (const scenario of scenarioIds) {
		const bench = await openBench(t, {scenario});
		t.is(bench.members().length, 2, `${scenario} has its fleet`);
	}
});
