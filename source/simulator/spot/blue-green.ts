import {asObject, isPresent} from '../json.js';
import {addBlueGreen, canStop, stopBlueGreen} from '../world/blue-green.js';
import {type Draft} from '../world/draft.js';
import {activeBlueGreen} from '../world/fleet.js';
import {type BlueGreen, type JsonObject, type World} from '../world/state.js';
import {readGroupRefs, readTags} from './group-document.js';
import {findElastigroup} from './groups.js';
import {refuse} from './spot-error.js';
import {toNumber} from './values.js';

/** No times, no error text, no instance ids: the documented item has none (docs/facts.md SPOT 3.4). */
const toItem = ({id, elastigroupId, state, timeoutMinutes, tags, deploymentGroups}: BlueGreen) => ({
	id,
	groupId: elastigroupId,
	state,
	config: {
		timeout: timeoutMinutes,
		tags: tags.map(({key, value}) => ({tagKey: key, tagValue: value})),
		deploymentGroups,
	},
});

const refuseField = (field: string, rule: string): never =>
	refuse('ValidationError', `"${field.split('.').at(-1) ?? field}" ${rule}`, `body:deployment.${field}`);

/** Rules: docs/facts.md SPOT 3.2. A second run while one goes is refused (inferred, SPOT 3.6). */
export const startBlueGreen = (draft: Draft, id: string, body: JsonObject) => {
	const elastigroup = findElastigroup(draft, id);
	if (!isPresent(body['deployment'])) {
		refuse('ValidationError', '"deployment" is required', 'body:deployment');
	}

	const deployment = asObject(body['deployment']);
	const timeoutMinutes = toNumber(deployment['timeout']);
	if (timeoutMinutes === undefined || !Number.isInteger(timeoutMinutes) || timeoutMinutes < 1) {
		refuseField('timeout', isPresent(deployment['timeout']) ? 'must be a positive integer' : 'is required');
	}

	const tags = readTags(deployment['tags']);
	if (tags.length === 0 || tags.some(({key, value}) => key === '' || value === '')) {
		refuseField('tags', 'must contain at least 1 item, each with tagKey and tagValue');
	}

	const deploymentGroups = readGroupRefs(deployment['deploymentGroups']);
	if (deploymentGroups.length === 0) {
		refuseField('deploymentGroups', 'is required');
	}

	for (const ref of deploymentGroups) {
		const isWired = elastigroup.deploymentGroups.some(
			wired => wired.applicationName === ref.applicationName && wired.deploymentGroupName === ref.deploymentGroupName,
		);
		if (!isWired) {
			refuseField(
				'deploymentGroups',
				`names ${ref.applicationName}/${ref.deploymentGroupName}, which the group is not integrated with`,
			);
		}
	}

	const active = activeBlueGreen(draft, id);
	if (active !== undefined) {
		refuse('DEPLOYMENT_IN_PROGRESS', `A blue/green deployment is already in progress: ${active.id}`);
	}

	return [toItem(addBlueGreen(draft, elastigroup, {timeoutMinutes: timeoutMinutes ?? 1, tags, deploymentGroups}))];
};

/** Newest first. */
export const listBlueGreen = (world: World, id: string) => {
	findElastigroup(world, id);
	return [...world.blueGreens.values()]
		.filter(({elastigroupId}) => elastigroupId === id)
		.reverse()
		.map(toItem);
};

export const putStop = (draft: Draft, id: string, blueGreenId: string) => {
	findElastigroup(draft, id);
	const blueGreen = draft.blueGreens.get(blueGreenId);
	if (blueGreen?.elastigroupId !== id) {
		return refuse('DEPLOYMENT_DOESNT_EXIST', `Deployment with id: ${blueGreenId} does not exist`);
	}

	if (!canStop(blueGreen)) {
		refuse('DEPLOYMENT_CANT_BE_STOPPED', `Deployment ${blueGreenId} cannot be stopped in state ${blueGreen.state}`);
	}

	stopBlueGreen(draft, blueGreenId);
	return [toItem(draft.blueGreens.get(blueGreenId) ?? blueGreen)];
};
