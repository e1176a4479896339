import {Buffer} from 'node:buffer';
import {asList, asObject, asText, asTexts, isPresent} from '../json.js';
import {
	type AccountFacts,
	type Capacity,
	type DeploymentGroupRef,
	type Elastigroup,
	type Json,
	type JsonObject,
	type LoadBalancerRef,
	type Tag,
} from '../world/state.js';
import {SpotError, type SpotErrorEntry} from './spot-error.js';
import {toFlag, toNumber} from './values.js';

/** The parts of an Elastigroup that its document says. */
export type GroupSettings = Omit<
	Elastigroup,
	'id' | 'accountId' | 'createdAt' | 'updatedAt' | 'suspensions' | 'suspendedPolicies' | 'isDeleted'
>;

const orientations = ['balanced', 'availabilityOriented', 'costOriented', 'cheapest', 'equalAzDistribution'];

// Sources differ about the suffix: both families are taken (docs/facts.md SPOT 2.7).
const products = ['Linux/UNIX', 'SUSE Linux', 'Windows', 'Red Hat Enterprise Linux'].flatMap(product => [
	product,
	`${product} (Amazon VPC)`,
]);

const isCount = (value: number | undefined): value is number =>
	value !== undefined && Number.isInteger(value) && value >= 0;

/** Collects errors in the style of the validator that Spot uses: a quoted key and a rule. */
class Complaints {
	readonly errors: SpotErrorEntry[] = [];

	add(path: string, rule: string): void {
		const key = path.split('.').at(-1) ?? path;
		this.errors.push({code: 'ValidationError', message: `"${key}" ${rule}`, field: `body:group.${path}`});
	}

	require(path: string, value: unknown): void {
		if (!isPresent(value) || value === '') {
			this.add(path, 'is required');
		}
	}

	oneOf(path: string, value: Json | undefined, known: readonly string[]): void {
		if (!isPresent(value)) {
			this.add(path, 'is required');
		} else if (!known.includes(asText(value) ?? '')) {
			this.add(path, `must be one of [${known.join(', ')}]`);
		}
	}
}

/** The three numbers of a capacity, checked: each whole and not negative, minimum ≤ target ≤ maximum. */
export const readCapacity = (value: Json | undefined): Capacity => {
	const complaints = new Complaints();
	const capacity = checkCapacity(complaints, asObject(value));
	if (complaints.errors.length > 0) {
		throw new SpotError(complaints.errors);
	}

	return capacity;
};

const checkCapacity = (complaints: Complaints, input: JsonObject): Capacity => {
	const counts = {target: 0, minimum: 0, maximum: 0};
	for (const member of ['target', 'minimum', 'maximum'] as const) {
		const count = toNumber(input[member]);
		if (!isPresent(input[member])) {
			complaints.add(`capacity.${member}`, 'is required');
		} else if (!isCount(count)) {
			complaints.add(`capacity.${member}`, 'must be an integer larger than or equal to 0');
		}

		counts[member] = count ?? 0;
	}

	if (counts.minimum > counts.target) {
		complaints.add('capacity.minimum', `must be less than or equal to ${counts.target}`);
	}

	if (counts.target > counts.maximum) {
		complaints.add('capacity.target', `must be less than or equal to ${counts.maximum}`);
	}

	return counts;
};

/** Tags of the wire, `tagKey` and `tagValue`. */
export const readTags = (value: Json | undefined): readonly Tag[] =>
	asList(value).map(item => {
		const {tagKey, tagValue} = asObject(item);
		return {key: asText(tagKey) ?? '', value: asText(tagValue) ?? ''};
	});

export const readGroupRefs = (value: Json | undefined): readonly DeploymentGroupRef[] =>
	asList(value).map(item => {
		const {applicationName, deploymentGroupName} = asObject(item);
		return {applicationName: asText(applicationName) ?? '', deploymentGroupName: asText(deploymentGroupName) ?? ''};
	});

const readBalancers = (complaints: Complaints, value: Json | undefined): readonly LoadBalancerRef[] => {
	const base = 'compute.launchSpecification.loadBalancersConfig.loadBalancers';
	return asList(value).flatMap((item, index): LoadBalancerRef[] => {
		const {type, name, arn} = asObject(item);
		if (type === 'CLASSIC') {
			complaints.require(`${base}.${index}.name`, name);
			return [{kind: 'classic', name: asText(name) ?? ''}];
		}

		if (type === 'TARGET_GROUP') {
			complaints.require(`${base}.${index}.arn`, arn);
			const text = asText(arn) ?? '';
			return [{kind: 'target-group', arn: text, name: asText(name) ?? text.split('/')[1] ?? ''}];
		}

		complaints.add(`${base}.${index}.type`, 'must be one of [CLASSIC, TARGET_GROUP]');
		return [];
	});
};

