import {
	CloudWatchClient,
	DescribeAlarmsCommand,
	SetAlarmStateCommand,
	type StateValue,
} from '@aws-sdk/client-cloudwatch';
import {GetDeploymentCommand, UpdateDeploymentGroupCommand, type AutoRollbackEvent} from '@aws-sdk/client-codedeploy';
import test, {type ExecutionContext} from 'ava';
import {type Bench, group, openBench, versionOf} from './clients.js';

const AlarmName = 'shop-web-5xx';

const openWatched = async (
	t: ExecutionContext,
	{events = [], enabled = true}: {readonly events?: readonly AutoRollbackEvent[]; readonly enabled?: boolean} = {},
) => {
	const bench = await openBench(t);
	const cloudWatch = new CloudWatchClient({
		endpoint: bench.simulator.url,
		region: 'ap-northeast-2',
		credentials: {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'},
		maxAttempts: 1,
	});
	t.teardown(() => {
		cloudWatch.destroy();
	});
	await bench.codeDeploy.send(
		new UpdateDeploymentGroupCommand({
			applicationName: group.applicationName,
			currentDeploymentGroupName: group.deploymentGroupName,
			alarmConfiguration: {enabled, alarms: [{name: 'shop-web-latency'}, {name: AlarmName}]},
			autoRollbackConfiguration: {enabled: events.length > 0, events: [...events]},
		}),
	);
	const set = async (StateValue: StateValue, name = AlarmName) =>
		cloudWatch.send(new SetAlarmStateCommand({AlarmName: name, StateValue, StateReason: 'a lesson'}));
	return {...bench, cloudWatch, set};
};

const overOf = async ({until, deployment, codeDeploy}: Bench, deploymentId: string) => {
	until(() => deployment(deploymentId).stage === 'over');
	const {deploymentInfo} = await codeDeploy.send(new GetDeploymentCommand({deploymentId}));
	return deploymentInfo;
};

test('An alarm is set as with any AWS tool, and listed so', async t => {
	const {cloudWatch, set} = await openWatched(t);
	await set('ALARM');
	const {MetricAlarms = []} = await cloudWatch.send(new DescribeAlarmsCommand({StateValue: 'ALARM'}));
	t.deepEqual(
		MetricAlarms.map(alarm => alarm.AlarmName),
		[AlarmName],
	);
	await t.throwsAsync(set('ALARM', 'nobody'), {name: 'ResourceNotFound'});
});

test('Tools that speak the query protocol set it as well', async t => {
	const bench = await openBench(t);
	const ask = async (state: string) =>
		fetch(bench.simulator.url, {
			method: 'POST',
			headers: {
				authorization:
					'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260625/ap-northeast-2/monitoring/aws4_request, SignedHeaders=host, Signature=0',
				'content-type': 'application/x-www-form-urlencoded',
			},
			body: `Action=SetAlarmState&Version=2010-08-01&AlarmName=${AlarmName}&StateReason=x&StateValue=${state}`,
		});
	const done = await ask('ALARM');
	t.is(done.status, 200);
	t.regex(await done.text(), /^<\?xml.*<SetAlarmStateResponse .*<RequestId>/s);
	t.is(bench.simulator.world.alarmStates.get(AlarmName), 'ALARM');
	const refused = await ask('LOUD');
	t.is(refused.status, 400);
	t.is(bench.simulator.world.alarmStates.get(AlarmName), 'ALARM');
});

test('A deployment that begins while an alarm of its group is active is stopped before it installs anything', async t => {
	const bench = await openWatched(t);
	await bench.set('ALARM');
	const {deploymentId, blueGreenId} = await bench.deploy();
	const info = await overOf(bench, deploymentId);
	t.is(info?.status, 'Stopped');
	t.is(info?.errorInformation?.code, 'ALARM_ACTIVE');
	t.regex(info?.errorInformation?.message ?? '', /<shop-web-5xx>/);
	t.is(info?.deploymentOverview, undefined);
	bench.until(() => bench.blueGreen(blueGreenId).state === 'FINISHED_ERROR');
	t.deepEqual(bench.members().map(versionOf), ['5.0', '5.0', '6.0', '6.0']);
});

test('An alarm in the middle stops the deployment once its running events have ended', async t => {
	const bench = await openWatched(t);
	const {deploymentId} = await bench.deploy();
	bench.until(() => bench.deployment(deploymentId).stage === 'install');
	bench.pass(8);
	await bench.set('ALARM');
	t.is(bench.deployment(deploymentId).status, 'InProgress');
	const info = await overOf(bench, deploymentId);
	t.like(info, {status: 'Stopped', errorInformation: {code: 'ALARM_ACTIVE'}});
	t.is(info?.rollbackInfo, undefined);
});

test('It is rolled back where the group says so for alarms, and the rollback is not stopped by them', async t => {
	const bench = await openWatched(t, {events: ['DEPLOYMENT_STOP_ON_ALARM']});
	const {deploymentId} = await bench.deploy();
	bench.until(() => bench.deployment(deploymentId).stage === 'termination-wait');
	await bench.set('ALARM');
	const info = await overOf(bench, deploymentId);
	const rollback = await overOf(bench, info?.rollbackInfo?.rollbackDeploymentId ?? '');
	t.like(rollback, {status: 'Succeeded', creator: 'codeDeployRollback'});
});

test('Alarms do nothing where they are switched off, for the group or for the one deployment', async t => {
	const off = await openWatched(t, {enabled: false});
	await off.set('ALARM');
	const {deploymentId} = await off.deploy();
	t.like(await overOf(off, deploymentId), {status: 'Succeeded'});
	const bench = await openWatched(t);
	await bench.set('ALARM');
	const override = {overrideAlarmConfiguration: {enabled: false, alarms: []}};
	const overridden = await bench.deploy('6.0', override);
	t.like(await overOf(bench, overridden.deploymentId), {status: 'Succeeded'});
});

test('The scenario’s alarm stops what its group deploys', async t => {
	const bench = await openBench(t, {scenario: 'active-alarm'});
	const {deploymentId} = await bench.deploy();
	t.like(await overOf(bench, deploymentId), {status: 'Stopped', errorInformation: {code: 'ALARM_ACTIVE'}});
});
