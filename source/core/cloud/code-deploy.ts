/** CodeDeploy in our words; the adapter translates. Times are epoch milliseconds. */
import {type Tag} from './shared.js';

export type Application = {
	readonly name: string;
	/** `Server`, `Lambda`, `ECS`, or whatever CodeDeploy says next. Ours must be `Server`. */
	readonly computePlatform: string;
	readonly isLinkedToGitHub: boolean;
};

/** One entry of an EC2 tag filter. `key-only` matches any value, `value-only` any key. */
export type TagFilter =
	| {readonly type: 'key-and-value'; readonly key: string; readonly value: string}
	| {readonly type: 'key-only'; readonly key: string}
	| {readonly type: 'value-only'; readonly value: string};

/** AND of lists, OR inside a list. A flat `ec2TagFilters` is one list. */
export type TagFilterSet = ReadonlyArray<readonly TagFilter[]>;

export type ReadyOption =
	| {readonly action: 'continue'}
	| {
			readonly action: 'stop';
			/** How long a person has to continue; then CodeDeploy stops. */ readonly waitMinutes: number;
	  };

export type OriginalsOption =
	| {readonly action: 'terminate'; readonly waitMinutes: number}
	| {readonly action: 'keep-alive'};

export type LastDeployment = {
	readonly deploymentId: string;
	readonly status: DeploymentStatus;
	readonly endedAt?: number;
};

export type DeploymentGroup = {
	readonly applicationName: string;
	readonly name: string;
	readonly id?: string;
	readonly computePlatform?: string;
	readonly serviceRoleArn?: string;
	readonly deploymentConfigName?: string;
	readonly deploymentType: 'blue-green' | 'in-place';
	readonly hasTrafficControl: boolean;
	readonly provisioning?: 'discover-existing' | 'copy-auto-scaling-group';
	readonly readyOption?: ReadyOption;
	readonly originalsOption?: OriginalsOption;
	readonly tagFilters: TagFilterSet;
	readonly autoScalingGroups: readonly string[];
	readonly hasOnPremisesFilters: boolean;
	/** Names, not ARNs: that is what CodeDeploy takes (docs/facts.md CD 1.2). */
	readonly targetGroupNames: readonly string[];
	readonly classicLoadBalancerNames: readonly string[];
	readonly alarmNames: readonly string[];
	readonly lastAttempted?: LastDeployment;
	readonly lastSuccessful?: LastDeployment;
};

export type DeploymentGroupSpec = {
	readonly applicationName: string;
	readonly name: string;
	readonly serviceRoleArn: string;
	readonly deploymentConfigName: string;
	readonly tagFilters: TagFilterSet;
	readonly readyOption: ReadyOption;
	readonly originalsOption: OriginalsOption;
	readonly targetGroupNames: readonly string[];
	readonly classicLoadBalancerNames: readonly string[];
};

/** What `UpdateDeploymentGroup` changes; omitted members stay as they are. */
export type DeploymentGroupChange = {
	readonly deploymentType?: 'blue-green';
	readonly hasTrafficControl?: boolean;
	readonly provisioning?: 'discover-existing';
	readonly readyOption?: ReadyOption;
	readonly originalsOption?: OriginalsOption;
	readonly tagFilters?: TagFilterSet;
	readonly serviceRoleArn?: string;
	readonly deploymentConfigName?: string;
	readonly targetGroupNames?: readonly string[];
	readonly classicLoadBalancerNames?: readonly string[];
	readonly autoScalingGroups?: readonly string[];
	readonly onPremisesFilters?: 'remove';
};

export type BundleType = 'zip' | 'tgz' | 'tar';

export type Revision =
	| {
			readonly kind: 's3';
			readonly bucket: string;
			readonly key: string;
			readonly bundleType: BundleType;
			readonly version?: string;
			/** As S3 returns it, with its quotes. */
			readonly eTag?: string;
	  }
	| {readonly kind: 'github'; readonly repository: string; readonly commitId: string};

export type DeploymentStatus =
	| 'created'
	| 'queued'
	| 'in-progress'
	| 'baking'
	| 'ready'
	| 'succeeded'
	| 'failed'
	| 'stopped'
	| {readonly unknown: string};

export type TargetCounts = {
	readonly pending: number;
	readonly inProgress: number;
	readonly succeeded: number;
	readonly failed: number;
	readonly skipped: number;
	readonly ready: number;
};

export type DeploymentRequest = {
	readonly applicationName: string;
	readonly deploymentGroupName: string;
	readonly revision: Revision;
	/** The tags of the replacement (green) instances. */
	readonly replacementTags: readonly Tag[];
	/** At most 256 characters; carries the run's mark. */
	readonly description: string;
};

export type Deployment = {
	readonly deploymentId: string;
	readonly applicationName: string;
	readonly deploymentGroupName: string;
	readonly status: DeploymentStatus;
	readonly description: string;
	/** Absent early in a blue/green run (docs/facts.md CD 2.3): nothing is known, not zero. */
	readonly counts?: TargetCounts;
	readonly error?: {readonly code: string; readonly message: string};
	readonly statusMessages: readonly string[];
	readonly rollbackDeploymentId?: string;
	readonly rollsBackDeploymentId?: string;
	readonly rollbackMessage?: string;
	readonly creator?: string;
	readonly revision?: Revision;
	readonly replacementTags: readonly Tag[];
	readonly readyOption?: ReadyOption;
	readonly originalsOption?: OriginalsOption;
	readonly hasTerminationWaitStarted: boolean;
	readonly createdAt: number;
	readonly startedAt?: number;
	readonly completedAt?: number;
};

export type LifecycleStatus =
	| 'pending'
	| 'in-progress'
	| 'succeeded'
	| 'failed'
	| 'skipped'
	| {readonly unknown: string};

export type LifecycleEvent = {
	/** CodeDeploy's own name, such as `BeforeInstall`. */
	readonly name: string;
	readonly status: LifecycleStatus;
	readonly startedAt?: number;
	readonly endedAt?: number;
	readonly diagnostics?: {
		readonly errorCode: string;
		readonly scriptName: string;
		readonly message: string;
		readonly logTail: string;
	};
};

export type TargetStatus = LifecycleStatus | 'ready';

export type DeploymentTarget = {
	readonly instanceId: string;
	/** Blue is the original fleet, green the replacement; absent for in-place deployments. */
	readonly color?: 'blue' | 'green';
	readonly status: TargetStatus;
	readonly updatedAt?: number;
	readonly events: readonly LifecycleEvent[];
};
