import {type Shape} from '../shape.js';

/**
 * The members that are simulated of each operation's input, in the service's model of August 2026. One that is not here
 * is refused: the service would drop a misspelt one in silence, and what is not simulated must not seem to be.
 */

const application = {applicationName: 'text'} as const;
const group = {...application, deploymentGroupName: 'text'} as const;
const deployment = {deploymentId: 'text'} as const;
const paged = {nextToken: 'text'} as const;

const filters: Shape = [{Key: 'text', Value: 'text', Type: 'text'}];
const ec2TagSet: Shape = {ec2TagSetList: [filters]};
const named: Shape = [{name: 'text'}];
const autoRollbackConfiguration: Shape = {enabled: 'flag', events: ['text']};
const alarmConfiguration: Shape = {enabled: 'flag', ignorePollAlarmFailure: 'flag', alarms: named};

const revision: Shape = {
	revisionType: 'text',
	s3Location: {bucket: 'text', key: 'text', bundleType: 'text', version: 'text', eTag: 'text'},
	gitHubLocation: {repository: 'text', commitId: 'text'},
	// For other platforms; the revision type is refused then.
	string: 'anything',
	appSpecContent: 'anything',
};

const settings = {
	deploymentConfigName: 'text',
	ec2TagFilters: filters,
	ec2TagSet,
	onPremisesInstanceTagFilters: filters,
	onPremisesTagSet: {onPremisesTagSetList: [filters]},
	autoScalingGroups: ['text'],
	serviceRoleArn: 'text',
	triggerConfigurations: [{triggerName: 'text', triggerTargetArn: 'text', triggerEvents: ['text']}],
	alarmConfiguration,
	autoRollbackConfiguration,
	outdatedInstancesStrategy: 'text',
	deploymentStyle: {deploymentType: 'text', deploymentOption: 'text'},
	blueGreenDeploymentConfiguration: {
		greenFleetProvisioningOption: {action: 'text'},
		deploymentReadyOption: {actionOnTimeout: 'text', waitTimeInMinutes: 'number'},
		terminateBlueInstancesOnDeploymentSuccess: {action: 'text', terminationWaitTimeInMinutes: 'number'},
	},
	loadBalancerInfo: {elbInfoList: named, targetGroupInfoList: named},
} as const satisfies Shape;

export const inputShapes: Readonly<Record<string, Shape>> = {
	ListApplications: paged,
	GetApplication: application,
	BatchGetApplications: {applicationNames: ['text']},
	CreateApplication: {...application, computePlatform: 'text'},
	DeleteApplication: application,
	ListDeploymentGroups: {...application, ...paged},
	GetDeploymentGroup: group,
	BatchGetDeploymentGroups: {...application, deploymentGroupNames: ['text']},
	CreateDeploymentGroup: {...group, ...settings},
	UpdateDeploymentGroup: {
		...application,
		currentDeploymentGroupName: 'text',
		newDeploymentGroupName: 'text',
		...settings,
	},
	DeleteDeploymentGroup: group,
	ListDeploymentConfigs: paged,
	GetDeploymentConfig: {deploymentConfigName: 'text'},
	ListApplicationRevisions: {
		...application,
		sortBy: 'text',
		sortOrder: 'text',
		s3Bucket: 'text',
		s3KeyPrefix: 'text',
		deployed: 'text',
		...paged,
	},
	GetApplicationRevision: {...application, revision},
	BatchGetApplicationRevisions: {...application, revisions: [revision]},
	RegisterApplicationRevision: {...application, description: 'text', revision},
	ListDeployments: {
		...group,
		includeOnlyStatuses: ['text'],
		createTimeRange: {start: 'number', end: 'number'},
		...paged,
	},
	GetDeployment: deployment,
	BatchGetDeployments: {deploymentIds: ['text']},
	CreateDeployment: {
		...group,
		revision,
		deploymentConfigName: 'text',
		description: 'text',
		ignoreApplicationStopFailures: 'flag',
		targetInstances: {tagFilters: filters, ec2TagSet},
		autoRollbackConfiguration,
		fileExistsBehavior: 'text',
		overrideAlarmConfiguration: alarmConfiguration,
	},
	ContinueDeployment: {...deployment, deploymentWaitType: 'text'},
	StopDeployment: {...deployment, autoRollbackEnabled: 'flag'},
	ListDeploymentTargets: {...deployment, targetFilters: 'anything', ...paged},
	GetDeploymentTarget: {...deployment, targetId: 'text'},
	BatchGetDeploymentTargets: {...deployment, targetIds: ['text']},
	ListGitHubAccountTokenNames: paged,
};
