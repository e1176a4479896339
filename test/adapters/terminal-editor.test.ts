import {chmod, mkdtemp, readFile, readdir, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {createTerminalEditor} from '../../source/adapters/terminal-editor.js';

const createScript = async (body: string) => {
	const directory = await mkdtemp(path.join(tmpdir(), 'editor-test-'));
	const script = path.join(directory, 'my editor.sh');
	await writeFile(script, `#!/bin/sh\n${body}\n`);
	await chmod(script, 0o755);
	const temporary = await mkdtemp(path.join(tmpdir(), 'editor-files-'));
	return {command: `"${script}"`, directory, temporary};
};

test('the edited text comes back, the file was private and is gone', async t => {
	const {command, directory, temporary} = await createScript(
		'ls -l "$2" > "$(dirname "$0")/seen"; printf "%s" "$2" > "$(dirname "$0")/name"; printf more >> "$2"',
	);
	const result = await createTerminalEditor(`${command} --wait`, temporary).edit('배포 ', 'sh');
	t.deepEqual(result, {isOk: true, value: '배포 more'});
	t.regex(await readFile(path.join(directory, 'seen'), 'utf8'), /^-rw-{7}/);
	t.regex(await readFile(path.join(directory, 'name'), 'utf8'), /\.sh$/);
	t.deepEqual(await readdir(temporary), []);
});

test('an editor that fails says so and leaves no file', async t => {
	const {command, temporary} = await createScript('exit 3');
	const result = await createTerminalEditor(command, temporary).edit('text', '../../etc/x');
	t.false(result.isOk);
	t.is(!result.isOk && result.problem.code, 'editor-failed');
	t.like(!result.isOk && result.problem.message.values, {exitCode: 3});
	t.deepEqual(await readdir(temporary), []);
});

test('without an editor the person is told which variable to set', async t => {
	const result = await createTerminalEditor(undefined, tmpdir()).edit('text', 'sh');
	t.like(result, {isOk: false, problem: {kind: 'input', code: 'editor-not-set'}});
	t.is(!result.isOk && result.problem.nextSteps[0]?.id, 'problem.editor.next');
});
