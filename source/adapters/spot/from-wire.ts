/** Spot's answers in our words. */
import type * as z from 'zod';
import {type Capacity} from '../../core/cloud/shared.js';
import {
	type BlueGreen,
	type BlueGreenState,
	blueGreenStates,
	type Elastigroup,
	type ElastigroupInstance,
	type InstanceHealth,
	type LoadBalancerRef,
	type SpotAccount,
	type SpotCosts,
	type SpotLogEntry,
	type Suspension,
} from '../../core/cloud/elastigroup.js';
import {fromWireTimeout} from './timeout.js';
import {
	type accountSchema,
	type blueGreenSchema,
	type capacitySchema,
	type costsSchema,
	type healthSchema,
	type instanceSchema,
	type logSchema,
	type suspensionsSchema,
	type WireGroup,
} from './wire.js';

/** A member that is absent or null is left out. */
export const given = <Key extends string, Value>(
	key: Key,
	value: Value | null | undefined,
): Partial<Record<Key, Value>> =>
	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion, @typescript-eslint/consistent-type-assertions -- a computed key widens to string
	value === undefined || value === null ? {} : ({[key]: value} as Record<Key, Value>);

export const toAccount = (account: z.output<typeof accountSchema>): SpotAccount => ({
	id: account.accountId,
	name: account.name ?? '',
	...given('awsAccountId', account.providerExternalId),
});

export const toCapacity = ({target, minimum, maximum}: z.output<typeof capacitySchema>): Capacity => ({
	target,
	minimum,
	maximum,
});

/** `arn:…:targetgroup/shop-web-tg/0123…`: the name is the second part of the path. */
const nameOfTargetGroup = (arn: string): string => arn.split('/')[1] ?? arn;

type WireSpecification = NonNullable<NonNullable<WireGroup['compute']>['launchSpecification']>;

const toLoadBalancers = (specification: WireSpecification | null | undefined): readonly LoadBalancerRef[] => {
	const listed = (specification?.loadBalancersConfig?.loadBalancers ?? []).flatMap(
		({type, name, arn}): readonly LoadBalancerRef[] => {
			if (type === 'TARGET_GROUP' && typeof arn === 'string') {
				return [{kind: 'target-group', arn, name: name ?? nameOfTargetGroup(arn)}];
			}

			return type === 'CLASSIC' && typeof name === 'string' ? [{kind: 'classic', name}] : [];
		},
	);
	const known = new Set(listed.map(({name}) => name));
	const legacy = (specification?.loadBalancerNames ?? []).filter(name => !known.has(name));
	return [...listed, ...legacy.map(name => ({kind: 'classic', name}) as const)];
};

export const toElastigroup = (group: WireGroup): Elastigroup => {
	const {compute} = group;
	const specification = compute?.launchSpecification;
	const types = compute?.instanceTypes;
	return {
		id: group.id,
		name: group.name ?? '',
		description: group.description ?? '',
		...given('region', group.region),
		capacity: toCapacity(group.capacity),
		capacityUnit: group.capacity.unit === 'weight' ? 'weight' : 'instance',
		...given('product', compute?.product),
		tags: specification?.tags ?? [],
		deploymentGroups: group.thirdPartiesIntegration?.codeDeploy?.deploymentGroups ?? [],
		zones: (compute?.availabilityZones ?? []).map(({name, subnetIds, subnetId}) => ({
			zone: name,
			// Old groups answer with the single form as well (docs/facts.md SPOT 2.2).
			subnetIds: subnetIds.length > 0 ? subnetIds : typeof subnetId === 'string' ? [subnetId] : [],
		})),
		...given('imageId', specification?.imageId ?? specification?.images[0]?.id),
		securityGroupIds: specification?.securityGroupIds ?? [],
		...given('keyPair', specification?.keyPair),
		...given('instanceProfile', specification?.iamRole?.arn ?? specification?.iamRole?.name),
		hasUserData: (specification?.userData ?? '') !== '',
		loadBalancers: toLoadBalancers(specification),
		spotTypes: types?.spot ?? [],
		onDemandTypes:
			types !== null && types !== undefined && types.onDemandTypes.length > 0
				? types.onDemandTypes
				: typeof types?.ondemand === 'string'
					? [types.ondemand]
					: [],
		...(types !== null &&
			types !== undefined &&
			types.weights.length > 0 && {
				weights: Object.fromEntries(
					types.weights.map(({instanceType, weightedCapacity}) => [instanceType, weightedCapacity]),
				),
			}),
		...given('createdAt', group.createdAt),
	};
};

export const toInstance = (instance: z.output<typeof instanceSchema>): ElastigroupInstance => ({
	...given('instanceId', instance.instanceId),
	...given('spotRequestId', instance.spotInstanceRequestId),
	isSpot: typeof instance.spotInstanceRequestId === 'string',
	instanceType: instance.instanceType ?? '',
	zone: instance.availabilityZone ?? '',
	status: instance.status ?? '',
	createdAt: instance.createdAt ?? 0,
});

const healths: Readonly<Record<string, InstanceHealth['health']>> = {
	HEALTHY: 'healthy',
	UNHEALTHY: 'unhealthy',
	INSUFFICIENT_DATA: 'insufficient-data',
};

export const toHealth = ({instanceId, healthStatus}: z.output<typeof healthSchema>): InstanceHealth => ({
	instanceId,
	health: healths[healthStatus ?? ''] ?? 'unknown',
});

export const toSuspensions = (answer: z.output<typeof suspensionsSchema>): readonly Suspension[] => {
	const timed = (answer.suspensions ?? []).map(({name, expiresAt}) => ({
		process: name,
		...given('expiresAt', expiresAt),
	}));
	const known = new Set(timed.map(({process}) => process));
	return [...timed, ...(answer.processes ?? []).filter(name => !known.has(name)).map(process => ({process}))];
};

const severities: Readonly<Record<string, SpotLogEntry['severity']>> = {
	DEBUG: 'debug',
	INFO: 'info',
	WARN: 'warn',
	WARNING: 'warn',
	ERROR: 'error',
};

/** The text is only shown, and may quote a key. */
export const toLogEntry = (
	{message, severity, createdAt}: z.output<typeof logSchema>,
	hide: (text: string) => string,
): SpotLogEntry => ({
	at: createdAt,
	severity: severities[(severity ?? '').toUpperCase()] ?? 'info',
	message: hide(message),
});

export const toCosts = ({costs, savings}: z.output<typeof costsSchema>): SpotCosts => ({
	actual: costs.actual,
	potential: costs.potential,
	savingsPercent: savings?.value ?? (costs.potential > 0 ? (1 - costs.actual / costs.potential) * 100 : 0),
});

export const toBlueGreenState = (word: string): BlueGreenState =>
	blueGreenStates.find(state => state === word) ?? {unknown: word};

export const toBlueGreen = (answer: z.output<typeof blueGreenSchema>, elastigroupId: string): BlueGreen => ({
	id: answer.id,
	elastigroupId: answer.groupId ?? elastigroupId,
	// `state` is the documented member; `status` stands in answers of 2018 (docs/facts.md SPOT 3.4).
	state: toBlueGreenState(answer.state ?? answer.status ?? ''),
	tags: answer.config?.tags ?? [],
	deploymentGroups: answer.config?.deploymentGroups ?? [],
	...(typeof answer.config?.timeout === 'number' && {timeoutMinutes: fromWireTimeout(answer.config.timeout)}),
});
