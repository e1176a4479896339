import {type Shape} from '../shape.js';

/** The members of Spot's bodies (docs/facts.md SPOT 2.7 and 3.2). Its validator refuses every other one. */

const tags: Shape = [{tagKey: 'text', tagValue: 'text'}];
const deploymentGroups: Shape = [{applicationName: 'text', deploymentGroupName: 'text'}];

const action: Shape = {
	type: 'text',
	// A number, or an expression such as `MAX(currCapacity / 5, value * 10)`.
	adjustment: 'anything',
	minTargetCapacity: 'number',
	maxTargetCapacity: 'number',
	target: 'number',
	minimum: 'number',
	maximum: 'number',
};

const policies: Shape = [
	{
		policyName: 'text',
		namespace: 'text',
		metricName: 'text',
		statistic: 'text',
		extendedStatistic: 'text',
		unit: 'text',
		dimensions: [{name: 'text', value: 'text'}],
		period: 'number',
		evaluationPeriods: 'number',
		cooldown: 'number',
		source: 'text',
		isEnabled: 'flag',
		threshold: 'number',
		operator: 'text',
		action,
		stepAdjustments: [{threshold: 'number', action}],
		target: 'number',
		predictive: {mode: 'text'},
		maxCapacityPerScale: 'anything',
	},
];

const launchSpecification: Shape = {
	imageId: 'text',
	images: [{id: 'text'}],
	securityGroupIds: ['text'],
	keyPair: 'text',
	tags,
	resourceTagSpecification: 'anything',
	iamRole: {name: 'text', arn: 'text'},
	userData: 'text',
	shutdownScript: 'text',
	monitoring: 'flag',
	ebsOptimized: 'flag',
	tenancy: 'text',
	metadataOptions: {httpTokens: 'text', httpPutResponseHopLimit: 'number', instanceMetadataTags: 'text'},
	cpuOptions: {threadsPerCore: 'number'},
	creditSpecification: {cpuCredits: 'text'},
	blockDeviceMappings: 'anything',
	networkInterfaces: 'anything',
	autoHealing: 'flag',
	loadBalancersConfig: {loadBalancers: [{type: 'text', name: 'text', arn: 'text'}]},
	loadBalancerNames: ['text'],
	healthCheckType: 'text',
	healthCheckGracePeriod: 'number',
	healthCheckUnhealthyDurationBeforeReplacement: 'number',
};

const group: Shape = {
	name: 'text',
	description: 'text',
	region: 'text',
	capacity: {target: 'number', minimum: 'number', maximum: 'number', unit: 'text'},
	strategy: {
		risk: 'number',
		onDemandCount: 'number',
		fallbackToOd: 'flag',
		utilizeReservedInstances: 'flag',
		utilizeCommitments: 'flag',
		considerODPricing: 'flag',
		availabilityVsCost: 'text',
		revertToSpot: {performAt: 'text', timeWindows: ['text']},
		minimumInstanceLifetime: 'number',
		drainingTimeout: 'number',
		maxReplacementsPercentage: 'number',
		restrictSingleAz: 'flag',
		immediateODRecoverThreshold: 'number',
		signals: [{name: 'text', timeout: 'number'}],
		scalingStrategy: {terminationPolicy: 'text', terminateAtEndOfBillingHour: 'flag'},
		spinUpTime: 'number',
		lifetimePeriod: 'text',
		persistence: 'anything',
	},
	compute: {
		product: 'text',
		instanceTypes: {
			ondemand: 'text',
			onDemandTypes: ['text'],
			spot: ['text'],
			preferredSpot: ['text'],
			resourceRequirements: 'anything',
			weights: [{instanceType: 'text', weightedCapacity: 'number'}],
		},
		availabilityZones: [{name: 'text', subnetId: 'text', subnetIds: ['text'], placementGroupName: 'text'}],
		subnetIds: ['text'],
		preferredAvailabilityZones: ['text'],
		elasticIps: ['text'],
		privateIps: ['text'],
		launchSpecification,
	},
	scaling: {up: policies, down: policies, target: policies, multipleMetrics: 'anything'},
	scheduling: {tasks: 'anything'},
	thirdPartiesIntegration: {
		codeDeploy: {cleanUpOnFailure: 'flag', terminateInstanceOnFailure: 'flag', deploymentGroups},
	},
	logging: 'anything',
};

export const groupBody: Shape = {group};

export const deleteBody: Shape = {statefulDeallocation: 'anything', beanstalk: 'anything', amiBackup: 'anything'};

export const capacityBody: Shape = {capacity: {target: 'number', minimum: 'number', maximum: 'number'}};

export const detachBody: Shape = {
	instancesToDetach: ['text'],
	shouldTerminateInstances: 'flag',
	shouldDecrementTargetCapacity: 'flag',
	drainingTimeout: 'number',
};

export const suspensionBody: Shape = {
	processes: ['text'],
	suspensions: [{name: 'text', ttlInMinutes: 'number'}],
};

export const policySuspensionBody: Shape = {suspension: {ttlInMinutes: 'number'}};

export const blueGreenBody: Shape = {deployment: {timeout: 'number', tags, deploymentGroups}};
