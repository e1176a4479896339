/**
 * Files of the applications on the instances. An agent remembers by the id of the deployment group what it installed
 * and removes that first; what else lies where a file is to go stops the installation, unless the deployment allows
 * more (docs/facts.md CD 3.5).
 */
import {type Draft, patch} from '../draft.js';
import {type Deployment, type InstalledFile, type Instance} from '../state.js';

/** What a bundle holds is not simulated: one file stands for each application. */
const pathOf = ({applicationName}: Deployment): string => `/srv/${applicationName}/server.js`;

/** A file where one of the deployment is to go, and that its group did not install. */
const foreignFile = (deployment: Deployment, {files = []}: Instance): InstalledFile | undefined =>
	files.find(
		({path, deploymentGroupId}) => path === pathOf(deployment) && deploymentGroupId !== deployment.deploymentGroupId,
	);

/** The file that stops the installation, if one does. */
export const fileInTheWay = (deployment: Deployment, instance: Instance): string | undefined =>
	deployment.fileExistsBehavior === 'DISALLOW' ? foreignFile(deployment, instance)?.path : undefined;

export const installFile = (draft: Draft, deployment: Deployment, instance: Instance): void => {
	if (deployment.fileExistsBehavior === 'RETAIN' && foreignFile(deployment, instance) !== undefined) {
		return;
	}

	const {instanceId, files = []} = instance;
	const {deploymentGroupId} = deployment;
	const path = pathOf(deployment);
	patch(draft.instances, instanceId, {
		files: [...files.filter(file => file.path !== path), {path, deploymentGroupId}],
	});
};
