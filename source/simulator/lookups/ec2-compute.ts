import {type Instance, type World} from '../world/state.js';
import {account, arnOfInstanceProfile} from './account.js';
import {type SimulatedImage, type SimulatedInstanceType} from './account-types.js';
import {type Describe, type DescribeContext, type Tag} from './ec2-describe.js';
import {here, nameTag, showTags} from './ec2-network.js';
import {LookUpError} from './request.js';
import {type XmlObject} from './xml.js';

const forgottenAfterMs = 60 * 60_000;

/** EC2 shows a terminated instance for about an hour, then does not know it. */
const knownInstances = ({world, request}: DescribeContext): readonly Instance[] =>
	request.region === account.region
		? [...world.instances.values()].filter(
				({terminatedAt}) => terminatedAt === undefined || terminatedAt + forgottenAfterMs > world.now,
			)
		: [];

const stateCodes: Readonly<Record<Instance['state'], number>> = {
	pending: 0,
	running: 16,
	'shutting-down': 32,
	terminated: 48,
	stopping: 64,
	stopped: 80,
};

const showState = (state: Instance['state']): XmlObject => ({code: stateCodes[state], name: state});

const timeOf = (at: number): string => new Date(at).toISOString();

const imageOf = (instance: Instance): SimulatedImage | undefined =>
	account.images.find(({id}) => id === instance.imageId);

const groupNameOf = (id: string): string => account.securityGroups.find(group => group.id === id)?.name ?? '';

const isGone = ({state}: Instance): boolean => state === 'terminated';

const instanceShape = {pattern: /^i-(?:[\da-f]{8}|[\da-f]{17})$/, malformed: 'InvalidInstanceID.Malformed'};

const tagsOf = ({tags}: Instance): readonly Tag[] => tags;

const reservationOf = ({instanceId}: Instance): string => instanceId.replace(/^i-/, 'r-');

const profileIdOf = (arn: string): string =>
	account.instanceProfiles.find(profile => arnOfInstanceProfile(profile) === arn)?.id ?? 'AIPA3XFRBF535PLBIFPI0';

const showInstance = (instance: Instance): XmlObject => ({
	instanceId: instance.instanceId,
	imageId: instance.imageId,
	instanceState: showState(instance.state),
	privateDnsName: isGone(instance)
		? ''
		: `ip-${instance.privateIp.replaceAll('.', '-')}.${account.region}.compute.internal`,
	dnsName: '',
	reason: isGone(instance) ? 'User initiated' : '',
	keyName: instance.keyPair,
	amiLaunchIndex: 0,
	productCodes: '',
	instanceType: instance.instanceType,
	launchTime: timeOf(instance.launchedAt),
	placement: {availabilityZone: instance.zone, groupName: '', tenancy: 'default'},
	platform: imageOf(instance)?.platform === 'windows' ? 'windows' : undefined,
	monitoring: {state: 'disabled'},
	// A terminated instance keeps its id, tags and type; the network it was in is gone.
	...(!isGone(instance) && {
		subnetId: instance.subnetId,
		vpcId: instance.vpcId,
		privateIpAddress: instance.privateIp,
		groupSet: {item: instance.securityGroupIds.map(id => ({groupId: id, groupName: groupNameOf(id)}))},
	}),
	architecture: imageOf(instance)?.architecture ?? 'x86_64',
	rootDeviceType: 'ebs',
	rootDeviceName: '/dev/xvda',
	virtualizationType: 'hvm',
	instanceLifecycle: instance.spotRequestId === undefined ? undefined : 'spot',
	spotInstanceRequestId: instance.spotRequestId,
	iamInstanceProfile:
		instance.instanceProfileArn === undefined
			? undefined
			: {arn: instance.instanceProfileArn, id: profileIdOf(instance.instanceProfileArn)},
	tagSet: showTags(instance.tags),
	hypervisor: 'xen',
	ebsOptimized: false,
	enaSupport: true,
});

const optional = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);

