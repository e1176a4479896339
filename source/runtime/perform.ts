import {type Draft} from '../core/field/field.js';
import {type Operation} from '../core/flow/flow.js';
import {ok, type Result} from '../core/problem.js';
import {type Ports} from '../ports/ports.js';

export type PerformPorts = Pick<Ports, 'codeDeploy' | 'elastigroups' | 'account' | 'clock'>;

/** Makes one write of the flow; the value holds the answers it fixes, such as the new Elastigroup's id. */
export const perform = async (
	_ports: PerformPorts,
	_operation: Operation,
	_draft: Draft,
	_signal?: AbortSignal,
): Promise<Result<Draft>> => ok({});
