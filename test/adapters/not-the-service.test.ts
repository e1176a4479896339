import test, {type ExecutionContext} from 'ava';
import {createAccountFromSdk} from '../../source/adapters/aws/create-account-from-sdk.js';
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {type Problem, type Result} from '../../source/core/problem.js';
import {say} from '../../source/messages/catalogue.js';
import {type Answer, startAnsweringServer} from '../helpers/answering-server.js';
import {setTestCredentials} from '../helpers/aws-environment.js';

// What portals, proxies and firewalls answer in the place of a cloud.

setTestCredentials();

const setUp = async (t: ExecutionContext, answer: Answer) => {
	const server = await startAnsweringServer(() => answer);
	t.teardown(async () => server.close());
	const place = {region: 'ap-northeast-2', endpoint: server.url};
	const codeDeploy = createCodeDeployFromSdk(place);
	const account = createAccountFromSdk(place);
	const elastigroups = createElastigroupsFromAxios({baseUrl: server.url, token: 'none', retryDelayMs: 1});
	const reads: Readonly<Record<string, () => Promise<Result<unknown>>>> = {
		'codedeploy:GetDeployment': async () => codeDeploy.getDeployment('d-ABCDEF123'),
		'ec2:DescribeVpcs': async () => account.listVpcs(),
		'cloudwatch:DescribeAlarms': async () => account.listAlarmNames(),
		's3:ListBuckets': async () => account.listBuckets(),
		's3:HeadObject': async () => account.headObject('shop', 'a.zip'),
		'spot:GetGroup': async () => elastigroups.get('sig-1'),
	};
	const writes: Readonly<Record<string, () => Promise<Result<unknown>>>> = {
		'codedeploy:StopDeployment': async () => codeDeploy.stopDeployment('d-ABCDEF123', {isRollingBack: true}),
		'spot:StopBlueGreen': async () => elastigroups.stopBlueGreen('sig-1', 'cdbg-1'),
	};
	return {server, reads, writes, account, elastigroups};
};

const problemOf = (t: ExecutionContext, result: Result<unknown>, title: string): Problem => {
	if (result.isOk) {
		t.fail(title);
		throw new Error(title);
	}

	return result.problem;
};

const html = {'content-type': 'text/html; charset=utf-8'};
const page = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Welcome to the hotel</body></html>';

const answers: ReadonlyArray<readonly [string, Answer]> = [
	...[200, 302, 401, 403, 404, 407, 502, 503, 511].map(
		status => [`a page with ${status}`, {status, headers: html, body: page}] as const,
	),
	['a page that calls itself JSON', {status: 200, body: page}],
	['a page in XML', {status: 200, headers: html, body: `<?xml version="1.0"?>${page}`}],
	['a document that declares entities', {body: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'}],
	['a redirect to a sign-in page', {status: 302, headers: {location: 'https://portal.hotel.test/?to=x'}, body: ''}],
	['a moved page', {status: 301, headers: {location: 'https://portal.hotel.test/'}, body: ''}],
	['a refusal in plain words', {status: 403, headers: {'content-type': 'text/plain'}, body: 'Blocked by policy'}],
	['a refusal in somebody’s JSON', {status: 403, body: '{"error":"blocked","policy":"cloud"}'}],
	['a refusal without a word', {status: 404, headers: {'content-type': 'text/plain'}, body: ''}],
];

for (const [name, answer] of answers) {
	test(`${name} is no word of a cloud, and says nothing about keys, permissions or what exists`, async t => {
		const {reads, writes, server} = await setUp(t, answer);
		const {host} = new URL(server.url);

		for (const [operation, ask] of Object.entries({...reads, ...writes})) {
			const before = server.requests.length;
			const problem = problemOf(t, await ask(), operation);
			t.like(problem, {kind: 'network', code: 'not-the-service', isRetryable: true}, operation);
			const says = say(problem.message, 'en');
			t.true(says.includes(operation), says);
			t.true(problem.code === 'not-the-service');
			const steps = problem.nextSteps.map(step => say(step, 'en'));
			const isProxy = typeof answer === 'object' && answer.status === 407;
			t.true(isProxy || says.includes(host.split(':')[0] ?? ''), says);
			t.true(
				steps.some(step => /proxy/i.test(step)),
				steps.join(' '),
			);
			t.is(problem.isUnsent, undefined);

			const isWrite = operation in writes;
			t.is(problem.nextSteps[0]?.id === 'problem.step.may-be-done', isWrite, operation);
			t.true(!isWrite || server.requests.length - before === 1, operation);
		}
	});
}

test('where a redirect leads is told, without what may be secret in it', async t => {
	const {account, elastigroups} = await setUp(t, {
		status: 302,
		headers: {location: 'https://jo:c4nary@portal.hotel.test/sign-in?token=c4nary'},
		body: '',
	});
	for (const result of [await account.listVpcs(), await elastigroups.get('sig-1')]) {
		const {detail = ''} = problemOf(t, result, 'redirect');
		t.regex(detail, /HTTP 302 → portal\.hotel\.test/);
		t.false(detail.includes('c4nary'));
	}
});

test('the answers to a HEAD have no body, and are S3’s by its headers', async t => {
	const own = {'x-amz-request-id': 'K2H6N7ZGQT6WHCEG'};
	const found = await setUp(t, {
		headers: {...own, 'content-type': 'text/html', 'content-length': '7', etag: '"1"'},
		body: '',
	});
	t.like(await found.account.headObject('shop', 'page.html'), {isOk: true, value: {eTag: '"1"'}});

	const denied = await setUp(t, {status: 403, headers: own, body: ''});
	t.like(await denied.account.headObject('shop', 'a.zip'), {isOk: false, problem: {kind: 'permission'}});

	const portal = await setUp(t, {headers: html, body: page});
	t.like(await portal.account.headObject('shop', 'a.zip'), {isOk: false, problem: {code: 'not-the-service'}});
});

test('a limit of calls is one, whoever sets it', async t => {
	const {elastigroups} = await setUp(t, {status: 429, headers: {...html, 'retry-after': '3'}, body: page});
	t.like(await elastigroups.get('sig-1'), {isOk: false, problem: {kind: 'throttled', retryAfterMs: 3000}});
});
