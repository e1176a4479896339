/** What a pipeline is told of a failure: CodeDeploy's own words, and what to do about them. */
import {rm} from 'node:fs/promises';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {readJson} from '../helpers/read-json.js';
import {openCommandLine} from '../helpers/command-line.js';

const open = async (t: ExecutionContext, options: Parameters<typeof openCommandLine>[0]) => {
	const line = await openCommandLine(options);
	t.teardown(async () => line.close());
	return line;
};

const deploy = [
	'deploy',
	'--application',
	'shop',
	'--deployment-group',
	'shop-bg',
	'--elastigroup',
	'sig-5a3c19e7',
	'--set',
	'version=6.0',
	'--revision',
	's3://shop-releases-ap-northeast-2/shop/shop-6.0.zip',
	'--region',
	'ap-northeast-2',
	'--timeout',
	'15',
	'--yes',
	'--confirm',
	'shop-web',
];

type Summary = {
	readonly deploymentId: string;
	readonly failure: Readonly<Record<string, unknown>> & {readonly nextSteps: readonly string[]};
};

test.serial('the document names what CodeDeploy said of the event, for our run and for a stranger’s', async t => {
	const line = await open(t, {scenario: 'no-bundle-access'});
	const {code, stdout, stderr} = await line.run([...deploy, '--output', 'json']);
	t.is(code, 5, stderr);
	const {failure, deploymentId} = readJson<Summary>(stdout);
	t.like(failure, {
		code: 'HEALTH_CONSTRAINTS',
		eventName: 'DownloadBundle',
		eventMessage: 'Access Denied',
		scriptName: null,
		logTail: null,
	});
	t.regex(String(failure['cause']), /^DownloadBundle failed on i-\w+: Access Denied$/);
	t.regex(failure.nextSteps[0] ?? '', /s3:GetObject on s3:\/\/shop-releases-ap-northeast-2\/.*Plain-Web-Profile/);

	// To another machine the deployment is a stranger's.
	await rm(path.join(line.directory, 'state'), {recursive: true});
	const watched = await line.run(['watch', deploymentId, '--region', 'ap-northeast-2', '--output', 'json']);
	const stranger = readJson<Summary>(watched.stdout).failure;
	t.like(stranger, {eventName: 'DownloadBundle', eventMessage: 'Access Denied'});
	t.is(stranger.nextSteps[0], failure.nextSteps[0]);
});

test.serial('the lines say it where it happened and at the end, in either language', async t => {
	for (const [lang, happened, step] of [
		['en', /^\S+ x i-\w+ DownloadBundle failed: Access Denied(?: \(\S+\))?$/m, /^ {2}Allow s3:GetObject on s3:/m],
		[
			'ko',
			/^\S+ x i-\w+ DownloadBundle 실패: Access Denied(?: \(\S+\))?$/m,
			/^ {2}인스턴스의 역할에 s3:GetObject 권한을 추가하세요/m,
		],
	] as const) {
		const line = await open(t, {scenario: 'no-bundle-access'});
		const {code, stderr} = await line.run([...deploy, '--lang', lang]);
		t.is(code, 5, stderr);
		t.regex(stderr, happened);
		t.regex(stderr, step);
		t.notRegex(stderr, /UnknownError|undefined/);
	}
});

test.serial('events: the summary holds the message, and where nothing was said null', async t => {
	const line = await open(t, {scenario: 'no-capacity'});
	const {stdout} = await line.run([...deploy, '--output', 'ndjson']);
	const rows = stdout.trimEnd().split('\n');
	const {failure} = readJson<Summary>(rows.at(-1) ?? '');
	t.is(failure['eventMessage'], null);
	t.regex(String(failure['cause']), /no capacity .*InsufficientInstanceCapacity/);
	t.notRegex(failure.nextSteps.join('\n'), /longer timeout/);
});