export const instances: Describe<Instance> = {
	set: 'reservationSet',
	items: knownInstances,
	picks: [
		{
			parameter: 'InstanceId',
			of: ({instanceId}) => instanceId,
			noun: 'instance ID',
			notFound: 'InvalidInstanceID.NotFound',
			shape: instanceShape,
		},
	],
	tags: tagsOf,
	filters: {
		'instance-id': ({instanceId}) => [instanceId],
		'instance-state-name': ({state}) => [state],
		'instance-state-code': ({state}) => [String(stateCodes[state])],
		'instance-type': ({instanceType}) => [instanceType],
		'instance-lifecycle': ({spotRequestId}) => (spotRequestId === undefined ? [] : ['spot']),
		'spot-instance-request-id': ({spotRequestId}) => optional(spotRequestId),
		'image-id': ({imageId}) => [imageId],
		'vpc-id': instance => (isGone(instance) ? [] : [instance.vpcId]),
		'subnet-id': instance => (isGone(instance) ? [] : [instance.subnetId]),
		'availability-zone': ({zone}) => [zone],
		'key-name': ({keyPair}) => optional(keyPair),
		'iam-instance-profile.arn': ({instanceProfileArn}) => optional(instanceProfileArn),
		'private-ip-address': instance => (isGone(instance) ? [] : [instance.privateIp]),
		'instance.group-id': instance => (isGone(instance) ? [] : instance.securityGroupIds),
		'launch-time': ({launchedAt}) => [timeOf(launchedAt)],
		architecture: instance => optional(imageOf(instance)?.architecture),
		'owner-id': () => [account.id],
		'reservation-id': instance => [reservationOf(instance)],
	},
	page: {least: 5, most: 1000, isBarredByPicks: true},
	show: instance => ({
		reservationId: reservationOf(instance),
		ownerId: account.id,
		groupSet: '',
		instancesSet: {item: [showInstance(instance)]},
	}),
};

const checkOf = (instance: Instance, world: World): 'initializing' | 'ok' | 'not-applicable' => {
	if (instance.state !== 'running') {
		return 'not-applicable';
	}

	return instance.checksPassedAt !== undefined && instance.checksPassedAt <= world.now ? 'ok' : 'initializing';
};

const reachability: Readonly<Record<ReturnType<typeof checkOf>, string>> = {
	initializing: 'initializing',
	ok: 'passed',
	'not-applicable': 'not-applicable',
};

const showCheck = (instance: Instance, world: World): XmlObject => {
	const status = checkOf(instance, world);

	return {
		status,
		details: status === 'not-applicable' ? undefined : {item: [{name: 'reachability', status: reachability[status]}]},
	};
};

const instanceStatuses: Describe<Instance> = {
	set: 'instanceStatusSet',
	items(context) {
		const known = knownInstances(context);

		return context.parameters.flag('IncludeAllInstances') ? known : known.filter(({state}) => state === 'running');
	},
	// Those named must exist, and may still be left out for not running: the answer is then shorter than the question.
	filters: {
		'instance-state-name': ({state}) => [state],
		'instance-state-code': ({state}) => [String(stateCodes[state])],
		'availability-zone': ({zone}) => [zone],
		'instance-status.status': (instance, {world}) => [checkOf(instance, world)],
		'system-status.status': (instance, {world}) => [checkOf(instance, world)],
		'instance-status.reachability': (instance, {world}) => [reachability[checkOf(instance, world)]],
		'system-status.reachability': (instance, {world}) => [reachability[checkOf(instance, world)]],
	},
	page: {least: 5, most: 1000, isBarredByPicks: true},
	show: (instance, {world}) => ({
		instanceId: instance.instanceId,
		availabilityZone: instance.zone,
		instanceState: showState(instance.state),
		systemStatus: showCheck(instance, world),
		instanceStatus: showCheck(instance, world),
	}),
};

/** The named ones of an InstanceStatus request, checked against all that exist before the stopped are left out. */
export const pickStatuses = (context: DescribeContext): Describe<Instance> => {
	const wanted = context.parameters.list('InstanceId');

	if (wanted.length === 0) {
		return instanceStatuses;
	}

	const malformed = wanted.find(id => !instanceShape.pattern.test(id));

	if (malformed !== undefined) {
		throw new LookUpError(instanceShape.malformed, `Invalid id: "${malformed}"`);
	}

	if (context.parameters.one('MaxResults') !== undefined) {
		throw new LookUpError(
			'InvalidParameterCombination',
			'The parameter instancesSet cannot be used with the parameter maxResults',
		);
	}

	const known = new Set(knownInstances(context).map(({instanceId}) => instanceId));
	const missing = wanted.filter(id => !known.has(id));

	if (missing.length > 0) {
		throw new LookUpError(
			'InvalidInstanceID.NotFound',
			missing.length === 1
				? `The instance ID '${missing.join('')}' does not exist`
				: `The instance IDs '${missing.join(', ')}' do not exist`,
		);
	}

	return {
		...instanceStatuses,
		items: inner => instanceStatuses.items(inner).filter(({instanceId}) => wanted.includes(instanceId)),
	};
};

