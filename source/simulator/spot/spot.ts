import {parseJson} from '../json.js';
import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {type Shape} from '../shape.js';
import {type Draft, transact} from '../world/draft.js';
import {type JsonObject, type World} from '../world/state.js';
import {listBlueGreen, putStop, startBlueGreen} from './blue-green.js';
import {
	blueGreenBody,
	capacityBody,
	deleteBody,
	detachBody,
	groupBody,
	policySuspensionBody,
	suspensionBody,
} from './body-shapes.js';
import {
	createElastigroup,
	findElastigroup,
	getCosts,
	listElastigroups,
	listEvents,
	listHealth,
	listLogs,
	listStatus,
	putCapacity,
	putDetach,
	removeElastigroup,
	toGroupItem,
	updateElastigroup,
} from './groups.js';
import {putLock, putStandby, putUnlock} from './instances.js';
import {SpotError, type SpotErrorEntry} from './spot-error.js';
import {
	addSuspensions,
	listSuspendedPolicies,
	listSuspensions,
	removeSuspensions,
	resumePolicy,
	suspendPolicy,
} from './suspensions.js';
import {readBody} from './values.js';

type Context = {
	/** The path's variable parts, in order. */
	readonly ids: readonly string[];
	readonly body: JsonObject;
	readonly query: URLSearchParams;
};

type Route = {
	readonly operation: string;
	readonly method: string;
	/** `*` stands for one id. */
	readonly path: string;
	/** Absent where an answer holds its status and nothing else. */
	readonly kind?: string;
	/** What its body may hold; nothing where this is absent, and then the body is not looked at. */
	readonly body?: Shape;
} & (
	| {readonly read: (world: World, context: Context) => object}
	| {readonly write: (draft: Draft, context: Context) => object}
);

const groupPath = '/aws/ec2/group';
const groupKind = 'spotinst:aws:ec2:group';
const instancePath = '/aws/ec2/instance';
const suspensionKind = 'spotinst:aws:ec2:suspension';
const blueGreenPath = `${groupPath}/*/codeDeploy/blueGreenDeployment`;
const blueGreenKind = `${groupKind}:codeDeploy:blueGreenDeployment`;

const idOf = ({ids}: Context): string => ids[0] ?? '';

