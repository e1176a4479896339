import test, {type ExecutionContext} from 'ava';
import {createElastigroupsFromAxios} from '../../../source/adapters/spot/create-elastigroups-from-axios.js';
import {type Problem, type Result} from '../../../source/core/problem.js';
import {say} from '../../../source/messages/catalogue.js';
import {type Elastigroups} from '../../../source/ports/elastigroups.js';
import {type Answer, type SeenRequest, startAnsweringServer} from '../../helpers/answering-server.js';

const canary = 'c4narySpotToken0123456789';
const groupId = 'sig-5a3c19e7';

const setUp = async (
	t: ExecutionContext,
	answer: (request: SeenRequest, number: number) => Answer,
	options: {readonly timeoutMs?: number; readonly now?: () => number} = {},
) => {
	const server = await startAnsweringServer(answer);
	t.teardown(async () => server.close());
	const log: string[] = [];
	const elastigroups = createElastigroupsFromAxios({
		baseUrl: server.url,
		token: canary,
		accountId: 'act-0a1b2c3d',
		retryDelayMs: 1,
		...options,
		log(line) {
			log.push(line);
		},
	});
	return {server, elastigroups, log};
};

const envelope = (items: unknown): Answer => ({
	body: JSON.stringify({
		request: {id: 'request-1', url: '/', method: 'GET', timestamp: '2026-01-05T09:00:00.000Z'},
		response: {status: {code: 200, message: 'OK'}, kind: 'spotinst:x', items},
	}),
});

const refusal = (
	status: number,
	response: Readonly<Record<string, unknown>>,
	headers: Readonly<Record<string, string>> = {},
): Answer => ({
	status,
	headers,
	body: JSON.stringify({
		request: {id: 'request-1'},
		response: {status: {code: status, message: 'Status line'}, ...response},
	}),
});

const problemOf = (t: ExecutionContext, result: Result<unknown>): Problem => {
	if (result.isOk) {
		t.fail('expected a problem');
		throw new Error('expected a problem');
	}

	return result.problem;
};

const start = async (elastigroups: Elastigroups) =>
	elastigroups.startBlueGreen(groupId, {
		timeoutMinutes: 20,
		tags: [{key: 'version', value: '6.0'}],
		deploymentGroups: [{applicationName: 'shop', deploymentGroupName: 'shop-bg'}],
	});

const get = async (elastigroups: Elastigroups) => elastigroups.get(groupId);

type Expected = Partial<Pick<Problem, 'kind' | 'code' | 'isRetryable' | 'retryAfterMs' | 'requestId'>> & {
	readonly says: string;
};

const tells = (
	title: string,
	answer: Answer,
	call: (elastigroups: Elastigroups) => Promise<Result<unknown>>,
	{says, ...expected}: Expected,
) => {
	test(`${title}: ${String(expected.kind)} with what to do next, asked once`, async t => {
		const {elastigroups, server} = await setUp(t, () => answer);
		const problem = problemOf(t, await call(elastigroups));
		t.like(problem, expected);
		t.is(say(problem.message, 'en'), says);
		t.regex(say(problem.message, 'ko'), /\p{Script=Hangul}/u);
		t.true(problem.nextSteps.length > 0);
		t.is(server.requests.length, 1);
	});
};

