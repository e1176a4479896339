import {type AccountFacts, type RoleService} from '../world/state.js';
import {
	type SimulatedAccount,
	type SimulatedInstanceProfile,
	type SimulatedInstanceType,
	type SimulatedObject,
	type SimulatedObjectVersion,
	type SimulatedRole,
} from './account-types.js';

/**
 * The still part of the simulated AWS account: what exists before anything is deployed. The moving part (instances,
 * their tags, target health) belongs to the world. Ids follow the shape of the clouds' own and mean nothing there:
 * 123456789012 is the account of AWS's documentation, addresses are private or of RFC 5737.
 */

const accountId = '123456789012';
const region = 'ap-northeast-2';
const shopVpc = 'vpc-0a1b2c3d4e5f60001';
const defaultVpc = 'vpc-0a1b2c3d4e5f60002';
const zoneA = `${region}a`;
const zoneB = `${region}b`;
const zoneC = `${region}c`;
const zoneD = `${region}d`;
const everyZone = [zoneA, zoneB, zoneC, zoneD];

const arnOfLoadBalancer = (rest: string): string => `arn:aws:elasticloadbalancing:${region}:${accountId}:${rest}`;

const shopLoadBalancer = arnOfLoadBalancer('loadbalancer/app/shop-web-alb/50dc6c495c0c9188');
const innerLoadBalancer = arnOfLoadBalancer('loadbalancer/net/shop-inner-nlb/73e2d6bc24d8a067');

const instanceType = (
	name: string,
	vCpus: number,
	memoryGib: number,
	options: {readonly isArm?: boolean; readonly zones?: readonly string[]} = {},
): SimulatedInstanceType => ({
	name,
	vCpus,
	memoryMib: memoryGib * 1024,
	architectures: [options.isArm === true ? 'arm64' : 'x86_64'],
	zones: options.zones ?? everyZone,
});

const release = (key: string, versions: readonly SimulatedObjectVersion[]): SimulatedObject => ({key, versions});

