import {type Deployment, type LifecycleEvent, type Target} from '../state.js';
import {isRollback} from './facts.js';

// Orders of docs/facts.md CD 2.4.
export const installEvents = [
	'ApplicationStop',
	'DownloadBundle',
	'BeforeInstall',
	'Install',
	'AfterInstall',
	'ApplicationStart',
	'ValidateService',
];

export const allowEvents = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic'];

export const blockEvents = ['BeforeBlockTraffic', 'BlockTraffic', 'AfterBlockTraffic'];

export const notYet = (names: readonly string[]): readonly LifecycleEvent[] =>
	names.map(lifecycleEventName => ({lifecycleEventName, status: 'Pending'}));

/** The part of the targets' events that a stage works through. */
export type Leg = {readonly label: Target['instanceLabel']; readonly first: number; readonly last: number};

export const legOf = (deployment: Deployment): Leg | undefined => {
	switch (deployment.stage) {
		case 'install': {
			return {label: 'Green', first: 0, last: installEvents.length - 1};
		}

		case 'reroute': {
			return isRollback(deployment)
				? {label: 'Blue', first: 0, last: allowEvents.length - 1}
				: {label: 'Green', first: installEvents.length, last: installEvents.length + allowEvents.length - 1};
		}

		case 'deregister': {
			return {label: isRollback(deployment) ? 'Green' : 'Blue', first: 0, last: blockEvents.length - 1};
		}

		case 'preparing':
		case 'ready-wait':
		case 'termination-wait':
		case 'terminate':
		case 'over': {
			return undefined;
		}
	}
};
