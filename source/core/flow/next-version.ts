/** Numbers in a version-like text, with where they stand. */
const numbersOf = (value: string) => [...value.matchAll(/\d+/gu)].map(match => ({at: match.index, digits: match[0]}));

/** Commit ids and the like: digits among letters without order. Counting them up would mean nothing. */
const isHash = (value: string): boolean =>
	/^[\da-f]{7,64}$/iu.test(value) && /[a-f]/iu.test(value) && /\d/u.test(value);

const isUuid = (value: string): boolean => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(value);

const raise = (value: string, {at, digits}: {readonly at: number; readonly digits: string}): string =>
	value.slice(0, at) + String(BigInt(digits) + 1n).padStart(digits.length, '0') + value.slice(at + digits.length);

const dated =
	/^(?<head>\D*)(?<year>20\d{2})(?<mark>[./-]?)(?<month>0[1-9]|1[0-2])\k<mark>(?<day>0[1-9]|[12]\d|3[01])(?<tail>[._-]\d+)?$/u;

/** A date becomes today's; a second one on the same day gets a number behind it. */
const nextDate = (value: string, now: number): string | undefined => {
	const {head = '', year = '', mark = '', month = '', day = '', tail} = dated.exec(value)?.groups ?? {};
	if (year === '') {
		return undefined;
	}

	const [today = ''] = new Date(now).toISOString().split('T');
	if (today > `${year}-${month}-${day}`) {
		return head + today.replaceAll('-', mark) + (tail === undefined ? '' : `${tail.charAt(0)}1`);
	}

	const last = tail === undefined ? undefined : numbersOf(value).at(-1);
	return last === undefined ? `${value}.2` : raise(value, last);
};

/**
 * Counts a version-like value up, in its own style: 6.0 after 5.0, 1.3.0 after 1.2.0, v1.10 after v1.9, build-0043
 * after build-0042; a full date becomes today's (UTC). The last number that is not one of the zeros at the end is
 * raised, because 5.0 says that its author counts in whole numbers. Undefined where counting would mean nothing.
 */
export const nextVersion = (value: string, now: number): string | undefined => {
	if (value === '' || isHash(value) || isUuid(value)) {
		return undefined;
	}

	const date = nextDate(value, now);
	if (date !== undefined) {
		return date;
	}

	const numbers = numbersOf(value);
	const counted = numbers.findLast(({digits}) => !/^0+$/u.test(digits)) ?? numbers[0];
	return counted === undefined ? `${value}-2` : raise(value, counted);
};

/** The smaller or larger step than `nextVersion` takes: 5.1 beside 6.0, v2.0 beside v1.10. Undefined without one. */
export const otherNextVersion = (value: string, now: number): string | undefined => {
	const next = nextVersion(value, now);
	const numbers = numbersOf(value);
	const first = numbers[0];
	const last = numbers.at(-1);
	if (next === undefined || first === undefined || last === undefined || first === last || dated.test(value)) {
		return undefined;
	}

	const small = raise(value, last);
	if (small !== next) {
		return small;
	}

	const raised = raise(value, first);
	const rest = value.length - first.at - first.digits.length;
	return (
		raised.slice(0, raised.length - rest) +
		raised.slice(raised.length - rest).replaceAll(/\d+/gu, digits => '0'.repeat(Math.min(1, digits.length)))
	);
};

/** Orders two values by their numbers, first to last; what has no numbers comes first. */
export const compareVersions = (one: string, other: string): number => {
	const left = numbersOf(one);
	const right = numbersOf(other);
	for (let index = 0; index < Math.max(left.length, right.length); index++) {
		const difference = BigInt(left[index]?.digits ?? '-1') - BigInt(right[index]?.digits ?? '-1');
		if (difference !== 0n) {
			return difference > 0n ? 1 : -1;
		}
	}

	return 0;
};
