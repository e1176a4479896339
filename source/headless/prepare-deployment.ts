import {preflight} from '../core/check/preflight.js';
import {type CheckResult} from '../core/check/check-result.js';
import {type Facts} from '../core/check/facts.js';
import {type SpotAccount} from '../core/cloud/elastigroup.js';
import {effectiveDraft, parseAnswers, visibleSteps} from '../core/field/draft.js';
import {type Draft, type InvalidAnswer} from '../core/field/field.js';
import {type Flow, type OperationView} from '../core/flow/flow.js';
import {tagsOf} from '../core/field/tag-list.js';
import {operationsOf} from '../core/flow/operations.js';
import {toRunConfig} from '../core/flow/to-run-config.js';
import {type Problem} from '../core/problem.js';
import {type RunConfig} from '../core/run/event.js';
import {text, type Text} from '../core/text-token.js';
import {type Ports} from '../ports/ports.js';
import {gatherFacts} from '../runtime/gather-facts.js';
import {createLookUp} from '../runtime/look-up.js';
import {perform} from '../runtime/perform.js';
import {placeOf, type Place} from '../runtime/place.js';
import {resolveDefaults} from '../runtime/resolve-defaults.js';

export type PrepareOptions = {
	/** Everything that could be asked. */
	readonly flow: Flow;
	readonly draft: Draft;
	/** Whether what a look-up suggests may stand for an answer. */
	readonly mayTakeDefaults: boolean;
	/** Stop before the first write. */
	readonly isDryRun: boolean;
	readonly extras: Parameters<typeof toRunConfig>[2];
	readonly signal: AbortSignal;
	/** Told before each write. */
	onNote(note: Text): void;
};

export type Preparation =
	/** Every missing or wrong answer, together. */
	| {readonly kind: 'invalid'; readonly invalid: readonly InvalidAnswer[]}
	| {readonly kind: 'problem'; readonly problem: Problem}
	/** A check refuses the start. Nothing was started. */
	| {readonly kind: 'refused'; readonly checks: readonly CheckResult[]; readonly config?: RunConfig}
	| {
			readonly kind: 'ready';
			readonly draft: Draft;
			readonly facts: Facts;
			readonly checks: readonly CheckResult[];
			readonly operations: readonly OperationView[];
			/** Absent in a dry run whose subjects do not exist yet. */
			readonly config?: RunConfig;
	  };

const operationsFor = (flow: Flow, draft: Draft): readonly OperationView[] =>
	visibleSteps(flow, draft).flatMap(step => operationsOf(step, draft));

/** After the look-ups a revision is missing for one reason: no bundle names the version, and none is guessed. */
const explainRevision = (answer: InvalidAnswer, draft: Draft): InvalidAnswer => {
	const [tag] = tagsOf(draft['greenTags']);
	return answer.key === 'revision' && tag !== undefined && (draft['revision'] ?? '') === ''
		? {...answer, why: text('headless.invalid.no-bundle', {version: tag.value})}
		: answer;
};

/** The only account is the account: the calls have to name it, as the configuration will. */
const withOnlyAccount = (draft: Draft, accounts: readonly SpotAccount[]): Draft => {
	const [only, ...others] = accounts;
	return only !== undefined && others.length === 0 && placeOf(draft).spotAccountId === undefined
		? {...draft, spotAccountId: only.id}
		: draft;
};

/** From answers to a configuration that may start: sign-in, defaults, answers, writes, facts, checks. */
export const prepareDeployment = async (
	openPorts: (place: Place) => Promise<Ports>,
	options: PrepareOptions,
): Promise<Preparation> => {
	const {flow, signal} = options;

	if (!options.mayTakeDefaults) {
		// Nothing is looked up before everything that only a person knows is there.
		const parsed = parseAnswers(flow, effectiveDraft(flow, options.draft));

		if (!parsed.isOk) {
			return {kind: 'invalid', invalid: parsed.invalid};
		}
	}

	// Signed in on both sides: otherwise every look-up would fail, and the missing answers would be blamed.
	const first = await openPorts(placeOf(options.draft));
	const [identity, accounts] = await Promise.all([
		first.account.getIdentity(signal),
		first.elastigroups.listAccounts(signal),
	]);

	for (const result of [identity, accounts]) {
		if (!result.isOk && result.problem.kind !== 'permission') {
			return {kind: 'problem', problem: result.problem};
		}
	}

	let draft = withOnlyAccount(options.draft, accounts.isOk ? accounts.value : []);

	if (options.mayTakeDefaults) {
		// The answers before a question decide where it is looked up.
		draft = await resolveDefaults(
			async (query, answers) => createLookUp(await openPorts(placeOf(answers)))(query, answers),
			flow,
			draft,
		);
	}

	draft = effectiveDraft(flow, draft);
	const parsed = parseAnswers(flow, draft);

	if (!parsed.isOk) {
		return {kind: 'invalid', invalid: parsed.invalid.map(answer => explainRevision(answer, draft))};
	}

	const operations = operationsFor(flow, draft);
	const ports = await openPorts(placeOf(draft));

	if (!options.isDryRun) {
		for (const {operation, text: what} of operations) {
			options.onNote(what);
			const performed = await perform(ports, operation, draft, signal);

			if (!performed.isOk) {
				return {kind: 'problem', problem: performed.problem};
			}

			draft = effectiveDraft(flow, {...draft, ...performed.value});
		}
	}

	const facts = await gatherFacts(ports, draft, signal);
	const checks = preflight(facts);
	const config = toRunConfig(draft, facts, options.extras);

	if (checks.some(check => check.level === 'fail')) {
		return {kind: 'refused', checks, ...(config.isOk && {config: config.value})};
	}

	if (!config.isOk) {
		return options.isDryRun && operations.length > 0
			? {kind: 'ready', draft, facts, checks, operations}
			: {kind: 'problem', problem: config.problem};
	}

	return {kind: 'ready', draft, facts, checks, operations, config: config.value};
};
