const distance = (from: string, to: string): number => {
	let row = Array.from({length: to.length + 1}, (_, index) => index);

	for (const [i, letter] of [...from].entries()) {
		const next = [i + 1];

		for (const [j, other] of [...to].entries()) {
			next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
		}

		row = next;
	}

	return row.at(-1) ?? 0;
};

/** The word that was probably meant, or undefined where none is near enough to be worth a suggestion. */
export const nearest = (typed: string, words: readonly string[]): string | undefined => {
	const [best] = words
		.map(word => ({word, cost: word.startsWith(typed) && typed.length > 2 ? 1 : distance(typed, word)}))
		.sort((a, b) => a.cost - b.cost);

	return best && best.cost <= Math.max(1, Math.floor(best.word.length / 3)) ? best.word : undefined;
};
