/** What every picture of a run is drawn from: the live screen, the plain lines, the summary. Flat, and pure data. */
import {type Capacity, type Tag} from '../cloud/shared.js';
import {type Problem} from '../problem.js';
import {type Text} from '../text-token.js';
import {type Gate, type RunRequest} from './action.js';
import {type Controller, type Outcome, type RunConfig, type Source} from './event.js';
import {type Unattended} from './unattended.js';

export const phaseIds = [
	'preflight',
	'start',
	'provision',
	'tag',
	'create',
	'install',
	'ready-gate',
	'reroute',
	'termination-wait',
	'finalise',
	'verify',
] as const;

export type PhaseId = (typeof phaseIds)[number];

export type PhaseState = 'not-reached' | 'now' | 'done' | 'skipped' | 'failed' | 'unknown';

export type PhaseView = {
	readonly id: PhaseId;
	readonly state: PhaseState;
	/** Whose work it is. */
	readonly vendor: 'spot' | 'aws' | 'both' | 'us';
	/** How long it took, or has taken so far. */
	readonly durationMs?: number;
};

export type DeadlineId =
	| 'spot-timeout'
	| 'agent-start'
	| 'event-limit'
	| 'ready-wait'
	| 'termination-wait'
	| 'own-deadline'
	| 'credentials';

export type DeadlineView = {readonly id: DeadlineId; readonly at: number; readonly remainingMs: number};

export type FleetView = {
	readonly color: 'blue' | 'green';
	readonly tags: readonly Tag[];
	/** Those that have not ended yet. */
	readonly total: number;
	/** Instances by what they are doing, in the order of the words here. */
	readonly counts: ReadonlyArray<{
		readonly state:
			| 'requested'
			| 'launching'
			| 'running'
			| 'installing'
			| 'ready'
			| 'registering'
			| 'taking-traffic'
			| 'succeeded'
			| 'failed'
			| 'draining'
			| 'out-of-traffic'
			| 'detached'
			| 'shutting-down'
			| 'terminated';
		readonly count: number;
	}>;
	readonly spotCount: number;
	readonly onDemandCount: number;
	readonly zones: ReadonlyArray<{readonly zone: string; readonly count: number}>;
};

/** Registered and healthy targets, not measured requests: EC2 blue/green has no weights. */
export type TrafficView = {
	readonly blueHealthy: number;
	readonly greenHealthy: number;
	readonly blueRegistered: number;
	readonly greenRegistered: number;
	readonly draining: number;
};

export type CapacityView = {
	/** What the numbers count: instances, or weights in vCPUs. */
	readonly unit: 'instance' | 'weight';
	readonly noted?: Capacity;
	readonly present?: Capacity;
	/** What the Elastigroup should show at the end. */
	readonly expectedAtEnd?: Capacity;
	readonly differs: boolean;
};

/** One cell of an instance's strip of lifecycle events. */
export type EventCell = {
	readonly name: string;
	readonly state: 'pending' | 'in-progress' | 'succeeded' | 'failed' | 'skipped' | 'unknown';
	readonly durationMs?: number;
};

export type InstanceRow = {
	readonly instanceId: string;
	readonly color: 'blue' | 'green' | 'other';
	readonly state: string;
	readonly isSpot?: boolean;
	readonly instanceType?: string;
	readonly zone?: string;
	readonly ageMs?: number;
	readonly traffic?: string;
	readonly hasGreenTags: boolean;
	/** Empty until CodeDeploy knows the instance. */
	readonly events: readonly EventCell[];
	readonly note?: Text;
};

export type LogLine = {
	readonly at: number;
	readonly source: 'us' | 'spot' | 'code-deploy' | 'ec2' | 'load-balancer';
	readonly severity: 'info' | 'good' | 'warn' | 'error';
	readonly text: Text;
	readonly instanceId?: string;
	/** How often the same line came in a row. */
	readonly repeated: number;
};

export type FailureView = {
	/** CodeDeploy's error code, a Spot state, or a code of ours. */
	readonly code: string;
	readonly what: Text;
	readonly cause?: Text;
	readonly nextSteps: readonly Text[];
	/** The first instance that failed, with its event and script. */
	readonly instanceId?: string;
	readonly eventName?: string;
	/** CodeDeploy's own words for that event; `cause` holds them too. */
	readonly eventMessage?: string;
	readonly scriptName?: string;
	readonly logTail?: string;
	/** Id of the guide's case, such as `D4`. */
	readonly requirement?: string;
};

export type SourceView = {
	readonly source: Source;
	readonly ageMs?: number;
	readonly state: 'not-asked' | 'fresh' | 'stale' | 'lost';
	readonly problem?: Problem;
};

export type NextView = {
	/** What is waited for, or what to do now. */
	readonly text: Text;
	/** What happens if nothing is done. */
	readonly otherwise?: Text;
	/** What to type in a shell. */
	readonly command?: string;
	/** What a person may ask for now, the most useful first. */
	readonly requests: readonly RunRequest[];
};

export type RunView = {
	readonly config: RunConfig;
	readonly blueGreenId?: string;
	readonly deploymentId?: string;
	/** Set while a rollback is followed. */
	readonly rollbackDeploymentId?: string;
	readonly phases: readonly PhaseView[];
	readonly phase: PhaseId;
	readonly isRollingBack: boolean;
	readonly elapsedMs: number;
	readonly phaseElapsedMs: number;
	/** Time that no phase counts: going back, cleaning up, restoring, and waiting for a person's answer to either. */
	readonly aftermathMs?: number;
	/** Nearest first; only those that are armed. */
	readonly deadlines: readonly DeadlineView[];
	readonly blue: FleetView;
	readonly green: FleetView;
	readonly traffic?: TrafficView;
	readonly capacity: CapacityView;
	/** Ids that the deployment took for originals although they were not the Elastigroup's. */
	readonly foreignOriginals: readonly string[];
	readonly instances: readonly InstanceRow[];
	readonly log: readonly LogLine[];
	readonly next: NextView;
	readonly gate?: Gate;
	readonly failure?: FailureView;
	readonly sources: readonly SourceView[];
	/** True when this program only looks on: the run is another's, or was not started by us. */
	readonly isReadOnly: boolean;
	/** The process that drives the run, where it is another one. */
	readonly controller?: Controller;
	/** Nothing was noted before it: what it left behind cannot be told. */
	readonly isOnlyWatched: boolean;
	readonly outcome?: Outcome;
	/** What goes on when nobody drives it any more. */
	readonly unattended: Unattended;
};
