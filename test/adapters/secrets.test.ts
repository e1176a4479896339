import test, {type ExecutionContext} from 'ava';
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createSecretsOf} from '../../source/adapters/secrets.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {type Result} from '../../source/core/problem.js';
import {type Answer, type SeenRequest, startAnsweringServer} from '../helpers/answering-server.js';
import {awsCanary, setTestCredentials} from '../helpers/aws-environment.js';

// The person's own keys, quoted by a cloud, a hook or an instance.

setTestCredentials();

const canaries = {
	SPOTINST_TOKEN: 'c4nary0spot0token',
	AWS_ACCESS_KEY_ID: 'c4naryKeyId',
	AWS_SECRET_ACCESS_KEY: 'c4nary/secret+key',
	AWS_SESSION_TOKEN: 'c4nary-session-token',
	HTTPS_PROXY: 'http://jo:c4nary%40pr0xy@proxy.test:3128',
	SPOTINST_BASE_URL: 'https://jo:c4naryBase@spot.test',
	AWS_ENDPOINT_URL_S3: 'https://jo:c4naryEndpoint@s3.test',
} as const;

/** As they are written, as they are sent, and as an address holds them. */
const quoted = [
	canaries.SPOTINST_TOKEN,
	canaries.AWS_ACCESS_KEY_ID,
	canaries.AWS_SECRET_ACCESS_KEY,
	encodeURIComponent(canaries.AWS_SECRET_ACCESS_KEY),
	canaries.AWS_SESSION_TOKEN,
	'c4nary%40pr0xy',
	'c4nary@pr0xy',
	'c4naryBase',
	'c4naryEndpoint',
	// Found by the SDK, not in these variables.
	awsCanary,
].join(' | ');

const isClean = (t: ExecutionContext, shown: unknown, title: string): void => {
	const written = JSON.stringify(shown);
	t.false(/c4nary/i.test(written), `${title}: ${written}`);
	t.true(written.includes('[redacted]'), `${title}: ${written}`);
};

const setUp = async (t: ExecutionContext, answer: (request: SeenRequest) => Answer) => {
	const server = await startAnsweringServer(answer);
	t.teardown(async () => server.close());
	const lines: string[] = [];
	const options = {
		region: 'ap-northeast-2',
		endpoint: server.url,
		baseUrl: server.url,
		retryDelayMs: 1,
		secrets: createSecretsOf(canaries),
		log(line: string) {
			lines.push(line);
		},
	};
	return {
		lines,
		codeDeploy: createCodeDeployFromSdk(options),
		elastigroups: createElastigroupsFromAxios({...options, token: 'another-token'}),
	};
};

const valueOf = <Value>(result: Result<Value>): Value => {
	if (!result.isOk) {
		throw new Error('expected a value');
	}

	return result.value;
};

test('texts of a deployment hold no key; its mark and its tags stay as they are', async t => {
	const {codeDeploy} = await setUp(t, () => ({
		body: JSON.stringify({
			deploymentInfo: {
				deploymentId: 'd-ABCDEF123',
				status: 'Failed',
				createTime: 1,
				// A secret may be a part of the mark, as a password that is the name of the shop.
				description: `${quoted} [spot-bluegreen c4naryBase-20260105-0900-abcdef]`,
				errorInformation: {code: 'HEALTH_CONSTRAINTS', message: quoted},
				deploymentStatusMessages: [quoted],
				rollbackInfo: {rollbackMessage: quoted},
				targetInstances: {tagFilters: [{Key: 'version', Value: 'c4naryBase', Type: 'KEY_AND_VALUE'}]},
			},
		}),
	}));
	const deployment = valueOf(await codeDeploy.getDeployment('d-ABCDEF123'));
	const mark = '[spot-bluegreen c4naryBase-20260105-0900-abcdef]';
	t.true(deployment.description.endsWith(mark));
	isClean(t, deployment.description.replace(mark, ''), 'description');
	isClean(t, deployment.error, 'error');
	isClean(t, deployment.statusMessages, 'messages');
	isClean(t, deployment.rollbackMessage, 'rollback');
	t.deepEqual(deployment.replacementTags, [{key: 'version', value: 'c4naryBase'}]);
});

test('the log of a hook that printed its environment holds no key', async t => {
	const {codeDeploy} = await setUp(t, () => ({
		body: JSON.stringify({
			deploymentTargets: [
				{
					instanceTarget: {
						targetId: 'i-1',
						status: 'Failed',
						lifecycleEvents: [
							{
								lifecycleEventName: 'AfterInstall',
								status: 'Failed',
								diagnostics: {
									errorCode: 'ScriptFailed',
									scriptName: `start.sh ${quoted}`,
									message: quoted,
									logTail: `[stdout]${quoted}\n[stderr]${quoted}`,
								},
							},
						],
					},
				},
			],
		}),
	}));
	const [target] = valueOf(await codeDeploy.getTargets('d-ABCDEF123', ['i-1']));
	isClean(t, target, 'target');
	t.is(target?.events[0]?.name, 'AfterInstall');
});

test('Spot’s log holds no key of AWS, nor the token', async t => {
	const {elastigroups} = await setUp(t, () => ({
		body: JSON.stringify({
			response: {
				status: {code: 200},
				items: [{message: quoted.replace(awsCanary, ''), severity: 'ERROR', createdAt: '2026-01-05T09:00:00.000Z'}],
			},
		}),
	}));
	isClean(t, valueOf(await elastigroups.listLogs('sig-1', 0)), 'log');
});

test('refusals, their ids and the lines of --debug hold no key of either cloud', async t => {
	const {codeDeploy, elastigroups, lines} = await setUp(t, request =>
		request.headers.authorization?.startsWith('Bearer')
			? {
					status: 400,
					body: JSON.stringify({
						request: {id: `id-${canaries.AWS_SECRET_ACCESS_KEY}`},
						response: {
							errors: [{code: 'X', message: quoted.replace(awsCanary, ''), field: canaries.AWS_SESSION_TOKEN}],
						},
					}),
				}
			: {
					status: 400,
					headers: {'x-amzn-requestid': `id-${canaries.SPOTINST_TOKEN}`},
					body: JSON.stringify({__type: 'InvalidInputException', message: quoted}),
				},
	);
	for (const result of [await codeDeploy.listTargets('d-ABCDEF123'), await elastigroups.get('sig-1')]) {
		isClean(t, result, 'problem');
		t.regex(result.isOk ? '' : (result.problem.requestId ?? ''), /^id-\[redacted]$/);
	}

	isClean(t, lines, 'lines');
});

for (const address of [
	'http://user:p@ss c4nary@host:bad',
	'user:c4nary@host',
	'//c4nary@host',
	'ht!tp://x:c4nary@h@h',
]) {
	test(`what may be a password is kept as one, also in what is no address: ${address}`, t => {
		const secrets = createSecretsOf({https_proxy: address, NO_PROXY: 'innocent@host'});
		t.false(secrets.hide(`cannot use ${address}`).includes('c4nary'));
		t.is(secrets.hide('innocent@host'), 'innocent@host');
	});
}
