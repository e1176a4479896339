import test from 'ava';
import fc from 'fast-check';
import {compareVersions, nextVersion, otherNextVersion} from '../../../source/core/flow/next-version.js';

const now = Date.UTC(2026, 1, 3, 12);

const table: ReadonlyArray<readonly [value: string, next: string | undefined]> = [
	['5.0', '6.0'],
	['1', '2'],
	['9', '10'],
	['0', '1'],
	['0.0', '1.0'],
	['1.9', '1.10'],
	['v1.9', 'v1.10'],
	['1.2.0', '1.3.0'],
	['2.0.0', '3.0.0'],
	['1.2.3', '1.2.4'],
	['release-0042', 'release-0043'],
	['build-99', 'build-100'],
	['2026.02', '2026.03'],
	['2026-01-31', '2026-02-03'],
	['20260131', '20260203'],
	['2026.01.31.4', '2026.02.03.1'],
	['2026-02-03', '2026-02-03.2'],
	['2026-02-03.2', '2026-02-03.3'],
	['v2026-02-03', 'v2026-02-03.2'],
	['blue', 'blue-2'],
	['99999999999999999999', '100000000000000000000'],
	['3f2a91c', undefined],
	['123e4567-e89b-12d3-a456-426614174000', undefined],
	['', undefined],
];

for (const [value, next] of table) {
	test(`after ${JSON.stringify(value)} comes ${next ?? 'nothing that could be guessed'}`, t => {
		t.is(nextVersion(value, now), next);
	});
}

test('the other step is the smaller or the larger one', t => {
	t.is(otherNextVersion('5.0', now), '5.1');
	t.is(otherNextVersion('v1.9', now), 'v2.0');
	t.is(otherNextVersion('1.2.3', now), '2.0.0');
	t.is(otherNextVersion('7', now), undefined);
	t.is(otherNextVersion('2026-02-03', now), undefined);
});

test('the next version is further, keeps its words, and can be counted on from', t => {
	const version = fc
		.tuple(fc.constantFrom('', 'v', 'build-'), fc.array(fc.nat({max: 30}), {minLength: 1, maxLength: 4}))
		.map(([head, numbers]) => head + numbers.join('.'));
	fc.assert(
		fc.property(version, value => {
			const next = nextVersion(value, now);
			t.not(next, undefined);
			t.is(compareVersions(next!, value), 1);
			t.is(next!.replaceAll(/\d+/gu, '#'), value.replaceAll(/\d+/gu, '#'));
			t.is(compareVersions(nextVersion(next!, now)!, next!), 1);
		}),
	);
});
