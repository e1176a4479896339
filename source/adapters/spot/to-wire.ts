/** Our words as Spot takes them (docs/facts.md SPOT 2.7 to 2.9). What is not set is left out: a null is refused. */
import {Buffer} from 'node:buffer';
import {type Capacity, type Tag} from '../../core/cloud/shared.js';
import {
	type BlueGreenRequest,
	type DeploymentGroupRef,
	type ElastigroupSpec,
	type LoadBalancerRef,
	type Suspension,
} from '../../core/cloud/elastigroup.js';
import {toWireTimeout} from './timeout.js';

export type WireBody = Readonly<Record<string, unknown>>;

const toWireTag = ({key, value}: Tag) => ({tagKey: key, tagValue: value});

const toWireDeploymentGroup = ({applicationName, deploymentGroupName}: DeploymentGroupRef) => ({
	applicationName,
	deploymentGroupName,
});

const toWireLoadBalancer = (balancer: LoadBalancerRef) =>
	balancer.kind === 'classic'
		? {type: 'CLASSIC', name: balancer.name}
		: {type: 'TARGET_GROUP', name: balancer.name, arn: balancer.arn};

export const toWireCapacity = ({target, minimum, maximum}: Capacity) => ({target, minimum, maximum});

const toLaunchSpecification = (spec: ElastigroupSpec): WireBody => ({
	imageId: spec.imageId,
	securityGroupIds: [...spec.securityGroupIds],
	// Listed as required beside the security groups (docs/facts.md SPOT 2.7).
	monitoring: false,
	...(spec.keyPair !== undefined && {keyPair: spec.keyPair}),
	...(spec.instanceProfile !== undefined && {
		iamRole: spec.instanceProfile.startsWith('arn:') ? {arn: spec.instanceProfile} : {name: spec.instanceProfile},
	}),
	...(spec.userData !== undefined &&
		spec.userData !== '' && {userData: Buffer.from(spec.userData, 'utf8').toString('base64')}),
	...(spec.tags.length > 0 && {tags: spec.tags.map(toWireTag)}),
	...(spec.loadBalancers.length > 0 && {
		loadBalancersConfig: {loadBalancers: spec.loadBalancers.map(toWireLoadBalancer)},
	}),
});

/**
 * The body that creates an Elastigroup. Where the sources disagree about a default, the value is sent (docs/facts.md
 * SPOT 6): spot percentage, commitments, return to spot, and what the integration does with failed instances.
 */
export const toCreateGroupBody = (spec: ElastigroupSpec): WireBody => ({
	group: {
		name: spec.name,
		...(spec.description !== '' && {description: spec.description}),
		region: spec.region,
		capacity: {...toWireCapacity(spec.capacity), unit: spec.capacityUnit},
		strategy: {
			risk: spec.spotPercentage,
			availabilityVsCost: spec.orientation,
			fallbackToOd: spec.isFallingBackToOnDemand,
			utilizeReservedInstances: false,
			utilizeCommitments: false,
			drainingTimeout: spec.drainingTimeoutSeconds,
			revertToSpot: {performAt: 'always'},
		},
		compute: {
			product: spec.product,
			// In this one place the API spells it `ondemand`.
			instanceTypes: {ondemand: spec.onDemandType, spot: [...spec.spotTypes]},
			availabilityZones: spec.zones.map(({zone, subnetIds}) => ({name: zone, subnetIds: [...subnetIds]})),
			launchSpecification: toLaunchSpecification(spec),
		},
		...(spec.deploymentGroups.length > 0 && {
			thirdPartiesIntegration: {
				codeDeploy: {
					cleanUpOnFailure: false,
					terminateInstanceOnFailure: false,
					deploymentGroups: spec.deploymentGroups.map(toWireDeploymentGroup),
				},
			},
		}),
	},
});

export const toBlueGreenBody = (request: BlueGreenRequest): WireBody => ({
	deployment: {
		timeout: toWireTimeout(request.timeoutMinutes),
		tags: request.tags.map(toWireTag),
		deploymentGroups: request.deploymentGroups.map(toWireDeploymentGroup),
	},
});

export const toDetachBody = (request: {
	readonly instanceIds: readonly string[];
	readonly isTerminating: boolean;
	readonly isDecrementingTarget: boolean;
	readonly drainingTimeoutSeconds?: number;
}): WireBody => ({
	instancesToDetach: [...request.instanceIds],
	shouldTerminateInstances: request.isTerminating,
	shouldDecrementTargetCapacity: request.isDecrementingTarget,
	...(request.drainingTimeoutSeconds !== undefined && {drainingTimeout: request.drainingTimeoutSeconds}),
});

/** A suspension ends after whole minutes; one that has ended already is not set again. */
export const toSuspendBody = (suspensions: readonly Suspension[], now: number): WireBody => ({
	suspensions: suspensions
		.filter(({expiresAt}) => expiresAt === undefined || expiresAt > now)
		.map(({process, expiresAt}) => ({
			name: process,
			...(expiresAt !== undefined && {ttlInMinutes: Math.ceil((expiresAt - now) / 60_000)}),
		})),
});
