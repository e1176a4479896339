import {createHash} from 'node:crypto';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {createScaledClock} from '../../source/adapters/system-clock.js';
import {startSimulator, type Simulator} from '../../source/simulator/server.js';
import {createHome, runBuilt, type Home} from '../helpers/built-program.js';
import {startConnectProxy} from '../helpers/connect-proxy.js';
import {readJson} from '../helpers/read-json.js';
import {createAuthority, startTlsTerminator, type Authority} from '../helpers/tls-terminator.js';

// The way to the clouds: TLS with a company's own certificate, through a company's own proxy.

let directory = '';
let authority: Authority;
let simulator: Simulator;
let home: Home;
let close: () => Promise<void>;
let port = 0;

test.before(async () => {
	directory = await mkdtemp(path.join(tmpdir(), 'network-'));
	authority = await createAuthority(directory);
	simulator = await startSimulator({clock: createScaledClock(1), names: ['cloud.test']});
	home = await createHome();
	const terminator = await startTlsTerminator(authority, simulator.url);
	port = terminator.port;
	close = terminator.close;
});

test.after.always(async () => {
	await close();
	await simulator.close();
	await home.remove();
	await rm(directory, {recursive: true, force: true});
});

/** The simulator by a name over TLS; only a proxy knows where `cloud.test` is. */
const variablesFor = (host: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
	...home.variables,
	...simulator.environment,
	AWS_ENDPOINT_URL: `https://${host}:${port}`,
	SPOTINST_BASE_URL: `https://${host}:${port}`,
	...more,
});

type Examined = {
	readonly identity: {readonly accountId: string} | null;
	readonly problems: ReadonlyArray<{
		readonly code: string;
		readonly message: string;
		readonly nextSteps: readonly string[];
	}>;
};

const doctor = async (variables: Readonly<Record<string, string>>) => {
	const {code, stdout, stderr} = await runBuilt(['doctor', '--output', 'json'], variables);
	return {code, document: readJson<Examined>(stdout), stderr};
};

test('both clouds are reached through the proxy of HTTPS_PROXY, and nothing goes through it in the clear', async t => {
	const proxy = await startConnectProxy({login: 'jo:p4ss w0rd'});
	const variables = variablesFor('cloud.test', {
		NODE_EXTRA_CA_CERTS: authority.caFile,
		HTTPS_PROXY: proxy.url.replace('//', '//jo:p4ss%20w0rd@'),
	});
	const {code, document} = await doctor(variables);
	await proxy.close();

	t.is(code, 0);
	t.like(document, {identity: {accountId: '123456789012'}, problems: []});
	t.deepEqual([...new Set(proxy.tunnels)], [`cloud.test:${port}`]);
	t.true(proxy.tunnels.length > 1, 'one tunnel a client: the SDK and axios do not share sockets');
	t.deepEqual(proxy.inTheClear, []);
});

test('NO_PROXY leads past the proxy, whatever writes its scheme', async t => {
	const proxy = await startConnectProxy();
	const variables = {NODE_EXTRA_CA_CERTS: authority.caFile, https_proxy: proxy.url.replace('http://', '')};
	const past = await doctor(variablesFor('localhost', {...variables, NO_PROXY: 'localhost'}));
	t.is(past.code, 0);
	t.deepEqual(proxy.tunnels, []);

	const through = await doctor(variablesFor('localhost', variables));
	await proxy.close();
	t.is(through.code, 0);
	t.deepEqual([...new Set(proxy.tunnels)], [`localhost:${port}`]);
});

test('a simulator in the clear is never asked through a proxy', async t => {
	const proxy = await startConnectProxy();
	const {code} = await doctor({
		...home.variables,
		...simulator.environment,
		HTTPS_PROXY: proxy.url,
		HTTP_PROXY: proxy.url,
	});
	await proxy.close();
	t.is(code, 0);
	t.deepEqual(proxy.tunnels, []);
	t.deepEqual(proxy.inTheClear, []);
});

test('a proxy that refuses is named as the proxy, for both clouds', async t => {
	const proxy = await startConnectProxy({refuse: 403});
	const {code, document} = await doctor(variablesFor('cloud.test', {HTTPS_PROXY: proxy.url}));
	await proxy.close();
	t.is(code, 1);
	t.deepEqual(
		document.problems.map(({code: own, nextSteps}) => [own, nextSteps]),
		Array.from({length: 2}, () => [
			'PROXY_403',
			['The proxy refused. Check HTTPS_PROXY, its name and password, or add the host to NO_PROXY.'],
		]),
	);
});

test('a proxy that cannot be one is refused before any call, without its password', async t => {
	const {code, document, stderr} = await doctor(
		variablesFor('cloud.test', {ALL_PROXY: 'socks5://jo:c4naryPassword@127.0.0.1:1080'}),
	);
	t.is(code, 2);
	t.is(document.problems[0]?.code, 'proxy-unusable');
	t.is(document.problems[0]?.message, 'The proxy in ALL_PROXY cannot be used.');
	t.false((JSON.stringify(document) + stderr).includes('c4naryPassword'));
});

test('a sign-in of the AWS tools goes through the proxy too', async t => {
	const proxy = await startConnectProxy({refuse: 502});
	const config = path.join(directory, 'config');
	const cache = path.join(home.directory, '.aws', 'sso', 'cache');
	await writeFile(
		config,
		[
			'[profile work]',
			'sso_session = company',
			'sso_account_id = 123456789012',
			'sso_role_name = Deployer',
			'region = ap-northeast-2',
			'[sso-session company]',
			'sso_region = ap-northeast-2',
			'sso_start_url = https://company.example/start',
			'',
		].join('\n'),
	);
	await mkdir(cache, {recursive: true});
	await writeFile(
		path.join(cache, `${createHash('sha1').update('company').digest('hex')}.json`),
		JSON.stringify({accessToken: 'c4narySso', expiresAt: new Date(Date.now() + 3_600_000).toISOString()}),
	);
	const {code, document} = await doctor({
		...home.variables,
		AWS_CONFIG_FILE: config,
		AWS_PROFILE: 'work',
		SPOTINST_TOKEN: 'none',
		SPOTINST_BASE_URL: 'http://127.0.0.1:9',
		HTTPS_PROXY: proxy.url,
	});
	await proxy.close();
	t.not(code, 0);
	t.true(proxy.tunnels.includes('portal.sso.ap-northeast-2.amazonaws.com:443'), JSON.stringify(document));
	t.like(document.problems[0], {code: 'PROXY_502'}, 'the proxy is to blame, not the sign-in');
	t.false(JSON.stringify(document).includes('c4narySso'));
});

test('a certificate of a company is not trusted until NODE_EXTRA_CA_CERTS names it', async t => {
	const unknown = await doctor(variablesFor('localhost'));
	t.is(unknown.code, 1);
	t.true(unknown.document.problems.length > 0);

	for (const {nextSteps} of unknown.document.problems) {
		t.deepEqual(nextSteps, ["Name the company's certificate with NODE_EXTRA_CA_CERTS."]);
	}

	const known = await doctor(variablesFor('localhost', {NODE_EXTRA_CA_CERTS: authority.caFile}));
	t.is(known.code, 0);
	t.deepEqual(known.document.problems, []);
});
