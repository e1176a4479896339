import {type Problem} from '../core/problem.js';
import {type CheckResult} from '../core/check/check-result.js';
import {type InvalidAnswer} from '../core/field/field.js';
import {type Revision} from '../core/cloud/code-deploy.js';
import {type Capacity, type Tag} from '../core/cloud/shared.js';
import {type RunConfig} from '../core/run/event.js';
import {type CapacityView, type RunView} from '../core/run/run-view.js';
import {stripControl} from '../core/strip-control.js';
import {sayPlainly} from './print-problem.js';
import {type FollowEnd} from './follow.js';
import {type OperationState} from './operation-state.js';

/** The version of the documents that programs read: minor numbers add, major ones break. */
export const schemaVersion = '1.1';

export type SummaryProblem = {
	readonly kind: string;
	readonly code: string;
	readonly message: string;
	readonly nextSteps: readonly string[];
};

/**
 * What a run came to, for programs: every member is always there, null where it has no value, and never translated.
 * Times are ISO 8601 in UTC, durations milliseconds.
 */
export type Summary = {
	readonly schema: 'spot-bluegreen.summary';
	readonly version: string;
	readonly result:
		| 'succeeded'
		| 'failed'
		| 'stopped'
		| 'refused'
		| 'handed-over'
		| 'incomplete'
		| 'detached'
		| 'deadline'
		| 'checkpoint'
		| 'unclear-start'
		| 'left-over'
		| 'invalid'
		| 'planned'
		| 'problem';
	readonly exitCode: number;
	readonly isDemo: boolean;
	readonly runId: string | null;
	readonly profile: string | null;
	readonly region: string | null;
	readonly applicationName: string | null;
	readonly deploymentGroupName: string | null;
	readonly elastigroupId: string | null;
	readonly elastigroupName: string | null;
	readonly greenTags: readonly Tag[];
	readonly revision: Revision | null;
	readonly blueGreenId: string | null;
	readonly deploymentId: string | null;
	readonly rollbackDeploymentId: string | null;
	readonly phase: string | null;
	readonly startedAt: string | null;
	readonly durationMs: number | null;
	readonly capacity: {
		/** `weight` counts vCPUs. */
		readonly unit: CapacityView['unit'];
		readonly noted: Capacity | null;
		readonly present: Capacity | null;
	};
	readonly isRestored: boolean | null;
	readonly isClean: boolean | null;
	/** Instances that were taken for originals although they were not the Elastigroup's. */
	readonly foreignOriginals: readonly string[];
	readonly failure: {
		readonly code: string;
		readonly what: string;
		readonly cause: string | null;
		readonly instanceId: string | null;
		readonly eventName: string | null;
		/** CodeDeploy's own words for that event. */
		readonly eventMessage: string | null;
		readonly scriptName: string | null;
		readonly logTail: string | null;
		readonly requirement: string | null;
		readonly nextSteps: readonly string[];
	} | null;
	readonly checks: ReadonlyArray<{
		readonly id: string;
		readonly level: string;
		readonly text: string;
		readonly reason: string;
		readonly requirements: readonly string[];
	}>;
	readonly invalid: ReadonlyArray<{
		readonly key: string;
		readonly flag: string;
		readonly why: string;
		/** Where it was given; null where it is missing. */
		readonly source: string | null;
	}>;
	/** What the plan creates and changes before the run, in order, and how far that has come. */
	readonly operations: ReadonlyArray<{
		readonly kind: OperationState['kind'];
		readonly state: OperationState['state'];
		readonly name: string;
		readonly id: string | null;
		readonly text: string;
	}>;
	readonly problem: SummaryProblem | null;
	/** Commands that go on from here. */
	readonly next: readonly string[];
};

/** A problem as programs read it. */
export const toSummaryProblem = (problem: Problem): SummaryProblem => ({
	kind: problem.kind,
	code: stripControl(problem.code),
	message: sayPlainly(problem.message, 'en'),
	nextSteps: problem.nextSteps.map(step => sayPlainly(step, 'en')),
});

