import {type Span} from './pace.js';

/**
 * Everything that can change in the simulated clouds, as plain data. All times are epoch milliseconds of the world's
 * own clock. A world is never changed in place: `advance` and the commands return the next one.
 */

export type Tag = {readonly key: string; readonly value: string};

/** What the world must know of the static account. The look-ups' account holds more than this. */
export type AccountFacts = {
	readonly accountId: string;
	readonly region: string;
	readonly images: ReadonlyArray<{
		readonly id: string;
		/** Whether the CodeDeploy agent is baked in, so that no user data is needed. */
		readonly hasCodeDeployAgent: boolean;
		/** Paths of an application's files that are baked in. */
		readonly files?: readonly string[];
	}>;
	readonly subnets: ReadonlyArray<{readonly id: string; readonly vpcId: string; readonly zone: string}>;
	readonly securityGroups: ReadonlyArray<{readonly id: string; readonly vpcId: string}>;
	readonly keyPairs: ReadonlyArray<{readonly name: string}>;
	readonly instanceTypes: ReadonlyArray<{
		readonly name: string;
		readonly vCpus: number;
		/** Zones of the region that offer it. */
		readonly zones: readonly string[];
	}>;
	readonly instanceProfiles: ReadonlyArray<{
		readonly name: string;
		readonly arn: string;
		/** Whether its role may read revisions from S3. */
		readonly canReadRevisions: boolean;
	}>;
	readonly roles: ReadonlyArray<{
		readonly name: string;
		readonly arn: string;
		readonly isAssumableByCodeDeploy: boolean;
		/** What its policies allow CodeDeploy to use. */
		readonly services: readonly RoleService[];
	}>;
	readonly targetGroups: ReadonlyArray<{
		readonly arn: string;
		readonly name: string;
		readonly targetType: string;
		readonly vpcId: string;
	}>;
	readonly classicLoadBalancers: ReadonlyArray<{readonly name: string; readonly vpcId: string}>;
	readonly buckets: ReadonlyArray<{
		readonly name: string;
		readonly region: string;
		readonly objects: ReadonlyArray<{
			readonly key: string;
			/** Newest first. The ETag has its quotes, as S3 returns it. */
			readonly versions: ReadonlyArray<{readonly id: string; readonly eTag: string}>;
		}>;
	}>;
	/** What GitHub shows to the account that the applications are linked to. */
	readonly gitHubRepositories: ReadonlyArray<{readonly name: string; readonly commitIds: readonly string[]}>;
	readonly topics: ReadonlyArray<{readonly arn: string}>;
	/** With their states before anybody sets another one. */
	readonly alarms: ReadonlyArray<{readonly name: string; readonly state: AlarmState}>;
};

/** Reading instances and their tags; registering and deregistering targets. */
export type RoleService = 'ec2' | 'elasticloadbalancing';

/** A file that an agent, or the image, put on an instance. */
export type InstalledFile = {
	readonly path: string;
	/** The group whose deployment put it there; absent for files of the image. */
	readonly deploymentGroupId?: string;
};

/** CloudWatch's words. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

export type Instance = {
	readonly instanceId: string;
	readonly imageId: string;
	readonly instanceType: string;
	readonly state: InstanceState;
	readonly launchedAt: number;
	readonly runningAt?: number;
	/** From when on both EC2 status checks are `ok`; absent while they are `initializing`. */
	readonly checksPassedAt?: number;
	/** From when on a CodeDeploy agent polls; absent where none ever will. */
	readonly agentAt?: number;
	readonly terminatedAt?: number;
	readonly tags: readonly Tag[];
	/** The tags it was launched with: its Elastigroup's own ones. */
	readonly launchTags: readonly Tag[];
	/** The tags as CodeDeploy knows them: it learns of a change a while later (docs/facts.md CD 2.1). */
	readonly tagsSeenByCodeDeploy: readonly Tag[];
	readonly subnetId: string;
	readonly vpcId: string;
	readonly zone: string;
	readonly privateIp: string;
	readonly securityGroupIds: readonly string[];
	readonly keyPair?: string;
	readonly instanceProfileArn?: string;
	/** Absent for on-demand instances. */
	readonly spotRequestId?: string;
	/** The Elastigroup it belongs to now; absent once detached. */
	readonly elastigroupId?: string;
	/** Its Elastigroup may not scale it down, until then or until it is unlocked. */
	readonly lock?: {readonly until?: number};
	/** It stays in its Elastigroup, without traffic and left alone. */
	readonly isOnStandby?: boolean;
	/** The revision that was deployed last with success, by its location in words. */
	readonly revision?: string;
	/** Files of applications; absent where there are none. */
	readonly files?: readonly InstalledFile[];
};

