import test, {type ExecutionContext} from 'ava';
import {createCodeDeployFromSdk} from '../../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {type Problem, type Result} from '../../../source/core/problem.js';
import {say} from '../../../source/messages/catalogue.js';
import {type CodeDeploy} from '../../../source/ports/code-deploy.js';
import {type Answer, type SeenRequest, startAnsweringServer} from '../../helpers/answering-server.js';
import {awsCanary, setTestCredentials} from '../../helpers/aws-environment.js';

setTestCredentials();

const setUp = async (
	t: ExecutionContext,
	answer: (request: SeenRequest, number: number) => Answer,
	options: {readonly timeoutMs?: number} = {},
) => {
	const server = await startAnsweringServer(answer);
	t.teardown(async () => server.close());
	const log: string[] = [];
	const codeDeploy = createCodeDeployFromSdk({
		region: 'ap-northeast-2',
		endpoint: server.url,
		...options,
		log(line) {
			log.push(line);
		},
	});
	return {server, codeDeploy, log};
};

const refusal = (name: string, message: string): Answer => ({
	status: 400,
	headers: {'x-amzn-requestid': 'request-1'},
	body: JSON.stringify({__type: name, message}),
});

const problemOf = (t: ExecutionContext, result: Result<unknown>): Problem => {
	if (result.isOk) {
		t.fail('expected a problem');
		throw new Error('expected a problem');
	}

	return result.problem;
};

// The SDK's own types say what it sends; the test reads one member of it.
// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion
const bodyOf = <Body>({body}: Pick<SeenRequest, 'body'>): Body => body as Body;

const operationOf = (request: SeenRequest): string | undefined => String(request.headers['x-amz-target']).split('.')[1];

const deploymentRequest = {
	applicationName: 'shop',
	deploymentGroupName: 'shop-bg',
	revision: {kind: 'github', repository: 'example/shop', commitId: '0'.repeat(40)},
	replacementTags: [{key: 'version', value: '6.0'}],
	description: 'run-1',
} as const;

type Expected = {
	readonly kind: Problem['kind'];
	readonly says: string;
	readonly step?: string;
	readonly isRetryable?: boolean;
};

const tells = (
	name: string,
	message: string,
	call: (codeDeploy: CodeDeploy) => Promise<Result<unknown>>,
	expected: Expected,
) => {
	test(`${name}: ${expected.kind}, what to do next, and nothing sent twice`, async t => {
		const {codeDeploy, server} = await setUp(t, () => refusal(name, message));
		const problem = problemOf(t, await call(codeDeploy));
		t.is(problem.kind, expected.kind);
		t.is(problem.code, name);
		t.is(say(problem.message, 'en'), expected.says);
		t.is(problem.requestId, 'request-1');
		t.is(problem.isRetryable, expected.isRetryable ?? false);
		t.true(problem.nextSteps.length > 0);
		t.true(expected.step === undefined || problem.nextSteps.some(step => say(step, 'en') === expected.step));

		t.is(server.requests.length, 1);
		t.regex(say(problem.message, 'ko'), /\p{Script=Hangul}/u);
	});
};

const create = async (codeDeploy: CodeDeploy) => codeDeploy.createDeployment(deploymentRequest);

tells(
	'DeploymentLimitExceededException',
	"The Deployment Group 'shop-bg' already has an active Deployment 'd-ACTIVE123'",
	create,
	{
		kind: 'conflict',
		says: 'shop-bg already has a deployment under way: d-ACTIVE123.',
		step: 'Watch it: spot-bluegreen watch d-ACTIVE123',
		isRetryable: true,
	},
);

test('the older wording of an active deployment is understood as well', async t => {
	const {codeDeploy} = await setUp(t, () =>
		refusal('DeploymentLimitExceededException', "shop-bg is already deploying deployment 'd-ACTIVE123'"),
	);
	t.is(problemOf(t, await create(codeDeploy)).message.values?.['deploymentId'], 'd-ACTIVE123');
});

