import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer as createHttpServer} from 'node:http';
import {createServer, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createAgentsOf} from '../../source/adapters/proxy-agent.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {type Agents} from '../../source/adapters/watched-agents.js';
import {type Result} from '../../source/core/problem.js';
import {startAnsweringServer} from '../helpers/answering-server.js';
import {setTestCredentials} from '../helpers/aws-environment.js';
import {startConnectProxy} from '../helpers/connect-proxy.js';
import {createAuthority, startTlsTerminator} from '../helpers/tls-terminator.js';

// Whether it is certain that a write never left this machine.

setTestCredentials();

const writesTo = (url: string, agents?: Agents) => {
	const place = {region: 'ap-northeast-2', endpoint: url, baseUrl: url, token: 'none', ...(agents && {agents})};
	const codeDeploy = createCodeDeployFromSdk(place);
	const elastigroups = createElastigroupsFromAxios(place);
	return [
		async (signal?: AbortSignal) => codeDeploy.stopDeployment('d-ABCDEF123', {isRollingBack: true}, signal),
		async (signal?: AbortSignal) => elastigroups.stopBlueGreen('sig-1', 'cdbg-1', signal),
	] as const;
};

const isUnsentWith = (t: ExecutionContext, result: Result<unknown>, codes: RegExp): void => {
	const problem = result.isOk ? undefined : result.problem;
	t.is(problem?.kind, 'network');
	t.regex(problem?.code ?? '', codes);
	t.true(problem?.isUnsent, problem?.code);
	t.false(problem?.nextSteps.some(({id}) => id === 'problem.step.may-be-done'));
};

const mayBeSent = (t: ExecutionContext, result: Result<unknown>): void => {
	const problem = result.isOk ? undefined : result.problem;
	t.is(problem?.kind, 'network');
	t.is(problem?.isUnsent, undefined, problem?.code);
	t.is(problem?.nextSteps[0]?.id, 'problem.step.may-be-done');
};

const portOf = (server: {address(): ReturnType<ReturnType<typeof createServer>['address']>}): number => {
	const address = server.address();
	return typeof address === 'object' ? (address?.port ?? 0) : 0;
};

test('nobody listens', async t => {
	const server = await startAnsweringServer(() => 'hang');
	await server.close();
	for (const write of writesTo(server.url)) {
		isUnsentWith(t, await write(), /^ECONNREFUSED$/);
	}
});

test('a host that is not found', async t => {
	for (const write of writesTo('https://nobody.invalid')) {
		isUnsentWith(t, await write(), /^(?:ENOTFOUND|EAI_AGAIN)$/);
	}
});

test('a host that speaks no TLS', async t => {
	const server = await startAnsweringServer(() => 'hang');
	t.teardown(async () => server.close());
	for (const write of writesTo(server.url.replace('http:', 'https:'))) {
		isUnsentWith(t, await write(), /^(?:EPROTO|ERR_SSL)/);
	}
});

test('a host that hangs up before it has shown a certificate', async t => {
	const server = createServer(socket => {
		socket.once('data', () => {
			socket.destroy();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		server.close();
	});
	for (const write of writesTo(`https://127.0.0.1:${portOf(server)}`)) {
		isUnsentWith(t, await write(), /^ECONNRESET$/);
	}
});

test('a certificate that nobody trusts', async t => {
	const directory = await mkdtemp(path.join(tmpdir(), 'unsent-'));
	const target = await startAnsweringServer(() => ({body: '{}'}));
	const terminator = await startTlsTerminator(await createAuthority(directory), target.url);
	t.teardown(async () => {
		await terminator.close();
		await target.close();
		await rm(directory, {recursive: true, force: true});
	});
	for (const write of writesTo(`https://localhost:${terminator.port}`)) {
		isUnsentWith(t, await write(), /UNABLE_TO_VERIFY|SELF_SIGNED/);
	}

	t.is(target.requests.length, 0);
});

const agentsFor = (proxyUrl: string): Agents => {
	// Which hosts are reached past it is read from the process's own variables.
	process.env['HTTPS_PROXY'] = proxyUrl;
	const agents = createAgentsOf(process.env, 500);
	if (!agents.isOk) {
		throw new Error('the proxy is refused');
	}

	return agents.value;
};

test.serial('a proxy that refuses, and one that asks for a password', async t => {
	for (const status of [403, 407]) {
		const proxy = await startConnectProxy({refuse: status});
		for (const write of writesTo('https://cloud.test', agentsFor(proxy.url))) {
			isUnsentWith(t, await write(), new RegExp(`^PROXY_${status}$`));
		}

		await proxy.close();
	}
});

test.serial('a proxy that takes the connection and says nothing', async t => {
	const sockets = new Set<Socket>();
	const server = createServer(socket => {
		sockets.add(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const agents = agentsFor(`http://127.0.0.1:${portOf(server)}`);
	for (const write of writesTo('https://cloud.test', agents)) {
		isUnsentWith(t, await write(), /^ETIMEDOUT$/);
	}

	// A connection to the proxy that is left open would keep the process alive.
	await Promise.all([...sockets].map(async socket => socket.closed || once(socket.resume(), 'close')));
	t.is(sockets.size, 2);
	server.close();
});

test('a call that was given up before it was made', async t => {
	const server = await startAnsweringServer(() => 'hang');
	t.teardown(async () => server.close());
	for (const write of writesTo(server.url)) {
		const result = await write(AbortSignal.abort());
		t.like(result, {isOk: false, problem: {code: 'aborted', isUnsent: true}});
	}

	t.is(server.requests.length, 0);
});

test('a request that may have arrived is not unsent: no answer, or a connection that breaks', async t => {
	for (const answer of ['cut-before-answer', 'cut-in-body'] as const) {
		const server = await startAnsweringServer(() => answer);
		for (const write of writesTo(server.url)) {
			mayBeSent(t, await write());
		}

		await server.close();
	}
});

test('a kept connection that breaks on its second request is not unsent', async t => {
	const seen = new WeakSet<Socket>();
	let second = 0;
	const server = createHttpServer((request, response) => {
		request.resume().once('end', () => {
			if (seen.has(request.socket)) {
				second++;
				request.socket.destroy();
				return;
			}

			seen.add(request.socket);
			response.setHeader('content-type', 'application/json');
			response.end('{"status":"Pending","response":{"status":{"code":200}}}');
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		server.closeAllConnections();
		server.close();
	});
	for (const write of writesTo(`http://127.0.0.1:${portOf(server)}`)) {
		const first = await write();
		t.true(first.isOk);
		mayBeSent(t, await write());
	}

	t.is(second, 2, 'the connections were kept');
});

test('a change of a group that could not be read was not sent', async t => {
	const server = await startAnsweringServer(() => ({status: 503, body: '{"__type":"ServiceUnavailable"}'}));
	t.teardown(async () => server.close());
	const codeDeploy = createCodeDeployFromSdk({region: 'ap-northeast-2', endpoint: server.url});
	const result = await codeDeploy.updateDeploymentGroup('shop', 'shop-bg', {tagFilters: []});
	t.like(result, {isOk: false, problem: {kind: 'remote', isUnsent: true}});
	t.false(!result.isOk && result.problem.nextSteps.some(({id}) => id === 'problem.step.may-be-done'));
	t.true(server.requests.every(({headers}) => String(headers['x-amz-target']).endsWith('.GetDeploymentGroup')));
});
