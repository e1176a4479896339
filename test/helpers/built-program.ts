import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {spawn as spawnPty} from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** The program that users get; `npm test` builds it first. */
export const builtProgram = path.resolve('build/cli.cjs');

export type Home = {
	readonly directory: string;
	/** Variables of a person with no configuration at all. */
	readonly variables: Readonly<Record<string, string>>;
	remove(): Promise<void>;
};

export const createHome = async (): Promise<Home> => {
	const directory = await mkdtemp(path.join(tmpdir(), 'home-'));
	return {
		directory,
		variables: {PATH: process.env['PATH'] ?? '', HOME: directory, AWS_EC2_METADATA_DISABLED: 'true'},
		async remove() {
			await rm(directory, {recursive: true, force: true, maxRetries: 10});
		},
	};
};

const readAll = (child: ChildProcess) => {
	let stdout = '';
	let stderr = '';
	child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
		stdout += chunk;
	});
	child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
		stderr += chunk;
	});
	return {stdout: () => stdout, stderr: () => stderr};
};

export type Ended = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

/** Runs the program to its end with no terminal. What it writes into a file of the caller's is not in the answer. */
export const runBuilt = async (
	argv: readonly string[],
	variables: Readonly<Record<string, string>>,
	nodeArguments: readonly string[] = [],
	{stdout = 'pipe', stderr = 'pipe'}: {readonly stdout?: number | 'pipe'; readonly stderr?: number | 'pipe'} = {},
): Promise<Ended> => {
	const child = spawn(process.execPath, [...nodeArguments, builtProgram, ...argv], {
		env: variables,
		stdio: ['ignore', stdout, stderr],
	});
	const read = readAll(child);
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	return {code, stdout: read.stdout(), stderr: read.stderr()};
};

/** Starts the program, and settles when its first line is there. */
export const serveBuilt = async (
	argv: readonly string[],
	variables: Readonly<Record<string, string>>,
): Promise<{readonly line: string; stop(): Promise<number | null>}> => {
	const child = spawn(process.execPath, [builtProgram, ...argv], {env: variables, stdio: ['ignore', 'pipe', 'ignore']});
	const read = readAll(child);
	const ended = new Promise<number | null>(resolve => {
		child.once('close', resolve);
	});
	const line = await new Promise<string>((resolve, reject) => {
		child.stdout?.on('data', () => {
			const [first, ...rest] = read.stdout().split('\n');

			if (first !== undefined && rest.length > 0) {
				resolve(first);
			}
		});
		child.once('close', () => {
			reject(new Error('It ended before it wrote a line.'));
		});
	});
	return {
		line,
		async stop() {
			child.kill('SIGTERM');
			return ended;
		},
	};
};

/** What Node is told so that it writes the name of every file it loads into `file`. */
export const recordLoads = async (directory: string): Promise<{readonly file: string; readonly flag: string}> => {
	const file = path.join(directory, 'loads.txt');
	const hooks = path.join(directory, 'hooks.mjs');
	const register = path.join(directory, 'register.mjs');
	await writeFile(file, '');
	await writeFile(
		hooks,
		String.raw`import {appendFileSync} from 'node:fs';
export const load = async (url, context, next) => {
	appendFileSync(${JSON.stringify(file)}, url + '\n');
	return next(url, context);
};`,
	);
	await writeFile(
		register,
		`import {register} from 'node:module'; register(${JSON.stringify(pathToFileURL(hooks).href)});`,
	);
	return {file, flag: `--import=${register}`};
};

/** The text of every file of the program that was loaded. */
export const readLoaded = async (file: string): Promise<readonly string[]> => {
	const recorded = await readFile(file, 'utf8');
	const urls = recorded.split('\n').filter(url => url.includes('/build/'));
	return Promise.all(urls.map(async url => readFile(fileURLToPath(url), 'utf8')));
};

export type Terminal = {
	readonly ended: Promise<number>;
	/** Settles once the bytes were written: the end of a process may be told before its last output. */
	wrote(sequence: string): Promise<void>;
	/** What stands on the screen now. */
	screen(): string;
	/** Everything that was ever written, with its escape sequences. */
	written(): string;
	press(keys: string): void;
	/** Presses again whenever the last press has shown, until the screen holds it. */
	pressUntil(keys: string, text: string | RegExp): Promise<void>;
	/** Presses a key that moves, once a move, until one stands on the field. */
	moveTo(label: string, keys: string): Promise<void>;
	/** Settles once the screen holds it. */
	see(text: string | RegExp): Promise<void>;
	kill(): void;
};

/** Runs the program in a real terminal of 80 columns and 24 rows. */
export const openTerminal = (argv: readonly string[], variables: Readonly<Record<string, string>>): Terminal => {
	const emulator = new xterm.Terminal({cols: 80, rows: 24, allowProposedApi: true});
	const child = spawnPty(process.execPath, [builtProgram, ...argv], {
		cols: 80,
		rows: 24,
		env: {...variables, TERM: 'xterm-256color'},
	});
	let written = '';
	let looks: ReadonlyArray<() => boolean> = [];
	const screen = () =>
		Array.from({length: 24}, (_, row) => {
			const {active} = emulator.buffer;
			return active.getLine(active.viewportY + row)?.translateToString(true) ?? '';
		}).join('\n');
	child.onData(data => {
		written += data;
		emulator.write(data, () => {
			looks = looks.filter(look => !look());
		});
	});
	const ended = new Promise<number>(resolve => {
		child.onExit(({exitCode}) => {
			resolve(exitCode);
		});
	});
	const holds = (text: string | RegExp): boolean =>
		typeof text === 'string' ? screen().includes(text) : text.test(screen());
	/** The rows of a whole frame; half a one may be on the screen, without the keys at its end. */
	const frame = (): readonly string[] | undefined => {
		const rows = screen().split('\n');
		return rows.findLast(row => row.trim() !== '')?.includes('Enter') ? rows : undefined;
	};

	/** The field one stands on: the first row with the pointer. */
	const focus = () => frame()?.find(row => row.startsWith('❯ '));

	/** What a key changes, and a spinner does not: the step, the field, its choice once there is one, and what is said. */
	const stage = (): string | undefined => {
		const rows = frame();
		return rows && [rows[2], ...rows.filter(row => row.startsWith('❯ ') || row.startsWith('! '))].join('\n');
	};

	const untilChanged = async (what: () => string | undefined): Promise<void> => {
		const before = what();
		return new Promise(resolve => {
			const look = () => {
				const now = what();
				const isChanged = now !== undefined && now !== before;

				if (isChanged) {
					resolve();
				}

				return isChanged;
			};

			looks = [...looks, look];
		});
	};

	return {
		screen,
		written: () => written,
		press(keys) {
			child.write(keys);
		},
		async pressUntil(keys, text) {
			while (!holds(text)) {
				child.write(keys);
				await untilChanged(stage);
			}
		},
		async moveTo(label, keys) {
			while (focus()?.includes(label) !== true) {
				child.write(keys);
				await untilChanged(focus);
			}
		},
		async see(text) {
			await new Promise<void>(resolve => {
				const look = () => {
					const isThere = holds(text);

					if (isThere) {
						resolve();
					}

					return isThere;
				};

				if (!look()) {
					looks = [...looks, look];
				}
			});
		},
		async wrote(sequence) {
			await new Promise<void>(resolve => {
				const look = () => {
					if (written.includes(sequence)) {
						resolve();
					}

					return written.includes(sequence);
				};

				if (!look()) {
					looks = [...looks, look];
				}
			});
		},
		ended,
		kill() {
			child.kill();
		},
	};
};