export type LoadBalancerRef =
	| {readonly kind: 'target-group'; readonly arn: string; readonly name: string}
	| {readonly kind: 'classic'; readonly name: string};

/** One instance in one target group or classic load balancer. */
export type Registration = {
	readonly balancer: LoadBalancerRef;
	readonly instanceId: string;
	/** In ELB v2's words. `draining` ones vanish when the drain is over. */
	readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining';
	readonly registeredAt: number;
};

/** CodeDeploy's filter types and shapes, as on its wire. */
type TagFilterType = 'KEY_ONLY' | 'VALUE_ONLY' | 'KEY_AND_VALUE';
export type TagFilter = {readonly Key?: string; readonly Value?: string; readonly Type?: TagFilterType};

export type Application = {
	readonly applicationName: string;
	readonly applicationId: string;
	readonly createTime: number;
	readonly computePlatform: string;
	readonly linkedToGitHub: boolean;
	readonly gitHubAccountName?: string;
	readonly revisions: readonly RegisteredRevision[];
};

export type RevisionLocation =
	| {
			readonly revisionType: 'S3';
			readonly s3Location: {
				readonly bucket: string;
				readonly key: string;
				readonly bundleType: string;
				readonly version?: string;
				readonly eTag?: string;
			};
	  }
	| {
			readonly revisionType: 'GitHub';
			readonly gitHubLocation: {readonly repository: string; readonly commitId: string};
	  };

export type RegisteredRevision = {
	readonly location: RevisionLocation;
	readonly description?: string;
	readonly registerTime: number;
	readonly firstUsedTime?: number;
	readonly lastUsedTime?: number;
};

export type BlueGreenOptions = {
	readonly greenFleetProvisioningOption?: {readonly action: 'DISCOVER_EXISTING' | 'COPY_AUTO_SCALING_GROUP'};
	readonly deploymentReadyOption?: {
		readonly actionOnTimeout: 'CONTINUE_DEPLOYMENT' | 'STOP_DEPLOYMENT';
		readonly waitTimeInMinutes?: number;
	};
	readonly terminateBlueInstancesOnDeploymentSuccess?: {
		readonly action: 'TERMINATE' | 'KEEP_ALIVE';
		readonly terminationWaitTimeInMinutes?: number;
	};
};

export type LoadBalancerInfo = {
	readonly elbInfoList?: ReadonlyArray<{readonly name?: string}>;
	readonly targetGroupInfoList?: ReadonlyArray<{readonly name?: string}>;
};

export type AutoRollback = {readonly enabled?: boolean; readonly events?: readonly string[]};

export type LastDeployment = {
	readonly deploymentId: string;
	readonly status: string;
	readonly createTime: number;
	readonly endTime?: number;
};

/** The settings are kept in the words of CodeDeploy's wire: GetDeploymentGroup gives back what was put in. */
export type DeploymentGroup = {
	readonly applicationName: string;
	readonly deploymentGroupName: string;
	readonly deploymentGroupId: string;
	readonly serviceRoleArn: string;
	readonly deploymentConfigName: string;
	readonly ec2TagFilters?: readonly TagFilter[];
	readonly ec2TagSet?: {readonly ec2TagSetList: ReadonlyArray<readonly TagFilter[]>};
	readonly onPremisesInstanceTagFilters?: readonly TagFilter[];
	readonly onPremisesTagSet?: {readonly onPremisesTagSetList: ReadonlyArray<readonly TagFilter[]>};
	readonly autoScalingGroups: readonly string[];
	readonly deploymentStyle: {readonly deploymentType: string; readonly deploymentOption: string};
	readonly loadBalancerInfo?: LoadBalancerInfo;
	readonly blueGreenDeploymentConfiguration?: BlueGreenOptions;
	readonly autoRollbackConfiguration?: AutoRollback;
	readonly alarmConfiguration?: unknown;
	readonly triggerConfigurations?: readonly unknown[];
	readonly outdatedInstancesStrategy: string;
	readonly terminationHookEnabled?: boolean;
	readonly targetRevision?: RevisionLocation;
	readonly lastAttemptedDeployment?: LastDeployment;
	readonly lastSuccessfulDeployment?: LastDeployment;
};

export type DeploymentConfig = {
	readonly deploymentConfigName: string;
	readonly deploymentConfigId: string;
	readonly computePlatform: string;
	readonly createTime: number;
	/** How many replacements of `total` may be busy at once. */
	readonly minimumHealthyHosts?: {readonly type: 'HOST_COUNT' | 'FLEET_PERCENT'; readonly value: number};
};

