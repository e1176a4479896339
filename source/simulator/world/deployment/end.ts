import {type Draft, patch} from '../draft.js';
import {type Deployment, type DeploymentStatus, groupKey} from '../state.js';
import {filterSetOfTargets} from '../tag-filter.js';
import {addDeployment} from './create.js';
import {isRollback, targetsOf} from './facts.js';
import {describeRevision, noteAttempt} from './record.js';
import {isOpen, setTarget, withoutOpenEvents} from './targets.js';

/** Ends a deployment, whatever is still open in it. */
export const end = (
	draft: Draft,
	deploymentId: string,
	status: Extract<DeploymentStatus, 'Failed' | 'Stopped' | 'Succeeded'>,
	errorInformation?: Deployment['errorInformation'],
): void => {
	const deployment = draft.deployments.get(deploymentId);
	if (deployment === undefined || deployment.stage === 'over') {
		return;
	}

	for (const target of targetsOf(draft, deployment)) {
		if (target.status !== 'Succeeded' && isOpen(target)) {
			setTarget(draft, target, {status: 'Skipped', events: withoutOpenEvents(draft, target)});
		}
	}

	const ended = patch(draft.deployments, deploymentId, {
		status,
		stage: 'over',
		completeTime: draft.now,
		...(errorInformation !== undefined && {errorInformation}),
	});
	if (ended === undefined) {
		return;
	}

	noteAttempt(draft, ended);
	if (status === 'Succeeded') {
		noteSuccess(draft, ended);
		return;
	}

	const automatic = ended.autoRollbackConfiguration;
	const isAutomatic = automatic?.enabled === true && (automatic.events ?? []).includes(rollbackEventOf(ended));
	if (!isRollback(ended) && (ended.isRollingBackOnStop || isAutomatic)) {
		rollBack(draft, ended);
	}
};

const rollbackEventOf = ({status, errorInformation}: Deployment): string => {
	if (status === 'Failed') {
		return 'DEPLOYMENT_FAILURE';
	}

	return errorInformation?.code === 'ALARM_ACTIVE' ? 'DEPLOYMENT_STOP_ON_ALARM' : 'DEPLOYMENT_STOP_ON_REQUEST';
};

const noteSuccess = (draft: Draft, deployment: Deployment): void => {
	const revision = describeRevision(deployment.revision);
	for (const target of targetsOf(draft, deployment)) {
		if (target.instanceLabel === 'Green' && !isRollback(deployment)) {
			patch(draft.instances, target.instanceId, {revision});
		}
	}

	const green = deployment.targetInstances;
	if (draft.rewritesFilterAfterSuccess && green !== undefined && !isRollback(deployment)) {
		const key = groupKey(deployment.applicationName, deployment.deploymentGroupName);
		const {ec2TagFilters: _flat, ...group} = draft.deploymentGroups.get(key) ?? {};
		if ('deploymentGroupId' in group) {
			draft.deploymentGroups.set(key, {
				...group,
				ec2TagSet: {ec2TagSetList: filterSetOfTargets(green)},
			});
		}
	}
};

/** A rollback is a new deployment of the last good revision, with an id of its own (docs/facts.md CD 2.2). */
const rollBack = (draft: Draft, deployment: Deployment): void => {
	const group = draft.deploymentGroups.get(groupKey(deployment.applicationName, deployment.deploymentGroupName));
	if (group === undefined || deployment.previousRevision === undefined) {
		patch(draft.deployments, deployment.deploymentId, {
			rollbackMessage: 'No earlier successful deployment was found, so nothing was rolled back.',
		});
		return;
	}

	const rollback = addDeployment(draft, group, {
		revision: deployment.previousRevision,
		description: `Rollback of deployment ${deployment.deploymentId}`,
		deploymentConfigName: deployment.deploymentConfigName,
		targetInstances: deployment.targetInstances,
		creator: 'codeDeployRollback',
		rollbackTriggeringDeploymentId: deployment.deploymentId,
	});
	const rollbackMessage = `Deployment ${rollback.deploymentId} was started to roll back deployment ${deployment.deploymentId}.`;
	patch(draft.deployments, rollback.deploymentId, {rollbackMessage});
	patch(draft.deployments, deployment.deploymentId, {
		rollbackDeploymentId: rollback.deploymentId,
		rollbackMessage,
	});
};
