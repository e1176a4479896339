import {type Elastigroup, type SpotAccount} from '../core/cloud/elastigroup.js';
import {effectiveDraft, parseAnswers} from '../core/field/draft.js';
import {type Draft, type InvalidAnswer} from '../core/field/field.js';
import {tagsOf} from '../core/field/tag-list.js';
import {createNew, elastigroupNameIn} from '../core/flow/choices.js';
import {applicationName, deploymentGroupName, spotAccountId} from '../core/flow/deployment-group.js';
import {elastigroupId} from '../core/flow/elastigroup.js';
import {type Flow} from '../core/flow/flow.js';
import {type Problem} from '../core/problem.js';
import {text, type Text} from '../core/text-token.js';
import {type Ports} from '../ports/ports.js';
import {createLookUp} from '../runtime/look-up.js';
import {placeOf, type Place} from '../runtime/place.js';
import {resolveDefaults} from '../runtime/resolve-defaults.js';
import {type Given} from './answers.js';
import {answersWithoutEffect, judgeAnswers, mayPropose, withSource, type Proposals} from './judge-answers.js';

export type SettleOptions = {
	/** Everything that could be asked. */
	readonly flow: Flow;
	readonly draft: Draft;
	readonly given: Given;
	readonly profileName?: string;
	readonly proposals: Proposals;
	readonly signal: AbortSignal;
	onNote(note: Text): void;
};

export type Settled =
	/** Nothing is missing, and each answer names what is there. */
	| {readonly kind: 'settled'; readonly draft: Draft; readonly ports: Ports}
	| {readonly kind: 'invalid'; readonly invalid: readonly InvalidAnswer[]}
	| {readonly kind: 'problem'; readonly problem: Problem};

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

const pick = ({key, flag}: Pick<InvalidAnswer, 'key' | 'flag'>) => ({key, flag});

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

/**
 * Whether the application, or the group of it, is not there: asked first, since without the group no look-up for the
 * other answers finds anything. What may not be looked at is left to the checks.
 */
const findUnknownGroup = async (
	{codeDeploy}: Ports,
	draft: Draft,
	region: string,
	signal: AbortSignal,
): Promise<InvalidAnswer | undefined> => {
	const application = draft[applicationName.key]?.trim() ?? '';
	const group = draft[deploymentGroupName.key]?.trim() ?? '';

	if ([application, group].some(name => name === '' || name === createNew)) {
		return undefined;
	}

	const read = await codeDeploy.getDeploymentGroup(application, group, signal);

	if (read.isOk || read.problem.kind !== 'not-found') {
		return undefined;
	}

	return read.problem.code.startsWith('Application')
		? {...pick(applicationName), why: text('headless.invalid.application-unknown', {name: application, region})}
		: {...pick(deploymentGroupName), why: text('headless.invalid.group-unknown', {name: group, application, region})};
};

/** From answers as they were given to answers that can be planned with: judged, signed in, defaults looked up. */
export const settleAnswers = async (
	openPorts: (place: Place) => Promise<Ports>,
	options: SettleOptions,
): Promise<Settled> => {
	const {flow, given, proposals, signal} = options;
	// Nothing is looked up before everything that only a person knows is there.
	const judged = judgeAnswers(flow, options.draft, given, proposals);

	if (judged.invalid.length > 0) {
		return {kind: 'invalid', invalid: judged.invalid};
	}

	if (judged.leftOver.length > 0) {
		const {profileName: name = ''} = options;
		options.onNote(text('headless.profile-left-over', {name, keys: judged.leftOver.join(', ')}));
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
	const doubt = accountInDoubt(draft, known);

	if (doubt) {
		return {kind: 'invalid', invalid: [doubt]};
	}

	const named = elastigroupNameIn(draft);

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

	const region = identity.isOk ? identity.value.region : (draft['region'] ?? '');
	const unknown = await findUnknownGroup(await openPorts(placeOf(draft)), draft, region, signal);

	if (unknown) {
		return {kind: 'invalid', invalid: [withSource(unknown, given)]};
	}

	// The answers before a question decide where it is looked up.
	draft = await resolveDefaults(
		async (query, answers) => createLookUp(await openPorts(placeOf(answers)))(query, answers),
		flow,
		draft,
		field => mayPropose(field, proposals),
	);
	draft = effectiveDraft(flow, draft);
	const parsed = parseAnswers(flow, draft);
	const invalid = [
		...(parsed.isOk ? [] : parsed.invalid.map(answer => withSource(explainRevision(answer, draft), given))),
		// Which way is taken is known only now where everything may be proposed.
		...answersWithoutEffect(draft, given).invalid,
	];
	return invalid.length > 0
		? {kind: 'invalid', invalid}
		: {kind: 'settled', draft, ports: await openPorts(placeOf(draft))};
};
