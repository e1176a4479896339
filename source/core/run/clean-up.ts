/**
 * What may be put back, and with which proofs. Anything that is not known keeps an instance alive: a clean-up that
 * leaves too much is an inconvenience, one that removes too much is an outage.
 */
import {type Suspension} from '../cloud/elastigroup.js';
import {type Capacity} from '../cloud/shared.js';
import {type Action, type CleanUpPlan, type KeepReason, type Proof} from './action.js';
import {colorOf, isNoted, livingMembers, weightOfAll} from './colors.js';
import {type FleetInstance} from './event.js';
import {type Run} from './run.js';
import {isAlive, isFinalBlueGreen} from './state.js';
import {isTrafficKnown, takesTraffic} from './traffic.js';

const judgeTraffic = (run: Run, instance: FleetInstance): KeepReason | undefined => {
	if (!isTrafficKnown(run)) {
		return 'traffic-unknown';
	}

	return takesTraffic(run, instance) ? 'takes-traffic' : undefined;
};

/** EC2 tells launch times in whole seconds. */
const secondMs = 1000;

/** When the run began, by the cloud's clock, which also tells when an instance was launched. */
const bornAfter = (run: Run): number => Math.floor((run.baseline?.spotTime ?? run.startedAt) / secondMs) * secondMs;

/** When this run's blue/green was first seen to have ended: what was launched later is not of it. */
const bornBefore = (run: Run): number =>
	run.blueGreen !== undefined && isFinalBlueGreen(run.blueGreen.state) ? run.blueGreen.since : Number.POSITIVE_INFINITY;

const judgeGreen = (run: Run, instance: FleetInstance): KeepReason | undefined => {
	if (run.baseline === undefined || isNoted(run, instance.instanceId)) {
		return 'noted-before';
	}

	if (!instance.hasGreenTags) {
		return colorOf(run, instance) === 'green' ? 'no-green-tag' : 'other';
	}

	if (instance.launchedAt === undefined || instance.launchedAt < bornAfter(run)) {
		return 'launched-before-start';
	}

	return instance.launchedAt > bornBefore(run) ? 'launched-after-end' : judgeTraffic(run, instance);
};

const greenProofs: readonly Proof[] = [
	'not-noted-before',
	'launched-after-start',
	'carries-green-tag',
	'takes-no-traffic',
];
const originalProofs: readonly Proof[] = ['is-kept-original', 'takes-no-traffic'];

export const isSameCapacity = (one: Capacity, other: Capacity): boolean =>
	one.target === other.target && one.minimum === other.minimum && one.maximum === other.maximum;

const isSameSuspension = (one: Suspension, other: Suspension): boolean =>
	one.process === other.process && (one.expiresAt === undefined) === (other.expiresAt === undefined);

/**
 * The suspensions as they were noted, as far as they would still hold, and those of now that end by themselves:
 * somebody gave them a term. One without a term that was not there before the run would stay for good.
 */
const planSuspensions = (run: Run, now: number): CleanUpPlan['suspensions'] => {
	const {baseline, suspensions: from} = run;
	if (baseline === undefined || from === undefined) {
		return undefined;
	}

	const noted = baseline.suspensions.filter(({expiresAt}) => expiresAt === undefined || expiresAt > now);
	const isNotedProcess = ({process}: Suspension): boolean => noted.some(other => other.process === process);
	const present = from.filter(
		one => noted.some(other => isSameSuspension(one, other)) || (!isNotedProcess(one) && one.expiresAt !== undefined),
	);
	const missing = noted.filter(one => !present.some(({process}) => process === one.process));
	return missing.length === 0 && present.length === from.length ? undefined : {from, to: [...present, ...missing]};
};

/** The write that brings the suspensions nearer to the plan; what is missing is put back before anything is lifted. */
export const suspensionAction = ({from, to}: Exclude<CleanUpPlan['suspensions'], undefined>): Action => {
	// Suspending again what is suspended already would start its clock anew.
	const missing = to.filter(one => !from.some(present => isSameSuspension(one, present)));
	return missing.length > 0
		? {kind: 'restore-suspensions', suspensions: missing}
		: {
				kind: 'lift-suspensions',
				processes: from.map(({process}) => process).filter(name => !to.some(({process}) => process === name)),
			};
};

