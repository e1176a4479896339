/** The AWS account as the look-ups show it, in our words. Times are epoch milliseconds. */
import {type Tag} from './shared.js';

export type AwsIdentity = {
	readonly accountId: string;
	/** The caller's ARN. */
	readonly arn: string;
	readonly region: string;
	/** When the session's credentials end, where the SDK knows. */
	readonly expiresAt?: number;
	/** The host the AWS calls go to, when it is not Amazon's. */
	readonly endpoint?: string;
};

export type Vpc = {readonly id: string; readonly name: string; readonly cidr: string; readonly isDefault: boolean};

export type Subnet = {
	readonly id: string;
	readonly name: string;
	readonly vpcId: string;
	readonly zone: string;
	readonly cidr: string;
};

export type SecurityGroup = {
	readonly id: string;
	readonly name: string;
	readonly vpcId: string;
	readonly description: string;
};

export type Image = {
	readonly id: string;
	readonly name: string;
	readonly architecture: string;
	readonly platform: 'linux' | 'windows';
	readonly createdAt: number;
	readonly isOwn: boolean;
};

export type InstanceType = {
	readonly name: string;
	readonly vCpus: number;
	readonly memoryMib: number;
	readonly architectures: readonly string[];
};

export type Instance = {
	readonly instanceId: string;
	/** EC2's word: `pending`, `running`, `shutting-down`, `terminated`, `stopping`, `stopped`. */
	readonly state: string;
	readonly tags: readonly Tag[];
	readonly launchedAt: number;
	readonly vpcId?: string;
	readonly zone?: string;
	readonly instanceType?: string;
	readonly instanceProfileArn?: string;
};

export type TargetGroup = {
	readonly arn: string;
	readonly name: string;
	readonly vpcId?: string;
	/** `instance`, `ip`, `lambda`, `alb`. CodeDeploy needs `instance`. */
	readonly targetType: string;
	readonly loadBalancerArns: readonly string[];
	readonly port?: number;
};

export type ClassicLoadBalancer = {readonly name: string; readonly vpcId?: string};

export type TargetHealth = {
	readonly instanceId: string;
	/** `initial`, `healthy`, `unhealthy`, `unused`, `draining`, `unavailable`; classic ones are mapped to these. */
	readonly state: string;
};

export type Role = {
	readonly name: string;
	readonly arn: string;
	/** Whether its trust policy lets CodeDeploy assume it. */
	readonly isAssumableByCodeDeploy: boolean;
};

export type InstanceProfile = {
	readonly name: string;
	readonly arn: string;
	readonly roleNames: readonly string[];
};

export type Bucket = {readonly name: string};

export type BucketObject = {
	readonly key: string;
	readonly sizeBytes: number;
	readonly modifiedAt: number;
	readonly eTag: string;
	/** Where the bucket keeps versions and one object was asked for. */
	readonly version?: string;
};
