import {deregister, register} from './balancing.js';
import {type Draft, patch, schedule} from './draft.js';
import {type Elastigroup, type Instance, type World} from './state.js';

/** A lock may have ended by itself. */
export const isLocked = ({now}: Pick<World, 'now'>, {lock}: Instance): boolean =>
	lock !== undefined && (lock.until === undefined || lock.until > now);

/** What scaling down passes over (docs/facts.md SPOT 2.5). A person who detaches it by its id still can. */
export const isPassedOver = (world: Pick<World, 'now'>, instance: Instance): boolean =>
	instance.isOnStandby === true || isLocked(world, instance);

/** What was passed over may be too many by now. */
const reconcileAt = (draft: Draft, at: number, elastigroup: Elastigroup): void => {
	schedule(draft, at, {type: 'elastigroup-reconciles', elastigroupId: elastigroup.id});
};

export const lockInstance = (
	draft: Draft,
	elastigroup: Elastigroup,
	instance: Instance,
	minutes: number | undefined,
): void => {
	const until = minutes === undefined ? undefined : draft.now + minutes * 60_000;
	patch(draft.instances, instance.instanceId, {lock: until === undefined ? {} : {until}});
	if (until !== undefined) {
		reconcileAt(draft, until, elastigroup);
	}
};

export const unlockInstance = (draft: Draft, elastigroup: Elastigroup, instance: Instance): void => {
	const {lock: _released, ...rest} = instance;
	draft.instances.set(instance.instanceId, rest);
	reconcileAt(draft, draft.now, elastigroup);
};

export const enterStandby = (draft: Draft, elastigroup: Elastigroup, instance: Instance): void => {
	patch(draft.instances, instance.instanceId, {isOnStandby: true});
	for (const balancer of elastigroup.balancers) {
		deregister(draft, balancer, instance.instanceId);
	}
};

export const exitStandby = (draft: Draft, elastigroup: Elastigroup, instance: Instance): void => {
	patch(draft.instances, instance.instanceId, {isOnStandby: false});
	for (const balancer of elastigroup.balancers) {
		register(draft, balancer, instance.instanceId);
	}

	reconcileAt(draft, draft.now, elastigroup);
};