tells('InvalidTargetInstancesException', 'no instance has the tag', create, {
	kind: 'conflict',
	says: 'CodeDeploy finds no replacement instances: no instance has the tag',
	isRetryable: true,
});
tells(
	'DeploymentGroupDoesNotExistException',
	'No Deployment Group found',
	async codeDeploy => codeDeploy.getDeploymentGroup('shop', 'shop-bg'),
	{
		kind: 'not-found',
		says: 'Application shop has no deployment group shop-bg.',
		step: 'Check the account and the region (ap-northeast-2).',
	},
);
tells(
	'ApplicationDoesNotExistException',
	'No application found',
	async codeDeploy => codeDeploy.listDeploymentGroups('shop'),
	{kind: 'not-found', says: 'There is no application shop.'},
);
tells('DeploymentDoesNotExistException', 'none', async codeDeploy => codeDeploy.getDeployment('d-NOTHERE01'), {
	kind: 'not-found',
	says: 'There is no deployment d-NOTHERE01.',
});
tells('RevisionDoesNotExistException', 'none', create, {kind: 'not-found', says: 'The revision does not exist.'});
tells('InvalidRevisionException', 'bad bundle', create, {
	kind: 'input',
	says: 'CodeDeploy does not accept this (Revision): bad bundle',
});
tells('DescriptionTooLongException', 'too long', create, {
	kind: 'input',
	says: 'CodeDeploy does not accept this (Description): too long',
});
tells('InvalidGitHubAccountTokenException', 'revoked', create, {
	kind: 'permission',
	says: 'The link between CodeDeploy and GitHub is missing or was revoked.',
});

const createGroup = async (codeDeploy: CodeDeploy) =>
	codeDeploy.createDeploymentGroup({
		applicationName: 'shop',
		name: 'shop-bg',
		serviceRoleArn: 'arn:aws:iam::123456789012:role/r',
		deploymentConfigName: 'Custom',
		tagFilters: [],
		readyOption: {action: 'continue'},
		originalsOption: {action: 'keep-alive'},
		targetGroupNames: ['tg'],
		classicLoadBalancerNames: [],
	});

tells('InvalidRoleException', 'cannot assume role', createGroup, {
	kind: 'permission',
	says: 'CodeDeploy cannot assume the service role: cannot assume role',
	isRetryable: true,
});
tells('DeploymentConfigDoesNotExistException', 'none', createGroup, {
	kind: 'not-found',
	says: 'There is no deployment configuration Custom.',
});
tells('DeploymentGroupAlreadyExistsException', 'exists', createGroup, {
	kind: 'conflict',
	says: 'A deployment group shop-bg exists already.',
});
tells('InvalidLoadBalancerInfoException', 'no load balancer', createGroup, {
	kind: 'input',
	says: 'CodeDeploy does not accept this (Load balancer): no load balancer',
});
tells('InvalidBlueGreenDeploymentConfigurationException', 'wait', createGroup, {
	kind: 'input',
	says: 'CodeDeploy does not accept this (Blue/green settings): wait',
});
tells('TagSetListLimitExceededException', 'three at most', createGroup, {
	kind: 'input',
	says: 'CodeDeploy does not accept this (Tags): three at most',
});
tells('ApplicationAlreadyExistsException', 'exists', async codeDeploy => codeDeploy.createApplication('shop'), {
	kind: 'conflict',
	says: 'An application shop exists already.',
});
tells(
	'DeploymentIsNotInReadyStateException',
	'not ready',
	async codeDeploy => codeDeploy.continueDeployment('d-ABCDEF123', 'ready'),
	{kind: 'conflict', says: 'Deployment d-ABCDEF123 does not wait for this at present.'},
);
tells(
	'DeploymentAlreadyCompletedException',
	'over',
	async codeDeploy => codeDeploy.stopDeployment('d-ABCDEF123', {isRollingBack: true}),
	{kind: 'conflict', says: 'Deployment d-ABCDEF123 is over already.'},
);
tells('ExpiredTokenException', 'The security token included in the request is expired', create, {
	kind: 'auth',
	says: 'The AWS sign-in has expired.',
});
tells(
	'AccessDeniedException',
	'User: arn:aws:iam::123456789012:user/me is not authorized to perform: iam:PassRole on resource: arn:x',
	createGroup,
	{kind: 'permission', says: 'No permission for iam:PassRole.'},
);
tells('NewShinyException', 'what is this', create, {
	kind: 'remote',
	says: 'AWS refused codedeploy:CreateDeployment (NewShinyException): what is this',
});

test('targets asked for too early are no targets yet', async t => {
	const {codeDeploy} = await setUp(t, () => refusal('DeploymentNotStartedException', 'not started'));
	t.deepEqual(await codeDeploy.listTargets('d-ABCDEF123'), {isOk: true, value: []});
});

