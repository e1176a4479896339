import {asList, asText} from '../json.js';
import {type Draft, uuid} from '../world/draft.js';
import {
	type Application,
	type JsonObject,
	type RegisteredRevision,
	type RevisionLocation,
	type World,
} from '../world/state.js';
import {refuse} from './code-deploy-error.js';
import {
	checkBatch,
	findApplication,
	readApplicationName,
	readBatch,
	readConfigName,
	readDescription,
	readPage,
	readRevision,
} from './input.js';
import {toApplicationInfo, toConfigInfo, toRevisionInfo} from './output.js';

export const listApplications = (world: World, input: JsonObject, pageSize: number) => {
	const {items, ...page} = readPage(input, [...world.applications.keys()], pageSize);
	return {applications: items, ...page};
};

export const getApplication = (world: World, input: JsonObject) => ({
	application: toApplicationInfo(findApplication(world, readApplicationName(input))),
});

export const batchGetApplications = (world: World, input: JsonObject) => ({
	applicationsInfo: readBatch(input, 'applicationNames', 100, {empty: 'ApplicationNameRequired'}).map(name =>
		toApplicationInfo(findApplication(world, name)),
	),
});

export const createApplication = (draft: Draft, input: JsonObject) => {
	const applicationName = readApplicationName(input);
	const computePlatform = asText(input['computePlatform']) ?? 'Server';
	if (!['Server', 'Lambda', 'ECS'].includes(computePlatform)) {
		refuse('InvalidComputePlatform', `Unknown compute platform: ${computePlatform}`);
	}

	if (draft.applications.has(applicationName)) {
		refuse('ApplicationAlreadyExists', `Application name ${applicationName} is already in use.`);
	}

	const application: Application = {
		applicationName,
		applicationId: uuid(draft),
		createTime: draft.now,
		computePlatform,
		linkedToGitHub: false,
		revisions: [],
	};
	draft.applications.set(applicationName, application);
	return {applicationId: application.applicationId};
};

/** Says nothing of applications that do not exist (docs/facts.md CD 1.4). */
export const deleteApplication = (draft: Draft, input: JsonObject) => {
	const applicationName = readApplicationName(input);
	draft.applications.delete(applicationName);
	for (const [key, group] of draft.deploymentGroups) {
		if (group.applicationName === applicationName) {
			draft.deploymentGroups.delete(key);
		}
	}

	return {};
};

export const listConfigs = (world: World, input: JsonObject, pageSize: number) => {
	const {items, ...page} = readPage(input, [...world.deploymentConfigs.keys()], pageSize);
	return {deploymentConfigsList: items, ...page};
};

export const getConfig = (world: World, input: JsonObject) => {
	const name = readConfigName(input);
	const config =
		world.deploymentConfigs.get(name) ??
		refuse('DeploymentConfigDoesNotExist', `No Deployment Configuration found for name: ${name}`);
	return {deploymentConfigInfo: toConfigInfo(config)};
};

const sortMembers = {
	registerTime: ({registerTime}: RegisteredRevision) => registerTime,
	firstUsedTime: ({firstUsedTime}: RegisteredRevision) => firstUsedTime ?? 0,
	lastUsedTime: ({lastUsedTime}: RegisteredRevision) => lastUsedTime ?? 0,
};

const isSortMember = (name: string): name is keyof typeof sortMembers => Object.hasOwn(sortMembers, name);

/** The groups that a revision was deployed to last. */
const groupsWith = (world: World, {applicationName}: Application, location: RevisionLocation): readonly string[] =>
	[...world.deploymentGroups.values()]
		.filter(
			group =>
				group.applicationName === applicationName && JSON.stringify(group.targetRevision) === JSON.stringify(location),
		)
		.map(({deploymentGroupName}) => deploymentGroupName);

export const listRevisions = (world: World, input: JsonObject, pageSize: number) => {
	const application = findApplication(world, readApplicationName(input));
	const sortBy = asText(input['sortBy']) ?? 'registerTime';
	if (!isSortMember(sortBy)) {
		return refuse('InvalidSortBy', `Unknown column to sort by: ${sortBy}`);
	}

	const sortOrder = asText(input['sortOrder']) ?? 'descending';
	if (sortOrder !== 'ascending' && sortOrder !== 'descending') {
		refuse('InvalidSortOrder', 'The sortOrder is ascending or descending.');
	}

	const bucket = asText(input['s3Bucket']);
	const prefix = asText(input['s3KeyPrefix']);
	if (prefix !== undefined && bucket === undefined) {
		refuse('BucketNameFilterRequired', 'A key prefix needs the bucket.');
	}

	const deployed = asText(input['deployed']) ?? 'ignore';
	if (deployed !== 'include' && deployed !== 'exclude' && deployed !== 'ignore') {
		refuse('InvalidDeployedStateFilter', 'The deployed member is include, exclude or ignore.');
	}

	const order = sortOrder === 'ascending' ? 1 : -1;
	const locations = application.revisions
		.filter(
			({location}) =>
				(bucket === undefined ||
					(location.revisionType === 'S3' &&
						location.s3Location.bucket === bucket &&
						location.s3Location.key.startsWith(prefix ?? ''))) &&
				(deployed === 'ignore' || groupsWith(world, application, location).length > 0 === (deployed === 'include')),
		)
		.sort((one, other) => order * (sortMembers[sortBy](one) - sortMembers[sortBy](other)))
		.map(({location}) => location);
	const {items, ...page} = readPage(input, locations, pageSize);
	return {revisions: items, ...page};
};

const findRevision = (application: Application, wanted: unknown): RegisteredRevision | undefined => {
	const location = JSON.stringify(readRevision(wanted));
	return application.revisions.find(revision => JSON.stringify(revision.location) === location);
};

export const getRevision = (world: World, input: JsonObject) => {
	const application = findApplication(world, readApplicationName(input));
	const revision =
		findRevision(application, input['revision']) ??
		refuse('RevisionDoesNotExist', 'The specified revision is not registered for the application.');
	const {revisionLocation, genericRevisionInfo} = toRevisionInfo(
		groupsWith(world, application, revision.location),
		revision,
	);
	return {applicationName: application.applicationName, revision: revisionLocation, revisionInfo: genericRevisionInfo};
};

export const batchGetRevisions = (world: World, input: JsonObject) => {
	const application = findApplication(world, readApplicationName(input));
	const wanted = asList(input['revisions']);
	checkBatch(wanted, 25, {empty: 'RevisionRequired'});
	return {
		applicationName: application.applicationName,
		revisions: wanted.flatMap(location => {
			const revision = findRevision(application, location);
			return revision === undefined
				? []
				: [toRevisionInfo(groupsWith(world, application, revision.location), revision)];
		}),
	};
};

export const registerRevision = (draft: Draft, input: JsonObject) => {
	const application = findApplication(draft, readApplicationName(input));
	const location = readRevision(input['revision']);
	const description = readDescription(input);
	if (findRevision(application, location) === undefined) {
		draft.applications.set(application.applicationName, {
			...application,
			revisions: [
				...application.revisions,
				{location, registerTime: draft.now, ...(description !== undefined && {description})},
			],
		});
	}

	return {};
};

export const listGitHubTokens = (world: World, input: JsonObject, pageSize: number) => {
	const {items, ...page} = readPage(input, world.gitHubTokenNames, pageSize);
	return {tokenNameList: items, ...page};
};