tells('a wrong token', refusal(401, {errors: [{code: 'Unauthorized', message: 'Bad token'}]}), get, {
	kind: 'auth',
	code: 'Unauthorized',
	says: 'Spot does not accept the token.',
	requestId: 'request-1',
	isRetryable: false,
});
tells('the older form of a wrong token', refusal(401, {error: 'Invalid token', error_id: 'x'}), get, {
	kind: 'auth',
	code: 'http-401',
	says: 'Spot does not accept the token.',
});
tells('a token of another account', refusal(403, {errors: [{code: 'FORBIDDEN', message: 'no'}]}), get, {
	kind: 'permission',
	says: 'The token does not allow spot:GetGroup in account act-0a1b2c3d.',
});
tells(
	'a group that does not exist',
	refusal(400, {errors: [{code: 'GROUP_DOESNT_EXIST', message: 'Group does not exist'}]}),
	get,
	{kind: 'not-found', code: 'GROUP_DOESNT_EXIST', says: 'sig-5a3c19e7 does not exist, or not in this Spot account.'},
);
tells(
	'several values refused together',
	refusal(400, {
		errors: [
			{code: 'ValidationError', message: '"minimum" is too big', field: 'body:capacity.minimum'},
			{code: 'ValidationError', message: '"target" is required', field: 'body:capacity.target'},
		],
	}),
	async elastigroups => elastigroups.setCapacity(groupId, {target: 1, minimum: 2, maximum: 1}),
	{
		kind: 'input',
		code: 'ValidationError',
		says: 'Spot does not accept capacity.minimum, capacity.target: "minimum" is too big; "target" is required',
		isRetryable: false,
	},
);
tells(
	'a rate limit, which has a body of its own',
	refusal(429, {data: 'Rate limit exceeded'}, {'x-ratelimit-reset': '17', 'x-ratelimit-remaining': '0'}),
	get,
	{
		kind: 'throttled',
		code: 'http-429',
		says: 'Spot is limiting the rate of calls (spot:GetGroup).',
		retryAfterMs: 17_000,
		isRetryable: true,
	},
);
tells('a limit of AWS behind Spot', refusal(400, {errors: [{code: 'RequestLimitExceeded', message: 'slow'}]}), start, {
	kind: 'throttled',
	says: 'AWS is limiting the calls that Spot makes (spot:StartBlueGreen).',
});
tells(
	'a refusal that passes by itself',
	refusal(400, {errors: [{code: 'CANT_CREATE_GROUP', message: 'Failed to create group'}]}),
	start,
	{
		kind: 'remote',
		code: 'CANT_CREATE_GROUP',
		isRetryable: true,
		says: 'Spot refused spot:StartBlueGreen: Failed to create group',
	},
);
tells('a code nobody knows', refusal(400, {errors: [{code: 'MOON_PHASE', message: 'not tonight'}]}), start, {
	kind: 'remote',
	code: 'MOON_PHASE',
	isRetryable: false,
	says: 'Spot refused spot:StartBlueGreen: not tonight',
});

test('a redirect is not followed: the token stays', async t => {
	const elsewhere = await startAnsweringServer(() => envelope([]));
	t.teardown(async () => elsewhere.close());
	const {elastigroups} = await setUp(t, () => ({status: 302, headers: {location: elsewhere.url}, body: ''}));
	const problem = problemOf(t, await get(elastigroups));
	t.like(problem, {kind: 'network', code: 'not-the-service'});
	t.is(elsewhere.requests.length, 0);
});

const group = {id: groupId, name: 'shop-web', capacity: {target: 2, minimum: 1, maximum: 4}};

for (const [title, fault] of [
	['an inner error', refusal(500, {errors: [{code: 'GENERAL_ERROR', message: 'oops'}]})],
	['a gateway in the way', {status: 502, body: '<html>bad gateway</html>'}],
	['a cut connection', 'cut-before-answer'],
	['half an answer', 'cut-in-body'],
	['malformed JSON', {body: '{"response":'}],
	['a page instead of an answer', {body: '<html>Sign in to the hotel</html>'}],
] as const) {
	test(`${title}: a read is tried again, a write is not and says that it may have been done`, async t => {
		const {elastigroups, server} = await setUp(t, (request, number) =>
			request.method === 'GET' && number > 2 ? envelope([group]) : fault,
		);
		t.like(await get(elastigroups), {isOk: true, value: {id: groupId}});
		t.is(server.requests.length, 3);

		const problem = problemOf(t, await start(elastigroups));
		t.is(server.requests.length, 4);
		t.true(['network', 'remote'].includes(problem.kind));
		t.is(problem.nextSteps[0]?.id, 'problem.step.may-be-done');
	});
}

test('a fault that lasts ends the attempts', async t => {
	const {elastigroups, server} = await setUp(t, () => refusal(503, {}, {'retry-after': '4'}));
	t.like(problemOf(t, await get(elastigroups)), {kind: 'remote', isRetryable: true, retryAfterMs: 4000});
	t.is(server.requests.length, 3);
});

test('nobody listens: a network problem, and nothing can have been done', async t => {
	const {elastigroups, server} = await setUp(t, () => 'hang');
	await server.close();
	t.teardown(() => undefined);
	const problem = problemOf(t, await start(elastigroups));
	t.like(problem, {kind: 'network', code: 'ECONNREFUSED', isRetryable: true});
	t.false(problem.nextSteps.some(({id}) => id === 'problem.step.may-be-done'));
});

