/* eslint-disable unicorn/prefer-event-target, @typescript-eslint/class-literal-property-style, @typescript-eslint/no-unsafe-type-assertion --
   Ink takes Node's streams; these are as much of them as it uses. */
import {EventEmitter} from 'node:events';
import {type ReactNode} from 'react';
import {render} from 'ink';
import stripAnsi from 'strip-ansi';
import stringWidth from 'string-width';

/** A terminal that keeps what is written to it. */
export class FakeStdout extends EventEmitter {
	readonly isTTY = true;
	readonly writes: string[] = [];
	columns: number;
	rows: number;

	constructor(columns: number, rows: number) {
		super();
		this.columns = columns;
		this.rows = rows;
	}

	write(chunk: string): boolean {
		this.writes.push(chunk);
		return true;
	}

	resize(columns: number, rows: number): void {
		this.columns = columns;
		this.rows = rows;
		this.emit('resize');
	}
}

/** A keyboard: `press` delivers one chunk, as one read of a terminal would. */
export class FakeStdin extends EventEmitter {
	readonly isTTY = true;
	private readonly chunks: string[] = [];

	press(chunk: string): void {
		this.chunks.push(chunk);
		this.emit('readable');
	}

	read(): string | null {
		return this.chunks.shift() ?? null;
	}

	setEncoding(): this {
		return this;
	}

	setRawMode(): this {
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}

	resume(): this {
		return this;
	}

	pause(): this {
		return this;
	}
}

export type FrameOptions = {
	readonly columns?: number;
	readonly rows?: number;
	/** Keep the colours' escape sequences. */
	readonly isStyled?: boolean;
};

export type OpenFrame = {
	readonly stdout: FakeStdout;
	readonly stdin: FakeStdin;
	/** The last frame that was drawn. */
	frame(): string;
	rerender(node: ReactNode): void;
	close(): void;
};

/** Draws with Ink itself on a terminal of the given size, and stays open for keys, resizes and further drawings. */
export const openFrame = (
	node: ReactNode,
	{columns = 80, rows = 24, isStyled = false}: FrameOptions = {},
): OpenFrame => {
	const stdout = new FakeStdout(columns, rows);
	const stdin = new FakeStdin();
	const instance = render(node, {
		stdout: stdout as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
		stderr: new FakeStdout(columns, rows) as unknown as NodeJS.WriteStream,
		// Each frame whole and at once: no throttle, no cursor movements.
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});

	return {
		stdout,
		stdin,
		frame() {
			const frame = (stdout.writes.at(-1) ?? '').replace(/\n$/, '');
			return isStyled ? frame : stripAnsi(frame);
		},
		rerender(next) {
			instance.rerender(next);
		},
		close() {
			instance.unmount();
			instance.cleanup();
		},
	};
};

/** The frame that a node gives, taken before Ink is taken down. */
export const renderFrame = (node: ReactNode, options?: FrameOptions): string => {
	const open = openFrame(node, options);
	try {
		return open.frame();
	} finally {
		open.close();
	}
};

/** Frames repeat their lines, and to measure one takes longer than to draw it. */
const widths = new Map<string, number>();

const widthOf = (line: string): number => {
	const width = widths.get(line) ?? stringWidth(line);
	widths.set(line, width);
	return width;
};

/**
 * Throws unless the frame fits: no line wider than the terminal, and one row left free (a frame of the terminal's
 * full height makes Ink clear the terminal with its scrollback).
 */
export const expectFits = (frame: string, columns: number, rows: number): void => {
	const lines = frame.split('\n');
	if (lines.length > rows - 1) {
		throw new Error(`The frame has ${lines.length} lines; ${rows - 1} fit:\n${frame}`);
	}

	for (const [index, line] of lines.entries()) {
		const width = widthOf(line);
		if (width > columns) {
			throw new Error(`Line ${index + 1} takes ${width} cells; ${columns} fit:\n${line}`);
		}
	}
};
