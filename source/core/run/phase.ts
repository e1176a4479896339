/** Which of the eleven phases a run is in: one table from Spot's word, one from CodeDeploy's. */
import {
	type DeploymentStatus,
	type DeploymentTarget,
	type LifecycleEvent,
	type OriginalsOption,
} from '../cloud/code-deploy.js';
import {type BlueGreenState} from '../cloud/elastigroup.js';
import {phaseIds, type PhaseId} from './run-view.js';
import {type DeploymentSeen, type Run} from './run.js';
import {isFinalBlueGreen} from './state.js';

/** Undefined where the word says nothing about how far the run has come: the ways back, and unknown words. */
const phaseOfState: Readonly<Record<Extract<BlueGreenState, string>, PhaseId | undefined>> = {
	STARTING: 'start',
	VALIDATE_TAGS: 'start',
	LAUNCHING_NEW_INSTANCES: 'provision',
	AWAITING_INSTANCES_LAUNCH: 'provision',
	TAG_INSTANCES_WITH_GREEN_TAG: 'tag',
	// The tags are set; until they are visible no deployment can be created (docs/facts.md CD 2.1).
	AWAITING_USER_DEPLOYMENT: 'tag',
	AWAITING_DEPLOYMENT_TO_FINISH: 'create',
	WAIT_BEFORE_TERMINATION: 'finalise',
	REMOVE_OLD_INSTANCES: 'finalise',
	REMOVE_ALL_SUSPENSIONS: 'finalise',
	FINISHED: 'verify',
	UNSTABLE_DEPLOYMENT: undefined,
	ROLLBACK_START: undefined,
	ROLLBACK_CREATE_DEPLOYMENT: undefined,
	ROLLBACK_REPLACE_OLD_NEW_INSTANCES: undefined,
	REMOVE_NEW_INSTANCES: undefined,
	STOPPING: undefined,
	FINISHED_STOPPED: undefined,
	ERROR: undefined,
	FINISHED_ERROR: undefined,
};

const phaseOfBlueGreen = (state: BlueGreenState): PhaseId | undefined =>
	typeof state === 'string' ? phaseOfState[state] : undefined;

const trafficEventNames: ReadonlySet<string> = new Set([
	'BeforeAllowTraffic',
	'AllowTraffic',
	'AfterAllowTraffic',
	'BeforeBlockTraffic',
	'BlockTraffic',
	'AfterBlockTraffic',
]);

const isTrafficEvent = (event: LifecycleEvent): boolean => trafficEventNames.has(event.name);

// Behind a failure CodeDeploy skips every event that is left: a skipped one says nothing about traffic.
const hasBegun = ({status}: LifecycleEvent): boolean => status !== 'pending' && status !== 'skipped';

/** Moved by the event itself, with the hook after it behind us. */
const hasMoved = (target: DeploymentTarget, move: 'AllowTraffic' | 'BlockTraffic'): boolean => {
	const statusOf = (name: string) => target.events.find(event => event.name === name)?.status;
	const after = statusOf(`After${move}`);
	return (
		target.status === 'succeeded' || (statusOf(move) === 'succeeded' && (after === 'succeeded' || after === 'skipped'))
	);
};

/** How far the furthest target came. */
export const phaseOfTargets = (targets: readonly DeploymentTarget[]): PhaseId => {
	const reached = targets.flatMap(({events}) => events.filter(event => hasBegun(event) && event.status !== 'skipped'));
	return reached.length === 0 ? 'create' : reached.some(event => isTrafficEvent(event)) ? 'reroute' : 'install';
};

/** While it is in progress its targets tell; a bad end says nothing about how far it came. */
const phaseOfStatus: Readonly<Partial<Record<Extract<DeploymentStatus, string>, PhaseId>>> = {
	created: 'create',
	queued: 'create',
	ready: 'ready-gate',
	succeeded: 'finalise',
};

