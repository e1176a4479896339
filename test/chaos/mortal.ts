/** That a process may be killed at any of its steps: from then on nothing of it runs, and its lock names nobody. */
import {readFileSync, writeFileSync} from 'node:fs';
import {type Kill} from './story.js';

export type Mortal = {
	readonly isDead: boolean;
	/** How many lines it has written, or was about to write. */
	readonly lines: number;
	/** Counts a step, and says on which side of it the process dies; undefined where it lives on. */
	count(at: Kill['at'], isSpecial: boolean): Kill['side'] | undefined;
	die(where: string): void;
	hold(lockFile: string): void;
	letGo(): void;
};

/** Above the largest number that a system gives to a process. */
const deadProcess = 2 ** 22 + 1;

/** What a dead process waits for. */
export const never = async (): Promise<never> =>
	new Promise(() => {
		// It never comes.
	});

export const createMortal = (kill: Kill | undefined, onDeath: (where: string) => void): Mortal => {
	const steps = {call: {any: 0, special: 0}, line: {any: 0, special: 0}};
	let isDead = false;
	let held: string | undefined;
	return {
		get isDead() {
			return isDead;
		},
		get lines() {
			return steps.line.any;
		},
		count(at, isSpecial) {
			const step = steps[at];
			step.any++;
			step.special += isSpecial ? 1 : 0;
			const number = kill?.only === 'any' ? step.any : isSpecial ? step.special : undefined;
			return kill?.at === at && number === kill.count ? kill.side : undefined;
		},
		die(where) {
			if (isDead) {
				return;
			}

			isDead = true;
			if (held !== undefined) {
				writeFileSync(held, readFileSync(held, 'utf8').replace(/"pid":\d+/, `"pid":${deadProcess}`));
			}

			onDeath(where);
		},
		hold(lockFile) {
			held = lockFile;
		},
		letGo() {
			held = undefined;
		},
	};
};
