/** Ends that a pipeline can tell from each other, and the commands that go on from them. */
import test, {type ExecutionContext} from 'ava';
import {openCommandLine, type CommandLine} from '../helpers/command-line.js';
import {readJson} from '../helpers/read-json.js';

const open = async (t: ExecutionContext, options: Parameters<typeof openCommandLine>[0] = {}) => {
	const line = await openCommandLine(options);
	t.teardown(async () => line.close());
	return line;
};

const summaryOf = readJson<Record<string, unknown>>;

const made = ({simulator}: CommandLine, operation: string) =>
	simulator.log.filter(request => request.operation === operation && request.isDone && request.status === 200).length;

const named =
	'deploy --application shop --deployment-group shop-bg --elastigroup sig-5a3c19e7 --set version=6.0 --revision s3://shop-releases-ap-northeast-2/shop/shop-6.0.zip --timeout 60 --yes'.split(
		' ',
	);

const withoutAnswer = async (t: ExecutionContext) => {
	const line = await open(t);
	line.simulator.inject({kind: 'cut', when: 'after-work', operation: 'startBlueGreen'});
	const {code, stdout} = await line.run([...named, '--output', 'json']);
	t.is(code, 8);
	const summary = summaryOf(stdout);
	t.like(summary, {result: 'unclear-start', exitCode: 8});
	const [adopt, disown] = String(summary['next'])
		.split(',')
		.map(command => command.split(' ').slice(1));
	t.is(adopt?.[2], '--adopt');
	t.is(disown?.[2], '--disown');
	return {line, adopt: adopt!, disown: disown!};
};

test.serial('8: a start without an answer is nobody’s until somebody says whose; adopted, it goes on', async t => {
	const {line, adopt} = await withoutAnswer(t);
	const other = await line.run([...adopt.slice(0, 3), 'cdbg-00000000']);
	t.is(other.code, 2, 'another one is not meant');
	t.regex(other.stderr, /The question is about cdbg-\w+, not about cdbg-0{8}/);
	const both = await line.run([...adopt, '--disown', adopt[3] ?? '']);
	t.is(both.code, 2);
	t.is(made(line, 'CreateDeployment'), 0);
	const {code, stderr} = await line.run(adopt);
	t.is(code, 0, stderr);
	t.is(made(line, 'startBlueGreen'), 1);
	t.is(made(line, 'CreateDeployment'), 1);
});

test.serial('9: disowned, it is left alone, and nothing more is done', async t => {
	const {line, disown} = await withoutAnswer(t);
	const {code, stdout} = await line.run(disown);
	t.is(code, 9);
	t.regex(stdout, /^Ended: the blue\/green that runs was said to be somebody else’s\./);
	const adoptLater = await line.run([...disown.slice(0, 2), '--adopt', disown[3] ?? '']);
	t.is(adoptLater.code, 2);
	const restored = await line.run(['restore', disown[1] ?? '', '--confirm', 'shop-web']);
	t.is(restored.code, 0);
	t.notRegex(restored.stderr + restored.stdout, /Left behind|never answered/);
	t.is(made(line, 'CreateDeployment') + made(line, 'stopBlueGreen'), 0);
});

test.serial('0: with {run} in a green tag the lost start is found, and deploying again goes on with it', async t => {
	const line = await open(t);
	line.simulator.inject({kind: 'cut', when: 'after-work', operation: 'startBlueGreen'});
	const marked = [...named, '--set', 'tag:run={run}'];
	const begun = await line.run([...marked, '--deadline', '1']);
	t.is(begun.code, 7, begun.stderr);
	const {code, stdout, stderr} = await line.run([...marked, '--output', 'json']);
	t.is(code, 0, stderr);
	const {runId, greenTags} = summaryOf(stdout);
	t.deepEqual(greenTags, [
		{key: 'run', value: runId},
		{key: 'version', value: '6.0'},
	]);
	t.is(made(line, 'startBlueGreen'), 1);
	t.is(made(line, 'CreateDeployment'), 1);
});

