/** What a run has left behind, as it stands now. */
import {text, type Text} from '../text-token.js';
import {type CleanUpPlan} from './action.js';
import {keptOfRun, planCleanUp} from './clean-up.js';
import {livingMembers} from './colors.js';
import {isBlueGreenOver} from './decision.js';
import {type Outcome} from './event.js';
import {type Run} from './run.js';
import {isFinalDeployment} from './state.js';
import {sayList} from './words.js';

/** Whether neither cloud works at it any more: what is left now stays. */
export const isBothSidesOver = (run: Run, now: number): boolean =>
	run.outcome !== undefined ||
	((run.deploymentId === undefined ||
		(run.deployment !== undefined && isFinalDeployment(run.deployment.deployment.status))) &&
		isBlueGreenOver(run, now));

/** How long a run may go on after its deadline that has only to be compared and put in order. */
const closingPatienceMs = 5 * 60_000;

/**
 * Whether a run that is still open has to be let go of at its deadline. Judged after a look: a machine that slept sees
 * then that both clouds have long finished, and a few more looks end the run.
 */
export const isOverdue = (run: Run, deadline: number, now: number): boolean => {
	if (!isBothSidesOver(run, now)) {
		return now >= deadline;
	}

	const seenOverAt = Math.max(run.blueGreen?.since ?? 0, run.deployment?.since ?? 0);
	return now >= Math.max(deadline, seenOverAt) + closingPatienceMs;
};

/** Whether a run has ended with something that it was to put back. */
export const isLeft = ({outcome}: {readonly outcome?: Outcome}): boolean => {
	if (outcome === undefined || outcome.kind === 'refused') {
		return false;
	}

	return outcome.kind === 'succeeded' ? !outcome.isRestored : !outcome.isClean;
};

/** Whether it succeeded, and nothing is left to be done. */
export const isWholeSuccess = (outcome: Outcome): boolean =>
	outcome.kind === 'succeeded' &&
	outcome.isRestored &&
	outcome.foreignOriginals === undefined &&
	outcome.isFilterBehind === undefined;

/** Names what differs from before the run and nothing else; undefined where nothing does. */
export const sayLeft = (run: Run, now: number): Text | undefined => {
	const noted = run.baseline?.capacity;
	const present = run.capacity;
	const plan = planCleanUp(run, now);
	const {remove, suspensions} = plan;
	const count = remove.length + keptOfRun(plan).length;
	return sayList([
		...(count === 0 ? [] : [count === 1 ? text('run.left.instances.one') : text('run.left.instances', {count})]),
		...(noted === undefined || present === undefined
			? []
			: (['target', 'minimum', 'maximum'] as const)
					.filter(name => noted[name] !== present[name])
					.map(name => text(`run.left.${name}`, {present: present[name], noted: noted[name]}))),
		...(suspensions === undefined ? [] : [text('run.left.suspensions')]),
	]);
};

/** What the numbers of the Elastigroup lead to while nobody puts them back. */
const sayNumbers = (run: Run): readonly Text[] => {
	const noted = run.baseline?.capacity;
	const present = run.capacity;
	if (noted === undefined || present === undefined) {
		return [];
	}

	// In weights the number of instances says little.
	if (present.target > noted.target && run.baseline?.capacityUnit !== 'weight') {
		return livingMembers(run).length < present.target
			? [text('run.otherwise.launches', {target: present.target})]
			: [text('run.otherwise.raised')];
	}

	if (present.target > noted.target || present.minimum > noted.minimum || present.maximum > noted.maximum) {
		return [text('run.otherwise.raised')];
	}

	return present.target < noted.target || present.minimum < noted.minimum || present.maximum < noted.maximum
		? [text('run.otherwise.capacity')]
		: [];
};

/** What goes on, and costs, while a plan to clean up or to restore is not carried out. */
export const sayOtherwise = (run: Run, plan: CleanUpPlan): Text | undefined => {
	const {remove, suspensions} = plan;
	const count = remove.length + keptOfRun(plan).length;
	return sayList([
		...(count === 0
			? []
			: [count === 1 ? text('run.otherwise.instances.one') : text('run.otherwise.instances', {count})]),
		...sayNumbers(run),
		...(suspensions === undefined ? [] : [text('run.otherwise.suspensions')]),
	]);
};
