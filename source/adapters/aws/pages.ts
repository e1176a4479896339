export type AnswerPage<Value> = {readonly values: readonly Value[] | undefined; readonly next: string | undefined};

/** No list that a person chooses from is read beyond this. */
const mostValues = 10_000;

/** Follows a paged answer to its end, or to the limit. */
export const collectPages = async <Value>(
	read: (token: string | undefined) => Promise<AnswerPage<Value>>,
	limit = mostValues,
): Promise<readonly Value[]> => {
	const found: Value[] = [];
	let token: string | undefined;

	do {
		const {values, next} = await read(token);
		found.push(...(values ?? []));
		token = next === '' ? undefined : next;
	} while (token !== undefined && found.length < limit);

	return found.slice(0, limit);
};

/** Splits what is too much for one call. */
export const chunksOf = <Value>(values: readonly Value[], size: number): ReadonlyArray<readonly Value[]> =>
	Array.from({length: Math.ceil(values.length / size)}, (_, index) => values.slice(index * size, (index + 1) * size));
