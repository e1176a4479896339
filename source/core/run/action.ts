import {type Capacity} from '../cloud/shared.js';
import {type BlueGreenState, type Suspension} from '../cloud/elastigroup.js';
import {type TagFilterSet} from '../cloud/code-deploy.js';

/** A write to one of the clouds. The runtime journals it, makes the one call, and journals what came of it. */
export type Action =
	| {readonly kind: 'start-blue-green'}
	| {readonly kind: 'create-deployment'}
	| {readonly kind: 'continue-deployment'; readonly deploymentId: string; readonly wait: 'ready' | 'termination'}
	| {readonly kind: 'stop-deployment'; readonly deploymentId: string; readonly isRollingBack: boolean}
	| {readonly kind: 'stop-blue-green'; readonly blueGreenId: string}
	/** Only instances proved to be born in this run and not taking traffic; or originals that were kept alive. */
	| {readonly kind: 'detach-instances'; readonly instanceIds: readonly string[]}
	| {readonly kind: 'restore-capacity'; readonly capacity: Capacity}
	| {readonly kind: 'restore-suspensions'; readonly suspensions: readonly Suspension[]}
	| {readonly kind: 'lift-suspensions'; readonly processes: readonly string[]}
	/**
	 * Points the deployment group's filter at the tags that were just deployed, so that the next run's originals are
	 * this run's replacements. Whether CodeDeploy does it by itself is open (docs/facts.md CD 2.5, §8.2).
	 */
	| {readonly kind: 'advance-filter'; readonly tagFilters: TagFilterSet};

/** What a person, or a policy, asks of a run while it goes. */
export type RunRequest =
	| 'continue'
	| 'skip-termination-wait'
	| 'stop'
	| 'stop-and-roll-back'
	| 'clean-up'
	| 'leave-as-is'
	| 'restore'
	/** The blue/green that the unanswered start may have made is this run's. */
	| 'adopt-blue-green'
	/** It is somebody else's. */
	| 'leave-blue-green';

/** A question the run stops at until a person or the policy answers with one of its requests. */
export type Gate =
	/** The deployment is Ready and waits for Continue until `until`; then CodeDeploy stops it. */
	| {readonly kind: 'ready'; readonly until?: number; readonly requests: readonly RunRequest[]}
	/** The run failed or was stopped and left something: instances to detach, numbers to restore. */
	| {readonly kind: 'clean-up'; readonly plan: CleanUpPlan; readonly requests: readonly RunRequest[]}
	/** The run succeeded, and the Elastigroup differs from what was noted before it. */
	| {readonly kind: 'restore'; readonly plan: CleanUpPlan; readonly requests: readonly RunRequest[]}
	/** Traffic has not moved yet, and the deployment would take that of instances that are not this Elastigroup's. */
	| {
			readonly kind: 'foreign-originals';
			readonly instanceIds: readonly string[];
			readonly requests: readonly RunRequest[];
	  }
	/** The start was not answered, and nothing proves whose the blue/green is that runs now. */
	| {
			readonly kind: 'unclear-start';
			readonly blueGreenId: string;
			readonly state: BlueGreenState;
			readonly requests: readonly RunRequest[];
	  };

export type PlanGate = Extract<Gate, {readonly plan: CleanUpPlan}>;

/** The plan that a gate asks leave for, where it asks for one. */
export const planOf = (gate: Gate | undefined): CleanUpPlan | undefined =>
	gate?.kind === 'clean-up' || gate?.kind === 'restore' ? gate.plan : undefined;

export type CleanUpPlan = {
	/** To be detached and terminated, each with the proofs that allow it. */
	readonly remove: ReadonlyArray<{readonly instanceId: string; readonly proofs: readonly Proof[]}>;
	/** Not touched, and why not. */
	readonly keep: ReadonlyArray<{readonly instanceId: string; readonly reason: KeepReason}>;
	readonly capacity?: {readonly from: Capacity; readonly to: Capacity};
	readonly suspensions?: {readonly from: readonly Suspension[]; readonly to: readonly Suspension[]};
};

export type Proof =
	| 'not-noted-before'
	| 'launched-after-start'
	| 'carries-green-tag'
	| 'takes-no-traffic'
	| 'is-kept-original';

export type KeepReason =
	| 'noted-before'
	| 'launched-before-start'
	| 'no-green-tag'
	| 'takes-traffic'
	| 'traffic-unknown'
	| 'is-green-of-success'
	/** Neither noted before nor tagged by this run: scaling, or a replacement of an instance that was lost. */
	| 'other'
	/** Launched after this run's blue/green had ended. */
	| 'launched-after-end';
