/** What a run has left behind, as it stands now. */
import {text, type Text} from '../text-token.js';
import {keptOfRun, planCleanUp} from './clean-up.js';
import {isBlueGreenOver} from './decision.js';
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
