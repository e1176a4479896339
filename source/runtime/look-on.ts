import {type RunEvent} from '../core/run/event.js';
import {fold, foldAll} from '../core/run/fold.js';
import {type JournalMark, type Lock} from '../ports/journal.js';
import {type Ports} from '../ports/ports.js';
import {type DriveControl} from './drive-control.js';
import {type DriveEnd, type DriveOptions} from './drive.js';

type LookOnPorts = Pick<Ports, 'journal' | 'clock'>;

/** How often the journal is read on; what is new there has been seen by the controller. */
const pauseMs = 2000;

/** The controller is gone, and its lock is ours; with all that its journal says. */
export type InControl = {
	readonly kind: 'in-control';
	readonly lock: Lock;
	readonly events: readonly RunEvent[];
};

/**
 * Looks on while another process drives the run: tells who it is and what it writes, and asks nothing of either cloud.
 * Settles when the run has ended, or once the controller let go or died, whichever way.
 */
export const lookOn = async (
	ports: LookOnPorts,
	known: readonly RunEvent[],
	options: DriveOptions,
	control: DriveControl,
): Promise<DriveEnd | InControl> => {
	const {journal, clock} = ports;
	let run = foldAll(known);
	const {elastigroupId, runId} = run.config;
	let toldOf: string | undefined;
	let mark: JournalMark | undefined;
	for (;;) {
		// First the lock, then the journal: whoever let go of it has written its last line before.
		const locked = await journal.lock(elastigroupId, runId);
		const read = await journal.readOn(runId, mark);
		if (read.isOk) {
			const {events} = read.value;
			for (const event of mark === undefined ? events.slice(known.length) : events) {
				run = fold(run, event);
				// Somebody else took it up meanwhile: who that is has to be told anew.
				toldOf = event.type === 'run-resumed' ? undefined : toldOf;
				options.onEvent(event);
			}

			mark = read.value.mark;
		}

		if (locked.isOk) {
			const all = run.outcome === undefined ? await journal.read(runId) : undefined;
			if (read.isOk && all?.isOk === true && all.value.stop === undefined) {
				return {kind: 'in-control', lock: locked.value, events: all.value.events};
			}

			await locked.value.release();
		}

		if (run.outcome !== undefined) {
			return {kind: 'ended', outcome: run.outcome};
		}

		const problem = read.isOk ? read.value.stop : read.problem;
		if (problem !== undefined) {
			return {kind: 'problem', problem};
		}

		if (!locked.isOk) {
			const {holder} = locked;
			if (holder?.runId !== runId) {
				return {kind: 'problem', problem: locked.problem};
			}

			const {pid, host, since} = holder;
			const who = JSON.stringify([pid, host, since]);
			if (who !== toldOf) {
				toldOf = who;
				options.onEvent({type: 'controller-seen', at: clock.now(), controller: {pid, host, since}});
			}
		}

		// What is asked for here is not ours to do.
		control.takeRequests();
		await control.sleep(pauseMs);
		if (control.signal.aborted) {
			return {kind: 'detached'};
		}
	}
};
