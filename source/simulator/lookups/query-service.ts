import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {type World} from '../world/state.js';
import {type LookUpProtocol, type LookUpReply} from './look-up-protocol.js';
import {LookUpError, QueryParameters, requestIdOf} from './request.js';
import {type XmlObject, xmlDocument} from './xml.js';

type QueryOperation = (parameters: QueryParameters, world: World, request: SimulatedRequest) => XmlObject;

export type QueryService = {
	readonly namespace: string;
	readonly version: string;
	readonly operations: Readonly<Record<string, QueryOperation>>;
	/** Operations that change the world, and answer nothing but that it is done. */
	readonly changes?: Readonly<Record<string, (...given: Parameters<QueryOperation>) => World>>;
};

const xmlHeaders = (requestId: string): Readonly<Record<string, string>> => ({
	'content-type': 'text/xml',
	'x-amzn-requestid': requestId,
});

/** The error document that every query service but EC2 writes. */
export const queryError = (
	request: SimulatedRequest,
	now: number,
	namespace: string,
	error: LookUpError,
): SimulatedReply => {
	const requestId = requestIdOf(request, now);

	return {
		status: error.status,
		headers: xmlHeaders(requestId),
		body: xmlDocument('ErrorResponse', namespace, {
			Error: {Type: error.status < 500 ? 'Sender' : 'Receiver', Code: error.code, Message: error.message},
			RequestId: requestId,
		}),
	};
};

/** Runs an operation of a query service and writes its answer, or its refusal. */
export const answerQuery: (service: QueryService, ...given: Parameters<LookUpProtocol>) => LookUpReply = (
	service,
	request,
	world,
) => {
	const requestId = requestIdOf(request, world.now);

	try {
		const parameters = new QueryParameters(request);
		const {action} = parameters;
		const operation = Object.hasOwn(service.operations, action) ? service.operations[action] : undefined;
		const change = Object.hasOwn(service.changes ?? {}, action) ? service.changes?.[action] : undefined;

		if ((operation === undefined && change === undefined) || parameters.version !== service.version) {
			throw new LookUpError(
				'InvalidAction',
				`Could not find operation ${action} for version ${parameters.version || 'NO_VERSION_SPECIFIED'}`,
			);
		}

		const next = change?.(parameters, world, request);
		const result = operation?.(parameters, world, request);
		const [unread] = parameters.unread();

		// What is not simulated must not seem to be.
		if (unread !== undefined) {
			throw new LookUpError('ValidationError', `${action} has no parameter ${unread} here. Leave it out.`);
		}

		return {
			...(next !== undefined && {world: next}),
			status: 200,
			headers: xmlHeaders(requestId),
			body: xmlDocument(`${action}Response`, service.namespace, {
				...(result !== undefined && {[`${action}Result`]: result}),
				ResponseMetadata: {RequestId: requestId},
			}),
		};
	} catch (error) {
		if (error instanceof LookUpError) {
			return queryError(request, world.now, service.namespace, error);
		}

		throw error;
	}
};

/** A query list: each entry in a `member`. */
export const members = <Item>(items: readonly Item[], show: (item: Item) => XmlObject | string): XmlObject => ({
	member: items.map(show),
});
