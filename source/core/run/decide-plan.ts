/** Carrying out a plan to clean up or to restore: from a fresh picture only, with consent, one write at a time. */
import {type Action, type CleanUpPlan, type Gate, type RunRequest} from './action.js';
import {attemptsOf, lastAttempt} from './attempts.js';
import {suspensionAction} from './clean-up.js';
import {attempt, isSeenAfter, requestedAt, wait, type Decision} from './decision.js';
import {type Run} from './run.js';
import {isAlive} from './state.js';
import {hasBalancers} from './traffic.js';

/** How long the clouds are given to finish what they began (originals ending, capacity falling) before it is a finding. */
export const settlePatienceMs = 120_000;

/** How long leaving instances may hand over their last requests. */
export const drainPatienceMs = 300_000;

/** How often a number is put back that does not stay. */
const restoreTimes = 5;

/** The last moment at which one of the clouds said something that the plan depends on. */
export const lastChangeAt = (run: Run): number =>
	Math.max(
		run.blueGreen?.since ?? 0,
		run.deployment?.since ?? 0,
		run.rollback?.since ?? 0,
		run.resumedAt ?? 0,
		...run.actions.map(record => record.settledAt ?? record.intendedAt),
	);

export const isPictureFresh = (run: Run): boolean => {
	const at = lastChangeAt(run);
	return (
		isSeenAfter(run, 'spot', at) &&
		(isSeenAfter(run, 'ec2', at) || run.sources.ec2.lost !== undefined) &&
		(isSeenAfter(run, 'load-balancer', at) || run.sources['load-balancer'].lost !== undefined || !hasBalancers(run))
	);
};

/**
 * Instances that were detached in order to end: they are in no list of Spot's any more, and cost money until EC2 shows
 * them ended. `wait` as long as that is to be expected, `left` where they still run after it.
 */
export const detachedInstances = (
	run: Run,
	now: number,
): {readonly state: 'gone'} | {readonly state: 'left'} | {readonly state: 'wait'; readonly until: number} => {
	const detached = run.actions.filter(({action, state}) => action.kind === 'detach-instances' && state === 'done');
	const ending = detached
		.flatMap(({action}) => (action.kind === 'detach-instances' ? action.instanceIds : []))
		.map(id => run.fleet[id])
		.filter(instance => instance !== undefined && instance.state !== 'terminated' && !instance.isInElastigroup);
	if (ending.length === 0) {
		return {state: 'gone'};
	}

	const until = Math.max(run.resumedAt ?? 0, ...detached.map(({settledAt}) => settledAt ?? 0)) + drainPatienceMs;
	return now < until
		? {state: 'wait', until}
		: {state: ending.some(instance => instance !== undefined && isAlive(instance)) ? 'left' : 'gone'};
};

/** The one write that brings a plan nearer, or undefined when there is none left that may be made. */
const nextOfPlan = (run: Run, plan: CleanUpPlan, now: number): Decision | undefined => {
	if (plan.remove.length > 0) {
		const ids = plan.remove.map(({instanceId}) => instanceId);
		const last = lastAttempt(run, 'detach-instances');
		// Detached ones drain before they leave Spot's list.
		if (
			last?.state === 'done' &&
			last.action.kind === 'detach-instances' &&
			last.settledAt !== undefined &&
			ids.every(id => last.action.kind === 'detach-instances' && last.action.instanceIds.includes(id))
		) {
			return now < last.settledAt + drainPatienceMs ? wait('removal', last.settledAt + drainPatienceMs) : undefined;
		}

		return attempt(run, {kind: 'detach-instances', instanceIds: ids}, now);
	}

	const action: Action | undefined =
		plan.capacity === undefined
			? plan.suspensions && suspensionAction(plan.suspensions)
			: {kind: 'restore-capacity', capacity: plan.capacity.to};
	return action === undefined || attemptsOf(run, action.kind).length >= restoreTimes
		? undefined
		: attempt(run, action, now);
};

export const askAndDo = (
	run: Run,
	gate: Extract<Gate, {readonly plan: CleanUpPlan}>,
	{policy, yes}: {readonly policy: 'ask' | 'always' | 'never'; readonly yes: RunRequest},
	now: number,
	left: Decision,
): Decision => {
	// Somebody's next blue/green runs in the Elastigroup: what is there now may be theirs.
	if (run.conflict !== undefined) {
		return left;
	}

	const yesAt = requestedAt(run, yes);
	const noAt = requestedAt(run, 'leave-as-is');
	if (noAt !== undefined && (yesAt === undefined || noAt > yesAt)) {
		return left;
	}

	if (yesAt !== undefined) {
		return nextOfPlan(run, gate.plan, now) ?? left;
	}

	if (policy === 'ask') {
		return {kind: 'ask', gate};
	}

	return {kind: 'ask', gate, answer: policy === 'always' ? yes : 'leave-as-is'};
};
