import {type Draft, patch} from '../draft.js';
import {type Deployment, groupKey, type RevisionLocation} from '../state.js';

export const describeRevision = (revision: RevisionLocation): string =>
	revision.revisionType === 'S3'
		? `s3://${revision.s3Location.bucket}/${revision.s3Location.key}`
		: `github:${revision.gitHubLocation.repository}@${revision.gitHubLocation.commitId}`;

export const noteAttempt = (draft: Draft, deployment: Deployment): void => {
	const key = groupKey(deployment.applicationName, deployment.deploymentGroupName);
	const last = {
		deploymentId: deployment.deploymentId,
		status: deployment.status,
		createTime: deployment.createTime,
		...(deployment.completeTime !== undefined && {endTime: deployment.completeTime}),
	};
	patch(draft.deploymentGroups, key, {
		lastAttemptedDeployment: last,
		...(deployment.status === 'Succeeded' && {
			lastSuccessfulDeployment: last,
			targetRevision: deployment.revision,
		}),
	});
};
