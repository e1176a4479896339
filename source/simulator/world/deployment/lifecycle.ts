import {deregister, register, resolveBalancers} from '../balancing.js';
import {type Draft, schedule, scheduleIn} from '../draft.js';
import {pace, type Span} from '../pace.js';
import {type Deployment, type DeploymentStage, type Instance, type Target, targetKey} from '../state.js';
import {end} from './end.js';
import {legOf} from './events.js';
import {failureOf, isAskedInVain, unknownError} from './failure.js';
import {installFile} from './files.js';
import {isAllowed, refusalOf} from './service-role.js';
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

const durationOf = (draft: Draft, deployment: Deployment, name: string, target: Target): Span => {
	switch (name) {
		case 'ApplicationStop': {
			// A new instance has no earlier revision whose script could run (docs/facts.md CD 2.4).
			return pace.nothingToRun;
		}

		case 'DownloadBundle': {
			return isAskedInVain(draft, deployment) ? pace.gitHubGivenUp : pace.downloads;
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

/** Registers or deregisters an instance. Where that cannot be done, the target and its deployment fail: false. */
const moveTraffic = (
	draft: Draft,
	deployment: Deployment,
	target: Target,
	index: number,
	name: 'AllowTraffic' | 'BlockTraffic',
): boolean => {
	const {deploymentId} = deployment;
	const balancing = deployment.loadBalancerInfo;
	const isControlled = deployment.deploymentStyle.deploymentOption === 'WITH_TRAFFIC_CONTROL';
	if (isControlled && !isAllowed(draft, deployment, 'elasticloadbalancing')) {
		// That the event repeats the deployment's own words is inferred (docs/facts.md CD 3.5).
		const refusal = refusalOf(draft, deployment, 'elasticloadbalancing');
		failTarget(draft, target, index, unknownError(refusal.message));
		end(draft, deploymentId, 'Failed', refusal);
		return false;
	}

	const resolved = resolveBalancers(draft, balancing);
	if (!resolved.isFound) {
		failTarget(
			draft,
			target,
			index,
			unknownError(`The load balancer or target group ${resolved.name} does not exist, or takes no instances.`),
		);
		end(draft, deploymentId, 'Failed', {
			code: 'ELASTIC_LOAD_BALANCING_INVALID',
			message: `The load balancer or target group ${resolved.name} cannot be used.`,
		});
		return false;
	}

	for (const balancer of isControlled ? resolved.balancers : []) {
		if (name === 'AllowTraffic') {
			register(draft, balancer, target.instanceId);
		} else {
			deregister(draft, balancer, target.instanceId);
		}
	}

	return true;
};

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
	if (
		(event.lifecycleEventName === 'AllowTraffic' || event.lifecycleEventName === 'BlockTraffic') &&
		!moveTraffic(draft, deployment, started, index, event.lifecycleEventName)
	) {
		return;
	}

	scheduleIn(draft, durationOf(draft, deployment, event.lifecycleEventName, target), {
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

	if (event.lifecycleEventName === 'Install') {
		installFile(draft, deployment, instance);
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
