import {UnreadableAnswer} from './answer-errors.js';

export type AnswerPage<Value> = {readonly values: readonly Value[] | undefined; readonly next: string | undefined};

/** No list that a person chooses from is read beyond this. */
const mostValues = 10_000;

/** More than any list of these services has; one that goes on for ever is not read for ever. */
const mostPages = 1000;

/** Follows a paged answer to its end, or to the limit. */
export const collectPages = async <Value>(
	read: (token: string | undefined) => Promise<AnswerPage<Value>>,
	limit = mostValues,
): Promise<readonly Value[]> => {
	const found: Value[] = [];
	let token: string | undefined;
	let pages = 0;

	do {
		const {values, next} = await read(token);
		found.push(...(values ?? []));
		pages++;

		if (next !== undefined && next !== '' && (next === token || pages === mostPages)) {
			throw new UnreadableAnswer('a list without an end');
		}

		token = next === '' ? undefined : next;
	} while (token !== undefined && found.length < limit);

	return found.slice(0, limit);
};

type Named<Value, Name extends keyof Value> = Value & {readonly [Key in Name]-?: NonNullable<Value[Key]>};

/** Of a list to choose from: an entry without a name can not be chosen, and does not hide the others. */
export const withName = <Value extends object, Name extends keyof Value>(
	values: readonly Value[],
	name: Name,
): ReadonlyArray<Named<Value, Name>> =>
	values.filter(
		(value): value is Named<Value, Name> => value[name] !== undefined && value[name] !== null && value[name] !== '',
	);

/** Splits what is too much for one call. */
export const chunksOf = <Value>(values: readonly Value[], size: number): ReadonlyArray<readonly Value[]> =>
	Array.from({length: Math.ceil(values.length / size)}, (_, index) => values.slice(index * size, (index + 1) * size));
