/** Which instances take requests from the group's load balancers. */
import {fleetOf} from './colors.js';
import {type FleetInstance, type TrafficState} from './event.js';
import {type Run} from './run.js';

export const hasBalancers = (run: Run): boolean =>
	run.config.group.targetGroupArns.length > 0 || run.config.group.classicLoadBalancerNames.length > 0;

/** Whether all load balancers of the group were seen and still answer. */
export const isTrafficKnown = (run: Run): boolean =>
	hasBalancers(run) &&
	(run.config.group.unknownTargetGroupNames ?? []).length === 0 &&
	run.sources['load-balancer'].seenAt !== undefined &&
	run.sources['load-balancer'].lost === undefined;

/** Journals of earlier versions hold one state for all load balancers. */
const registrationsOf = ({traffic, registrations}: FleetInstance): Readonly<Record<string, TrafficState>> =>
	registrations ?? (traffic === undefined ? {} : {'': traffic});

/**
 * Unhealthy targets get no requests as long as a healthy one is there; with none, a load balancer sends to all
 * of them, so that they count as serving.
 */
const takesTrafficOf = (run: Run, instance: FleetInstance, balancer: string, state: TrafficState): boolean => {
	switch (state) {
		case 'unused':
		case 'unavailable': {
			return false;
		}

		case 'unhealthy': {
			return !fleetOf(run).some(
				other => other.instanceId !== instance.instanceId && registrationsOf(other)[balancer] === 'healthy',
			);
		}

		case 'initial':
		case 'healthy':
		case 'draining': {
			return true;
		}
	}
};

/** Whether one of the load balancers sends it requests and finds them answered. */
export const isHealthy = (instance: FleetInstance): boolean =>
	Object.values(registrationsOf(instance)).includes('healthy');

/** Whether any of the load balancers may send requests to the instance. */
export const takesTraffic = (run: Run, instance: FleetInstance): boolean =>
	Object.entries(registrationsOf(instance)).some(([balancer, state]) => takesTrafficOf(run, instance, balancer, state));

/** From what says most against serving to what says most for it. */
const rank: readonly TrafficState[] = ['unavailable', 'unused', 'unhealthy', 'draining', 'initial', 'healthy'];

/**
 * The worst of several registrations: an instance serves as it should only where each load balancer finds it healthy.
 */
export const worstTraffic = (
	registrations: Readonly<Record<string, TrafficState>> | undefined,
): TrafficState | undefined => {
	const states = new Set(Object.values(registrations ?? {}));
	return rank.find(state => states.has(state));
};
