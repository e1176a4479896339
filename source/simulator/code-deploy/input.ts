import {Buffer} from 'node:buffer';
import {asList, asNumber, asObject, asText, asTexts, isPresent} from '../json.js';
import {
	type AutoRollback,
	type DeploymentGroup,
	groupKey,
	type JsonObject,
	type RevisionLocation,
	type TagFilter,
	type World,
	type Application,
	type Deployment,
} from '../world/state.js';
import {refuse} from './code-deploy-error.js';

// docs/facts.md CD 1.1.
const namePattern = /^[\w.+=,@-]{1,100}$/;

const readName = (input: JsonObject, member: string, what: string): string => {
	const name = asText(input[member]) ?? '';
	if (name === '') {
		refuse(`${what}NameRequired`, `The ${member} member is required.`);
	}

	if (!namePattern.test(name)) {
		refuse(`Invalid${what}Name`, `The ${member} "${name}" must be 1 to 100 letters, digits or . _ + = , @ -`);
	}

	return name;
};

export const readApplicationName = (input: JsonObject): string => readName(input, 'applicationName', 'Application');

export const readGroupName = (input: JsonObject, member = 'deploymentGroupName'): string =>
	readName(input, member, 'DeploymentGroup');

export const readConfigName = (input: JsonObject): string =>
	readName(input, 'deploymentConfigName', 'DeploymentConfig');

export const findApplication = (world: World, name: string): Application =>
	world.applications.get(name) ?? refuse('ApplicationDoesNotExist', `No application found for name: ${name}`);

export const findGroup = (world: World, applicationName: string, name: string): DeploymentGroup => {
	findApplication(world, applicationName);
	return (
		world.deploymentGroups.get(groupKey(applicationName, name)) ??
		refuse('DeploymentGroupDoesNotExist', `No Deployment Group found for name: ${name}`)
	);
};

export const checkConfigName = (world: World, name: string): void => {
	const config =
		world.deploymentConfigs.get(name) ??
		refuse('DeploymentConfigDoesNotExist', `No Deployment Configuration found for name: ${name}`);
	if (config.computePlatform !== 'Server') {
		refuse('InvalidInput', `The deployment configuration ${name} is for ${config.computePlatform}, not for EC2.`);
	}
};

export const checkDeploymentId = (id: string): void => {
	if (!/^d-[A-Z\d]{9}$/.test(id)) {
		refuse('InvalidDeploymentId', `The deployment id "${id}" is not in a valid form.`);
	}
};

export const findDeployment = (world: World, input: JsonObject): Deployment => {
	const id = asText(input['deploymentId']) ?? '';
	if (id === '') {
		refuse('DeploymentIdRequired', 'The deploymentId member is required.');
	}

	checkDeploymentId(id);

	return world.deployments.get(id) ?? refuse('DeploymentDoesNotExist', `The deployment ${id} could not be found`);
};

const filterTypes = new Set(['KEY_ONLY', 'VALUE_ONLY', 'KEY_AND_VALUE']);

/** One list of tag filters; `InvalidEC2Tag` where one is not well made. */
export const readTagFilters = (value: unknown, error = 'InvalidEC2Tag'): readonly TagFilter[] =>
	asList(value).map(item => {
		const {Key, Value, Type} = asObject(item);
		const type = asText(Type) ?? 'KEY_AND_VALUE';
		const key = asText(Key) ?? '';
		if (!filterTypes.has(type)) {
			refuse(error, `The tag filter type "${type}" is not KEY_ONLY, VALUE_ONLY or KEY_AND_VALUE.`);
		}

		if (type !== 'VALUE_ONLY' && key === '') {
			refuse(error, `A tag filter of type ${type} needs a key.`);
		}

		if (key.length > 128 || (asText(Value) ?? '').length > 256) {
			refuse(error, 'A tag key has at most 128 characters, a tag value at most 256.');
		}

		return {
			...(key !== '' && {Key: key}),
			...(isPresent(Value) && {Value: asText(Value) ?? ''}),
			Type: type === 'KEY_ONLY' ? 'KEY_ONLY' : type === 'VALUE_ONLY' ? 'VALUE_ONLY' : 'KEY_AND_VALUE',
		};
	});

/** A flat list or a set of lists, never both (docs/facts.md CD 1.2). */
export const readFilters = (
	flat: unknown,
	set: unknown,
	error = 'InvalidEC2Tag',
): {readonly flat?: readonly TagFilter[]; readonly set?: ReadonlyArray<readonly TagFilter[]>} => {
	const flatFilters = readTagFilters(flat, error);
	const lists = asList(asObject(set)['ec2TagSetList']).map(list => readTagFilters(list, error));
	if (flatFilters.length > 0 && lists.length > 0) {
		refuse(
			error === 'InvalidEC2Tag' ? 'InvalidEC2TagCombination' : error,
			'Either a list of tag filters or a tag set can be given, not both.',
		);
	}

	if (lists.length > 3 || [...lists, flatFilters].some(list => list.length > 10)) {
		refuse(error === 'InvalidEC2Tag' ? 'TagSetListLimitExceeded' : error, 'At most 3 groups of at most 10 tags each.');
	}

	return {
		...(flatFilters.length > 0 && {flat: flatFilters}),
		...(lists.length > 0 && {set: lists}),
	};
};

