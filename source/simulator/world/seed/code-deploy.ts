import {type AccountFacts, type Application, type DeploymentConfig, type DeploymentGroup} from '../state.js';
import {
	applicationName,
	day,
	deployedRevision,
	deployedVersion,
	deploymentGroupId,
	deploymentGroupName,
	deploymentId,
	minute,
	type Seed,
} from './seed.js';

const serverConfig = (
	deploymentConfigName: string,
	number: number,
	createTime: number,
	minimumHealthyHosts: DeploymentConfig['minimumHealthyHosts'],
): DeploymentConfig => ({
	deploymentConfigName,
	deploymentConfigId: `00000000-0000-4000-a000-${String(number).padStart(12, '0')}`,
	computePlatform: 'Server',
	createTime,
	...(minimumHealthyHosts !== undefined && {minimumHealthyHosts}),
});

// docs/facts.md CD 1.2; lists mix the platforms, so some of the others are here too.
export const createConfigs = (now: number): readonly DeploymentConfig[] => [
	serverConfig('CodeDeployDefault.OneAtATime', 1, now - 3000 * day, {type: 'FLEET_PERCENT', value: 99}),
	serverConfig('CodeDeployDefault.HalfAtATime', 2, now - 3000 * day, {type: 'FLEET_PERCENT', value: 50}),
	serverConfig('CodeDeployDefault.AllAtOnce', 3, now - 3000 * day, {type: 'HOST_COUNT', value: 0}),
	{
		...serverConfig('CodeDeployDefault.LambdaAllAtOnce', 4, now - 2000 * day, undefined),
		computePlatform: 'Lambda',
	},
	{
		...serverConfig('CodeDeployDefault.ECSAllAtOnce', 5, now - 2000 * day, undefined),
		computePlatform: 'ECS',
	},
	serverConfig('shop-three-quarters-healthy', 6, now - 90 * day, {type: 'FLEET_PERCENT', value: 75}),
];

export const createGroups = (account: AccountFacts, seed: Seed, now: number): readonly DeploymentGroup[] => {
	const serviceRoleArn =
		account.roles.find(({name, isAssumableByCodeDeploy}) =>
			seed.serviceRole === undefined ? isAssumableByCodeDeploy : name === seed.serviceRole,
		)?.arn ?? '';
	const lastDeployment = {
		deploymentId,
		status: 'Succeeded',
		createTime: now - 6 * day + 2 * minute,
		endTime: now - 6 * day + 12 * minute,
	};
	return [
		{
			applicationName,
			deploymentGroupName,
			deploymentGroupId,
			serviceRoleArn,
			deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
			ec2TagSet: {
				ec2TagSetList: [
					[{Key: 'version', Value: deployedVersion, Type: 'KEY_AND_VALUE'}, ...(seed.otherFilters ?? [])],
				],
			},
			autoScalingGroups: [],
			deploymentStyle: {deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL'},
			loadBalancerInfo: {targetGroupInfoList: [{name: 'shop-web-tg'}]},
			blueGreenDeploymentConfiguration: {
				greenFleetProvisioningOption: {action: 'DISCOVER_EXISTING'},
				deploymentReadyOption: seed.readyOption ?? {actionOnTimeout: 'CONTINUE_DEPLOYMENT'},
				terminateBlueInstancesOnDeploymentSuccess: seed.originalsOption ?? {
					action: 'TERMINATE',
					terminationWaitTimeInMinutes: 5,
				},
			},
			...(seed.alarmNames !== undefined && {
				alarmConfiguration: {enabled: true, alarms: seed.alarmNames.map(name => ({name}))},
			}),
			outdatedInstancesStrategy: 'UPDATE',
			targetRevision: deployedRevision,
			lastAttemptedDeployment: lastDeployment,
			lastSuccessfulDeployment: lastDeployment,
		},
		{
			applicationName,
			deploymentGroupName: 'shop-in-place',
			deploymentGroupId: '7c4d3e2f-1a0b-4c9d-a8e7-6f5d4c3b2a10',
			serviceRoleArn,
			deploymentConfigName: 'CodeDeployDefault.OneAtATime',
			ec2TagFilters: [{Key: 'Name', Value: 'shop-staging', Type: 'KEY_AND_VALUE'}],
			autoScalingGroups: [],
			deploymentStyle: {deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL'},
			outdatedInstancesStrategy: 'UPDATE',
		},
	];
};

export const createApplications = (now: number): readonly Application[] => [
	{
		applicationName,
		applicationId: '1d2c3b4a-5e6f-4a70-8b91-a2b3c4d5e6f7',
		createTime: now - 400 * day,
		computePlatform: 'Server',
		linkedToGitHub: true,
		gitHubAccountName: 'shop-deployer',
		revisions: [
			{
				location: deployedRevision,
				registerTime: now - 6 * day,
				firstUsedTime: now - 6 * day,
				lastUsedTime: now - 6 * day,
			},
		],
	},
	{
		applicationName: 'shop-orders',
		applicationId: '2e3d4c5b-6f7a-4b81-9ca2-b3c4d5e6f7a8',
		createTime: now - 200 * day,
		computePlatform: 'Lambda',
		linkedToGitHub: false,
		revisions: [],
	},
	{
		applicationName: 'shop-admin',
		applicationId: '3f4e5d6c-7a8b-4c92-ada3-c4d5e6f7a8b9',
		createTime: now - 30 * day,
		computePlatform: 'Server',
		linkedToGitHub: false,
		revisions: [],
	},
];
