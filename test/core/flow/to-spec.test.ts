import test from 'ava';
import {unknown} from '../../../source/core/check/facts.js';
import {setupFlow} from '../../../source/core/flow/registry.js';
import {operationsOf} from '../../../source/core/flow/operations.js';
import {suggestTimeout} from '../../../source/core/flow/timeout-suggestion.js';
import {toRunConfig} from '../../../source/core/flow/to-run-config.js';
import {toDeploymentGroupSpec, toElastigroupSpec, toRevision} from '../../../source/core/flow/to-spec.js';
import {say} from '../../../source/messages/catalogue.js';
import {fitFacts} from '../../helpers/facts.js';

const arn = 'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/shop-web-tg/0123456789abcdef';

const creating = {
	region: 'ap-northeast-2',
	applicationName: '+new',
	newApplicationName: 'cart',
	deploymentGroupName: '+new',
	serviceRoleArn: 'arn:aws:iam::123456789012:role/service-role/CodeDeploy',
	groupTags: 'version=1.0,app=cart',
	readyAction: 'stop',
	readyWaitMinutes: '30',
	originalsAction: 'keep-alive',
	groupTargetGroupNames: 'shop-web-tg',
	elastigroupId: '+new',
	vpcId: 'vpc-1',
	onDemandType: 'm5.large',
	zoneSubnets: 'ap-northeast-2a:subnet-1,ap-northeast-2c:subnet-3,ap-northeast-2a:subnet-2',
	spotTypes: 'm5.large,c5.large',
	imageId: 'ami-0123456789abcdef0',
	securityGroupIds: 'sg-1',
	instanceProfile: 'CodeDeploy-EC2-Profile',
	elastigroupTargetGroupArns: arn,
	greenTags: 'version=2.0',
	timeoutMinutes: '90',
	revision: 's3://releases/cart.bin',
	bundleType: 'tgz',
};

test('the answers describe the deployment group (A3, A4, A5)', t => {
	t.deepEqual(toDeploymentGroupSpec(creating), {
		isOk: true,
		value: {
			applicationName: 'cart',
			name: 'cart-bg',
			serviceRoleArn: creating.serviceRoleArn,
			deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
			tagFilters: [
				[{type: 'key-and-value', key: 'version', value: '1.0'}],
				[{type: 'key-and-value', key: 'app', value: 'cart'}],
			],
			readyOption: {action: 'stop', waitMinutes: 30},
			originalsOption: {action: 'keep-alive'},
			targetGroupNames: ['shop-web-tg'],
			classicLoadBalancerNames: [],
		},
	});
});

test('the answers describe the Elastigroup, its defaults in sight (B1 to B8)', t => {
	const spec = toElastigroupSpec(creating);
	t.true(spec.isOk);
	const {userData, ...rest} = spec.isOk ? spec.value : {userData: ''};
	t.regex(userData ?? '', /aws-codedeploy-\$REGION/u);
	t.deepEqual(rest, {
		name: 'cart-bg',
		description: '',
		region: 'ap-northeast-2',
		capacity: {target: 2, minimum: 1, maximum: 4},
		capacityUnit: 'instance',
		spotPercentage: 100,
		orientation: 'balanced',
		isFallingBackToOnDemand: true,
		drainingTimeoutSeconds: 120,
		product: 'Linux/UNIX',
		onDemandType: 'm5.large',
		spotTypes: ['m5.large', 'c5.large'],
		zones: [
			{zone: 'ap-northeast-2a', subnetIds: ['subnet-1', 'subnet-2']},
			{zone: 'ap-northeast-2c', subnetIds: ['subnet-3']},
		],
		imageId: 'ami-0123456789abcdef0',
		securityGroupIds: ['sg-1'],
		tags: [{key: 'Name', value: 'cart-bg'}],
		instanceProfile: 'CodeDeploy-EC2-Profile',
		loadBalancers: [{kind: 'target-group', arn, name: 'shop-web-tg'}],
		deploymentGroups: [{applicationName: 'cart', deploymentGroupName: 'cart-bg'}],
	});
});

test('an emptied script and no balancing leave nothing behind', t => {
	const spec = toElastigroupSpec({...creating, userData: '', loadBalancing: 'none'});
	t.true(spec.isOk);
	t.is(spec.isOk ? spec.value.userData : '', undefined);
	t.deepEqual(spec.isOk ? spec.value.loadBalancers : undefined, []);
});

test('missing answers are one problem that names each flag', t => {
	const spec = toElastigroupSpec({
		elastigroupId: '+new',
		region: 'ap-northeast-2',
		elastigroupName: 'a',
		onDemandType: 'big',
	});
	t.false(spec.isOk);
	const steps = spec.isOk ? [] : spec.problem.nextSteps.map(step => say(step, 'en'));
	for (const flag of [
		'--subnets',
		'--on-demand-type',
		'--spot-types',
		'--image',
		'--security-groups',
		'--instance-profile',
	]) {
		t.true(
			steps.some(step => step.endsWith(`(${flag})`)),
			`names ${flag}`,
		);
	}
});