test.serial('3: a run that is not over is not restored, and the command that goes on is named', async t => {
	const line = await open(t);
	const {stdout} = await line.run([...named, '--wait-until', 'provision', '--output', 'json']);
	const {runId} = summaryOf(stdout);
	for (const more of [[], ['--dry-run'], ['--confirm', 'shop-web']]) {
		const from = line.simulator.log.length;
		const {code, stderr} = await line.run(['restore', String(runId), ...more]);
		t.is(code, 3, stderr);
		t.true(stderr.includes(`spot-bluegreen watch ${String(runId)}`), stderr);
		t.deepEqual(
			line.simulator.log
				.slice(from)
				.map(({operation}) => operation)
				.filter(operation => /^(?:start|stop|set|detach|suspend|remove|Create|Update|Continue|Stop)/.test(operation)),
			[],
		);
	}
});

test.serial('9: somebody else’s deployment on our blue/green', async t => {
	const line = await open(t, {tagDelayMs: 40_000});
	const {simulator} = line;
	let isDone = false;
	// As soon as ours is refused for tags that are not visible yet, somebody else is faster.
	const running = line.run([...named, '--output', 'ndjson'], {
		onOutput(written) {
			if (!isDone && written.includes('action-failed')) {
				isDone = true;
				simulator.change(before => ({
					...before,
					instances: new Map(
						[...before.instances].map(([id, each]) => [id, {...each, tagsSeenByCodeDeploy: each.tags}]),
					),
				}));
				void deployByHand(simulator.url);
			}
		},
	});
	const {code, stdout} = await running;
	t.is(code, 9);
	t.like(summaryOf(stdout.trim().split('\n').at(-1) ?? ''), {
		result: 'handed-over',
		exitCode: 9,
		isClean: true,
		failure: {code: 'handed-over'},
	});
	t.is(made(line, 'stopBlueGreen') + made(line, 'StopDeployment') + made(line, 'detachInstances'), 0);
});

const deployByHand = async (endpoint: string): Promise<void> => {
	const {CodeDeployClient, CreateDeploymentCommand} = await import('@aws-sdk/client-codedeploy');
	await new CodeDeployClient({region: 'ap-northeast-2', endpoint}).send(
		new CreateDeploymentCommand({
			applicationName: 'shop',
			deploymentGroupName: 'shop-bg',
			revision: {
				revisionType: 'S3',
				s3Location: {bucket: 'shop-releases-ap-northeast-2', key: 'shop/shop-6.0.zip', bundleType: 'zip'},
			},
			targetInstances: {tagFilters: [{Key: 'version', Value: '6.0', Type: 'KEY_AND_VALUE'}]},
		}),
	);
};

test.serial('9: a success whose group may not be changed says what the next deployment needs', async t => {
	const line = await open(t);
	line.simulator.inject({kind: 'denied', operation: 'UpdateDeploymentGroup', count: 99});
	const {code, stdout, stderr} = await line.run(named);
	t.is(code, 9, stderr);
	t.regex(stdout, /^Succeeded, but the deployment group still finds its originals by the old tags\./);
	t.regex(stderr, /shop\/shop-bg could not be changed/);
	t.regex(stderr, /codedeploy:UpdateDeploymentGroup/);
	t.regex(stderr, /Before the next deployment, have shop-bg find its originals by version=6\.0/);
	const listed = await line.run(['runs', '--output', 'json']);
	const {runs} = readJson<{readonly runs: ReadonlyArray<{readonly runId: string}>}>(listed.stdout);
	const from = line.simulator.log.length;
	const restored = await line.run(['restore', runs[0]?.runId ?? '', '--confirm', 'shop-web', '--output', 'json']);
	t.is(restored.code, 0, 'nothing of the Elastigroup is left');
	t.like(summaryOf(restored.stdout), {result: 'succeeded', failure: {code: 'filter-behind'}});
	t.false(line.simulator.log.slice(from).some(({operation}) => operation === 'UpdateDeploymentGroup'));
});
