import {readGroupDocument} from '../../spot/group-document.js';
import {type AccountFacts, type Elastigroup, type JsonObject} from '../state.js';
import {applicationName, day, deploymentGroupName, elastigroupId, type Seed, spotAccount} from './seed.js';

export const createElastigroups = (account: AccountFacts, seed: Seed, now: number): readonly Elastigroup[] => {
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
		iamRole: {
			arn:
				account.instanceProfiles.find(({name, canReadRevisions}) =>
					seed.instanceProfile === undefined ? canReadRevisions : name === seed.instanceProfile,
				)?.arn ?? '',
		},
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
		suspendedPolicies: [],
		isDeleted: false,
	}));
};
