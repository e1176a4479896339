/** Part B: the Elastigroup (B1 to B8). What the issue of the day leaves to later has its default here, in sight. */
import {whereIs} from '../field/conditions.js';
import {lookedUp, oneOf, severalLookedUp} from '../field/control.js';
import {defineField} from '../field/define.js';
import {type Draft} from '../field/field.js';
import {choice, integer, line, list, optional, pattern, script, tags, toggle} from '../field/parse.js';
import {isSameTag, showTag, tagsOf, writeTags} from '../field/tag-list.js';
import {text, type Text} from '../text-token.js';
import {deploymentGroupNameOf, isNewGroup, whereNewElastigroup} from './choices.js';
import {products, userDataFor} from './user-data.js';

export const elastigroupId = defineField({
	key: 'elastigroupId',
	parse: label => raw =>
		raw.trim() === '+new' ? {isOk: true, value: '+new'} : pattern(/^sig-[\da-z]+$/u, 'sig-5a3c19e7')(label)(raw),
	control: lookedUp('elastigroups', ['region', 'spotAccountId', 'applicationName', 'deploymentGroupName']),
	flag: 'elastigroup',
	isTarget: true,
	dependsOn: ['spotAccountId', 'applicationName', 'deploymentGroupName'],
	requirements: ['B1'],
});

export const elastigroupName = defineField({
	key: 'elastigroupName',
	parse: line(255),
	control: {kind: 'text'},
	when: [whereNewElastigroup],
	isTarget: true,
	initial: draft => deploymentGroupNameOf(draft) || undefined,
	requirements: ['B2'],
});

export const elastigroupDescription = defineField({
	key: 'elastigroupDescription',
	parse: line(255),
	control: {kind: 'text'},
	when: [whereNewElastigroup],
	isOptional: true,
	requirements: ['B2'],
});

export const vpcId = defineField({
	key: 'vpcId',
	parse: pattern(/^vpc-[\da-z]+$/u, 'vpc-0123456789abcdef0'),
	control: lookedUp('vpcs', ['region']),
	flag: 'vpc',
	when: [whereNewElastigroup],
	dependsOn: ['region'],
	requirements: ['B3'],
});

export const product = defineField({
	key: 'product',
	// Older accounts need the suffixed names (docs/facts.md SPOT 2.7).
	parse: choice([...products, ...products.map(each => `${each} (Amazon VPC)` as const)]),
	control: {
		kind: 'select',
		canType: true,
		options: {from: 'static', options: products.map(each => ({value: each, label: each}))},
	},
	when: [whereNewElastigroup],
	initial: () => 'Linux/UNIX',
	requirements: ['B3'],
});

export const zoneSubnets = defineField({
	key: 'zoneSubnets',
	parse: list(pattern(/^[a-z]{2}(?:-[a-z]+)+-\d[a-z]:subnet-[\da-z]+$/u, 'ap-northeast-2a:subnet-0123456789abcdef0')),
	control: severalLookedUp('subnets', ['region', 'vpcId']),
	flag: 'subnets',
	when: [whereNewElastigroup],
	dependsOn: ['vpcId'],
	requirements: ['B3'],
});

const instanceType = pattern(/^[a-z][a-z\d-]*\.[a-z\d-]+$/u, 'm5.large');

export const imageId = defineField({
	key: 'imageId',
	parse: pattern(/^ami-[\da-f]{8,17}$/u, 'ami-0123456789abcdef0'),
	control: lookedUp('images', ['region', 'product']),
	flag: 'image',
	when: [whereNewElastigroup],
	dependsOn: ['region', 'product'],
	requirements: ['B4'],
});

export const onDemandType = defineField({
	key: 'onDemandType',
	parse: instanceType,
	control: lookedUp('instance-types', ['region']),
	when: [whereNewElastigroup],
	dependsOn: ['region'],
	requirements: ['B3'],
});