export type DeploymentStatus = 'Created' | 'Queued' | 'InProgress' | 'Ready' | 'Succeeded' | 'Failed' | 'Stopped';

/** Where the deployment is in its own plan; CodeDeploy shows only `status`. */
export type DeploymentStage =
	| 'preparing'
	| 'install'
	| 'ready-wait'
	| 'reroute'
	| 'deregister'
	| 'termination-wait'
	| 'terminate'
	| 'over';

export type Deployment = {
	readonly deploymentId: string;
	readonly applicationName: string;
	readonly deploymentGroupName: string;
	readonly deploymentGroupId: string;
	readonly status: DeploymentStatus;
	readonly stage: DeploymentStage;
	readonly revision: RevisionLocation;
	readonly description?: string;
	readonly deploymentConfigName: string;
	readonly creator: string;
	readonly createTime: number;
	readonly startTime?: number;
	readonly completeTime?: number;
	readonly targetInstances?: {
		readonly tagFilters?: readonly TagFilter[];
		readonly ec2TagSet?: {readonly ec2TagSetList: ReadonlyArray<readonly TagFilter[]>};
	};
	readonly deploymentStyle: {readonly deploymentType: string; readonly deploymentOption: string};
	readonly blueGreenDeploymentConfiguration?: BlueGreenOptions;
	readonly loadBalancerInfo?: LoadBalancerInfo;
	readonly autoRollbackConfiguration?: AutoRollback;
	readonly overrideAlarmConfiguration?: Json;
	readonly fileExistsBehavior: string;
	readonly ignoreApplicationStopFailures: boolean;
	/** Green first, then blue. Empty until the fleets have been looked up. */
	readonly targetIds: readonly string[];
	readonly readyAt?: number;
	readonly instanceTerminationWaitTimeStarted: boolean;
	/** Why it is being stopped, while events are still running. */
	readonly stopReason?: {readonly code: string; readonly message: string};
	readonly isRollingBackOnStop: boolean;
	readonly errorInformation?: {readonly code: string; readonly message: string};
	readonly rollbackDeploymentId?: string;
	readonly rollbackTriggeringDeploymentId?: string;
	readonly rollbackMessage?: string;
	readonly statusMessages: readonly string[];
	readonly previousRevision?: RevisionLocation;
};

type LifecycleStatus = 'Pending' | 'InProgress' | 'Succeeded' | 'Failed' | 'Skipped';

export type LifecycleEvent = {
	readonly lifecycleEventName: string;
	readonly status: LifecycleStatus;
	readonly startTime?: number;
	readonly endTime?: number;
	readonly diagnostics?: {
		readonly errorCode: string;
		readonly scriptName: string;
		readonly message: string;
		readonly logTail: string;
	};
};

export type Target = {
	readonly deploymentId: string;
	readonly instanceId: string;
	readonly instanceLabel: 'Blue' | 'Green';
	readonly status: LifecycleStatus | 'Ready';
	readonly lastUpdatedAt: number;
	readonly events: readonly LifecycleEvent[];
	/** The stage it was last set to work in. */
	readonly startedIn?: DeploymentStage;
};

export type Capacity = {readonly target: number; readonly minimum: number; readonly maximum: number};

export type DeploymentGroupRef = {readonly applicationName: string; readonly deploymentGroupName: string};

export type SuspensionEntry = {readonly name: string; readonly expiresAt?: number};

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = {readonly [key: string]: Json};

export type Elastigroup = {
	readonly id: string;
	readonly accountId: string;
	readonly createdAt: number;
	readonly updatedAt: number;
	/** The group as it was put in, without id, times and capacity: GET gives it back. */
	readonly document: JsonObject;
	readonly name: string;
	readonly unit: 'instance' | 'weight';
	readonly capacity: Capacity;
	readonly tags: readonly Tag[];
	readonly zones: ReadonlyArray<{readonly name: string; readonly subnetIds: readonly string[]}>;
	readonly imageId: string;
	readonly securityGroupIds: readonly string[];
	readonly keyPair?: string;
	readonly instanceProfile?: string;
	/** Decoded. */
	readonly userData: string;
	readonly spotTypes: readonly string[];
	readonly onDemandTypes: readonly string[];
	/** What a type counts for where the unit is `weight`; the others count their vCPUs. */
	readonly weights: Readonly<Record<string, number>>;
	/** Whether on-demand instances come where no Spot capacity is. */
	readonly fallsBackToOnDemand: boolean;
	readonly spotPercentage: number;
	/** How many are on-demand, whatever the percentage says. */
	readonly onDemandCount?: number;
	readonly drainingSeconds: number;
	readonly balancers: readonly LoadBalancerRef[];
	readonly deploymentGroups: readonly DeploymentGroupRef[];
	readonly suspensions: readonly SuspensionEntry[];
	/** Scaling policies by their names. No metric is simulated, so that none of them ever scales by itself. */
	readonly suspendedPolicies: readonly SuspensionEntry[];
	readonly isDeleted: boolean;
};

