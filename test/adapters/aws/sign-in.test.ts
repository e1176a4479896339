import {createHash} from 'node:crypto';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {createAccountFromSdk} from '../../../source/adapters/aws/create-account-from-sdk.js';
import {resolveAwsRegion} from '../../../source/adapters/aws/aws-environment.js';
import {toAwsProblem} from '../../../source/adapters/aws/aws-problem.js';
import {isAssumableByCodeDeploy} from '../../../source/adapters/aws/trust-policy.js';
import {say} from '../../../source/messages/catalogue.js';
import {startAnsweringServer} from '../../helpers/answering-server.js';

for (const name of Object.keys(process.env).filter(name => name.startsWith('AWS_'))) {
	if (!['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'AWS_EC2_METADATA_DISABLED'].includes(name)) {
		// eslint-disable-next-line @typescript-eslint/no-dynamic-delete
		delete process.env[name];
	}
}

process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
process.env['AWS_CONFIG_FILE'] = '/nonexistent/config';
process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/nonexistent/credentials';

test.serial('without credentials the next step is to sign in', async t => {
	const account = createAccountFromSdk({region: 'ap-northeast-2', endpoint: 'http://127.0.0.1:9'});
	const result = await account.getIdentity();

	t.like(result, {isOk: false, problem: {kind: 'auth', code: 'no-credentials', isRetryable: false}});
	t.deepEqual(result.isOk ? [] : result.problem.nextSteps.map(step => say(step, 'en')), [
		'Sign in: aws sso login',
		'The first time: aws configure sso',
		'Or choose another profile with AWS_PROFILE.',
		'Or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
	]);
});

test.serial('a page in the place of single sign-on is not a missing sign-in, and nothing was sent to AWS', async t => {
	const directory = await mkdtemp(path.join(tmpdir(), 'sign-in-'));
	const portal = await startAnsweringServer(() => ({
		status: 403,
		headers: {'content-type': 'text/html'},
		body: '<html>Sign in to this network</html>',
	}));
	const before = {...process.env};
	t.teardown(async () => {
		process.env = before;
		await portal.close();
		await rm(directory, {recursive: true, force: true});
	});
	const cache = path.join(directory, '.aws', 'sso', 'cache');
	await mkdir(cache, {recursive: true});
	await writeFile(
		path.join(cache, `${createHash('sha1').update('company').digest('hex')}.json`),
		JSON.stringify({accessToken: 'c4narySso', expiresAt: new Date(Date.now() + 3_600_000).toISOString()}),
	);
	await writeFile(
		path.join(directory, 'config'),
		[
			'[profile work]',
			'sso_session = company',
			'sso_account_id = 123456789012',
			'sso_role_name = Deployer',
			'[sso-session company]',
			'sso_region = ap-northeast-2',
			'sso_start_url = https://company.example/start',
			'',
		].join('\n'),
	);
	Object.assign(process.env, {
		HOME: directory,
		AWS_CONFIG_FILE: path.join(directory, 'config'),
		AWS_PROFILE: 'work',
		AWS_ENDPOINT_URL_SSO: portal.url,
	});
	const account = createAccountFromSdk({region: 'ap-northeast-2', endpoint: 'http://127.0.0.1:9', profile: 'work'});
	const result = await account.getIdentity();
	t.true(portal.requests.length > 0);
	t.like(result, {isOk: false, problem: {kind: 'network', code: 'not-the-service', isUnsent: true}});
	t.false(JSON.stringify(result).includes('c4narySso'));
});

test.serial('without a region the next step is to name one', async t => {
	process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
	process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
	const result = await resolveAwsRegion();
	delete process.env['AWS_ACCESS_KEY_ID'];
	delete process.env['AWS_SECRET_ACCESS_KEY'];

	t.like(result, {isOk: false, problem: {kind: 'input', code: 'no-region'}});
	t.regex(result.isOk ? '' : result.problem.nextSteps.map(step => say(step, 'en')).join(' '), /AWS_REGION/);
});

test.serial('without credentials and without a region both are told at once', async t => {
	const result = await resolveAwsRegion();

	t.like(result, {isOk: false, problem: {kind: 'auth', code: 'no-credentials'}});
	t.deepEqual(result.isOk ? [] : result.problem.nextSteps.map(step => say(step, 'en')), [
		'Set AWS_REGION, such as ap-northeast-2.',
		'Sign in: aws sso login',
		'The first time: aws configure sso',
		'Or choose another profile with AWS_PROFILE.',
		'Or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
	]);
});

test('an SSO session that has ended is an expired sign-in', t => {
	const error = Object.assign(
		new Error(
			'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login.',
		),
		{name: 'CredentialsProviderError', tryNextLink: false},
	);
	const problem = toAwsProblem(error, {operation: 'sts:GetCallerIdentity', profile: 'shop'});

	t.like(problem, {kind: 'auth', code: 'expired-credentials'});
});

const search = (message: string) =>
	toAwsProblem(Object.assign(new Error(message), {name: 'CredentialsProviderError', tryNextLink: false}), {
		operation: 'sts:GetCallerIdentity',
		profile: 'shop',
		region: 'ap-northeast-2',
	});

test('a search for credentials that failed for another reason is not blamed on the sign-in', t => {
	const offline = search('Error: getaddrinfo ENOTFOUND portal.sso.ap-northeast-2.amazonaws.com');
	t.like(offline, {kind: 'network', code: 'ENOTFOUND'});
	t.true(offline.nextSteps.some(step => say(step, 'en').includes('region: ap-northeast-2')));
	t.like(search('Error: PROXY_407: the proxy refused'), {kind: 'network', code: 'PROXY_407'});
	t.like(search('Error: self-signed certificate in certificate chain'), {kind: 'network', isRetryable: false});
	t.like(search('UnauthorizedException: Session token not found or invalid'), {code: 'expired-credentials'});

	const role = search('ForbiddenException: No access');
	t.like(role, {kind: 'auth', code: 'ForbiddenException'});
	t.regex(role.nextSteps.map(step => say(step, 'en')).join(' '), /sso_role_name/);
});

test('a profile that gives nothing is named, with the way to see its spelling', t => {
	const problem = search('Could not load credentials from any providers');
	t.is(problem.code, 'no-credentials');
	t.is(say(problem.message, 'en'), 'The AWS profile shop gives no credentials.');
	t.deepEqual(
		problem.nextSteps.map(step => say(step, 'en')),
		[
			'Check its name: aws configure list-profiles',
			'Sign in: aws sso login --profile shop',
			'Or choose another profile with AWS_PROFILE.',
		],
	);
});

test('an error of our own making is a bug, not the cloud’s', t => {
	t.like(toAwsProblem(new TypeError('x is not a function'), {operation: 'ec2:DescribeVpcs'}), {kind: 'bug'});
	t.like(toAwsProblem('thrown text', {operation: 'ec2:DescribeVpcs'}), {kind: 'bug'});
});

test('a certificate that nobody trusts is not worth repeating', t => {
	const error = Object.assign(new Error('self-signed certificate in certificate chain'), {
		code: 'SELF_SIGNED_CERT_IN_CHAIN',
	});
	const problem = toAwsProblem(error, {operation: 'sts:GetCallerIdentity'});

	t.like(problem, {kind: 'network', code: 'SELF_SIGNED_CERT_IN_CHAIN', isRetryable: false});
	t.regex(problem.nextSteps.map(step => say(step, 'en')).join(' '), /NODE_EXTRA_CA_CERTS/);
});

test('an unlisted refusal keeps the vendor’s code and words', t => {
	const error = Object.assign(new Error('The thing is odd'), {
		name: 'OddThingException',
		$metadata: {httpStatusCode: 400, requestId: '11111111-2222-3333-4444-555555555555'},
	});

	t.like(toAwsProblem(error, {operation: 'codedeploy:GetDeployment'}), {
		kind: 'remote',
		code: 'OddThingException',
		detail: 'The thing is odd',
		requestId: '11111111-2222-3333-4444-555555555555',
		isRetryable: false,
	});
});

const policy = (principal: unknown, action: unknown = 'sts:AssumeRole', effect = 'Allow'): string =>
	encodeURIComponent(
		JSON.stringify({
			Version: '2012-10-17',
			Statement: [{Effect: effect, Principal: principal, Action: action}],
		}),
	);

test('trust policies are read in each way they are written', t => {
	const region = 'ap-northeast-2';

	t.true(isAssumableByCodeDeploy(policy({Service: 'codedeploy.amazonaws.com'}), region));
	t.true(isAssumableByCodeDeploy(policy({Service: ['ec2.amazonaws.com', 'codedeploy.amazonaws.com']}), region));
	t.true(isAssumableByCodeDeploy(policy({Service: 'codedeploy.ap-northeast-2.amazonaws.com'}), region));
	t.true(
		isAssumableByCodeDeploy(
			policy({Service: 'codedeploy.amazonaws.com'}, ['sts:TagSession', 'sts:AssumeRole']),
			region,
		),
	);
	t.false(isAssumableByCodeDeploy(policy({Service: 'codedeploy.us-east-1.amazonaws.com'}), region));
	t.false(isAssumableByCodeDeploy(policy({Service: 'codedeploy.amazonaws.com'}, 'sts:AssumeRole', 'Deny'), region));
	t.false(isAssumableByCodeDeploy(policy({AWS: 'arn:aws:iam::123456789012:root'}), region));
	t.false(isAssumableByCodeDeploy(policy('*'), region));
	t.false(isAssumableByCodeDeploy('%7Bnot json', region));
	t.false(isAssumableByCodeDeploy(undefined, region));
});