test('revisions: the ending tells the type, the answer where it does not', t => {
	t.deepEqual(toRevision(creating), {
		isOk: true,
		value: {kind: 's3', bucket: 'releases', key: 'cart.bin', bundleType: 'tgz'},
	});
	t.deepEqual(toRevision({revisionKind: 'github', githubRepository: 'a/b', githubCommit: 'c'.repeat(40)}), {
		isOk: true,
		value: {kind: 'github', repository: 'a/b', commitId: 'c'.repeat(40)},
	});
	t.false(toRevision({revision: 's3://releases/cart.bin'}).isOk);
});

const operations = (id: string, draft: Readonly<Record<string, string>>) =>
	operationsOf(setupFlow.steps.find(step => step.id === id)!, draft);

test('a review tells what it will create, in order, in both languages', t => {
	const views = operations('group-review', creating);
	t.deepEqual(
		views.map(({operation}) => operation.kind),
		['create-application', 'create-deployment-group'],
	);
	t.is(
		say(views[1]!.text, 'en'),
		'Create the deployment group cart-bg in cart: blue/green, originals found by version=1.0, app=cart',
	);
	t.regex(say(views[1]!.text, 'ko'), /cart \/ cart-bg/u);
	t.regex(
		say(operations('elastigroup-review', creating)[0]!.text, 'en'),
		/cart-bg: 2 instance\(s\), at least 1, at most 4/u,
	);
	t.deepEqual(operations('deployment', creating), []);
	t.deepEqual(operations('group-review', {...creating, applicationName: 'shop', deploymentGroupName: 'shop-bg'}), []);
});

test('chosen mends are one change, said in words', t => {
	const [view] = operations('group-verdict', {
		applicationName: 'shop',
		deploymentGroupName: 'shop-bg',
		groupMends: 'provisioning=manual,originals=keep-alive',
	});
	t.deepEqual(view?.operation, {kind: 'mend-deployment-group', mends: ['provisioning=manual', 'originals=keep-alive']});
	t.is(
		say(view!.text, 'en'),
		'Change the deployment group shop-bg: Provision replacements manually; Keep the originals running',
	);
});

const extras = {runId: 'r', policy: {readyGate: 'ask', cleanUp: 'ask', restore: 'ask'}, isDemo: false} as const;
const deploying = {
	region: 'ap-northeast-2',
	applicationName: 'shop',
	deploymentGroupName: 'shop-bg',
	elastigroupId: 'sig-5a3c19e7',
	greenTags: 'version=6.0',
	revision: 's3://releases/shop-6.0.zip',
};

test('a run knows where, what and how the group stood, and gets a timeout where a profile has none', t => {
	const config = toRunConfig(deploying, fitFacts(), extras);
	t.true(config.isOk);
	const value = config.isOk ? config.value : undefined;
	t.is(value?.timeoutMinutes, 30);
	t.is(value?.awsAccountId, '123456789012');
	t.is(value?.elastigroupName, 'shop-web');
	t.is(value?.description, 'shop version=6.0');
	t.true(value?.isAdvancingFilter);
	t.deepEqual(value?.greenTags, [{key: 'version', value: '6.0'}]);
	t.deepEqual(value?.group.originalsOption, {action: 'terminate', waitMinutes: 5});
	t.deepEqual(value?.group.targetGroupArns, [arn]);
});

test('the load balancer’s ARN is found without the look-up too', t => {
	const config = toRunConfig(deploying, fitFacts({targetGroups: unknown()}), extras);
	t.deepEqual(config.isOk ? config.value.group.targetGroupArns : [], [arn]);
});

test('no run without its subjects, nor with an answer that is wrong', t => {
	t.false(toRunConfig(deploying, fitFacts({group: unknown()}), extras).isOk);
	t.false(toRunConfig(deploying, fitFacts({elastigroup: unknown()}), extras).isOk);
	const wrong = toRunConfig({...deploying, greenTags: 'version'}, fitFacts(), extras);
	t.is(wrong.isOk ? '' : wrong.problem.kind, 'input');
});

test('the timeout grows with the size only where instances wait for each other, and with both waits', t => {
	t.deepEqual(suggestTimeout({size: 100, deploymentConfigName: 'CodeDeployDefault.AllAtOnce'}), {
		install: 15,
		waits: 0,
		total: 25,
	});
	t.deepEqual(suggestTimeout({size: 10, deploymentConfigName: 'CodeDeployDefault.OneAtATime'}), {
		install: 60,
		waits: 0,
		total: 90,
	});
	t.is(
		suggestTimeout({
			size: 2,
			readyOption: {action: 'stop', waitMinutes: 60},
			originalsOption: {action: 'terminate', waitMinutes: 30},
		}).waits,
		90,
	);
});
