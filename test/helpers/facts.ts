import {known, type Facts} from '../../source/core/check/facts.js';
import {type DeploymentGroup} from '../../source/core/cloud/code-deploy.js';
import {type Elastigroup} from '../../source/core/cloud/elastigroup.js';
import {type Instance} from '../../source/core/cloud/account.js';

const arnOf = (rest: string) => `arn:aws:${rest}`;

export const fitGroup: DeploymentGroup = {
	applicationName: 'shop',
	name: 'shop-bg',
	computePlatform: 'Server',
	serviceRoleArn: arnOf('iam::123456789012:role/CodeDeployServiceRole'),
	deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
	deploymentType: 'blue-green',
	hasTrafficControl: true,
	provisioning: 'discover-existing',
	readyOption: {action: 'continue'},
	originalsOption: {action: 'terminate', waitMinutes: 5},
	tagFilters: [[{type: 'key-and-value', key: 'version', value: '5.0'}]],
	autoScalingGroups: [],
	hasOnPremisesFilters: false,
	targetGroupNames: ['shop-web-tg'],
	classicLoadBalancerNames: [],
	alarmNames: [],
};

export const targetGroup = {
	arn: arnOf('elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/shop-web-tg/0123456789abcdef'),
	name: 'shop-web-tg',
	vpcId: 'vpc-1',
	targetType: 'instance',
	loadBalancerArns: ['alb'],
};

export const wiredElastigroup: Elastigroup = {
	id: 'sig-5a3c19e7',
	name: 'shop-web',
	description: '',
	region: 'ap-northeast-2',
	capacity: {target: 2, minimum: 1, maximum: 4},
	capacityUnit: 'instance',
	tags: [
		{key: 'Name', value: 'shop-web'},
		{key: 'Owner', value: 'platform'},
	],
	deploymentGroups: [{applicationName: 'shop', deploymentGroupName: 'shop-bg'}],
	zones: [{zone: 'ap-northeast-2a', subnetIds: ['subnet-a']}],
	imageId: 'ami-0123456789abcdef0',
	securityGroupIds: ['sg-1'],
	instanceProfile: 'CodeDeploy-EC2-Profile',
	hasUserData: true,
	loadBalancers: [{kind: 'target-group', arn: targetGroup.arn, name: targetGroup.name}],
	spotTypes: ['m5.large'],
	onDemandTypes: ['m5.large'],
};

export const instanceOf = (instanceId: string, tags: Readonly<Record<string, string>>): Instance => ({
	instanceId,
	state: 'running',
	tags: Object.entries(tags).map(([key, value]) => ({key, value})),
	launchedAt: 0,
});

/** Facts about a world in which everything fits; a test changes the one thing it is about. */
export const fitFacts = (change: Partial<Facts> = {}): Facts => ({
	at: Date.UTC(2026, 0, 5, 9),
	planned: {
		region: 'ap-northeast-2',
		applicationName: 'shop',
		deploymentGroupName: 'shop-bg',
		elastigroupId: 'sig-5a3c19e7',
		greenTags: [{key: 'version', value: '6.0'}],
		timeoutMinutes: 60,
		revision: {kind: 's3', bucket: 'releases', key: 'shop-6.0.zip', bundleType: 'zip'},
		isAdvancingFilter: true,
	},
	identity: known({accountId: '123456789012', arn: arnOf('iam::123456789012:user/a'), region: 'ap-northeast-2'}),
	spotAccount: known({id: 'act-0a1b2c3d', name: 'production', awsAccountId: '123456789012'}),
	application: known({name: 'shop', computePlatform: 'Server', isLinkedToGitHub: false}),
	group: known(fitGroup),
	lastDeployment: known(undefined),
	activeDeploymentIds: known([]),
	deploymentConfigNames: known(['CodeDeployDefault.AllAtOnce', 'CodeDeployDefault.OneAtATime']),
	roles: known([{name: 'CodeDeployServiceRole', arn: fitGroup.serviceRoleArn ?? '', isAssumableByCodeDeploy: true}]),
	targetGroups: known([targetGroup]),
	classicLoadBalancers: known([]),
	elastigroup: known(wiredElastigroup),
	fleet: known(
		['i-1', 'i-2'].map(instanceId => ({
			instanceId,
			isSpot: true,
			instanceType: 'm5.large',
			zone: 'ap-northeast-2a',
			status: 'fulfilled',
			createdAt: 0,
		})),
	),
	instances: known([
		instanceOf('i-1', {Name: 'shop-web', version: '5.0'}),
		instanceOf('i-2', {Name: 'shop-web', version: '5.0'}),
	]),
	blueGreens: known([{id: 'cdbg-1', elastigroupId: 'sig-5a3c19e7', state: 'FINISHED', tags: [], deploymentGroups: []}]),
	image: known({
		id: 'ami-0123456789abcdef0',
		name: 'base',
		architecture: 'x86_64',
		platform: 'linux',
		createdAt: 0,
		isOwn: true,
	}),
	subnets: known([{id: 'subnet-a', name: '', vpcId: 'vpc-1', zone: 'ap-northeast-2a', cidr: '10.0.0.0/20'}]),
	instanceProfiles: known([{name: 'CodeDeploy-EC2-Profile', arn: 'p', roleNames: []}]),
	object: known({key: 'shop-6.0.zip', sizeBytes: 1, modifiedAt: 0, eTag: '"e"'}),
	...change,
});
