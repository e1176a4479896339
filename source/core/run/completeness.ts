/** Whether an Elastigroup has all that its target asks for, so that what is noted of it is its usual state. */
import {type Instance} from '../cloud/account.js';
import {type Elastigroup, type ElastigroupInstance} from '../cloud/elastigroup.js';
import {stateOfMember} from './state.js';

export type Completeness = {
	readonly isComplete: boolean;
	/** What its running members count for, in the unit of the capacity. */
	readonly present: number;
};

/** `instances` is undefined where EC2 does not answer; then Spot's word alone tells what runs. */
export const completenessOf = (
	{capacity, capacityUnit}: Pick<Elastigroup, 'capacity' | 'capacityUnit'>,
	members: readonly ElastigroupInstance[],
	instances: readonly Instance[] | undefined,
	weights: Readonly<Record<string, number>> = {},
): Completeness => {
	const isRunning = ({instanceId, status}: ElastigroupInstance): boolean =>
		instanceId !== undefined &&
		(instances?.find(instance => instance.instanceId === instanceId)?.state ?? stateOfMember(status)) === 'running';
	const running = members.filter(member => isRunning(member));
	const present =
		capacityUnit === 'weight'
			? running.reduce((sum, {instanceType}) => sum + (weights[instanceType] ?? 1), 0)
			: running.length;
	return {isComplete: running.length === members.length && present >= capacity.target, present};
};
