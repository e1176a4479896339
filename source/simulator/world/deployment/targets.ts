import {type Draft, patch} from '../draft.js';
import {type Deployment, type Instance, type LifecycleEvent, type Target, targetKey} from '../state.js';
import {notYet} from './events.js';

export const setTarget = (draft: Draft, target: Target, changes: Partial<Target>): Target => {
	const next = {...target, ...changes, lastUpdatedAt: draft.now};
	draft.targets.set(targetKey(target.deploymentId, target.instanceId), next);
	return next;
};

export const withEvent = (target: Target, index: number, changes: Partial<LifecycleEvent>): readonly LifecycleEvent[] =>
	target.events.map((event, position) => (position === index ? {...event, ...changes} : event));

export const withoutOpenEvents = (draft: Draft, target: Target): readonly LifecycleEvent[] =>
	target.events.map(event =>
		event.status === 'Pending' || event.status === 'InProgress'
			? {...event, status: 'Skipped', ...(event.startTime !== undefined && {endTime: draft.now})}
			: event,
	);

export const isOpen = (target: Target): boolean => target.status !== 'Failed' && target.status !== 'Skipped';

export const failTarget = (
	draft: Draft,
	target: Target,
	index: number,
	diagnostics: NonNullable<LifecycleEvent['diagnostics']>,
): void => {
	const failed = {...target, events: withEvent(target, index, {status: 'Failed', endTime: draft.now, diagnostics})};
	setTarget(draft, failed, {status: 'Failed', events: withoutOpenEvents(draft, failed)});
};

export const addTargets = (draft: Draft, deployment: Deployment, chosen: readonly Target[]): void => {
	for (const target of chosen) {
		draft.targets.set(targetKey(deployment.deploymentId, target.instanceId), target);
	}

	patch(draft.deployments, deployment.deploymentId, {targetIds: chosen.map(({instanceId}) => instanceId)});
};

export const toTarget =
	(draft: Draft, deployment: Deployment, instanceLabel: Target['instanceLabel'], events: readonly string[]) =>
	({instanceId}: Pick<Instance, 'instanceId'>): Target => ({
		deploymentId: deployment.deploymentId,
		instanceId,
		instanceLabel,
		status: 'Pending',
		lastUpdatedAt: draft.now,
		events: notYet(events),
	});
