/** A story is all that happens in one chaos run, as data: drawn from a seed, played, and cut down where it fails. */
import {type RunPolicy} from '../../source/core/run/event.js';
import {type Gate, type RunRequest} from '../../source/core/run/action.js';
import {type Fault} from '../../source/simulator/faults.js';
import {type ScenarioId} from '../../source/simulator/scenarios.js';

export type MachineName = 'a' | 'b';

/** Something that shows in the clouds or in a journal, taken from its first time on. */
export type Sign =
	| 'run-started'
	| 'blue-green-started'
	| 'instances-pending'
	| 'waits-for-deployment'
	| 'deployment-created'
	| 'ready'
	| 'rerouting'
	| 'termination-wait'
	| 'deployment-over'
	| 'blue-green-over'
	| 'run-ended';

/** `ms` of true time after the start, after a sign, or after the end of the controller of that number. */
export type Moment = {readonly after: 'start' | Sign | number; readonly ms: number};

/** How the account stands before the first request. */
export type WorldPlan = {
	readonly scenario: ScenarioId;
	readonly instanceCount: number;
	readonly unit: 'instance' | 'weight';
	/** Whether the maximum leaves room for twice the target. */
	readonly hasHeadroom: boolean;
	/** `deployed` once before; `first-run` of a group that stands for long; `new-group` whose first instances are pending. */
	readonly history: 'deployed' | 'first-run' | 'new-group';
	/** Minutes that the deployment waits for Continue, or that it goes on by itself. */
	readonly ready: number | 'continue';
	/** Minutes before the originals end, or that they stay. */
	readonly originals: number | 'keep';
	readonly deploymentConfig: 'AllAtOnce' | 'HalfAtATime' | 'OneAtATime';
	readonly tagDelayMs?: number;
	readonly suspensions: ReadonlyArray<{readonly process: string; readonly minutes?: number}>;
	/** Another Elastigroup with instances of its own, which the deployment group's filter may find. */
	readonly neighbour: 'none' | 'other-tag' | 'same-tag';
	readonly rollsBackByItself: boolean;
	/** Two things that nobody knows of the real clouds (docs/facts.md CD 2.5, SPOT 3.6). */
	readonly rewritesFilter: boolean;
	readonly removesGreenAfterFailure: boolean;
};

export type Kill =
	/** At the `count`th call of a cloud, or the `count`th write: before it is sent, or done but never answered. */
	| {
			readonly at: 'call';
			readonly only: 'any' | 'write';
			readonly count: number;
			readonly side: 'before' | 'after';
	  }
	/** At the `count`th line of the journal, or the `count`th that tells of an action: not, half or wholly written. */
	| {
			readonly at: 'line';
			readonly only: 'any' | 'action';
			readonly count: number;
			readonly side: 'before' | 'torn' | 'after';
	  };

/** What the person in front of a controller says at a question: nothing, goodbye, or a request. */
export type Answers = Readonly<Record<Gate['kind'], RunRequest | 'wait' | 'leave'>>;

/** A process of the program. */
export type ControllerPlan = {
	readonly machine: MachineName;
	readonly begins: Moment;
	readonly command: 'deploy' | 'watch' | 'restore' | 'dry-restore' | 'look-on';
	/** What `deploy` deploys. */
	readonly version: string;
	readonly timeoutMinutes?: number;
	readonly policy: RunPolicy;
	readonly answers: Answers;
	readonly hesitationMs: number;
	/** Starts although the checks refuse, as if the world had changed in between. */
	readonly isUnchecked: boolean;
	/** Whether a tag of the deployment names its run, which proves whose a blue/green is. */
	readonly hasRunTag: boolean;
	readonly kill?: Kill;
};

/** An answer that no cloud gives: a proxy's, a portal's, or nonsense. */
export type StrangeAnswer = {
	readonly kind: 'answer';
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: string;
	/** Whether the request went through to the cloud all the same. */
	readonly isDone: boolean;
};

export type Trouble =
	| Exclude<Fault, {readonly kind: 'latency' | 'replaced' | 'portal'}>
	| StrangeAnswer
	/** Each call takes up to this long, in the world's time. */
	| {readonly kind: 'slow'; readonly ms: number};

/** What is the matter with the network of a machine, for a while. */
export type Weather = {
	readonly machine: MachineName;
	readonly begins: Moment;
	readonly lengthMs: number;
	/** Of the calls that it is about, how many are hit. */
	readonly share: number;
	readonly about:
		| 'all'
		| 'reads'
		| 'writes'
		| 'spot'
		| 'codedeploy'
		| 'account'
		| 'startBlueGreen'
		| 'createDeployment';
	readonly trouble: Trouble;
};

/** What somebody else does, in one of the consoles or to a machine, or asks of a controller. */
export type Deed =
	| {readonly who: 'console'; readonly does: 'create-deployment' | 'continue-deployment' | 'stop-blue-green'}
	| {readonly who: 'console'; readonly does: 'stop-deployment'; readonly isRollingBack: boolean}
	| {readonly who: 'console'; readonly does: 'set-capacity'; readonly more: number}
	| {readonly who: 'console'; readonly does: 'suspend'; readonly process: string}
	| {readonly who: 'console'; readonly does: 'lift-suspensions'}
	| {readonly who: 'console'; readonly does: 'remove-tags' | 'terminate'; readonly from: 'blue' | 'green'}
	| {readonly who: 'console'; readonly does: 'start-blue-green' | 'change-filter'; readonly value: string}
	| {readonly who: 'console'; readonly does: 'tag-neighbour'}
	| {readonly who: MachineName; readonly does: 'jump' | 'nap'; readonly ms: number}
	| {readonly who: number; readonly does: 'request'; readonly request: RunRequest};

export type Act = {readonly at: Moment; readonly deed: Deed};

export type Story = {
	readonly seed: number;
	readonly world: WorldPlan;
	/** How far the clock of each machine is from the true time. */
	readonly clockOffsetMs: Readonly<Record<MachineName, number>>;
	/** How many times longer than it should each timer of a machine takes: machines are busy. */
	readonly lateness: number;
	readonly controllers: readonly ControllerPlan[];
	readonly weather: readonly Weather[];
	readonly acts: readonly Act[];
	/** What a patient person says at the end, when nothing disturbs any more. */
	readonly finalAnswers: Answers;
};