export type Purchase = 'spot' | 'on-demand';

/** What AWS has no capacity for: everything that has all of the given members. */
export type CapacityGap = {
	readonly purchase?: Purchase;
	readonly instanceType?: string;
	readonly zone?: string;
};

/** An instance that was asked for and is not there yet. Its id is the Spot request's where it is one. */
export type PendingRequest = {
	readonly requestId: string;
	readonly purchase: Purchase;
	readonly elastigroupId: string;
	readonly instanceType: string;
	readonly zone: string;
	readonly subnetId: string;
	readonly createdAt: number;
	/** The blue/green run that asked for it, if one did. */
	readonly blueGreenId?: string;
	/** Whether the group's log has told that it cannot be had. */
	readonly isRefused?: boolean;
};

/** Spot's words in Spot's order (docs/facts.md SPOT 3.5). */
export type BlueGreenState =
	| 'STARTING'
	| 'VALIDATE_TAGS'
	| 'LAUNCHING_NEW_INSTANCES'
	| 'AWAITING_INSTANCES_LAUNCH'
	| 'TAG_INSTANCES_WITH_GREEN_TAG'
	| 'AWAITING_USER_DEPLOYMENT'
	| 'AWAITING_DEPLOYMENT_TO_FINISH'
	| 'WAIT_BEFORE_TERMINATION'
	| 'REMOVE_OLD_INSTANCES'
	| 'REMOVE_ALL_SUSPENSIONS'
	| 'FINISHED'
	| 'UNSTABLE_DEPLOYMENT'
	| 'ROLLBACK_START'
	| 'ROLLBACK_CREATE_DEPLOYMENT'
	| 'ROLLBACK_REPLACE_OLD_NEW_INSTANCES'
	| 'REMOVE_NEW_INSTANCES'
	| 'STOPPING'
	| 'FINISHED_STOPPED'
	| 'ERROR'
	| 'FINISHED_ERROR';

export type BlueGreen = {
	readonly id: string;
	readonly elastigroupId: string;
	readonly state: BlueGreenState;
	readonly timeoutMinutes: number;
	readonly tags: readonly Tag[];
	readonly deploymentGroups: readonly DeploymentGroupRef[];
	readonly startedAt: number;
	readonly endedAt?: number;
	readonly capacityBefore: Capacity;
	readonly blueIds: readonly string[];
	readonly greenIds: readonly string[];
	/** The AWS deployment on its tags, once one exists. */
	readonly deploymentId?: string;
	/** How it will end once it has removed the suspensions; absent while all goes well. */
	readonly ending?: 'FINISHED_STOPPED' | 'FINISHED_ERROR';
};

export type LogEntry = {
	readonly at: number;
	readonly severity: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
	readonly message: string;
};

/** Something that will happen by itself. world/advance.ts says what. */
export type Due = {readonly at: number; readonly order: number; readonly event: DueEvent};

export type DueEvent =
	| {readonly type: 'request-tried'; readonly requestId: string}
	| {readonly type: 'instance-running'; readonly instanceId: string}
	| {readonly type: 'instance-checks-passed'; readonly instanceId: string}
	| {readonly type: 'instance-terminated'; readonly instanceId: string}
	| {readonly type: 'instance-drained'; readonly instanceId: string}
	| {readonly type: 'tags-seen-by-code-deploy'; readonly instanceId: string; readonly tags: readonly Tag[]}
	| {readonly type: 'registration-healthy'; readonly key: string; readonly registeredAt: number}
	| {readonly type: 'registration-gone'; readonly key: string}
	| {readonly type: 'elastigroup-reconciles'; readonly elastigroupId: string}
	| {readonly type: 'suspension-expires'; readonly elastigroupId: string; readonly name: string}
	| {readonly type: 'blue-green-looks'; readonly blueGreenId: string; readonly state: BlueGreenState}
	| {readonly type: 'blue-green-times-out'; readonly blueGreenId: string}
	| {readonly type: 'deployment-begins'; readonly deploymentId: string}
	| {readonly type: 'alarms-polled'; readonly deploymentId: string}
	| {
			readonly type: 'lifecycle-event-starts' | 'lifecycle-event-ends';
			readonly deploymentId: string;
			readonly instanceId: string;
			readonly index: number;
	  }
	| {
			readonly type: 'target-given-up';
			readonly deploymentId: string;
			readonly instanceId: string;
			readonly stage: DeploymentStage;
	  }
	| {readonly type: 'ready-wait-ends'; readonly deploymentId: string}
	| {readonly type: 'termination-wait-ends'; readonly deploymentId: string}
	| {readonly type: 'originals-are-gone'; readonly deploymentId: string};

