import process from 'node:process';
import {once} from 'node:events';
import {createServer, type Socket} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {createAccountFromSdk} from '../../source/adapters/aws/create-account-from-sdk.js';
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {createAgents} from '../../source/adapters/watched-agents.js';
import {type Result} from '../../source/core/problem.js';
import {type Answer, startAnsweringServer} from '../helpers/answering-server.js';
import {setTestCredentials} from '../helpers/aws-environment.js';

setTestCredentials();

type Signalled = (signal?: AbortSignal) => Promise<Result<unknown>>;

const callsOf = (
	url: string,
	options: {readonly timeoutMs: number; readonly connectTimeoutMs?: number},
): Readonly<Record<'codeDeploy' | 'account' | 'spot' | 'writeCodeDeploy' | 'writeSpot', Signalled>> => {
	const {timeoutMs, connectTimeoutMs = 10_000} = options;
	const place = {region: 'ap-northeast-2', endpoint: url, timeoutMs, agents: createAgents(connectTimeoutMs)};
	const codeDeploy = createCodeDeployFromSdk(place);
	const account = createAccountFromSdk(place);
	const elastigroups = createElastigroupsFromAxios({...place, baseUrl: url, token: 'none', retryDelayMs: 1});
	return {
		codeDeploy: async signal => codeDeploy.getDeployment('d-ABCDEF123', signal),
		account: async signal => account.listVpcs(signal),
		spot: async signal => elastigroups.get('sig-1', signal),
		writeCodeDeploy: async signal => codeDeploy.continueDeployment('d-ABCDEF123', 'ready', signal),
		writeSpot: async signal => elastigroups.stopBlueGreen('sig-1', 'cdbg-1', signal),
	};
};

const isWrite = (name: string): boolean => name.startsWith('write');

const setUp = async (t: ExecutionContext, answer: Answer, timeoutMs: number) => {
	const server = await startAnsweringServer(() => answer);
	t.teardown(async () => server.close());
	return {server, calls: callsOf(server.url, {timeoutMs})};
};

for (const answer of ['drip', 'hang'] as const) {
	test(`an answer that is never whole (${answer}) ends in time, a write after one try`, async t => {
		const {calls, server} = await setUp(t, answer, 400);
		for (const [name, ask] of Object.entries(calls)) {
			const before = server.requests.length;
			const result = await ask();
			t.like(result, {isOk: false, problem: {kind: 'network', isRetryable: true}}, name);
			t.true(!result.isOk && ['ETIMEDOUT', 'ECONNABORTED'].includes(result.problem.code), name);
			t.true(!isWrite(name) || server.requests.length === before + 1, name);
			t.is(!result.isOk && result.problem.nextSteps[0]?.id === 'problem.step.may-be-done', isWrite(name), name);
		}
	});
}

const endless: ReadonlyArray<readonly [Answer & string, ReadonlyArray<'writeCodeDeploy' | 'writeSpot'>]> = [
	['endless', ['writeCodeDeploy', 'writeSpot']],
	// The SDK asks for nothing packed, and unpacks nothing.
	['endless-packed', ['writeSpot']],
];

for (const [answer, names] of endless) {
	test(`an answer without an end (${answer}) is left, and does not fill the memory`, async t => {
		const {calls} = await setUp(t, answer, 20_000);
		for (const name of names) {
			t.like(await calls[name](), {isOk: false, problem: {kind: 'remote', code: 'unreadable-answer'}}, name);
		}

		t.true(process.resourceUsage().maxRSS < 1_000_000, `${process.resourceUsage().maxRSS} KB`);
	});
}

test('a person who leaves is not kept by a body that drips', async t => {
	const {calls, server} = await setUp(t, 'drip', 20_000);
	for (const [name, ask] of Object.entries(calls)) {
		const before = server.requests.length;
		const controller = new AbortController();
		const asked = ask(controller.signal);
		await server.untilRequests(before + 1);
		controller.abort();
		t.like(await asked, {isOk: false, problem: {code: 'aborted'}}, name);
	}
});

test('a connection that never opens ends in time, and nothing of a write was sent', async t => {
	// It takes the connection and never says a word of TLS.
	const sockets = new Set<Socket>();
	const server = createServer(socket => {
		sockets.add(socket);
		socket.on('error', () => {
			socket.destroy();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		for (const socket of sockets) {
			socket.destroy();
		}

		server.close();
	});
	const address = server.address();
	const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
	const calls = callsOf(`https://127.0.0.1:${port}`, {timeoutMs: 20_000, connectTimeoutMs: 300});

	for (const [name, ask] of Object.entries(calls)) {
		const result = await ask();
		t.like(result, {isOk: false, problem: {kind: 'network', code: 'ETIMEDOUT', isUnsent: true}}, name);
		t.false(!result.isOk && result.problem.nextSteps[0]?.id === 'problem.step.may-be-done', name);
	}
});
