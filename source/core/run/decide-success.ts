/** After success: Spot finishes, the filter follows, and what was noted is put back. */
import {type TagFilterSet} from '../cloud/code-deploy.js';
import {isCleanPlan, isDraining, isEmptyPlan, planRestore} from './clean-up.js';
import {isNoted, livingGreen, livingMembers} from './colors.js';
import {askAndDo, detachedInstances, drainPatienceMs, isPictureFresh, settlePatienceMs} from './decide-plan.js';
import {attempt, isBlueGreenOver, wait, type Decision} from './decision.js';
import {advancedFilter} from './mark.js';
import {type Run} from './run.js';

const isOurs = (run: Run): boolean => run.deployment?.deployment.status === 'succeeded';

/** The group's filter that is still to follow the run; never after a newer run of the group. */
export const dueFilter = (run: Run): TagFilterSet | undefined => {
	const isDue =
		isOurs(run) &&
		run.config.isAdvancingFilter &&
		run.isSuperseded !== true &&
		run.conflict === undefined &&
		!run.actions.some(({action, state}) => action.kind === 'advance-filter' && state === 'done');
	return isDue ? advancedFilter(run.config.group.tagFilters, run.config) : undefined;
};

const success = (run: Run, isRestored: boolean): Decision => {
	if (!isOurs(run)) {
		const deploymentId = run.otherDeployment?.deploymentId;
		return {
			kind: 'end',
			outcome: {kind: 'handed-over', isClean: isRestored, ...(deploymentId !== undefined && {deploymentId})},
		};
	}

	const {foreignOriginals, previousOutcome: previous} = run;
	// Nobody looked at the group again after its end: what was said then still stands.
	const isFilterBehind =
		previous?.kind === 'succeeded' ? previous.isFilterBehind === true : dueFilter(run) !== undefined;
	return {
		kind: 'end',
		outcome: {
			kind: 'succeeded',
			isRestored,
			...(foreignOriginals.length > 0 && {foreignOriginals}),
			...(isFilterBehind && {isFilterBehind: true as const}),
		},
	};
};

/**
 * The deployment has succeeded, or Spot has finished with somebody else's: what is there is compared with what was noted.
 */
export const decideSuccess = (run: Run, now: number): Decision => {
	if (!isBlueGreenOver(run, now)) {
		return wait('finalise');
	}

	if (!isPictureFresh(run)) {
		return wait('settle');
	}

	const changedAt = Math.max(run.blueGreen?.since ?? 0, (run.deployment ?? run.otherDeployment)?.since ?? 0);
	const isSettling = now < changedAt + settlePatienceMs;
	const greens = livingGreen(run);
	if (greens.length === 0 && run.baseline !== undefined) {
		const lost: Decision = isOurs(run) ? {kind: 'end', outcome: {kind: 'failed', isClean: false}} : success(run, false);
		return isSettling ? wait('settle', changedAt + settlePatienceMs) : lost;
	}

	const tagFilters = dueFilter(run);
	const following = tagFilters && attempt(run, {kind: 'advance-filter', tagFilters}, now);
	if (following !== undefined) {
		return following;
	}

	const plan = planRestore(run, now);
	if (isCleanPlan(run, plan)) {
		const detached = detachedInstances(run, now);
		return detached.state === 'wait' ? wait('removal', detached.until) : success(run, detached.state === 'gone');
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

	const left = success(run, false);
	// What somebody else deployed is put in order only where that is asked for by name.
	return isEmptyPlan(plan) || (!isOurs(run) && run.isRestoring !== true)
		? left
		: askAndDo(
				run,
				{kind: 'restore', plan, requests: ['restore', 'leave-as-is']},
				{policy: run.policy.restore, yes: 'restore'},
				now,
				left,
			);
};
