import {between, type Draft, patch, schedule, scheduleIn} from '../draft.js';
import {pace} from '../pace.js';
import {type Deployment, type DeploymentStage, type Target} from '../state.js';
import {end} from './end.js';
import {type Leg, legOf} from './events.js';
import {isInPlace, targetsOf} from './facts.js';
import {endOriginals} from './originals.js';
import {waitForContinue} from './ready-gate.js';
import {stopIfIdle} from './stop.js';
import {isOpen, setTarget} from './targets.js';

/** How many of `total` must stay healthy by the deployment's configuration. */
const healthyNeeded = (draft: Draft, deployment: Deployment, total: number): number => {
	const rule = draft.deploymentConfigs.get(deployment.deploymentConfigName)?.minimumHealthyHosts;
	if (rule === undefined) {
		return 0;
	}

	return rule.type === 'HOST_COUNT' ? Math.min(total, rule.value) : Math.ceil((total * rule.value) / 100);
};

export const enter = (draft: Draft, deploymentId: string, stage: DeploymentStage): void => {
	const deployment = patch(draft.deployments, deploymentId, {stage});
	if (deployment !== undefined) {
		work(draft, deployment);
	}
};

/** Sets as many targets of the stage to work as the configuration allows, and goes on when all are through. */
const work = (draft: Draft, deployment: Deployment): void => {
	const leg = legOf(deployment);
	if (leg === undefined) {
		return;
	}

	const fleet = targetsOf(draft, deployment).filter(target => target.instanceLabel === leg.label);
	const isThrough = (target: Target) => !isOpen(target) || target.events[leg.last]?.status === 'Succeeded';
	if (fleet.every(isThrough)) {
		finishLeg(draft, deployment);
		return;
	}

	if (deployment.stopReason !== undefined) {
		stopIfIdle(draft, deployment.deploymentId);
		return;
	}

	// The configuration paces the replacements; the originals leave together (docs/facts.md CD 1.2).
	const isPaced = deployment.stage !== 'deregister';
	const room = isPaced ? Math.max(1, fleet.length - healthyNeeded(draft, deployment, fleet.length)) : fleet.length;
	const busy = fleet.filter(target => target.startedIn === deployment.stage && !isThrough(target)).length;
	const waiting = fleet.filter(target => target.startedIn !== deployment.stage && !isThrough(target));
	for (const target of waiting.slice(0, Math.max(0, room - busy))) {
		setToWork(draft, deployment, target, leg);
	}
};

const setToWork = (draft: Draft, deployment: Deployment, target: Target, leg: Leg): void => {
	const {deploymentId} = deployment;
	const {instanceId} = target;
	setTarget(draft, target, {
		startedIn: deployment.stage,
		status: target.status === 'Pending' && leg.first === 0 ? 'Pending' : 'InProgress',
	});
	const {agentAt} = draft.instances.get(instanceId) ?? {};
	const soon = Math.max(draft.now, agentAt ?? 0) + between(draft, pace.agentPolls);
	const isAgentNeeded = deployment.stage === 'install';
	if (isAgentNeeded && (agentAt === undefined || soon > draft.now + pace.eventDoesNotStart[0])) {
		scheduleIn(draft, pace.eventDoesNotStart, {
			type: 'target-given-up',
			deploymentId,
			instanceId,
			stage: deployment.stage,
		});
		return;
	}

	const at = isAgentNeeded ? soon : draft.now;
	schedule(draft, at, {type: 'lifecycle-event-starts', deploymentId, instanceId, index: leg.first});
};

/** Judges the fleet after one of its targets came to an end, and goes on. */
export const settle = (draft: Draft, {deploymentId}: Deployment): void => {
	const deployment = draft.deployments.get(deploymentId);
	const leg = deployment === undefined ? undefined : legOf(deployment);
	if (deployment === undefined || leg === undefined) {
		return;
	}

	const fleet = targetsOf(draft, deployment).filter(target => target.instanceLabel === leg.label);
	const failed = fleet.filter(({status}) => status === 'Failed').length;
	// One must succeed even where none need be healthy; of the originals none may fail (docs/facts.md CD 1.2).
	const allowed =
		deployment.stage === 'deregister'
			? 0
			: Math.min(fleet.length - 1, fleet.length - healthyNeeded(draft, deployment, fleet.length));
	if (failed > allowed) {
		end(draft, deploymentId, 'Failed', {
			code: 'HEALTH_CONSTRAINTS',
			message:
				'The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems.',
		});
		return;
	}

	work(draft, deployment);
};

const finishLeg = (draft: Draft, deployment: Deployment): void => {
	const {deploymentId} = deployment;
	if (deployment.stopReason !== undefined) {
		end(draft, deploymentId, 'Stopped', deployment.stopReason);
		return;
	}

	if (deployment.stage === 'install' && isInPlace(deployment)) {
		end(draft, deploymentId, 'Succeeded');
		return;
	}

	if (deployment.stage === 'install') {
		const ready = deployment.blueGreenDeploymentConfiguration?.deploymentReadyOption;
		if (ready?.actionOnTimeout === 'STOP_DEPLOYMENT') {
			waitForContinue(draft, deployment, ready.waitTimeInMinutes ?? 0);
			return;
		}

		enter(draft, deploymentId, 'reroute');
		return;
	}

	if (deployment.stage === 'reroute') {
		enter(draft, deploymentId, 'deregister');
		return;
	}

	endOriginals(draft, deployment);
};

/** ContinueDeployment with READY_WAIT; the caller has checked that it is ready. */
export const continueAfterReady = (draft: Draft, deploymentId: string): void => {
	patch(draft.deployments, deploymentId, {status: 'InProgress'});
	enter(draft, deploymentId, 'reroute');
};
