/** What the still part of the simulated AWS account is made of; what is in it is in account.ts. */

export type SimulatedVpc = {
	readonly id: string;
	readonly name: string;
	readonly cidr: string;
	readonly isDefault: boolean;
};

export type SimulatedSubnet = {
	readonly id: string;
	readonly name: string;
	readonly vpcId: string;
	readonly zone: string;
	readonly cidr: string;
	readonly isPublic: boolean;
};

export type SimulatedSecurityGroup = {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly vpcId: string;
};

export type SimulatedKeyPair = {readonly id: string; readonly name: string; readonly fingerprint: string};

export type SimulatedImage = {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly ownerId: string;
	/** Absent for the account's own. */
	readonly ownerAlias?: 'amazon';
	readonly architecture: 'x86_64' | 'arm64';
	readonly platform: 'linux' | 'windows';
	/** What user data must use to install packages, and where. */
	readonly family: 'amazon-linux-2023' | 'amazon-linux-2' | 'ubuntu' | 'windows';
	/** ISO 8601, milliseconds. */
	readonly createdAt: string;
	readonly state: 'available' | 'pending';
	/** Whether the CodeDeploy agent is installed in the image: without it, user data must install it. */
	readonly hasCodeDeployAgent: boolean;
};

export type SimulatedInstanceType = {
	readonly name: string;
	readonly vCpus: number;
	readonly memoryMib: number;
	readonly architectures: ReadonlyArray<'x86_64' | 'arm64'>;
	/** Zones of the region that offer it. */
	readonly zones: readonly string[];
};

export type SimulatedRole = {
	readonly name: string;
	readonly path: string;
	readonly id: string;
	readonly description: string;
	readonly createdAt: string;
	/** Principals that its trust policy names. */
	readonly trusts: readonly string[];
	/** ARNs of attached managed policies. */
	readonly policies: readonly string[];
};

export type SimulatedInstanceProfile = {
	readonly name: string;
	readonly path: string;
	readonly id: string;
	readonly createdAt: string;
	readonly roleNames: readonly string[];
	/** Whether its role may read revisions from S3: without it no bundle is ever downloaded. */
	readonly canReadRevisions: boolean;
};

export type SimulatedObjectVersion = {
	readonly id: string;
	readonly sizeBytes: number;
	readonly modifiedAt: string;
	/** With its quotes, as S3 returns it. */
	readonly eTag: string;
};

export type SimulatedObject = {
	readonly key: string;
	/** Newest first. */
	readonly versions: readonly SimulatedObjectVersion[];
};

export type SimulatedBucket = {
	readonly name: string;
	readonly region: string;
	readonly createdAt: string;
	readonly isVersioned: boolean;
	/** Whether the caller may see what is in it. */
	readonly isReadable: boolean;
	readonly objects: readonly SimulatedObject[];
};

export type SimulatedLoadBalancer = {
	readonly arn: string;
	readonly name: string;
	readonly dnsName: string;
	readonly type: 'application' | 'network';
	readonly scheme: 'internet-facing' | 'internal';
	readonly vpcId: string;
	readonly subnetIds: readonly string[];
	readonly securityGroupIds: readonly string[];
	readonly createdAt: string;
};

export type SimulatedTargetGroup = {
	readonly arn: string;
	readonly name: string;
	readonly protocol: 'HTTP' | 'TCP';
	readonly port: number;
	readonly vpcId: string;
	readonly targetType: 'instance' | 'ip';
	readonly loadBalancerArns: readonly string[];
	readonly healthCheckPath?: string;
};

export type SimulatedClassicLoadBalancer = {
	readonly name: string;
	readonly dnsName: string;
	readonly vpcId: string;
	readonly subnetIds: readonly string[];
	readonly zones: readonly string[];
	readonly securityGroupIds: readonly string[];
	readonly createdAt: string;
};

export type SimulatedAlarm = {
	readonly name: string;
	readonly description: string;
	readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
	readonly namespace: string;
	readonly metric: string;
};

export type SimulatedAccount = {
	readonly id: string;
	readonly region: string;
	/** Who every request is, whatever its access key. */
	readonly caller: {readonly arn: string; readonly userId: string};
	readonly regions: readonly string[];
	readonly zones: ReadonlyArray<{readonly name: string; readonly id: string}>;
	readonly vpcs: readonly SimulatedVpc[];
	readonly subnets: readonly SimulatedSubnet[];
	readonly securityGroups: readonly SimulatedSecurityGroup[];
	readonly keyPairs: readonly SimulatedKeyPair[];
	readonly images: readonly SimulatedImage[];
	readonly instanceTypes: readonly SimulatedInstanceType[];
	readonly roles: readonly SimulatedRole[];
	readonly instanceProfiles: readonly SimulatedInstanceProfile[];
	readonly buckets: readonly SimulatedBucket[];
	readonly gitHubRepositories: ReadonlyArray<{readonly name: string; readonly commitIds: readonly string[]}>;
	readonly topicArns: readonly string[];
	readonly alarms: readonly SimulatedAlarm[];
	readonly loadBalancers: readonly SimulatedLoadBalancer[];
	readonly targetGroups: readonly SimulatedTargetGroup[];
	readonly classicLoadBalancers: readonly SimulatedClassicLoadBalancer[];
};
