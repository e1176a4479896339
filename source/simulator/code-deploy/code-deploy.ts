import {asObject, parseJson} from '../json.js';
import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {type Draft, transact} from '../world/draft.js';
import {type JsonObject, type World} from '../world/state.js';
import {
	batchGetApplications,
	batchGetRevisions,
	createApplication,
	deleteApplication,
	getApplication,
	getConfig,
	getRevision,
	listApplications,
	listConfigs,
	listGitHubTokens,
	listRevisions,
	listTags,
	registerRevision,
} from './applications.js';
import {CodeDeployError} from './code-deploy-error.js';
import {
	batchGetDeployments,
	batchGetTargets,
	continueDeployment,
	createDeployment,
	getDeployment,
	getTarget,
	listDeployments,
	listTargets,
	stopDeployment,
} from './deployments.js';
import {batchGetGroups, createGroup, deleteGroup, getGroup, listGroups, updateGroup} from './groups.js';

type Read = (world: World, input: JsonObject, pageSize: number) => object;
type Write = (draft: Draft, input: JsonObject) => object;

const reads: Readonly<Record<string, Read>> = {
	ListApplications: listApplications,
	GetApplication: getApplication,
	BatchGetApplications: batchGetApplications,
	ListDeploymentGroups: listGroups,
	GetDeploymentGroup: getGroup,
	BatchGetDeploymentGroups: batchGetGroups,
	ListDeploymentConfigs: listConfigs,
	GetDeploymentConfig: getConfig,
	ListApplicationRevisions: listRevisions,
	GetApplicationRevision: getRevision,
	BatchGetApplicationRevisions: batchGetRevisions,
	ListDeployments: listDeployments,
	GetDeployment: getDeployment,
	BatchGetDeployments: batchGetDeployments,
	ListDeploymentTargets: listTargets,
	GetDeploymentTarget: getTarget,
	BatchGetDeploymentTargets: batchGetTargets,
	ListGitHubAccountTokenNames: listGitHubTokens,
	ListTagsForResource: listTags,
};

const writes: Readonly<Record<string, Write>> = {
	CreateApplication: createApplication,
	DeleteApplication: deleteApplication,
	CreateDeploymentGroup: createGroup,
	UpdateDeploymentGroup: updateGroup,
	DeleteDeploymentGroup: deleteGroup,
	RegisterApplicationRevision: registerRevision,
	CreateDeployment: createDeployment,
	ContinueDeployment: continueDeployment,
	StopDeployment: stopDeployment,
};

const targetPrefix = 'CodeDeploy_20141006.';

/** The operation a request asks for, such as `CreateDeployment`; empty where it names none. */
export const codeDeployOperation = ({headers}: SimulatedRequest): string => {
	const target = headers['x-amz-target'] ?? '';
	return target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : '';
};

const contentType = {'content-type': 'application/x-amz-json-1.1'};

/** An error in CodeDeploy's words (docs/facts.md CD 4.3). */
export const codeDeployFault = (status: number, type: string, message: string): SimulatedReply => ({
	status,
	headers: contentType,
	body: JSON.stringify({__type: type, message}),
});

const succeed = (output: object): SimulatedReply => ({
	status: 200,
	headers: contentType,
	body: JSON.stringify(output),
});

/** CodeDeploy's JSON 1.1 protocol: one request on one world gives the next world and the reply. */
export const codeDeploy = (
	request: SimulatedRequest,
	world: World,
	pageSize: number,
): {readonly world: World; readonly reply: SimulatedReply} => {
	const operation = codeDeployOperation(request);
	const input = parseJson(request.body);
	if (request.method !== 'POST' || (reads[operation] ?? writes[operation]) === undefined) {
		return {world, reply: codeDeployFault(400, 'UnknownOperationException', '')};
	}

	if (input === undefined) {
		return {world, reply: codeDeployFault(400, 'SerializationException', 'The body is not valid JSON.')};
	}

	try {
		const read = reads[operation];
		if (read !== undefined) {
			return {world, reply: succeed(read(world, asObject(input), pageSize))};
		}

		const next = transact(world, draft => writes[operation]?.(draft, asObject(input)) ?? {});
		return {world: next.world, reply: succeed(next.value)};
	} catch (error) {
		if (error instanceof CodeDeployError) {
			return {world, reply: codeDeployFault(400, error.type, error.message)};
		}

		throw error;
	}
};
