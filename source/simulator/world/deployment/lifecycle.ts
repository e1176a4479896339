import {deregister, register, resolveBalancers} from '../balancing.js';
import {type Draft, schedule, scheduleIn} from '../draft.js';
import {pace, type Span} from '../pace.js';
import {type DeploymentStage, type Instance, type Target, targetKey} from '../state.js';
import {end} from './end.js';
import {legOf} from './events.js';
import {failureOf} from './failure.js';
import {settle} from './stages.js';
import {stopIfIdle} from './stop.js';
import {failTarget, isOpen, setTarget, withEvent, withoutOpenEvents} from './targets.js';

const find = (draft: Draft, deploymentId: string, instanceId: string) => {
	const deployment = draft.deployments.get(deploymentId);
	const target = draft.targets.get(targetKey(deploymentId, instanceId));
	const instance = draft.instances.get(instanceId);
	return deployment === undefined || target === undefined || instance === undefined || deployment.stage === 'over'
		? undefined
		: {deployment, target, instance};
};

const durationOf = (name: string, target: Target): Span => {
	switch (name) {
		case 'ApplicationStop': {
			// A new instance has no earlier revision whose script could run (docs/facts.md CD 2.4).
			return pace.nothingToRun;
		}

		case 'DownloadBundle': {
			return pace.downloads;
		}

		case 'Install': {
			return pace.installs;
		}

		case 'AllowTraffic': {
			return [pace.targetHealthy[1] + 500, pace.targetHealthy[1] + 1500];
		}

		case 'BlockTraffic': {
			return target.instanceLabel === 'Blue'
				? [pace.targetDrained[1] + 500, pace.targetDrained[1] + 1500]
				: pace.hookRuns;
		}

		default: {
			return pace.hookRuns;
		}
	}
};

const isRunning = (instance: Instance): boolean => instance.state === 'running';

/** An event of one target starts, unless the deployment was stopped or the instance is gone. */
export const startEvent = (draft: Draft, deploymentId: string, instanceId: string, index: number): void => {
	const found = find(draft, deploymentId, instanceId);
	const event = found?.target.events[index];
	if (found === undefined || event?.status !== 'Pending' || !isOpen(found.target)) {
		return;
	}

	const {deployment, target, instance} = found;
	if (deployment.stopReason !== undefined) {
		stopIfIdle(draft, deploymentId);
		return;
	}

	if (!isRunning(instance)) {
		// An original that is gone takes no traffic any more: nothing is left to do with it.
		if (target.instanceLabel === 'Blue') {
			setTarget(draft, target, {status: 'Skipped', events: withoutOpenEvents(draft, target)});
			settle(draft, deployment);
			return;
		}

		scheduleIn(draft, pace.eventDoesNotStart, {
			type: 'target-given-up',
			deploymentId,
			instanceId,
			stage: deployment.stage,
		});
		return;
	}

	const started = setTarget(draft, target, {
		status: 'InProgress',
		events: withEvent(target, index, {status: 'InProgress', startTime: draft.now}),
	});
	if (event.lifecycleEventName === 'AllowTraffic' || event.lifecycleEventName === 'BlockTraffic') {
		const resolved = resolveBalancers(draft, deployment.loadBalancerInfo);
		if (!resolved.isFound) {
			failTarget(draft, started, index, {
				errorCode: 'UnknownError',
				scriptName: '',
				message: `The load balancer or target group ${resolved.name} does not exist, or takes no instances.`,
				logTail: '',
			});
			end(draft, deploymentId, 'Failed', {
				code: 'ELASTIC_LOAD_BALANCING_INVALID',
				message: `The load balancer or target group ${resolved.name} cannot be used.`,
			});
			return;
		}

		const isControlled = deployment.deploymentStyle.deploymentOption === 'WITH_TRAFFIC_CONTROL';
		for (const balancer of isControlled ? resolved.balancers : []) {
			if (event.lifecycleEventName === 'AllowTraffic') {
				register(draft, balancer, instanceId);
			} else {
				deregister(draft, balancer, instanceId);
			}
		}
	}

	scheduleIn(draft, durationOf(event.lifecycleEventName, target), {
		type: 'lifecycle-event-ends',
		deploymentId,
		instanceId,
		index,
	});
};

/** An event of one target ends: well, or as its script, its bundle or its instance make it end. */
export const endEvent = (draft: Draft, deploymentId: string, instanceId: string, index: number): void => {
	const found = find(draft, deploymentId, instanceId);
	const event = found?.target.events[index];
	if (found === undefined || event?.status !== 'InProgress') {
		return;
	}

	const {deployment, target, instance} = found;
	if (!isRunning(instance)) {
		scheduleIn(draft, pace.instanceLostDuringEvent, {
			type: 'target-given-up',
			deploymentId,
			instanceId,
			stage: deployment.stage,
		});
		return;
	}

	const diagnostics = failureOf(draft, deployment, instance, event.lifecycleEventName);
	if (diagnostics !== undefined) {
		failTarget(draft, target, index, diagnostics);
		settle(draft, deployment);
		return;
	}

	const events = withEvent(target, index, {
		status: 'Succeeded',
		endTime: draft.now,
		diagnostics: {errorCode: 'Success', scriptName: '', message: 'Succeeded', logTail: ''},
	});
	const leg = legOf(deployment);
	const isLegOver = leg === undefined || index >= leg.last;
	const isTargetOver = index === target.events.length - 1;
	setTarget(draft, target, {events, ...(isTargetOver && {status: 'Succeeded'})});
	if (isLegOver || deployment.stopReason !== undefined) {
		settle(draft, deployment);
		return;
	}

	schedule(draft, draft.now, {type: 'lifecycle-event-starts', deploymentId, instanceId, index: index + 1});
};

/** No agent took the work up in time, or the instance went away: all that is open is skipped. */
export const giveUpTarget = (draft: Draft, deploymentId: string, instanceId: string, stage: DeploymentStage): void => {
	const found = find(draft, deploymentId, instanceId);
	if (found?.deployment.stage !== stage || !isOpen(found.target)) {
		return;
	}

	setTarget(draft, found.target, {status: 'Failed', events: withoutOpenEvents(draft, found.target)});
	settle(draft, found.deployment);
};