/** Whether Spot has no instance to end once the target is `to.target`: otherwise it would choose which. */
export const isFitting = (run: Run, members: readonly FleetInstance[], to: Capacity): boolean =>
	weightOfAll(run, members) <= to.target || (run.capacity !== undefined && run.capacity.target <= to.target);

const planNumbers = (
	run: Run,
	remaining: readonly FleetInstance[],
	now: number,
): Pick<CleanUpPlan, 'capacity' | 'suspensions'> => {
	const noted = run.baseline?.capacity;
	const present = run.capacity;
	const suspensions = planSuspensions(run, now);
	return {
		...(noted !== undefined &&
			present !== undefined &&
			isFitting(run, remaining, noted) &&
			!isSameCapacity(noted, present) && {capacity: {from: present, to: noted}}),
		...(suspensions && {suspensions}),
	};
};

/**
 * Whether the replacements are to stay: this run's deployment has succeeded or, where it has none, somebody else's did,
 * or Spot finished its blue/green as it does after a success.
 */
export const hasSucceeded = (run: Run): boolean =>
	run.deploymentId === undefined
		? run.otherDeployment?.status === 'succeeded' || run.blueGreen?.state === 'FINISHED'
		: run.deployment?.deployment.status === 'succeeded';

type Judge = (instance: FleetInstance) => KeepReason | undefined;

const planRemoval = (
	candidates: readonly FleetInstance[],
	judge: Judge,
	proofs: readonly Proof[],
): Pick<CleanUpPlan, 'remove' | 'keep'> => {
	const remove: Array<CleanUpPlan['remove'][number]> = [];
	const keep: Array<CleanUpPlan['keep'][number]> = [];
	for (const instance of candidates) {
		const reason = judge(instance);
		if (reason === undefined) {
			remove.push({instanceId: instance.instanceId, proofs});
		} else {
			keep.push({instanceId: instance.instanceId, reason});
		}
	}

	return {remove, keep};
};

const finishPlan = (run: Run, removal: Pick<CleanUpPlan, 'remove' | 'keep'>, now: number): CleanUpPlan => {
	const leaving = new Set(removal.remove.map(({instanceId}) => instanceId));
	const remaining = livingMembers(run).filter(instance => !leaving.has(instance.instanceId));
	return {...removal, ...planNumbers(run, remaining, now)};
};

/** After a failure or a stop: this run's own instances go, the noted numbers come back. */
export const planCleanUp = (run: Run, now: number): CleanUpPlan =>
	finishPlan(
		run,
		planRemoval(
			livingMembers(run).filter(instance => !isNoted(run, instance.instanceId)),
			instance => judgeGreen(run, instance),
			greenProofs,
		),
		now,
	);

/**
 * After a success: originals that were kept alive go by their ids, so that Spot does not choose (docs/facts.md SPOT
 * 3.8), and the noted numbers come back.
 */
export const planRestore = (run: Run, now: number): CleanUpPlan =>
	finishPlan(
		run,
		planRemoval(
			livingMembers(run).filter(instance => isNoted(run, instance.instanceId)),
			instance => judgeTraffic(run, instance),
			originalProofs,
		),
		now,
	);

export const isEmptyPlan = (plan: CleanUpPlan): boolean =>
	plan.remove.length === 0 && plan.capacity === undefined && plan.suspensions === undefined;

/** Of the instances that stay, those that this run may have left: not what came by scaling or as a replacement. */
export const keptOfRun = ({keep}: CleanUpPlan): CleanUpPlan['keep'] => keep.filter(({reason}) => reason !== 'other');

/** Nothing to do, nothing kept for want of proof, and the numbers as they were noted. */
export const isCleanPlan = (run: Run, plan: CleanUpPlan): boolean =>
	isEmptyPlan(plan) &&
	keptOfRun(plan).length === 0 &&
	(run.baseline === undefined || run.capacity === undefined || isSameCapacity(run.baseline.capacity, run.capacity));

/** Whether instances of the plan are still handing over their last requests, so that waiting will change it. */
export const isDraining = (run: Run, plan: CleanUpPlan): boolean =>
	plan.keep.some(({instanceId}) => {
		const instance = run.fleet[instanceId];
		return instance !== undefined && isAlive(instance) && instance.traffic === 'draining';
	});
