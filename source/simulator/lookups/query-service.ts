import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {type World} from '../world/state.js';
import {LookUpError, QueryParameters, requestIdOf} from './request.js';
import {type XmlObject, xmlDocument} from './xml.js';

type QueryOperation = (parameters: QueryParameters, world: World, request: SimulatedRequest) => XmlObject;

export type QueryService = {
	readonly namespace: string;
	readonly version: string;
	readonly operations: Readonly<Record<string, QueryOperation>>;
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
export const answerQuery = (service: QueryService, request: SimulatedRequest, world: World): SimulatedReply => {
	const requestId = requestIdOf(request, world.now);

	try {
		const parameters = new QueryParameters(request);
		const operation = Object.hasOwn(service.operations, parameters.action)
			? service.operations[parameters.action]
			: undefined;

		if (operation === undefined || parameters.version !== service.version) {
			throw new LookUpError(
				'InvalidAction',
				`Could not find operation ${parameters.action} for version ${parameters.version || 'NO_VERSION_SPECIFIED'}`,
			);
		}

		const result = operation(parameters, world, request);
		const [unread] = parameters.unread();

		// What is not simulated must not seem to be.
		if (unread !== undefined) {
			throw new LookUpError('ValidationError', `${parameters.action} has no parameter ${unread} here. Leave it out.`);
		}

		const {action} = parameters;

		return {
			status: 200,
			headers: xmlHeaders(requestId),
			body: xmlDocument(`${action}Response`, service.namespace, {
				[`${action}Result`]: result,
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
