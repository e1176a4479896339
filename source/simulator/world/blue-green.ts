import {type Draft, hex, patch, schedule, scheduleIn, writeLog} from './draft.js';
import {isOver, launch, membersOf, reconcile, removeMember, requestsOf} from './fleet.js';
import {addTags, terminateInstance} from './instances.js';
import {pace, type Span} from './pace.js';
import {
	type BlueGreen,
	type BlueGreenState,
	type Capacity,
	type Deployment,
	type DeploymentGroupRef,
	type Elastigroup,
	type SuspensionEntry,
	type Tag,
} from './state.js';
import {filterSetOfTargets} from './tag-filter.js';

/** The processes that Spot stops while a blue/green run goes; which ones exactly is inferred (docs/facts.md SPOT 3.6). */
const suspendedProcesses = ['AUTO_SCALE', 'AUTO_HEALING', 'OUT_OF_STRATEGY', 'PREVENTIVE_REPLACEMENT', 'SCHEDULING'];

const enter = (draft: Draft, blueGreenId: string, state: BlueGreenState, span: Span): void => {
	patch(draft.blueGreens, blueGreenId, {state, ...(isOver(state) && {endedAt: draft.now})});
	if (!isOver(state)) {
		scheduleIn(draft, span, {type: 'blue-green-looks', blueGreenId, state});
	}
};

const lookAgain = (draft: Draft, {id, state}: BlueGreen): void => {
	scheduleIn(draft, pace.blueGreenLooks, {type: 'blue-green-looks', blueGreenId: id, state});
};

const suspend = (draft: Draft, elastigroup: Elastigroup): void => {
	const before = elastigroup.suspensions.filter(({name}) => !suspendedProcesses.includes(name));
	const added = suspendedProcesses.map((name): SuspensionEntry => ({name}));
	patch(draft.elastigroups, elastigroup.id, {suspensions: [...before, ...added]});
};

/** Starts a blue/green run. The caller has checked the request. */
export const addBlueGreen = (
	draft: Draft,
	elastigroup: Elastigroup,
	request: {
		readonly timeoutMinutes: number;
		readonly tags: readonly Tag[];
		readonly deploymentGroups: readonly DeploymentGroupRef[];
	},
): BlueGreen => {
	const blueGreen: BlueGreen = {
		...request,
		id: `cdbg-${hex(draft, 8)}`,
		elastigroupId: elastigroup.id,
		state: 'STARTING',
		startedAt: draft.now,
		capacityBefore: elastigroup.capacity,
		blueIds: membersOf(draft, elastigroup.id).map(({instanceId}) => instanceId),
		greenIds: [],
	};
	draft.blueGreens.set(blueGreen.id, blueGreen);
	suspend(draft, elastigroup);
	const tags = request.tags.map(({key, value}) => `${key}=${value}`).join(', ');
	writeLog(draft, elastigroup.id, 'INFO', `CodeDeploy blue/green deployment ${blueGreen.id} was started (${tags}).`);
	enter(draft, blueGreen.id, 'STARTING', pace.blueGreenStarts);
	schedule(draft, draft.now + request.timeoutMinutes * 60_000, {
		type: 'blue-green-times-out',
		blueGreenId: blueGreen.id,
	});
	return blueGreen;
};

// Doubling the target, and lifting the maximum only where it must be, gives the guide's numbers; that this is the
// formula is inferred (docs/facts.md SPOT 3.6).
const grow = ({target, minimum, maximum}: Capacity): Capacity => ({
	target: target * 2,
	minimum,
	maximum: Math.max(maximum, target * 2),
});

const launchGreen = (draft: Draft, blueGreen: BlueGreen, elastigroup: Elastigroup): void => {
	const capacity = grow(elastigroup.capacity);
	patch(draft.elastigroups, elastigroup.id, {capacity, updatedAt: draft.now});
	writeLog(
		draft,
		elastigroup.id,
		'INFO',
		`Capacity for green: target ${elastigroup.capacity.target} → ${capacity.target}, maximum ${elastigroup.capacity.maximum} → ${capacity.maximum}.`,
	);
	launch(draft, elastigroup, elastigroup.capacity.target, blueGreen.id);
};

const areGreenRunning = (draft: Draft, blueGreen: BlueGreen): boolean =>
	requestsOf(draft, blueGreen.elastigroupId).length === 0 &&
	blueGreen.greenIds.every(instanceId => draft.instances.get(instanceId)?.state !== 'pending');

const isOnTags = (deployment: Deployment, tags: readonly Tag[]): boolean => {
	const filters = filterSetOfTargets(deployment.targetInstances).flat();
	return tags.every(tag => filters.some(({Key, Value}) => Key === tag.key && Value === tag.value));
};

const findDeployment = (draft: Draft, blueGreen: BlueGreen): Deployment | undefined =>
	[...draft.deployments.values()].find(
		deployment =>
			deployment.createTime >= blueGreen.startedAt &&
			blueGreen.deploymentGroups.some(
				group =>
					group.applicationName === deployment.applicationName &&
					group.deploymentGroupName === deployment.deploymentGroupName,
			) &&
			deployment.rollbackTriggeringDeploymentId === undefined &&
			isOnTags(deployment, blueGreen.tags),
	);