/** What is wrong with ids of the AWS account, in AWS's own codes (docs/facts.md SPOT 1.5). */
const checkAccount = (account: AccountFacts, group: GroupSettings): readonly SpotErrorEntry[] => {
	const subnetIds = group.zones.flatMap(zone => zone.subnetIds);
	const errors: SpotErrorEntry[] = [];
	for (const id of subnetIds) {
		const subnet = account.subnets.find(candidate => candidate.id === id);
		const zone = group.zones.find(candidate => candidate.subnetIds.includes(id));
		if (subnet === undefined) {
			errors.push({code: 'InvalidSubnetID.NotFound', message: `The subnet ID '${id}' does not exist`});
		} else if (zone !== undefined && subnet.zone !== zone.name) {
			errors.push({
				code: 'InvalidParameterValue',
				message: `The subnet '${id}' is not in the availability zone ${zone.name}`,
			});
		}
	}

	if (!account.images.some(({id}) => id === group.imageId)) {
		errors.push({code: 'CANT_VALIDATE_IMAGE', message: `Can't validate AMI ${group.imageId}`});
	}

	const vpcId = account.subnets.find(({id}) => id === subnetIds[0])?.vpcId;
	for (const id of group.securityGroupIds) {
		const securityGroup = account.securityGroups.find(candidate => candidate.id === id);
		if (securityGroup === undefined) {
			errors.push({code: 'InvalidGroup.NotFound', message: `The security group '${id}' does not exist`});
		} else if (vpcId !== undefined && securityGroup.vpcId !== vpcId) {
			errors.push({
				code: 'InvalidParameter',
				message: `Security group ${id} and subnet ${subnetIds[0] ?? ''} belong to different networks.`,
			});
		}
	}

	const profile = group.instanceProfile;
	if (profile !== undefined && !account.instanceProfiles.some(({name, arn}) => name === profile || arn === profile)) {
		errors.push({
			code: 'InvalidParameterValue',
			message: `Value (${profile}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
		});
	}

	return errors;
};

const readDeploymentGroups = (complaints: Complaints, document: JsonObject): readonly DeploymentGroupRef[] => {
	const {codeDeploy} = asObject(document['thirdPartiesIntegration']);
	if (!isPresent(codeDeploy)) {
		return [];
	}

	const refs = readGroupRefs(asObject(codeDeploy)['deploymentGroups']);
	const base = 'thirdPartiesIntegration.codeDeploy.deploymentGroups';
	for (const [index, ref] of refs.entries()) {
		complaints.require(`${base}.${index}.applicationName`, ref.applicationName);
		complaints.require(`${base}.${index}.deploymentGroupName`, ref.deploymentGroupName);
	}

	return refs;
};

/** Reads the document of a group; throws all that is wrong with it at once. Rules: docs/facts.md SPOT 2.7. */
export const readGroupDocument = (account: AccountFacts, document: JsonObject): GroupSettings => {
	const complaints = new Complaints();
	const capacityInput = asObject(document['capacity']);
	const compute = asObject(document['compute']);
	const types = asObject(compute['instanceTypes']);
	const launch = asObject(compute['launchSpecification']);
	const strategy = asObject(document['strategy']);
	const zoneInputs = asList(compute['availabilityZones']).map(asObject);

	complaints.require('name', document['name']);
	const capacity = checkCapacity(complaints, capacityInput);
	complaints.oneOf('capacity.unit', capacityInput['unit'], ['instance', 'weight']);
	complaints.oneOf('strategy.availabilityVsCost', strategy['availabilityVsCost'], orientations);
	const risk = toNumber(strategy['risk']);
	if (risk !== undefined && (risk < 0 || risk > 100)) {
		complaints.add('strategy.risk', 'must be between 0 and 100');
	}

	const onDemandCount = toNumber(strategy['onDemandCount']);
	if (onDemandCount !== undefined && !isCount(onDemandCount)) {
		complaints.add('strategy.onDemandCount', 'must be an integer larger than or equal to 0');
	}

	const {performAt} = asObject(strategy['revertToSpot']);
	if (isPresent(performAt)) {
		complaints.oneOf('strategy.revertToSpot.performAt', performAt, ['always', 'timeWindow', 'never']);
	}

	const lifetime = toNumber(strategy['minimumInstanceLifetime']);
	if (lifetime !== undefined && ![1, 3, 6, 12, 24].includes(lifetime)) {
		complaints.add('strategy.minimumInstanceLifetime', 'must be one of [1, 3, 6, 12, 24]');
	}

	// Nothing, or at least one: an empty list of policies is refused (docs/facts.md SPOT 2.7).
	const scaling = asObject(document['scaling']);
	for (const direction of ['up', 'down', 'target']) {
		if (isPresent(scaling[direction]) && asList(scaling[direction]).length === 0) {
			complaints.add(`scaling.${direction}`, 'must contain at least 1 items');
		}
	}

	complaints.oneOf('compute.product', compute['product'], products);
	const onDemandTypes = isPresent(types['ondemand'])
		? [asText(types['ondemand']) ?? '']
		: asTexts(types['onDemandTypes']);
	if (isPresent(types['ondemand']) === isPresent(types['onDemandTypes'])) {
		complaints.add('compute.instanceTypes', 'must contain one of [ondemand, onDemandTypes]');
	}

	// Even a null counts as given here (docs/facts.md SPOT 1.5).
	if (types['resourceRequirements'] !== undefined && types['spot'] !== undefined) {
		complaints.add('compute.instanceTypes', 'contains a conflict between exclusive peers [resourceRequirements, spot]');
	}

	if (zoneInputs.length === 0 && asTexts(compute['subnetIds']).length === 0) {
		complaints.add('compute.availabilityZones', 'is required');
	}

	if (asTexts(launch['securityGroupIds']).length === 0) {
		complaints.add('compute.launchSpecification.securityGroupIds', 'is required');
	}

	complaints.require('compute.launchSpecification.monitoring', launch['monitoring']);
	const images = asList(launch['images']).map(image => asText(asObject(image)['id']) ?? '');
	if (isPresent(launch['imageId']) === images.length > 0) {
		complaints.add('compute.launchSpecification', 'must contain one of [imageId, images]');
	}

	const zones = zoneInputs.map((zone, index) => {
		complaints.require(`compute.availabilityZones.${index}.name`, zone['name']);
		const single = asText(zone['subnetId']);
		const several = asTexts(zone['subnetIds']);
		return {
			name: asText(zone['name']) ?? '',
			subnetIds: several.length === 0 && single !== undefined ? [single] : several,
		};
	});
	const subnets = asTexts(compute['subnetIds']).map(id => ({
		name: account.subnets.find(subnet => subnet.id === id)?.zone ?? '',
		subnetIds: [id],
	}));
	const iamRole = asObject(launch['iamRole']);
	const instanceProfile = asText(iamRole['arn']) ?? asText(iamRole['name']);
	const keyPair = asText(launch['keyPair']);
	const userData = Buffer.from(asText(launch['userData']) ?? '', 'base64').toString();
	if (Buffer.byteLength(userData) > 16_384) {
		complaints.add('compute.launchSpecification.userData', 'must be at most 16384 bytes long before encoding');
	}

	const group: GroupSettings = {
		document,
		name: asText(document['name']) ?? '',
		unit: capacityInput['unit'] === 'weight' ? 'weight' : 'instance',
		capacity,
		tags: readTags(launch['tags']),
		zones: [...zones, ...subnets],
		imageId: asText(launch['imageId']) ?? images[0] ?? '',
		securityGroupIds: asTexts(launch['securityGroupIds']),
		...(keyPair !== undefined && keyPair !== '' && {keyPair}),
		...(instanceProfile !== undefined && instanceProfile !== '' && {instanceProfile}),
		userData,
		spotTypes: asTexts(types['spot']),
		onDemandTypes,
		weights: Object.fromEntries(
			asList(types['weights'])
				.map(asObject)
				.map(({instanceType, weightedCapacity}) => [asText(instanceType) ?? '', toNumber(weightedCapacity) ?? 1]),
		),
		fallsBackToOnDemand: toFlag(strategy['fallbackToOd']) ?? true,
		spotPercentage: risk ?? 100,
		...(onDemandCount !== undefined && {onDemandCount}),
		drainingSeconds: toNumber(strategy['drainingTimeout']) ?? 120,
		balancers: readBalancers(complaints, asObject(launch['loadBalancersConfig'])['loadBalancers']),
		deploymentGroups: readDeploymentGroups(complaints, document),
	};
	const errors = complaints.errors.length > 0 ? complaints.errors : checkAccount(account, group);
	if (errors.length > 0) {
		throw new SpotError(errors);
	}

	return group;
};
