import test, {type ExecutionContext} from 'ava';
import {createAccountFromSdk} from '../../source/adapters/aws/create-account-from-sdk.js';
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {type Problem, type Result} from '../../source/core/problem.js';
import {type Answer, startAnsweringServer} from '../helpers/answering-server.js';
import {setTestCredentials} from '../helpers/aws-environment.js';

setTestCredentials();

// The cloud's clock, far from ours: points in time are its own.
const cloudNow = Date.UTC(2031, 4, 5, 6, 7, 8);
const date = new Date(cloudNow).toUTCString();

const waits: ReadonlyArray<readonly [string, number | undefined]> = [
	['17', 17_000],
	['0.5', 500],
	['0', 0],
	['7200', 120_000],
	['1e308', 120_000],
	['Infinity', 120_000],
	[new Date(cloudNow + 30_000).toUTCString(), 30_000],
	[new Date(cloudNow + 7_200_000).toUTCString(), 120_000],
	[String(cloudNow / 1000 + 30), 30_000],
	[String(cloudNow + 30_000), 30_000],
	[String(cloudNow / 1000 + 7200), 120_000],
	[new Date(cloudNow - 30_000).toUTCString(), undefined],
	['-5', undefined],
	['NaN', undefined],
	['soon', undefined],
	['', undefined],
];

const setUp = async (t: ExecutionContext) => {
	let written = '';
	const server = await startAnsweringServer((request): Answer => {
		const isSpot = request.headers.authorization?.startsWith('Bearer') ?? false;
		return isSpot
			? {
					status: 429,
					headers: {date, 'x-ratelimit-reset': written},
					body: '{"response":{"status":{"code":429},"data":"Rate limit exceeded"}}',
				}
			: {
					status: 400,
					headers: {date, 'retry-after': written},
					body: '{"__type":"ThrottlingException","message":"Rate exceeded"}',
				};
	});
	t.teardown(async () => server.close());
	const place = {region: 'ap-northeast-2', endpoint: server.url};
	const codeDeploy = createCodeDeployFromSdk(place);
	const elastigroups = createElastigroupsFromAxios({baseUrl: server.url, token: 'none', retryDelayMs: 1});
	return {
		server,
		account: createAccountFromSdk(place),
		codeDeploy,
		elastigroups,
		write(header: string) {
			written = header;
		},
	};
};

const problemOf = (t: ExecutionContext, result: Result<unknown>): Problem => {
	if (result.isOk) {
		t.fail('expected a problem');
		throw new Error('expected a problem');
	}

	return result.problem;
};

test('the wait that a limit of calls asks for is read in every form, and bounded, on writes as on reads', async t => {
	const {codeDeploy, elastigroups, write} = await setUp(t);
	for (const [header, waitMs] of waits) {
		write(header);
		const results = await Promise.all([
			codeDeploy.stopDeployment('d-ABCDEF123', {isRollingBack: true}),
			elastigroups.get('sig-1'),
			elastigroups.stopBlueGreen('sig-1', 'cdbg-1'),
		]);
		for (const result of results) {
			const problem = problemOf(t, result);
			t.is(problem.kind, 'throttled');
			t.is(problem.retryAfterMs, waitMs, `${header}: ${problem.message.id}`);
		}
	}
});

test('the SDK does not sleep while it is told to wait', async t => {
	const {account, write} = await setUp(t);
	write('7200');
	const begin = performance.now();
	t.like(problemOf(t, await account.listAlarmNames()), {kind: 'throttled', retryAfterMs: 120_000});
	t.true(performance.now() - begin < 10_000);
});
