import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {type World} from '../world/state.js';

/** The next world comes with the reply of the few requests that change it. */
export type LookUpReply = SimulatedReply & {readonly world?: World};

/** One service's look-ups: a request and the world as it is, to a reply. */
export type LookUpProtocol = (request: SimulatedRequest, world: World) => LookUpReply;