export const spotTypes = defineField({
	key: 'spotTypes',
	parse: list(instanceType),
	control: severalLookedUp('instance-types', ['region']),
	when: [whereNewElastigroup],
	dependsOn: ['region'],
	requirements: ['B3'],
});

export const securityGroupIds = defineField({
	key: 'securityGroupIds',
	parse: list(pattern(/^sg-[\da-z]+$/u, 'sg-0123456789abcdef0')),
	control: severalLookedUp('security-groups', ['region', 'vpcId']),
	flag: 'security-groups',
	when: [whereNewElastigroup],
	dependsOn: ['vpcId'],
	requirements: ['B4'],
});

export const keyPair = defineField({
	key: 'keyPair',
	parse: optional(line(255)),
	control: lookedUp('key-pairs', ['region']),
	when: [whereNewElastigroup],
	isOptional: true,
	requirements: ['B4'],
});

/** The group's tags among the Elastigroup's own would make every instance an original (D4). */
const containedTag = (draft: Draft): Text | undefined => {
	const filter = isNewGroup(draft) ? tagsOf(draft['groupTags']) : [];
	const clash = tagsOf(draft['elastigroupTags']).find(tag => filter.some(each => isSameTag(each, tag)));
	return clash === undefined ? undefined : text('field.why.tag-contained', {tag: showTag(clash)});
};

export const elastigroupTags = defineField({
	key: 'elastigroupTags',
	parse: tags({maximum: 40, isValueRequired: false}),
	control: {kind: 'tag-list'},
	when: [whereNewElastigroup],
	isOptional: true,
	initial(draft) {
		const name = draft['elastigroupName']?.trim() ?? '';
		return name === '' ? undefined : writeTags([{key: 'Name', value: name}]);
	},
	check: containedTag,
	requirements: ['B4', 'D4'],
});

export const instanceProfile = defineField({
	key: 'instanceProfile',
	parse: pattern(/^(?:arn:aws[a-z-]*:iam::\d{12}:instance-profile\/)?[\w+=,.@/-]{1,128}$/u, 'CodeDeploy-EC2-Profile'),
	control: lookedUp('instance-profiles', []),
	when: [whereNewElastigroup],
	requirements: ['B5'],
});

export const userData = defineField({
	key: 'userData',
	parse: script,
	control: {kind: 'document', extension: 'sh'},
	when: [whereNewElastigroup],
	isOptional: true,
	// It may hold secrets.
	persist: 'never',
	initial: draft => userDataFor(draft['product'] ?? '', draft['region'] ?? ''),
	requirements: ['B5'],
});

export const loadBalancing = defineField({
	key: 'loadBalancing',
	parse: choice(['attach', 'none']),
	control: oneOf([
		{value: 'attach', label: text('option.attach')},
		{value: 'none', label: text('option.no-balancing')},
	]),
	when: [whereNewElastigroup],
	initial: () => 'attach',
	requirements: ['B7'],
});

const whereAttaching = [whereNewElastigroup, whereIs('loadBalancing', 'attach')];

export const elastigroupTargetGroupArns = defineField({
	key: 'elastigroupTargetGroupArns',
	parse: list(
		pattern(
			/^arn:aws[a-z-]*:elasticloadbalancing:[a-z\d-]+:\d{12}:targetgroup\/[A-Za-z\d-]{1,32}\/[\da-f]+$/u,
			'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/shop-web-tg/0123456789abcdef',
		),
	),
	control: severalLookedUp('target-group-arns', [
		'region',
		'applicationName',
		'deploymentGroupName',
		'groupTargetGroupNames',
		'vpcId',
	]),
	flag: 'attach-target-groups',
	when: whereAttaching,
	takesSuggestion: true,
	isOptional: true,
	dependsOn: ['vpcId', 'deploymentGroupName'],
	requirements: ['B7'],
});

