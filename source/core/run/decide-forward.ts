/** The way forward: from the first replacement instance to the end of the deployment. */
import {type Gate} from './action.js';
import {isTagsNotVisible, lastAttempt} from './attempts.js';
import {areTagsHidden, isNoted, livingGreen, livingMembers} from './colors.js';
import {attempt, isBlueGreenOver, isSeenAfter, noticePatienceMs, requestedAt, wait, type Decision} from './decision.js';
import {phaseIndex} from './phase.js';
import {type Run} from './run.js';
import {isAlive, isFinalDeployment} from './state.js';

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
	// Before traffic moves nothing is lost by stopping; afterwards another service would be.
	if (run.foreignOriginals.length > 0 && !areTagsHidden(run) && phaseIndex(run.phase) < phaseIndex('reroute')) {
		return {
			kind: 'ask',
			gate: {kind: 'foreign-originals', instanceIds: run.foreignOriginals, requests: ['stop']},
			answer: 'stop',
		};
	}

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

/**
 * How long members that Spot's word says are there and tagged may be seen without tags, or as requests. Later they are
 * taken for ones that came by scaling or as the replacement of a lost instance, and are not waited for.
 */
const tagPatienceMs = 120_000;

/** Whether the replacement instances are there and carry their tags, as far as can be seen. */
const greenReadiness = (run: Run, taggedAt: number, now: number): 'ready' | 'instances' | 'tags' => {
	// Without EC2's answer Spot's own word must do: it says that they are tagged.
	if (areTagsHidden(run)) {
		return 'ready';
	}

	const greens = livingGreen(run).filter(({isInElastigroup}) => isInElastigroup);
	if (greens.some(({state}) => state !== 'running')) {
		return 'instances';
	}

	const hasUntagged = livingMembers(run).some(
		({instanceId, hasGreenTags}) => !hasGreenTags && !isNoted(run, instanceId),
	);
	const isPatient = now < taggedAt + tagPatienceMs;
	if (run.pendingRequests > 0 && isPatient) {
		return 'instances';
	}

	return greens.length === 0 || (hasUntagged && isPatient) ? 'tags' : 'ready';
};

export const decideForward = (run: Run, now: number): Decision => {
	if (run.deploymentId !== undefined) {
		return decideDeployment(run, now);
	}

	const {blueGreen, otherDeployment} = run;
	if (blueGreen === undefined) {
		return wait('look');
	}

	const {state, since} = blueGreen;
	const isWaitingForDeployment = state === 'AWAITING_USER_DEPLOYMENT';
	// Once it has ended, a blue/green that still waits was not used by it.
	const isOtherOver = otherDeployment !== undefined && isFinalDeployment(otherDeployment.status);
	if (isOtherOver && isBlueGreenOver(run, now)) {
		const {deploymentId} = otherDeployment;
		return {kind: 'end', outcome: {kind: 'handed-over', isClean: false, deploymentId}};
	}

	if (otherDeployment !== undefined && !(isOtherOver && isWaitingForDeployment)) {
		return wait('other-deployment');
	}

	if (!isWaitingForDeployment && state !== 'AWAITING_DEPLOYMENT_TO_FINISH') {
		return wait(run.phase === 'tag' ? 'tags' : 'instances');
	}

	if (run.resumedAt !== undefined && !isSeenAfter(run, 'code-deploy', run.resumedAt)) {
		return wait('look');
	}

	const readiness = greenReadiness(run, since, now);
	if (readiness !== 'ready') {
		return wait(readiness, since + tagPatienceMs);
	}

	const last = lastAttempt(run, 'create-deployment');
	const isWaitingForTags = last?.problem !== undefined && isTagsNotVisible(last.problem.code);
	return attempt(run, {kind: 'create-deployment'}, now, isWaitingForTags ? 'tags-visible' : 'retry') ?? wait('retry');
};
