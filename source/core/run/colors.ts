import {type FleetInstance} from './event.js';
import {type Run} from './run.js';
import {isAlive} from './state.js';

/** Whether an instance stood in the Elastigroup before the first write. */
export const isNoted = (run: Run, instanceId: string): boolean =>
	run.baseline?.instanceIds.includes(instanceId) ?? false;

/**
 * Blue is what was noted before the run, green what came with it. Where nothing was noted (a run that is only looked
 * at) CodeDeploy's own label tells, then the green tag.
 */
export const colorOf = (run: Run, instance: FleetInstance): 'blue' | 'green' | 'other' => {
	if (run.baseline !== undefined) {
		if (isNoted(run, instance.instanceId)) {
			return 'blue';
		}

		return instance.isInElastigroup || instance.hasGreenTags ? 'green' : 'other';
	}

	return run.deployment?.targets[instance.instanceId]?.color ?? (instance.hasGreenTags ? 'green' : 'other');
};

export const fleetOf = (run: Run): readonly FleetInstance[] => Object.values(run.fleet);

/** The instances of this run that still live. */
export const livingGreen = (run: Run): readonly FleetInstance[] =>
	fleetOf(run).filter(instance => isAlive(instance) && colorOf(run, instance) === 'green');

/** Members of the Elastigroup that still live, of either colour. */
export const livingMembers = (run: Run): readonly FleetInstance[] =>
	fleetOf(run).filter(instance => isAlive(instance) && instance.isInElastigroup);
