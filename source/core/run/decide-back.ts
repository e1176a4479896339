/** The way back, after a failure or when a person has stopped the run. */
import {lastAttempt} from './attempts.js';
import {isCleanPlan, isDraining, isEmptyPlan, keptOfRun, planCleanUp} from './clean-up.js';
import {
	askAndDo,
	detachedInstances,
	drainPatienceMs,
	isPictureFresh,
	lastChangeAt,
	settlePatienceMs,
} from './decide-plan.js';
import {attempt, isBlueGreenOver, noticePatienceMs, stopRequest, wait, type Decision} from './decision.js';
import {type Run} from './run.js';
import {isFailingBlueGreen, isFinalDeployment, isStoppingBlueGreen} from './state.js';

/** How long a rollback that was asked for may take to show its id. */
const rollbackPatienceMs = 60_000;

/** The way back: first both sides end, then what is left is looked at, then put back. */
export const decideBack = (run: Run, now: number): Decision => {
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

	if (run.otherDeployment !== undefined && !isFinalDeployment(run.otherDeployment.status)) {
		return wait('other-deployment');
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

export const decideCleanUp = (run: Run, now: number): Decision => {
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
		const detached = detachedInstances(run, now);
		return detached.state === 'wait' ? wait('removal', detached.until) : endOf(detached.state === 'gone');
	}

	const changedAt = lastChangeAt(run);
	if (isDraining(run, plan) && now < changedAt + drainPatienceMs) {
		return wait('drain', changedAt + drainPatienceMs);
	}

	// Instances that Spot is just removing by itself need nobody's consent.
	if (isEmptyPlan(plan)) {
		return now < changedAt + settlePatienceMs && keptOfRun(plan).length > 0
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
