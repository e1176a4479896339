import {chmod, mkdir, readdir, readFile, rename, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import {fail, ok, type Problem, type Result} from '../core/problem.js';
import {findSecret} from '../core/profile/find-secret.js';
import {parseProfile} from '../core/profile/parse-profile.js';
import {whyNotProfileName} from '../core/profile/profile-name.js';
import {toProfileMembers} from '../core/profile/serialise-profile.js';
import {type Profile} from '../core/profile/profile.js';
import {text} from '../core/text-token.js';
import {type ProfileStore, type ProfileSummary} from '../ports/profile-store.js';

const ending = '.json';

const codeOf = (error: unknown): string =>
	typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';

const unusable = (file: string, error: unknown): Problem => ({
	kind: codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM' ? 'permission' : 'bug',
	code: 'profile-file-unusable',
	message: text('problem.profile-file-unusable', {file, code: codeOf(error)}),
	nextSteps: [text('problem.profile-file-unusable.next', {file})],
	isRetryable: false,
	...(error instanceof Error && {detail: error.message}),
});

const missing = (name: string): Problem => ({
	kind: 'not-found',
	code: 'profile-not-found',
	message: text('problem.profile-not-found', {name}),
	nextSteps: [text('problem.profile-not-found.next')],
	isRetryable: false,
});

const taken = (name: string): Problem => ({
	kind: 'conflict',
	code: 'profile-exists',
	message: text('problem.profile-exists', {name}),
	nextSteps: [text('problem.profile-exists.next', {name})],
	isRetryable: false,
});

const badName = (name: string): Problem | undefined => {
	const why = whyNotProfileName(name);

	return (
		why && {
			kind: 'input',
			code: 'profile-name-invalid',
			message: text('problem.profile-name-invalid', {name, why}),
			nextSteps: [],
			isRetryable: false,
		}
	);
};

const hasSecret = (name: string, key: string): Problem => ({
	kind: 'input',
	code: 'profile-holds-secret',
	message: text('problem.profile-holds-secret', {name, key}),
	nextSteps: [text('problem.profile-holds-secret.next', {key})],
	isRetryable: false,
});

/**
 * Profiles as files: `<directory>/profiles/<name>.json`, and `<directory>/draft.json`. A file that cannot be read is
 * never written over and never moved.
 */
export const createProfileStoreFromConf = (directory: string): ProfileStore => {
	const folder = path.join(directory, 'profiles');
	const draftName = 'draft';
	const fileOf = (name: string) => path.join(folder, `${name}${ending}`);

	const readFrom = async (file: string): Promise<Result<Profile | undefined>> => {
		let content: string;

		try {
			content = await readFile(file, 'utf8');
		} catch (error) {
			return codeOf(error) === 'ENOENT' ? ok(undefined) : fail(unusable(file, error));
		}

		return parseProfile({source: file, content});
	};

	/** conf writes to a temporary file and renames it: a reader sees the old file or the new one. */
	const writeTo = async (cwd: string, configName: string, profile: Profile): Promise<Result<void>> => {
		const file = path.join(cwd, `${configName}${ending}`);

		try {
			await mkdir(cwd, {recursive: true, mode: 0o700});
			const {default: Conf} = await import('conf');
			const conf = new Conf<Record<string, unknown>>({
				cwd,
				configName,
				fileExtension: ending.slice(1),
				configFileMode: 0o600,
				// Profiles have dots in their names and answers in their keys.
				accessPropertiesByDotNotation: false,
				serialize: value => `${JSON.stringify(value, undefined, '\t')}\n`,
				// `clearInvalidConfig` stays off: it would empty a file that a person can still mend.
				clearInvalidConfig: false,
			});
			conf.store = toProfileMembers(profile);
			await chmod(file, 0o600);
			return ok(undefined);
		} catch (error) {
			return fail(unusable(file, error));
		}
	};

	const read: ProfileStore['read'] = async name => {
		const bad = badName(name);

		if (bad) {
			return fail(bad);
		}

		const found = await readFrom(fileOf(name));

		if (!found.isOk) {
			return found;
		}

		// The file's own name counts: a copy made by hand is another profile.
		return found.value ? ok({...found.value, name}) : fail(missing(name));
	};

	const write: ProfileStore['write'] = async profile => {
		const bad = badName(profile.name);

		if (bad) {
			return fail(bad);
		}

		const secret = findSecret({...profile.unknown, ...profile.answers});

		if (secret !== undefined) {
			return fail(hasSecret(profile.name, secret));
		}

		const present = await readFrom(fileOf(profile.name));

		if (!present.isOk) {
			return present;
		}

		// Members of a newer version are kept even when the profile was made anew under its name.
		const unknown = {...present.value?.unknown, ...profile.unknown};
		return writeTo(folder, profile.name, {...profile, ...(Object.keys(unknown).length > 0 && {unknown})});
	};

	return {
		async list() {
			let names: readonly string[];

			try {
				names = await readdir(folder);
			} catch (error) {
				return codeOf(error) === 'ENOENT' ? ok([]) : fail(unusable(folder, error));
			}

			const summaries = await Promise.all(
				names
					.filter(name => name.endsWith(ending))
					.map(name => name.slice(0, -ending.length))
					.filter(name => whyNotProfileName(name) === undefined)
					.map(async (name): Promise<ProfileSummary> => {
						const found = await readFrom(fileOf(name));

						if (found.isOk) {
							return {name, updatedAt: found.value?.updatedAt ?? 0};
						}

						const updatedAt = await stat(fileOf(name)).then(
							({mtimeMs}) => mtimeMs,
							() => 0,
						);
						return {name, updatedAt, problem: found.problem};
					}),
			);

			return ok(summaries.sort((a, b) => b.updatedAt - a.updatedAt || a.name.localeCompare(b.name)));
		},
		read,
		write,
		async rename(from, to) {
			const bad = badName(from) ?? badName(to);

			if (bad) {
				return fail(bad);
			}

			const source = await read(from);

			if (!source.isOk) {
				return source;
			}

			const isTaken = await stat(fileOf(to)).then(
				() => true,
				() => false,
			);

			if (isTaken) {
				return fail(taken(to));
			}

			const written = await writeTo(folder, to, {...source.value, name: to});

			if (!written.isOk) {
				return written;
			}

			try {
				await rm(fileOf(from));
				return ok(undefined);
			} catch (error) {
				return fail(unusable(fileOf(from), error));
			}
		},
		async delete(name) {
			const bad = badName(name);

			if (bad) {
				return fail(bad);
			}

			try {
				await rm(fileOf(name));
				return ok(undefined);
			} catch (error) {
				return fail(codeOf(error) === 'ENOENT' ? missing(name) : unusable(fileOf(name), error));
			}
		},
		async readDraft() {
			return readFrom(path.join(directory, `${draftName}${ending}`));
		},
		async writeDraft(draft) {
			const file = path.join(directory, `${draftName}${ending}`);
			const present = await readFrom(file);

			if (!present.isOk) {
				if (present.problem.code !== 'profile-file-invalid') {
					return present;
				}

				try {
					await rename(file, `${file}.unreadable`);
				} catch (error) {
					return fail(unusable(file, error));
				}
			}

			// A draft is saved at every key: an answer that looks like a secret is left out, and the rest is kept.
			let {answers} = draft;

			for (let key = findSecret(answers); key !== undefined; key = findSecret(answers)) {
				const [left] = key.split('.');
				answers = Object.fromEntries(Object.entries(answers).filter(([name]) => name !== left && name !== key));
			}

			return writeTo(directory, draftName, {...draft, answers});
		},
		async deleteDraft() {
			const file = path.join(directory, `${draftName}${ending}`);

			try {
				await rm(file, {force: true});
				return ok(undefined);
			} catch (error) {
				return fail(unusable(file, error));
			}
		},
	};
};
