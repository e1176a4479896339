import {type Tag} from '../cloud/shared.js';

const escapes = /[\\,=]/g;

const escape = (part: string): string => part.replaceAll(escapes, String.raw`\$&`);

/** Tags as one text: `key=value` joined by commas, with `\,` `\=` and `\\` for the characters themselves. */
export const writeTags = (tags: readonly Tag[]): string =>
	tags.map(tag => `${escape(tag.key)}=${escape(tag.value)}`).join(',');

/** A tag as a person reads it. */
export const showTag = (tag: Tag): string => `${tag.key}=${tag.value}`;

export const showTags = (tags: readonly Tag[]): string => tags.map(tag => showTag(tag)).join(', ');

export const isSameTag = (one: Tag, other: Tag): boolean => one.key === other.key && one.value === other.value;

/** A part without an equals sign has no value; it is not a tag yet. */
export type TagDraft = {readonly key: string; readonly value?: string; readonly raw: string};

/** Reads what `writeTags` wrote, and what people type: blanks round keys, values and commas do not count. */
export const readTags = (raw: string): readonly TagDraft[] => {
	const parts: TagDraft[] = [];
	let key: string | undefined;
	let current = '';
	let source = '';

	const end = () => {
		if (source.trim() !== '') {
			parts.push(
				key === undefined
					? {key: current.trim(), raw: source.trim()}
					: {key: key.trim(), value: current.trim(), raw: source.trim()},
			);
		}

		key = undefined;
		current = '';
		source = '';
	};

	let isEscaped = false;
	for (const character of raw) {
		if (isEscaped) {
			current += character;
			source += character;
			isEscaped = false;
		} else if (character === '\\') {
			isEscaped = true;
		} else if (character === ',') {
			end();
		} else {
			source += character;
			if (character === '=' && key === undefined) {
				key = current;
				current = '';
			} else {
				current += character;
			}
		}
	}

	if (isEscaped) {
		current += '\\';
		source += '\\';
	}

	end();
	return parts;
};

/** The tags of an answer that is known to parse; parts that are no tags are left out. */
export const tagsOf = (raw: string | undefined): readonly Tag[] =>
	readTags(raw ?? '').flatMap(({key, value}) => (value === undefined || key === '' ? [] : [{key, value}]));
