/**
 * The one judgement that every write of a run passes: is it asked for, is what it ends proved to be this run's, and does
 * any of it take traffic? It errs on the side of leaving things as they are.
 */
import {type Action} from './action.js';
import {hasSucceeded, isFitting, planCleanUp, planRestore} from './clean-up.js';
import {fleetOf, isNoted, livingMembers, weightOfAll} from './colors.js';
import {phaseIndex, phaseOfTargets} from './phase.js';
import {type Run} from './run.js';
import {isAlive, isFinalDeployment} from './state.js';
import {isHealthy, isTrafficKnown, takesTraffic} from './traffic.js';

export type WriteRefusal =
	/** Taken up to clean up and put back alone. */
	| 'not-asked'
	/** A deployment of somebody else uses the blue/green. */
	| 'not-ours'
	/** Instances that it would end take traffic, or may take it. */
	| 'serving'
	/** No original is left that could take the traffic back. */
	| 'no-way-back'
	/** Spot would choose instances to end. */
	| 'scales-down'
	/** An instance is not proved to be this run's to end. */
	| 'no-proof';

const restoringKinds: ReadonlySet<Action['kind']> = new Set([
	'detach-instances',
	'restore-capacity',
	'restore-suspensions',
	'lift-suspensions',
] as const);

const livingOriginals = (run: Run) =>
	fleetOf(run).filter(instance => isAlive(instance) && isNoted(run, instance.instanceId));

/** Whether CodeDeploy has begun to move traffic, in this run's deployment or in one that cannot be looked into. */
const mayHaveMovedTraffic = ({deployment, deploymentId, otherDeployment}: Run): boolean =>
	otherDeployment !== undefined ||
	(deployment === undefined
		? deploymentId !== undefined
		: deployment.deployment.status === 'succeeded' ||
			phaseIndex(phaseOfTargets(Object.values(deployment.targets))) >= phaseIndex('reroute'));

/**
 * Whether one of the instances that Spot may end with its blue/green serves, or may do so unseen. Which members Spot
 * takes for its replacements is not known: none that was not noted before may serve.
 */
const areReplacementsServing = (run: Run): boolean =>
	isTrafficKnown(run)
		? livingMembers(run).some(instance => !isNoted(run, instance.instanceId) && takesTraffic(run, instance))
		: mayHaveMovedTraffic(run);

const judgeStopBlueGreen = (run: Run): WriteRefusal | undefined => {
	const {otherDeployment} = run;
	if (otherDeployment !== undefined && !isFinalDeployment(otherDeployment.status)) {
		return 'not-ours';
	}

	return areReplacementsServing(run) ? 'serving' : undefined;
};

/** Spot ends the replacements of a deployment that was stopped: the originals must be there to take the traffic. */
const judgeStopDeployment = (run: Run, isRollingBack: boolean): WriteRefusal | undefined => {
	if (!areReplacementsServing(run)) {
		return undefined;
	}

	const originals = livingOriginals(run);
	const isServing = !isTrafficKnown(run) || originals.some(instance => isHealthy(instance));
	// A rollback registers the originals again; a plain stop leaves the traffic where it is.
	return originals.length > 0 && (isRollingBack || isServing) ? undefined : 'no-way-back';
};

const judgeDetach = (run: Run, instanceIds: readonly string[]): WriteRefusal | undefined => {
	// Times do not matter here: a plan's instances do not depend on them.
	const {remove} = hasSucceeded(run) ? planRestore(run, 0) : planCleanUp(run, 0);
	return instanceIds.every(id => remove.some(({instanceId}) => instanceId === id)) ? undefined : 'no-proof';
};

/** Why the write must not be made as things stand; undefined where it may. */
export const refusalOf = (run: Run, action: Action): WriteRefusal | undefined => {
	if (run.isRestoring === true && !restoringKinds.has(action.kind)) {
		return 'not-asked';
	}

	switch (action.kind) {
		case 'stop-blue-green': {
			return judgeStopBlueGreen(run);
		}

		case 'stop-deployment': {
			return judgeStopDeployment(run, action.isRollingBack);
		}

		case 'detach-instances': {
			return judgeDetach(run, action.instanceIds);
		}

		case 'restore-capacity': {
			return isFitting(run, livingMembers(run), action.capacity) ? undefined : 'scales-down';
		}

		// A process that scales is no longer held back.
		case 'lift-suspensions': {
			return run.capacity !== undefined && weightOfAll(run, livingMembers(run)) <= run.capacity.target
				? undefined
				: 'scales-down';
		}

		case 'start-blue-green':
		case 'create-deployment':
		case 'continue-deployment':
		case 'restore-suspensions':
		case 'advance-filter': {
			return undefined;
		}
	}
};
