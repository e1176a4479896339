/**
 * No document of ours nests half as deep. Whatever walks through one by recursion, `JSON.stringify` too, overflows the
 * stack some thousand levels down.
 */
export const deepestLevel = 64;

export type ParsedJson =
	| {readonly kind: 'value'; readonly value: unknown}
	/** It nests deeper than `deepestLevel` from this character on. */
	| {readonly kind: 'too-deep'; readonly offset: number}
	| {
			readonly kind: 'invalid';
			/** The engine's words, which quote from the text. */
			readonly message: string;
			/** The beginning of an object without its end, as a writer leaves it that dies in the middle. */
			readonly isCutOff: boolean;
	  };

type Nesting = {
	/** First character that is too deep. */
	readonly tooDeepAt?: number;
	/** Whether the outermost value was closed. */
	readonly isClosed: boolean;
};

const measureNesting = (content: string): Nesting => {
	let level = 0;
	let isInString = false;
	let isClosed = false;

	for (let offset = 0; offset < content.length; offset++) {
		switch (content.charAt(offset)) {
			case '"': {
				isInString = !isInString;
				break;
			}

			case '\\': {
				// The next character is escaped: it may be a quote.
				offset++;
				break;
			}

			case '{':
			case '[': {
				level += isInString ? 0 : 1;

				if (level > deepestLevel) {
					return {tooDeepAt: offset, isClosed};
				}

				break;
			}

			case '}':
			case ']': {
				level -= isInString ? 0 : 1;
				isClosed ||= level <= 0;
				break;
			}

			default:
		}
	}

	return {isClosed};
};

/** A power cut leaves zeros where the end of a line was to be. */
const withoutZeros = (content: string): string => {
	let end = content.length;

	while (end > 0 && content[end - 1] === '\0') {
		end--;
	}

	return content.slice(0, end);
};

/** `JSON.parse` that never throws and bounds the depth. */
export const parseJson = (content: string): ParsedJson => {
	const {tooDeepAt, isClosed} = measureNesting(content);

	if (tooDeepAt !== undefined) {
		return {kind: 'too-deep', offset: tooDeepAt};
	}

	try {
		return {kind: 'value', value: JSON.parse(content)};
	} catch (error) {
		const written = withoutZeros(content).trim();
		return {
			kind: 'invalid',
			message: error instanceof Error ? error.message : String(error),
			isCutOff: written === '' || (written.startsWith('{') && !isClosed),
		};
	}
};
