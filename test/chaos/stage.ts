/** What one playing of a story needs and what it keeps. */
import {type Outcome} from '../../source/core/run/event.js';
import {type Run} from '../../source/core/run/run.js';
import {type DriveEnd} from '../../source/runtime/drive.js';
import {type Simulator} from '../../source/simulator/server.js';
import {type World} from '../../source/simulator/world/state.js';
import {type Front} from './front.js';
import {type InvariantId} from './invariants.js';
import {type ControllerPlan, type MachineName, type Story, type Weather} from './story.js';
import {type Activity, type MachineClock, type WorldClock} from './world-clock.js';

export type Machine = {
	readonly name: MachineName;
	/** Its journals and locks. */
	readonly directory: string;
	readonly clock: MachineClock;
	/** Where its clients send their calls. */
	readonly url: string;
	readonly front?: Front;
};

export type TimelineEntry = {readonly at: number; readonly who: string; readonly text: string};

export type Violation = {readonly invariant: InvariantId; readonly at: number; readonly text: string};

/** What came of a process of the program. */
export type ControllerEnd =
	| {readonly kind: 'drive'; readonly end: DriveEnd}
	/** The checks before the start refused it. */
	| {readonly kind: 'checks'; readonly failing: readonly string[]}
	| {readonly kind: 'problem'; readonly code: string}
	/** There was nothing to watch or to restore. */
	| {readonly kind: 'nothing'}
	| {readonly kind: 'killed'}
	| {readonly kind: 'crashed'; readonly error: unknown};

/** As much of a controller as those who judge it have to know. */
export type Actor = {
	readonly name: string;
	readonly plan: ControllerPlan;
	readonly machine: Machine;
	/** The run it drives or looks at. */
	readonly runId: string | undefined;
	readonly run: Run | undefined;
	readonly end: ControllerEnd | undefined;
};

/** What an end said, and how the world was at that moment. */
export type Told = {
	readonly actor: Actor;
	readonly at: number;
	readonly outcome: Outcome;
	readonly run: Run;
	readonly world: World;
};

/** What a run really did, seen from the clouds. */
export type RunRecord = {
	readonly runId: string;
	readonly machine: MachineName;
	readonly startedAt: number;
	/** Ids of what its own calls made. */
	readonly blueGreenIds: string[];
	readonly deploymentIds: string[];
	/** Calls that were to make something and made nothing. */
	refusals: number;
	readonly told: Told[];
};

/** What somebody else did to what a run relies on. */
export type Interference = {readonly at: number; readonly what: string; readonly world: World};

export type Stage = {
	readonly story: Story;
	readonly simulator: Simulator;
	readonly time: WorldClock;
	readonly activity: Activity;
	readonly machines: Readonly<Record<MachineName, Machine>>;
	readonly timeline: TimelineEntry[];
	readonly violations: Violation[];
	readonly runs: Map<string, RunRecord>;
	readonly interferences: Interference[];
	/** Instances that somebody gave the group's tag during a run. */
	readonly strangers: Set<string>;
	/** The instances that took traffic when a controller last looked, by its name. */
	readonly servingSeen: Map<string, ReadonlySet<string>>;
	/** What was played, by name. */
	readonly counts: Map<string, number>;
	/** The weather of now, each with its end. */
	weather: ReadonlyArray<{readonly until: number; readonly weather: Weather}>;
	/** When a call was last hit by anything. */
	lastTroubleAt: number;
	/** When anything was last written into a journal or the timeline. */
	lastNewsAt: number;
};

export const tell = (stage: Stage, who: string, text: string): void => {
	stage.lastNewsAt = stage.time.now();
	stage.timeline.push({at: stage.time.now(), who, text});
};

export const count = (stage: Stage, what: string): void => {
	stage.counts.set(what, (stage.counts.get(what) ?? 0) + 1);
};

/** Notes a violation, once for each of its kind and text. */
export const violate = (stage: Stage, invariant: InvariantId, text: string): void => {
	if (!stage.violations.some(other => other.invariant === invariant && other.text === text)) {
		stage.violations.push({invariant, at: stage.time.now(), text});
		tell(stage, 'VIOLATION', `${invariant}: ${text}`);
	}
};