/** Spot keeps what CodeDeploy's group keeps: the two sources fit together only so (docs/facts.md SPOT 3.6, point 6). */
const areOriginalsKept = (draft: Draft, blueGreen: BlueGreen): boolean =>
	draft.deployments.get(blueGreen.deploymentId ?? '')?.blueGreenDeploymentConfiguration
		?.terminateBlueInstancesOnDeploymentSuccess?.action === 'KEEP_ALIVE';

const removeOld = (draft: Draft, blueGreen: BlueGreen): void => {
	const {elastigroupId, blueIds, capacityBefore} = blueGreen;
	if (areOriginalsKept(draft, blueGreen)) {
		writeLog(
			draft,
			elastigroupId,
			'WARN',
			'The deployment group keeps its original instances, so the capacity stays as it was raised.',
		);
		return;
	}

	for (const member of membersOf(draft, elastigroupId)) {
		if (blueIds.includes(member.instanceId)) {
			removeMember(draft, member);
		}
	}

	patch(draft.elastigroups, elastigroupId, {capacity: capacityBefore, updatedAt: draft.now});
	writeLog(draft, elastigroupId, 'INFO', `The old instances are gone; the target is ${capacityBefore.target} again.`);
};

const removeNew = (draft: Draft, blueGreen: BlueGreen): void => {
	for (const request of requestsOf(draft, blueGreen.elastigroupId)) {
		draft.pendingRequests.delete(request.requestId);
	}

	for (const member of membersOf(draft, blueGreen.elastigroupId)) {
		if (blueGreen.greenIds.includes(member.instanceId)) {
			terminateInstance(draft, member.instanceId);
		}
	}

	patch(draft.elastigroups, blueGreen.elastigroupId, {capacity: blueGreen.capacityBefore, updatedAt: draft.now});
};

const watchDeployment = (draft: Draft, blueGreen: BlueGreen): void => {
	const deployment = draft.deployments.get(blueGreen.deploymentId ?? '');
	if (deployment?.stage !== 'over') {
		lookAgain(draft, blueGreen);
		return;
	}

	if (deployment.status === 'Succeeded') {
		writeLog(draft, blueGreen.elastigroupId, 'INFO', `Deployment ${deployment.deploymentId} succeeded.`);
		enter(draft, blueGreen.id, 'WAIT_BEFORE_TERMINATION', pace.waitsBeforeTermination);
		return;
	}

	const why = deployment.errorInformation?.code ?? deployment.status;
	writeLog(draft, blueGreen.elastigroupId, 'ERROR', `Deployment ${deployment.deploymentId} did not succeed: ${why}.`);
	enter(draft, blueGreen.id, 'UNSTABLE_DEPLOYMENT', pace.notesUnstable);
};

// Reserved and repeated keys (docs/facts.md SPOT 3.6, T5).
const refusedKey = (tags: readonly Tag[]): string | undefined =>
	tags.find(
		({key}, index) =>
			key.startsWith('spotinst') || tags.findIndex(other => other.key === key) !== index || key.startsWith('aws:'),
	)?.key;

