import {type OriginalsOption, type ReadyOption} from '../cloud/code-deploy.js';

export type TimeoutGrounds = {
	/** Instances to replace. */
	readonly size: number;
	readonly deploymentConfigName?: string;
	readonly readyOption?: ReadyOption;
	readonly originalsOption?: OriginalsOption;
};

export type TimeoutSuggestion = {
	/** All in minutes; the total is a multiple of five. */
	readonly install: number;
	readonly waits: number;
	readonly total: number;
};

// Launch, status checks, tags and the agent's first poll take this long whatever the size.
const launchMinutes = 10;
const installMinutes = 5;

/** How many instances are worked on at the same time, as the configuration's name tells. */
const rounds = (size: number, configName: string | undefined): number => {
	if (configName?.endsWith('OneAtATime') === true) {
		return size;
	}

	return configName?.endsWith('HalfAtATime') === true ? 2 : 1;
};

/**
 * How long Spot should wait for the whole deployment: launch and installation by size and pace, both waits of the
 * group in full, and half of the work again as margin, at least ten minutes.
 */
export const suggestTimeout = (grounds: TimeoutGrounds): TimeoutSuggestion => {
	const install = launchMinutes + installMinutes * Math.max(1, rounds(grounds.size, grounds.deploymentConfigName));
	const ready = grounds.readyOption?.action === 'stop' ? grounds.readyOption.waitMinutes : 0;
	const termination = grounds.originalsOption?.action === 'terminate' ? grounds.originalsOption.waitMinutes : 0;
	const waits = ready + termination;
	const margin = Math.max(10, Math.ceil(install / 2));
	return {install, waits, total: Math.ceil((install + waits + margin) / 5) * 5};
};