type NotStarted =
	| {readonly kind: 'refused'}
	| {readonly kind: 'invalid'}
	| {readonly kind: 'planned'}
	/** Something was written; without a problem the checks refuse what stands. */
	| {readonly kind: 'incomplete'; readonly problem?: Problem};

const resultOf = (end: FollowEnd | NotStarted): Summary['result'] =>
	end.kind === 'ended' ? end.outcome.kind : end.kind;

const failureOf = (view: RunView | undefined): Summary['failure'] => {
	const failure = view?.failure;

	return failure
		? {
				code: stripControl(failure.code),
				what: sayPlainly(failure.what, 'en'),
				cause: failure.cause ? sayPlainly(failure.cause, 'en') : null,
				instanceId: failure.instanceId ?? null,
				eventName: failure.eventName ?? null,
				eventMessage: failure.eventMessage === undefined ? null : stripControl(failure.eventMessage),
				scriptName: failure.scriptName ?? null,
				logTail: failure.logTail ?? null,
				requirement: failure.requirement ?? null,
				nextSteps: failure.nextSteps.map(step => sayPlainly(step, 'en')),
			}
		: null;
};

/** Builds the summary of whatever is known. */
export const toSummary = (known: {
	readonly end: FollowEnd | NotStarted;
	readonly exitCode: number;
	readonly isDemo?: boolean;
	readonly config?: RunConfig;
	readonly view?: RunView;
	readonly startedAt?: number;
	readonly checks?: readonly CheckResult[];
	readonly invalid?: readonly InvalidAnswer[];
	readonly operations?: readonly OperationState[];
	readonly next?: readonly string[];
}): Summary => {
	const {end, view} = known;
	const config = known.config ?? view?.config;
	const outcome = end.kind === 'ended' ? end.outcome : undefined;

	return {
		schema: 'spot-bluegreen.summary',
		version: schemaVersion,
		result: resultOf(end),
		exitCode: known.exitCode,
		isDemo: config?.isDemo ?? known.isDemo ?? false,
		runId: config?.runId ?? null,
		profile: config?.profileName ?? null,
		region: config?.region ?? null,
		applicationName: config?.applicationName ?? null,
		deploymentGroupName: config?.deploymentGroupName ?? null,
		// One that is yet to be created has none.
		elastigroupId: config === undefined || config.elastigroupId === '' ? null : config.elastigroupId,
		elastigroupName: config?.elastigroupName ?? null,
		greenTags: config?.greenTags ?? [],
		revision: config?.revision ?? null,
		blueGreenId: view?.blueGreenId ?? null,
		deploymentId: view?.deploymentId ?? null,
		rollbackDeploymentId: view?.rollbackDeploymentId ?? null,
		phase: view?.phase ?? null,
		startedAt: known.startedAt === undefined ? null : new Date(known.startedAt).toISOString(),
		durationMs: view?.elapsedMs ?? null,
		capacity: {
			unit: view?.capacity.unit ?? 'instance',
			noted: view?.capacity.noted ?? null,
			present: view?.capacity.present ?? null,
		},
		isRestored: outcome?.kind === 'succeeded' ? outcome.isRestored : null,
		isClean: outcome !== undefined && 'isClean' in outcome ? outcome.isClean : null,
		foreignOriginals: view?.foreignOriginals ?? [],
		failure: failureOf(view),
		checks: (known.checks ?? []).map(check => ({
			id: check.id,
			level: check.level,
			text: sayPlainly(check.text, 'en'),
			reason: sayPlainly(check.reason, 'en'),
			requirements: check.requirements,
		})),
		invalid: (known.invalid ?? []).map(({key, flag, why, source}) => ({
			key,
			flag: `--${flag}`,
			why: sayPlainly(why, 'en'),
			source: source ? sayPlainly(source, 'en') : null,
		})),
		operations: (known.operations ?? []).map(({kind, state, name, id, text}) => ({
			kind,
			state,
			name,
			id: id ?? null,
			text: sayPlainly(text, 'en'),
		})),
		problem: 'problem' in end && end.problem ? toSummaryProblem(end.problem) : null,
		next: known.next ?? [],
	};
};
