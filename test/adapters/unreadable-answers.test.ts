import test, {type ExecutionContext} from 'ava';
import {createAccountFromSdk} from '../../source/adapters/aws/create-account-from-sdk.js';
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {type Problem, type Result} from '../../source/core/problem.js';
import {say} from '../../source/messages/catalogue.js';
import {type Account} from '../../source/ports/account.js';
import {type CodeDeploy} from '../../source/ports/code-deploy.js';
import {type Elastigroups} from '../../source/ports/elastigroups.js';
import {type Answer, type SeenRequest, startAnsweringServer} from '../helpers/answering-server.js';
import {setTestCredentials} from '../helpers/aws-environment.js';

setTestCredentials();

const groupId = 'sig-5a3c19e7';

const setUp = async (t: ExecutionContext, answer: (request: SeenRequest) => Answer) => {
	const server = await startAnsweringServer(answer);
	t.teardown(async () => server.close());
	const place = {region: 'ap-northeast-2', endpoint: server.url};
	return {
		server,
		codeDeploy: createCodeDeployFromSdk(place),
		account: createAccountFromSdk(place),
		elastigroups: createElastigroupsFromAxios({
			baseUrl: server.url,
			token: 'none',
			accountId: 'act-0a1b2c3d',
			retryDelayMs: 1,
		}),
	};
};

type Bench = Awaited<ReturnType<typeof setUp>>;

type Call = {
	readonly operation: string;
	readonly ask: (bench: Bench) => Promise<Result<unknown>>;
	readonly isWrite?: true;
	/** Bodies of a 200 that say nothing and are all there is to say. */
	readonly legitimate?: readonly string[];
};

const codeDeploy = (
	operation: string,
	ask: (port: CodeDeploy) => Promise<Result<unknown>>,
	more: Pick<Call, 'isWrite' | 'legitimate'> = {},
): Call => ({operation: `codedeploy:${operation}`, ask: async bench => ask(bench.codeDeploy), ...more});

const account = (operation: string, ask: (port: Account) => Promise<Result<unknown>>): Call => ({
	operation,
	ask: async bench => ask(bench.account),
});

const spot = (
	operation: string,
	ask: (port: Elastigroups) => Promise<Result<unknown>>,
	more: Pick<Call, 'isWrite' | 'legitimate'> = {},
): Call => ({operation: `spot:${operation}`, ask: async bench => ask(bench.elastigroups), ...more});

const named = {applicationName: 'shop', deploymentGroupName: 'shop-bg'} as const;
const group = {
	applicationName: 'shop',
	name: 'shop-bg',
	serviceRoleArn: 'arn:aws:iam::123456789012:role/r',
	deploymentConfigName: 'Custom',
	tagFilters: [],
	readyOption: {action: 'continue'},
	originalsOption: {action: 'keep-alive'},
	targetGroupNames: ['tg'],
	classicLoadBalancerNames: [],
} as const;

const write = {isWrite: true} as const;
// Members that are not waited for are passed over, as by every client of these services.
const emptyWrite = {isWrite: true, legitimate: ['', '{}', '{"other":1}', '{"response":{}}']} as const;

