import {type DeploymentGroup} from '../core/cloud/code-deploy.js';
import {type Tag} from '../core/cloud/shared.js';
import {type Draft} from '../core/field/field.js';
import {applicationNameOf, deploymentGroupNameOf, isNew, isNewGroup} from '../core/flow/choices.js';
import {type CodeDeploy} from '../ports/code-deploy.js';

/** The chosen group as it stands in the cloud; undefined when it is new, not chosen yet, or cannot be read. */
export const readGroup = async (
	codeDeploy: CodeDeploy,
	draft: Draft,
	signal?: AbortSignal,
): Promise<DeploymentGroup | undefined> => {
	const application = applicationNameOf(draft);
	const name = deploymentGroupNameOf(draft);
	if (application === '' || name === '' || isNewGroup(draft) || isNew(draft, 'applicationName')) {
		return undefined;
	}

	const group = await codeDeploy.getDeploymentGroup(application, name, signal);
	return group.isOk ? group.value : undefined;
};

/** The tags by which a group finds its originals, as far as they are whole tags. */
export const blueTagsOf = (group: DeploymentGroup): readonly Tag[] =>
	group.tagFilters
		.flat()
		.flatMap(filter => (filter.type === 'key-and-value' ? [{key: filter.key, value: filter.value}] : []));
