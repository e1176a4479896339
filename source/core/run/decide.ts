import {type Action, type CleanUpPlan, type Gate, type RunRequest} from './action.js';
import {attemptsOf, attemptState, isTagsNotVisible, lastAttempt} from './attempts.js';
import {isCleanPlan, isDraining, isEmptyPlan, planCleanUp, planRestore} from './clean-up.js';
import {isNoted, livingGreen, livingMembers} from './colors.js';
import {type Outcome, type Source} from './event.js';
import {advancedFilter} from './mark.js';
import {type ActionRecord, type Run} from './run.js';
import {hasBlueGreenEnded, isAlive, isFailingBlueGreen, isFinalDeployment, isStoppingBlueGreen} from './state.js';

/** What a run that waits is waiting for. */
export type WaitFor =
	/** The first or a fresh picture of both clouds. */
	| 'look'
	/** A call on its way, or what a lost one may have made. */
	| 'answer'
	/** A cloud that does not answer at present. */
	| 'sight'
	| 'instances'
	| 'tags'
	| 'tags-visible'
	| 'deployment'
	| 'finalise'
	| 'retry'
	| 'deployment-stop'
	| 'rollback'
	| 'blue-green-end'
	| 'drain'
	| 'removal'
	| 'settle';

export type Decision =
	| {readonly kind: 'act'; readonly action: Action}
	/** `answer` is the policy's; without it a person is waited for. */
	| {readonly kind: 'ask'; readonly gate: Gate; readonly answer?: RunRequest}
	/** `untilMs` is the time from which on the decision may differ although nothing changed. */
	| {readonly kind: 'wait'; readonly for: WaitFor; readonly untilMs?: number}
	| {readonly kind: 'end'; readonly outcome: Outcome};

/** How long Spot is given to notice by itself that the deployment has ended badly. */
const noticePatienceMs = 45_000;
/** How long a rollback that was asked for may take to show its id. */
const rollbackPatienceMs = 60_000;
/** How long the clouds are given to finish what they began (originals ending, capacity falling) before it is a finding. */
const settlePatienceMs = 120_000;
/** How long leaving instances may hand over their last requests. */
const drainPatienceMs = 300_000;
/** A blue/green that outlives its own timeout by this much is held for ended. */
const overtimeMs = 600_000;

/** How often a number is put back that does not stay. */
const restoreTimes = 5;

const wait = (what: WaitFor, untilMs?: number): Decision =>
	untilMs === undefined ? {kind: 'wait', for: what} : {kind: 'wait', for: what, untilMs};

const act = (action: Action): Decision => ({kind: 'act', action});

const requestedAt = (run: Run, request: RunRequest): number | undefined =>
	run.requests.findLast(made => made.request === request)?.at;

const isSeenAfter = (run: Run, source: Source, at: number): boolean => {
	const {seenAt} = run.sources[source];
	return seenAt !== undefined && seenAt > at;
};

const isOpen = (record: ActionRecord): boolean => record.state === 'intended' || record.state === 'unanswered';

const startedAt = (run: Run): number => lastAttempt(run, 'start-blue-green')?.intendedAt ?? run.startedAt;

/** Rolling back is the larger wish: who asked for it once gets it, also after a plain stop. */
export const stopRequest = (run: Run): 'stop' | 'stop-and-roll-back' | undefined => {
	if (requestedAt(run, 'stop-and-roll-back') !== undefined) {
		return 'stop-and-roll-back';
	}

	return requestedAt(run, 'stop') === undefined ? undefined : 'stop';
};

const isBlueGreenOver = (run: Run, now: number): boolean =>
	run.blueGreen === undefined
		? run.blueGreenId === undefined
		: hasBlueGreenEnded(run.blueGreen, now) || now > startedAt(run) + run.config.timeoutMinutes * 60_000 + overtimeMs;

/** One attempt more, a pause, or `undefined` when it is refused for good. */
const attempt = (run: Run, action: Action, now: number, waitFor: WaitFor = 'retry'): Decision | undefined => {
	const state = attemptState(run, action.kind);
	switch (state.state) {
		case 'free': {
			return act(action);
		}

		case 'pause': {
			return now >= state.until ? act(action) : wait(waitFor, state.until);
		}

		case 'refused': {
			return undefined;
		}
	}
};

/** The last moment at which one of the clouds said something that the plan depends on. */
const lastChangeAt = (run: Run): number =>
	Math.max(
		run.blueGreen?.since ?? 0,
		run.deployment?.since ?? 0,
		run.rollback?.since ?? 0,
		run.resumedAt ?? 0,
		...run.actions.map(record => record.settledAt ?? record.intendedAt),
	);