const calls: readonly Call[] = [
	codeDeploy('ListApplications', async port => port.listApplications()),
	codeDeploy('ListDeploymentGroups', async port => port.listDeploymentGroups('shop')),
	codeDeploy('GetDeploymentGroup', async port => port.getDeploymentGroup('shop', 'shop-bg')),
	codeDeploy('ListDeploymentConfigs', async port => port.listDeploymentConfigs()),
	codeDeploy('ListApplicationRevisions', async port => port.listRevisions('shop')),
	codeDeploy('ListGitHubAccountTokenNames', async port => port.listGitHubTokenNames()),
	codeDeploy('GetDeployment', async port => port.getDeployment('d-ABCDEF123')),
	codeDeploy('ListDeployments', async port => port.listDeployments(named)),
	codeDeploy('ListDeploymentTargets', async port => port.listTargets('d-ABCDEF123')),
	codeDeploy('BatchGetDeploymentTargets', async port => port.getTargets('d-ABCDEF123', ['i-1'])),
	codeDeploy('CreateApplication', async port => port.createApplication('shop'), write),
	codeDeploy('CreateDeploymentGroup', async port => port.createDeploymentGroup(group), write),
	codeDeploy(
		'CreateDeployment',
		async port =>
			port.createDeployment({
				...named,
				revision: {kind: 'github', repository: 'example/shop', commitId: '0'.repeat(40)},
				replacementTags: [{key: 'version', value: '6.0'}],
				description: 'run-1',
			}),
		write,
	),
	codeDeploy('StopDeployment', async port => port.stopDeployment('d-ABCDEF123', {isRollingBack: true}), write),
	codeDeploy('ContinueDeployment', async port => port.continueDeployment('d-ABCDEF123', 'ready'), emptyWrite),
	codeDeploy(
		'UpdateDeploymentGroup',
		async port => port.updateDeploymentGroup('shop', 'shop-bg', {serviceRoleArn: 'arn:aws:iam::123456789012:role/r'}),
		emptyWrite,
	),
	account('sts:GetCallerIdentity', async port => port.getIdentity()),
	account('ec2:DescribeRegions', async port => port.listRegions()),
	account('ec2:DescribeAvailabilityZones', async port => port.listZones()),
	account('ec2:DescribeVpcs', async port => port.listVpcs()),
	account('ec2:DescribeSubnets', async port => port.listSubnets()),
	account('ec2:DescribeSecurityGroups', async port => port.listSecurityGroups()),
	account('ec2:DescribeKeyPairs', async port => port.listKeyPairs()),
	account('ec2:DescribeImages', async port => port.listImages()),
	account('ec2:DescribeInstanceTypes', async port => port.listInstanceTypes()),
	account('ec2:DescribeInstances', async port => port.listInstances({instanceIds: ['i-1']})),
	account('ec2:DescribeInstanceStatus', async port => port.listPassedStatusChecks(['i-1'])),
	account('elasticloadbalancing:DescribeTargetGroups', async port => port.listTargetGroups()),
	account('elasticloadbalancing:DescribeTargetHealth', async port => port.listTargetHealth('arn:tg')),
	account('elasticloadbalancing:DescribeLoadBalancers', async port => port.listClassicLoadBalancers()),
	account('elasticloadbalancing:DescribeInstanceHealth', async port => port.listClassicHealth('shop')),
	account('iam:ListRoles', async port => port.listRoles()),
	account('iam:ListInstanceProfiles', async port => port.listInstanceProfiles()),
	account('s3:ListBuckets', async port => port.listBuckets()),
	account('s3:ListObjectsV2', async port => port.listObjects('shop', '')),
	account('sns:ListTopics', async port => port.listTopicArns()),
	account('cloudwatch:DescribeAlarms', async port => port.listAlarmNames()),
	spot('ListAccounts', async port => port.listAccounts()),
	spot('ListGroups', async port => port.list()),
	spot('GetGroup', async port => port.get(groupId)),
	spot('GetGroupStatus', async port => port.listInstances(groupId)),
	spot('GetInstanceHealthiness', async port => port.listHealth(groupId)),
	spot('ListSuspensions', async port => port.listSuspensions(groupId)),
	spot('ListLogs', async port => port.listLogs(groupId, 0)),
	spot('GetCosts', async port => port.getCosts(groupId, {from: 0, to: 1})),
	spot('GetBlueGreen', async port => port.listBlueGreen(groupId)),
	spot('SetCapacity', async port => port.setCapacity(groupId, {target: 1, minimum: 1, maximum: 1}), write),
	spot(
		'StartBlueGreen',
		async port =>
			port.startBlueGreen(groupId, {
				timeoutMinutes: 20,
				tags: [{key: 'version', value: '6.0'}],
				deploymentGroups: [named],
			}),
		write,
	),
	spot('StopBlueGreen', async port => port.stopBlueGreen(groupId, 'cdbg-1'), write),
	spot('Suspend', async port => port.suspend(groupId, [{process: 'AUTO_SCALE'}]), write),
	spot('LiftSuspensions', async port => port.liftSuspensions(groupId, ['AUTO_SCALE']), write),
	spot(
		'DetachInstances',
		async port =>
			port.detachInstances(groupId, {instanceIds: ['i-1'], isTerminating: true, isDecrementingTarget: true}),
		write,
	),
];

const bodies = ['', '{}', 'null', '[]', '"x"', '7', '{"deploymentInfo":', '{"other":1}', '{"response":{}}', '<Other/>'];

const problemOf = (t: ExecutionContext, result: Result<unknown>, title: string): Problem => {
	if (result.isOk) {
		t.fail(title);
		throw new Error(title);
	}

	return result.problem;
};

for (const {operation, ask, isWrite = false, legitimate = []} of calls) {
	test(`${operation}: a 200 that does not hold the answer is not an answer`, async t => {
		let body = '';
		const bench = await setUp(t, () => ({body}));
		for (body of bodies.filter(one => !legitimate.includes(one))) {
			const before = bench.server.requests.length;
			const result = await ask(bench);
			const title = `${operation} with ${JSON.stringify(body)}`;
			const problem = problemOf(t, result, title);
			t.like(problem, {kind: 'remote', code: 'unreadable-answer', isRetryable: true}, title);
			t.true(say(problem.message, 'en').includes(operation), title);
			const sent = bench.server.requests.length - before;
			t.is(problem.nextSteps[0]?.id === 'problem.step.may-be-done', isWrite, title);
			t.true(isWrite ? sent === 1 : sent > 1, `${title}: ${sent}`);
		}
	});

	for (const body of legitimate) {
		test(`${operation}: ${JSON.stringify(body)} is all that it answers`, async t => {
			const bench = await setUp(t, () => ({body}));
			t.like(await ask(bench), {isOk: true});
			t.is(bench.server.requests.length, 1);
		});
	}
}
