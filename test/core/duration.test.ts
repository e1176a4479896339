import test from 'ava';
import fc from 'fast-check';
import {durationParts, formatClock, formatDuration, formatShortDuration} from '../../source/core/duration.js';

test('a length is told in its two largest units', t => {
	t.is(formatDuration(0), '0s');
	t.is(formatDuration(9999), '9s');
	t.is(formatDuration(60_000), '1m 00s');
	t.is(formatDuration(245_000), '4m 05s');
	t.is(formatDuration(7_620_000), '2h 07m');
	t.is(formatDuration(97_200_000), '1d 03h');
	t.is(formatDuration(-5000), '0s');
});

test('a short length is its largest unit alone', t => {
	t.deepEqual(
		[59_000, 61_000, 3_600_000, 86_400_000, 900 * 86_400_000].map(ms => formatShortDuration(ms)),
		['59s', '1m', '1h', '1d', '99d'],
	);
});

test('durations below a hundred days stay in their columns', t => {
	fc.assert(
		fc.property(fc.integer({min: 0, max: 100 * 86_400_000 - 1}), ms => {
			t.true(formatDuration(ms).length <= 7);
			t.true(formatShortDuration(ms).length <= 3);
		}),
	);
});

test('the parts of a length lose less than one of the smaller unit', t => {
	const seconds = {day: 86_400, hour: 3600, minute: 60, second: 1};
	fc.assert(
		fc.property(fc.integer({min: 0, max: 100 * 86_400_000}), ms => {
			const parts = durationParts(ms);
			const told = parts.reduce((sum, {value, unit}) => sum + value * seconds[unit] * 1000, 0);
			const smallest = parts.at(-1)!;
			t.true(ms - told >= 0 && ms - told < seconds[smallest.unit] * 1000);
		}),
	);
});

test('a time of day follows the offset', t => {
	const at = Date.UTC(2026, 2, 4, 16, 30, 5);
	t.is(formatClock(at), '16:30:05');
	t.is(formatClock(at, 9 * 60), '01:30:05');
});
