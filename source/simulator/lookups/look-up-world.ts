import {type SimulatedAccount} from './account.js';

/** An EC2 instance as the look-ups show it. */
export type LookUpInstance = {
	readonly instanceId: string;
	readonly state: 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';
	readonly imageId: string;
	readonly instanceType: string;
	readonly subnetId: string;
	readonly securityGroupIds: readonly string[];
	readonly keyPair?: string;
	/** Name of the profile. */
	readonly instanceProfile?: string;
	/** Epoch milliseconds. */
	readonly launchedAt: number;
	readonly tags: ReadonlyArray<{readonly key: string; readonly value: string}>;
	readonly isSpot: boolean;
	readonly statusChecks: 'initializing' | 'ok' | 'impaired';
};

export type LookUpTarget = {
	readonly instanceId: string;
	readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining' | 'unavailable';
};

/** What the look-up protocols need of the world: the still account, and what moves. */
export type LookUpWorld = {
	/** Epoch milliseconds. */
	readonly now: number;
	readonly account: SimulatedAccount;
	readonly instances: readonly LookUpInstance[];
	/** Registered targets by target group name, and by classic load balancer name. */
	readonly targets: Readonly<Record<string, readonly LookUpTarget[]>>;
	readonly classicTargets: Readonly<Record<string, readonly LookUpTarget[]>>;
};