/** One step of the state machine (docs/facts.md SPOT 3.5, inferred in its order), if the run is still where it was. */
export const look = (draft: Draft, blueGreenId: string, state: BlueGreenState): void => {
	const blueGreen = draft.blueGreens.get(blueGreenId);
	const elastigroup = draft.elastigroups.get(blueGreen?.elastigroupId ?? '');
	if (blueGreen === undefined || elastigroup === undefined || blueGreen.state !== state) {
		return;
	}

	switch (state) {
		case 'STARTING': {
			enter(draft, blueGreenId, 'VALIDATE_TAGS', pace.tagsValidated);
			break;
		}

		case 'VALIDATE_TAGS': {
			const refused = refusedKey(blueGreen.tags);
			if (refused === undefined) {
				enter(draft, blueGreenId, 'LAUNCHING_NEW_INSTANCES', pace.newInstancesAsked);
				launchGreen(draft, blueGreen, elastigroup);
				break;
			}

			writeLog(draft, elastigroup.id, 'ERROR', `The tag key ${refused} cannot be used for green instances.`);
			enter(draft, blueGreenId, 'ERROR', pace.blueGreenLooks);
			patch(draft.elastigroups, elastigroup.id, {suspensions: []});
			break;
		}

		case 'LAUNCHING_NEW_INSTANCES': {
			enter(draft, blueGreenId, 'AWAITING_INSTANCES_LAUNCH', pace.blueGreenLooks);
			break;
		}

		case 'AWAITING_INSTANCES_LAUNCH': {
			if (areGreenRunning(draft, blueGreen)) {
				enter(draft, blueGreenId, 'TAG_INSTANCES_WITH_GREEN_TAG', pace.instancesTagged);
			} else {
				lookAgain(draft, blueGreen);
			}

			break;
		}

		case 'TAG_INSTANCES_WITH_GREEN_TAG': {
			for (const instanceId of blueGreen.greenIds) {
				addTags(draft, instanceId, blueGreen.tags);
			}

			writeLog(draft, elastigroup.id, 'INFO', `${blueGreen.greenIds.length} new instances carry the green tags.`);
			enter(draft, blueGreenId, 'AWAITING_USER_DEPLOYMENT', pace.blueGreenLooks);
			break;
		}

		case 'AWAITING_USER_DEPLOYMENT': {
			const deployment = findDeployment(draft, blueGreen);
			if (deployment === undefined) {
				lookAgain(draft, blueGreen);
				break;
			}

			patch(draft.blueGreens, blueGreenId, {deploymentId: deployment.deploymentId});
			writeLog(draft, elastigroup.id, 'INFO', `Following deployment ${deployment.deploymentId}.`);
			enter(draft, blueGreenId, 'AWAITING_DEPLOYMENT_TO_FINISH', pace.blueGreenLooks);
			break;
		}

		case 'AWAITING_DEPLOYMENT_TO_FINISH': {
			watchDeployment(draft, blueGreen);
			break;
		}

		case 'WAIT_BEFORE_TERMINATION': {
			enter(draft, blueGreenId, 'REMOVE_OLD_INSTANCES', pace.removesInstances);
			break;
		}

		case 'REMOVE_OLD_INSTANCES': {
			removeOld(draft, blueGreen);
			enter(draft, blueGreenId, 'REMOVE_ALL_SUSPENSIONS', pace.removesSuspensions);
			break;
		}

		case 'UNSTABLE_DEPLOYMENT': {
			patch(draft.blueGreens, blueGreenId, {ending: 'FINISHED_ERROR'});
			enter(draft, blueGreenId, 'ROLLBACK_START', pace.rollsBack);
			break;
		}

		// The guide's case D5: the green instances and the raised capacity are left for a person to clean up.
		case 'ROLLBACK_START': {
			if (draft.removesGreenAfterFailure) {
				enter(draft, blueGreenId, 'REMOVE_NEW_INSTANCES', pace.removesInstances);
			} else {
				enter(draft, blueGreenId, 'REMOVE_ALL_SUSPENSIONS', pace.removesSuspensions);
			}

			break;
		}

		case 'STOPPING': {
			enter(draft, blueGreenId, 'REMOVE_NEW_INSTANCES', pace.removesInstances);
			break;
		}

		case 'REMOVE_NEW_INSTANCES': {
			removeNew(draft, blueGreen);
			enter(draft, blueGreenId, 'REMOVE_ALL_SUSPENSIONS', pace.removesSuspensions);
			break;
		}

		case 'REMOVE_ALL_SUSPENSIONS': {
			// All of them, those that were set before the run too (docs/facts.md SPOT 3.6, point 2; inferred).
			patch(draft.elastigroups, elastigroup.id, {suspensions: []});
			const end = blueGreen.ending ?? 'FINISHED';
			enter(draft, blueGreenId, end, pace.blueGreenLooks);
			writeLog(draft, elastigroup.id, end === 'FINISHED' ? 'INFO' : 'WARN', `${blueGreenId} ended: ${end}.`);
			reconcile(draft, elastigroup.id);
			break;
		}

		case 'ROLLBACK_CREATE_DEPLOYMENT':
		case 'ROLLBACK_REPLACE_OLD_NEW_INSTANCES':
		case 'FINISHED':
		case 'FINISHED_STOPPED':
		case 'ERROR':
		case 'FINISHED_ERROR': {
			break;
		}
	}
};

const untouchable: ReadonlySet<BlueGreenState> = new Set([
	'WAIT_BEFORE_TERMINATION',
	'REMOVE_OLD_INSTANCES',
	'REMOVE_ALL_SUSPENSIONS',
	'UNSTABLE_DEPLOYMENT',
	'ROLLBACK_START',
	'REMOVE_NEW_INSTANCES',
	'STOPPING',
]);

/** The timeout covers the run as a whole; one that is about to end by itself is left alone. */
export const timeOut = (draft: Draft, blueGreenId: string): void => {
	const blueGreen = draft.blueGreens.get(blueGreenId);
	if (blueGreen === undefined || isOver(blueGreen.state) || untouchable.has(blueGreen.state)) {
		return;
	}

	writeLog(
		draft,
		blueGreen.elastigroupId,
		'ERROR',
		`${blueGreenId} was not finished within ${blueGreen.timeoutMinutes} minutes.`,
	);
	enter(draft, blueGreenId, 'UNSTABLE_DEPLOYMENT', pace.notesUnstable);
};

/** Whether a person can still stop it. */
export const canStop = ({state}: BlueGreen): boolean => !isOver(state) && !untouchable.has(state);

export const stopBlueGreen = (draft: Draft, blueGreenId: string): void => {
	const blueGreen = patch(draft.blueGreens, blueGreenId, {ending: 'FINISHED_STOPPED'});
	if (blueGreen !== undefined) {
		writeLog(draft, blueGreen.elastigroupId, 'WARN', `${blueGreenId} is being stopped.`);
		enter(draft, blueGreenId, 'STOPPING', pace.stops);
	}
};
