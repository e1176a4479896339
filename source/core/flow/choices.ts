import {type Draft} from '../field/field.js';

/** The row that makes a new one; no cloud's name may hold a plus sign at its start and go on with `new` alone. */
export const createNew = '+new';

export const isNew = (draft: Draft, key: string): boolean => draft[key] === createNew;

/** The application that the answers mean, existing or to be created. */
export const applicationNameOf = (draft: Draft): string =>
	(isNew(draft, 'applicationName') ? draft['newApplicationName'] : draft['applicationName'])?.trim() ?? '';

export const deploymentGroupNameOf = (draft: Draft): string =>
	(isNew(draft, 'deploymentGroupName') ? draft['newDeploymentGroupName'] : draft['deploymentGroupName'])?.trim() ?? '';

export const isNewGroup = (draft: Draft): boolean => isNew(draft, 'deploymentGroupName');

export const isNewElastigroup = (draft: Draft): boolean => isNew(draft, 'elastigroupId');
