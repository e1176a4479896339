import {
	DescribeAvailabilityZonesCommand,
	DescribeImagesCommand,
	DescribeInstancesCommand,
	DescribeInstanceStatusCommand,
	DescribeInstanceTypesCommand,
	DescribeKeyPairsCommand,
	DescribeRegionsCommand,
	DescribeSecurityGroupsCommand,
	DescribeSubnetsCommand,
	DescribeVpcsCommand,
	EC2Client,
	type Filter,
	type Image as WireImage,
	type Instance as WireInstance,
	type Tag as WireTag,
} from '@aws-sdk/client-ec2';
import {
	type Image,
	type Instance,
	type InstanceType,
	type SecurityGroup,
	type Subnet,
	type Vpc,
} from '../../core/cloud/account.js';
import {type Tag} from '../../core/cloud/shared.js';
import {type InstanceFilter} from '../../ports/account.js';
import {needed} from './answer-errors.js';
import {type AwsSession} from './aws-session.js';
import {chunksOf, collectPages, withName} from './pages.js';

/** Names of the images that Amazon and Canonical keep current, one pattern a line of images. */
const currentImages = [
	'al2023-ami-2023.*',
	'amzn2-ami-hvm-2.0.*-gp2',
	'amzn2-ami-kernel-5.10-hvm-2.0.*-gp2',
	'Windows_Server-2019-English-Full-Base-*',
	'Windows_Server-2022-English-Full-Base-*',
	'Windows_Server-2025-English-Full-Base-*',
	'ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-*-server-*',
	'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-*-server-*',
];

const canonical = '099720109477';

/** How many of each line are offered: the newest, and the one before it. */
const keptOfALine = 2;

/** A filter takes at most 200 values, DescribeInstanceStatus at most 100 ids. */
const mostFilterValues = 200;
const mostStatusIds = 100;
const callsAtOnce = 4;

const filter = (name: string, ...values: readonly string[]): Filter => ({Name: name, Values: [...values]});

/** EC2 reads `*`, `?` and a backslash in a filter's value as patterns. */
const literal = (value: string): string => value.replaceAll(/[*?\\]/g, String.raw`\$&`);

const nameOf = (tags: readonly WireTag[] | undefined): string => tags?.find(({Key}) => Key === 'Name')?.Value ?? '';

const toTags = (tags: readonly WireTag[] | undefined): readonly Tag[] =>
	(tags ?? []).map(({Key, Value}) => ({key: Key ?? '', value: Value ?? ''}));

const timeOf = (written: string | undefined): number => {
	const time = Date.parse(written ?? '');

	return Number.isNaN(time) ? 0 : time;
};

const toImage = (image: WireImage, isOwn: boolean): Image => ({
	id: image.ImageId ?? '',
	name: image.Name ?? '',
	architecture: image.Architecture ?? '',
	platform: image.Platform?.toLowerCase() === 'windows' ? 'windows' : 'linux',
	createdAt: timeOf(image.CreationDate),
	isOwn,
});

const newestFirst = (one: Image, other: Image): number =>
	other.createdAt - one.createdAt || one.name.localeCompare(other.name);

/** A name without its version and date: images of one line differ in these alone. */
const lineOf = ({name, architecture}: Image): string =>
	`${name.replaceAll(/\d{4}(?:\.\d+){2,}|(?:2\.0\.)?\d{8}(?:\.\d+)*/g, '')}/${architecture}`;

const keepNewest = (images: readonly Image[]): readonly Image[] => {
	const kept = new Map<string, readonly Image[]>();

	for (const image of [...images].sort(newestFirst)) {
		const line = kept.get(lineOf(image)) ?? [];

		if (line.length < keptOfALine) {
			kept.set(lineOf(image), [...line, image]);
		}
	}

	return [...kept.values()].flat();
};

/** A run decides by these three which instances are whose: without one of them it must not decide. */
const toInstance = (instance: WireInstance): Instance => ({
	instanceId: needed(instance.InstanceId, 'InstanceId'),
	state: needed(instance.State?.Name, 'State'),
	tags: toTags(instance.Tags),
	launchedAt: needed(instance.LaunchTime, 'LaunchTime').getTime(),
	...(instance.VpcId !== undefined && {vpcId: instance.VpcId}),
	...(instance.Placement?.AvailabilityZone !== undefined && {zone: instance.Placement.AvailabilityZone}),
	...(instance.InstanceType !== undefined && {instanceType: instance.InstanceType}),
	...(instance.IamInstanceProfile?.Arn !== undefined && {instanceProfileArn: instance.IamInstanceProfile.Arn}),
});

