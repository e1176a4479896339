import {whereIs} from '../field/conditions.js';
import {type Draft} from '../field/field.js';

/** The row that makes a new one; no cloud's name may hold a plus sign at its start and go on with `new` alone. */
export const createNew = '+new';

/** Where something is to be created. */
export const whereNewApplication = whereIs('applicationName', createNew);
export const whereNewGroup = whereIs('deploymentGroupName', createNew);
export const whereNewElastigroup = whereIs('elastigroupId', createNew);

export const isNew = (draft: Draft, key: string): boolean => draft[key] === createNew;

/** The application that the answers mean, existing or to be created. */
export const applicationNameOf = (draft: Draft): string =>
	(isNew(draft, 'applicationName') ? draft['newApplicationName'] : draft['applicationName'])?.trim() ?? '';

export const deploymentGroupNameOf = (draft: Draft): string =>
	(isNew(draft, 'deploymentGroupName') ? draft['newDeploymentGroupName'] : draft['deploymentGroupName'])?.trim() ?? '';

/** The name of an Elastigroup in the place of its id, as people say it. */
export const elastigroupNameIn = (draft: Draft): string | undefined => {
	const answer = draft['elastigroupId']?.trim() ?? '';
	return answer === '' || answer === createNew || answer.startsWith('sig-') ? undefined : answer;
};

export const isNewGroup = (draft: Draft): boolean => isNew(draft, 'deploymentGroupName');

export const isNewElastigroup = (draft: Draft): boolean => isNew(draft, 'elastigroupId');