test('no answer in time: a write is sent once and may have been done', async t => {
	const {elastigroups, server} = await setUp(t, () => 'hang', {timeoutMs: 500});
	const problem = problemOf(t, await start(elastigroups));
	t.like(problem, {kind: 'network', isRetryable: true});
	t.is(problem.message.id, 'problem.spot.timeout');
	t.is(problem.nextSteps[0]?.id, 'problem.step.may-be-done');
	t.is(server.requests.length, 1);
});

test('an aborted call settles at once, also while it waits to try again', async t => {
	const {elastigroups, server} = await setUp(t, () => 'hang');
	const controller = new AbortController();
	const result = elastigroups.get(groupId, controller.signal);
	await server.untilRequests(1);
	controller.abort();
	t.like(await result, {isOk: false, problem: {kind: 'network', code: 'aborted', isRetryable: false}});

	t.like(await elastigroups.get(groupId, AbortSignal.abort()), {isOk: false, problem: {code: 'aborted'}});
	t.is(server.requests.length, 1);
});

test('an abort in the pause before the next attempt ends it', async t => {
	const server = await startAnsweringServer(() => refusal(500, {}));
	t.teardown(async () => server.close());
	const elastigroups = createElastigroupsFromAxios({baseUrl: server.url, token: canary, retryDelayMs: 60_000});
	const controller = new AbortController();
	const result = elastigroups.get(groupId, controller.signal);
	await server.untilRequests(1);
	setImmediate(() => {
		controller.abort();
	});
	t.like(await result, {isOk: false, problem: {code: 'aborted'}});
});

test('every call names the account except the list of accounts', async t => {
	const {elastigroups, server} = await setUp(t, request =>
		request.path === '/setup/account'
			? envelope([{accountId: 'act-0a1b2c3d', name: 'shop', organizationId: 1, providerExternalId: 123_456_789_012}])
			: envelope([group]),
	);
	t.deepEqual(await elastigroups.listAccounts(), {
		isOk: true,
		value: [{id: 'act-0a1b2c3d', name: 'shop', awsAccountId: '123456789012'}],
	});
	await elastigroups.list();
	t.deepEqual(
		server.requests.map(({path, query}) => [path, query.get('accountId')]),
		[
			['/setup/account', null],
			['/aws/ec2/group', 'act-0a1b2c3d'],
		],
	);
	t.is(server.requests[0]?.headers.authorization, `Bearer ${canary}`);
});

test('one unreadable group does not hide the others', async t => {
	const {elastigroups} = await setUp(t, () =>
		envelope([{nonsense: true}, group, null, {...group, id: 'sig-2', compute: 'x'}]),
	);
	const result = await elastigroups.list();
	t.deepEqual(result.isOk && result.value.map(({id}) => id), [groupId, 'sig-2']);
});

test('an answer with nothing in it is a problem where one thing was asked for', async t => {
	const {elastigroups} = await setUp(t, () => envelope([]));
	t.like(problemOf(t, await get(elastigroups)), {kind: 'remote', code: 'unreadable-answer'});
	t.deepEqual(await elastigroups.listBlueGreen(groupId), {isOk: true, value: []});
	t.deepEqual(await elastigroups.listSuspensions(groupId), {isOk: true, value: []});
});