const isOwn = (image: SimulatedImage): boolean => image.ownerId === account.id;

const ownersOf = (image: SimulatedImage): readonly string[] => [
	image.ownerId,
	...(isOwn(image) ? ['self'] : []),
	...optional(image.ownerAlias),
];

const platformDetails = (image: SimulatedImage): string => (image.platform === 'windows' ? 'Windows' : 'Linux/UNIX');

const rootOf = (image: SimulatedImage): string =>
	image.platform === 'linux' && image.family !== 'ubuntu' ? '/dev/xvda' : '/dev/sda1';

export const images: Describe<SimulatedImage> = {
	set: 'imagesSet',
	items(context) {
		const {parameters} = context;
		const owners = parameters.list('Owner');
		const executors = parameters.list('ExecutableBy');
		// None of the seeded ones is deprecated or disabled.
		parameters.flag('IncludeDeprecated');
		parameters.flag('IncludeDisabled');

		return here(account.images)(context).filter(
			image =>
				(owners.length === 0 || owners.some(owner => ownersOf(image).includes(owner))) &&
				(executors.length === 0 || (executors.includes('all') && !isOwn(image)) || executors.includes('self')),
		);
	},
	picks: [
		{
			parameter: 'ImageId',
			of: ({id}) => id,
			noun: 'image id',
			notFound: 'InvalidAMIID.NotFound',
			shape: {pattern: /^ami-(?:[\da-f]{8}|[\da-f]{17})$/, malformed: 'InvalidAMIID.Malformed'},
		},
	],
	tags: image => (isOwn(image) ? nameTag({name: image.name}) : []),
	filters: {
		'image-id': ({id}) => [id],
		name: ({name}) => [name],
		description: ({description}) => [description],
		architecture: ({architecture}) => [architecture],
		'creation-date': ({createdAt}) => [createdAt],
		'owner-id': ({ownerId}) => [ownerId],
		'owner-alias': ({ownerAlias}) => optional(ownerAlias),
		platform: ({platform}) => (platform === 'windows' ? ['windows'] : []),
		'platform-details': image => [platformDetails(image)],
		state: ({state}) => [state],
		'image-type': () => ['machine'],
		'is-public': image => [String(!isOwn(image))],
		'root-device-type': () => ['ebs'],
		'virtualization-type': () => ['hvm'],
		hypervisor: () => ['xen'],
	},
	page: {least: 1, most: 1000, isBarredByPicks: false},
	show: image => ({
		imageId: image.id,
		imageLocation: `${isOwn(image) ? account.id : (image.ownerAlias ?? image.ownerId)}/${image.name}`,
		imageState: image.state,
		imageOwnerId: image.ownerId,
		imageOwnerAlias: image.ownerAlias,
		creationDate: image.createdAt,
		isPublic: !isOwn(image),
		architecture: image.architecture,
		imageType: 'machine',
		platform: image.platform === 'windows' ? 'windows' : undefined,
		platformDetails: platformDetails(image),
		usageOperation: image.platform === 'windows' ? 'RunInstances:0002' : 'RunInstances',
		name: image.name,
		description: image.description,
		rootDeviceType: 'ebs',
		rootDeviceName: rootOf(image),
		blockDeviceMapping: {
			item: [
				{
					deviceName: rootOf(image),
					ebs: {volumeSize: 8, volumeType: 'gp3', deleteOnTermination: true, encrypted: false},
				},
			],
		},
		virtualizationType: 'hvm',
		hypervisor: 'xen',
		enaSupport: true,
		tagSet: isOwn(image) ? showTags(nameTag({name: image.name})) : undefined,
	}),
};

