/**
 * The whole program as a person meets it: keys in as bytes, a terminal's picture out, everything between real, with
 * the clouds played by the simulator on a clock that the test moves.
 */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {type ReadStream, type WriteStream} from 'node:tty';
import xterm from '@xterm/headless';
import {createAccountFromSdk} from '../../source/adapters/aws/create-account-from-sdk.js';
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createProfileStoreFromConf} from '../../source/adapters/conf-profile-store.js';
import {createJournalFromFiles} from '../../source/adapters/journal-files.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {isMoving} from '../../source/core/app/select-screen.js';
import {type AppEnd, type AppLanguage, type AppModel, type AppStart} from '../../source/core/app/model.js';
import {ok, type Result} from '../../source/core/problem.js';
import {type Ports} from '../../source/ports/ports.js';
import {createAppStore} from '../../source/runtime/interpreter.js';
import {startSimulator, type Simulator, type SimulatorOptions} from '../../source/simulator/server.js';
import {mount} from '../../source/ui/mount.js';
import {createManualClock, type ManualClock} from './manual-clock.js';
import {FakeStdin, FakeStdout} from './render-frame.js';

export type AppOptions = {
	readonly start?: AppStart;
	readonly language?: AppLanguage;
	readonly columns?: number;
	readonly rows?: number;
	readonly simulator?: Omit<SimulatorOptions, 'clock'>;
	/** Profiles, drafts and journals of an earlier start; a fresh place without it. */
	readonly directory?: string;
	readonly world?: {readonly simulator: Simulator; readonly clock: ManualClock};
	/** What the person's editor makes of a text. */
	edit?(before: string): Result<string>;
	/** Ports to replace, such as one that refuses. */
	change?(ports: Ports): Ports;
};

export type AppDriver = {
	readonly simulator: Simulator;
	readonly clock: ManualClock;
	readonly directory: string;
	readonly ended: Promise<AppEnd>;
	/** One read of the terminal. */
	press(bytes: string): Promise<void>;
	/** What the terminal shows, right ends trimmed. */
	screen(): Promise<string>;
	/** Waits for content; time of the clouds passes meanwhile where `isTimePassing`. */
	see(content: string | RegExp, options?: {readonly isTimePassing?: boolean}): Promise<string>;
	/** Waits for content to be gone. */
	unsee(content: string | RegExp): Promise<void>;
	/** Presses a key until the content is there, as a person who only wants to go on. */
	pressUntil(bytes: string, content: string | RegExp, options?: {readonly isTimePassing?: boolean}): Promise<string>;
	model(): AppModel;
	resize(columns: number, rows: number): Promise<void>;
	/** Rows that were pushed out of the terminal's top: there must be none. */
	scrolledRows(): Promise<number>;
	/** What stands before the terminal's cursor, where an input method draws what it composes. */
	beforeCursor(): Promise<string>;
	/** Operations that reached a cloud and were done. */
	done(operation: string): number;
	close(): Promise<void>;
};

export const keys = {
	enter: '\r',
	esc: '\u001B',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	home: '\u001B[H',
	end: '\u001B[F',
	tab: '\t',
	shiftTab: '\u001B[Z',
	pageUp: '\u001B[5~',
	pageDown: '\u001B[6~',
	backspace: '\u007F',
	ctrlC: '\u0003',
	ctrlU: '\u0015',
	ctrlG: '\u0007',
	f2: '\u001BOQ',
} as const;

class Screen extends FakeStdout {
	readonly terminal: InstanceType<typeof xterm.Terminal>;

	constructor(columns: number, rows: number) {
		super(columns, rows);
		this.terminal = new xterm.Terminal({
			cols: columns,
			rows,
			scrollback: 1000,
			allowProposedApi: true,
			convertEol: true,
		});
	}

	override write(chunk: string): boolean {
		this.terminal.write(chunk);
		return true;
	}