for (const [name, fault] of [
	['an inner error', {status: 500, body: '{"__type":"InternalFailure"}'}],
	['a gateway in the way', {status: 503, body: '<html>busy</html>'}],
	['a cut connection', 'cut-before-answer'],
	['throttling', refusal('ThrottlingException', 'Rate exceeded')],
] as const) {
	test(`${name}: a read is tried again, a write is not`, async t => {
		const {codeDeploy, server} = await setUp(t, (request, number) =>
			operationOf(request) === 'GetDeployment' && number > 1
				? {body: '{"deploymentInfo":{"deploymentId":"d-ABCDEF123","status":"Queued","createTime":1}}'}
				: fault,
		);
		t.like(await codeDeploy.getDeployment('d-ABCDEF123'), {isOk: true, value: {status: 'queued', createdAt: 1000}});
		t.is(server.requests.length, 2);

		const written = await create(codeDeploy);
		t.false(written.isOk);
		t.is(server.requests.length, 3);
	});
}

test('throttling that lasts is news of its own kind', async t => {
	const {codeDeploy, server} = await setUp(t, () => refusal('ThrottlingException', 'Rate exceeded'));
	const problem = problemOf(t, await codeDeploy.getDeployment('d-ABCDEF123'));
	t.like(problem, {kind: 'throttled', isRetryable: true});
	t.is(server.requests.length, 3);
});

test('nobody listens: a network problem that may be tried again', async t => {
	const {codeDeploy, server} = await setUp(t, () => 'hang');
	await server.close();
	t.teardown(() => undefined);
	const problem = problemOf(t, await create(codeDeploy));
	t.like(problem, {kind: 'network', code: 'ECONNREFUSED', isRetryable: true});
	t.false(problem.nextSteps.some(({id}) => id === 'problem.step.may-be-done'));
});

test('no answer in time: a network problem, and the write was sent once', async t => {
	const {codeDeploy, server} = await setUp(t, () => 'hang', {timeoutMs: 500});
	const problem = problemOf(t, await create(codeDeploy));
	t.like(problem, {kind: 'network', isRetryable: true});
	t.is(problem.nextSteps[0]?.id, 'problem.step.may-be-done');
	t.is(server.requests.length, 1);
});

test('an aborted call settles at once to `aborted`', async t => {
	const {codeDeploy, server} = await setUp(t, () => 'hang');
	const controller = new AbortController();
	const result = codeDeploy.getDeployment('d-ABCDEF123', controller.signal);
	await server.untilRequests(1);
	controller.abort();
	t.like(await result, {isOk: false, problem: {kind: 'network', code: 'aborted', isRetryable: false}});
	t.is(server.requests.length, 1);
});

for (const [name, answer] of [
	['malformed JSON', {body: '{"deploymentInfo":'}],
	['a page instead of an answer', {body: '<html>Sign in to the hotel</html>'}],
	['half an answer', 'cut-in-body'],
	['times in another form', {body: '{"deploymentInfo":{"createTime":"2026-01-05T09:00:00Z"}}'}],
] as const) {
	test(`${name} is a problem of the answer, not a crash`, async t => {
		const {codeDeploy} = await setUp(t, () => answer);
		const problem = problemOf(t, await codeDeploy.getDeployment('d-ABCDEF123'));
		t.true(['remote', 'network'].includes(problem.kind), `${problem.kind} ${problem.code} ${problem.detail}`);
	});
}

test('lists follow every page', async t => {
	const {codeDeploy, server} = await setUp(t, request => {
		const {nextToken} = bodyOf<{nextToken?: string}>(request);
		const page = nextToken === undefined ? 1 : Number(nextToken);
		const next = page < 3 ? {nextToken: String(page + 1)} : {};
		const members: Readonly<Record<string, object>> = {
			ListDeploymentTargets: {targetIds: [`i-${page}`]},
			ListDeployments: {deployments: [`d-${page}`]},
			ListGitHubAccountTokenNames: {tokenNameList: [`name-${page}`]},
			ListDeploymentGroups: {deploymentGroups: [`group-${page}`]},
		};
		return {body: JSON.stringify({...members[operationOf(request) ?? ''], ...next})};
	});
	t.deepEqual(await codeDeploy.listTargets('d-A'), {isOk: true, value: ['i-1', 'i-2', 'i-3']});
	t.deepEqual(await codeDeploy.listGitHubTokenNames(), {isOk: true, value: ['name-1', 'name-2', 'name-3']});
	t.deepEqual(await codeDeploy.listDeploymentGroups('shop'), {
		isOk: true,
		value: ['group-1', 'group-2', 'group-3'],
	});
	const before = server.requests.length;
	const filter = {applicationName: 'shop', deploymentGroupName: 'shop-bg'};
	t.deepEqual(await codeDeploy.listDeployments({...filter, limit: 2}), {isOk: true, value: ['d-1', 'd-2']});
	t.is(server.requests.length - before, 2);
});

