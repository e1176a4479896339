import {Agent, request as startRequest} from 'node:http';
import {connect} from 'node:net';
import {CodeDeployClient, CreateApplicationCommand, ListApplicationsCommand} from '@aws-sdk/client-codedeploy';
import test from 'ava';
import {groupPath, openBench} from './clients.js';

const signedFor = (service: string, region = 'ap-northeast-2'): Readonly<Record<string, string>> => ({
	authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260625/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

const jsonType = 'application/x-amz-json-1.1';

const listApplications = {
	...signedFor('codedeploy'),
	'x-amz-target': 'CodeDeploy_20141006.ListApplications',
	'content-type': jsonType,
};

const ask = async (
	url: string,
	options: {readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string} = {},
) => {
	const reply = await fetch(url, {method: 'POST', ...options});
	return {status: reply.status, headers: reply.headers, words: await reply.text()};
};

const spotHeaders = {authorization: 'Bearer simulated-spot-token', 'content-type': 'application/json'};

test('What is not CodeDeploy’s protocol is no operation of it', async t => {
	const {simulator} = await openBench(t);
	const wrongType = await ask(simulator.url, {
		headers: {...listApplications, 'content-type': 'text/plain'},
		body: '{}',
	});
	t.is(wrongType.status, 404);
	t.regex(wrongType.words, /UnknownOperationException/);
	const wrongMethod = await ask(simulator.url, {method: 'GET', headers: listApplications});
	t.is(wrongMethod.status, 404);
	const withCharset = await ask(simulator.url, {
		headers: {...listApplications, 'content-type': `${jsonType}; charset=utf-8`},
		body: '{}',
	});
	t.is(withCharset.status, 200);
});

test('A body that is too long is refused in the protocol’s words, and the simulator serves on', async t => {
	const {simulator, spot} = await openBench(t);
	const body = JSON.stringify({applicationName: 'x'.repeat(1_100_000)});
	const codeDeploy = await ask(simulator.url, {headers: listApplications, body});
	t.is(codeDeploy.status, 413);
	t.regex(codeDeploy.words, /"__type":"RequestEntityTooLarge"/);
	const group = await ask(`${simulator.url}/aws/ec2/group`, {headers: spotHeaders, body});
	t.is(group.status, 413);
	t.regex(group.words, /"errors":\[/);
	t.truthy(group.headers.get('x-ratelimit-limit'));
	const {status} = await spot('GET', groupPath);
	t.is(status, 200);
});

test('An address that cannot be decoded is refused, not stumbled over', async t => {
	const {simulator} = await openBench(t);
	const spot = await ask(`${simulator.url}/aws/ec2/group/%E0%A4%A/status`, {method: 'GET', headers: spotHeaders});
	t.is(spot.status, 400);
	const s3 = await ask(`${simulator.url}/shop-releases-ap-northeast-2/%E0%A4%A`, {
		method: 'GET',
		headers: signedFor('s3'),
	});
	t.is(s3.status, 400);
	t.regex(s3.words, /<Code>InvalidURI<\/Code>/);
	const slashes = await ask(`${simulator.url}//`, {method: 'GET'});
	t.is(slashes.status, 403);
});

test('A service that is not simulated is refused in the protocol it was asked in', async t => {
	const {simulator} = await openBench(t);
	const query = await ask(simulator.url, {
		headers: {...signedFor('autoscaling'), 'content-type': 'application/x-www-form-urlencoded'},
		body: 'Action=DescribeAutoScalingGroups&Version=2011-01-01',
	});
	t.is(query.status, 403);
	t.regex(query.words, /<Code>SignatureDoesNotMatch<\/Code>/);
	const json = await ask(simulator.url, {
		headers: {...signedFor('ssm'), 'x-amz-target': 'AmazonSSM.GetParameter', 'content-type': jsonType},
		body: '{}',
	});
	t.is(json.status, 400);
	t.regex(json.words, /"__type":"InvalidSignatureException"/);
	const otherSpot = await ask(`${simulator.url}/azure/compute/group`, {method: 'GET', headers: spotHeaders});
	t.is(otherSpot.status, 404);
	t.regex(otherSpot.words, /"response":/);
});

test('Nothing is made in another region, and that is said', async t => {
	const {simulator} = await openBench(t);
	const elsewhere = new CodeDeployClient({
		endpoint: simulator.url,
		region: 'us-east-1',
		credentials: {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'},
	});
	t.teardown(() => {
		elsewhere.destroy();
	});
	const error = await t.throwsAsync(elsewhere.send(new CreateApplicationCommand({applicationName: 'far'})), {
		name: 'AccessDeniedException',
	});
	t.regex(error?.message ?? '', /ap-northeast-2/);
});

test('One connection carries many requests, and a client that leaves early harms nobody', async t => {
	const {simulator, codeDeploy} = await openBench(t);
	const {port} = new URL(simulator.url);
	const agent = new Agent({keepAlive: true, maxSockets: 1});
	t.teardown(() => {
		agent.destroy();
	});
	const portOf = async () =>
		new Promise<number | undefined>((resolve, reject) => {
			const asked = startRequest(`${simulator.url}${groupPath}`, {agent, headers: spotHeaders}, reply => {
				const local = reply.socket.localPort;
				reply.resume().once('end', () => {
					resolve(local);
				});
			});
			asked.once('error', reject);
			asked.end();
		});
	const first = await portOf();
	t.is(await portOf(), first);

	await new Promise<void>(resolve => {
		const socket = connect(Number(port), '127.0.0.1', () => {
			socket.write(`POST ${groupPath} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"half`, () => {
				socket.destroy();
			});
		});
		socket.once('close', () => {
			resolve();
		});
	});
	const garbage = await new Promise<string>(resolve => {
		let words = '';
		const socket = connect(Number(port), '127.0.0.1', () => {
			socket.write('GARBAGE\r\n\r\n');
		});
		socket.on('data', chunk => {
			words += String(chunk);
		});
		socket.once('close', () => {
			resolve(words);
		});
	});
	t.regex(garbage, /^HTTP\/1\.1 400/);
	await t.notThrowsAsync(codeDeploy.send(new ListApplicationsCommand({})));
});

test('Two clients at once create one application, and one of them is told', async t => {
	const {simulator, codeDeploy} = await openBench(t);
	const create = async () => codeDeploy.send(new CreateApplicationCommand({applicationName: 'one'}));
	const outcomes = await Promise.allSettled([create(), create(), create()]);
	t.is(outcomes.filter(({status}) => status === 'fulfilled').length, 1);
	t.true(simulator.world.applications.has('one'));
});