const isPictureFresh = (run: Run): boolean => {
	const at = lastChangeAt(run);
	return (
		isSeenAfter(run, 'spot', at) &&
		(isSeenAfter(run, 'ec2', at) || run.sources.ec2.lost !== undefined) &&
		(isSeenAfter(run, 'load-balancer', at) || run.sources['load-balancer'].lost !== undefined || !hasBalancers(run))
	);
};

const hasBalancers = (run: Run): boolean =>
	run.config.group.targetGroupArns.length > 0 || run.config.group.classicLoadBalancerNames.length > 0;

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

	const kind = plan.capacity === undefined ? 'restore-suspensions' : 'restore-capacity';
	if (attemptsOf(run, kind).length >= restoreTimes) {
		return undefined;
	}

	if (plan.capacity !== undefined) {
		return attempt(run, {kind: 'restore-capacity', capacity: plan.capacity.to}, now);
	}

	if (plan.suspensions !== undefined) {
		const {from, to} = plan.suspensions;
		// Suspending again what is suspended already would start its clock anew.
		const missing = to.filter(({process}) => !from.some(present => present.process === process));
		return attempt(run, {kind: 'restore-suspensions', suspensions: missing}, now);
	}

	return undefined;
};

/** The way back: first both sides end, then what is left is looked at, then put back. */
const decideBack = (run: Run, now: number): Decision => {
	const request = stopRequest(run);
	const deployment = run.deployment?.deployment;
	if (run.deploymentId !== undefined && deployment === undefined) {
		return wait('look');
	}

	if (deployment !== undefined && !isFinalDeployment(deployment.status)) {
		const last = lastAttempt(run, 'stop-deployment');
		const isRepeatable = last?.state !== 'done' || now >= (last.settledAt ?? 0) + noticePatienceMs;
		const isRollingBack = request === undefined || request === 'stop-and-roll-back';
		return (
			(isRepeatable
				? attempt(
						run,
						{kind: 'stop-deployment', deploymentId: deployment.deploymentId, isRollingBack},
						now,
						'deployment-stop',
					)
				: undefined) ?? wait('deployment-stop')
		);
	}

	if (run.rollbackDeploymentId === undefined) {
		const stop = lastAttempt(run, 'stop-deployment');
		const since = run.deployment?.since ?? 0;
		if (
			stop?.state === 'done' &&
			stop.action.kind === 'stop-deployment' &&
			stop.action.isRollingBack &&
			now < since + rollbackPatienceMs
		) {
			return wait('rollback', since + rollbackPatienceMs);
		}
	} else if (run.rollback === undefined || !isFinalDeployment(run.rollback.deployment.status)) {
		return wait('rollback');
	}

	if (!isBlueGreenOver(run, now)) {
		const {blueGreen} = run;
		if (run.blueGreenId === undefined || blueGreen === undefined) {
			return wait('look');
		}

		const isOnItsWay =
			isFailingBlueGreen(blueGreen.state) ||
			isStoppingBlueGreen(blueGreen.state) ||
			blueGreen.state === 'REMOVE_ALL_SUSPENSIONS' ||
			blueGreen.state === 'ERROR';
		const endedAt = run.rollback?.since ?? run.deployment?.since;
		if (isOnItsWay) {
			return wait('blue-green-end');
		}

		if (endedAt !== undefined && now < endedAt + noticePatienceMs) {
			return wait('blue-green-end', endedAt + noticePatienceMs);
		}

		const last = lastAttempt(run, 'stop-blue-green');
		const isRepeatable = last?.state !== 'done' || now >= (last.settledAt ?? 0) + noticePatienceMs;
		return (
			(isRepeatable
				? attempt(run, {kind: 'stop-blue-green', blueGreenId: run.blueGreenId}, now, 'blue-green-end')
				: undefined) ?? wait('blue-green-end')
		);
	}

	return decideCleanUp(run, now);
};

const decideCleanUp = (run: Run, now: number): Decision => {
	const endOf = (isClean: boolean): Decision => ({
		kind: 'end',
		outcome: stopRequest(run) === undefined ? {kind: 'failed', isClean} : {kind: 'stopped', isClean},
	});
	if (run.blueGreenId === undefined) {
		return endOf(true);
	}

	if (!isPictureFresh(run)) {
		return wait('settle');
	}

	const plan = planCleanUp(run, now);
	if (isCleanPlan(run, plan)) {
		return endOf(true);
	}

	const changedAt = lastChangeAt(run);
	if (isDraining(run, plan) && now < changedAt + drainPatienceMs) {
		return wait('drain', changedAt + drainPatienceMs);
	}

	// Instances that Spot is just removing by itself need nobody's consent.
	if (isEmptyPlan(plan)) {
		return now < changedAt + settlePatienceMs && plan.keep.length > 0
			? wait('settle', changedAt + settlePatienceMs)
			: endOf(false);
	}

	return askAndDo(
		run,
		{kind: 'clean-up', plan, requests: ['clean-up', 'leave-as-is']},
		{policy: run.policy.cleanUp, yes: 'clean-up'},
		now,
		endOf(false),
	);
};

