import {type Result} from '../core/problem.js';
import {
	type AwsIdentity,
	type Bucket,
	type BucketObject,
	type ClassicLoadBalancer,
	type Image,
	type Instance,
	type InstanceProfile,
	type InstanceType,
	type Role,
	type SecurityGroup,
	type Subnet,
	type TargetGroup,
	type TargetHealth,
	type Vpc,
} from '../core/cloud/account.js';
import {type Tag} from '../core/cloud/shared.js';

export type InstanceFilter = {
	/** Carrying all of these. */
	readonly tags?: readonly Tag[];
	/** Carrying a tag of each of these keys, whatever its value. EC2 has no such filter for values. */
	readonly tagKeys?: readonly string[];
	readonly instanceIds?: readonly string[];
};

/**
 * Read-only look-ups in the AWS account. Each may be refused for want of permission: that is a Problem of kind
 * `permission`, and the person types the value.
 */
export type Account = {
	getIdentity(signal?: AbortSignal): Promise<Result<AwsIdentity>>;
	listRegions(signal?: AbortSignal): Promise<Result<readonly string[]>>;
	listZones(signal?: AbortSignal): Promise<Result<readonly string[]>>;
	listVpcs(signal?: AbortSignal): Promise<Result<readonly Vpc[]>>;
	listSubnets(vpcId?: string, signal?: AbortSignal): Promise<Result<readonly Subnet[]>>;
	listSecurityGroups(vpcId?: string, signal?: AbortSignal): Promise<Result<readonly SecurityGroup[]>>;
	listKeyPairs(signal?: AbortSignal): Promise<Result<readonly string[]>>;
	/** Own images and Amazon's current Linux and Windows ones, newest first. */
	listImages(signal?: AbortSignal): Promise<Result<readonly Image[]>>;
	getImage(id: string, signal?: AbortSignal): Promise<Result<Image | undefined>>;
	/** Types offered in the region. */
	listInstanceTypes(signal?: AbortSignal): Promise<Result<readonly InstanceType[]>>;
	/** The named types; one that EC2 does not know is left out. */
	getInstanceTypes(names: readonly string[], signal?: AbortSignal): Promise<Result<readonly InstanceType[]>>;
	/** Instances that fit every part of the filter; without one, all. Terminated ones are left out unless named. */
	listInstances(filter: InstanceFilter, signal?: AbortSignal): Promise<Result<readonly Instance[]>>;
	/** Ids of those whose EC2 status checks passed. */
	listPassedStatusChecks(instanceIds: readonly string[], signal?: AbortSignal): Promise<Result<readonly string[]>>;
	listTargetGroups(signal?: AbortSignal): Promise<Result<readonly TargetGroup[]>>;
	listTargetHealth(targetGroupArn: string, signal?: AbortSignal): Promise<Result<readonly TargetHealth[]>>;
	listClassicLoadBalancers(signal?: AbortSignal): Promise<Result<readonly ClassicLoadBalancer[]>>;
	listClassicHealth(name: string, signal?: AbortSignal): Promise<Result<readonly TargetHealth[]>>;
	listRoles(signal?: AbortSignal): Promise<Result<readonly Role[]>>;
	listInstanceProfiles(signal?: AbortSignal): Promise<Result<readonly InstanceProfile[]>>;
	listBuckets(signal?: AbortSignal): Promise<Result<readonly Bucket[]>>;
	listObjects(bucket: string, prefix: string, signal?: AbortSignal): Promise<Result<readonly BucketObject[]>>;
	/** Undefined where the object does not exist; without s3:ListBucket a missing object is a `permission` problem. */
	headObject(
		bucket: string,
		key: string,
		version?: string,
		signal?: AbortSignal,
	): Promise<Result<BucketObject | undefined>>;
	listTopicArns(signal?: AbortSignal): Promise<Result<readonly string[]>>;
	listAlarmNames(signal?: AbortSignal): Promise<Result<readonly string[]>>;
};
