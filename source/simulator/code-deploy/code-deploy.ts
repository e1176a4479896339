import {asObject, parseJson} from '../json.js';
import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {acceptsStrictly, misfitsOf} from '../shape.js';
import {type Draft, transact} from '../world/draft.js';
import {type Json, type JsonObject, type World} from '../world/state.js';
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
	registerRevision,
} from './applications.js';
import {CodeDeployError, refuse} from './code-deploy-error.js';
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
import {inputShapes} from './input-shapes.js';

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

/** Whether an operation changes the account. */
export const isCodeDeployWrite = (operation: string): boolean => Object.hasOwn(writes, operation);

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

/** What the service's front answers to a request that is not of its protocol at all. */
const notOurProtocol: SimulatedReply = {
	status: 404,
	headers: {'content-type': 'application/xml'},
	body: '<UnknownOperationException/>\n',
};

const isOurProtocol = ({method, path, headers}: SimulatedRequest): boolean =>
	method === 'POST' && path === '/' && /^application\/x-amz-json-1\.1\s*(?:;|$)/i.test(headers['content-type'] ?? '');

/** The input of an operation, of the right kinds and without members that are not simulated. */
const readInput = (operation: string, body: string): JsonObject => {
	const input: Json = parseJson(body) ?? refuse('Serialization', 'The body is not valid JSON.');
	const [misfit] = misfitsOf(inputShapes[operation] ?? {}, input, acceptsStrictly);
	if (misfit === undefined) {
		return asObject(input);
	}

	const member = misfit.path.join('.');
	return misfit.expected === undefined
		? refuse('InvalidInput', `${operation} has no member ${member} here. Leave it out.`)
		: refuse('Serialization', `${member === '' ? 'The body' : `The member ${member}`} must be a ${misfit.expected}.`);
};

/** CodeDeploy's JSON 1.1 protocol: one request on one world gives the next world and the reply. */
export const codeDeploy = (
	request: SimulatedRequest,
	world: World,
	pageSize: number,
): {readonly world: World; readonly reply: SimulatedReply} => {
	if (!isOurProtocol(request)) {
		return {world, reply: notOurProtocol};
	}

	const operation = codeDeployOperation(request);
	const read = Object.hasOwn(reads, operation) ? reads[operation] : undefined;
	const write = Object.hasOwn(writes, operation) ? writes[operation] : undefined;
	try {
		if (read !== undefined) {
			return {world, reply: succeed(read(world, readInput(operation, request.body), pageSize))};
		}

		if (write !== undefined) {
			const input = readInput(operation, request.body);
			const next = transact(world, draft => write(draft, input));
			return {world: next.world, reply: succeed(next.value)};
		}

		return {world, reply: codeDeployFault(400, 'UnknownOperationException', '')};
	} catch (error) {
		if (error instanceof CodeDeployError) {
			return {world, reply: codeDeployFault(400, error.type, error.message)};
		}

		throw error;
	}
};
