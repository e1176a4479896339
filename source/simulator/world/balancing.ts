import {type Draft, scheduleIn} from './draft.js';
import {pace} from './pace.js';
import {type LoadBalancerInfo, type LoadBalancerRef, registrationKey} from './state.js';

/** Registers an instance; it is `initial` until its health checks pass. One that is registered already stays. */
export const register = (draft: Draft, balancer: LoadBalancerRef, instanceId: string): void => {
	const key = registrationKey(balancer, instanceId);
	const before = draft.registrations.get(key);
	if (before !== undefined && before.state !== 'draining') {
		return;
	}

	draft.registrations.set(key, {balancer, instanceId, state: 'initial', registeredAt: draft.now});
	scheduleIn(draft, pace.targetHealthy, {type: 'registration-healthy', key, registeredAt: draft.now});
};

export const becomeHealthy = (draft: Draft, key: string, registeredAt: number): void => {
	const registration = draft.registrations.get(key);
	if (registration?.state === 'initial' && registration.registeredAt === registeredAt) {
		draft.registrations.set(key, {...registration, state: 'healthy'});
	}
};

/** Starts the drain of an instance in one balancer. */
export const deregister = (draft: Draft, balancer: LoadBalancerRef, instanceId: string): void => {
	const key = registrationKey(balancer, instanceId);
	const registration = draft.registrations.get(key);
	if (registration !== undefined && registration.state !== 'draining') {
		draft.registrations.set(key, {...registration, state: 'draining'});
		scheduleIn(draft, pace.targetDrained, {type: 'registration-gone', key});
	}
};

export const finishDrain = (draft: Draft, key: string): void => {
	if (draft.registrations.get(key)?.state === 'draining') {
		draft.registrations.delete(key);
	}
};

/** Starts the drain of an instance wherever it is registered. */
export const deregisterEverywhere = (draft: Draft, instanceId: string): void => {
	for (const registration of draft.registrations.values()) {
		if (registration.instanceId === instanceId) {
			deregister(draft, registration.balancer, instanceId);
		}
	}
};

/** The balancers of a deployment group, or the first name that is none. CodeDeploy takes names (docs/facts.md CD 1.2). */
export const resolveBalancers = (
	draft: Draft,
	info: LoadBalancerInfo | undefined,
):
	| {readonly isFound: true; readonly balancers: readonly LoadBalancerRef[]}
	| {readonly isFound: false; readonly name: string} => {
	const balancers: LoadBalancerRef[] = [];
	for (const {name = ''} of info?.targetGroupInfoList ?? []) {
		const targetGroup = draft.account.targetGroups.find(candidate => candidate.name === name);
		// Only target groups of type `instance` take instances (docs/facts.md CD 1.2).
		if (targetGroup?.targetType !== 'instance') {
			return {isFound: false, name};
		}

		balancers.push({kind: 'target-group', arn: targetGroup.arn, name});
	}

	for (const {name = ''} of info?.elbInfoList ?? []) {
		if (!draft.account.classicLoadBalancers.some(candidate => candidate.name === name)) {
			return {isFound: false, name};
		}

		balancers.push({kind: 'classic', name});
	}

	return {isFound: true, balancers};
};
