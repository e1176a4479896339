import {deepestLevel, parseJson} from '../parse-json.js';
import {fail, ok, type Result} from '../problem.js';
import {text, type Text} from '../text-token.js';
import {findSecret} from './find-secret.js';
import {type Profile} from './profile.js';

/** A file's text, and where it stands for the sentences of a refusal. */
export type ProfileFile = {readonly source: string; readonly content: string};

const refuse = (source: string, line: number, why: Text): Result<never> =>
	fail({
		kind: 'input',
		code: 'profile-file-invalid',
		message: text('problem.profile-file-invalid', {file: source, line, why}),
		nextSteps: [text('problem.profile-file-kept')],
		isRetryable: false,
	});

/** Line, counted from 1, of an offset. */
const lineAt = (content: string, offset: number): number => content.slice(0, offset).split('\n').length;

/** Line of the member's name, or 1 where it stands nowhere. */
const lineOf = (content: string, member: string): number => {
	const offset = content.indexOf(JSON.stringify(member));
	return offset === -1 ? 1 : lineAt(content, offset);
};

/** V8 says `at position 41`, newer ones `(line 3 column 5)`, and nothing where the text ends too early. */
const lineOfSyntaxError = (content: string, message: string): number => {
	const line = /\(line (\d+)/.exec(message)?.[1];
	const position = /position (\d+)/.exec(message)?.[1];

	if (line !== undefined) {
		return Number(line);
	}

	return lineAt(content, position === undefined ? content.trimEnd().length : Number(position));
};

/** V8 quotes what stands around the mistake, which may be a secret. */
const withoutQuote = (message: string): string => message.replace(/, (?:\.{3})?".*$/s, '');

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const known = new Set(['version', 'name', 'answers', 'updatedAt', 'last']);

/** What the key of a field can be, in any version of the program. */
const fieldKey = /^[A-Za-z][\w.-]{0,63}$/;

const outcomes = ['succeeded', 'failed', 'stopped', 'refused', 'handed-over'] as const;

const toLast = (value: unknown): Profile['last'] => {
	if (!isMembers(value)) {
		return undefined;
	}

	const {runId, at, greenTagValue, durationMs} = value;
	const outcome = outcomes.find(one => one === value['outcome']);

	return typeof runId === 'string' &&
		typeof at === 'number' &&
		typeof greenTagValue === 'string' &&
		typeof durationMs === 'number' &&
		outcome
		? {runId, at, outcome, greenTagValue, durationMs}
		: undefined;
};

/**
 * Brings an older shape to the present one. Version 1 is the first, so there is nothing older; a newer file is
 * refused rather than read by halves.
 */
const upgrade = (members: Members): Members => members;

/** Reads a profile's file: parse, upgrade, validate. Unknown members are kept, bad ones named with their line. */
export const parseProfile = ({source, content}: ProfileFile): Result<Profile> => {
	const parsed = parseJson(content);

	switch (parsed.kind) {
		case 'too-deep': {
			return refuse(source, lineAt(content, parsed.offset), text('profile.too-deep', {levels: deepestLevel}));
		}

		case 'invalid': {
			const {message} = parsed;
			return refuse(
				source,
				lineOfSyntaxError(content, message),
				text('profile.not-json', {detail: withoutQuote(message)}),
			);
		}

		case 'value': {
			break;
		}
	}

	const document = parsed.value;

	if (!isMembers(document)) {
		return refuse(source, 1, text('profile.not-object'));
	}

	const {version} = document;

	if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
		return refuse(source, lineOf(content, 'version'), text('profile.no-version'));
	}

	if (version > 1) {
		return refuse(source, lineOf(content, 'version'), text('profile.newer-version', {version}));
	}

	const members = upgrade(document);
	const {name, answers, updatedAt} = members;

	if (typeof name !== 'string' || name === '') {
		return refuse(source, lineOf(content, 'name'), text('profile.no-name'));
	}

	if (!isMembers(answers)) {
		return refuse(source, lineOf(content, 'answers'), text('profile.no-answers'));
	}

	const kept: Record<string, string> = {};

	for (const [key, value] of Object.entries(answers)) {
		if (!fieldKey.test(key)) {
			return refuse(source, lineOf(content, key), text('profile.bad-key', {key}));
		}

		if (typeof value !== 'string') {
			return refuse(source, lineOf(content, key), text('profile.answer-not-text', {key}));
		}

		kept[key] = value;
	}

	if (updatedAt !== undefined && typeof updatedAt !== 'number') {
		return refuse(source, lineOf(content, 'updatedAt'), text('profile.not-number', {member: 'updatedAt'}));
	}

	const last = toLast(members['last']);

	if (members['last'] !== undefined && last === undefined) {
		return refuse(source, lineOf(content, 'last'), text('profile.bad-last'));
	}

	const unknown = Object.fromEntries(Object.entries(members).filter(([key]) => !known.has(key)));
	const secret = findSecret({...unknown, ...kept});

	if (secret !== undefined) {
		const [member = secret] = secret.split('.');
		return refuse(source, lineOf(content, member), text('profile.holds-secret', {key: secret}));
	}

	return ok({
		version: 1,
		name,
		answers: kept,
		updatedAt: updatedAt ?? 0,
		...(last && {last}),
		...(Object.keys(unknown).length > 0 && {unknown}),
	});
};