/** The account that every scenario starts from. */
export const account: SimulatedAccount = {
	id: accountId,
	region,
	caller: {
		arn: `arn:aws:sts::${accountId}:assumed-role/Deployer/trainee`,
		userId: 'AROA3XFRBF535PLBIFPI4:trainee',
	},
	regions: [
		'ap-northeast-1',
		'ap-northeast-2',
		'ap-northeast-3',
		'ap-south-1',
		'ap-southeast-1',
		'ap-southeast-2',
		'ca-central-1',
		'eu-central-1',
		'eu-north-1',
		'eu-west-1',
		'eu-west-2',
		'eu-west-3',
		'sa-east-1',
		'us-east-1',
		'us-east-2',
		'us-west-1',
		'us-west-2',
	],
	zones: [
		{name: zoneA, id: 'apne2-az1'},
		{name: zoneB, id: 'apne2-az2'},
		{name: zoneC, id: 'apne2-az3'},
		{name: zoneD, id: 'apne2-az4'},
	],
	vpcs: [
		{id: shopVpc, name: 'shop', cidr: '10.20.0.0/16', isDefault: false},
		{id: defaultVpc, name: '', cidr: '172.31.0.0/16', isDefault: true},
	],
	subnets: [
		{
			id: 'subnet-0a1b2c3d4e5f60a01',
			name: 'shop-private-2a',
			vpcId: shopVpc,
			zone: zoneA,
			cidr: '10.20.0.0/20',
			isPublic: false,
		},
		{
			id: 'subnet-0a1b2c3d4e5f60c01',
			name: 'shop-private-2c',
			vpcId: shopVpc,
			zone: zoneC,
			cidr: '10.20.16.0/20',
			isPublic: false,
		},
		{
			id: 'subnet-0a1b2c3d4e5f60b01',
			name: 'shop-private-2b',
			vpcId: shopVpc,
			zone: zoneB,
			cidr: '10.20.32.0/20',
			isPublic: false,
		},
		{
			id: 'subnet-0a1b2c3d4e5f60a02',
			name: 'shop-public-2a',
			vpcId: shopVpc,
			zone: zoneA,
			cidr: '10.20.128.0/24',
			isPublic: true,
		},
		{
			id: 'subnet-0a1b2c3d4e5f60c02',
			name: 'shop-public-2c',
			vpcId: shopVpc,
			zone: zoneC,
			cidr: '10.20.129.0/24',
			isPublic: true,
		},
		{id: 'subnet-0a1b2c3d4e5f60a11', name: '', vpcId: defaultVpc, zone: zoneA, cidr: '172.31.0.0/20', isPublic: true},
		{id: 'subnet-0a1b2c3d4e5f60b11', name: '', vpcId: defaultVpc, zone: zoneB, cidr: '172.31.16.0/20', isPublic: true},
		{id: 'subnet-0a1b2c3d4e5f60c11', name: '', vpcId: defaultVpc, zone: zoneC, cidr: '172.31.32.0/20', isPublic: true},
		{id: 'subnet-0a1b2c3d4e5f60d11', name: '', vpcId: defaultVpc, zone: zoneD, cidr: '172.31.48.0/20', isPublic: true},
	],
	securityGroups: [
		{id: 'sg-0a1b2c3d4e5f60001', name: 'shop-web', description: 'Web servers behind shop-web-alb', vpcId: shopVpc},
		{id: 'sg-0a1b2c3d4e5f60002', name: 'shop-alb', description: 'HTTP and HTTPS from anywhere', vpcId: shopVpc},
		{id: 'sg-0a1b2c3d4e5f60003', name: 'shop-admin', description: 'SSH from the office', vpcId: shopVpc},
		{id: 'sg-0a1b2c3d4e5f60004', name: 'default', description: 'default VPC security group', vpcId: shopVpc},
		{id: 'sg-0a1b2c3d4e5f60005', name: 'default', description: 'default VPC security group', vpcId: defaultVpc},
	],
	keyPairs: [
		{
			id: 'key-0a1b2c3d4e5f60001',
			name: 'shop-ops',
			fingerprint: '1f:51:ae:28:bf:89:e9:d8:1f:25:5d:37:2d:7d:b8:ca:9f:f5:f1:6f',
		},
		{
			id: 'key-0a1b2c3d4e5f60002',
			name: 'training',
			fingerprint: '2e:51:ae:28:bf:89:e9:d8:1f:25:5d:37:2d:7d:b8:ca:9f:f5:f1:6f',
		},
	],
	images: [
		{
			id: 'ami-0a1b2c3d4e5f60001',
			name: 'shop-base-al2023-20260601',
			description: 'Amazon Linux 2023 with SSM Agent and CodeDeploy agent',
			ownerId: accountId,
			architecture: 'x86_64',
			platform: 'linux',
			family: 'amazon-linux-2023',
			createdAt: '2026-06-01T04:10:00.000Z',
			state: 'available',
			hasCodeDeployAgent: true,
		},
		{
			id: 'ami-0a1b2c3d4e5f60002',
			name: 'shop-base-al2-20240312',
			description: 'Amazon Linux 2, without the CodeDeploy agent',
			ownerId: accountId,
			architecture: 'x86_64',
			platform: 'linux',
			family: 'amazon-linux-2',
			createdAt: '2024-03-12T02:00:00.000Z',
			state: 'available',
			hasCodeDeployAgent: false,
		},
		{
			id: 'ami-0a1b2c3d4e5f60101',
			name: 'al2023-ami-2023.8.20260615.0-kernel-6.1-x86_64',
			description: 'Amazon Linux 2023 AMI 2023.8.20260615.0 x86_64 HVM kernel-6.1',
			ownerId: '137112412989',
			ownerAlias: 'amazon',
			architecture: 'x86_64',
			platform: 'linux',
			family: 'amazon-linux-2023',
			createdAt: '2026-06-16T01:22:03.000Z',
			state: 'available',
			hasCodeDeployAgent: false,
		},
		{
			id: 'ami-0a1b2c3d4e5f60102',
			name: 'al2023-ami-2023.8.20260615.0-kernel-6.1-arm64',
			description: 'Amazon Linux 2023 AMI 2023.8.20260615.0 arm64 HVM kernel-6.1',
			ownerId: '137112412989',
			ownerAlias: 'amazon',
			architecture: 'arm64',
			platform: 'linux',
			family: 'amazon-linux-2023',
			createdAt: '2026-06-16T01:22:09.000Z',
			state: 'available',
			hasCodeDeployAgent: false,
		},
		{
			id: 'ami-0a1b2c3d4e5f60103',
			name: 'amzn2-ami-hvm-2.0.20260608.0-x86_64-gp2',
			description: 'Amazon Linux 2 AMI 2.0.20260608.0 x86_64 HVM gp2',
			ownerId: '137112412989',
			ownerAlias: 'amazon',
			architecture: 'x86_64',
			platform: 'linux',
			family: 'amazon-linux-2',
			createdAt: '2026-06-09T20:01:44.000Z',
			state: 'available',
			hasCodeDeployAgent: false,
		},
		{
			id: 'ami-0a1b2c3d4e5f60104',
			name: 'Windows_Server-2022-English-Full-Base-2026.06.11',
			description: 'Microsoft Windows Server 2022 Full Locale English AMI provided by Amazon',
			ownerId: '801119661308',
			ownerAlias: 'amazon',
			architecture: 'x86_64',
			platform: 'windows',
			family: 'windows',
			createdAt: '2026-06-11T09:30:51.000Z',
			state: 'available',
			hasCodeDeployAgent: false,
		},
		{
			id: 'ami-0a1b2c3d4e5f60105',
			name: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260610',
			description: 'Canonical, Ubuntu, 24.04, amd64 noble image',
			ownerId: '099720109477',
			ownerAlias: 'amazon',
			architecture: 'x86_64',
			platform: 'linux',
			family: 'ubuntu',
			createdAt: '2026-06-10T07:14:12.000Z',
			state: 'available',
			hasCodeDeployAgent: false,
		},
		{
			id: 'ami-0a1b2c3d4e5f60106',
			name: 'ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20260604',
			description: 'Canonical, Ubuntu, 22.04 LTS, amd64 jammy image',
			ownerId: '099720109477',
			ownerAlias: 'amazon',
			architecture: 'x86_64',
			platform: 'linux',
			family: 'ubuntu',
			createdAt: '2026-06-04T07:14:12.000Z',
			state: 'available',
			hasCodeDeployAgent: false,
		},
	],
	instanceTypes: [
		instanceType('t3.micro', 2, 1),
		instanceType('t3.small', 2, 2),
		instanceType('t3.medium', 2, 4),
		instanceType('t3.large', 2, 8),
		instanceType('t3a.medium', 2, 4, {zones: [zoneA, zoneC]}),
		instanceType('t3a.large', 2, 8, {zones: [zoneA, zoneC]}),
		instanceType('t4g.medium', 2, 4, {isArm: true, zones: [zoneA, zoneB, zoneC]}),
		instanceType('m5.large', 2, 8),
		instanceType('m5.xlarge', 4, 16),
		instanceType('m5.2xlarge', 8, 32),
		instanceType('m5a.large', 2, 8, {zones: [zoneA, zoneC]}),
		instanceType('m6i.large', 2, 8),
		instanceType('m6i.xlarge', 4, 16),
		instanceType('m6g.large', 2, 8, {isArm: true, zones: [zoneA, zoneB, zoneC]}),
		instanceType('m7i.large', 2, 8, {zones: [zoneA, zoneB, zoneC]}),
		instanceType('m7g.large', 2, 8, {isArm: true, zones: [zoneA, zoneB, zoneC]}),
		instanceType('c5.large', 2, 4),
		instanceType('c5.xlarge', 4, 8),
		instanceType('c6i.large', 2, 4),
		instanceType('c6g.large', 2, 4, {isArm: true, zones: [zoneA, zoneB, zoneC]}),
		instanceType('r5.large', 2, 16),
		instanceType('r6i.large', 2, 16),
	],
	roles: [
		{
			name: 'CodeDeploy-EC2-Role',
			path: '/',
			id: 'AROA3XFRBF535PLBIFPI1',
			description: 'Instances that CodeDeploy deploys to',
			createdAt: '2025-02-11T05:00:00Z',
			trusts: ['ec2.amazonaws.com'],
			policies: [
				'arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforAWSCodeDeploy',
				'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
			],
		},
		{
			name: 'CodeDeployServiceRole',
			path: '/',
			id: 'AROA3XFRBF535PLBIFPI2',
			description: 'CodeDeploy on EC2',
			createdAt: '2025-02-11T05:01:00Z',
			trusts: ['codedeploy.amazonaws.com'],
			policies: ['arn:aws:iam::aws:policy/service-role/AWSCodeDeployRole'],
		},
		{
			// A trap: CodeDeploy may assume it, and may not register targets with it.
			name: 'ShopDeployReadOnlyRole',
			path: '/',
			id: 'AROA3XFRBF535PLBIFPI3',
			description: 'Reads instances and load balancers',
			createdAt: '2025-02-11T05:01:30Z',
			trusts: ['codedeploy.amazonaws.com'],
			policies: ['arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess'],
		},
		{
			name: 'Deployer',
			path: '/',
			id: 'AROA3XFRBF535PLBIFPI4',
			description: 'People who deploy',
			createdAt: '2025-02-11T05:02:00Z',
			trusts: [`arn:aws:iam::${accountId}:root`],
			policies: ['arn:aws:iam::aws:policy/AWSCodeDeployDeployerAccess'],
		},
		{
			name: 'PlainWebRole',
			path: '/',
			id: 'AROA3XFRBF535PLBIFPI5',
			description: 'Instances with the SSM Agent alone',
			createdAt: '2024-08-20T01:00:00Z',
			trusts: ['ec2.amazonaws.com'],
			policies: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'],
		},
		{
			name: 'shop-orders-lambda',
			path: '/service-role/',
			id: 'AROA3XFRBF535PLBIFPI6',
			description: '',
			createdAt: '2025-09-01T08:30:00Z',
			trusts: ['lambda.amazonaws.com'],
			policies: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
		},
	],
	instanceProfiles: [
		{
			name: 'CodeDeploy-EC2-Profile',
			path: '/',
			id: 'AIPA3XFRBF535PLBIFPI1',
			createdAt: '2025-02-11T05:00:10Z',
			roleNames: ['CodeDeploy-EC2-Role'],
			canReadRevisions: true,
		},
		{
			name: 'Plain-Web-Profile',
			path: '/',
			id: 'AIPA3XFRBF535PLBIFPI5',
			createdAt: '2024-08-20T01:00:10Z',
			roleNames: ['PlainWebRole'],
			canReadRevisions: false,
		},
	],
	buckets: [
		{
			name: 'shop-logs-ap-northeast-2',
			region,
			createdAt: '2025-01-15T03:00:00.000Z',
			isVersioned: false,
			isReadable: false,
			objects: [],
		},
		{
			name: 'shop-releases-ap-northeast-2',
			region,
			createdAt: '2025-01-15T03:00:00.000Z',
			isVersioned: true,
			isReadable: true,
			objects: [
				release('shop/README.txt', [
					{
						id: 'Lk3nB8hJQ0dV1mYw2sXz4tCe5rRf6aGu',
						sizeBytes: 412,
						modifiedAt: '2025-01-15T03:10:00.000Z',
						eTag: '"0f343b0931126a20f133d67c2b018a3b"',
					},
				]),
				release('shop/shop-5.0.zip', [
					{
						id: 'Pq1nB8hJQ0dV1mYw2sXz4tCe5rRf6aGu',
						sizeBytes: 18_874_368,
						modifiedAt: '2026-05-04T02:12:44.000Z',
						eTag: '"5d41402abc4b2a76b9719d911017c592"',
					},
				]),
				release('shop/shop-6.0.zip', [
					{
						id: 'Zx9nB8hJQ0dV1mYw2sXz4tCe5rRf6aGu',
						sizeBytes: 19_503_104,
						modifiedAt: '2026-06-22T06:40:18.000Z',
						eTag: '"7d793037a0760186574b0282f2f435e7"',
					},
					{
						id: 'Ab2nB8hJQ0dV1mYw2sXz4tCe5rRf6aGu',
						sizeBytes: 19_500_100,
						modifiedAt: '2026-06-21T09:01:02.000Z',
						eTag: '"9e107d9d372bb6826bd81d3542a419d6"',
					},
				]),
				release('shop/shop-6.1.tar.gz', [
					{
						id: 'Cd3nB8hJQ0dV1mYw2sXz4tCe5rRf6aGu',
						sizeBytes: 17_825_792,
						modifiedAt: '2026-06-24T05:05:31.000Z',
						eTag: '"e4d909c290d0fb1ca068ffaddf22cbd0"',
					},
				]),
				release('shop/shop-7.0.zip', [
					{
						id: 'Ef4nB8hJQ0dV1mYw2sXz4tCe5rRf6aGu',
						sizeBytes: 20_971_520,
						modifiedAt: '2026-06-25T01:30:09.000Z',
						eTag: '"1679091c5a880faf6fb5e6087eb1b2dc"',
					},
				]),
			],
		},
		{
			name: 'shop-releases-us-east-1',
			region: 'us-east-1',
			createdAt: '2024-11-02T10:00:00.000Z',
			isVersioned: false,
			isReadable: true,
			objects: [
				release('shop/shop-4.2.zip', [
					{
						id: 'null',
						sizeBytes: 15_728_640,
						modifiedAt: '2025-01-09T11:00:00.000Z',
						eTag: '"b10a8db164e0754105b7a99be72e3fe5"',
					},
				]),
			],
		},
	],
	gitHubRepositories: [
		{
			name: 'shop/web',
			commitIds: ['0123456789abcdef0123456789abcdef01234567', '89abcdef0123456789abcdef0123456789abcdef'],
		},
	],
	topicArns: [`arn:aws:sns:${region}:${accountId}:shop-alerts`, `arn:aws:sns:${region}:${accountId}:shop-deployments`],
	alarms: [
		{
			name: 'shop-web-5xx',
			description: 'Too many 5xx answers',
			state: 'OK',
			namespace: 'AWS/ApplicationELB',
			metric: 'HTTPCode_Target_5XX_Count',
		},
		{
			name: 'shop-web-latency',
			description: 'p95 above 800 ms',
			state: 'OK',
			namespace: 'AWS/ApplicationELB',
			metric: 'TargetResponseTime',
		},
		{
			name: 'shop-web-unhealthy',
			description: 'Unhealthy targets',
			state: 'INSUFFICIENT_DATA',
			namespace: 'AWS/ApplicationELB',
			metric: 'UnHealthyHostCount',
		},
	],
	loadBalancers: [
		{
			arn: shopLoadBalancer,
			name: 'shop-web-alb',
			dnsName: `shop-web-alb-1234567890.${region}.elb.amazonaws.com`,
			type: 'application',
			scheme: 'internet-facing',
			vpcId: shopVpc,
			subnetIds: ['subnet-0a1b2c3d4e5f60a02', 'subnet-0a1b2c3d4e5f60c02'],
			securityGroupIds: ['sg-0a1b2c3d4e5f60002'],
			createdAt: '2025-01-20T02:00:00.000Z',
		},
		{
			arn: innerLoadBalancer,
			name: 'shop-inner-nlb',
			dnsName: `shop-inner-nlb-73e2d6bc24d8a067.elb.${region}.amazonaws.com`,
			type: 'network',
			scheme: 'internal',
			vpcId: shopVpc,
			subnetIds: ['subnet-0a1b2c3d4e5f60a01', 'subnet-0a1b2c3d4e5f60c01'],
			securityGroupIds: [],
			createdAt: '2025-03-02T02:00:00.000Z',
		},
	],
	targetGroups: [
		{
			arn: arnOfLoadBalancer('targetgroup/shop-web-tg/6d0ecf831eec9f09'),
			name: 'shop-web-tg',
			protocol: 'HTTP',
			port: 80,
			vpcId: shopVpc,
			targetType: 'instance',
			loadBalancerArns: [shopLoadBalancer],
			healthCheckPath: '/health',
		},
		{
			arn: arnOfLoadBalancer('targetgroup/shop-inner-tg/943f017f100becff'),
			name: 'shop-inner-tg',
			protocol: 'TCP',
			port: 8080,
			vpcId: shopVpc,
			targetType: 'instance',
			loadBalancerArns: [innerLoadBalancer],
		},
		{
			// A trap: CodeDeploy registers instances, and this group takes addresses.
			arn: arnOfLoadBalancer('targetgroup/shop-api-ip-tg/73e2d6bc24d8a067'),
			name: 'shop-api-ip-tg',
			protocol: 'HTTP',
			port: 8080,
			vpcId: shopVpc,
			targetType: 'ip',
			loadBalancerArns: [],
			healthCheckPath: '/',
		},
		{
			// Another: the network is not the Elastigroup's.
			arn: arnOfLoadBalancer('targetgroup/legacy-tg/2453ed029918f21f'),
			name: 'legacy-tg',
			protocol: 'HTTP',
			port: 80,
			vpcId: defaultVpc,
			targetType: 'instance',
			loadBalancerArns: [],
			healthCheckPath: '/',
		},
	],
	classicLoadBalancers: [
		{
			name: 'shop-classic',
			dnsName: `shop-classic-1234567890.${region}.elb.amazonaws.com`,
			vpcId: shopVpc,
			subnetIds: ['subnet-0a1b2c3d4e5f60a02', 'subnet-0a1b2c3d4e5f60c02'],
			zones: [zoneA, zoneC],
			securityGroupIds: ['sg-0a1b2c3d4e5f60002'],
			createdAt: '2019-05-20T02:00:00.000Z',
		},
	],
};

