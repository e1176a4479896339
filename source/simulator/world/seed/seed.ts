import {
	type Capacity,
	type DeploymentGroup,
	type RevisionLocation,
	type Tag,
	type TagFilter,
	type World,
} from '../state.js';

/** What a scenario changes of the seeded world. */
export type Seed = {
	readonly seed: number;
	/** How many instances the Elastigroup has; its target, too. */
	readonly instanceCount: number;
	readonly capacity?: Capacity;
	/** Tags of the Elastigroup besides its Name and Owner. */
	readonly elastigroupTags?: readonly Tag[];
	/** What the deployment group's filter selects besides the deployed version: alternatives of the same list. */
	readonly otherFilters?: readonly TagFilter[];
	readonly readyOption?: NonNullable<DeploymentGroup['blueGreenDeploymentConfiguration']>['deploymentReadyOption'];
	readonly originalsOption?: NonNullable<
		DeploymentGroup['blueGreenDeploymentConfiguration']
	>['terminateBlueInstancesOnDeploymentSuccess'];
	/** Name of the profile that the Elastigroup's instances run with; the one that may read revisions where absent. */
	readonly instanceProfile?: string;
	/** Name of the service role of the deployment group; the first that CodeDeploy may assume where absent. */
	readonly serviceRole?: string;
	readonly failingHooks?: World['failingHooks'];
	readonly capacityGaps?: World['capacityGaps'];
	/** Alarms that watch over the deployments of the group. */
	readonly alarmNames?: readonly string[];
	/** States that alarms are in other than the account's usual ones. */
	readonly alarmStates?: World['alarmStates'];
	/** Milliseconds until CodeDeploy learns of a tag; a few seconds where it is absent. */
	readonly tagDelayMs?: number;
};

export const minute = 60_000;

export const day = 24 * 60 * minute;

export const applicationName = 'shop';

export const deploymentGroupName = 'shop-bg';

export const deploymentGroupId = '5f2c1d9a-7b3e-4c60-a1d2-9e8f7a6b5c4d';

export const elastigroupId = 'sig-5a3c19e7';

export const deployedVersion = '5.0';

export const deploymentId = 'd-5Q0XR7K2M';

export const deployedRevision: RevisionLocation = {
	revisionType: 'S3',
	s3Location: {
		bucket: 'shop-releases-ap-northeast-2',
		key: `shop/shop-${deployedVersion}.zip`,
		bundleType: 'zip',
	},
};

export const spotAccount = {id: 'act-0a1b2c3d', name: 'shop-production', organizationId: '606079000001'};
