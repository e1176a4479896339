import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {type World} from '../world/state.js';

export type LookUpProtocol = (request: SimulatedRequest, world: World) => SimulatedReply;

const notYet: LookUpProtocol = () => ({status: 501, headers: {}, body: ''});

/** The look-up protocols by the service name of the request's signature. */
export const lookups: Readonly<Record<string, LookUpProtocol>> = {
	sts: notYet,
	ec2: notYet,
	elasticloadbalancing: notYet,
	iam: notYet,
	s3: notYet,
	sns: notYet,
	monitoring: notYet,
};

/** The operation that a look-up request asks for, such as `DescribeVpcs` or `HeadObject`. */
export const lookUpOperation = (request: SimulatedRequest): string =>
	new URLSearchParams(request.body).get('Action') ?? request.query.get('Action') ?? '';

/** An error in the words of the request's own protocol: for faults that are injected from outside. */
export const lookUpFault = (
	_request: SimulatedRequest,
	fault: {readonly status: number; readonly code: string; readonly message: string},
): SimulatedReply => ({status: fault.status, headers: {}, body: ''});
