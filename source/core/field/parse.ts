/**
 * Parsers of single answers: text as typed in, domain value or one clear sentence out. Each is made for a field, so
 * that its sentence names the field. What several answers together get wrong is the fields' `check`.
 */
import {type Tag} from '../cloud/shared.js';
import {text, type Text} from '../text-token.js';
import {readRevisionLink, type RevisionLink} from './revision-link.js';
import {readTags} from './tag-list.js';
import {readValues} from './value-list.js';

export type Parsed<Value> = {readonly isOk: true; readonly value: Value} | {readonly isOk: false; readonly why: Text};

type Parser<Value> = (raw: string) => Parsed<Value>;

/** A parser that still wants the field's name for its sentence. */
export type NamedParser<Value> = (label: Text) => Parser<Value>;

const good = <Value>(value: Value): Parsed<Value> => ({isOk: true, value});
const bad = (why: Text): {readonly isOk: false; readonly why: Text} => ({isOk: false, why});

// Control and format characters: they would break the screen and no name may hold them.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/** Undefined when left empty, else as the parser inside says. */
export const optional =
	<Value>(parser: NamedParser<Value>): NamedParser<Value | undefined> =>
	label =>
	raw =>
		raw.trim() === '' ? good(undefined) : parser(label)(raw);

/** One line of at most `maximum` characters, blanks at its ends cut off. */
export const line =
	(maximum: number): NamedParser<string> =>
	label =>
	raw => {
		const value = raw.trim();
		if (value.length > maximum) {
			return bad(text('field.why.too-long', {label, maximum, length: value.length}));
		}

		return invisible.test(value) ? bad(text('field.why.control', {label})) : good(value);
	};

/** Names of applications, deployment groups and configurations (docs/facts.md CD 1.1). */
export const name: NamedParser<string> = label => raw => {
	const value = raw.trim();
	return /^[\w.+=,@-]{1,100}$/u.test(value) ? good(value) : bad(text('field.why.name', {label}));
};

/** A vendor's id or a type's name; the example stands in the sentence. */
export const pattern =
	(expression: RegExp, example: string): NamedParser<string> =>
	label =>
	raw => {
		const value = raw.trim();
		return expression.test(value) ? good(value) : bad(text('field.why.pattern', {label, example}));
	};

export const choice =
	<const Value extends string>(values: readonly Value[]): NamedParser<Value> =>
	label =>
	raw => {
		const value = values.find(each => each === raw.trim());
		return value === undefined ? bad(text('field.why.choice', {label, choices: values.join(', ')})) : good(value);
	};

/** `yes` or `no`; a command line may say `true` and `false` too. */
export const toggle: NamedParser<boolean> = label => raw => {
	const value = raw.trim().toLowerCase();
	if (['yes', 'true', 'y', '1'].includes(value)) {
		return good(true);
	}

	return ['no', 'false', 'n', '0'].includes(value)
		? good(false)
		: bad(text('field.why.choice', {label, choices: 'yes, no'}));
};

/** A whole number in a range, in the unit of the field's control. */
export const integer =
	(minimum: number, maximum?: number): NamedParser<number> =>
	label =>
	raw => {
		const value = /^\d{1,9}$/u.test(raw.trim()) ? Number(raw.trim()) : undefined;
		if (value !== undefined && value >= minimum && (maximum === undefined || value <= maximum)) {
			return good(value);
		}

		return bad(
			maximum === undefined
				? text('field.why.number-from', {label, minimum})
				: text('field.why.number', {label, minimum, maximum}),
		);
	};

/** Values of a multi-select, each as the parser inside says. */
export const list =
	<Value>(item: NamedParser<Value>): NamedParser<readonly Value[]> =>
	label =>
	raw => {
		const values: Value[] = [];
		for (const each of readValues(raw)) {
			const parsed = item(label)(each);
			if (!parsed.isOk) {
				return parsed;
			}

			values.push(parsed.value);
		}

		return good(values);
	};

type TagRules = {
	readonly maximum: number;
	/** Tags that identify a version need a value; others may do without. */
	readonly isValueRequired: boolean;
};

/**
 * Tags by both clouds' rules: keys of 1 to 128 characters and values of up to 256 (docs/facts.md CD 1.1), no key twice,
 * and no key that Spot or AWS keeps for itself (docs/facts.md SPOT 2.3).
 */
export const tags =
	({maximum, isValueRequired}: TagRules): NamedParser<readonly Tag[]> =>
	label =>
	raw => {
		const parts = readTags(raw);
		const found: Tag[] = [];
		for (const {key, value, raw: tag} of parts) {
			if (value === undefined) {
				return bad(text('field.why.tag-shape', {label, tag}));
			}

			if (invisible.test(key) || invisible.test(value)) {
				return bad(text('field.why.control', {label}));
			}

			if (key.length === 0 || key.length > 128) {
				return bad(text('field.why.tag-key', {label, length: key.length}));
			}

			if (value.length > 256) {
				return bad(text('field.why.tag-value', {label, key, length: value.length}));
			}

			if (isValueRequired && value === '') {
				return bad(text('field.why.tag-value-empty', {label, key}));
			}

			const prefix = ['spotinst', 'aws:'].find(each => key.toLowerCase().startsWith(each));
			if (prefix !== undefined) {
				return bad(text('field.why.tag-reserved', {label, prefix, key}));
			}

			if (found.some(each => each.key === key)) {
				return bad(text('field.why.tag-twice', {label, key}));
			}

			found.push({key, value});
		}

		return found.length > maximum
			? bad(text('field.why.tag-count', {label, maximum, excess: found.length - maximum}))
			: good(found);
	};

export const revisionLink: NamedParser<RevisionLink> = label => raw => {
	const link = readRevisionLink(raw);
	return link === undefined || invisible.test(raw) ? bad(text('field.why.s3', {label})) : good(link);
};

/** `owner/repository`; an address of the repository is taken too. */
export const repository: NamedParser<string> = label => raw => {
	const value = raw
		.trim()
		.replace(/^(?:https?:\/\/)?github\.com\//iu, '')
		.replace(/(?:\.git|\/)$/u, '');
	return /^[\w-]{1,39}\/[\w.-]{1,100}$/u.test(value) ? good(value) : bad(text('field.why.repository', {label}));
};

/** The full id: CodeDeploy takes no branch (docs/facts.md CD 2.1). */
export const commit: NamedParser<string> = label => raw => {
	const value = raw.trim().toLowerCase();
	return /^[\da-f]{40}$/u.test(value) ? good(value) : bad(text('field.why.commit', {label}));
};

const utf8Length = (value: string): number => {
	let bytes = 0;
	for (const character of value) {
		const point = character.codePointAt(0) ?? 0;
		bytes += point < 0x80 ? 1 : point < 0x8_00 ? 2 : point < 0x1_00_00 ? 3 : 4;
	}

	return bytes;
};

/** A script, kept to the letter; EC2 takes 16 KB before encoding (docs/facts.md SPOT 2.7). */
export const script: NamedParser<string> = label => raw => {
	const bytes = utf8Length(raw);
	return bytes > 16_384 ? bad(text('field.why.user-data-size', {label, bytes})) : good(raw);
};