/** ARN of a role of the simulated account. */
export const arnOfRole = (role: SimulatedRole): string => `arn:aws:iam::${accountId}:role${role.path}${role.name}`;

/** ARN of an instance profile of the simulated account. */
export const arnOfInstanceProfile = (profile: SimulatedInstanceProfile): string =>
	`arn:aws:iam::${accountId}:instance-profile${profile.path}${profile.name}`;

const policiesOf: Readonly<Record<RoleService, readonly string[]>> = {
	ec2: ['service-role/AWSCodeDeployRole', 'AmazonEC2ReadOnlyAccess'],
	elasticloadbalancing: ['service-role/AWSCodeDeployRole'],
};

const servicesOf = ({policies}: SimulatedRole): readonly RoleService[] =>
	(['ec2', 'elasticloadbalancing'] as const).filter(service =>
		policies.some(arn => policiesOf[service].some(policy => arn === `arn:aws:iam::aws:policy/${policy}`)),
	);

/** What the world's rules need of it. */
export const accountFacts: AccountFacts = {
	...account,
	accountId,
	roles: account.roles.map(role => ({
		name: role.name,
		arn: arnOfRole(role),
		isAssumableByCodeDeploy: role.trusts.some(principal => principal.startsWith('codedeploy.')),
		services: servicesOf(role),
	})),
	instanceProfiles: account.instanceProfiles.map(profile => ({...profile, arn: arnOfInstanceProfile(profile)})),
	topics: account.topicArns.map(arn => ({arn})),
};
