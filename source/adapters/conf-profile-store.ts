import {chmod, lstat, mkdir, readdir, rename, rm} from 'node:fs/promises';
import {Buffer} from 'node:buffer';
import path from 'node:path';
import {fail, ok, type Problem, type Result} from '../core/problem.js';
import {findSecret, withoutSecrets} from '../core/profile/find-secret.js';
import {parseProfile} from '../core/profile/parse-profile.js';
import {whyNotProfileName} from '../core/profile/profile-name.js';
import {toProfileMembers} from '../core/profile/profile-members.js';
import {type Profile} from '../core/profile/profile.js';
import {text} from '../core/text-token.js';
import {toJsonDocument} from '../core/to-json.js';
import {type ProfileStore, type ProfileSummary} from '../ports/profile-store.js';
import {codeOf, readRegular, refuseLarge} from './regular-file.js';

const ending = '.json';

/** Of a profile and of the draft, which holds user data besides: that is at most 16 KB where EC2 takes it. */
export const maximumProfileBytes = 1024 * 1024;

const kinds: Readonly<Record<string, Problem['kind']>> = {
	EACCES: 'permission',
	EPERM: 'permission',
	EISDIR: 'input',
	ENOTDIR: 'input',
	ELOOP: 'input',
};

const unusable = (file: string, error: unknown): Problem => {
	const code = codeOf(error) ?? 'unknown';

	return {
		kind: kinds[code] ?? 'bug',
		code: 'profile-file-unusable',
		message: text('problem.profile-file-unusable', {file, code}),
		nextSteps: [text('problem.profile-file-unusable.next', {file})],
		isRetryable: false,
		...(error instanceof Error && {detail: error.message}),
	};
};

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
	const draftFile = path.join(directory, `draft${ending}`);
	const namesIn = async (): Promise<readonly string[]> => {
		const files = await readdir(folder);
		return files.filter(file => file.endsWith(ending)).map(file => file.slice(0, -ending.length));
	};

	/**
	 * A profile's file. A name in Hangul is one name however its syllables are coded, and a file that came from another
	 * system may be coded otherwise than what was typed.
	 */
	const fileOf = async (name: string): Promise<string> => {
		const names = await namesIn().catch(() => []);
		const present = names.find(one => one.normalize() === name.normalize());
		return path.join(folder, `${present ?? name.normalize()}${ending}`);
	};

	const readFrom = async (file: string): Promise<Result<Profile | undefined>> => {
		try {
			const found = await readRegular(file, maximumProfileBytes);

			switch (found.kind) {
				case 'missing': {
					return ok(undefined);
				}

				case 'refused': {
					return fail(found.problem);
				}

				case 'content': {
					return parseProfile({source: file, content: found.content.toString('utf8')});
				}
			}
		} catch (error) {
			return fail(unusable(file, error));
		}
	};

	/** conf writes to a temporary file and renames it: a reader sees the old file or the new one. */
	const writeTo = async (file: string, profile: Profile): Promise<Result<void>> => {
		const cwd = path.dirname(file);
		const configName = path.basename(file, ending);
		const members = toProfileMembers(profile);
		const serialise = (value: object): string => `${toJsonDocument(value)}\n`;

		// A file that this store would refuse to read must not replace a readable one.
		if (Buffer.byteLength(serialise(members)) > maximumProfileBytes) {
			return fail(refuseLarge(file, maximumProfileBytes).problem);
		}

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
				serialize: serialise,
				// `clearInvalidConfig` stays off: it would empty a file that a person can still mend.
				clearInvalidConfig: false,
			});
			conf.store = members;
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

		const found = await readFrom(await fileOf(name));

		if (!found.isOk) {
			return found;
		}

		// The file's own name counts: a copy made by hand is another profile.
		return found.value ? ok({...found.value, name: name.normalize()}) : fail(missing(name));
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

		const file = await fileOf(profile.name);
		const present = await readFrom(file);

		if (!present.isOk) {
			return present;
		}

		// Members of a newer version are kept even when the profile was made anew under its name.
		const unknown = {...present.value?.unknown, ...profile.unknown};
		return writeTo(file, {
			...profile,
			name: profile.name.normalize(),
			...(Object.keys(unknown).length > 0 && {unknown}),
		});
	};

	return {
		async list() {
			let names: readonly string[];

			try {
				names = await namesIn();
			} catch (error) {
				return codeOf(error) === 'ENOENT' ? ok([]) : fail(unusable(folder, error));
			}

			const summaries = await Promise.all(
				names
					.filter(stem => whyNotProfileName(stem) === undefined)
					.map(async (stem): Promise<ProfileSummary> => {
						const name = stem.normalize();
						const file = path.join(folder, `${stem}${ending}`);
						const found = await readFrom(file);

						if (found.isOk) {
							return {name, updatedAt: found.value?.updatedAt ?? 0};
						}

						const updatedAt = await lstat(file).then(
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

			const [file, target] = await Promise.all([fileOf(from), fileOf(to)]);
			// A link that leads nowhere takes the name, too.
			const isTaken = await lstat(target).then(
				() => true,
				() => false,
			);

			if (isTaken) {
				return fail(taken(to));
			}

			const written = await writeTo(target, {...source.value, name: to.normalize()});

			if (!written.isOk) {
				return written;
			}

			try {
				await rm(file);
				return ok(undefined);
			} catch (error) {
				return fail(unusable(file, error));
			}
		},
		async delete(name) {
			const bad = badName(name);

			if (bad) {
				return fail(bad);
			}

			const file = await fileOf(name);

			try {
				await rm(file);
				return ok(undefined);
			} catch (error) {
				return fail(codeOf(error) === 'ENOENT' ? missing(name) : unusable(file, error));
			}
		},
		async readDraft() {
			return readFrom(draftFile);
		},
		async writeDraft(draft) {
			const present = await readFrom(draftFile);

			if (!present.isOk) {
				if (present.problem.code !== 'profile-file-invalid') {
					return present;
				}

				try {
					await rename(draftFile, `${draftFile}.unreadable`);
				} catch (error) {
					return fail(unusable(draftFile, error));
				}
			}

			// A draft is saved at every key: an answer that looks like a secret is left out, and the rest is kept.
			return writeTo(draftFile, {...draft, answers: withoutSecrets(draft.answers)});
		},
		async deleteDraft() {
			try {
				await rm(draftFile, {force: true});
				return ok(undefined);
			} catch (error) {
				return fail(unusable(draftFile, error));
			}
		},
	};
};
