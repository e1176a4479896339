import {type Result} from '../core/problem.js';
import {type Capacity} from '../core/cloud/shared.js';
import {
	type BlueGreen,
	type BlueGreenRequest,
	type Elastigroup,
	type ElastigroupInstance,
	type ElastigroupSpec,
	type InstanceHealth,
	type SpotAccount,
	type SpotCosts,
	type SpotLogEntry,
	type Suspension,
} from '../core/cloud/elastigroup.js';

/** The Spot side. Same manners as `CodeDeploy`: values, no throws; reads may be retried, writes are sent once. */
export type Elastigroups = {
	listAccounts(signal?: AbortSignal): Promise<Result<readonly SpotAccount[]>>;
	list(signal?: AbortSignal): Promise<Result<readonly Elastigroup[]>>;
	get(id: string, signal?: AbortSignal): Promise<Result<Elastigroup>>;
	create(spec: ElastigroupSpec, signal?: AbortSignal): Promise<Result<Elastigroup>>;
	listInstances(id: string, signal?: AbortSignal): Promise<Result<readonly ElastigroupInstance[]>>;
	listHealth(id: string, signal?: AbortSignal): Promise<Result<readonly InstanceHealth[]>>;
	/** Takes effect at once; all three numbers are sent together. */
	setCapacity(id: string, capacity: Capacity, signal?: AbortSignal): Promise<Result<Capacity>>;
	detachInstances(
		id: string,
		request: {
			readonly instanceIds: readonly string[];
			readonly isTerminating: boolean;
			/** False makes Spot launch a replacement. */
			readonly isDecrementingTarget: boolean;
			readonly drainingTimeoutSeconds?: number;
		},
		signal?: AbortSignal,
	): Promise<Result<void>>;
	listSuspensions(id: string, signal?: AbortSignal): Promise<Result<readonly Suspension[]>>;
	suspend(id: string, suspensions: readonly Suspension[], signal?: AbortSignal): Promise<Result<void>>;
	liftSuspensions(id: string, processes: readonly string[], signal?: AbortSignal): Promise<Result<void>>;
	/** All since `from`, by Spot's clock; oldest first. */
	listLogs(id: string, from: number, signal?: AbortSignal): Promise<Result<readonly SpotLogEntry[]>>;
	getCosts(
		id: string,
		range: {readonly from: number; readonly to: number},
		signal?: AbortSignal,
	): Promise<Result<SpotCosts>>;
	/** Not idempotent and without a token: never repeat it blindly. */
	startBlueGreen(id: string, request: BlueGreenRequest, signal?: AbortSignal): Promise<Result<BlueGreen>>;
	/** Newest first; empty means that none was ever run (docs/facts.md SPOT 3.1). */
	listBlueGreen(id: string, signal?: AbortSignal): Promise<Result<readonly BlueGreen[]>>;
	stopBlueGreen(id: string, blueGreenId: string, signal?: AbortSignal): Promise<Result<void>>;
};
