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
	readonly profile: Draft;
};

export type Assembled = {readonly draft: Draft; readonly reasons: readonly Text[]};

/** Answers that belong together: one kind of revision replaces the other's. */
const revisionAnswers = (raw: string): Draft | undefined => {
	const [, repository, commit] = /^([\w.-]+\/[\w.-]+)@([\da-f]{7,40})$/i.exec(raw.trim()) ?? [];

	if (repository !== undefined && commit !== undefined) {
		return {revisionKind: 'github', githubRepository: repository, githubCommit: commit};
	}

	const link = readRevisionLink(raw);

	// The kind of file follows the link: the profile's may be another's.
	return link
		? {revisionKind: 's3', revision: raw.trim(), ...(link.bundleType && {bundleType: link.bundleType})}
		: undefined;
};

/** `version=7.0` on tags `version=6.0,stage=live` changes the one and keeps the other. */
const withTag = (tags: string | undefined, key: string, value: string): string => {
	const others = readTags(tags ?? '').flatMap(tag =>
		tag.value === undefined || tag.key === key ? [] : [{key: tag.key, value: tag.value}],
	);
	return writeTags([{key, value}, ...others]);
};

/**
 * The draft of a run that nobody is asked about: flags before the environment before the profile. Reasons hold every
 * part that cannot be understood. `near` finds the word that was probably meant.
 */
export const assembleAnswers = (
	fields: readonly Field[],
	sources: AnswerSources,
	near: (typed: string, words: readonly string[]) => string | undefined,
): Assembled => {
	const reasons: Text[] = [];
	const draft: Record<string, string> = {...sources.profile};

	for (const field of fields) {
		const value = field.env === undefined ? undefined : sources.variables[field.env];

		if (value !== undefined && value !== '') {
			draft[field.key] = value;
		}
	}

	for (const field of fields) {
		const value = sources.flags[field.flag];

		if (value !== undefined) {
			draft[field.key] = value;
		}
	}

	for (const set of sources.sets) {
		const at = set.indexOf('=');
		const name = set.slice(0, Math.max(0, at)).trim();
		const value = set.slice(at + 1).trim();
		const field = fields.find(one => one.key === name || one.flag === name);
		const tagKeys = readTags(draft['greenTags'] ?? '').map(tag => tag.key);

		if (at < 1 || name === '') {
			reasons.push(text('cli.wrong.set', {value: set}));
		} else if (field) {
			draft[field.key] = value;
		} else if (name === 'version' || tagKeys.includes(name) || name.startsWith('tag:')) {
			const key = name.startsWith('tag:') ? name.slice('tag:'.length) : name;
			draft['greenTags'] = withTag(draft['greenTags'], key, value);
		} else {
			const meant = near(name, [...fields.map(one => one.flag), ...tagKeys, 'version']);
			reasons.push(
				meant === undefined ? text('cli.wrong.set-name', {name}) : text('cli.wrong.set-name-meant', {name, meant}),
			);
		}
	}

	if (sources.revision !== undefined) {
		const answers = revisionAnswers(sources.revision);

		if (answers) {
			for (const key of ['revision', 'bundleType', 'githubRepository', 'githubCommit']) {
				// eslint-disable-next-line @typescript-eslint/no-dynamic-delete
				delete draft[key];
			}

			Object.assign(draft, answers);
		} else {
			reasons.push(text('cli.wrong.revision', {value: sources.revision}));
		}
	}

	return {draft, reasons};
};
