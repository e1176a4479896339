/** From what the clouds list to rows one can choose: label, hint, why not, and which one stands there by itself. */
import {
	type AwsIdentity,
	type BucketObject,
	type ClassicLoadBalancer,
	type Image,
	type InstanceProfile,
	type InstanceType,
	type Role,
	type SecurityGroup,
	type Subnet,
	type TargetGroup,
	type Vpc,
} from '../cloud/account.js';
import {type Application, type DeploymentGroup, type Revision} from '../cloud/code-deploy.js';
import {type DeploymentGroupRef, type Elastigroup, type SpotAccount} from '../cloud/elastigroup.js';
import {type Tag} from '../cloud/shared.js';
import {type Mend} from '../check/verdict.js';
import {type Option} from '../field/field.js';
import {bundleTypeOf, writeRevisionLink} from '../field/revision-link.js';
import {isSameTag, showTag, writeTags} from '../field/tag-list.js';
import {text} from '../text-token.js';
import {createNew} from './choices.js';
import {namesOtherVersion, namesVersion} from './names-version.js';
import {compareVersions, nextVersion, otherNextVersion} from './next-version.js';
import {type TimeoutSuggestion} from './timeout-suggestion.js';

type Row = Omit<Option, 'isSuggested'>;

/** Marks the first row that may be chosen and that the test likes; without one, nothing is suggested. */
const suggest = (
	rows: readonly Row[],
	...tests: ReadonlyArray<(row: Row, index: number) => boolean>
): readonly Option[] => {
	for (const test of tests) {
		const chosen = rows.findIndex((row, index) => row.disabled === undefined && test(row, index));
		if (chosen !== -1) {
			return rows.map((row, index) => (index === chosen ? {...row, isSuggested: true} : row));
		}
	}

	return rows;
};

const any = () => true;

const newRow: Row = {value: createNew, label: text('option.create-new')};

export const toRegionOptions = (regions: readonly string[], identity: AwsIdentity | undefined): readonly Option[] => {
	const here = identity?.region;
	const all = here === undefined || regions.includes(here) ? regions : [here, ...regions];
	return all.map(region =>
		region === here
			? {value: region, label: region, hint: text('option.current-region'), isSuggested: true}
			: {value: region, label: region},
	);
};

export const toSpotAccountOptions = (
	accounts: readonly SpotAccount[],
	identity: AwsIdentity | undefined,
): readonly Option[] =>
	suggest(
		accounts.map(({id, name, awsAccountId}) => {
			if (awsAccountId === undefined || identity === undefined) {
				return {value: id, label: name, hint: id};
			}

			return awsAccountId === identity.accountId
				? {value: id, label: name, hint: text('option.linked-account', {account: awsAccountId})}
				: {value: id, label: name, disabled: text('option.other-account', {account: awsAccountId})};
		}),
		({value}) => accounts.find(({id}) => id === value)?.awsAccountId === identity?.accountId,
		() => accounts.length === 1,
	);

/** `groupCounts` holds what could be counted; `wired` are the groups that some Elastigroup integrates. */
export const toApplicationOptions = (
	applications: readonly Application[],
	groupCounts: ReadonlyMap<string, number>,
	wired: readonly DeploymentGroupRef[],
): readonly Option[] => {
	const rows = applications.map(({name, computePlatform}): Row => {
		if (computePlatform !== 'Server') {
			return {value: name, label: name, disabled: text('option.wrong-platform', {platform: computePlatform})};
		}

		const count = groupCounts.get(name);
		if (count === undefined) {
			return {value: name, label: name};
		}

		return {value: name, label: name, hint: count === 0 ? text('option.no-groups') : text('option.groups', {count})};
	});
	return suggest(
		[...rows, newRow],
		({value}) => wired.some(each => each.applicationName === value),
		({value}) => (groupCounts.get(value) ?? 0) > 0,
		any,
	);
};

const isFit = (group: DeploymentGroup): boolean =>
	group.deploymentType === 'blue-green' &&
	group.provisioning === 'discover-existing' &&
	group.tagFilters.some(list => list.length > 0);

/** `details` holds the groups that could be read. */
export const toDeploymentGroupOptions = (
	names: readonly string[],
	details: ReadonlyMap<string, DeploymentGroup>,
	wired: readonly string[],
): readonly Option[] => {
	const fits = (name: string) => {
		const group = details.get(name);
		return group !== undefined && isFit(group);
	};

	const rows = names.map((name): Row => {
		if (!details.has(name)) {
			return {value: name, label: name};
		}

		return {
			value: name,
			label: name,
			hint: fits(name) ? text('option.group-fits') : text('option.group-other'),
		};
	});
	return suggest(
		[...rows, newRow],
		({value}) => wired.includes(value) && fits(value),
		({value}) => wired.includes(value),
		({value}) => fits(value),
		any,
	);
};