export const elastigroupClassicLoadBalancerNames = defineField({
	key: 'elastigroupClassicLoadBalancerNames',
	parse: list(pattern(/^[A-Za-z\d-]{1,32}$/u, 'shop-classic')),
	control: severalLookedUp('classic-load-balancers', [
		'region',
		'applicationName',
		'deploymentGroupName',
		'groupClassicLoadBalancerNames',
		'vpcId',
	]),
	flag: 'attach-classic-load-balancers',
	when: whereAttaching,
	takesSuggestion: true,
	isOptional: true,
	dependsOn: ['vpcId', 'deploymentGroupName'],
	requirements: ['B7'],
});

const numberOf = (draft: Draft, key: string): number | undefined =>
	/^\d+$/u.test(draft[key]?.trim() ?? '') ? Number(draft[key]) : undefined;

const capacityOrder = (draft: Draft): Text | undefined => {
	const minimum = numberOf(draft, 'minimumCapacity');
	const target = numberOf(draft, 'targetCapacity');
	const maximum = numberOf(draft, 'maximumCapacity');
	if (minimum === undefined || target === undefined || maximum === undefined) {
		return undefined;
	}

	return minimum <= target && target <= maximum
		? undefined
		: text('field.why.capacity-order', {minimum, target, maximum});
};

export const capacityUnit = defineField({
	key: 'capacityUnit',
	parse: choice(['instance', 'weight']),
	control: oneOf([
		{value: 'instance', label: text('option.unit-instance')},
		{value: 'weight', label: text('option.unit-weight')},
	]),
	when: [whereNewElastigroup],
	initial: () => 'instance',
	requirements: ['B8'],
});

export const targetCapacity = defineField({
	key: 'targetCapacity',
	parse: integer(0),
	control: {kind: 'number', unit: 'field.unit.instances'},
	flag: 'target',
	when: [whereNewElastigroup],
	initial: () => '2',
	requirements: ['B8'],
});

export const minimumCapacity = defineField({
	key: 'minimumCapacity',
	parse: integer(0),
	control: {kind: 'number', unit: 'field.unit.instances'},
	flag: 'minimum',
	when: [whereNewElastigroup],
	initial: () => '1',
	requirements: ['B8'],
});

export const maximumCapacity = defineField({
	key: 'maximumCapacity',
	parse: integer(0),
	control: {kind: 'number', unit: 'field.unit.instances'},
	flag: 'maximum',
	when: [whereNewElastigroup],
	initial: () => '4',
	check: capacityOrder,
	requirements: ['B8'],
});

export const spotPercentage = defineField({
	key: 'spotPercentage',
	parse: integer(0, 100),
	control: {kind: 'number', unit: 'field.unit.percent'},
	when: [whereNewElastigroup],
	initial: () => '100',
	requirements: ['B8'],
});

export const orientation = defineField({
	key: 'orientation',
	parse: choice(['balanced', 'availabilityOriented', 'costOriented', 'cheapest', 'equalAzDistribution']),
	control: oneOf([
		{value: 'balanced', label: text('option.balanced')},
		{value: 'availabilityOriented', label: text('option.availability')},
		{value: 'costOriented', label: text('option.cost')},
		{value: 'cheapest', label: text('option.cheapest')},
		{value: 'equalAzDistribution', label: text('option.equal-zones')},
	]),
	when: [whereNewElastigroup],
	initial: () => 'balanced',
	requirements: ['B8'],
});

export const fallbackToOnDemand = defineField({
	key: 'fallbackToOnDemand',
	parse: toggle,
	control: {kind: 'toggle'},
	when: [whereNewElastigroup],
	initial: () => 'yes',
	requirements: ['B8'],
});

export const drainingTimeoutSeconds = defineField({
	key: 'drainingTimeoutSeconds',
	parse: integer(0, 3600),
	control: {kind: 'number', unit: 'field.unit.seconds'},
	flag: 'draining-timeout',
	when: [whereNewElastigroup],
	initial: () => '120',
	requirements: ['B8'],
});