	/** The picture once everything written is on it. */
	async read(): Promise<string> {
		await new Promise<void>(resolve => {
			this.terminal.write('', resolve);
		});
		const {active} = this.terminal.buffer;
		return Array.from(
			{length: this.terminal.rows},
			(_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
		).join('\n');
	}
}

const turn = async (): Promise<void> =>
	new Promise(resolve => {
		setTimeout(resolve, 1);
	});

const waitTurns = async (count: number): Promise<void> => {
	for (let index = 0; index < count; index++) {
		await turn();
	}
};

/** A real patience, for a test that waits in vain. */
const patienceMs = 40_000;

const pointAt = (simulator: Simulator): void => {
	for (const [name, value] of Object.entries(simulator.environment)) {
		process.env[name] = value;
	}

	process.env['AWS_CONFIG_FILE'] = '/dev/null';
	process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/dev/null';
};

export const openApp = async (options: AppOptions = {}): Promise<AppDriver> => {
	const clock = options.world?.clock ?? createManualClock();
	const simulator = options.world?.simulator ?? (await startSimulator({...options.simulator, clock}));
	pointAt(simulator);
	const directory = options.directory ?? (await mkdtemp(path.join(tmpdir(), 'app-')));
	const {columns = 80, rows = 24} = options;
	const stdout = new Screen(columns, rows);
	const stdin = new FakeStdin();
	const endpoint = simulator.url;

	const openPorts = ({region = 'ap-northeast-2', spotAccountId}: {region?: string; spotAccountId?: string}): Ports => {
		const ports: Ports = {
			codeDeploy: createCodeDeployFromSdk({region, endpoint}),
			account: createAccountFromSdk({region, endpoint}),
			elastigroups: createElastigroupsFromAxios({
				baseUrl: endpoint,
				token: simulator.environment['SPOTINST_TOKEN'] ?? '',
				accountId: spotAccountId ?? simulator.environment['SPOTINST_ACCOUNT'] ?? '',
				now: () => clock.now(),
				retryDelayMs: 1,
			}),
			profiles: createProfileStoreFromConf(path.join(directory, 'config')),
			journal: createJournalFromFiles(path.join(directory, 'state')),
			clock,
			editor: {edit: async before => options.edit?.(before) ?? ok(before)},
		};
		return options.change?.(ports) ?? ports;
	};

	let runs = 0;
	const {store, attach} = createAppStore(
		{
			start: options.start ?? {kind: 'setup'},
			language: options.language ?? 'en',
			isDemo: false,
			now: clock.now(),
			columns,
			rows,
		},
		{
			openPorts,
			clock,
			runExtras: profileName => ({
				runId: `run-${++runs}`,
				policy: {readyGate: 'ask', cleanUp: 'ask', restore: 'ask'},
				isDemo: false,
				...(profileName !== undefined && {profileName}),
			}),
			every(call) {
				const timer = setInterval(call, 20);
				return () => {
					clearInterval(timer);
				};
			},
		},
	);

	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- all of a terminal that is used is there
	const ended = mount({store, attach, stdin: stdin as unknown as ReadStream, stdout: stdout as unknown as WriteStream});
	let isOver = false;
	const over = ended.then(
		() => {
			isOver = true;
		},
		() => {
			isOver = true;
		},
	);

	const passTime = async (): Promise<void> => {
		if (clock.sleeping > 0) {
			await clock.advanceToNext();
		}
	};

	/** A person looks before pressing again: until the answers are there, or for some moments of a run. */
	const settle = async (isTimePassing: boolean): Promise<void> => {
		for (let count = 0; count < 1000 && isMoving(store.getModel()); count++) {
			if (store.getModel().screen.kind !== 'live') {
				await turn();
			} else if (isTimePassing && count < 8) {
				for (let turns = 0; turns < 100 && clock.sleeping === 0; turns++) {
					await turn();
				}

				await passTime();
			} else {
				return;
			}
		}
	};

	const has = (picture: string, content: string | RegExp): boolean =>
		typeof content === 'string' ? picture.includes(content) : content.test(picture);

	const wait = async (test: (picture: string) => boolean, what: string, step: () => Promise<void>): Promise<string> => {
		const start = Date.now();

		for (;;) {
			const picture = await stdout.read();

			if (test(picture)) {
				return picture;
			}

			if (Date.now() - start > patienceMs) {
				throw new Error(`${what}\n${picture}`);
			}

			await step();
		}
	};

	return {
		simulator,
		clock,
		directory,
		ended,
		async press(bytes) {
			stdin.press(bytes);
			await turn();
		},
		screen: async () => stdout.read(),
		see: async (content, {isTimePassing = false} = {}) =>
			wait(
				picture => has(picture, content),
				`Never saw ${String(content)}`,
				async () => {
					await turn();
					await (isTimePassing ? passTime() : turn());
				},
			),
		async unsee(content) {
			await wait(picture => !has(picture, content), `Always saw ${String(content)}`, turn);
		},
		pressUntil: async (bytes, content, {isTimePassing = false} = {}) =>
			wait(
				picture => has(picture, content),
				`Pressing never led to ${String(content)}`,
				async () => {
					stdin.press(bytes);
					await turn();
					await settle(isTimePassing);
				},
			),
		model: () => store.getModel(),
		async resize(width, height) {
			stdout.terminal.resize(width, height);
			stdout.resize(width, height);
			await turn();
		},
		async scrolledRows() {
			await stdout.read();
			return stdout.terminal.buffer.active.baseY;
		},
		async beforeCursor() {
			await stdout.read();
			const {active} = stdout.terminal.buffer;
			return active.getLine(active.baseY + active.cursorY)?.translateToString(false, 0, active.cursorX) ?? '';
		},
		done: operation =>
			simulator.log.filter(entry => entry.operation === operation && entry.isDone && entry.status === 200).length,
		async close() {
			if (!isOver) {
				store.dispatch({type: 'end-asked'});

				await Promise.race([over, waitTurns(200)]);
			}

			if (options.world === undefined) {
				await simulator.close();
			}

			if (options.directory === undefined) {
				await rm(directory, {recursive: true, force: true});
			}
		},
	};
};
