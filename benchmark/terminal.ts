import {Buffer} from 'node:buffer';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {spawn} from '@lydell/node-pty';
import stripAnsi from 'strip-ansi';

/** What runs get: no CI, no colour wishes, no credentials, so that every machine measures the same program. */
const environment = (extra: Readonly<Record<string, string>>): Record<string, string> => ({
	PATH: process.env['PATH'] ?? '',
	HOME: process.env['HOME'] ?? '',
	TERM: 'xterm-256color',
	LANG: 'en_US.UTF-8',
	...extra,
});

export type TerminalOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly environment?: Readonly<Record<string, string>>;
};

/** A program in a pseudo-terminal, with the times of its bytes. */
export const open = (argv: readonly string[], options: TerminalOptions = {}) => {
	const startedAt = performance.now();
	const child = spawn(process.execPath, [...argv], {
		cols: options.columns ?? 80,
		rows: options.rows ?? 24,
		env: environment(options.environment ?? {}),
	});
	let output = '';
	let bytes = 0;
	const listeners = new Set<() => void>();
	child.onData(chunk => {
		output += chunk;
		bytes += Buffer.byteLength(chunk);
		for (const listener of listeners) {
			listener();
		}
	});
	const exited = new Promise<number>(resolve => {
		child.onExit(() => {
			resolve(performance.now() - startedAt);
		});
	});

	/** Milliseconds from the start, or from `since`, until what came after `from` satisfies the test. */
	const until = async (test: (text: string) => boolean, from = 0, since = startedAt, limitMs = 30_000) =>
		new Promise<number>((resolve, reject) => {
			const timer = setTimeout(() => {
				listeners.delete(check);
				reject(new Error(`Waited ${limitMs} ms for a frame of ${argv.join(' ')}; last output: ${output.slice(-400)}`));
			}, limitMs);
			const check = () => {
				if (test(stripAnsi(output.slice(from)))) {
					clearTimeout(timer);
					listeners.delete(check);
					resolve(performance.now() - since);
				}
			};

			listeners.add(check);
			check();
		});

	return {
		exited,
		until,
		pid: child.pid,
		write(text: string) {
			child.write(text);
		},
		get length() {
			return output.length;
		},
		get bytes() {
			return bytes;
		},
		get output() {
			return output;
		},
		kill() {
			child.kill('SIGKILL');
		},
	};
};
