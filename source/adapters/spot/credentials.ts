import path from 'node:path';
import {fail, ok, type Problem, type Result} from '../../core/problem.js';
import {text, type Text} from '../../core/text-token.js';
import {readRegular} from '../regular-file.js';
import {baseUrlProblem} from './base-url.js';

export type SpotCredentials = {
	readonly token: string;
	/** `act-…`; absent where neither the environment nor the file names one. */
	readonly accountId?: string;
	/** From `SPOTINST_BASE_URL`. */
	readonly baseUrl?: string;
	readonly source:
		| {readonly kind: 'environment'}
		| {readonly kind: 'file'; readonly path: string; readonly profile: string};
};

type Section = {readonly token?: string; readonly account?: string};

const parseJson = (content: string): Readonly<Record<string, Section>> | undefined => {
	try {
		const value: unknown = JSON.parse(content);
		if (typeof value !== 'object' || value === null) {
			return undefined;
		}

		// The vendor's Go SDK reads `{"token", "account"}` when the file is no INI; it has one, unnamed profile.
		const token = 'token' in value && typeof value.token === 'string' ? value.token : undefined;
		const account = 'account' in value && typeof value.account === 'string' ? value.account : undefined;
		return {default: {...(token && {token}), ...(account && {account})}};
	} catch {
		return undefined;
	}
};

const maximumBytes = 1024 * 1024;

const unquote = (value: string): string => value.replace(/^(["'])(.*)\1$/, '$2');

/** INI as the vendor's SDKs read it; keys before the first section belong to `default`. */
const parseIni = (content: string): Readonly<Record<string, Section>> => {
	const sections: Record<string, Record<string, string>> = {};
	let name = 'default';
	for (const line of content.replace(/^\uFEFF/, '').split(/\r?\n/)) {
		const heading = /^\s*\[([^\]]+)]\s*$/.exec(line)?.[1];
		if (heading !== undefined) {
			name = heading.trim();
			sections[name] ??= {};
			continue;
		}

		const [, key, value] = /^\s*(token|account)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
		if (key !== undefined && value !== undefined && value !== '') {
			sections[name] = {...sections[name], [key]: unquote(value)};
		}
	}

	return sections;
};

const problem = (code: string, message: Text, detail?: string): Problem => ({
	kind: 'auth',
	code,
	message,
	nextSteps: [text('problem.spot-credentials.next-environment'), text('problem.spot-credentials.next-file')],
	isRetryable: false,
	...(detail !== undefined && {detail}),
});

const pick = (environment: Readonly<Record<string, string | undefined>>, ...names: readonly string[]) =>
	names.map(name => environment[name]?.trim()).find(value => value !== undefined && value !== '');

/**
 * Spot's credentials by the vendor's conventions: `SPOTINST_TOKEN` and `SPOTINST_ACCOUNT`, then the shared file. The
 * two SDKs name the file and its profile differently, so both spellings are read (docs/facts.md SPOT 1.2). An account
 * of the environment goes before the file's. Settles to an `auth` problem when there is no token, and to an `input`
 * problem when the token is not to be sent to where SPOTINST_BASE_URL leads; no text names the token.
 */
export const readSpotCredentials = async (
	environment: Readonly<Record<string, string | undefined>>,
	homeDirectory: string,
): Promise<Result<SpotCredentials>> => {
	const baseUrl = pick(environment, 'SPOTINST_BASE_URL');
	const unusable = baseUrl === undefined ? undefined : baseUrlProblem(baseUrl);
	if (unusable !== undefined) {
		return fail(unusable);
	}

	const account = pick(environment, 'SPOTINST_ACCOUNT');
	const token = pick(environment, 'SPOTINST_TOKEN');
	if (token !== undefined) {
		return ok({
			token,
			...(account !== undefined && {accountId: account}),
			...(baseUrl !== undefined && {baseUrl}),
			source: {kind: 'environment'},
		});
	}

	const file =
		pick(environment, 'SPOTINST_CREDENTIALS_FILE', 'SPOTINST_SHARED_CREDENTIALS_FILE') ??
		path.join(homeDirectory, '.spotinst', 'credentials');
	const profile = pick(environment, 'SPOTINST_PROFILE', 'SPOTINST_CREDENTIALS_PROFILE') ?? 'default';

	let content: string;
	try {
		const found = await readRegular(file, maximumBytes);

		if (found.kind !== 'content') {
			return fail(
				found.kind === 'missing'
					? problem('spot-credentials-missing', text('problem.spot-credentials.missing', {path: file}))
					: problem('spot-credentials-unreadable', found.problem.message),
			);
		}

		content = found.content.toString('utf8');
	} catch (error) {
		return fail(
			problem(
				'spot-credentials-unreadable',
				text('problem.spot-credentials.unreadable', {path: file}),
				error instanceof Error ? error.message : undefined,
			),
		);
	}

	const sections = parseJson(content) ?? parseIni(content);
	const fallback = sections['default'];
	const section = sections[profile];
	if (section === undefined) {
		return fail(problem('spot-profile-missing', text('problem.spot-credentials.no-profile', {path: file, profile})));
	}

	// As the vendor's Go SDK does: what a named profile leaves out comes from the default one.
	const fileToken = section.token ?? fallback?.token;
	const accountId = account ?? section.account ?? fallback?.account;
	if (fileToken === undefined) {
		return fail(problem('spot-token-missing', text('problem.spot-credentials.no-token', {path: file, profile})));
	}

	return ok({
		token: fileToken,
		...(accountId !== undefined && {accountId}),
		...(baseUrl !== undefined && {baseUrl}),
		source: {kind: 'file', path: file, profile},
	});
};