const routes: readonly Route[] = [
	{
		operation: 'listAccounts',
		method: 'GET',
		path: '/setup/account',
		kind: 'spotinst:setup:account',
		read({spotAccount, otherSpotAccounts, account}, {query}) {
			const wanted = query.get('cloudAccountId');
			return [...otherSpotAccounts, {...spotAccount, awsAccountId: account.accountId}]
				.filter(({awsAccountId}) => wanted === null || wanted === awsAccountId)
				.map(({id, name, organizationId, awsAccountId}) => ({
					accountId: id,
					name,
					organizationId,
					providerExternalId: awsAccountId,
				}));
		},
	},
	{
		operation: 'listGroups',
		method: 'GET',
		path: groupPath,
		kind: groupKind,
		read: (world, {query}) => listElastigroups(world, query),
	},
	{
		operation: 'createGroup',
		method: 'POST',
		path: groupPath,
		kind: groupKind,
		body: groupBody,
		write: (draft, {body}) => createElastigroup(draft, body),
	},
	{
		operation: 'getGroup',
		method: 'GET',
		path: `${groupPath}/*`,
		kind: groupKind,
		read: (world, context) => [toGroupItem(world.account, findElastigroup(world, idOf(context)))],
	},
	{
		operation: 'updateGroup',
		method: 'PUT',
		path: `${groupPath}/*`,
		kind: groupKind,
		body: groupBody,
		write: (draft, context) => updateElastigroup(draft, idOf(context), context.body, context.query),
	},
	{
		operation: 'deleteGroup',
		method: 'DELETE',
		path: `${groupPath}/*`,
		kind: groupKind,
		body: deleteBody,
		write: (draft, context) => removeElastigroup(draft, idOf(context)),
	},
	{
		operation: 'getStatus',
		method: 'GET',
		path: `${groupPath}/*/status`,
		kind: `${groupKind}:status`,
		read: (world, context) => listStatus(world, idOf(context)),
	},
	{
		operation: 'getInstanceHealth',
		method: 'GET',
		path: `${groupPath}/*/instanceHealthiness`,
		kind: `${groupKind}:instanceHealthiness`,
		read: (world, context) => listHealth(world, idOf(context)),
	},
	{
		operation: 'setCapacity',
		method: 'PUT',
		path: `${groupPath}/*/capacity`,
		kind: `${groupKind}:capacity`,
		body: capacityBody,
		write: (draft, context) => putCapacity(draft, idOf(context), context.body),
	},
	{
		operation: 'detachInstances',
		method: 'PUT',
		path: `${groupPath}/*/detachInstances`,
		kind: 'spotinst:aws:ec2:detachInstances',
		body: detachBody,
		write: (draft, context) => putDetach(draft, idOf(context), context.body),
	},
	{
		operation: 'listSuspensions',
		method: 'GET',
		path: `${groupPath}/*/suspension`,
		kind: suspensionKind,
		read: (world, context) => listSuspensions(world, idOf(context)),
	},
	{
		operation: 'addSuspensions',
		method: 'POST',
		path: `${groupPath}/*/suspension`,
		kind: suspensionKind,
		body: suspensionBody,
		write: (draft, context) => addSuspensions(draft, idOf(context), context.body),
	},
	{
		operation: 'removeSuspensions',
		method: 'DELETE',
		path: `${groupPath}/*/suspension`,
		kind: suspensionKind,
		body: suspensionBody,
		write: (draft, context) => removeSuspensions(draft, idOf(context), context.body),
	},
	{
		operation: 'suspendPolicy',
		method: 'POST',
		path: `${groupPath}/*/scale/suspendPolicy`,
		kind: suspensionKind,
		body: policySuspensionBody,
		write: (draft, context) => suspendPolicy(draft, idOf(context), context.body, context.query),
	},
	{
		operation: 'resumePolicy',
		method: 'POST',
		path: `${groupPath}/*/scale/resumePolicy`,
		kind: suspensionKind,
		write: (draft, context) => resumePolicy(draft, idOf(context), context.query),
	},
	{
		operation: 'listSuspendedPolicies',
		method: 'GET',
		path: `${groupPath}/*/scale/suspensions`,
		kind: suspensionKind,
		read: (world, context) => listSuspendedPolicies(world, idOf(context)),
	},
	{
		operation: 'lockInstance',
		method: 'POST',
		path: `${instancePath}/*/lock`,
		write: (draft, context) => putLock(draft, idOf(context), context.query),
	},
	{
		operation: 'unlockInstance',
		method: 'POST',
		path: `${instancePath}/*/unlock`,
		write: (draft, context) => putUnlock(draft, idOf(context)),
	},
	{
		operation: 'enterStandby',
		method: 'POST',
		path: `${instancePath}/*/standby/enter`,
		write: (draft, context) => putStandby(draft, idOf(context), true),
	},
	{
		operation: 'exitStandby',
		method: 'POST',
		path: `${instancePath}/*/standby/exit`,
		write: (draft, context) => putStandby(draft, idOf(context), false),
	},
	{
		operation: 'listLogs',
		method: 'GET',
		path: `${groupPath}/*/logs`,
		kind: `${groupKind}:log`,
		read: (world, context) => listLogs(world, idOf(context), context.query),
	},
	{
		operation: 'listEvents',
		method: 'GET',
		path: `${groupPath}/*/events`,
		kind: `${groupKind}:event`,
		read: (world, context) => listEvents(world, idOf(context), context.query),
	},
	{
		operation: 'getCosts',
		method: 'GET',
		path: `${groupPath}/*/costs`,
		kind: `${groupKind}:cost`,
		read: (world, context) => getCosts(world, idOf(context), context.query),
	},
	{
		operation: 'startBlueGreen',
		method: 'POST',
		path: blueGreenPath,
		kind: blueGreenKind,
		body: blueGreenBody,
		write: (draft, context) => startBlueGreen(draft, idOf(context), context.body),
	},
	{
		operation: 'listBlueGreen',
		method: 'GET',
		path: blueGreenPath,
		kind: blueGreenKind,
		read: (world, context) => listBlueGreen(world, idOf(context)),
	},
	{
		operation: 'stopBlueGreen',
		method: 'PUT',
		path: `${blueGreenPath}/*/stop`,
		kind: blueGreenKind,
		write: (draft, context) => putStop(draft, idOf(context), context.ids[1] ?? ''),
	},
];

/** The ids in a path, or undefined where it is another route's. */
const match = (pattern: string, path: string): readonly string[] | undefined => {
	const expected = pattern.split('/');
	const given = path.replace(/\/$/, '').split('/');
	if (expected.length !== given.length) {
		return undefined;
	}

	const ids: string[] = [];
	for (const [index, part] of expected.entries()) {
		const other = given[index] ?? '';
		if (part === '*' && other !== '') {
			ids.push(decodeURIComponent(other));
		} else if (part !== other) {
			return undefined;
		}
	}

	return ids;
};

