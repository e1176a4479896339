import {type Draft} from '../draft.js';
import {type Deployment, groupKey, type Target} from '../state.js';
import {filterSetOfTargets, instancesMatching, originalsOf} from '../tag-filter.js';
import {pollAlarms} from './alarms.js';
import {end} from './end.js';
import {allowEvents, blockEvents, installEvents} from './events.js';
import {isInPlace, isRollback, targetsOf} from './facts.js';
import {noteAttempt} from './record.js';
import {isAllowed, refusalOf} from './service-role.js';
import {enter} from './stages.js';
import {addTargets, toTarget} from './targets.js';

const noInstances = (message: string) => ({code: 'NO_INSTANCES', message});

/** Looks the two fleets up and begins to install, or fails as the tags make it fail. */
export const begin = (draft: Draft, deploymentId: string): void => {
	const started = draft.deployments.get(deploymentId);
	if (started?.stage !== 'preparing') {
		return;
	}

	if (started.stopReason !== undefined) {
		end(draft, deploymentId, 'Stopped', started.stopReason);
		return;
	}

	const deployment = {...started, status: 'InProgress' as const, startTime: draft.now};
	draft.deployments.set(deploymentId, deployment);
	noteAttempt(draft, deployment);
	pollAlarms(draft, deploymentId);
	if (draft.deployments.get(deploymentId)?.stage === 'over') {
		return;
	}

	const group = draft.deploymentGroups.get(groupKey(deployment.applicationName, deployment.deploymentGroupName));
	if (group === undefined) {
		end(draft, deploymentId, 'Failed', {
			code: 'DEPLOYMENT_GROUP_MISSING',
			message: 'The deployment group was deleted before the deployment could start.',
		});
		return;
	}

	if (!draft.account.roles.some(role => role.arn === group.serviceRoleArn && role.isAssumableByCodeDeploy)) {
		end(draft, deploymentId, 'Failed', {
			code: 'IAM_ROLE_MISSING',
			message: `CodeDeploy cannot assume the service role ${group.serviceRoleArn}.`,
		});
		return;
	}

	if (!isAllowed(draft, deployment, 'ec2')) {
		end(draft, deploymentId, 'Failed', refusalOf(draft, deployment, 'ec2'));
		return;
	}

	if (
		deployment.revision.revisionType === 'GitHub' &&
		draft.applications.get(deployment.applicationName)?.linkedToGitHub !== true
	) {
		end(draft, deploymentId, 'Failed', {
			code: 'MISSING_GITHUB_TOKEN',
			message: `The application ${deployment.applicationName} is not linked to a GitHub account.`,
		});
		return;
	}

	if (isRollback(deployment)) {
		beginRollback(draft, deployment);
		return;
	}

	const originals = originalsOf(draft, group);
	if (isInPlace(deployment)) {
		if (originals.length === 0) {
			end(draft, deploymentId, 'Failed', noInstances('No instances were found for the deployment group.'));
			return;
		}

		addTargets(draft, deployment, originals.map(toTarget(draft, deployment, 'Green', installEvents)));
		enter(draft, deploymentId, 'install');
		return;
	}

	const provisioning = deployment.blueGreenDeploymentConfiguration?.greenFleetProvisioningOption?.action;
	if (provisioning === 'COPY_AUTO_SCALING_GROUP') {
		end(draft, deploymentId, 'Failed', {
			code: 'AUTO_SCALING_CONFIGURATION',
			message: 'The deployment group names no Auto Scaling group that could be copied.',
		});
		return;
	}

	const originalIds = new Set(originals.map(({instanceId}) => instanceId));
	const replacements = instancesMatching(draft, filterSetOfTargets(deployment.targetInstances)).filter(
		({instanceId}) => !originalIds.has(instanceId),
	);
	if (replacements.length === 0) {
		// Which words the service uses for the guide's cases D3 and D4 is not on record (docs/facts.md CD 3.2).
		end(
			draft,
			deploymentId,
			'Failed',
			noInstances(
				'No replacement instances were found: each instance that carries the tags of the replacement environment belongs to the original environment of the deployment group.',
			),
		);
		return;
	}

	addTargets(draft, deployment, [
		...replacements.map(toTarget(draft, deployment, 'Green', [...installEvents, ...allowEvents])),
		...originals.map(toTarget(draft, deployment, 'Blue', blockEvents)),
	]);
	enter(draft, deploymentId, 'install');
};

const beginRollback = (draft: Draft, deployment: Deployment): void => {
	const failed = draft.deployments.get(deployment.rollbackTriggeringDeploymentId ?? '');
	const before = failed === undefined ? [] : targetsOf(draft, failed);
	const alive = before.filter(({instanceId}) => draft.instances.get(instanceId)?.state === 'running');
	const labelled = (label: Target['instanceLabel']) => alive.filter(target => target.instanceLabel === label);
	addTargets(draft, deployment, [
		...labelled('Blue').map(toTarget(draft, deployment, 'Blue', allowEvents)),
		...labelled('Green').map(toTarget(draft, deployment, 'Green', blockEvents)),
	]);
	enter(draft, deployment.deploymentId, 'reroute');
};
