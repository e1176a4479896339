/** What goes on in the clouds while nobody drives the run: all that may be promised to whoever leaves. */
import {type Text} from '../text-token.js';
import {isBlueGreenOver} from './decision.js';
import {type RunConfig} from './event.js';
import {isBothSidesOver, isLeft, sayLeft} from './left.js';
import {phaseIndex} from './phase.js';
import {type Run} from './run.js';
import {isFinalDeployment} from './state.js';

export type Unattended =
	/** Nothing was started, and nothing starts by itself. */
	| 'nothing'
	/** A write is on its way. */
	| 'calling'
	/** What the last call did is not known. */
	| 'unanswered'
	/** Spot launches and tags; the deployment is still to be created, by us. */
	| 'launch'
	/** It has done so. */
	| 'launched'
	| 'deployment'
	/** The deployment goes on until it waits for a person. */
	| 'to-gate'
	/** The deployment waits for a person, and is stopped when its wait ends. */
	| 'gate'
	/** The deployment has succeeded and Spot still ends its part; what is compared and put back afterwards is our work. */
	| 'closing'
	/** The same, with Spot's part ended. */
	| 'compare'
	/** It failed or was stopped, and each cloud ends its part: what is left behind is our work. */
	| 'clean-up'
	/** The same, with both parts ended. */
	| 'left'
	/** Spot ends its part, and the deployment that we were to stop goes on. */
	| 'unstopped'
	/** The run has ended and has left nothing. */
	| 'over'
	/** Somebody else drives it, or nobody has to. */
	| 'elsewhere';

const isDone = (run: Run, kind: 'stop-deployment' | 'stop-blue-green'): boolean =>
	run.actions.some(({action, state}) => action.kind === kind && state === 'done');

/** On the way back, after a failure or once a stop has reached one of the clouds. */
const afterFailure = (run: Run, now: number): Unattended => {
	const status = run.deployment?.deployment.status;
	const isDeploymentOpen = run.deploymentId !== undefined && (status === undefined || !isFinalDeployment(status));
	if (isDeploymentOpen && !isDone(run, 'stop-deployment')) {
		return 'unstopped';
	}

	return isBothSidesOver(run, now) && sayLeft(run, now) !== undefined ? 'left' : 'clean-up';
};

const whileDeploying = (run: Run, now: number): Unattended => {
	const deployment = run.deployment?.deployment;
	if (deployment?.status === 'succeeded') {
		return isBlueGreenOver(run, now) ? 'compare' : 'closing';
	}

	const ready = deployment?.readyOption ?? run.config.group.readyOption;
	if (ready?.action !== 'stop' || phaseIndex(run.phase) > phaseIndex('ready-gate')) {
		return 'deployment';
	}

	if (deployment?.status === 'ready') {
		return 'gate';
	}

	return run.phase === 'ready-gate' ? 'deployment' : 'to-gate';
};

export const unattendedOf = (run: Run, isReadOnly: boolean, now: number): Unattended => {
	if (isReadOnly) {
		return 'elsewhere';
	}

	if (run.outcome !== undefined) {
		return isLeft(run) ? 'left' : 'over';
	}

	if (run.actions.some(({state}) => state === 'unanswered')) {
		return 'unanswered';
	}

	if (run.actions.some(({state}) => state === 'intended')) {
		return 'calling';
	}

	if (run.blueGreenId === undefined) {
		return 'nothing';
	}

	if (run.failure !== undefined || isDone(run, 'stop-deployment') || isDone(run, 'stop-blue-green')) {
		return afterFailure(run, now);
	}

	if (run.deploymentId !== undefined) {
		return whileDeploying(run, now);
	}

	return run.blueGreen?.state === 'AWAITING_USER_DEPLOYMENT' ? 'launched' : 'launch';
};

export const sayUnattended = ({
	unattended,
	config,
}: {
	readonly unattended: Unattended;
	readonly config: Pick<RunConfig, 'isDemo' | 'timeoutMinutes'>;
}): Text =>
	config.isDemo
		? {id: 'live.unattended.demo'}
		: {id: `live.unattended.${unattended}`, values: {minutes: config.timeoutMinutes}};
