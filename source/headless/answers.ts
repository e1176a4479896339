import {type Draft, type Field} from '../core/field/field.js';
import {readRevisionLink} from '../core/field/revision-link.js';
import {readTags, writeTags} from '../core/field/tag-list.js';
import {text, type Text} from '../core/text-token.js';

/** Where answers can come from besides a person; later members give way to earlier ones. */
export type AnswerSources = {
	/** By flag, from the command line. */
	readonly flags: Readonly<Record<string, string>>;
	/** `--set`, in order. */
	readonly sets: readonly string[];
	/** `--revision`. */
	readonly revision?: string;
	readonly variables: Readonly<Record<string, string | undefined>>;
	readonly profile: {readonly name: string; readonly answers: Draft};
};

export type AnswerSource = {
	readonly kind: 'command-line' | 'environment' | 'profile';
	/** As the person knows it: `--target`, `--set target`, `SPOT_BLUEGREEN_TARGET`, `targetCapacity in the profile shop`. */
	readonly name: Text;
};

/** By key, where each answer of the draft was given. */
export type Given = Readonly<Record<string, AnswerSource>>;

export type Assembled = {readonly draft: Draft; readonly given: Given; readonly reasons: readonly Text[]};

/** Answers that belong together: one kind of revision replaces the other's. */
const revisionAnswers = (raw: string): Draft | undefined => {
	const [, repository, commit] = /^([\w.-]+\/[\w.-]+)@([\da-f]{7,40})$/i.exec(raw.trim()) ?? [];

	if (repository !== undefined && commit !== undefined) {
		return {revisionKind: 'github', githubRepository: repository, githubCommit: commit};
	}

	return readRevisionLink(raw) ? {revisionKind: 's3', revision: raw.trim()} : undefined;
};

const revisionKeys = ['revision', 'bundleType', 'githubRepository', 'githubCommit'];

/** `version=7.0` on tags `version=6.0,stage=live` changes the one and keeps the other. */
const withTag = (tags: string | undefined, key: string, value: string): string => {
	const others = readTags(tags ?? '').flatMap(tag =>
		tag.value === undefined || tag.key === key ? [] : [{key: tag.key, value: tag.value}],
	);
	return writeTags([{key, value}, ...others]);
};

const named = (name: string): Text => text('headless.source', {name});

/** The command line's answers, each of which may be given once. */
const createCommandLine = () => {
	const first = new Map<string, {readonly name: string; readonly value: string}>();
	const reasons: Text[] = [];

	return {
		reasons,
		has: (subject: string): boolean => first.has(subject),
		/** Whether the answer stands; a second one that differs is a reason instead. */
		take(subject: string, name: string, value: string): boolean {
			const before = first.get(subject);

			if (before === undefined) {
				first.set(subject, {name, value: value.trim()});
				return true;
			}

			if (before.value !== value.trim()) {
				// Without the values: user data may hold a secret.
				reasons.push(
					before.name === name
						? text('cli.wrong.twice', {flag: name})
						: text('cli.wrong.contradiction', {first: before.name, second: name}),
				);
			}

			return false;
		},
	};
};

/**
 * The draft of a run that nobody is asked about: flags before the environment before the profile. Reasons hold every
 * part that cannot be understood, and answers of the command line that contradict each other. `near` finds the word
 * that was probably meant.
 */
export const assembleAnswers = (
	fields: readonly Field[],
	sources: AnswerSources,
	near: (typed: string, words: readonly string[]) => string | undefined,
): Assembled => {
	const {profile} = sources;
	const draft: Record<string, string> = {...profile.answers};
	const given: Record<string, AnswerSource> = Object.fromEntries(
		Object.keys(draft).map(key => [
			key,
			{kind: 'profile', name: text('headless.source.profile', {key, name: profile.name})},
		]),
	);
	const commandLine = createCommandLine();
	const {reasons} = commandLine;

	for (const {key, env} of fields) {
		const value = env === undefined ? undefined : sources.variables[env];

		if (env !== undefined && value !== undefined && value !== '') {
			draft[key] = value;
			given[key] = {kind: 'environment', name: named(env)};
		}
	}

	const answer = (key: string, name: string, value: string): void => {
		if (commandLine.take(key, name, value)) {
			draft[key] = value;
			given[key] = {kind: 'command-line', name: named(name)};
		}
	};

	for (const field of fields) {
		const value = sources.flags[field.flag];

		if (value !== undefined) {
			answer(field.key, `--${field.flag}`, value);
		}
	}

	const sets = sources.sets.map(set => {
		const at = set.indexOf('=');
		const name = set.slice(0, Math.max(0, at)).trim();
		return {
			set,
			name,
			value: set.slice(at + 1).trim(),
			field: fields.find(one => one.key === name || one.flag === name),
		};
	});

	for (const {name, value, field} of sets) {
		if (field) {
			answer(field.key, `--set ${name}`, value);
		}
	}

	if (sources.revision !== undefined) {
		const answers = revisionAnswers(sources.revision);

		if (answers) {
			// The profile's are of another revision.
			for (const key of revisionKeys.filter(one => given[one]?.kind === 'profile')) {
				// eslint-disable-next-line @typescript-eslint/no-dynamic-delete
				delete draft[key];
				// eslint-disable-next-line @typescript-eslint/no-dynamic-delete
				delete given[key];
			}

			for (const [key, value] of Object.entries(answers)) {
				answer(key, '--revision', value);
			}
		} else {
			reasons.push(text('cli.wrong.revision', {value: sources.revision}));
		}
	}

	// Single tags change what the answers above say of all of them.
	if (commandLine.has('greenTags')) {
		for (const tag of readTags(draft['greenTags'] ?? '')) {
			commandLine.take(`tag:${tag.key}`, '--green-tags', tag.value ?? '');
		}
	}

	for (const {set, name, value, field} of sets) {
		const tagKeys = readTags(draft['greenTags'] ?? '').map(tag => tag.key);

		if (field) {
			continue;
		}

		if (name === '') {
			reasons.push(text('cli.wrong.set', {value: set}));
		} else if (name === 'version' || tagKeys.includes(name) || name.startsWith('tag:')) {
			const key = name.startsWith('tag:') ? name.slice('tag:'.length) : name;

			if (commandLine.take(`tag:${key}`, `--set ${name}`, value)) {
				draft['greenTags'] = withTag(draft['greenTags'], key, value);
				given['greenTags'] = {kind: 'command-line', name: named(`--set ${name}`)};
			}
		} else {
			const meant = near(name, [...fields.map(one => one.flag), ...tagKeys, 'version']);
			reasons.push(
				meant === undefined ? text('cli.wrong.set-name', {name}) : text('cli.wrong.set-name-meant', {name, meant}),
			);
		}
	}

	return {draft, given, reasons};
};