/**
 * A run that is only looked at: it began before anybody looked, so that nothing was noted, and how it went until
 * CodeDeploy had it is not known.
 */
export const isOnlyWatched = (run: Run): boolean =>
	run.actions.length === 0 && run.baseline === undefined && run.deploymentId !== undefined;

/** The derivation of docs/facts.md CD 2.5, from the deployment and its targets alone. */
const phaseOfDeployment = (
	{deployment, targets}: DeploymentSeen,
	originals: OriginalsOption | undefined,
	isWatched: boolean,
): PhaseId | undefined => {
	const {status} = deployment;
	const isBadEnd = status === 'failed' || status === 'stopped';
	if (isBadEnd && isWatched) {
		// Nobody saw how it came there: its targets tell how far.
		return phaseOfTargets(Object.values(targets));
	}

	if (status !== 'in-progress' && status !== 'baking') {
		return typeof status === 'string' ? phaseOfStatus[status] : undefined;
	}

	const all = Object.values(targets);
	const green = all.filter(target => target.color === 'green');
	const blue = all.filter(target => target.color === 'blue');
	const isEnding = (deployment.originalsOption ?? originals)?.action === 'terminate';
	const isTrafficMoved =
		green.length > 0 &&
		blue.length > 0 &&
		green.every(target => hasMoved(target, 'AllowTraffic')) &&
		blue.every(target => hasMoved(target, 'BlockTraffic'));
	if (deployment.hasTerminationWaitStarted || (isEnding && isTrafficMoved)) {
		return 'termination-wait';
	}

	return later('install', phaseOfTargets(all));
};

export const phaseIndex = (phase: PhaseId): number => phaseIds.indexOf(phase);

const later = (one: PhaseId, other: PhaseId | undefined): PhaseId =>
	other !== undefined && phaseIndex(other) > phaseIndex(one) ? other : one;

const wasIntended = (run: Run, kind: 'start-blue-green' | 'create-deployment'): boolean =>
	run.actions.some(record => record.action.kind === kind);

/** How far the run has come. It never goes back: a failed run stays where it failed, and the way back is drawn beside. */
export const phaseOf = (run: Run): PhaseId => {
	const isWatched = isOnlyWatched(run);
	if (run.failure !== undefined && !isWatched) {
		return run.phase;
	}

	let {phase} = run;
	if (wasIntended(run, 'start-blue-green')) {
		phase = later(phase, 'start');
	}

	if (run.blueGreen !== undefined) {
		phase = later(phase, phaseOfBlueGreen(run.blueGreen.state));
	}

	if (wasIntended(run, 'create-deployment')) {
		phase = later(phase, 'create');
	}

	if (run.deployment !== undefined) {
		phase = later(phase, phaseOfDeployment(run.deployment, run.config.group.originalsOption, isWatched));
		if (
			run.deployment.deployment.status === 'succeeded' &&
			run.blueGreen !== undefined &&
			isFinalBlueGreen(run.blueGreen.state)
		) {
			phase = later(phase, 'verify');
		}
	}

	return phase;
};

/** Phases that the deployment group's settings leave out. */
export const skippedPhases = (run: Run): ReadonlySet<PhaseId> => {
	const skipped = new Set<PhaseId>();
	const ready = run.deployment?.deployment.readyOption ?? run.config.group.readyOption;
	if (ready !== undefined && ready.action !== 'stop') {
		skipped.add('ready-gate');
	}

	const originals = run.deployment?.deployment.originalsOption ?? run.config.group.originalsOption;
	// Without originals of its own CodeDeploy ends none, and waits for nothing before it.
	const targets = Object.values(run.deployment?.targets ?? {});
	const hasNoOriginals = targets.some(({color}) => color === 'green') && !targets.some(({color}) => color === 'blue');
	if (originals?.action === 'keep-alive' || hasNoOriginals) {
		skipped.add('termination-wait');
	}

	return skipped;
};
