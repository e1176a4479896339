/** After success: Spot finishes, the filter follows, and what was noted is put back. */
import {isCleanPlan, isDraining, isEmptyPlan, planRestore} from './clean-up.js';
import {isNoted, livingGreen, livingMembers} from './colors.js';
import {askAndDo, detachedInstances, drainPatienceMs, isPictureFresh, settlePatienceMs} from './decide-plan.js';
import {attempt, isBlueGreenOver, requestedAt, wait, type Decision} from './decision.js';
import {advancedFilter} from './mark.js';
import {type Run} from './run.js';

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
export const decideSuccess = (run: Run, now: number): Decision => {
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
		const detached = detachedInstances(run, now);
		return detached.state === 'wait'
			? wait('removal', detached.until)
			: {kind: 'end', outcome: {kind: 'succeeded', isRestored: detached.state === 'gone'}};
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
