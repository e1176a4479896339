import {codeDeploy, codeDeployFault, codeDeployOperation, isCodeDeployWrite} from './code-deploy/code-deploy.js';
import {lookUpFault, lookUpOperation, lookups} from './lookups/index.js';
import {type Refusal, type SimulatedReply, type SimulatedRequest} from './protocol.js';
import {spot, spotFault, spotOperation, type SpotReplyFacts} from './spot/spot.js';
import {type World} from './world/state.js';

/** The operation that a request asks for; empty where it names none. */
export const operationOf = (request: SimulatedRequest): string => {
	switch (request.service) {
		case 'codedeploy': {
			return codeDeployOperation(request);
		}

		case 'spot': {
			return spotOperation(request);
		}

		default: {
			return lookUpOperation(request);
		}
	}
};

/** A refusal in the words of the request's own protocol. */
export const refuseRequest = (
	request: SimulatedRequest,
	facts: SpotReplyFacts,
	{status, code, message}: Refusal,
): SimulatedReply => {
	if (request.service === 'spot') {
		return spotFault(request, facts, status, [{code, message}]);
	}

	const isJson =
		request.service === 'codedeploy' ||
		(request.headers['x-amz-target'] !== undefined && !(request.service in lookups));
	return isJson ? codeDeployFault(status, code, message) : lookUpFault(request, facts.now, {status, code, message});
};

/** Another region of the account holds nothing of CodeDeploy's. */
const elsewhere = (world: World): World => ({
	...world,
	applications: new Map(),
	deploymentGroups: new Map(),
	deployments: new Map(),
	instances: new Map(),
});

const unsigned = ({headers}: SimulatedRequest): Refusal =>
	headers['x-amz-target'] === undefined
		? {status: 403, code: 'MissingAuthenticationToken', message: 'Missing Authentication Token'}
		: {status: 400, code: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token'};

const strangeService = ({headers, service}: SimulatedRequest): Refusal => {
	const message = `Credential should be scoped to a valid service, not "${service}".`;
	return headers['x-amz-target'] === undefined
		? {status: 403, code: 'SignatureDoesNotMatch', message}
		: {status: 400, code: 'InvalidSignatureException', message};
};

/** Does a request's work on a world. */
export const answer = (
	request: SimulatedRequest,
	world: World,
	options: {readonly pageSize: number; readonly requestId: string; readonly spotToken: string},
): {readonly world: World; readonly reply: SimulatedReply} => {
	const facts = {requestId: options.requestId, now: world.now};
	const refused = (refusal: Refusal) => ({world, reply: refuseRequest(request, facts, refusal)});
	if (request.service === 'spot') {
		return spot(request, world, facts, options.spotToken);
	}

	if (request.service === '') {
		return refused(unsigned(request));
	}

	if (request.service !== 'codedeploy') {
		const lookUp = Object.hasOwn(lookups, request.service) ? lookups[request.service] : undefined;
		if (lookUp === undefined) {
			return refused(strangeService(request));
		}

		const {world: next = world, ...reply} = lookUp(request, world);
		return {world: next, reply};
	}

	const {region} = world.account;
	if (request.region === region) {
		return codeDeploy(request, world, options.pageSize);
	}

	return isCodeDeployWrite(codeDeployOperation(request))
		? refused({
				status: 400,
				code: 'AccessDeniedException',
				message: `The simulated account may change things in ${region} alone, not in ${request.region}.`,
			})
		: {world, reply: codeDeploy(request, elsewhere(world), options.pageSize).reply};
};
