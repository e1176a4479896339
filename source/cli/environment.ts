import path from 'node:path';
import os from 'node:os';
import process from 'node:process';

/** Where this program keeps its own files. */
export type Directories = {
	/** Profiles and the draft. */
	readonly config: string;
	/** Journals of runs, and locks. */
	readonly state: string;
};

/** Everything the process was given, read in one place, so that every other module takes it as an argument. */
export type Environment = {
	readonly argv: readonly string[];
	readonly variables: Readonly<Record<string, string | undefined>>;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
	readonly home: string;
	/** Parent of directories that live as long as the process does. */
	readonly temporary: string;
	readonly directories: Directories;
	/**
	 * Sets variables of this process (undefined removes): the SDKs of the clouds read some by themselves. Settles
	 * before any of them is loaded.
	 */
	setVariables(changes: Readonly<Record<string, string | undefined>>): void;
	/** SIGINT, SIGTERM and SIGHUP, until the returned function is called. */
	onInterrupt(listener: () => void): () => void;
	/** While somebody else has the terminal, its Ctrl+C is not for this program; until the returned function is called. */
	holdInterrupts(): () => void;
	/** Called when the process ends, however it ends; must not wait for anything. */
	onExit(listener: () => void): void;
	/** Called with what nobody caught, in place of Node's own report of it; has to end the process. */
	onCrash(listener: (error: unknown) => void): void;
	/** What the process will answer with once nothing is left to do. */
	setExitCode(code: number): void;
	/** Leaves at once; only after a second signal, and after a crash. */
	exit(code: number): never;
};

const name = 'spot-bluegreen';

const directoriesOf = (variables: Environment['variables'], home: string, platform: NodeJS.Platform): Directories => {
	const own = variables['SPOT_BLUEGREEN_HOME'];

	if (own) {
		return {config: path.join(own, 'config'), state: path.join(own, 'state')};
	}

	if (platform === 'win32') {
		const roaming = variables['APPDATA'] ?? path.join(home, 'AppData', 'Roaming');
		const local = variables['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local');
		return {config: path.join(roaming, name, 'Config'), state: path.join(local, name, 'State')};
	}

	// Those who set XDG variables on macOS expect them to win there too.
	const isMac = platform === 'darwin';
	const config = variables['XDG_CONFIG_HOME'] ?? (isMac ? undefined : path.join(home, '.config'));
	const state = variables['XDG_STATE_HOME'] ?? (isMac ? undefined : path.join(home, '.local', 'state'));
	const library = path.join(home, 'Library', 'Application Support', name);

	return {
		config: config ? path.join(config, name) : path.join(library, 'config'),
		state: state ? path.join(state, name) : path.join(library, 'state'),
	};
};

/** The only reader of `process`. */
export const readEnvironment = (): Environment => {
	const home = process.env['HOME'] ?? os.homedir();
	let isHeld = false;

	return {
		argv: process.argv.slice(2),
		variables: process.env,
		// Opening a terminal costs; `--version` needs one stream of the three.
		get stdin() {
			return process.stdin;
		},
		get stdout() {
			return process.stdout;
		},
		get stderr() {
			return process.stderr;
		},
		home,
		temporary: os.tmpdir(),
		directories: directoriesOf(process.env, home, process.platform),
		setVariables(changes) {
			for (const [key, value] of Object.entries(changes)) {
				if (value === undefined) {
					// eslint-disable-next-line @typescript-eslint/no-dynamic-delete
					delete process.env[key];
				} else {
					process.env[key] = value;
				}
			}
		},
		onInterrupt(listener) {
			const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
			const hear = (signal: NodeJS.Signals) => {
				if (!isHeld || signal !== 'SIGINT') {
					listener();
				}
			};

			for (const signal of signals) {
				process.on(signal, hear);
			}

			return () => {
				for (const signal of signals) {
					process.off(signal, hear);
				}
			};
		},
		holdInterrupts() {
			isHeld = true;
			return () => {
				isHeld = false;
			};
		},
		onExit(listener) {
			process.once('exit', listener);
		},
		onCrash(listener) {
			process.on('uncaughtException', listener);
		},
		setExitCode(code) {
			process.exitCode = code;
		},
		exit(code) {
			// eslint-disable-next-line unicorn/no-process-exit
			process.exit(code);
		},
	};
};
