import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {PassThrough} from 'node:stream';
import {type Environment} from '../../source/cli/environment.js';
import {main} from '../../source/cli/main.js';
import {type Clock} from '../../source/ports/clock.js';
import {startSimulator, type Simulator, type SimulatorOptions} from '../../source/simulator/server.js';
import {watchIdleness, whenIdle} from './idleness.js';
import {createManualClock, type ManualClock} from './manual-clock.js';

export type Ran = {readonly code: number; readonly stdout: string; readonly stderr: string};

export type CommandLine = {
	readonly simulator: Simulator;
	readonly clock: Clock;
	readonly directory: string;
	/** Runs the program in this process, with no terminal. `until` interrupts it once its output holds the text,
	 * `onOutput` is told all of the output whenever there is more. */
	run(
		argv: readonly string[],
		options?: {
			readonly until?: string;
			readonly onOutput?: (written: string) => void;
			/** How far the machine's clock is ahead of the simulator's. */
			readonly aheadMs?: number;
		},
	): Promise<Ran>;
	close(): Promise<void>;
};

const collect = () => {
	const stream = new PassThrough();
	const chunks: string[] = [];
	stream.on('data', (chunk: Uint8Array) => {
		chunks.push(new TextDecoder().decode(chunk));
	});
	return {stream, read: () => chunks.join('')};
};

const idleness = watchIdleness();

/** Moves time on whenever there is nothing left to do but to wait, so that no phase passes between two looks. */
const moveWhenIdle = (clock: ManualClock): (() => void) => {
	let isMoving = false;
	const move = async (): Promise<void> => {
		if (!isMoving) {
			isMoving = true;
			await clock.advanceToNext();
			isMoving = false;
		}
	};

	return whenIdle(idleness, () => {
		void move();
	});
};

/**
 * The whole command line against the simulator over HTTP, on a clock that moves only while the program waits. The
 * clouds' clients read the process's own variables: tests that use this run one after the other.
 */
export const openCommandLine = async (simulated: Omit<SimulatorOptions, 'clock'> = {}): Promise<CommandLine> => {
	const directory = await mkdtemp(path.join(tmpdir(), 'command-line-'));
	const clock = createManualClock();
	const stopMoving = moveWhenIdle(clock);
	const simulator = await startSimulator({...simulated, clock});
	const before = {...process.env};

	for (const name of Object.keys(process.env)) {
		if (/^(aws|spot|ci|lang|lc)_?/i.test(name)) {
			// eslint-disable-next-line @typescript-eslint/no-dynamic-delete
			delete process.env[name];
		}
	}

	Object.assign(process.env, simulator.environment, {
		AWS_CONFIG_FILE: '/dev/null',
		AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
		AWS_EC2_METADATA_DISABLED: 'true',
		SPOTINST_CREDENTIALS_FILE: '/dev/null',
	});

	return {
		simulator,
		clock,
		directory,
		async run(argv, {until, onOutput, aheadMs = 0} = {}) {
			const out = collect();
			const error = collect();
			const listeners = new Set<() => void>();
			// The program asks these for no more than a stream can do, and whether they are terminals.
			/* eslint-disable @typescript-eslint/no-unsafe-type-assertion */
			const streams = {
				stdin: new PassThrough() as unknown as NodeJS.ReadStream,
				stdout: out.stream as unknown as NodeJS.WriteStream,
				stderr: error.stream as unknown as NodeJS.WriteStream,
			};
			/* eslint-enable @typescript-eslint/no-unsafe-type-assertion */
			const environment: Environment = {
				...streams,
				argv,
				variables: process.env,
				home: directory,
				temporary: directory,
				directories: {config: path.join(directory, 'config'), state: path.join(directory, 'state')},
				setVariables(changes) {
					Object.assign(
						process.env,
						Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
					);
				},
				holdInterrupts() {
					throw new Error('No editor is opened without a terminal.');
				},
				onExit() {
					// Nothing of a terminal is to be put back in a test.
				},
				onInterrupt(listener) {
					listeners.add(listener);
					return () => {
						listeners.delete(listener);
					};
				},
				onCrash() {
					// A test fails by itself where nobody caught an error.
				},
				setExitCode() {
					throw new Error('Only the real program sets the code of its process.');
				},
				exit(code) {
					throw new Error(`The program left at once with ${code}.`);
				},
			};

			if (onOutput) {
				const tell = () => {
					onOutput(out.read() + error.read());
				};

				out.stream.on('data', tell);
				error.stream.on('data', tell);
			}

			if (until !== undefined) {
				let isDone = false;
				const look = () => {
					if (!isDone && (out.read() + error.read()).includes(until)) {
						isDone = true;

						for (const listener of listeners) {
							listener();
						}
					}
				};

				out.stream.on('data', look);
				error.stream.on('data', look);
			}

			const ownClock: Clock = {
				now: () => clock.now() + aheadMs,
				sleep: async (ms, signal) => clock.sleep(ms, signal),
			};
			const code = await main(environment, {clock: ownClock});
			return {code, stdout: out.read(), stderr: error.read()};
		},
		async close() {
			stopMoving();
			await simulator.close();
			process.env = before;
			await rm(directory, {recursive: true, force: true, maxRetries: 10});
		},
	};
};
