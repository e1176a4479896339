import {type Draft} from '../world/draft.js';
import {enterStandby, exitStandby, lockInstance, unlockInstance} from '../world/protection.js';
import {type Elastigroup, type Instance} from '../world/state.js';
import {refuse} from './spot-error.js';

/** An instance by its id, with the Elastigroup that it is a member of. The code of the refusal is not on record. */
const findMember = (
	draft: Draft,
	instanceId: string,
): {readonly elastigroup: Elastigroup; readonly instance: Instance} => {
	const instance = draft.instances.get(instanceId);
	const elastigroup = draft.elastigroups.get(instance?.elastigroupId ?? '');
	return instance === undefined || elastigroup === undefined || instance.state !== 'running'
		? refuse('INSTANCE_DOESNT_EXIST', `Instance with id: ${instanceId} does not run in an Elastigroup`)
		: {elastigroup, instance};
};

/** The Python client's name, or the OpenAPI document's (docs/facts.md SPOT 2.5). */
const readMinutes = (query: URLSearchParams): number | undefined => {
	const name = query.has('ttl') ? 'ttl' : 'ttlInMinutes';
	const text = query.get(name);
	if (text === null) {
		return undefined;
	}

	const minutes = Number(text);
	return Number.isInteger(minutes) && minutes > 0
		? minutes
		: refuse('ValidationError', `"${name}" must be a positive integer`, `query:${name}`);
};

export const putLock = (draft: Draft, instanceId: string, query: URLSearchParams) => {
	const {elastigroup, instance} = findMember(draft, instanceId);
	lockInstance(draft, elastigroup, instance, readMinutes(query));
	return [];
};

export const putUnlock = (draft: Draft, instanceId: string) => {
	const {elastigroup, instance} = findMember(draft, instanceId);
	unlockInstance(draft, elastigroup, instance);
	return [];
};

export const putStandby = (draft: Draft, instanceId: string, isEntering: boolean) => {
	const {elastigroup, instance} = findMember(draft, instanceId);
	(isEntering ? enterStandby : exitStandby)(draft, elastigroup, instance);
	return [];
};
