import {appendFileSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import {fail, ok, type Result} from '../core/problem.js';
import {showControl} from '../core/strip-control.js';
import {text} from '../core/text-token.js';
import {type Log} from './log.js';
import {openToAppend} from './regular-file.js';

/** Lines of `--debug` in `<directory>/debug.log`, beside a screen that they would tear. */
export const createLogFile = async (directory: string): Promise<Result<Log>> => {
	const file = path.join(directory, 'debug.log');

	try {
		await mkdir(directory, {recursive: true, mode: 0o700});
		const opened = await openToAppend(file);

		if (opened.kind === 'refused') {
			return fail(opened.problem);
		}

		await opened.handle.close();
	} catch (error) {
		return fail({
			kind: 'input',
			code: 'log-not-written',
			message: text('problem.log.not-written', {path: file}),
			nextSteps: [text('problem.journal.next-disk')],
			isRetryable: true,
			detail: error instanceof Error ? error.message : String(error),
		});
	}

	return ok(line => {
		try {
			appendFileSync(file, `${new Date().toISOString()} ${showControl(line)}\n`, {mode: 0o600});
		} catch {
			// A run goes on without its log.
		}
	});
};
