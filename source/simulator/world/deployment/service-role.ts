/** What the service role of a deployment's group lets CodeDeploy do. */
import {type Draft} from '../draft.js';
import {type Deployment, groupKey, type LoadBalancerInfo, type RoleService} from '../state.js';

export const isAllowed = (draft: Draft, deployment: Deployment, service: RoleService): boolean => {
	const group = draft.deploymentGroups.get(groupKey(deployment.applicationName, deployment.deploymentGroupName));
	const role = draft.account.roles.find(({arn}) => arn === group?.serviceRoleArn);
	return role?.services.includes(service) === true;
};

const nameOf = (service: RoleService, info: LoadBalancerInfo | undefined): string => {
	if (service === 'ec2') {
		return 'AmazonEC2';
	}

	return (info?.targetGroupInfoList ?? []).length > 0 ? 'AmazonElasticLoadBalancingV2' : 'AmazonElasticLoadBalancing';
};

/** CodeDeploy's words, as several people reported them (docs/facts.md CD 3.4). */
export const refusalOf = (draft: Draft, deployment: Deployment, service: RoleService) => {
	const group = draft.deploymentGroups.get(groupKey(deployment.applicationName, deployment.deploymentGroupName));
	return {
		code: 'IAM_ROLE_PERMISSIONS',
		message: `The IAM role ${group?.serviceRoleArn ?? ''} does not give you permission to perform operations in the following AWS service: ${nameOf(service, deployment.loadBalancerInfo)}. Contact your AWS administrator if you need help. If you are an AWS administrator, you can grant permissions to your users or groups by creating IAM policies.`,
	};
};
