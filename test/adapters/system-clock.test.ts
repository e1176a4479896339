import test from 'ava';
import {createScaledClock, systemClock} from '../../source/adapters/system-clock.js';
import {createManualClock} from '../helpers/manual-clock.js';

test('the wall clock tells the wall time', t => {
	t.true(Math.abs(systemClock.now() - Date.now()) < 1000);
});

test('a sleep that is aborted ends at once and does not reject', async t => {
	const controller = new AbortController();
	const sleeping = systemClock.sleep(3_600_000, controller.signal);
	controller.abort();
	await t.notThrowsAsync(sleeping);
	await t.notThrowsAsync(systemClock.sleep(3_600_000, AbortSignal.abort()));
});

test('a sleep of longer than a timer can count does not end at once', async t => {
	const controller = new AbortController();
	let isOver = false;
	const sleeping = (async () => {
		await systemClock.sleep(3_000_000_000, controller.signal);
		isOver = true;
	})();
	await systemClock.sleep(5);
	t.false(isOver);
	controller.abort();
	await sleeping;
});

test('a scaled clock runs so many times as fast, and its sleeps are as much shorter', async t => {
	const wall = createManualClock(1_000_000);
	const clock = createScaledClock(60, wall);
	t.is(clock.now(), 1_000_000);
	let wokeAt = 0;
	const sleeping = (async () => {
		await clock.sleep(60_000);
		wokeAt = clock.now();
	})();
	await wall.advance(999);
	t.is(wokeAt, 0);
	await wall.advance(1);
	await sleeping;
	t.is(wokeAt, 1_060_000);
});

test('the manual clock wakes sleepers in order, at their own moments', async t => {
	const clock = createManualClock(0);
	const log: string[] = [];
	const sleep = async (name: string, ms: number) => {
		await clock.sleep(ms);
		log.push(`${name} at ${clock.now()}`);
	};

	const all = Promise.all([sleep('late', 30), sleep('early', 10), sleep('early too', 10)]);
	const chain = (async () => {
		await sleep('first', 5);
		await sleep('second', 10);
	})();
	await clock.untilSleeping(4);
	await clock.advance(30);
	await Promise.all([all, chain]);
	t.deepEqual(log, ['first at 5', 'early at 10', 'early too at 10', 'second at 15', 'late at 30']);
	t.is(clock.now(), 30);
	t.is(clock.sleeping, 0);
});
