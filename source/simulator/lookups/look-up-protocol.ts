import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {type World} from '../world/state.js';

/** One service's look-ups: a request and the world as it is, to a reply. Nothing changes the world. */
export type LookUpProtocol = (request: SimulatedRequest, world: World) => SimulatedReply;
