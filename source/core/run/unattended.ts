/** What goes on in the clouds while nobody drives the run: all that may be promised to whoever leaves. */
import {type Text} from '../text-token.js';
import {type RunConfig} from './event.js';
import {type Run} from './run.js';
import {isFinalDeployment} from './state.js';

export type Unattended =
	/** Nothing was started, and nothing starts by itself. */
	| 'nothing'
	/** Spot launches and tags; the deployment is still to be created, by us. */
	| 'launch'
	| 'deployment'
	/** The deployment waits for a person, and is stopped when its wait ends. */
	| 'gate'
	/** The deployment has ended; what is compared and put back afterwards is our work. */
	| 'closing'
	/** It failed or was stopped: what is left behind is our work. */
	| 'clean-up'
	/** What the last call did is not known. */
	| 'unanswered'
	/** Somebody else drives it, or nobody has to. */
	| 'elsewhere';

export const unattendedOf = (run: Run, isReadOnly: boolean): Unattended => {
	if (isReadOnly) {
		return 'elsewhere';
	}

	if (run.actions.some(({state}) => state === 'unanswered')) {
		return 'unanswered';
	}

	if (run.blueGreenId === undefined) {
		return 'nothing';
	}

	if (run.failure !== undefined) {
		return 'clean-up';
	}

	if (run.deploymentId === undefined) {
		return 'launch';
	}

	const deployment = run.deployment?.deployment;
	if (deployment !== undefined && isFinalDeployment(deployment.status)) {
		return 'closing';
	}

	const ready = deployment?.readyOption ?? run.config.group.readyOption;
	return deployment?.status === 'ready' && ready?.action === 'stop' ? 'gate' : 'deployment';
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