export const toDeploymentConfigOptions = (names: readonly string[]): readonly Option[] => {
	const hints = {
		'CodeDeployDefault.OneAtATime': text('option.config-one'),
		'CodeDeployDefault.HalfAtATime': text('option.config-half'),
		'CodeDeployDefault.AllAtOnce': text('option.config-all'),
	};
	return suggest(
		names.map(name => ({
			value: name,
			label: name,
			hint: Object.entries(hints).find(([each]) => each === name)?.[1] ?? text('option.config-custom'),
		})),
		({value}) => value === 'CodeDeployDefault.AllAtOnce',
	);
};

const isForCodeDeploy = (name: string): boolean => /code-?deploy/iu.test(name);

export const toRoleOptions = (roles: readonly Role[]): readonly Option[] =>
	suggest(
		roles
			.toSorted((one, other) => Number(other.isAssumableByCodeDeploy) - Number(one.isAssumableByCodeDeploy))
			.map(({name, arn, isAssumableByCodeDeploy}) =>
				isAssumableByCodeDeploy
					? {value: arn, label: name, hint: arn}
					: {value: arn, label: name, disabled: text('option.not-assumable')},
			),
		({label}) => typeof label === 'string' && isForCodeDeploy(label),
		any,
	);

const targetGroupRow = (group: TargetGroup, value: string, vpcId: string | undefined): Row => {
	const row = {value, label: group.name};
	if (group.targetType !== 'instance') {
		return {...row, disabled: text('option.not-instance-target', {type: group.targetType})};
	}

	if (vpcId !== undefined && group.vpcId !== undefined && group.vpcId !== vpcId) {
		return {...row, disabled: text('option.wrong-vpc', {vpc: group.vpcId})};
	}

	return {...row, hint: group.loadBalancerArns.length === 0 ? text('option.no-balancer') : (group.vpcId ?? '')};
};

/** Valued by name, as CodeDeploy wants them. */
export const toTargetGroupOptions = (groups: readonly TargetGroup[], applicationName: string): readonly Option[] =>
	suggest(
		groups.map(group => targetGroupRow(group, group.name, undefined)),
		({value}) =>
			applicationName !== '' &&
			value.includes(applicationName) &&
			groups.some(({name, loadBalancerArns}) => name === value && loadBalancerArns.length > 0),
		({value}) => groups.some(({name, loadBalancerArns}) => name === value && loadBalancerArns.length > 0),
		any,
	);

/** Valued by ARN, as Spot wants them; the deployment group's own ones are suggested. */
export const toTargetGroupArnOptions = (
	groups: readonly TargetGroup[],
	named: readonly string[],
	vpcId: string | undefined,
): readonly Option[] =>
	groups.map(group => {
		const row = targetGroupRow(group, group.arn, vpcId);
		return named.includes(group.name) && row.disabled === undefined ? {...row, isSuggested: true} : row;
	});

export const toClassicOptions = (
	balancers: readonly ClassicLoadBalancer[],
	named: readonly string[],
	isOneWanted: boolean,
): readonly Option[] =>
	balancers.map(({name, vpcId}, index) => {
		const isSuggested = named.includes(name) || (isOneWanted && named.length === 0 && index === 0);
		return {value: name, label: name, hint: vpcId ?? '', ...(isSuggested ? {isSuggested} : {})};
	});

export const toVpcOptions = (vpcs: readonly Vpc[], wanted: string | undefined): readonly Option[] =>
	suggest(
		vpcs.map(({id, name, cidr, isDefault}) => ({
			value: id,
			label: name === '' ? id : `${name} (${id})`,
			hint: isDefault ? text('option.default-vpc', {cidr}) : cidr,
		})),
		({value}) => value === wanted,
		({value}) => vpcs.some(({id, isDefault}) => id === value && isDefault),
		any,
	);

/** Valued `zone:subnet`; the first subnet of each zone is suggested. */
export const toSubnetOptions = (subnets: readonly Subnet[]): readonly Option[] => {
	const seen = new Set<string>();
	return subnets
		.toSorted((one, other) => one.zone.localeCompare(other.zone, 'en'))
		.map(({id, name, zone, cidr}) => {
			const isFirst = !seen.has(zone);
			seen.add(zone);
			return {
				value: `${zone}:${id}`,
				label: name === '' ? id : `${name} (${id})`,
				hint: `${zone} · ${cidr}`,
				...(isFirst ? {isSuggested: true} : {}),
			};
		});
};

export const toSecurityGroupOptions = (groups: readonly SecurityGroup[], applicationName: string): readonly Option[] =>
	suggest(
		groups.map(({id, name, description}) => ({value: id, label: `${name} (${id})`, hint: description})),
		({label}) => typeof label === 'string' && applicationName !== '' && label.startsWith(applicationName),
		({label}) => typeof label === 'string' && !label.startsWith('default '),
		any,
	);

