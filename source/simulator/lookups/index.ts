import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {type LookUpWorld} from './look-up-world.js';

export type LookUpProtocol = (request: SimulatedRequest, world: LookUpWorld) => SimulatedReply;

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
