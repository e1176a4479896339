import test from 'ava';
import {createCloudClock} from '../../source/runtime/cloud-clock.js';
import {createManualClock} from '../helpers/manual-clock.js';

const cloudStart = Date.UTC(2026, 0, 5, 9);
const minute = 60_000;

/** A machine whose clock shows `aheadMs` more than the clouds' until it is set or sleeps. */
const open = (aheadMs: number) => {
	const machine = createManualClock(cloudStart + aheadMs);
	let cloudAheadMs = -aheadMs;
	const cloud = createCloudClock(machine);
	return {
		machine,
		cloud,
		now: () => cloud.clock.now() - cloudStart,
		answer(tookMs = 0) {
			const at = machine.now() + cloudAheadMs - tookMs;
			cloud.takeStamp({cloudAt: Math.floor(at / 1000) * 1000, tookMs});
		},
		/** Time passes in the clouds while the machine's counter stands still. */
		sleepMachine(ms: number) {
			cloudAheadMs += ms;
		},
	};
};

test('before any answer the machine’s time is all there is', t => {
	const {cloud, now} = open(20 * minute);
	t.is(now(), 20 * minute);
	t.is(cloud.skewMs, undefined);
});

for (const aheadMs of [20 * minute, -2 * minute, 3 * 60 * minute]) {
	test(`a machine that is ${aheadMs / minute} minutes ahead tells the clouds’ time after their first answer`, async t => {
		const {machine, cloud, now, answer} = open(aheadMs);
		t.is(now(), aheadMs);
		answer();
		t.true(Math.abs(now()) < 1000);
		t.true(Math.abs((cloud.skewMs ?? 0) - aheadMs) < 1000);
		await machine.advance(5 * minute);
		t.true(Math.abs(now() - 5 * minute) < 1000);
	});
}

test('answers that agree with the clock leave it alone, however slow they are', async t => {
	const {machine, now, answer} = open(0);
	for (let turn = 0; turn < 50; turn++) {
		await machine.advance(1337);
		answer(turn % 3 === 0 ? 20_000 : 10);
		t.is(now(), 1337 * (turn + 1));
	}
});

test('time that the machine slept through is there after the next two answers', async t => {
	const {machine, now, answer, sleepMachine} = open(0);
	answer();
	await machine.advance(minute);
	sleepMachine(180 * minute);
	answer();
	t.is(now(), minute, 'one answer may be an old one');
	answer();
	t.true(Math.abs(now() - 181 * minute) < 1000);
});

test('a first answer from a cache is not taken for a clock that is off', t => {
	const {machine, cloud, now, answer} = open(0);
	cloud.takeStamp({cloudAt: machine.now() - 180 * minute, tookMs: 0});
	answer();
	answer();
	t.true(Math.abs(now()) < 1000);
	t.is(cloud.notableSkewMs, undefined);
});

test('a single answer from a cache moves nothing, and time never goes back', async t => {
	const {machine, cloud, now, answer} = open(0);
	answer();
	await machine.advance(10 * minute);
	cloud.takeStamp({cloudAt: cloudStart - 60 * minute, tookMs: 5});
	t.is(now(), 10 * minute);
	answer();
	cloud.takeStamp({cloudAt: cloudStart + 500 * minute, tookMs: 5});
	answer();
	t.is(now(), 10 * minute);
	// Small corrections hold it where it is until the clouds have caught up.
	cloud.takeStamp({cloudAt: cloudStart + 10 * minute - 5000, tookMs: 0});
	t.is(now(), 10 * minute);
});