export const toKeyPairOptions = (names: readonly string[]): readonly Option[] => [
	{value: '', label: text('option.none'), isSuggested: true},
	...names.map(name => ({value: name, label: name})),
];

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The account's own images first, each part newest first; only what runs the product. */
export const toImageOptions = (images: readonly Image[], product: string): readonly Option[] => {
	const platform = product.startsWith('Windows') ? 'windows' : 'linux';
	const fitting = images
		.filter(image => image.platform === platform)
		.toSorted((one, other) => Number(other.isOwn) - Number(one.isOwn) || other.createdAt - one.createdAt);
	return suggest(
		fitting.map(({id, name, architecture, createdAt, isOwn}) => ({
			value: id,
			label: name,
			hint: isOwn ? text('option.own-image') : `${id} · ${architecture} · ${dateOf(createdAt)}`,
		})),
		({value}) => fitting.some(({id, architecture}) => id === value && architecture === 'x86_64'),
		any,
	);
};

// Two vCPUs of current and wide-spread families: enough to begin with, and several Spot markets to draw from.
const usualTypes = [
	'm5.large',
	'm6i.large',
	'm5a.large',
	'c5.large',
	'c6i.large',
	'm7i.large',
	't3.medium',
	't3.large',
];

export const toInstanceTypeOptions = (types: readonly InstanceType[]): readonly Option[] => {
	const usual = usualTypes
		.filter(name => types.some(type => type.name === name && type.architectures.includes('x86_64')))
		.slice(0, 4);
	const rank = (name: string) => (usual.includes(name) ? usual.indexOf(name) : usual.length);
	return types
		.toSorted((one, other) => rank(one.name) - rank(other.name) || one.name.localeCompare(other.name, 'en'))
		.map(({name, vCpus, memoryMib}, index) => ({
			value: name,
			label: name,
			hint: text('option.type-size', {vcpus: vCpus, memory: memoryMib / 1024}),
			...(usual.includes(name) || (usual.length === 0 && index === 0) ? {isSuggested: true} : {}),
		}));
};

export const toInstanceProfileOptions = (profiles: readonly InstanceProfile[]): readonly Option[] =>
	suggest(
		profiles.map(({name, roleNames}) => ({value: name, label: name, hint: roleNames.join(', ')})),
		({value}) => isForCodeDeploy(value),
	);

/** Those that are wired to the group can be chosen; the others say why not. */
export const toElastigroupOptions = (
	elastigroups: readonly Elastigroup[],
	{applicationName, deploymentGroupName}: DeploymentGroupRef,
): readonly Option[] => {
	const isWired = (elastigroup: Elastigroup) =>
		elastigroup.deploymentGroups.some(
			each => each.applicationName === applicationName && each.deploymentGroupName === deploymentGroupName,
		);
	const rows = elastigroups
		.toSorted((one, other) => Number(isWired(other)) - Number(isWired(one)))
		.map((elastigroup): Row => {
			const {id, name, capacity} = elastigroup;
			return isWired(elastigroup)
				? {
						value: id,
						label: name,
						hint: text('option.wired', {id, target: capacity.target, maximum: capacity.maximum}),
					}
				: {
						value: id,
						label: name,
						disabled: text('option.not-wired', {application: applicationName, group: deploymentGroupName}),
					};
		});
	return suggest([...rows, newRow], any);
};

const sizeOf = (bytes: number): string => {
	if (bytes < 1024) {
		return `${bytes} B`;
	}

	return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
};

export type BundleObject = BucketObject & {readonly bucket: string};

/** Bundles, those that name the green version first, then the newest. Only a match is suggested. */
export const toObjectOptions = (
	objects: readonly BundleObject[],
	registered: readonly Revision[],
	greenTag: Tag | undefined,
): readonly Option[] => {
	const version = greenTag?.value ?? '';
	const isMatch = ({key}: BundleObject) => version !== '' && namesVersion(key, version);
	const bundles = objects
		.filter(({key}) => bundleTypeOf(key) !== undefined)
		.toSorted((one, other) => Number(isMatch(other)) - Number(isMatch(one)) || other.modifiedAt - one.modifiedAt);
	const rows = bundles.map((object): Row => {
		const values = {date: dateOf(object.modifiedAt), size: sizeOf(object.sizeBytes)};
		return {
			value: writeRevisionLink({bucket: object.bucket, key: object.key}),
			label: `${object.bucket}/${object.key}`,
			hint: isMatch(object)
				? text('option.revision-matches', {...values, tag: version})
				: namesOtherVersion(object.key, version)
					? text('option.revision-other', {...values, tag: version})
					: text('option.revision', values),
			...(namesOtherVersion(object.key, version) && {isDoubtful: true}),
		};
	});
	const others = toRevisionOptions(registered)
		.filter(({value}) => !rows.some(row => row.value === value))
		.map(row => (namesOtherVersion(row.value, version) ? {...row, isDoubtful: true} : row));
	return suggest([...rows, ...others], (_, index) => {
		const object = bundles[index];
		return object !== undefined && isMatch(object);
	});
};