export const instanceTypes: Describe<SimulatedInstanceType> = {
	set: 'instanceTypeSet',
	items: here(account.instanceTypes),
	picks: [{parameter: 'InstanceType', of: ({name}) => name, noun: 'instance type', notFound: 'InvalidInstanceType'}],
	filters: {
		'instance-type': ({name}) => [name],
		'current-generation': () => ['true'],
		'bare-metal': () => ['false'],
		'burstable-performance-supported': ({name}) => [String(name.startsWith('t'))],
		'processor-info.supported-architecture': ({architectures}) => architectures,
		'supported-usage-class': () => ['on-demand', 'spot'],
		'supported-virtualization-type': () => ['hvm'],
		'supported-root-device-type': () => ['ebs'],
		'vcpu-info.default-vcpus': ({vCpus}) => [String(vCpus)],
		'memory-info.size-in-mib': ({memoryMib}) => [String(memoryMib)],
		hypervisor: () => ['nitro'],
	},
	page: {least: 5, most: 100, isBarredByPicks: false},
	show: type => ({
		instanceType: type.name,
		currentGeneration: true,
		freeTierEligible: type.name === 't3.micro',
		supportedUsageClasses: {item: ['on-demand', 'spot']},
		supportedRootDeviceTypes: {item: ['ebs']},
		supportedVirtualizationTypes: {item: ['hvm']},
		bareMetal: false,
		hypervisor: 'nitro',
		processorInfo: {supportedArchitectures: {item: type.architectures}},
		vCpuInfo: {defaultVCpus: type.vCpus, defaultCores: Math.max(1, type.vCpus / 2), defaultThreadsPerCore: 2},
		memoryInfo: {sizeInMiB: type.memoryMib},
		instanceStorageSupported: false,
		burstablePerformanceSupported: type.name.startsWith('t'),
	}),
};

type Offering = {readonly type: string; readonly locationType: string; readonly location: string};

export const offerings: Describe<Offering> = {
	set: 'instanceTypeOfferingSet',
	items(context) {
		const locationType = context.parameters.one('LocationType') ?? 'region';

		if (!['region', 'availability-zone', 'availability-zone-id'].includes(locationType)) {
			throw new LookUpError('InvalidParameterValue', `Value (${locationType}) for parameter locationType is invalid.`);
		}

		return here(account.instanceTypes)(context).flatMap(type => {
			if (locationType === 'region') {
				return [{type: type.name, locationType, location: account.region}];
			}

			return account.zones
				.filter(({name}) => type.zones.includes(name))
				.map(zone => ({
					type: type.name,
					locationType,
					location: locationType === 'availability-zone' ? zone.name : zone.id,
				}));
		});
	},
	filters: {
		'instance-type': ({type}) => [type],
		location: ({location}) => [location],
	},
	page: {least: 5, most: 1000, isBarredByPicks: false},
	show: ({type, locationType, location}) => ({instanceType: type, locationType, location}),
};

type TagDescription = {
	readonly resourceId: string;
	readonly resourceType: string;
	readonly key: string;
	readonly value: string;
};

const describeAll = (
	resourceType: string,
	resources: ReadonlyArray<{readonly id: string; readonly tags: readonly Tag[]}>,
): readonly TagDescription[] =>
	resources.flatMap(({id, tags}) => tags.map(tag => ({resourceId: id, resourceType, ...tag})));

const named = (resources: ReadonlyArray<{readonly id: string; readonly name: string}>) =>
	resources.map(resource => ({id: resource.id, tags: nameTag(resource)}));

export const tags: Describe<TagDescription> = {
	set: 'tagSet',
	items: context => [
		...describeAll('image', named(here(account.images)(context).filter(isOwn))),
		...describeAll(
			'instance',
			knownInstances(context).map(instance => ({id: instance.instanceId, tags: instance.tags})),
		),
		...describeAll('subnet', named(here(account.subnets)(context))),
		...describeAll('vpc', named(here(account.vpcs)(context))),
	],
	tags: ({key, value}) => [{key, value}],
	filters: {
		'resource-id': ({resourceId}) => [resourceId],
		'resource-type': ({resourceType}) => [resourceType],
		key: ({key}) => [key],
		value: ({value}) => [value],
	},
	page: {least: 5, most: 1000, isBarredByPicks: false},
	show: tag => ({...tag}),
};
