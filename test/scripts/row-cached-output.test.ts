import test from 'ava';
import fc from 'fast-check';
import Stock from '../../node_modules/ink/build/output.js';
import Output from '../../scripts/row-cached-output/output.js';

// The compositor in the bundle must give the bytes that Ink's own gives, whatever is written to it.

type Clip = Parameters<Stock['clip']>[0];
type Write = Parameters<Stock['write']>;
type Operation = {write: Write} | {clip: Clip} | 'unclip';

const compose = (
	Compositor: typeof Stock | typeof Output,
	size: {width: number; height: number},
	operations: readonly Operation[],
) => {
	const output = new Compositor(size);

	for (const operation of operations) {
		if (operation === 'unclip') {
			output.unclip();
		} else if ('clip' in operation) {
			output.clip(operation.clip);
		} else {
			output.write(...operation.write);
		}
	}

	return output.get();
};

const red = ['\u001B[31m', '\u001B[39m'] as const;
/** What nearly every row of the program's is made of. */
const simple = [
	...'ab -가힣❯⋅✓',
	'  ',
	...red,
	'\u001B[1m',
	'\u001B[2m',
	'\u001B[22m',
	'\u001B[7m',
	'\u001B[27m',
	'\u001B[1;38;5;196m',
	'\u001B[48;2;1;2;3m',
	'\u001B[0m',
	'\u001B[m',
];
const any = [
	...simple,
	...'각─\n\t\rㅎ',
	'\u1112\u1161\u11AB',
	'\u11AB',
	'e\u0301',
	'\u200D',
	'👩‍💻',
	'👍🏽',
	'🇰🇷',
	'❤️',
	'1️⃣',
	'\u001B]8;;https://example.com\u0007',
	'\u001B]8;;\u0007',
	'\u001B[2K',
	'\u001B',
];
const text = fc.oneof(
	fc.string({unit: fc.constantFrom(...simple), maxLength: 12}),
	fc.string({unit: fc.constantFrom(...any), maxLength: 12}),
);
const place = fc.integer({min: -2, max: 20});
const line = fc.integer({min: -1, max: 5});
const edge = fc.option(place, {nil: undefined});

const transformer = fc.constantFrom(
	(line: string) => red.join(line),
	(line: string) => line.toUpperCase(),
	(line: string, index: number) => `${index}${line}`,
	(line: string) => `${line}\n가`,
	() => '',
);
const transformers = fc.oneof(fc.array(transformer, {maxLength: 0}), fc.array(transformer, {maxLength: 3}));

const operation: fc.Arbitrary<Operation> = fc.oneof(
	{weight: 4, arbitrary: fc.tuple(place, line, text, fc.record({transformers})).map(write => ({write}))},
	{weight: 2, arbitrary: fc.record({x1: edge, x2: edge, y1: edge, y2: edge}).map(clip => ({clip}))},
	{weight: 1, arbitrary: fc.constant('unclip' as const)},
);

test('any sequence of writings and clippings is composed as by Ink, the first time and the next', t => {
	const size = fc.record({width: fc.integer({min: 0, max: 24}), height: fc.integer({min: 0, max: 5})});
	fc.assert(
		fc.property(size, fc.array(operation, {maxLength: 12}), (one, operations) => {
			const stock = compose(Stock, one, operations);
			t.deepEqual(compose(Output, one, operations), stock);
			t.deepEqual(compose(Output, one, operations), stock);
		}),
		{numRuns: 3000},
	);
});

test('rows that look alike at the same time are kept apart', t => {
	// The same texts in another place, order, width, and cut in two at another sign.
	const same: ReadonlyArray<readonly Operation[]> = [
		[
			[0, 'ab'],
			[2, 'c'],
		],
		[
			[2, 'c'],
			[0, 'ab'],
		],
		[
			[0, 'a'],
			[2, 'bc'],
		],
		[
			[1, 'ab'],
			[0, 'c'],
		],
		[[0, 'ab 2 c']],
		[
			[0, 'ab'],
			[0, '2'],
			[2, 'c'],
		],
	].map(row => row.map(([x, line]): Operation => ({write: [Number(x), 0, String(line), {transformers: []}]})));

	for (const width of [2, 3, 30]) {
		for (const operations of same) {
			const size = {width, height: 1};
			t.deepEqual(compose(Output, size, operations), compose(Stock, size, operations));
		}
	}
});

test('a row that was painted long ago is painted anew, and is the same', t => {
	const size = {width: 20, height: 1};
	const row = (index: number): readonly Operation[] => [{write: [index % 7, 0, `row ${index}`, {transformers: []}]}];

	for (const index of [...Array.from({length: 1500}, (_, at) => at), 0, 400, 1499]) {
		t.deepEqual(compose(Output, size, row(index)), compose(Stock, size, row(index)));
	}
});
