/** Small judgements about one state of one cloud; the tables that need more than one thing are in `phase.ts`. */
import {type Deployment, type DeploymentStatus} from '../cloud/code-deploy.js';
import {type BlueGreenState} from '../cloud/elastigroup.js';
import {type FleetInstance} from './event.js';

export const isFinalDeployment = (status: DeploymentStatus): boolean =>
	status === 'succeeded' || status === 'failed' || status === 'stopped';

/** `ERROR` is not among them: it may be passing (docs/facts.md SPOT 3.5, inference), see `hasBlueGreenEnded`. */
export const isFinalBlueGreen = (state: BlueGreenState): boolean =>
	state === 'FINISHED' || state === 'FINISHED_ERROR' || state === 'FINISHED_STOPPED';

/** How long `ERROR` may last before it counts as the end. */
const errorPatienceMs = 60_000;

export const hasBlueGreenEnded = (
	seen: {readonly state: BlueGreenState; readonly since: number},
	now: number,
): boolean => isFinalBlueGreen(seen.state) || (seen.state === 'ERROR' && now - seen.since >= errorPatienceMs);

const failingStates: ReadonlySet<BlueGreenState> = new Set([
	'UNSTABLE_DEPLOYMENT',
	'ROLLBACK_START',
	'ROLLBACK_CREATE_DEPLOYMENT',
	'ROLLBACK_REPLACE_OLD_NEW_INSTANCES',
	'REMOVE_NEW_INSTANCES',
	'FINISHED_ERROR',
] as const);

/** Spot gave the run up by itself. */
export const isFailingBlueGreen = (state: BlueGreenState): boolean => failingStates.has(state);

/** Somebody told Spot to stop. */
export const isStoppingBlueGreen = (state: BlueGreenState): boolean =>
	state === 'STOPPING' || state === 'FINISHED_STOPPED';

export const isAlive = (instance: FleetInstance): boolean =>
	instance.state !== 'terminated' && instance.state !== 'shutting-down';

export const nameOfStatus = (status: string | {readonly unknown: string}): string =>
	typeof status === 'string' ? status : status.unknown;

/** Whether a deployment is one that could still change something. */
export const isActiveDeployment = (deployment: Deployment): boolean => !isFinalDeployment(deployment.status);

/** What EC2 calls the state, from EC2's own word. */
export const stateOfInstance = (state: string): FleetInstance['state'] => {
	switch (state) {
		case 'pending':
		case 'running':
		case 'shutting-down':
		case 'terminated':
		case 'stopping':
		case 'stopped': {
			return state;
		}

		default: {
			return 'unknown';
		}
	}
};

/** The same from Spot's word: a Spot request's status, or an On-Demand instance's state (docs/facts.md SPOT 2.3). */
export const stateOfMember = (status: string): FleetInstance['state'] => {
	if (status.startsWith('pending')) {
		return 'pending';
	}

	if (status === 'fulfilled') {
		return 'running';
	}

	return status === 'marked-for-termination' || status.startsWith('instance-terminated')
		? 'shutting-down'
		: stateOfInstance(status);
};
