/** Spot Elastigroup in our words; the adapter translates. Times are epoch milliseconds. */
import {type Capacity, type Tag} from './shared.js';

export type SpotAccount = {
	readonly id: string;
	readonly name: string;
	/** The linked AWS account number; absent in old answers. */
	readonly awsAccountId?: string;
};

export type DeploymentGroupRef = {readonly applicationName: string; readonly deploymentGroupName: string};

export type ZoneSubnets = {readonly zone: string; readonly subnetIds: readonly string[]};

export type LoadBalancerRef =
	| {readonly kind: 'target-group'; readonly arn: string; readonly name: string}
	| {readonly kind: 'classic'; readonly name: string};

export type Elastigroup = {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly region?: string;
	readonly capacity: Capacity;
	readonly capacityUnit: 'instance' | 'weight';
	readonly product?: string;
	readonly tags: readonly Tag[];
	/** Which CodeDeploy deployment groups it is wired to. */
	readonly deploymentGroups: readonly DeploymentGroupRef[];
	readonly zones: readonly ZoneSubnets[];
	readonly imageId?: string;
	readonly securityGroupIds: readonly string[];
	readonly keyPair?: string;
	/** Name or ARN of the instance profile. */
	readonly instanceProfile?: string;
	/** Whether user data is set. The text itself may hold secrets and stays behind the adapter. */
	readonly hasUserData: boolean;
	readonly loadBalancers: readonly LoadBalancerRef[];
	readonly spotTypes: readonly string[];
	readonly onDemandTypes: readonly string[];
	/** What an instance of a type counts for where the unit is `weight`; types without an entry count their vCPUs. */
	readonly weights?: Readonly<Record<string, number>>;
	readonly createdAt?: number;
	/** When this was read, by Spot's clock: what Spot logs is stamped by it. */
	readonly readAt?: number;
};

export type ElastigroupSpec = {
	readonly name: string;
	readonly description: string;
	readonly region: string;
	readonly capacity: Capacity;
	readonly capacityUnit: 'instance' | 'weight';
	readonly spotPercentage: number;
	readonly orientation: 'balanced' | 'availabilityOriented' | 'costOriented' | 'cheapest' | 'equalAzDistribution';
	readonly isFallingBackToOnDemand: boolean;
	readonly drainingTimeoutSeconds: number;
	readonly product: string;
	readonly onDemandType: string;
	readonly spotTypes: readonly string[];
	readonly zones: readonly ZoneSubnets[];
	readonly imageId: string;
	readonly securityGroupIds: readonly string[];
	readonly keyPair?: string;
	readonly tags: readonly Tag[];
	/** Name or ARN. */
	readonly instanceProfile?: string;
	/** Plain text; the adapter encodes it. */
	readonly userData?: string;
	readonly loadBalancers: readonly LoadBalancerRef[];
	readonly deploymentGroups: readonly DeploymentGroupRef[];
};

export type ElastigroupInstance = {
	/** Absent while a Spot request is pending. */
	readonly instanceId?: string;
	readonly spotRequestId?: string;
	readonly isSpot: boolean;
	readonly instanceType: string;
	readonly zone: string;
	/** Spot's word: `fulfilled`, `pending-evaluation`, `running`, … */
	readonly status: string;
	readonly createdAt: number;
};

export type InstanceHealth = {
	readonly instanceId: string;
	readonly health: 'healthy' | 'unhealthy' | 'insufficient-data' | 'unknown';
};

export type Suspension = {readonly process: string; readonly expiresAt?: number};

export type SpotLogEntry = {
	readonly at: number;
	readonly severity: 'debug' | 'info' | 'warn' | 'error';
	readonly message: string;
};

export type SpotCosts = {readonly actual: number; readonly potential: number; readonly savingsPercent: number};

export type BlueGreenRequest = {
	readonly timeoutMinutes: number;
	readonly tags: readonly Tag[];
	readonly deploymentGroups: readonly DeploymentGroupRef[];
};

/** Spot's own words (docs/facts.md SPOT 3.5); anything else is kept as `unknown`. */
export const blueGreenStates = [
	'STARTING',
	'VALIDATE_TAGS',
	'LAUNCHING_NEW_INSTANCES',
	'AWAITING_INSTANCES_LAUNCH',
	'TAG_INSTANCES_WITH_GREEN_TAG',
	'AWAITING_USER_DEPLOYMENT',
	'AWAITING_DEPLOYMENT_TO_FINISH',
	'WAIT_BEFORE_TERMINATION',
	'REMOVE_OLD_INSTANCES',
	'REMOVE_ALL_SUSPENSIONS',
	'FINISHED',
	'UNSTABLE_DEPLOYMENT',
	'ROLLBACK_START',
	'ROLLBACK_CREATE_DEPLOYMENT',
	'ROLLBACK_REPLACE_OLD_NEW_INSTANCES',
	'REMOVE_NEW_INSTANCES',
	'STOPPING',
	'FINISHED_STOPPED',
	'ERROR',
	'FINISHED_ERROR',
] as const;

export type BlueGreenState = (typeof blueGreenStates)[number] | {readonly unknown: string};

export type BlueGreen = {
	readonly id: string;
	readonly elastigroupId: string;
	readonly state: BlueGreenState;
	readonly tags: readonly Tag[];
	readonly deploymentGroups: readonly DeploymentGroupRef[];
	readonly timeoutMinutes?: number;
};

/**
 * What Spot makes of the capacity during a blue/green. The guide gives one example, 1/1/1 to 2/1/2; the rule for
 * groups with headroom is an inference (docs/facts.md SPOT 3.6), kept here alone.
 */
export const capacityDuring = ({target, minimum, maximum}: Capacity): Capacity => ({
	target: 2 * target,
	minimum,
	maximum: Math.max(maximum, 2 * target),
});
