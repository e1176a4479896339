import {type Clock} from '../../source/ports/clock.js';

export type ManualClock = Clock & {
	/** How many sleep now. */
	readonly sleeping: number;
	/** When the next one wakes, in this clock's time. */
	readonly nextWakeAt: number | undefined;
	/**
	 * Moves time on by `ms`, waking sleepers one after another at their own moments; what they do (and what they sleep
	 * again for, within `ms`) happens before the next one is woken.
	 */
	advance(ms: number): Promise<void>;
	/** Moves to the next sleeper's moment and wakes it; false when nobody sleeps. */
	advanceToNext(): Promise<boolean>;
	/** Settles once at least `count` (default 1) sleep: after real input and output, time may move again. */
	untilSleeping(count?: number): Promise<void>;
};

type Sleeper = {readonly at: number; readonly order: number; wake(): void};

/** Lets everything that is already possible happen: promise chains, and the callbacks of finished input and output. */
const settle = async (): Promise<void> => {
	for (let turn = 0; turn < 4; turn++) {
		await new Promise<void>(resolve => {
			setImmediate(resolve);
		});
	}
};

/** A clock that stands still until the test moves it. Starts at 2026-01-05T09:00:00Z unless told. */
export const createManualClock = (start = Date.UTC(2026, 0, 5, 9)): ManualClock => {
	let now = start;
	let order = 0;
	let sleepers: readonly Sleeper[] = [];
	let waiters: ReadonlyArray<{readonly count: number; resolve(): void}> = [];

	const tellWaiters = () => {
		const ready = waiters.filter(waiter => sleepers.length >= waiter.count);
		waiters = waiters.filter(waiter => sleepers.length < waiter.count);
		for (const waiter of ready) {
			waiter.resolve();
		}
	};

	const next = (): Sleeper | undefined =>
		[...sleepers].sort((one, other) => one.at - other.at || one.order - other.order)[0];

	const wakeNextUntil = async (limit: number): Promise<boolean> => {
		const sleeper = next();
		if (sleeper === undefined || sleeper.at > limit) {
			return false;
		}

		now = Math.max(now, sleeper.at);
		sleeper.wake();
		await settle();
		return true;
	};

	return {
		now: () => now,
		sleep: async (ms, signal) =>
			new Promise<void>(resolve => {
				if (signal?.aborted === true || ms <= 0) {
					resolve();
					return;
				}

				const wake = () => {
					sleepers = sleepers.filter(other => other !== sleeper);
					signal?.removeEventListener('abort', wake);
					resolve();
				};

				const sleeper: Sleeper = {at: now + ms, order: order++, wake};
				sleepers = [...sleepers, sleeper];
				signal?.addEventListener('abort', wake);
				tellWaiters();
			}),
		async advance(ms) {
			const end = now + ms;
			await settle();
			while (await wakeNextUntil(end)) {
				// Each turn wakes one.
			}

			now = end;
		},
		async advanceToNext() {
			await settle();
			return wakeNextUntil(Number.POSITIVE_INFINITY);
		},
		get sleeping() {
			return sleepers.length;
		},
		get nextWakeAt() {
			return next()?.at;
		},
		untilSleeping: async (count = 1) =>
			new Promise<void>(resolve => {
				waiters = [...waiters, {count, resolve}];
				tellWaiters();
			}),
	};
};
