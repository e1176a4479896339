import test, {type ExecutionContext} from 'ava';
import {createAccountFromSdk} from '../../source/adapters/aws/create-account-from-sdk.js';
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {type Stamp} from '../../source/ports/clock.js';
import {startSimulator} from '../../source/simulator/server.js';
import {type Answer, startAnsweringServer} from '../helpers/answering-server.js';
import {setTestCredentials} from '../helpers/aws-environment.js';

// What answers tell of the time in the clouds.

setTestCredentials();

const portsOf = (url: string) => {
	const stamps: Stamp[] = [];
	const options = {
		region: 'ap-northeast-2',
		endpoint: url,
		baseUrl: url,
		retryDelayMs: 1,
		onStamp(stamp: Stamp) {
			stamps.push(stamp);
		},
	};
	return {
		stamps,
		codeDeploy: createCodeDeployFromSdk(options),
		account: createAccountFromSdk(options),
		elastigroups: createElastigroupsFromAxios({...options, token: 'simulated-spot-token'}),
	};
};

const serve = async (t: ExecutionContext, answer: Answer) => {
	const server = await startAnsweringServer(() => answer);
	t.teardown(async () => server.close());
	return {server, ...portsOf(server.url)};
};

test('each answer of either cloud tells the world’s time, refusals too, however far it is from ours', async t => {
	for (const now of [Date.UTC(2026, 0, 5, 9, 0, 7, 250), Date.UTC(2038, 5, 1)]) {
		const simulator = await startSimulator({clock: {now: () => now}});
		t.teardown(async () => simulator.close());
		const {codeDeploy, account, elastigroups, stamps} = portsOf(simulator.url);
		const calls: ReadonlyArray<readonly [number, () => Promise<{readonly isOk: boolean}>, boolean]> = [
			[1000, async () => codeDeploy.getDeploymentGroup('shop', 'shop-bg'), true],
			[1000, async () => codeDeploy.getDeploymentGroup('shop', 'nowhere'), false],
			[1000, async () => codeDeploy.stopDeployment('d-NOWHERE01', {isRollingBack: true}), false],
			[1000, async () => account.listTopicArns(), true],
			[1, async () => elastigroups.get('sig-5a3c19e7'), true],
			[1, async () => elastigroups.get('sig-nowhere'), false],
		];

		for (const [precisionMs, ask, isOk] of calls) {
			const before = stamps.length;
			const result = await ask();
			t.is(result.isOk, isOk);
			t.is(stamps.length, before + 1, 'asked once, whatever the clocks say');
			const {cloudAt = 0, tookMs = -1} = stamps.at(-1) ?? {};
			t.is(cloudAt, Math.floor(now / precisionMs) * precisionMs);
			t.true(tookMs >= 0 && tookMs < 30_000);
		}
	}
});

const json = (headers: Readonly<Record<string, string>>, timestamp?: unknown): Answer => ({
	headers,
	body: JSON.stringify({targetIds: [], request: {timestamp}, response: {status: {code: 200}, items: []}}),
});

const date = 'Mon, 05 Jan 2026 09:00:00 GMT';

test('a date that is none, or that no clock shows, is passed over', async t => {
	const dates = [
		'',
		'yesterday',
		'Thu, 01 Jan 1970 00:00:00 GMT',
		'Fri, 31 Dec 9999 23:59:59 GMT',
		'NaN',
		'1767603600',
	];
	for (const written of dates) {
		const {codeDeploy, elastigroups, stamps} = await serve(t, json({date: written}, written));
		t.like(await codeDeploy.listTargets('d-ABCDEF123'), {isOk: true}, written);
		t.like(await elastigroups.listBlueGreen('sig-1'), {isOk: true}, written);
		t.deepEqual(stamps, [], written);
	}
});

test('Spot’s own stamp goes before the header, which counts where there is none', async t => {
	const own = await serve(t, json({date}, '2026-01-05T09:30:00.250Z'));
	await own.elastigroups.listBlueGreen('sig-1');
	t.is(own.stamps[0]?.cloudAt, Date.UTC(2026, 0, 5, 9, 30, 0, 250));

	const header = await serve(t, json({date}));
	await header.elastigroups.listBlueGreen('sig-1');
	t.is(header.stamps[0]?.cloudAt, Date.parse(date));
});

test('the time of a cache, or of a page on the way, is not the cloud’s', async t => {
	const cached = await serve(t, json({date, age: '600'}));
	await cached.codeDeploy.listTargets('d-ABCDEF123');
	await cached.elastigroups.listBlueGreen('sig-1');
	t.deepEqual(cached.stamps, []);

	const page = await serve(t, {status: 403, headers: {date, 'content-type': 'text/html'}, body: '<html></html>'});
	await page.codeDeploy.stopDeployment('d-ABCDEF123', {isRollingBack: true});
	await page.elastigroups.stopBlueGreen('sig-1', 'cdbg-1');
	t.deepEqual(page.stamps, []);
});

/** The time that a request was signed for. */
const signedAt = (headers: Readonly<Record<string, unknown>>): number =>
	Date.parse(String(headers['x-amz-date']).replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'));

test('where our clock is wrong, a write is signed for the time that reads have shown', async t => {
	const cloudNow = Date.now() + 20 * 60_000;
	const {codeDeploy, server} = await serve(t, {
		headers: {date: new Date(cloudNow).toUTCString()},
		body: '{"targetIds":[],"status":"Pending"}',
	});
	await codeDeploy.listTargets('d-ABCDEF123');
	await codeDeploy.stopDeployment('d-ABCDEF123', {isRollingBack: true});
	const [, write] = server.requests;
	t.true(Math.abs(signedAt(write?.headers ?? {}) - cloudNow) < 60_000);
});

test('a refused signature is tried again for the time that the refusal shows, another refusal is not', async t => {
	const headers = {date: new Date(Date.now() + 20 * 60_000).toUTCString()};
	const clock = await serve(t, {
		status: 400,
		headers,
		body: '{"__type":"InvalidSignatureException","message":"expired"}',
	});
	t.like(await clock.codeDeploy.getDeployment('d-ABCDEF123'), {isOk: false, problem: {kind: 'auth'}});
	t.true(clock.server.requests.length > 1);

	const other = await serve(t, {status: 400, headers, body: '{"__type":"DeploymentDoesNotExistException"}'});
	t.like(await other.codeDeploy.getDeployment('d-ABCDEF123'), {isOk: false, problem: {kind: 'not-found'}});
	t.is(other.server.requests.length, 1);
});
