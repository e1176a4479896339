/**
 * What JSON leaves as it is although a terminal, an editor or a reader of lines does not: DEL and C1, everything without
 * a width, marks of direction, and the two line ends that are none of ASCII.
 */
const unsafe = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const toEscapes = (character: string): string =>
	Array.from({length: character.length}, (_, index) => {
		const unit = character.slice(index, index + 1).codePointAt(0) ?? 0;
		return String.raw`\u${unit.toString(16).padStart(4, '0')}`;
	}).join('');

// Outside of strings JSON has ASCII only, so that each match stands in a value or in a key.
const escape = (json: string): string => json.replaceAll(unsafe, toEscapes);

/** A document in one line, without the line's end. It parses to the same value as any JSON of it. */
export const toJsonLine = (value: object): string => escape(JSON.stringify(value));

/** A document over several lines, for people and for version control. */
export const toJsonDocument = (value: object): string => escape(JSON.stringify(value, undefined, '\t'));