/** A deployable object whose hook script fails when an agent runs it. */
export type FailingHook = {
	readonly bucket: string;
	readonly key: string;
	readonly lifecycleEventName: string;
	readonly scriptName: string;
	readonly message: string;
	readonly logTail: string;
};

type SpotAccount = {readonly id: string; readonly name: string; readonly organizationId: string};

export type World = {
	readonly now: number;
	readonly seed: number;
	/** Grows with every id and every jitter drawn: the same requests at the same times give the same world. */
	readonly drawn: number;
	readonly account: AccountFacts;
	readonly spotAccount: SpotAccount;
	/** Accounts of the same token, linked to other AWS accounts; empty of Elastigroups, and the first is its default. */
	readonly otherSpotAccounts: ReadonlyArray<SpotAccount & {readonly awsAccountId: string}>;
	readonly instances: ReadonlyMap<string, Instance>;
	/** By `registrationKey`. */
	readonly registrations: ReadonlyMap<string, Registration>;
	readonly applications: ReadonlyMap<string, Application>;
	/** By `groupKey`. */
	readonly deploymentGroups: ReadonlyMap<string, DeploymentGroup>;
	readonly deploymentConfigs: ReadonlyMap<string, DeploymentConfig>;
	readonly deployments: ReadonlyMap<string, Deployment>;
	/** By `targetKey`. */
	readonly targets: ReadonlyMap<string, Target>;
	readonly gitHubTokenNames: readonly string[];
	readonly elastigroups: ReadonlyMap<string, Elastigroup>;
	readonly pendingRequests: ReadonlyMap<string, PendingRequest>;
	readonly blueGreens: ReadonlyMap<string, BlueGreen>;
	/** Elastilog by Elastigroup, oldest first. */
	readonly logs: ReadonlyMap<string, readonly LogEntry[]>;
	readonly failingHooks: readonly FailingHook[];
	readonly capacityGaps: readonly CapacityGap[];
	/** By name: states that somebody set, as CloudWatch's SetAlarmState does. */
	readonly alarmStates: ReadonlyMap<string, AlarmState>;
	/** How long CodeDeploy takes to learn of a tag: real ones take minutes (docs/facts.md CD 2.1). */
	readonly tagDelay: Span;
	/** Whether a successful run makes the group's filter the green tags: open (docs/facts.md CD 2.5, 8.2). */
	readonly rewritesFilterAfterSuccess: boolean;
	/** Whether Spot ends green itself after a failure: its states say so, the guide not (docs/facts.md SPOT 3.6, point 7). */
	readonly removesGreenAfterFailure: boolean;
	/** Sorted by time, then order. */
	readonly agenda: readonly Due[];
};

export const groupKey = (applicationName: string, deploymentGroupName: string): string =>
	`${applicationName}/${deploymentGroupName}`;

export const targetKey = (deploymentId: string, instanceId: string): string => `${deploymentId}/${instanceId}`;

/** Identifies a balancer: the target group's ARN, or the classic balancer's name. */
export const balancerKey = (balancer: LoadBalancerRef): string =>
	balancer.kind === 'target-group' ? balancer.arn : balancer.name;

export const registrationKey = (balancer: LoadBalancerRef, instanceId: string): string =>
	`${balancerKey(balancer)}|${instanceId}`;

/** The registrations of one target group (by ARN) or classic load balancer (by name). */
export const registrationsOf = (world: World, key: string): readonly Registration[] =>
	[...world.registrations.values()].filter(({balancer}) => balancerKey(balancer) === key);

/** Undefined where there is no alarm of that name. */
export const alarmStateOf = ({account, alarmStates}: World, name: string): AlarmState | undefined => {
	const alarm = account.alarms.find(candidate => candidate.name === name);
	return alarm === undefined ? undefined : (alarmStates.get(name) ?? alarm.state);
};
