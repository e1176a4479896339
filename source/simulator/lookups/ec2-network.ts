import {account} from './account.js';
import {
	type SimulatedKeyPair,
	type SimulatedSecurityGroup,
	type SimulatedSubnet,
	type SimulatedVpc,
} from './account-types.js';
import {type Describe, type DescribeContext, type Tag} from './ec2-describe.js';
import {type XmlObject} from './xml.js';

/** Nothing was seeded in other regions. */
export const here =
	<Item>(items: readonly Item[]) =>
	({request}: DescribeContext): readonly Item[] =>
		request.region === account.region ? items : [];

/** EC2's tag list, absent where there are no tags. */
export const showTags = (tags: readonly Tag[]): XmlObject | undefined =>
	tags.length === 0 ? undefined : {item: tags.map(({key, value}) => ({key, value}))};

/** The permanent things carry a Name and nothing else. */
export const nameTag = ({name}: {readonly name: string}): readonly Tag[] =>
	name === '' ? [] : [{key: 'Name', value: name}];

const flag = (value: boolean): readonly string[] => [String(value)];

const shapeOf = (prefix: string): RegExp => new RegExp(String.raw`^${prefix}-(?:[\da-f]{8}|[\da-f]{17})$`);

export const regions: Describe<string> = {
	set: 'regionInfo',
	items({parameters}) {
		// All of the seeded ones are open, so that the answer is the same either way.
		parameters.flag('AllRegions');

		return account.regions;
	},
	picks: [{parameter: 'RegionName', of: name => name, noun: 'region', notFound: 'InvalidParameterValue'}],
	filters: {
		'region-name': name => [name],
		endpoint: name => [`ec2.${name}.amazonaws.com`],
		'opt-in-status': () => ['opt-in-not-required'],
	},
	show: name => ({
		regionName: name,
		regionEndpoint: `ec2.${name}.amazonaws.com`,
		optInStatus: 'opt-in-not-required',
	}),
};

export const zones: Describe<{readonly name: string; readonly id: string}> = {
	set: 'availabilityZoneInfo',
	items(context) {
		context.parameters.flag('AllAvailabilityZones');

		return here(account.zones)(context);
	},
	picks: [
		{parameter: 'ZoneName', of: ({name}) => name, noun: 'availability zone', notFound: 'InvalidParameterValue'},
		{parameter: 'ZoneId', of: ({id}) => id, noun: 'availability zone', notFound: 'InvalidParameterValue'},
	],
	filters: {
		'zone-name': ({name}) => [name],
		'zone-id': ({id}) => [id],
		'zone-type': () => ['availability-zone'],
		'region-name': () => [account.region],
		'opt-in-status': () => ['opt-in-not-required'],
		'group-name': () => [account.region],
		state: () => ['available'],
	},
	show: ({name, id}) => ({
		optInStatus: 'opt-in-not-required',
		groupName: account.region,
		zoneName: name,
		zoneId: id,
		networkBorderGroup: account.region,
		zoneType: 'availability-zone',
		regionName: account.region,
		zoneState: 'available',
	}),
};

export const vpcs: Describe<SimulatedVpc> = {
	set: 'vpcSet',
	items: here(account.vpcs),
	picks: [
		{
			parameter: 'VpcId',
			of: ({id}) => id,
			noun: 'vpc ID',
			notFound: 'InvalidVpcID.NotFound',
			shape: {pattern: shapeOf('vpc'), malformed: 'InvalidVpcId.Malformed'},
		},
	],
	tags: nameTag,
	filters: {
		'vpc-id': ({id}) => [id],
		cidr: ({cidr}) => [cidr],
		'cidr-block-association.cidr-block': ({cidr}) => [cidr],
		'is-default': ({isDefault}) => flag(isDefault),
		'owner-id': () => [account.id],
		state: () => ['available'],
	},
	page: {least: 5, most: 1000, isBarredByPicks: false},
	show: vpc => ({
		vpcId: vpc.id,
		ownerId: account.id,
		state: 'available',
		cidrBlock: vpc.cidr,
		dhcpOptionsId: 'dopt-0a1b2c3d4e5f60001',
		instanceTenancy: 'default',
		isDefault: vpc.isDefault,
		tagSet: showTags(nameTag(vpc)),
	}),
};