const askAndDo = (
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

/**
 * Whether the group's filter is still to follow the run. Never after a newer run of the group; and a run that is
 * looked at again after its end moves nothing that nobody asked for.
 */
const isFilterDue = (run: Run): boolean =>
	run.config.isAdvancingFilter &&
	run.isSuperseded !== true &&
	run.conflict === undefined &&
	(run.reopenedAt === undefined || requestedAt(run, 'restore') !== undefined) &&
	!run.actions.some(({action, state}) => action.kind === 'advance-filter' && state === 'done');

/** The deployment has succeeded: Spot finishes, then what is there is compared with what was noted. */
const decideSuccess = (run: Run, now: number): Decision => {
	if (!isBlueGreenOver(run, now)) {
		return wait('finalise');
	}

	if (!isPictureFresh(run)) {
		return wait('settle');
	}

	const changedAt = Math.max(run.blueGreen?.since ?? 0, run.deployment?.since ?? 0);
	const isSettling = now < changedAt + settlePatienceMs;
	const greens = livingGreen(run);
	if (greens.length === 0 && run.baseline !== undefined) {
		return isSettling
			? wait('settle', changedAt + settlePatienceMs)
			: {kind: 'end', outcome: {kind: 'failed', isClean: false}};
	}

	if (isFilterDue(run)) {
		const tagFilters = advancedFilter(run.config.group.tagFilters, run.config);
		const decision = tagFilters && attempt(run, {kind: 'advance-filter', tagFilters}, now);
		if (decision !== undefined) {
			return decision;
		}
	}

	const plan = planRestore(run, now);
	if (isCleanPlan(run, plan)) {
		return {kind: 'end', outcome: {kind: 'succeeded', isRestored: true}};
	}

	// Originals that are to end take a while to leave, and Spot's numbers follow them.
	const originals = run.deployment?.deployment.originalsOption ?? run.config.group.originalsOption;
	const isLeaving = livingMembers(run).some(({instanceId}) => isNoted(run, instanceId));
	if (isSettling && originals?.action !== 'keep-alive' && isLeaving) {
		return wait('settle', changedAt + settlePatienceMs);
	}

	if (isDraining(run, plan) && now < changedAt + drainPatienceMs) {
		return wait('drain', changedAt + drainPatienceMs);
	}

	const left: Decision = {kind: 'end', outcome: {kind: 'succeeded', isRestored: false}};
	return isEmptyPlan(plan)
		? left
		: askAndDo(
				run,
				{kind: 'restore', plan, requests: ['restore', 'leave-as-is']},
				{policy: run.policy.restore, yes: 'restore'},
				now,
				left,
			);
};

/** Targets of the deployment that EC2 shows as gone: they must not be waited for, let alone get traffic. */
export const lostGreen = (run: Run): readonly string[] =>
	Object.values(run.deployment?.targets ?? {})
		.filter(target => {
			const instance = run.fleet[target.instanceId];
			return target.color === 'green' && instance !== undefined && !isAlive(instance);
		})
		.map(({instanceId}) => instanceId);

const decideDeployment = (run: Run, now: number): Decision => {
	const seen = run.deployment;
	if (seen === undefined) {
		return wait('look');
	}

	const {deployment, since} = seen;
	if (deployment.status === 'ready') {
		const ready = deployment.readyOption ?? run.config.group.readyOption;
		const isGreenWhole = lostGreen(run).length === 0;
		const continuedAt = requestedAt(run, 'continue');
		if (continuedAt !== undefined && continuedAt >= since && isGreenWhole) {
			const last = lastAttempt(run, 'continue-deployment');
			if (last?.state === 'done' && (last.settledAt ?? 0) >= since && now < (last.settledAt ?? 0) + noticePatienceMs) {
				return wait('deployment');
			}

			const decision = attempt(
				run,
				{kind: 'continue-deployment', deploymentId: deployment.deploymentId, wait: 'ready'},
				now,
			);
			if (decision !== undefined) {
				return decision;
			}
		}

		// With `continue` CodeDeploy goes on by itself; only a fleet with a hole in it needs somebody.
		if (ready?.action === 'continue' && isGreenWhole) {
			return wait('deployment');
		}

		const gate: Gate = {
			kind: 'ready',
			...(ready?.action === 'stop' && {until: since + ready.waitMinutes * 60_000}),
			requests: isGreenWhole ? ['continue', 'stop-and-roll-back', 'stop'] : ['stop-and-roll-back', 'stop'],
		};
		if (run.policy.readyGate === 'continue') {
			const hasTried = continuedAt !== undefined && continuedAt >= since;
			return isGreenWhole && hasTried
				? {kind: 'ask', gate}
				: {kind: 'ask', gate, answer: isGreenWhole ? 'continue' : 'stop'};
		}

		return {kind: 'ask', gate};
	}

	if (run.phase === 'termination-wait') {
		const skippedAt = requestedAt(run, 'skip-termination-wait');
		const last = lastAttempt(run, 'continue-deployment');
		const isDone =
			last?.state === 'done' && last.action.kind === 'continue-deployment' && last.action.wait === 'termination';
		const begunAt = run.phaseTimes['termination-wait']?.startedAt ?? now;
		if (skippedAt !== undefined && skippedAt >= begunAt && !isDone) {
			const decision = attempt(
				run,
				{kind: 'continue-deployment', deploymentId: deployment.deploymentId, wait: 'termination'},
				now,
			);
			if (decision !== undefined) {
				return decision;
			}
		}
	}

	return wait('deployment');
};

/** Whether the replacement instances are there and carry their tags, as far as can be seen. */
const greenReadiness = (run: Run): 'ready' | 'instances' | 'tags' => {
	// Without EC2's answer Spot's own word must do: it says that they are tagged.
	if (run.sources.ec2.lost?.problem.kind === 'permission') {
		return 'ready';
	}

	const greens = livingGreen(run).filter(({isInElastigroup}) => isInElastigroup);
	if (greens.length === 0 || run.pendingRequests > 0 || greens.some(({state}) => state !== 'running')) {
		return 'instances';
	}

	return greens.every(({hasGreenTags}) => hasGreenTags) ? 'ready' : 'tags';
};

const decideForward = (run: Run, now: number): Decision => {
	if (run.deploymentId !== undefined) {
		return decideDeployment(run, now);
	}

	const state = run.blueGreen?.state;
	if (state === undefined) {
		return wait('look');
	}

	if (state !== 'AWAITING_USER_DEPLOYMENT' && state !== 'AWAITING_DEPLOYMENT_TO_FINISH') {
		return wait(run.phase === 'tag' ? 'tags' : 'instances');
	}

	if (run.resumedAt !== undefined && !isSeenAfter(run, 'code-deploy', run.resumedAt)) {
		return wait('look');
	}

	const readiness = greenReadiness(run);
	if (readiness !== 'ready') {
		return wait(readiness);
	}

	const last = lastAttempt(run, 'create-deployment');
	const isWaitingForTags = last?.problem !== undefined && isTagsNotVisible(last.problem.code);
	return attempt(run, {kind: 'create-deployment'}, now, isWaitingForTags ? 'tags-visible' : 'retry') ?? wait('retry');
};

const decideStart = (run: Run, now: number): Decision => {
	if (stopRequest(run) !== undefined) {
		return {kind: 'end', outcome: {kind: 'stopped', isClean: true}};
	}

	if (run.conflict !== undefined && attemptState(run, 'start-blue-green').state === 'free') {
		return {kind: 'end', outcome: {kind: 'refused'}};
	}

	if (run.baseline === undefined) {
		return wait('look');
	}

	return attempt(run, {kind: 'start-blue-green'}, now) ?? {kind: 'end', outcome: {kind: 'failed', isClean: true}};
};

/** Sources without which nothing is written. */
const blindSource = (run: Run): Source | undefined =>
	(['spot', 'code-deploy'] as const).find(source => run.sources[source].lost !== undefined);

/**
 * What to do next, from what is known and the time alone. It orders the writes: no cloud is written to while an
 * earlier write is unaccounted for, while either cloud cannot be seen, or, after a resumption, before both were seen.
 */
export const decide = (run: Run, now: number): Decision => {
	if (run.outcome !== undefined) {
		return {kind: 'end', outcome: run.outcome};
	}

	if (run.actions.some(record => isOpen(record))) {
		return wait('answer');
	}

	if (blindSource(run) !== undefined) {
		return wait('sight');
	}

	if (
		run.resumedAt !== undefined &&
		(!isSeenAfter(run, 'spot', run.resumedAt) || !isSeenAfter(run, 'code-deploy', run.resumedAt))
	) {
		return wait('look');
	}

	if (run.blueGreenId === undefined) {
		return decideStart(run, now);
	}

	if (run.deployment?.deployment.status === 'succeeded') {
		return decideSuccess(run, now);
	}

	const hasFailed =
		run.failure !== undefined || (run.blueGreen?.state === 'ERROR' && hasBlueGreenEnded(run.blueGreen, now));
	return hasFailed || stopRequest(run) !== undefined ? decideBack(run, now) : decideForward(run, now);
};
