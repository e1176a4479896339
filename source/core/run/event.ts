import {type Capacity, type Tag} from '../cloud/shared.js';
import {
	type Deployment,
	type DeploymentStatus,
	type DeploymentTarget,
	type OriginalsOption,
	type ReadyOption,
	type Revision,
	type TagFilterSet,
} from '../cloud/code-deploy.js';
import {type BlueGreenState, type SpotLogEntry, type Suspension} from '../cloud/elastigroup.js';
import {type Problem} from '../problem.js';
import {type Action, type RunRequest} from './action.js';

/** Whom an open question waits for. `ask` waits for a person; the others answer it at once. */
export type RunPolicy = {
	readonly readyGate: 'ask' | 'continue';
	readonly cleanUp: 'ask' | 'always' | 'never';
	readonly restore: 'ask' | 'always' | 'never';
};

/** Everything a run needs to know, fixed when it starts. No secret is in it. */
export type RunConfig = {
	/** Unique and findable: it stands in the CodeDeploy deployment's description. */
	readonly runId: string;
	readonly profileName?: string;
	/** What a profile would keep, so that whoever takes the run up again can save one. */
	readonly answers?: Readonly<Record<string, string>>;
	readonly awsAccountId?: string;
	readonly region: string;
	readonly spotAccountId?: string;
	readonly applicationName: string;
	readonly deploymentGroupName: string;
	readonly elastigroupId: string;
	readonly elastigroupName: string;
	/** Name or ARN of the profile that its instances run with; absent where it was not told. */
	readonly instanceProfile?: string;
	readonly greenTags: readonly Tag[];
	readonly timeoutMinutes: number;
	readonly revision: Revision;
	/** The person's own words; the mark is added at the wire. */
	readonly description: string;
	/** How the deployment group stood at the start. */
	readonly group: {
		readonly tagFilters: TagFilterSet;
		readonly readyOption?: ReadyOption;
		readonly originalsOption?: OriginalsOption;
		readonly deploymentConfigName?: string;
		readonly serviceRoleArn?: string;
		readonly targetGroupArns: readonly string[];
		readonly classicLoadBalancerNames: readonly string[];
		/** Target groups whose ARNs could not be looked up: what takes their traffic is not known. */
		readonly unknownTargetGroupNames?: readonly string[];
	};
	/** Whether to point the group's filter at the green tags after success. */
	readonly isAdvancingFilter: boolean;
	readonly policy: RunPolicy;
	/** Our own deadline for a run with no person; the clouds go on after it. */
	readonly deadlineMinutes?: number;
	/** How far the starting machine's clock was ahead of the clouds', in milliseconds, where it was far off. */
	readonly clockSkewMs?: number;
	readonly isDemo: boolean;
};

/** The Elastigroup as it was before the first write. */
export type Baseline = {
	readonly capacity: Capacity;
	readonly suspensions: readonly Suspension[];
	readonly instanceIds: readonly string[];
	/** Blue/green runs that Spot listed before the first write: none of them can be ours. */
	readonly blueGreenIds?: readonly string[];
	/** What capacity counts; absent means instances. */
	readonly capacityUnit?: 'instance' | 'weight';
	/** What an instance of each type counts for, where capacity counts weights. */
	readonly weights?: Readonly<Record<string, number>>;
	/** When it was read, by Spot's clock: what Spot logged before is of an earlier run. */
	readonly spotTime?: number;
};

/**
 * Somebody else's blue/green of the Elastigroup or deployment of the group. Seen before the first write, the run is
 * refused; a deployment seen later is left alone until it has ended.
 */
export type Conflict =
	| {readonly kind: 'blue-green'; readonly id: string; readonly state: BlueGreenState}
	| {readonly kind: 'deployment'; readonly id: string; readonly status: DeploymentStatus};

export type Source = 'spot' | 'code-deploy' | 'ec2' | 'load-balancer';

/** One instance of the Elastigroup or of the deployment, as both clouds show it together. */
export type FleetInstance = {
	readonly instanceId: string;
	readonly isSpot?: boolean;
	readonly instanceType?: string;
	readonly zone?: string;
	/** EC2's state where EC2 was asked, else what Spot's status means. */
	readonly state: 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped' | 'unknown';
	readonly isInElastigroup: boolean;
	readonly hasGreenTags: boolean;
	/** Carries the Elastigroup's own tag: a member, or one that was detached from it. */
	readonly isOfElastigroup?: true;
	/** Seen with tags that the group's filter does not find, and no replacement: CodeDeploy knows nothing of it. */
	readonly isUnfiltered?: true;
	readonly hasPassedStatusChecks?: boolean;
	readonly launchedAt?: number;
	/** The worst of its registrations with the group's load balancers; absent when registered with none of them. */
	readonly traffic?: TrafficState;
	/** Each registration, by target group ARN or classic load balancer name. */
	readonly registrations?: Readonly<Record<string, TrafficState>>;
};

export type TrafficState = 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused' | 'unavailable';