test('writes look as Spot wants them', async t => {
	const now = Date.UTC(2026, 0, 5, 9);
	const {elastigroups, server} = await setUp(t, () => envelope([{id: 'cdbg-1', capacity: group.capacity}]), {
		now: () => now,
	});
	await start(elastigroups);
	await elastigroups.stopBlueGreen(groupId, 'cdbg-1');
	await elastigroups.setCapacity(groupId, {target: 2, minimum: 1, maximum: 4});
	await elastigroups.detachInstances(groupId, {
		instanceIds: ['i-1', 'i-2'],
		isTerminating: true,
		isDecrementingTarget: true,
		drainingTimeoutSeconds: 60,
	});
	await elastigroups.suspend(groupId, [
		{process: 'AUTO_SCALE'},
		{process: 'AUTO_HEALING', expiresAt: now + 90_000},
		{process: 'SCHEDULING', expiresAt: now - 1},
	]);
	await elastigroups.suspend(groupId, [{process: 'SCHEDULING', expiresAt: now}]);
	const base = `/aws/ec2/group/${groupId}`;
	t.deepEqual(
		server.requests.map(({method, path, body}) => [method, path, body]),
		[
			[
				'POST',
				`${base}/codeDeploy/blueGreenDeployment`,
				{
					deployment: {
						timeout: 20,
						tags: [{tagKey: 'version', tagValue: '6.0'}],
						deploymentGroups: [{applicationName: 'shop', deploymentGroupName: 'shop-bg'}],
					},
				},
			],
			['PUT', `${base}/codeDeploy/blueGreenDeployment/cdbg-1/stop`, undefined],
			['PUT', `${base}/capacity`, {capacity: {target: 2, minimum: 1, maximum: 4}}],
			[
				'PUT',
				`${base}/detachInstances`,
				{
					instancesToDetach: ['i-1', 'i-2'],
					shouldTerminateInstances: true,
					shouldDecrementTargetCapacity: true,
					drainingTimeout: 60,
				},
			],
			['POST', `${base}/suspension`, {suspensions: [{name: 'AUTO_SCALE'}, {name: 'AUTO_HEALING', ttlInMinutes: 2}]}],
		],
	);
});

test('an id cannot leave its place in the path', async t => {
	const {elastigroups, server} = await setUp(t, () => envelope([group]));
	await elastigroups.get('../../setup/account?x=');
	t.is(server.requests[0]?.path, '/aws/ec2/group/..%2F..%2Fsetup%2Faccount%3Fx%3D');
});

test('logs come oldest first, whatever order and form Spot gives', async t => {
	const {elastigroups, server} = await setUp(t, () =>
		envelope([
			{message: 'third', severity: 'ERROR', createdAt: '2026-01-05T09:00:02.000Z'},
			{message: 'second', severity: 'WARN', createdAt: '2026-01-05T09:00:01.000+0000'},
			{message: 'first', severity: 'NOTICE', createdAt: '2026-01-05T09:00:01.000Z'},
			{message: 'timeless', severity: 'INFO', createdAt: 'yesterday'},
		]),
	);
	const at = Date.UTC(2026, 0, 5, 9);
	t.deepEqual(await elastigroups.listLogs(groupId, at), {
		isOk: true,
		value: [
			{at: at + 1000, severity: 'info', message: 'first'},
			{at: at + 1000, severity: 'warn', message: 'second'},
			{at: at + 2000, severity: 'error', message: 'third'},
		],
	});
	t.is(server.requests[0]?.query.get('fromDate'), String(at));
});

test('the log is asked for up to now by Spot’s clock, where ours is slow', async t => {
	const spotNow = Date.UTC(2026, 0, 5, 9);
	const {elastigroups, server} = await setUp(t, () => envelope([]), {now: () => spotNow - 86_400_000});
	await elastigroups.list();
	await elastigroups.listLogs(groupId, 0);
	t.true(Number(server.requests[1]?.query.get('toDate')) > spotNow);
});

test('costs are read from the one answer that is no list, and from strings', async t => {
	const {elastigroups} = await setUp(t, () =>
		envelope({
			running: {value: '10', unit: 'hours'},
			savings: {value: '70.5', unit: 'percentage'},
			costs: {actual: '3', potential: 10},
		}),
	);
	t.deepEqual(await elastigroups.getCosts(groupId, {from: 0, to: 1}), {
		isOk: true,
		value: {actual: 3, potential: 10, savingsPercent: 70.5},
	});
});

test('the token is in no problem and in no log, whatever the service does with it', async t => {
	const echo = `you sent Bearer ${canary} and ${encodeURIComponent(canary)}`;
	const answers: readonly Answer[] = [
		refusal(401, {errors: [{code: canary, message: echo, field: `body:${canary}`}]}),
		refusal(400, {errors: [{code: 'ValidationError', message: echo, field: `body:${canary}`}]}),
		refusal(400, {error: echo}),
		refusal(429, {data: echo}),
		{status: 500, body: echo},
		'cut-before-answer',
		'cut-in-body',
	];
	for (const answer of answers) {
		const {elastigroups, log} = await setUp(t, () => answer);
		const problem = problemOf(t, await start(elastigroups));
		t.false(JSON.stringify([problem, log]).includes(canary));
		t.true(log.length > 0);
	}
});