/** Registered S3 revisions, newest first. */
export const toRevisionOptions = (revisions: readonly Revision[]): readonly Row[] => [
	...new Map(
		revisions.flatMap(revision =>
			revision.kind === 's3'
				? [
						[
							`${revision.bucket}/${revision.key}`,
							{
								value: writeRevisionLink({bucket: revision.bucket, key: revision.key}),
								label: `${revision.bucket}/${revision.key}`,
								hint: text('option.revision-registered'),
							},
						] as const,
					]
				: [],
		),
	).values(),
];

export const toRepositoryOptions = (revisions: readonly Revision[]): readonly Option[] =>
	suggest(
		[...new Set(revisions.flatMap(revision => (revision.kind === 'github' ? [revision.repository] : [])))].map(
			repository => ({value: repository, label: repository, hint: text('option.revision-registered')}),
		),
		any,
	);

export type GreenGrounds = {
	/** Tags by which the group finds its originals. */
	readonly blueTags: readonly Tag[];
	/** Replacement tags of the group's last deployment, whether it succeeded or not. */
	readonly lastTags: readonly Tag[];
	/** Epoch milliseconds, for versions that are dates. */
	readonly now: number;
};

/**
 * The tag that the next version counts up from: the most version-like one of the group's filter, or the last
 * deployment's where that was further.
 */
export const countedTag = ({blueTags, lastTags}: GreenGrounds): Tag | undefined => {
	const named = blueTags.find(({key}) => /version|release|build|revision/iu.test(key));
	const base = named ?? blueTags.find(({value}) => /\d/u.test(value)) ?? blueTags[0] ?? lastTags[0];
	if (base === undefined) {
		return undefined;
	}

	let furthest = base;
	for (const tag of [...blueTags, ...lastTags]) {
		if (tag.key === base.key && compareVersions(tag.value, furthest.value) > 0) {
			furthest = tag;
		}
	}

	return furthest;
};

/** Next values; `isTaken` tells of tags that instances carry already, which are counted over. */
export const toGreenTagOptions = (grounds: GreenGrounds, isTaken: (tag: Tag) => boolean): readonly Option[] => {
	const base = countedTag(grounds);
	if (base === undefined) {
		return [];
	}

	let next = nextVersion(base.value, grounds.now);
	for (let tries = 0; tries < 5 && next !== undefined && isTaken({key: base.key, value: next}); tries++) {
		next = nextVersion(next, grounds.now);
	}

	const other = otherNextVersion(base.value, grounds.now);
	const row = (value: string): Row => ({
		value: writeTags([{key: base.key, value}]),
		label: showTag({key: base.key, value}),
		hint: text('option.next-version', {current: showTag(base)}),
	});
	const isBlue = (value: string) => grounds.blueTags.some(tag => isSameTag(tag, {key: base.key, value}));
	return [
		...(next === undefined
			? []
			: [
					{
						...row(next),
						...(next === nextVersion(base.value, grounds.now)
							? {}
							: {hint: text('option.next-version-free', {current: showTag(base)})}),
						isSuggested: true,
					},
				]),
		...(other === undefined || other === next || isBlue(other) || isTaken({key: base.key, value: other})
			? []
			: [{...row(other), hint: text('option.next-version-other', {current: showTag(base)})}]),
		// What the originals carry is shown and cannot be chosen: this is where D3 begins.
		...grounds.blueTags.map(tag => ({
			value: writeTags([tag]),
			label: showTag(tag),
			disabled: text('option.originals-tag'),
		})),
	];
};

export const toTimeoutOptions = ({install, waits, total}: TimeoutSuggestion): readonly Option[] => [
	{
		value: String(total),
		label: text('option.minutes', {minutes: total}),
		hint: text('option.timeout-suggested', {install, waits}),
		isSuggested: true,
	},
	...[2 * total, 4 * total].map(minutes => ({
		value: String(minutes),
		label: text('option.minutes', {minutes}),
		hint: text('option.timeout-long'),
	})),
];

/** Offers only: nobody changes a group unseen, so that none is suggested. */
export const toMendOptions = (mends: readonly Mend[]): readonly Option[] =>
	mends.map(({id, text: label}) => ({value: id, label}));

export const toNameOptions = (names: readonly string[]): readonly Option[] =>
	names.map(name => ({value: name, label: name}));
