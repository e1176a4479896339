import {type BlueGreenState, type SpotLogEntry, type Suspension} from '../cloud/elastigroup.js';
import {type Deployment, type DeploymentStatus, type DeploymentTarget} from '../cloud/code-deploy.js';
import {type Capacity} from '../cloud/shared.js';
import {type Problem} from '../problem.js';
import {type Action, type RunRequest} from './action.js';
import {
	type Baseline,
	type Conflict,
	type Controller,
	type FleetInstance,
	type Outcome,
	type RunConfig,
	type RunPolicy,
	type Source,
} from './event.js';
import {type LogLine, type PhaseId} from './run-view.js';

/** One write: what was meant, and what came of it. */
export type ActionRecord = {
	readonly number: number;
	readonly action: Action;
	readonly intendedAt: number;
	/**
	 * `intended` is on its way; `unanswered` means that nobody knows whether it did anything, since the process died
	 * or the reply was lost.
	 */
	readonly state: 'intended' | 'unanswered' | 'done' | 'failed';
	/** When it came to be unanswered, done or failed. */
	readonly settledAt?: number;
	readonly problem?: Problem;
	readonly isAdopted: boolean;
};

export type BlueGreenSeen = {
	readonly id: string;
	readonly state: BlueGreenState;
	/** When this state was first seen. */
	readonly since: number;
};

export type DeploymentSeen = {
	readonly deployment: Deployment;
	/** When its present status was first seen. */
	readonly since: number;
	readonly targets: Readonly<Record<string, DeploymentTarget>>;
};

/** Why a run leaves the forward road. The first sign stays; later ones are consequences. */
export type FailureSign = {
	readonly at: number;
	readonly phase: PhaseId;
	readonly kind:
		| 'deployment-failed'
		| 'deployment-stopped'
		| 'blue-green-failed'
		| 'blue-green-stopped'
		| 'start-refused'
		| 'create-refused';
};

export type SourceSeen = {
	/** When it last answered. */
	readonly seenAt?: number;
	readonly lost?: {readonly at: number; readonly problem: Problem};
};

/** Everything known about a run: the fold of its events. */
export type Run = {
	readonly config: RunConfig;
	readonly policy: RunPolicy;
	readonly startedAt: number;
	/** When it was last taken up again; nothing seen before that is fresh. */
	readonly resumedAt?: number;
	/** When it was last taken up again after it had ended; attempts before that do not count. */
	readonly reopenedAt?: number;
	/** How it had ended when it was taken up again. */
	readonly previousOutcome?: Outcome;
	/** Taken up to clean up and put back alone: nothing is started, created, continued or moved on. */
	readonly isRestoring?: true;
	/** The blue/green that was said to be somebody else's after the start got no answer. */
	readonly disownedId?: string;
	/** When it was taken up again a newer run of its deployment group was there: the group belongs to that one. */
	readonly isSuperseded?: true;
	readonly lastEventAt: number;
	readonly baseline?: Baseline;
	/** What of the Elastigroup was there while it was not complete enough to be noted. */
	readonly incomplete?: {readonly present: number; readonly target: number; readonly unit: 'instance' | 'weight'};
	readonly conflict?: Conflict;
	/** A deployment of the group that somebody else created while this run's blue/green waited for its own. */
	readonly otherDeployment?: {readonly deploymentId: string; readonly status: DeploymentStatus; readonly since: number};
	/** What the unanswered start may have made. */
	readonly candidate?: {readonly blueGreenId: string; readonly state: BlueGreenState};
	/** Set while another process drives the run. */
	readonly controller?: Controller;
	readonly actions: readonly ActionRecord[];
	readonly requests: ReadonlyArray<{
		readonly at: number;
		readonly request: RunRequest;
		readonly by: 'person' | 'policy';
	}>;
	readonly blueGreen?: BlueGreenSeen;
	readonly blueGreenId?: string;
	readonly deploymentId?: string;
	readonly deployment?: DeploymentSeen;
	/**
	 * Instances that the deployment took for originals although they were neither noted nor members of the Elastigroup:
	 * CodeDeploy would take their traffic and may end them.
	 */
	readonly foreignOriginals: readonly string[];
	readonly rollbackDeploymentId?: string;
	readonly rollback?: DeploymentSeen;
	/** By instance id; one that went away stays, as terminated or detached. */
	readonly fleet: Readonly<Record<string, FleetInstance>>;
	readonly pendingRequests: number;
	readonly capacity?: Capacity;
	readonly suspensions?: readonly Suspension[];
	/** The newest entries of Spot's log. */
	readonly spotLog: readonly SpotLogEntry[];
	readonly sources: Readonly<Record<Source, SourceSeen>>;
	readonly phase: PhaseId;
	readonly phaseTimes: Readonly<Partial<Record<PhaseId, {readonly startedAt: number; readonly endedAt?: number}>>>;
	readonly failure?: FailureSign;
	readonly log: readonly LogLine[];
	readonly outcome?: Outcome;
	readonly endedAt?: number;
};
