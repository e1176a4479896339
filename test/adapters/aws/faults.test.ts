import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {createAccountFromSdk} from '../../../source/adapters/aws/create-account-from-sdk.js';
import {type Problem, type Result} from '../../../source/core/problem.js';
import {say} from '../../../source/messages/catalogue.js';
import {type Account} from '../../../source/ports/account.js';
import {lookUpFault} from '../../../source/simulator/lookups/index.js';
import {type SimulatedReply, type SimulatedRequest} from '../../../source/simulator/protocol.js';
import {setTestCredentials} from '../../helpers/aws-environment.js';
import {type LookUpServer, startLookUps} from '../../simulator/lookups/look-up-server.js';
import {aWorld} from '../../simulator/lookups/look-up-world.js';

const accessKey = 'ASIAQCANARYEXAMPLE01';
const secretKey = 'cAnArYsEcReTkEy0123456789/abcdefGHIJKLMN';
const sessionToken = `FwoGZXIvYXdzCanaryToken${'x0Y/'.repeat(60)}==`;

setTestCredentials();
process.env['AWS_ACCESS_KEY_ID'] = accessKey;
process.env['AWS_SECRET_ACCESS_KEY'] = secretKey;
process.env['AWS_SESSION_TOKEN'] = sessionToken;

const start = async (
	t: ExecutionContext,
	intercept: (request: SimulatedRequest) => SimulatedReply | 'cut' | undefined = () => undefined,
): Promise<{readonly account: Account; readonly server: LookUpServer; readonly lines: string[]}> => {
	const server = await startLookUps(aWorld());
	server.intercept = intercept;
	t.teardown(async () => server.close());
	const lines: string[] = [];
	const account = createAccountFromSdk({
		region: 'ap-northeast-2',
		endpoint: server.url,
		profile: 'shop',
		timeoutMs: 3000,
		log(line) {
			lines.push(line);
		},
	});

	return {account, server, lines};
};

const refuse =
	(code: string, status = 400, message = 'As the service says it.') =>
	(request: SimulatedRequest): SimulatedReply =>
		lookUpFault(request, 0, {status, code, message});

const problemOf = <Value>(t: ExecutionContext, result: Result<Value>): Problem => {
	if (result.isOk) {
		throw new Error('There should have been a problem');
	}

	t.true(say(result.problem.message, 'en').length > 0);
	t.false(/[{}]/.test(say(result.problem.message, 'ko')), 'a placeholder was left empty');

	return result.problem;
};

test('a refusal for want of permission names the action, in every protocol', async t => {
	const told =
		'You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/kim is not authorized to perform: ec2:DescribeVpcs because no identity-based policy allows it';
	const {account, server} = await start(t, refuse('UnauthorizedOperation', 403, told));
	const vpcs = problemOf(t, await account.listVpcs());

	t.is(vpcs.kind, 'permission');
	t.is(vpcs.code, 'UnauthorizedOperation');
	t.is(say(vpcs.message, 'en'), 'No permission for ec2:DescribeVpcs.');
	t.regex(vpcs.requestId ?? '', /^[\da-f-]{36}$/);
	t.is(server.requests.length, 1, 'a refusal is not repeated');

	server.intercept = refuse('AccessDenied', 403, 'User is not authorized to perform: iam:ListRoles');
	t.is(say(problemOf(t, await account.listRoles()).message, 'en'), 'No permission for iam:ListRoles.');

	server.intercept = refuse('AccessDenied', 403, 'Access Denied');
	t.is(say(problemOf(t, await account.listBuckets()).message, 'en'), 'No permission for s3:ListAllMyBuckets.');
	t.is(
		say(problemOf(t, await account.listObjects('shop', '')).message, 'en'),
		'No permission for s3:ListBucket on shop.',
	);

	server.intercept = refuse('AuthorizationError', 403);
	t.is(problemOf(t, await account.listTopicArns()).kind, 'permission');

	server.intercept = refuse('AccessDenied', 403);
	t.is(problemOf(t, await account.listAlarmNames()).kind, 'permission');
	t.is(problemOf(t, await account.listTargetGroups()).kind, 'permission');
	t.is(problemOf(t, await account.listClassicLoadBalancers()).kind, 'permission');
	t.is(problemOf(t, await account.getIdentity()).kind, 'permission');
});