test('filters travel in CodeDeploy’s words', async t => {
	const {codeDeploy, server} = await setUp(t, () => ({body: '{"targetIds":[],"deployments":[]}'}));
	await codeDeploy.listTargets('d-A', {color: 'green', statuses: ['failed', 'in-progress']});
	await codeDeploy.listDeployments({
		applicationName: 'shop',
		deploymentGroupName: 'shop-bg',
		statuses: ['created', 'in-progress'],
		createdAfter: 1_767_603_600_000,
	});
	t.deepEqual(
		server.requests.map(({body}) => body),
		[
			{deploymentId: 'd-A', targetFilters: {ServerInstanceLabel: ['Green'], TargetStatus: ['Failed', 'InProgress']}},
			{
				applicationName: 'shop',
				deploymentGroupName: 'shop-bg',
				includeOnlyStatuses: ['Created', 'InProgress'],
				createTimeRange: {start: 1_767_603_600},
			},
		],
	);
});

test('many targets are asked for in parts of 25 and come back in order', async t => {
	const {codeDeploy, server} = await setUp(t, request => {
		const {targetIds} = bodyOf<{targetIds: string[]}>(request);
		return {
			body: JSON.stringify({
				deploymentTargets: targetIds.map(targetId => ({instanceTarget: {targetId, status: 'Pending'}})),
			}),
		};
	});
	const ids = Array.from({length: 60}, (_, index) => `i-${index}`);
	const result = await codeDeploy.getTargets('d-A', ids);
	t.deepEqual(result.isOk && result.value.map(({instanceId}) => instanceId), ids);
	t.deepEqual(
		server.requests
			.map(({body}) => bodyOf<{targetIds: string[]}>({body}).targetIds.length)
			.sort((one, other) => one - other),
		[10, 25, 25],
	);
	t.deepEqual(await codeDeploy.getTargets('d-A', []), {isOk: true, value: []});
});

test('configurations of other platforms are not offered, and one that may not be looked at is', async t => {
	const {codeDeploy} = await setUp(t, request => {
		if (operationOf(request) === 'ListDeploymentConfigs') {
			return {
				body: JSON.stringify({
					deploymentConfigsList: [
						'Zebra',
						'CodeDeployDefault.OneAtATime',
						'CodeDeployDefault.LambdaAllAtOnce',
						'CodeDeployDefault.ECSCanary10Percent5Minutes',
						'CodeDeployDefault.AllAtOnce',
						'ForLambda',
						'Secret',
					],
				}),
			};
		}

		const {deploymentConfigName: name} = bodyOf<{deploymentConfigName: string}>(request);
		return name === 'Secret'
			? refusal('AccessDeniedException', 'no')
			: {
					body: JSON.stringify({
						deploymentConfigInfo: {computePlatform: name === 'ForLambda' ? 'Lambda' : 'Server'},
					}),
				};
	});
	t.deepEqual(await codeDeploy.listDeploymentConfigs(), {
		isOk: true,
		value: ['CodeDeployDefault.AllAtOnce', 'CodeDeployDefault.OneAtATime', 'Secret', 'Zebra'],
	});
});

test('no secret is in a problem or in the log, even when the service quotes it', async t => {
	const {codeDeploy, log} = await setUp(t, request =>
		refusal('InvalidInputException', `bad ${awsCanary} ${String(request.headers.authorization)}`),
	);
	const problem = problemOf(t, await create(codeDeploy));
	const all = JSON.stringify([problem, log]);
	t.false(all.includes(awsCanary));
	t.notRegex(all, /Signature=(?!\[redacted])[\da-f]{8}/);
	t.true(log.some(line => line.includes('codedeploy:CreateDeployment InvalidInputException')));
});
