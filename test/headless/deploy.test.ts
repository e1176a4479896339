import {readdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {readJson} from '../helpers/read-json.js';
import {openCommandLine, type CommandLine} from '../helpers/command-line.js';
import {shopTargets, shopVersion} from '../helpers/shop.js';

const open = async (t: ExecutionContext, options: Parameters<typeof openCommandLine>[0] = {}) => {
	const line = await openCommandLine(options);
	t.teardown(async () => line.close());
	return line;
};

const made = ({simulator}: CommandLine, operation: string) =>
	simulator.log.filter(request => request.operation === operation && request.isDone && request.status === 200).length;

const summaryOf = readJson<Record<string, unknown>>;

const everything = [...shopTargets, ...shopVersion, '--timeout', '120'];

test.serial('0: --yes proposes version, bundle and timeout, and a person may read what happened', async t => {
	const line = await open(t);
	const {code, stdout, stderr} = await line.run(['deploy', ...shopTargets, '--yes']);
	t.is(code, 0, `${stderr}`);
	t.regex(stdout, /^Succeeded\./);
	t.regex(stdout, /Green tags: version=6\.0/);
	t.notRegex(stdout, /\d\d:\d\d:\d\d/, 'changes belong to the error stream');
	t.regex(stderr, /Preflight → Start/);
	t.regex(stderr, /Finalise → Verify/);
	t.is(made(line, 'CreateDeployment'), 1);
});

test.serial('0: the express way of a pipeline: profile, version, revision, JSON', async t => {
	const line = await open(t);
	const imported = path.join(line.directory, 'shop.json');
	await writeFile(
		imported,
		JSON.stringify({
			version: 1,
			name: 'shop',
			updatedAt: 1,
			answers: {
				region: 'ap-northeast-2',
				applicationName: 'shop',
				deploymentGroupName: 'shop-bg',
				elastigroupId: 'sig-5a3c19e7',
				timeoutMinutes: '60',
			},
		}),
	);
	const stored = await line.run(['profiles', 'import', imported]);
	t.is(stored.code, 0);
	const {code, stdout, stderr} = await line.run([
		'deploy',
		'shop',
		'--set',
		'version=7.0',
		'--yes',
		'--output',
		'json',
		'--revision',
		's3://shop-releases-ap-northeast-2/shop/shop-6.1.tar.gz',
	]);
	t.is(code, 0, `${stderr}`);
	const summary = summaryOf(stdout);
	t.like(summary, {
		schema: 'spot-bluegreen.summary',
		version: '1.1',
		result: 'succeeded',
		exitCode: 0,
		profile: 'shop',
		greenTags: [{key: 'version', value: '7.0'}],
		revision: {kind: 's3', key: 'shop/shop-6.1.tar.gz', bundleType: 'tgz'},
		isRestored: true,
		failure: null,
		problem: null,
		next: [],
	});

	const shown = await line.run(['profiles', 'export', 'shop']);
	t.like(summaryOf(shown.stdout), {last: {outcome: 'succeeded', greenTagValue: '7.0'}});
	const told = await line.run(['runs']);
	t.regex(told.stdout, /^shop-\d{8}-\d{4}-[\da-f]{6} {2}shop\/shop-bg {2}version=7\.0 {2}succeeded\n$/);
	const listed = await line.run(['runs', '--output', 'json']);
	t.like(summaryOf(listed.stdout), {runs: [{profile: 'shop', outcome: {kind: 'succeeded'}}]});
});

test.serial('0: --dry-run says what would happen and writes nothing', async t => {
	const line = await open(t);
	const {code, stdout, stderr} = await line.run(['deploy', ...shopTargets, '--yes', '--dry-run']);
	t.is(code, 0);
	t.regex(stderr, /Would deploy to shop\/shop-bg on shop-web, green tags version=6\.0/);
	t.regex(stdout, /Dry run: nothing was written/);
	t.is(made(line, 'startBlueGreen'), 0);
	t.deepEqual(await readdir(line.directory), []);
});

test.serial('2: everything that is missing is named together, with its flag, before any call', async t => {
	const line = await open(t);
	const {code, stdout, stderr} = await line.run(['deploy', '--application', 'shop', '--output', 'plain']);
	t.is(code, 2);

	for (const flag of ['--deployment-group', '--elastigroup', '--green-tags', '--revision']) {
		t.true(stderr.includes(flag), `no ${flag}`);
	}

	t.false(stderr.includes('--application:'));
	t.regex(stdout, /Answers are missing or wrong/);
	t.deepEqual(line.simulator.log, []);
});

test.serial('2: who names no profile is told of the saved ones', async t => {
	const line = await open(t);
	const imported = path.join(line.directory, 'shop.json');
	await writeFile(imported, JSON.stringify({version: 1, name: 'shop-seoul', updatedAt: 1, answers: {}}));
	await line.run(['profiles', 'import', imported]);
	const {code, stderr} = await line.run(['deploy']);
	t.is(code, 2);
	t.regex(stderr, /A saved profile .* spot-bluegreen deploy <profile>\. There are: shop-seoul/);
	const named = await line.run(['deploy', 'shop-seoul']);
	t.is(named.code, 2);
	t.notRegex(named.stderr, /A saved profile/);
});

test.serial('2: where no bundle names the version, that is the reason given', async t => {
	const line = await open(t);
	const {code, stderr} = await line.run([
		'deploy',
		...shopTargets,
		'--set',
		'version=8.0',
		'--yes',
		'--output',
		'plain',
	]);
	t.is(code, 2);
	t.regex(stderr, /--revision: no bundle was found whose name holds 8\.0/);
	t.is(made(line, 'startBlueGreen'), 0);
});

test.serial('the examples of deploy that name a version name its bundle too', async t => {
	const line = await open(t);
	const {stdout} = await line.run(['deploy', '--help']);
	const examples = stdout.split('\n').filter(row => row.includes('--set version='));
	t.is(examples.length, 2);
	t.true(examples.every(row => row.includes('--revision')));
});

test.serial('4: doctor with nothing set tells of both clouds at once, whatever else is missing', async t => {
	const line = await open(t);

	for (const name of Object.keys(line.simulator.environment)) {
		// eslint-disable-next-line @typescript-eslint/no-dynamic-delete
		delete process.env[name];
	}

	const {code, stderr} = await line.run(['doctor']);
	t.is(code, 4);
	t.regex(stderr, /No AWS credentials were found, and no AWS region is set/);
	t.regex(stderr, /AWS_REGION/);
	t.regex(stderr, /(SPOTINST_TOKEN|has no profile|has no token)/);
});

test.serial('simulator: one JSON line on stdout, and beside it lines that a shell takes', async t => {
	const line = await open(t);
	const {code, stdout, stderr} = await line.run(['simulator'], {until: 'export SPOTINST_ACCOUNT='});
	t.is(code, 0);
	t.is(stdout.trimEnd().split('\n').length, 1);
	const {environment, url} = readJson<{url: string; environment: Record<string, string>}>(stdout);
	t.is(environment['AWS_ENDPOINT_URL'], url);
	t.true(stderr.split('\n').includes(`export AWS_ENDPOINT_URL=${url}`));
});

test.serial('2: --confirm must name the Elastigroup', async t => {
	const line = await open(t);
	const {code, stderr} = await line.run(['deploy', ...shopTargets, '--yes', '--confirm', 'other-web']);
	t.is(code, 2);
	t.regex(stderr, /other-web.*shop-web/);
	t.is(made(line, 'startBlueGreen'), 0);
});

test.serial('3: the checks refuse, and nothing was started', async t => {
	const line = await open(t, {scenario: 'contained-tag'});
	const {code, stdout} = await line.run(['deploy', ...shopTargets, '--yes', '--output', 'json']);
	t.is(code, 3);
	const {result, checks} = summaryOf(stdout);
	t.is(result, 'refused');
	t.true(
		Array.isArray(checks) &&
			checks.some(
				(check: {level: string; requirements: string[]}) => check.level === 'fail' && check.requirements.includes('D4'),
			),
	);
	t.is(made(line, 'startBlueGreen'), 0);
});

test.serial('4: a sign-in that has expired is told as such, not as missing answers', async t => {
	const line = await open(t);
	line.simulator.inject({kind: 'expired-token', service: 'sts', count: 99});
	const {code, stderr} = await line.run(['deploy', ...shopTargets, '--yes']);
	t.is(code, 4);
	t.regex(stderr, /sign-in has expired/);
	t.regex(stderr, /aws sso login/);
});

test.serial('5: a failed deployment is cleaned up where --confirm allows it', async t => {
	const line = await open(t, {scenario: 'failing-hook'});
	const {code, stdout, stderr} = await line.run(['deploy', ...shopTargets, '--yes', '--confirm', 'shop-web']);
	t.is(code, 5, `${stderr}`);
	t.regex(stdout, /^The deployment failed\. What it left was cleaned up\./);
	t.regex(stderr, /scripts\/validate_service\.sh/);
	t.regex(stdout, /Capacity: target 2, min 1, max 2\n/);
});

test.serial('6: without --confirm what is left stays, the command for it is printed, and it works', async t => {
	const line = await open(t, {scenario: 'failing-hook'});
	const first = await line.run(['deploy', ...shopTargets, '--yes']);
	t.is(first.code, 6, `${first.stderr}`);
	t.regex(first.stderr, /To be removed: i-/);
	t.regex(first.stderr, /Capacity to be set back/);
	const command = /spot-bluegreen (restore \S+ --confirm shop-web)/.exec(first.stdout)?.[1];
	t.truthy(command, `${first.stdout}`);

	const looked = await line.run(['restore', command!.split(' ')[1]!]);
	t.is(looked.code, 6, 'looking alone changes nothing');
	t.regex(looked.stderr, /To be removed: i-\w+, because: was not there before the run, launched after the start/);
	t.notRegex(
		looked.stderr,
		/Starting the blue\/green|Install succeeded/,
		'what the journal told before is not told again',
	);
	t.regex(
		looked.stderr,
		/^\S+ +Run .*\n(?:Still looking.*\n)?\S+ +Looked at again/,
		'where it began, and then what is new',
	);
	const other = await line.run(['restore', command!.split(' ')[1]!, '--confirm', 'other']);
	t.is(other.code, 2);
	const restored = await line.run(command!.split(' '));
	t.is(restored.code, 0, `${restored.stderr}`);
	t.regex(
		restored.stderr,
		/To be removed: i-[\s\S]*Capacity to be set back[\s\S]*Detaching/,
		'the plan, then the deed',
	);
	const writes = () => ['detachInstances', 'UpdateDeploymentGroup', 'setCapacity'].map(each => made(line, each));
	const before = writes();
	const again = await line.run(command!.split(' '));
	t.is(again.code, 0, `${again.stderr}`);
	t.regex(again.stderr, /nothing to do/);
	t.deepEqual(writes(), before);
	t.is(made(line, 'CreateDeployment'), 1);
});

test.serial('7: our own deadline leaves the deployment alone, and watch goes on with it', async t => {
	const line = await open(t);
	const {code, stdout} = await line.run(['deploy', ...shopTargets, '--yes', '--deadline', '1', '--output', 'json']);
	t.is(code, 7);
	t.is(summaryOf(stdout)['result'], 'deadline');
	const {next} = summaryOf(stdout);
	t.regex(String(next), /^spot-bluegreen watch \S+$/);
	const watched = await line.run(['watch', '--output', 'json']);
	t.is(watched.code, 0, `${watched.stderr}`);
	t.like(summaryOf(watched.stdout), {result: 'succeeded', runId: summaryOf(stdout)['runId']});
	t.is(made(line, 'startBlueGreen'), 1);
	t.is(made(line, 'CreateDeployment'), 1);
});

test.serial('watch tells the profile what came of its run', async t => {
	const line = await open(t);
	const imported = path.join(line.directory, 'shop.json');
	const answers = {
		region: 'ap-northeast-2',
		applicationName: 'shop',
		deploymentGroupName: 'shop-bg',
		elastigroupId: 'sig-5a3c19e7',
	};
	await writeFile(imported, JSON.stringify({version: 1, name: 'shop', updatedAt: 1, answers}));
	await line.run(['profiles', 'import', imported]);
	const left = await line.run(['deploy', 'shop', '--yes', '--wait-until', 'install', '--output', 'json']);
	t.is(left.code, 8, left.stderr);
	const {runId} = summaryOf(left.stdout);
	const watched = await line.run(['watch', 'shop']);
	t.is(watched.code, 0, watched.stderr);
	const shown = await line.run(['profiles', 'export', 'shop']);
	t.like(summaryOf(shown.stdout), {answers, last: {runId, outcome: 'succeeded', greenTagValue: '6.0'}});
});

test.serial('8: a gate that waits for a person is a checkpoint, and is answered by the next command', async t => {
	const line = await open(t, {scenario: 'ready-gate'});
	const {code, stdout, stderr} = await line.run(['deploy', ...everything, '--region', 'ap-northeast-2']);
	t.is(code, 8, `${stderr}`);
	t.regex(stdout, /watch \S+ --ready continue/);
	const watched = await line.run(['watch', '--ready', 'continue']);
	t.is(watched.code, 0, `${watched.stderr}`);
	t.is(made(line, 'ContinueDeployment'), 1);
});

test.serial('8: --wait-until ends when the phase begins', async t => {
	const line = await open(t);
	const {code, stdout} = await line.run([
		'deploy',
		...shopTargets,
		'--yes',
		'--wait-until',
		'install',
		'--output',
		'json',
	]);
	t.is(code, 8);
	t.like(summaryOf(stdout), {result: 'checkpoint', phase: 'install'});
});

test.serial('5: --ready stop stops at the gate', async t => {
	const line = await open(t, {scenario: 'ready-gate'});
	const {code, stdout, stderr} = await line.run([
		'deploy',
		...shopTargets,
		'--yes',
		'--ready',
		'stop',
		'--confirm',
		'shop-web',
	]);
	t.is(code, 5, `${stderr}`);
	t.regex(stdout, /was stopped/);
});

test.serial('130: an interruption detaches and prints how to attach again', async t => {
	const line = await open(t);
	const {code, stdout, stderr} = await line.run(['deploy', ...shopTargets, '--yes'], {until: 'Start → '});
	t.is(code, 130);
	t.regex(stderr, /deployment is created only once somebody comes back/);
	t.regex(stdout, /spot-bluegreen watch \S+/);
	t.is(made(line, 'stopBlueGreen'), 0);
	const watched = await line.run(['watch']);
	t.is(watched.code, 0);
});

test.serial('deploying the same thing again goes on with the run that is open', async t => {
	const line = await open(t);
	const first = await line.run(['deploy', ...everything, '--yes'], {until: 'Start → '});
	t.is(first.code, 130);
	const again = await line.run(['deploy', ...everything, '--yes']);
	t.is(again.code, 0, `${again.stderr}`);
	t.regex(again.stderr, /is open: going on with it/);
	t.is(made(line, 'startBlueGreen'), 1);
	t.is(made(line, 'CreateDeployment'), 1);
});

test.serial('another deployment of the group is refused while a run is open, and that run is named', async t => {
	const line = await open(t);
	await line.run(['deploy', ...everything, '--yes'], {until: 'Start → '});
	const other = await line.run([
		'deploy',
		...everything.map(word => word.replace('version=6.0', 'version=8.0')),
		'--yes',
	]);
	t.is(other.code, 3, `${other.stderr}`);
	t.regex(other.stderr, /is open\. Go on with it: spot-bluegreen watch \S+/);
	const planned = await line.run(['deploy', ...everything, '--dry-run']);
	t.is(planned.code, 3, `${planned.stderr}`);
	t.regex(planned.stderr, /is open\. Go on with it: spot-bluegreen watch \S+/);
});

test.serial('a second watch looks on in lines and in events, and ends as the run does', async t => {
	const line = await open(t);
	await line.run(['deploy', ...everything, '--yes'], {until: 'Start → '});
	const [driven, inLines, inEvents] = await Promise.all([
		line.run(['watch', '--yes']),
		line.run(['watch', '--output', 'plain']),
		line.run(['watch', '--output', 'ndjson']),
	]);
	t.deepEqual([driven.code, inLines.code, inEvents.code], [0, 0, 0], `${inLines.stderr}`);
	// Whichever of the three came first is in control; the two others say so.
	const all = [driven, inLines, inEvents].map(({stdout, stderr}) => stdout + stderr);
	t.is(all.filter(told => /Another process is in control|"controller-seen"/.test(told)).length, 2);
	t.is(made(line, 'startBlueGreen'), 1);
	t.is(made(line, 'CreateDeployment'), 1);
});

test.serial('a look at any deployment is possible, and changes nothing', async t => {
	const line = await open(t);
	const deployed = await line.run(['deploy', ...shopTargets, '--yes', '--output', 'json']);
	const id = String(summaryOf(deployed.stdout)['deploymentId']);
	// To another machine the deployment is a stranger's.
	await rm(path.join(line.directory, 'state'), {recursive: true});
	const before = line.simulator.log.length;
	const {code, stdout, stderr} = await line.run(['watch', id, '--output', 'json']);
	t.is(code, 0, `${stderr}`);
	t.like(summaryOf(stdout), {result: 'succeeded', deploymentId: id});
	const asked = line.simulator.log.slice(before).map(({operation}) => operation);
	t.deepEqual(
		asked.filter(operation => /^(create|update|continue|stop|start|detach|set)/i.test(operation)),
		[],
	);
});

test.serial('watch with the id of a deployment attaches to the run that made it', async t => {
	const line = await open(t);
	const left = await line.run(['deploy', ...shopTargets, '--yes', '--wait-until', 'install', '--output', 'json']);
	const {runId, deploymentId} = summaryOf(left.stdout);
	t.regex(String(deploymentId), /^d-/);
	const {code, stdout, stderr} = await line.run(['watch', String(deploymentId), '--output', 'json']);
	t.is(code, 0, `${stderr}`);
	// Only the run itself puts the Elastigroup back in order.
	t.like(summaryOf(stdout), {result: 'succeeded', runId, deploymentId, isRestored: true});
});

test.serial('events come one JSON document a line, first the schema, last the summary', async t => {
	const line = await open(t);
	const {code, stdout} = await line.run(['deploy', ...shopTargets, '--yes', '--output', 'ndjson']);
	t.is(code, 0);
	const documents = stdout
		.trimEnd()
		.split('\n')
		.map(row => readJson<{type?: string; schema?: string; version?: string}>(row));
	t.deepEqual(documents[0], {schema: 'spot-bluegreen.events', version: '1.1'});
	t.is(documents.at(-1)?.type, 'summary');
	const types = new Set(documents.map(({type}) => type));

	for (const type of [
		'run-started',
		'baseline-noted',
		'action-intended',
		'action-done',
		'deployment-seen',
		'run-ended',
	]) {
		t.true(types.has(type), `no ${type}`);
	}
});

test.serial('no secret is in anything that was written', async t => {
	const line = await open(t);
	const {stdout, stderr} = await line.run(['deploy', ...shopTargets, '--yes', '--debug', '--output', 'ndjson']);
	const {AWS_SECRET_ACCESS_KEY: secret = '', SPOTINST_TOKEN: token = ''} = line.simulator.environment;
	const files = await readdir(line.directory, {recursive: true, withFileTypes: true});
	const contents = await Promise.all(
		files.filter(file => file.isFile()).map(async file => readFile(path.join(file.parentPath, file.name), 'utf8')),
	);

	for (const written of [stdout, stderr, ...contents]) {
		t.false(written.includes(secret));
		t.false(written.includes(token));
	}

	t.true(contents.length > 0);
});