test('an expired sign-in says how to sign in again', async t => {
	const {account, server} = await start(
		t,
		refuse('ExpiredToken', 403, 'The security token included in the request is expired'),
	);
	const problem = problemOf(t, await account.getIdentity());

	t.is(problem.kind, 'auth');
	t.is(problem.code, 'ExpiredToken');
	t.is(problem.nextSteps.map(step => say(step, 'en'))[0], 'Sign in: aws sso login --profile shop');

	server.intercept = refuse('RequestExpired', 400);
	t.is(problemOf(t, await account.listVpcs()).kind, 'auth');

	server.intercept = refuse('ExpiredToken', 400);
	t.is(problemOf(t, await account.headObject('shop', 'a.zip')).code, 'ExpiredToken', 'a HEAD has no body to say so');
});

test('credentials that AWS does not know are told apart from a want of permission', async t => {
	const {account, server} = await start(t, refuse('InvalidClientTokenId', 403));
	t.like(problemOf(t, await account.getIdentity()), {kind: 'auth', code: 'InvalidClientTokenId'});

	server.intercept = refuse('AuthFailure', 401);
	t.like(problemOf(t, await account.listVpcs()), {kind: 'auth', code: 'AuthFailure'});

	server.intercept = refuse('InvalidAccessKeyId', 403);
	t.like(problemOf(t, await account.listBuckets()), {kind: 'auth', code: 'InvalidAccessKeyId'});
});

test('throttling is repeated by the SDK, and then news', async t => {
	const {account, server} = await start(t, refuse('RequestLimitExceeded', 503));
	const problem = problemOf(t, await account.listVpcs());

	t.like(problem, {kind: 'throttled', code: 'RequestLimitExceeded', isRetryable: true});
	t.is(server.requests.length, 3);
});

test('a service that cannot answer may be asked again', async t => {
	const {account} = await start(t, refuse('InternalError', 500));
	t.like(problemOf(t, await account.listVpcs()), {kind: 'remote', code: 'InternalError', isRetryable: true});
});

test('an answer that is cut in two is no answer', async t => {
	const {account, server} = await start(t, () => ({
		status: 200,
		headers: {'content-type': 'text/xml'},
		body: '<?xml version="1.0"?><DescribeVpcsResponse><vpcSet><item><vpcId>vpc-',
	}));
	const problem = await account.listVpcs();
	t.false(problem.isOk, 'half of a list must not look like a short list');
	t.like(problemOf(t, problem), {kind: 'remote', code: 'unreadable-answer'});

	server.intercept = () => ({
		status: 200,
		headers: {'content-type': 'application/x-amz-json-1.0'},
		body: '{"MetricAlarms":[{"AlarmName":"a"',
	});
	t.like(problemOf(t, await account.listAlarmNames()), {kind: 'remote', code: 'unreadable-answer'});
});

test('a connection that is cut or refused is the network', async t => {
	const {account, server} = await start(t, () => 'cut');
	t.like(problemOf(t, await account.listVpcs()), {kind: 'network', code: 'ECONNRESET', isRetryable: true});

	await server.close();
	const refused = problemOf(t, await account.listTopicArns());
	t.like(refused, {kind: 'network', code: 'ECONNREFUSED', isRetryable: true});
	t.is(say(refused.message, 'en'), 'AWS could not be reached for sns:ListTopics (ECONNREFUSED).');
});

test('a cancelled look-up is known as such', async t => {
	const {account} = await start(t);
	t.like(problemOf(t, await account.listVpcs(AbortSignal.abort())), {
		kind: 'network',
		code: 'aborted',
		isRetryable: false,
	});
});

test('no secret survives, however the service quotes it', async t => {
	const quoted = [
		'The request signature we calculated does not match the signature you provided.',
		'The Canonical String for this request should have been',
		`'POST\n/\n\nx-amz-security-token:${sessionToken}\n`,
		`Credential=${accessKey}/20260625/ap-northeast-2/ec2/aws4_request, Signature=abcdef0123456789abcdef0123456789'`,
		secretKey,
	].join('\n');
	const codes = ['SignatureDoesNotMatch', 'AccessDenied', 'InvalidParameterValue', 'ExpiredToken', 'NoSuchEntity'];
	const {account, server, lines} = await start(t);

	for (const code of codes) {
		for (const status of [400, 403, 404]) {
			server.intercept = refuse(code, status, quoted);
			const problems = await Promise.all(
				[account.getIdentity(), account.listVpcs(), account.listBuckets(), account.listAlarmNames()].map(async asked =>
					problemOf<unknown>(t, await asked),
				),
			);
			const everything = [JSON.stringify(problems), ...problems.map(({message}) => say(message, 'en')), ...lines].join(
				'\n',
			);

			for (const secret of [accessKey, secretKey, sessionToken, sessionToken.slice(0, 60)]) {
				t.false(everything.includes(secret), `${code} ${status}: ${secret.slice(0, 6)}…`);
			}
		}
	}

	t.true(lines.length > 0);
});
