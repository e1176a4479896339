/**
 * Everything the checks judge, as plain data. Each fact is known or unknown by itself: a look-up that was refused
 * or failed makes one check undecided and never stops the others.
 */
import {
	type AwsIdentity,
	type BucketObject,
	type ClassicLoadBalancer,
	type Image,
	type Instance,
	type InstanceProfile,
	type Role,
	type Subnet,
	type TargetGroup,
} from '../cloud/account.js';
import {type Application, type Deployment, type DeploymentGroup, type Revision} from '../cloud/code-deploy.js';
import {type BlueGreen, type Elastigroup, type ElastigroupInstance, type SpotAccount} from '../cloud/elastigroup.js';
import {type Tag} from '../cloud/shared.js';
import {type Problem} from '../problem.js';

/** Unknown without a problem means that nobody asked: the answers did not name the subject yet. */
export type Fact<Value> =
	| {readonly isKnown: true; readonly value: Value}
	| {readonly isKnown: false; readonly problem?: Problem};

export type Facts = {
	/** When they were gathered; epoch milliseconds. */
	readonly at: number;
	/** What the person answered, as far as it parses. */
	readonly planned: {
		readonly region: string;
		readonly applicationName: string;
		readonly deploymentGroupName: string;
		readonly elastigroupId: string;
		readonly greenTags: readonly Tag[];
		readonly timeoutMinutes?: number;
		readonly revision?: Revision;
		readonly isAdvancingFilter: boolean;
	};
	readonly identity: Fact<AwsIdentity>;
	/** Undefined value: the token sees no such account. */
	readonly spotAccount: Fact<SpotAccount | undefined>;
	/** The accounts of the token, where several are to choose from and none is named. */
	readonly spotAccountsInDoubt?: readonly SpotAccount[];
	/** Undefined value: it does not exist. The same below. */
	readonly application: Fact<Application | undefined>;
	readonly group: Fact<DeploymentGroup | undefined>;
	/** The group's last attempted deployment, where there is one. */
	readonly lastDeployment: Fact<Deployment | undefined>;
	/** Ids of the group's deployments that have not ended. */
	readonly activeDeploymentIds: Fact<readonly string[]>;
	readonly deploymentConfigNames: Fact<readonly string[]>;
	readonly roles: Fact<readonly Role[]>;
	readonly targetGroups: Fact<readonly TargetGroup[]>;
	readonly classicLoadBalancers: Fact<readonly ClassicLoadBalancer[]>;
	readonly elastigroup: Fact<Elastigroup | undefined>;
	/** The Elastigroup's instances as Spot lists them. */
	readonly fleet: Fact<readonly ElastigroupInstance[]>;
	/**
	 * EC2 instances with their tags: those of the Elastigroup, and every one that the group's filter or the green tags
	 * select anywhere in the region.
	 */
	readonly instances: Fact<readonly Instance[]>;
	/** Newest first; empty when no blue/green ever ran. */
	readonly blueGreens: Fact<readonly BlueGreen[]>;
	readonly image: Fact<Image | undefined>;
	/** Of the Elastigroup's zones; names its VPC. */
	readonly subnets: Fact<readonly Subnet[]>;
	readonly instanceProfiles: Fact<readonly InstanceProfile[]>;
	/** The S3 object of the revision; undefined value: it does not exist. */
	readonly object: Fact<BucketObject | undefined>;
};

export const known = <Value>(value: Value): Fact<Value> => ({isKnown: true, value});

export const unknown = (problem?: Problem): {readonly isKnown: false; readonly problem?: Problem} =>
	problem === undefined ? {isKnown: false} : {isKnown: false, problem};
