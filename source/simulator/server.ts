import {type Fault} from './faults.js';
import {type ScenarioId} from './scenarios.js';
import {type World} from './world/state.js';

export type SimulatorOptions = {
	/** 0, the default, lets the system choose. */
	readonly port?: number;
	readonly clock: {now(): number};
	readonly seed?: number;
	readonly scenario?: ScenarioId;
	readonly faults?: readonly Fault[];
	/** How many entries a CodeDeploy list answers at a time; default 100. Small ones show paging. */
	readonly pageSize?: number;
	/** How many instances the seeded Elastigroup has; default 2. */
	readonly instanceCount?: number;
};

export type LoggedRequest = {
	readonly service: string;
	readonly operation: string;
	/** World time. */
	readonly at: number;
	/** Whether the work was done: a request hit by a fault before it was not. */
	readonly isDone: boolean;
};

export type Simulator = {
	readonly url: string;
	/** What points the AWS tools and this program at it. */
	readonly environment: Readonly<Record<string, string>>;
	/** The world now. */
	readonly world: World;
	/** Every request received, oldest first. */
	readonly log: readonly LoggedRequest[];
	/** Lets a test or a demo change the world between two requests. */
	change(change: (world: World) => World): void;
	inject(...faults: readonly Fault[]): void;
	close(): Promise<void>;
};

/** Serves all protocols on one loopback port until it is closed. */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
	throw new Error(`The simulator cannot start yet (${options.port ?? 0}).`);
};
