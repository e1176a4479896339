/** Whether a word is one of those known. */
export const isOneOf = <Word extends string>(words: readonly Word[], given: string): given is Word => {
	const all: readonly string[] = words;
	return all.includes(given);
};
