import {preflight} from '../core/check/preflight.js';
import {type CheckResult} from '../core/check/check-result.js';
import {type Facts} from '../core/check/facts.js';
import {type Elastigroup, type SpotAccount} from '../core/cloud/elastigroup.js';
import {effectiveDraft, parseAnswers, visibleSteps} from '../core/field/draft.js';
import {type Draft, type InvalidAnswer} from '../core/field/field.js';
import {type Flow, type OperationView} from '../core/flow/flow.js';
import {tagsOf} from '../core/field/tag-list.js';
import {createNew} from '../core/flow/choices.js';
import {spotAccountId} from '../core/flow/deployment-group.js';
import {elastigroupId} from '../core/flow/elastigroup.js';
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

/** Which of several accounts is meant only a person knows: a run in another one would find nothing, or the wrong thing. */
const accountInDoubt = (draft: Draft, accounts: readonly SpotAccount[]): InvalidAnswer | undefined =>
	accounts.length > 1 && placeOf(draft).spotAccountId === undefined
		? {
				key: spotAccountId.key,
				flag: spotAccountId.flag,
				why: text('headless.invalid.accounts', {accounts: accounts.map(({id, name}) => `${id} (${name})`).join(', ')}),
			}
		: undefined;

/** The name of an Elastigroup in the place of its id, as people say it. */
const elastigroupNameIn = (draft: Draft): string | undefined => {
	const answer = draft[elastigroupId.key]?.trim() ?? '';
	return answer === '' || answer === createNew || answer.startsWith('sig-') ? undefined : answer;
};

/** The only one that is called so; otherwise why it cannot be told. */
const findElastigroup = (name: string, all: readonly Elastigroup[]): Elastigroup | InvalidAnswer => {
	const [found, ...others] = all.filter(one => one.name === name);

	if (found && others.length === 0) {
		return found;
	}

	const candidates = (found ? [found, ...others] : all).map(one => `${one.id} (${one.name})`).join(', ');
	return {
		key: elastigroupId.key,
		flag: elastigroupId.flag,
		why: found
			? text('headless.invalid.elastigroup-twice', {name, candidates})
			: candidates === ''
				? text('headless.invalid.elastigroup-none', {name})
				: text('headless.invalid.elastigroup-unknown', {name, candidates}),
	};
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
		// An Elastigroup by its name is found below.
		const invalid = parsed.isOk
			? []
			: parsed.invalid.filter(({key}) => key !== elastigroupId.key || elastigroupNameIn(options.draft) === undefined);

		if (invalid.length > 0) {
			return {kind: 'invalid', invalid};
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

	const known = accounts.isOk ? accounts.value : [];
	let draft = withOnlyAccount(options.draft, known);
	const named = elastigroupNameIn(draft);

	if (options.mayTakeDefaults) {
		// The answers before a question decide where it is looked up.
		draft = await resolveDefaults(
			async (query, answers) => createLookUp(await openPorts(placeOf(answers)))(query, answers),
			flow,
			draft,
		);
	}

	const doubt = accountInDoubt(draft, known);

	if (doubt) {
		return {kind: 'invalid', invalid: [doubt]};
	}

	if (named !== undefined) {
		const {elastigroups} = await openPorts(placeOf(draft));
		const all = await elastigroups.list(signal);

		if (!all.isOk) {
			return {kind: 'problem', problem: all.problem};
		}

		const found = findElastigroup(named, all.value);

		if ('why' in found) {
			return {kind: 'invalid', invalid: [found]};
		}

		draft = {...draft, [elastigroupId.key]: found.id};
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
