import {refuseRequest} from './dispatch.js';
import {type Refusal, type SimulatedReply, type SimulatedRequest} from './protocol.js';
import {spotFault, type SpotReplyFacts, spotThrottled} from './spot/spot.js';

/** What goes wrong with an answer. */
type FaultKind =
	/** Answers `ms` later, by the wall's clock. Comes on top of whatever else hits the request. */
	| {readonly kind: 'latency'; readonly ms: number}
	| {readonly kind: 'throttled'; readonly resetSeconds?: number}
	/** A 5xx with an error body; default 503. */
	| {readonly kind: 'server-error'; readonly status?: number}
	/** The socket is destroyed before the work, or after it: then the work is done and the reply is lost. */
	| {readonly kind: 'cut'; readonly when: 'before-work' | 'after-work'}
	/** The work is done, and half of the body is sent. */
	| {readonly kind: 'malformed'}
	/** The work is done, and this is answered with the status of it, such as `{}` with a 200. */
	| {readonly kind: 'replaced'; readonly body: string}
	/** The page of a portal or proxy on the way; the work is not done. Default 200. */
	| {readonly kind: 'portal'; readonly status?: number}
	| {readonly kind: 'expired-token'}
	| {readonly kind: 'denied'}
	/** Refused for what passes by itself, such as `CANT_CREATE_GROUP` (docs/facts.md SPOT 1.5); status default 400. */
	| {readonly kind: 'refused'; readonly code: string; readonly message: string; readonly status?: number};

/** Faults are tried in the order they were injected; one besides latencies hits a request. */
export type Fault = FaultKind & {
	/** Only this service; `spot` for Spot's REST. Absent: any. */
	readonly service?: string;
	/** Only this operation, such as `CreateDeployment` or `startBlueGreen`. Absent: any. */
	readonly operation?: string;
	/** How many requests it hits; default 1. */
	readonly count?: number;
};

/** The faults that hit a request, and those that are left for later ones. */
export const takeFaults = (
	faults: readonly Fault[],
	service: string,
	operation: string,
): {readonly latencyMs: number; readonly fault?: Fault; readonly left: readonly Fault[]} => {
	const left: Fault[] = [];
	let latencyMs = 0;
	let taken: Fault | undefined;
	for (const fault of faults) {
		const isMeant =
			(fault.service === undefined || fault.service === service) &&
			(fault.operation === undefined || fault.operation === operation) &&
			(fault.kind === 'latency' || taken === undefined);
		if (!isMeant) {
			left.push(fault);
			continue;
		}

		if (fault.kind === 'latency') {
			latencyMs += fault.ms;
		} else {
			taken = fault;
		}

		const count = (fault.count ?? 1) - 1;
		if (count > 0) {
			left.push({...fault, count});
		}
	}

	return {latencyMs, left, ...(taken !== undefined && {fault: taken})};
};

/** The words of each service for what all of them can say. */
const wordsOf = (
	fault: Extract<Fault, {readonly kind: 'throttled' | 'server-error' | 'expired-token' | 'denied' | 'refused'}>,
	service: string,
): Refusal => {
	const isJson = service === 'codedeploy' || service === 'monitoring';
	switch (fault.kind) {
		case 'throttled': {
			if (service === 'ec2') {
				return {status: 503, code: 'RequestLimitExceeded', message: 'Request limit exceeded.'};
			}

			if (service === 's3') {
				return {status: 503, code: 'SlowDown', message: 'Please reduce your request rate.'};
			}

			return {status: 400, code: isJson ? 'ThrottlingException' : 'Throttling', message: 'Rate exceeded'};
		}

		case 'server-error': {
			return {status: fault.status ?? 503, code: 'ServiceUnavailable', message: 'Service is unavailable'};
		}

		case 'expired-token': {
			const message = 'The security token included in the request is expired';
			return isJson
				? {status: 400, code: 'ExpiredTokenException', message}
				: {status: service === 's3' ? 400 : 403, code: 'ExpiredToken', message};
		}

		case 'denied': {
			const message = 'User is not authorized to perform this operation';
			if (service === 'ec2') {
				return {status: 403, code: 'UnauthorizedOperation', message};
			}

			return isJson
				? {status: 400, code: 'AccessDeniedException', message}
				: {status: 403, code: 'AccessDenied', message};
		}

		case 'refused': {
			return {status: fault.status ?? 400, code: fault.code, message: fault.message};
		}
	}
};

const spotReply = (fault: Fault, request: SimulatedRequest, facts: SpotReplyFacts): SimulatedReply | undefined => {
	switch (fault.kind) {
		case 'throttled': {
			const reply = spotThrottled(request, facts);
			return {
				...reply,
				headers: {
					...reply.headers,
					'x-ratelimit-remaining': '0',
					'x-ratelimit-reset': String(fault.resetSeconds ?? 30),
				},
			};
		}

		case 'server-error': {
			return spotFault(request, facts, fault.status ?? 503, [
				{code: 'INTERNAL_ERROR', message: 'Something went wrong on our side'},
			]);
		}

		case 'expired-token': {
			return spotFault(request, facts, 401, [
				{code: 'UNAUTHORIZED', message: 'The token is missing, wrong or expired'},
			]);
		}

		case 'denied': {
			return spotFault(request, facts, 403, [{code: 'FORBIDDEN', message: 'The token may not do this'}]);
		}

		case 'refused': {
			return spotFault(request, facts, fault.status ?? 400, [{code: fault.code, message: fault.message}]);
		}

		case 'latency':
		case 'cut':
		case 'malformed':
		case 'replaced':
		case 'portal': {
			return undefined;
		}
	}
};

/** What people get to see in the place of a cloud. */
export const portalPage = '<!DOCTYPE html><html><title>Sign in</title><body>Sign in to this network.</body></html>';

/** What is sent of an answer to work that was done. */
export const damage = (fault: Fault | undefined, reply: SimulatedReply): SimulatedReply => {
	if (fault?.kind === 'replaced') {
		return {...reply, body: fault.body};
	}

	return fault?.kind === 'malformed' ? {...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2))} : reply;
};

/** The answer of a fault that comes before the work; undefined where the work is to be done. */
export const replyWithFault = (
	fault: Fault | undefined,
	request: SimulatedRequest,
	facts: SpotReplyFacts,
): SimulatedReply | 'cut' | undefined => {
	if (
		fault === undefined ||
		fault.kind === 'latency' ||
		fault.kind === 'malformed' ||
		fault.kind === 'replaced' ||
		fault.kind === 'portal'
	) {
		return undefined;
	}

	if (fault.kind === 'cut') {
		return fault.when === 'before-work' ? 'cut' : undefined;
	}

	return request.service === 'spot'
		? spotReply(fault, request, facts)
		: refuseRequest(request, facts, wordsOf(fault, request.service));
};
