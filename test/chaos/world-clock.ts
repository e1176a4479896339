/** The true time of a story, which only the player moves, and the clocks of the machines, which may be wrong. */
import {type Clock} from '../../source/ports/clock.js';

export type WorldClock = {
	readonly nextWakeAt: number | undefined;
	now(): number;
	/** Settles when the time has come, or at once when the signal aborts. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** Wakes everybody whose time has come, in the order of their times. */
	moveTo(moment: number): void;
};

type Sleeper = {readonly at: number; wake(): void};

export const createWorldClock = (start: number): WorldClock => {
	let now = start;
	// Sorted by time; of one moment, who fell asleep first comes first.
	const sleepers: Sleeper[] = [];
	const remove = (sleeper: Sleeper): void => {
		const index = sleepers.indexOf(sleeper);
		if (index !== -1) {
			sleepers.splice(index, 1);
		}
	};

	return {
		now: () => now,
		get nextWakeAt() {
			return sleepers[0]?.at;
		},
		sleep: async (ms, signal) =>
			new Promise(resolve => {
				if (ms <= 0 || signal?.aborted === true) {
					resolve();
					return;
				}

				const sleeper: Sleeper = {
					at: now + ms,
					wake() {
						remove(sleeper);
						signal?.removeEventListener('abort', sleeper.wake);
						resolve();
					},
				};
				const index = sleepers.findLastIndex(({at}) => at <= sleeper.at);
				sleepers.splice(index + 1, 0, sleeper);
				signal?.addEventListener('abort', sleeper.wake);
			}),
		moveTo(moment) {
			now = Math.max(now, moment);
			while (sleepers[0] !== undefined && sleepers[0].at <= now) {
				sleepers[0].wake();
			}
		},
	};
};

export type MachineClock = Clock & {
	readonly isAsleep: boolean;
	/** When it wakes, by the true time; now where it is awake. */
	readonly awakeAt: number;
	/** Time that passes for the machine's timers: it stands still while the machine sleeps, and never jumps. */
	steadyNow(): number;
	/** Somebody sets the clock forward or back. */
	jump(ms: number): void;
	/** The lid is closed for so long, from now on. */
	nap(ms: number): void;
};

export const createMachineClock = (world: WorldClock, offsetMs: number, lateness: number): MachineClock => {
	let offset = offsetMs;
	let napped = 0;
	let nap: {readonly from: number; readonly until: number} | undefined;

	/** How much of the nap is left. */
	const napMs = (): number => Math.max(0, (nap?.until ?? 0) - world.now());

	const steadyNow = (): number => {
		if (nap !== undefined && world.now() >= nap.until) {
			napped += nap.until - nap.from;
			nap = undefined;
		}

		return (nap?.from ?? world.now()) - napped;
	};

	return {
		now: () => world.now() + offset,
		steadyNow,
		get isAsleep() {
			return napMs() > 0;
		},
		get awakeAt() {
			return world.now() + napMs();
		},
		async sleep(ms, signal) {
			const due = steadyNow() + ms * lateness;
			const leftMs = (): number => Math.max(0, due - steadyNow()) + napMs();
			do {
				await world.sleep(leftMs(), signal);
			} while (signal?.aborted !== true && leftMs() > 0);
		},
		jump(ms) {
			offset += ms;
		},
		nap(ms) {
			steadyNow();
			nap ??= {from: world.now(), until: world.now() + ms};
		},
	};
};

/** What is on its way: while anything is, no time may pass. */
export type Activity = {
	begin(): void;
	end(): void;
	/** Settles when everybody sleeps, has ended or hangs. */
	untilQuiet(): Promise<void>;
	/** Does one thing after the other, in the order in which they were asked for, so that a story has one course. */
	inTurn<Value>(work: () => Promise<Value>): Promise<Value>;
};

const nextTurn = async (): Promise<void> =>
	new Promise(resolve => {
		setImmediate(resolve);
	});

export const createActivity = (): Activity => {
	let going = 0;
	let listeners: ReadonlyArray<() => void> = [];
	let last: Promise<unknown> = Promise.resolve();
	const isBusy = (): boolean => going > 0;
	const untilIdle = async (): Promise<void> =>
		new Promise(resolve => {
			listeners = [...listeners, resolve];
		});

	return {
		begin() {
			going++;
		},
		end() {
			going--;
			if (going === 0) {
				const told = listeners;
				listeners = [];
				for (const listener of told) {
					listener();
				}
			}
		},
		async untilQuiet() {
			// What follows a finished call happens before the next turn.
			await nextTurn();
			while (isBusy()) {
				await untilIdle();
				await nextTurn();
			}
		},
		async inTurn(work) {
			const before = last;
			const turn = (async () => {
				await before;
				return work();
			})();
			last = turn.catch(() => undefined);
			return turn;
		},
	};
};