const findRoute = ({method, path}: SimulatedRequest) => {
	for (const route of routes) {
		const ids = route.method === method ? match(route.path, path) : undefined;
		if (ids !== undefined) {
			return {route, ids};
		}
	}

	return undefined;
};

/** The operation a request asks for, such as `startBlueGreen`; empty where it is none. */
export const spotOperation = (request: SimulatedRequest): string => findRoute(request)?.route.operation ?? '';

/** Whether the path is one of Spot's. */
export const isSpotPath = (path: string): boolean => path.startsWith('/aws/ec2/') || path.startsWith('/setup/');

export type SpotReplyFacts = {readonly requestId: string; readonly now: number};

const statusTexts: Readonly<Record<number, string>> = {
	200: 'OK',
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	413: 'Payload Too Large',
	429: 'Too Many Requests',
};

// docs/facts.md SPOT 1.4: path and query without host, dates with Z, 200 for every success.
const envelope = (
	request: SimulatedRequest,
	facts: SpotReplyFacts,
	status: number,
	response: object,
): SimulatedReply => {
	const query = request.query.toString();
	return {
		status,
		headers: {'content-type': 'application/json; charset=utf-8'},
		body: JSON.stringify({
			request: {
				id: facts.requestId,
				url: query === '' ? request.path : `${request.path}?${query}`,
				method: request.method,
				timestamp: new Date(facts.now).toISOString(),
			},
			response: {status: {code: status, message: statusTexts[status] ?? 'Internal Server Error'}, ...response},
		}),
	};
};

export const spotFault = (
	request: SimulatedRequest,
	facts: SpotReplyFacts,
	status: number,
	errors: readonly SpotErrorEntry[],
): SimulatedReply => envelope(request, facts, status, {errors});

/** Unlike the other errors it has `data` and no `errors` (docs/facts.md SPOT 1.6). */
export const spotThrottled = (request: SimulatedRequest, facts: SpotReplyFacts): SimulatedReply =>
	envelope(request, facts, 429, {data: 'Rate limit exceeded'});

/** Spot's REST: one request on one world gives the next world and the reply. */
export const spot = (
	request: SimulatedRequest,
	world: World,
	facts: SpotReplyFacts,
	token: string,
): {readonly world: World; readonly reply: SimulatedReply} => {
	if (request.headers['authorization'] !== `Bearer ${token}`) {
		const error = {code: 'UNAUTHORIZED', message: 'The token is missing, wrong or expired'};
		return {world, reply: spotFault(request, facts, 401, [error])};
	}

	const accounts = [...world.otherSpotAccounts, world.spotAccount].map(({id}) => id);
	const account = request.query.get('accountId') ?? accounts[0] ?? '';
	if (!accounts.includes(account)) {
		const error = {code: 'FORBIDDEN', message: `The token gives no access to account ${account}`};
		return {world, reply: spotFault(request, facts, 403, [error])};
	}

	const found = findRoute(request);
	if (found === undefined) {
		const error = {code: 'NOT_FOUND', message: `No such endpoint: ${request.method} ${request.path}`};
		return {world, reply: spotFault(request, facts, 404, [error])};
	}

	const isSeeded = account === world.spotAccount.id;
	if (!isSeeded && 'write' in found.route) {
		const error = {code: 'FORBIDDEN', message: `The simulated token may change nothing in account ${account}`};
		return {world, reply: spotFault(request, facts, 403, [error])};
	}

	// Some clients send a content type and no content (docs/facts.md SPOT 5).
	const body = parseJson(request.body);
	if (body === undefined) {
		const error = {code: 'ValidationError', message: 'The body is not valid JSON'};
		return {world, reply: spotFault(request, facts, 400, [error])};
	}

	try {
		const {route, ids} = found;
		const context = {ids, body: route.body === undefined ? {} : readBody(route.body, body), query: request.query};
		const next =
			'read' in route
				? {world, value: route.read(isSeeded ? world : {...world, elastigroups: new Map()}, context)}
				: transact(world, draft => route.write(draft, context));
		const items = next.value;
		const count = Array.isArray(items) ? items.length : 1;
		const content = route.kind === undefined ? {} : {kind: route.kind, items, count};
		return {world: next.world, reply: envelope(request, facts, 200, content)};
	} catch (error) {
		if (error instanceof SpotError) {
			return {world, reply: spotFault(request, facts, error.status, error.errors)};
		}

		throw error;
	}
};
