import {preflight} from '../core/check/preflight.js';
import {type CheckResult} from '../core/check/check-result.js';
import {type Facts} from '../core/check/facts.js';
import {effectiveDraft, visibleSteps} from '../core/field/draft.js';
import {type Draft, type InvalidAnswer} from '../core/field/field.js';
import {type Flow, type OperationView} from '../core/flow/flow.js';
import {operationsOf} from '../core/flow/operations.js';
import {toRunConfig} from '../core/flow/to-run-config.js';
import {type Problem} from '../core/problem.js';
import {type RunConfig} from '../core/run/event.js';
import {text} from '../core/text-token.js';
import {type Ports} from '../ports/ports.js';
import {gatherFacts} from '../runtime/gather-facts.js';
import {gatherPlannedFacts} from '../runtime/gather-planned-facts.js';
import {isUnsure, perform} from '../runtime/perform.js';
import {type Place} from '../runtime/place.js';
import {toOperationState, type OperationState} from './operation-state.js';
import {settleAnswers, type SettleOptions} from './settle-answers.js';

export type PrepareOptions = Omit<SettleOptions, 'profileName'> & {
	/** Stop before the first write. */
	readonly isDryRun: boolean;
	/** `--confirm`: the Elastigroup that is meant. */
	readonly confirm?: string;
	readonly extras: Parameters<typeof toRunConfig>[2];
};

/** Why it did not go on after something was written. */
export type Cause =
	| {readonly kind: 'problem'; readonly problem: Problem}
	| {readonly kind: 'checks'; readonly checks: readonly CheckResult[]};

export type Preparation =
	/** Every missing or wrong answer, together; where the checks refused as well, they are here. */
	| {
			readonly kind: 'invalid';
			readonly invalid: readonly InvalidAnswer[];
			readonly checks?: readonly CheckResult[];
			readonly config?: RunConfig;
	  }
	| {readonly kind: 'problem'; readonly problem: Problem}
	/** A check refuses the start. Nothing was written. */
	| {readonly kind: 'refused'; readonly checks: readonly CheckResult[]; readonly config?: RunConfig}
	/** Something was written, or may have been, and then it did not go on: a person has to look. */
	| {readonly kind: 'incomplete'; readonly operations: readonly OperationState[]; readonly cause: Cause}
	| {
			readonly kind: 'ready';
			readonly checks: readonly CheckResult[];
			/** All planned in a dry run, all done otherwise. */
			readonly operations: readonly OperationState[];
			/** Of a dry run whose Elastigroup does not exist yet it has no id. */
			readonly config: RunConfig;
	  };

const operationsFor = (flow: Flow, draft: Draft): readonly OperationView[] =>
	visibleSteps(flow, draft).flatMap(step => operationsOf(step, draft));

/** Whether `--confirm` names another Elastigroup than the one that is meant. */
const otherConfirmed = (confirm: string | undefined, facts: Facts): InvalidAnswer | undefined => {
	const elastigroup = facts.elastigroup.isKnown ? facts.elastigroup.value : undefined;
	return confirm === undefined ||
		elastigroup === undefined ||
		confirm === elastigroup.name ||
		confirm === elastigroup.id
		? undefined
		: {
				key: 'confirm',
				flag: 'confirm',
				source: text('headless.source', {name: '--confirm'}),
				why: text('headless.confirm-other', {given: confirm, name: elastigroup.name}),
			};
};

const hasFailed = (checks: readonly CheckResult[]): boolean => checks.some(({level}) => level === 'fail');

/** Performs the operations in order and stops at the first that fails. */
const performAll = async (
	ports: Ports,
	settled: Draft,
	operations: readonly OperationView[],
	{flow, signal, onNote}: PrepareOptions,
): Promise<{readonly draft: Draft; readonly states: readonly OperationState[]; readonly problem?: Problem}> => {
	let draft = settled;
	const states: OperationState[] = [];

	for (const [index, view] of operations.entries()) {
		onNote(view.text);
		const before = draft;
		const performed = await perform(ports, view.operation, before, signal);

		if (!performed.isOk) {
			const {problem} = performed;
			return {
				draft: before,
				states: [
					...states,
					toOperationState(view, before, isUnsure(problem) ? 'unknown' : 'failed'),
					...operations.slice(index + 1).map(left => toOperationState(left, before, 'not-done')),
				],
				problem,
			};
		}

		draft = effectiveDraft(flow, {...before, ...performed.value});
		states.push(toOperationState(view, draft, 'done'));
	}

	return {draft, states};
};

/**
 * From answers to a configuration that may start: sign-in, defaults, the plan and its checks, and only then the writes.
 * What was written is looked at again, since the clouds may have gone on meanwhile.
 */
export const prepareDeployment = async (
	openPorts: (place: Place) => Promise<Ports>,
	options: PrepareOptions,
): Promise<Preparation> => {
	const {flow, signal, extras} = options;
	const {profileName} = extras;
	const settled = await settleAnswers(openPorts, {...options, ...(profileName !== undefined && {profileName})});

	if (settled.kind !== 'settled') {
		return settled;
	}

	const {ports} = settled;
	const operations = operationsFor(flow, settled.draft);
	const planned = await gatherPlannedFacts(
		ports,
		settled.draft,
		operations.map(({operation}) => operation),
		signal,
	);

	if (!planned.isOk) {
		return {kind: 'problem', problem: planned.problem};
	}

	const {facts} = planned.value;
	const checks = [...planned.value.checks, ...preflight(facts)];
	const config = toRunConfig(settled.draft, facts, extras);
	const plan = {checks, ...(config.isOk && {config: config.value})};
	const other = otherConfirmed(options.confirm, facts);

	if (other) {
		return {kind: 'invalid', invalid: [other], ...plan};
	}

	if (hasFailed(checks)) {
		return {kind: 'refused', ...plan};
	}

	if (!config.isOk) {
		return {kind: 'problem', problem: config.problem};
	}

	if (options.isDryRun || operations.length === 0) {
		const states = operations.map(view => toOperationState(view, settled.draft, 'planned'));
		return {kind: 'ready', checks, operations: states, config: config.value};
	}

	const {draft, states, problem} = await performAll(ports, settled.draft, operations, options);

	if (problem) {
		return states.some(({state}) => state === 'done' || state === 'unknown')
			? {kind: 'incomplete', operations: states, cause: {kind: 'problem', problem}}
			: {kind: 'problem', problem};
	}

	const standing = await gatherFacts(ports, draft, signal);
	const last = preflight(standing);
	const final = toRunConfig(draft, standing, extras);

	if (hasFailed(last)) {
		return {kind: 'incomplete', operations: states, cause: {kind: 'checks', checks: last}};
	}

	return final.isOk
		? {kind: 'ready', checks: last, operations: states, config: final.value}
		: {kind: 'incomplete', operations: states, cause: {kind: 'problem', problem: final.problem}};
};
