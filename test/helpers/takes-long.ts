const timeOf = (work: () => unknown): number => {
	const begin = performance.now();
	work();
	return performance.now() - begin;
};

/** Something is done at each character of the text, once. */
const visitEach = (text: string): string => text.replaceAll(/./gsu, character => character.toLowerCase());

/**
 * Whether the work takes a hundred times as long as to visit each character of a long text once, which is measured here
 * and now: a slow machine is slow for both. What reads the rest of the text again at each piece takes some thousand times.
 */
export const takesLong = (work: (text: string) => unknown, head: string, piece: string): boolean => {
	const text = head + piece.repeat(Math.ceil(96_000 / piece.length));
	const rounds = [1, 2, 3];
	return rounds.every(() => timeOf(() => work(text)) > 100 * timeOf(() => visitEach(text)));
};