const isCode = (error: unknown, pattern: RegExp): boolean => error instanceof Error && pattern.test(error.name);

export const createEc2LookUps = (session: AwsSession) => {
	const client = session.adopt(new EC2Client(session.settings));

	const listImages = async (
		query: {readonly owners: readonly string[]; readonly filters: readonly Filter[]},
		signal?: AbortSignal,
	): Promise<readonly WireImage[]> =>
		collectPages(async NextToken => {
			const answer = await client.send(
				new DescribeImagesCommand({
					Owners: [...query.owners],
					Filters: [...query.filters],
					MaxResults: 1000,
					NextToken,
				}),
				{abortSignal: signal},
			);

			return {values: answer.Images, next: answer.NextToken};
		});

	const listMatching = async (filters: readonly Filter[], signal?: AbortSignal): Promise<readonly Instance[]> => {
		const found = await collectPages(async NextToken => {
			const answer = await client.send(
				new DescribeInstancesCommand({Filters: [...filters], MaxResults: 1000, NextToken}),
				{abortSignal: signal},
			);

			return {
				values: (answer.Reservations ?? []).flatMap(({Instances}) => Instances ?? []),
				next: answer.NextToken,
			};
		});

		return found.map(toInstance);
	};

	/** EC2 refuses the whole question for one instance that it has forgotten; that one is dropped, the rest asked again. */
	const listPassed = async (ids: readonly string[], signal?: AbortSignal): Promise<readonly string[]> => {
		if (ids.length === 0) {
			return [];
		}

		try {
			const answer = await client.send(
				new DescribeInstanceStatusCommand({
					InstanceIds: [...ids],
					Filters: [filter('instance-status.status', 'ok'), filter('system-status.status', 'ok')],
				}),
				{abortSignal: signal},
			);

			return (answer.InstanceStatuses ?? []).map(({InstanceId}) => needed(InstanceId, 'InstanceId'));
		} catch (error) {
			const known =
				error instanceof Error && error.name === 'InvalidInstanceID.NotFound'
					? ids.filter(id => !error.message.includes(id))
					: ids;

			if (known.length === ids.length) {
				throw error;
			}

			return listPassed(known, signal);
		}
	};

	return {
		async listRegions(signal?: AbortSignal): Promise<readonly string[]> {
			const answer = await client.send(new DescribeRegionsCommand({}), {abortSignal: signal});

			return (answer.Regions ?? []).flatMap(({RegionName}) => RegionName ?? []).sort();
		},

		async listZones(signal?: AbortSignal): Promise<readonly string[]> {
			const answer = await client.send(
				new DescribeAvailabilityZonesCommand({
					Filters: [filter('zone-type', 'availability-zone'), filter('state', 'available')],
				}),
				{abortSignal: signal},
			);

			return (answer.AvailabilityZones ?? []).flatMap(({ZoneName}) => ZoneName ?? []).sort();
		},

		async listVpcs(signal?: AbortSignal): Promise<readonly Vpc[]> {
			const found = await collectPages(async NextToken => {
				const answer = await client.send(new DescribeVpcsCommand({MaxResults: 1000, NextToken}), {abortSignal: signal});

				return {values: answer.Vpcs, next: answer.NextToken};
			});

			return withName(found, 'VpcId').map(vpc => ({
				id: vpc.VpcId,
				name: nameOf(vpc.Tags),
				cidr: vpc.CidrBlock ?? '',
				isDefault: vpc.IsDefault ?? false,
			}));
		},

		async listSubnets(vpcId?: string, signal?: AbortSignal): Promise<readonly Subnet[]> {
			const found = await collectPages(async NextToken => {
				const answer = await client.send(
					new DescribeSubnetsCommand({
						...(vpcId !== undefined && {Filters: [filter('vpc-id', vpcId)]}),
						MaxResults: 1000,
						NextToken,
					}),
					{abortSignal: signal},
				);

				return {values: answer.Subnets, next: answer.NextToken};
			});

			return withName(found, 'SubnetId').map(subnet => ({
				id: subnet.SubnetId,
				name: nameOf(subnet.Tags),
				vpcId: subnet.VpcId ?? '',
				zone: subnet.AvailabilityZone ?? '',
				cidr: subnet.CidrBlock ?? '',
			}));
		},

		async listSecurityGroups(vpcId?: string, signal?: AbortSignal): Promise<readonly SecurityGroup[]> {
			const found = await collectPages(async NextToken => {
				const answer = await client.send(
					new DescribeSecurityGroupsCommand({
						...(vpcId !== undefined && {Filters: [filter('vpc-id', vpcId)]}),
						MaxResults: 1000,
						NextToken,
					}),
					{abortSignal: signal},
				);

				return {values: answer.SecurityGroups, next: answer.NextToken};
			});

			return withName(found, 'GroupId').map(group => ({
				id: group.GroupId,
				name: group.GroupName ?? '',
				vpcId: group.VpcId ?? '',
				description: group.Description ?? '',
			}));
		},

		async listKeyPairs(signal?: AbortSignal): Promise<readonly string[]> {
			const answer = await client.send(new DescribeKeyPairsCommand({}), {abortSignal: signal});

			return (answer.KeyPairs ?? []).flatMap(({KeyName}) => KeyName ?? []).sort();
		},

		async listImages(signal?: AbortSignal): Promise<readonly Image[]> {
			const available = filter('state', 'available');
			const [own, current] = await Promise.all([
				listImages({owners: ['self'], filters: [available]}, signal),
				listImages({owners: ['amazon', canonical], filters: [available, filter('name', ...currentImages)]}, signal),
			]);

			return [
				...withName(own, 'ImageId').map(image => toImage(image, true)),
				...keepNewest(withName(current, 'ImageId').map(image => toImage(image, false))),
			].sort(newestFirst);
		},

		/** No member of an image says that it is ours; a second question for our own alone does. */
		async getImage(id: string, signal?: AbortSignal): Promise<Image | undefined> {
			try {
				const [answer, own] = await Promise.all([
					client.send(new DescribeImagesCommand({ImageIds: [id]}), {abortSignal: signal}),
					listImages({owners: ['self'], filters: [filter('image-id', literal(id))]}, signal),
				]);
				const [image] = answer.Images ?? [];

				return image === undefined ? undefined : toImage(image, own.length > 0);
			} catch (error) {
				if (isCode(error, /^InvalidAMIID\./)) {
					return undefined;
				}

				throw error;
			}
		},

		/** All types that the region offers, or those of the names that exist. */
		async listInstanceTypes(
			names: readonly string[] | undefined,
			signal?: AbortSignal,
		): Promise<readonly InstanceType[]> {
			// As a filter: a name that EC2 does not know is then absent, not an error.
			const wanted = names === undefined ? {} : {Filters: [filter('instance-type', ...names)]};
			const found = await collectPages(async NextToken => {
				const answer = await client.send(new DescribeInstanceTypesCommand({...wanted, MaxResults: 100, NextToken}), {
					abortSignal: signal,
				});

				return {values: answer.InstanceTypes, next: answer.NextToken};
			});

			return withName(found, 'InstanceType')
				.map(type => ({
					name: type.InstanceType,
					vCpus: type.VCpuInfo?.DefaultVCpus ?? 0,
					memoryMib: type.MemoryInfo?.SizeInMiB ?? 0,
					architectures: [...(type.ProcessorInfo?.SupportedArchitectures ?? [])],
				}))
				.sort((one, other) => one.name.localeCompare(other.name, 'en', {numeric: true}));
		},

		async listInstances(wanted: InstanceFilter, signal?: AbortSignal): Promise<readonly Instance[]> {
			const tagFilters = [
				...(wanted.tags ?? []).map(({key, value}) => filter(`tag:${key}`, literal(value))),
				...(wanted.tagKeys ?? []).map(key => filter('tag-key', literal(key))),
			];

			if (wanted.instanceIds === undefined) {
				const alive = filter('instance-state-name', 'pending', 'running', 'shutting-down', 'stopping', 'stopped');

				return listMatching([...tagFilters, alive], signal);
			}

			// As a filter, and not as a list of ids: an instance that EC2 has forgotten is then absent, not an error.
			const found: Instance[] = [];

			for (const ids of chunksOf(wanted.instanceIds, mostFilterValues)) {
				found.push(...(await listMatching([...tagFilters, filter('instance-id', ...ids)], signal)));
			}

			return found;
		},

		async listPassedStatusChecks(ids: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
			const found: string[] = [];

			for (const group of chunksOf(chunksOf(ids, mostStatusIds), callsAtOnce)) {
				const passed = await Promise.all(group.map(async chunk => listPassed(chunk, signal)));
				found.push(...passed.flat());
			}

			return found;
		},
	};
};
