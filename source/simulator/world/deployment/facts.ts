import {type Deployment, type DeploymentGroup, type Target, targetKey, type World} from '../state.js';

export const isInPlace = (deployment: Pick<Deployment, 'deploymentStyle'>): boolean =>
	deployment.deploymentStyle.deploymentType === 'IN_PLACE';

export const isRollback = (deployment: Deployment): boolean => deployment.rollbackTriggeringDeploymentId !== undefined;

/** The deployment that keeps its group busy: one at a time (docs/facts.md CD 1.1). */
export const activeDeployment = (world: World, group: DeploymentGroup): Deployment | undefined =>
	[...world.deployments.values()].find(
		deployment => deployment.deploymentGroupId === group.deploymentGroupId && deployment.stage !== 'over',
	);

export const targetsOf = (world: World, deployment: Deployment): readonly Target[] =>
	deployment.targetIds.flatMap(id => world.targets.get(targetKey(deployment.deploymentId, id)) ?? []);
