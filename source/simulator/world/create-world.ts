import {readGroupDocument} from '../spot/group-document.js';
import {
	type AccountFacts,
	type Application,
	type BlueGreen,
	type Capacity,
	type Deployment,
	type DeploymentConfig,
	type DeploymentGroup,
	type Elastigroup,
	groupKey,
	type Instance,
	type JsonObject,
	type LifecycleEvent,
	type Registration,
	registrationKey,
	type RevisionLocation,
	type Tag,
	type TagFilter,
	type Target,
	targetKey,
	type World,
} from './state.js';

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
	readonly failingHooks?: World['failingHooks'];
};

const minute = 60_000;
const day = 24 * 60 * minute;

const byKey = <Value>(items: readonly Value[], keyOf: (item: Value) => string): ReadonlyMap<string, Value> =>
	new Map(items.map(item => [keyOf(item), item]));

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
const createConfigs = (now: number): readonly DeploymentConfig[] => [
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

const applicationName = 'shop';
const deploymentGroupName = 'shop-bg';
const elastigroupId = 'sig-5a3c19e7';
const deployedVersion = '5.0';
const deploymentId = 'd-5Q0XR7K2M';

const createElastigroups = (account: AccountFacts, seed: Seed, now: number): readonly Elastigroup[] => {
	const balancer = account.targetGroups.find(({name}) => name === 'shop-web-tg');
	const subnetOf = (zone: string) => account.subnets.find(subnet => subnet.zone.endsWith(zone))?.id ?? '';
	const base: JsonObject = {
		region: account.region,
		strategy: {
			risk: 100,
			availabilityVsCost: 'balanced',
			fallbackToOd: true,
			utilizeReservedInstances: false,
			drainingTimeout: 120,
		},
	};
	const launchSpecification: JsonObject = {
		imageId: account.images.find(({hasCodeDeployAgent}) => hasCodeDeployAgent)?.id ?? '',
		securityGroupIds: account.securityGroups.slice(0, 1).map(({id}) => id),
		monitoring: false,
		keyPair: account.keyPairs[0]?.name ?? '',
		iamRole: {arn: account.instanceProfiles.find(({canReadRevisions}) => canReadRevisions)?.arn ?? ''},
	};
	const compute: JsonObject = {
		product: 'Linux/UNIX',
		instanceTypes: {ondemand: 'm5.large', spot: ['m5.large', 'm5a.large', 'm6i.large']},
		availabilityZones: [
			{name: `${account.region}a`, subnetIds: [subnetOf('a')]},
			{name: `${account.region}c`, subnetIds: [subnetOf('c')]},
		],
	};
	const size = seed.instanceCount;
	const capacity = seed.capacity ?? {target: size, minimum: Math.min(1, size), maximum: size * 2};
	const tags = [{key: 'Name', value: 'shop-web'}, {key: 'Owner', value: 'platform'}, ...(seed.elastigroupTags ?? [])];
	const documents: ReadonlyArray<readonly [id: string, document: JsonObject]> = [
		[
			elastigroupId,
			{
				...base,
				name: 'shop-web',
				description: 'Web tier of the shop, deployed blue/green through CodeDeploy',
				capacity: {...capacity, unit: 'instance'},
				compute: {
					...compute,
					launchSpecification: {
						...launchSpecification,
						tags: tags.map(({key, value}) => ({tagKey: key, tagValue: value})),
						loadBalancersConfig: {
							loadBalancers:
								balancer === undefined ? [] : [{type: 'TARGET_GROUP', name: balancer.name, arn: balancer.arn}],
						},
					},
				},
				thirdPartiesIntegration: {
					codeDeploy: {
						cleanUpOnFailure: false,
						terminateInstanceOnFailure: false,
						deploymentGroups: [{applicationName, deploymentGroupName}],
					},
				},
			},
		],
		[
			'sig-0b7e42d9',
			{
				...base,
				name: 'shop-batch',
				description: 'Nightly jobs',
				capacity: {target: 0, minimum: 0, maximum: 4, unit: 'instance'},
				compute: {
					...compute,
					launchSpecification: {...launchSpecification, tags: [{tagKey: 'Name', tagValue: 'shop-batch'}]},
				},
			},
		],
	];
	return documents.map(([id, document]) => ({
		...readGroupDocument(account, document),
		id,
		accountId: spotAccount.id,
		createdAt: now - 120 * day,
		updatedAt: now - 6 * day,
		suspensions: [],
		isDeleted: false,
	}));
};

const spotAccount = {id: 'act-0a1b2c3d', name: 'shop-production', organizationId: '606079000001'};

const createInstances = (
	account: AccountFacts,
	seed: Seed,
	elastigroup: Elastigroup,
	now: number,
): readonly Instance[] => {
	const launchTags = [
		...elastigroup.tags,
		{key: 'spotinst:aws:ec2:group:id', value: elastigroup.id},
		{key: 'spotinst:aws:ec2:group:name', value: elastigroup.name},
		{key: 'spotinst:aws:ec2:group:createdBy', value: 'spotinst'},
	];
	// The earlier blue/green run left its green tag on them.
	const tags = [...launchTags.filter(({key}) => key !== 'version'), {key: 'version', value: deployedVersion}];
	const launchedAt = now - 6 * day;
	return Array.from({length: seed.instanceCount}, (_, index) => {
		const zone = elastigroup.zones[index % elastigroup.zones.length];
		const subnetId = zone?.subnetIds[0] ?? '';
		const number = (0xb1_00_00 + index).toString(16);
		return {
			instanceId: `i-0123456789a${number}`,
			imageId: elastigroup.imageId,
			instanceType: elastigroup.spotTypes[index % elastigroup.spotTypes.length] ?? 'm5.large',
			state: 'running',
			launchedAt,
			runningAt: launchedAt + minute / 2,
			checksPassedAt: launchedAt + minute,
			agentAt: launchedAt + minute,
			tags,
			launchTags,
			tagsSeenByCodeDeploy: tags,
			subnetId,
			vpcId: account.subnets.find(({id}) => id === subnetId)?.vpcId ?? '',
			zone: zone?.name ?? '',
			privateIp: `10.20.${Math.floor(index / 200)}.${10 + (index % 200)}`,
			securityGroupIds: elastigroup.securityGroupIds,
			...(elastigroup.keyPair !== undefined && {keyPair: elastigroup.keyPair}),
			...(elastigroup.instanceProfile !== undefined && {instanceProfileArn: elastigroup.instanceProfile}),
			spotRequestId: `sir-0${number}a`,
			elastigroupId: elastigroup.id,
			revision: `s3://shop-releases-ap-northeast-2/shop/shop-${deployedVersion}.zip`,
		};
	});
};

const deployedRevision: RevisionLocation = {
	revisionType: 'S3',
	s3Location: {
		bucket: 'shop-releases-ap-northeast-2',
		key: `shop/shop-${deployedVersion}.zip`,
		bundleType: 'zip',
	},
};

const createGroups = (account: AccountFacts, seed: Seed, now: number): readonly DeploymentGroup[] => {
	const serviceRoleArn = account.roles.find(({isAssumableByCodeDeploy}) => isAssumableByCodeDeploy)?.arn ?? '';
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
			deploymentGroupId: '5f2c1d9a-7b3e-4c60-a1d2-9e8f7a6b5c4d',
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

const createApplications = (now: number): readonly Application[] => [
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

const pastEvents = [
	'ApplicationStop',
	'DownloadBundle',
	'BeforeInstall',
	'Install',
	'AfterInstall',
	'ApplicationStart',
	'ValidateService',
	'BeforeAllowTraffic',
	'AllowTraffic',
	'AfterAllowTraffic',
];

const createPastDeployment = (group: DeploymentGroup, instances: readonly Instance[], now: number) => {
	const createTime = group.lastSuccessfulDeployment?.createTime ?? now;
	const deployment: Deployment = {
		applicationName,
		deploymentGroupName,
		deploymentId,
		deploymentGroupId: group.deploymentGroupId,
		status: 'Succeeded',
		stage: 'over',
		revision: deployedRevision,
		description: `shop ${deployedVersion}`,
		deploymentConfigName: group.deploymentConfigName,
		creator: 'user',
		createTime,
		startTime: createTime + 5000,
		completeTime: group.lastSuccessfulDeployment?.endTime ?? now,
		targetInstances: {tagFilters: [{Key: 'version', Value: deployedVersion, Type: 'KEY_AND_VALUE'}]},
		deploymentStyle: group.deploymentStyle,
		blueGreenDeploymentConfiguration: group.blueGreenDeploymentConfiguration,
		loadBalancerInfo: group.loadBalancerInfo,
		fileExistsBehavior: 'DISALLOW',
		ignoreApplicationStopFailures: false,
		targetIds: instances.map(({instanceId}) => instanceId),
		instanceTerminationWaitTimeStarted: true,
		isStopping: false,
		isRollingBackOnStop: false,
		statusMessages: [],
	};
	const targets = instances.map(
		({instanceId}): Target => ({
			deploymentId,
			instanceId,
			instanceLabel: 'Green',
			status: 'Succeeded',
			lastUpdatedAt: createTime + 60_000,
			events: pastEvents.map(
				(lifecycleEventName, index): LifecycleEvent => ({
					lifecycleEventName,
					status: 'Succeeded',
					startTime: createTime + 6000 + index * 5000,
					endTime: createTime + 11_000 + index * 5000,
					diagnostics: {errorCode: 'Success', scriptName: '', message: 'Succeeded', logTail: ''},
				}),
			),
		}),
	);
	return {deployment, targets};
};

/** The account as it stands before the first request: one shop, deployed once with version 5.0. */
export const createWorld = (account: AccountFacts, seed: Seed, now: number): World => {
	const elastigroups = createElastigroups(account, seed, now);
	const deploymentGroups = createGroups(account, seed, now);
	const [elastigroup] = elastigroups;
	const [group] = deploymentGroups;
	if (elastigroup === undefined || group === undefined) {
		throw new Error('The seeded account has no Elastigroup and deployment group.');
	}

	const instances = createInstances(account, seed, elastigroup, now);
	const {deployment, targets} = createPastDeployment(group, instances, now);
	const registrations = elastigroup.balancers.flatMap(balancer =>
		instances.map(
			({instanceId, launchedAt}): Registration => ({
				balancer,
				instanceId,
				state: 'healthy',
				registeredAt: launchedAt,
			}),
		),
	);
	const blueGreen: BlueGreen = {
		id: 'cdbg-3f9a1c27',
		elastigroupId: elastigroup.id,
		state: 'FINISHED',
		timeoutMinutes: 30,
		tags: [{key: 'version', value: deployedVersion}],
		deploymentGroups: elastigroup.deploymentGroups,
		startedAt: now - 6 * day,
		endedAt: now - 6 * day + 13 * minute,
		capacityBefore: elastigroup.capacity,
		blueIds: [],
		greenIds: instances.map(({instanceId}) => instanceId),
		deploymentId,
	};
	return {
		now,
		seed: seed.seed,
		drawn: 0,
		account,
		spotAccount,
		instances: byKey(instances, ({instanceId}) => instanceId),
		registrations: byKey(registrations, ({balancer, instanceId}) => registrationKey(balancer, instanceId)),
		applications: byKey(createApplications(now), ({applicationName: name}) => name),
		deploymentGroups: byKey(deploymentGroups, ({applicationName: application, deploymentGroupName: name}) =>
			groupKey(application, name),
		),
		deploymentConfigs: byKey(createConfigs(now), ({deploymentConfigName}) => deploymentConfigName),
		deployments: new Map([[deploymentId, deployment]]),
		targets: byKey(targets, target => targetKey(target.deploymentId, target.instanceId)),
		gitHubTokenNames: ['shop-github'],
		elastigroups: byKey(elastigroups, ({id}) => id),
		pendingRequests: new Map(),
		blueGreens: new Map([[blueGreen.id, blueGreen]]),
		logs: new Map([
			[elastigroup.id, [{at: now - 6 * day, severity: 'INFO', message: `Deployment ${blueGreen.id} ended: FINISHED.`}]],
		]),
		failingHooks: seed.failingHooks ?? [],
		rewritesFilterAfterSuccess: false,
		removesGreenAfterFailure: false,
		agenda: [],
	};
};
