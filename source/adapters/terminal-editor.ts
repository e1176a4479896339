import {spawn} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {platform} from 'node:os';
import path from 'node:path';
import {fail, ok, type Problem, type Result} from '../core/problem.js';
import {text} from '../core/text-token.js';
import {type Editor} from '../ports/editor.js';
import {readRegular} from './regular-file.js';

/** User data, the only text that is edited, has at most 16 KB. */
const maximumBytes = 1024 * 1024;

const run = async (command: string, file: string): Promise<number> =>
	new Promise((resolve, reject) => {
		// `$EDITOR` is a command line of the person's own ("code --wait"), so a shell reads it; the file name is ours and
		// travels as an argument. The shell must outlive a Ctrl+C that the editor takes for itself.
		const child =
			platform() === 'win32'
				? spawn(`${command} "${file}"`, {stdio: 'inherit', shell: true})
				: spawn('/bin/sh', ['-c', `trap : INT; ${command} "$1"`, 'editor', file], {stdio: 'inherit'});
		child.once('error', reject);
		child.once('exit', code => {
			resolve(code ?? 1);
		});
	});

const problem = (code: string, message: Problem['message'], detail?: string): Problem => ({
	kind: 'input',
	code,
	message,
	nextSteps: [text('problem.editor.next')],
	isRetryable: false,
	...(detail !== undefined && {detail}),
});

/**
 * The editor of `command` (what `$VISUAL` or `$EDITOR` say) on a file of our own, mode 0600, that is gone afterwards
 * whatever happens. Whoever calls it gives the terminal up first. An editor that fails changes nothing.
 */
export const createTerminalEditor = (
	command: string | undefined,
	temporaryDirectory: string,
	/** A terminal sends Ctrl+C to everybody in front of it, and editors have a use of their own for it. */
	holdInterrupts: () => () => void = () => () => undefined,
): Editor => ({
	async edit(original: string, extension: string): Promise<Result<string>> {
		if (command === undefined || command.trim() === '') {
			return fail(problem('editor-not-set', text('problem.editor.not-set')));
		}

		let directory: string | undefined;
		try {
			directory = await mkdtemp(path.join(temporaryDirectory, 'spot-bluegreen-'));
			const file = path.join(directory, `edit.${extension.replaceAll(/\W/g, '') || 'txt'}`);
			await writeFile(file, original, {mode: 0o600, flag: 'wx'});
			const release = holdInterrupts();
			let exitCode: number;
			try {
				exitCode = await run(command, file);
			} finally {
				release();
			}

			if (exitCode !== 0) {
				return fail(problem('editor-failed', text('problem.editor.failed', {command, exitCode})));
			}

			const found = await readRegular(file, maximumBytes);

			if (found.kind !== 'content') {
				const message =
					found.kind === 'refused' ? found.problem.message : text('problem.editor.failed', {command, exitCode});
				return fail(problem('editor-failed', message));
			}

			return ok(found.content.toString('utf8'));
		} catch (error) {
			const detail = error instanceof Error ? error.message : String(error);
			return fail(problem('editor-failed', text('problem.editor.failed', {command, exitCode: '—'}), detail));
		} finally {
			if (directory !== undefined) {
				await rm(directory, {recursive: true, force: true});
			}
		}
	},
});