export type Outcome =
	| {
			readonly kind: 'succeeded';
			/** False when something still differs from the noted values. */ readonly isRestored: boolean;
			/** Instances that the deployment took for originals although they were not the Elastigroup's. */
			readonly foreignOriginals?: readonly string[];
			/** Set where the group's filter could not be pointed at what was deployed: it finds no originals any more. */
			readonly isFilterBehind?: true;
	  }
	| {readonly kind: 'failed'; readonly isClean: boolean}
	| {readonly kind: 'stopped'; readonly isClean: boolean}
	/** Refused before the first write; or its start got no answer, and this blue/green was said to be somebody else's. */
	| {readonly kind: 'refused'; readonly disownedId?: string}
	/**
	 * The blue/green of this run went on without this run's deployment: with the one named, which somebody else created,
	 * or with none that is known.
	 */
	| {readonly kind: 'handed-over'; readonly isClean: boolean; readonly deploymentId?: string};

/** The process that drives a run. */
export type Controller = {readonly pid: number; readonly host: string; readonly since: number};

/**
 * The only truth of a run. The journal keeps these, the screen, the plain log, NDJSON and the tests fold them.
 * Observations carry what changed since the last one; folding one twice changes nothing.
 */
export type RunEvent =
	| {readonly type: 'run-started'; readonly at: number; readonly config: RunConfig}
	/** Another process, or the same after a crash, took the run up; everything must be seen afresh before it acts. */
	| {
			readonly type: 'run-resumed';
			readonly at: number;
			/** Absent: to go on with it. `restore`: to look at what it left, clean up and put back, and nothing else. */
			readonly purpose?: 'restore';
			/** Answers that hold from here on instead of the configured ones. */
			readonly policy?: Partial<RunPolicy>;
			/** A newer run of the same deployment group is known. */
			readonly isSuperseded?: true;
			/** As in the configuration, of the machine that takes it up. */
			readonly clockSkewMs?: number;
	  }
	/** Instances are missing, coming or going: nothing is noted yet. Counts are in the unit of the capacity. */
	| {
			readonly type: 'incomplete-seen';
			readonly at: number;
			readonly present: number;
			readonly target: number;
			readonly unit: 'instance' | 'weight';
	  }
	| {readonly type: 'baseline-noted'; readonly at: number; readonly baseline: Baseline}
	| {readonly type: 'action-intended'; readonly at: number; readonly number: number; readonly action: Action}
	| {
			readonly type: 'action-done';
			readonly at: number;
			readonly number: number;
			readonly blueGreenId?: string;
			readonly deploymentId?: string;
			/** True when the call's own answer never came and what it made was found by its mark. */
			readonly isAdopted: boolean;
	  }
	| {readonly type: 'action-failed'; readonly at: number; readonly number: number; readonly problem: Problem}
	/** The call's answer never came: whether it did anything is open until its mark was looked for. */
	| {readonly type: 'action-unanswered'; readonly at: number; readonly number: number; readonly problem: Problem}
	/** A blue/green that the unanswered start may have made; nothing in it proves whose it is. */
	| {
			readonly type: 'candidate-seen';
			readonly at: number;
			readonly number: number;
			readonly blueGreenId: string;
			readonly state: BlueGreenState;
	  }
	/** Seen before the first write, the run is refused; seen after its end, nothing is cleaned up. */
	| {readonly type: 'conflict-seen'; readonly at: number; readonly conflict: Conflict}
	| {readonly type: 'request-made'; readonly at: number; readonly request: RunRequest; readonly by: 'person' | 'policy'}
	| {
			readonly type: 'blue-green-seen';
			readonly at: number;
			readonly blueGreenId: string;
			readonly state: BlueGreenState;
	  }
	| {readonly type: 'deployment-seen'; readonly at: number; readonly deployment: Deployment}
	| {
			readonly type: 'targets-seen';
			readonly at: number;
			/** Those that changed; the others are as they were. */
			readonly targets: readonly DeploymentTarget[];
			/** Absent means the run's own deployment; set for the one that rolls it back. */
			readonly deploymentId?: string;
	  }
	| {
			readonly type: 'fleet-seen';
			readonly at: number;
			/** Those that changed; the others are as they were. One that is gone comes once more, as terminated. */
			readonly instances: readonly FleetInstance[];
			/** Spot requests that have no instance yet. */
			readonly pendingRequests: number;
	  }
	| {
			readonly type: 'capacity-seen';
			readonly at: number;
			readonly capacity: Capacity;
			readonly suspensions: readonly Suspension[];
	  }
	| {readonly type: 'spot-log-seen'; readonly at: number; readonly entries: readonly SpotLogEntry[]}
	| {readonly type: 'source-lost'; readonly at: number; readonly source: Source; readonly problem: Problem}
	| {readonly type: 'source-found'; readonly at: number; readonly source: Source}
	/**
	 * These sources answered, changed or not. It follows every look, tells nothing but how old the picture is, and no
	 * journal keeps it.
	 */
	| {readonly type: 'sources-seen'; readonly at: number; readonly sources: readonly Source[]}
	/** Another process drives the run and this one only looks on, until it takes the run up itself. No journal keeps it. */
	| {readonly type: 'controller-seen'; readonly at: number; readonly controller: Controller}
	| {readonly type: 'run-ended'; readonly at: number; readonly outcome: Outcome};