export const subnets: Describe<SimulatedSubnet> = {
	set: 'subnetSet',
	items: here(account.subnets),
	picks: [
		{
			parameter: 'SubnetId',
			of: ({id}) => id,
			noun: 'subnet ID',
			notFound: 'InvalidSubnetID.NotFound',
			shape: {pattern: shapeOf('subnet'), malformed: 'InvalidSubnetID.Malformed'},
		},
	],
	tags: nameTag,
	filters: {
		'subnet-id': ({id}) => [id],
		'vpc-id': ({vpcId}) => [vpcId],
		'availability-zone': ({zone}) => [zone],
		availabilityZone: ({zone}) => [zone],
		'availability-zone-id': ({zone}) => account.zones.filter(({name}) => name === zone).map(({id}) => id),
		'cidr-block': ({cidr}) => [cidr],
		cidr: ({cidr}) => [cidr],
		'default-for-az': ({name, vpcId}) =>
			flag(name === '' && account.vpcs.some(vpc => vpc.id === vpcId && vpc.isDefault)),
		'map-public-ip-on-launch': ({isPublic}) => flag(isPublic),
		'owner-id': () => [account.id],
		state: () => ['available'],
	},
	page: {least: 5, most: 1000, isBarredByPicks: false},
	show: subnet => ({
		subnetId: subnet.id,
		subnetArn: `arn:aws:ec2:${account.region}:${account.id}:subnet/${subnet.id}`,
		state: 'available',
		ownerId: account.id,
		vpcId: subnet.vpcId,
		cidrBlock: subnet.cidr,
		availableIpAddressCount: 4080,
		availabilityZone: subnet.zone,
		availabilityZoneId: account.zones.find(({name}) => name === subnet.zone)?.id,
		defaultForAz: subnet.name === '',
		mapPublicIpOnLaunch: subnet.isPublic,
		tagSet: showTags(nameTag(subnet)),
	}),
};

/** A security group's name is its own member and no tag. */
const untagged = (): readonly Tag[] => [];

export const securityGroups: Describe<SimulatedSecurityGroup> = {
	set: 'securityGroupInfo',
	items: here(account.securityGroups),
	picks: [
		{
			parameter: 'GroupId',
			of: ({id}) => id,
			noun: 'security group',
			notFound: 'InvalidGroup.NotFound',
			shape: {pattern: shapeOf('sg'), malformed: 'InvalidGroupId.Malformed'},
		},
		{parameter: 'GroupName', of: ({name}) => name, noun: 'security group', notFound: 'InvalidGroup.NotFound'},
	],
	tags: untagged,
	filters: {
		'group-id': ({id}) => [id],
		'group-name': ({name}) => [name],
		description: ({description}) => [description],
		'vpc-id': ({vpcId}) => [vpcId],
		'owner-id': () => [account.id],
	},
	page: {least: 5, most: 1000, isBarredByPicks: true},
	show: group => ({
		ownerId: account.id,
		groupId: group.id,
		groupName: group.name,
		groupDescription: group.description,
		vpcId: group.vpcId,
		ipPermissions: '',
		ipPermissionsEgress: {
			item: [
				{ipProtocol: '-1', groups: '', ipRanges: {item: [{cidrIp: '0.0.0.0/0'}]}, ipv6Ranges: '', prefixListIds: ''},
			],
		},
	}),
};

export const keyPairs: Describe<SimulatedKeyPair> = {
	set: 'keySet',
	items(context) {
		context.parameters.flag('IncludePublicKey');

		return here(account.keyPairs)(context);
	},
	picks: [
		{parameter: 'KeyName', of: ({name}) => name, noun: 'key pair', notFound: 'InvalidKeyPair.NotFound'},
		{parameter: 'KeyPairId', of: ({id}) => id, noun: 'key pair', notFound: 'InvalidKeyPair.NotFound'},
	],
	tags: untagged,
	filters: {
		'key-name': ({name}) => [name],
		'key-pair-id': ({id}) => [id],
		fingerprint: ({fingerprint}) => [fingerprint],
	},
	show: pair => ({
		keyPairId: pair.id,
		keyName: pair.name,
		keyFingerprint: pair.fingerprint,
		keyType: 'rsa',
		createTime: '2025-01-15T03:00:00.000Z',
	}),
};
