import {type FleetInstance} from './event.js';
import {type Run} from './run.js';
import {isAlive} from './state.js';

/** Whether an instance stood in the Elastigroup before the first write. */
export const isNoted = (run: Run, instanceId: string): boolean =>
	run.baseline?.instanceIds.includes(instanceId) ?? false;

/** Without EC2's answer no tag can be seen: that one is missing says nothing. */
export const areTagsHidden = (run: Run): boolean => run.sources.ec2.lost?.problem.kind === 'permission';

const untaggedStates: ReadonlySet<unknown> = new Set([
	'STARTING',
	'VALIDATE_TAGS',
	'LAUNCHING_NEW_INSTANCES',
	'AWAITING_INSTANCES_LAUNCH',
	'TAG_INSTANCES_WITH_GREEN_TAG',
]);

/**
 * Whether Spot is still launching this run's replacements, which carry no tag yet. Scaling is suspended meanwhile
 * (docs/facts.md SPOT 3.6, inferred), so that what joins is shown as a replacement; no write depends on it.
 */
const isLaunching = (run: Run): boolean => run.blueGreen !== undefined && untaggedStates.has(run.blueGreen.state);

/**
 * Blue is what was noted before the run, green what carries its tags. A member that is neither came by scaling or as the
 * replacement of a lost instance; it is nobody's fleet here. Where nothing was noted (a run that is only looked at)
 * CodeDeploy's own label tells, then the green tag.
 */
export const colorOf = (run: Run, instance: FleetInstance): 'blue' | 'green' | 'other' => {
	if (run.baseline === undefined) {
		return run.deployment?.targets[instance.instanceId]?.color ?? (instance.hasGreenTags ? 'green' : 'other');
	}

	if (isNoted(run, instance.instanceId)) {
		return 'blue';
	}

	return instance.hasGreenTags || (instance.isInElastigroup && areTagsHidden(run)) ? 'green' : 'other';
};

/** As `colorOf`, but with the replacements that Spot has not tagged yet among the green ones. */
export const shownColorOf = (run: Run, instance: FleetInstance): 'blue' | 'green' | 'other' => {
	const color = colorOf(run, instance);
	return color === 'other' && run.baseline !== undefined && instance.isInElastigroup && isLaunching(run)
		? 'green'
		: color;
};

export const fleetOf = (run: Run): readonly FleetInstance[] => Object.values(run.fleet);

/** The instances of this run that still live. */
export const livingGreen = (run: Run): readonly FleetInstance[] =>
	fleetOf(run).filter(instance => isAlive(instance) && colorOf(run, instance) === 'green');

/** Members of the Elastigroup that still live, of either colour. */
export const livingMembers = (run: Run): readonly FleetInstance[] =>
	fleetOf(run).filter(instance => isAlive(instance) && instance.isInElastigroup);

/** What an instance counts for in the Elastigroup's capacity: 1, or the weight of its type; without end if not known. */
const weightOf = (run: Run, {instanceType}: Pick<FleetInstance, 'instanceType'>): number =>
	run.baseline?.capacityUnit === 'weight'
		? (run.baseline.weights?.[instanceType ?? ''] ?? Number.POSITIVE_INFINITY)
		: 1;

/** What the instances count for together. */
export const weightOfAll = (run: Run, instances: readonly FleetInstance[]): number =>
	instances.reduce((sum, instance) => sum + weightOf(run, instance), 0);

/**
 * Of the deployment's originals those that are no instances of this run's Elastigroup. An instance is judged once it was
 * looked at; without EC2's answer only members are known to be of it.
 */
export const newForeignOriginals = (run: Run): readonly string[] =>
	run.baseline === undefined
		? []
		: Object.values(run.deployment?.targets ?? {})
				.filter(({color, instanceId}) => {
					const instance = run.fleet[instanceId];
					return (
						color === 'blue' &&
						!isNoted(run, instanceId) &&
						(instance === undefined
							? areTagsHidden(run)
							: !instance.isInElastigroup && instance.isOfElastigroup !== true) &&
						!run.foreignOriginals.includes(instanceId)
					);
				})
				.map(({instanceId}) => instanceId);