export const readDescription = (input: JsonObject): string | undefined => {
	const description = asText(input['description']);
	if ((description ?? '').length > 256) {
		refuse('DescriptionTooLong', 'The description is longer than 256 characters.');
	}

	return description;
};

export const checkAlarms = (value: unknown): void => {
	const names = asList(asObject(value)['alarms']).map(alarm => asText(asObject(alarm)['name']) ?? '');
	if (names.length > 10) {
		refuse('AlarmsLimitExceeded', 'The maximum number of alarms for a deployment group (10) was exceeded.');
	}

	if (names.some((name, index) => name === '' || name.length > 255 || names.indexOf(name) !== index)) {
		refuse('InvalidAlarmConfig', 'Alarm names are 1 to 255 characters and must not repeat.');
	}

	if (asObject(value)['enabled'] === true && names.length === 0) {
		refuse('InvalidAlarmConfig', 'An enabled alarm configuration needs at least one alarm.');
	}
};

const rollbackEvents = new Set(['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST']);

export const readAutoRollback = (value: unknown): AutoRollback | undefined => {
	if (!isPresent(value)) {
		return undefined;
	}

	const {enabled, events} = asObject(value);
	const names = asTexts(events);
	if (enabled === true && names.length === 0) {
		refuse('InvalidAutoRollbackConfig', 'An enabled automatic rollback needs at least one event.');
	}

	if (names.some(name => !rollbackEvents.has(name))) {
		refuse('InvalidAutoRollbackConfig', `Unknown automatic rollback event among: ${names.join(', ')}`);
	}

	return {enabled: enabled === true, events: names};
};

/** Where a revision is. Only the form is checked: the object itself is looked for when an agent downloads it. */
export const readRevision = (value: unknown): RevisionLocation => {
	if (!isPresent(value)) {
		refuse('RevisionRequired', 'The revision member is required.');
	}

	const {revisionType, s3Location, gitHubLocation} = asObject(value);
	if (revisionType === 'S3') {
		const {bucket, key, bundleType, version, eTag} = asObject(s3Location);
		const type = asText(bundleType) ?? '';
		if (!['zip', 'tgz', 'tar'].includes(type)) {
			refuse('InvalidRevision', 'The bundleType of a revision for EC2 is zip, tgz or tar.');
		}

		if ((asText(bucket) ?? '') === '' || (asText(key) ?? '') === '') {
			refuse('InvalidRevision', 'An S3 revision needs bucket and key.');
		}

		return {
			revisionType: 'S3',
			s3Location: {
				bucket: asText(bucket) ?? '',
				key: asText(key) ?? '',
				bundleType: type,
				...(typeof version === 'string' && {version}),
				...(typeof eTag === 'string' && {eTag}),
			},
		};
	}

	if (revisionType === 'GitHub') {
		const {repository, commitId} = asObject(gitHubLocation);
		const location = {repository: asText(repository) ?? '', commitId: asText(commitId) ?? ''};
		// A full commit hash, not a branch (docs/facts.md CD 2.1).
		if (!/^[^/\s]+\/[^/\s]+$/.test(location.repository) || !/^[\da-f]{40}$/.test(location.commitId)) {
			refuse('InvalidRevision', 'A GitHub revision needs owner/repository and a commit id of 40 hexadecimal digits.');
		}

		return {revisionType: 'GitHub', gitHubLocation: location};
	}

	return refuse('InvalidRevision', 'The revisionType of a revision for EC2 is S3 or GitHub.');
};

/** One page of a list; tokens are opaque to the caller. */
export const readPage = <Item>(
	input: JsonObject,
	items: readonly Item[],
	pageSize: number,
): {readonly items: readonly Item[]; readonly nextToken?: string} => {
	const token = input['nextToken'];
	let from = 0;
	if (isPresent(token)) {
		const offset = /^page:(\d+)$/.exec(Buffer.from(asText(token) ?? '', 'base64url').toString())?.[1];
		if (offset === undefined) {
			refuse('InvalidNextToken', 'The next token is not valid.');
		}

		from = Number(offset);
	}

	const to = from + pageSize;
	return {
		items: items.slice(from, to),
		...(to < items.length && {nextToken: Buffer.from(`page:${to}`).toString('base64url')}),
	};
};

type BatchErrors = {
	/** The service's error where nothing is asked for. */
	readonly empty: string;
	/** Where too much is. */
	readonly tooLong?: string;
};

/** Refuses a batch of nothing, and one that is too long. */
export const checkBatch = (
	batch: readonly unknown[],
	most: number,
	{empty, tooLong = 'BatchLimitExceeded'}: BatchErrors,
): void => {
	if (batch.length === 0) {
		refuse(empty, 'At least one must be asked for.');
	}

	if (batch.length > most) {
		refuse(tooLong, `At most ${most} can be asked for at a time.`);
	}
};

export const readBatch = (input: JsonObject, member: string, most: number, errors: BatchErrors): readonly string[] => {
	const names = asTexts(input[member]);
	checkBatch(names, most, errors);
	return names;
};

/** Epoch seconds of CodeDeploy's wire as milliseconds. */
export const readSeconds = (value: unknown): number | undefined => {
	const seconds = asNumber(value);
	return seconds === undefined ? undefined : seconds * 1000;
};
