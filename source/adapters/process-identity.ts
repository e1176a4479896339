import {readFile} from 'node:fs/promises';
import {hostname} from 'node:os';
import {kill, pid} from 'node:process';

/** Who holds something, told so exactly that a later process with the same number is not mistaken for it. */
export type ProcessIdentity = {
	readonly pid: number;
	readonly host: string;
	/** Changes when the machine starts and when the number is used again; absent where the system does not tell. */
	readonly birth?: string;
};

const birthOf = async (processId: number): Promise<string | undefined> => {
	try {
		const [bootId, stat] = await Promise.all([
			readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
			readFile(`/proc/${processId}/stat`, 'utf8'),
		]);
		// proc(5): the second member is the command in brackets and may hold anything; the 22nd is the start time in ticks.
		const startTicks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
		return startTicks === undefined ? undefined : `${bootId.trim()}/${startTicks}`;
	} catch {
		return undefined;
	}
};

/** This process. */
export const readOwnIdentity = async (): Promise<ProcessIdentity> => {
	const birth = await birthOf(pid);
	return {pid, host: hostname(), ...(birth !== undefined && {birth})};
};

/** Whether that process may still live. A process of another machine cannot be asked and counts as living. */
export const mayBeAlive = async (identity: ProcessIdentity): Promise<boolean> => {
	if (identity.host !== hostname()) {
		return true;
	}

	try {
		kill(identity.pid, 0);
	} catch (error) {
		// EPERM: it lives and belongs to somebody else.
		if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) {
			return false;
		}
	}

	return identity.birth === undefined || identity.birth === (await birthOf(identity.pid));
};
