import {chmod, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {createScaledClock} from '../../source/adapters/system-clock.js';
import {startSimulator} from '../../source/simulator/server.js';
import {createHome, openTerminal} from '../helpers/built-program.js';

// User data in the person's own editor, in a real terminal: the editor is a script that writes what it was given.

const editor = String.raw`#!/bin/sh
here=$(dirname "$0")
echo "$*" > "$here/arguments"
stty -a > "$here/terminal"
stat -c %a "$2" > "$here/mode"
cp "$2" "$here/given"
case "$1" in
--fail) exit 3 ;;
--ask)
	# As vi does: Ctrl+C is for the editor.
	trap 'echo HEARD' INT
	printf 'THE EDITOR ASKS: '
	read -r answer || read -r answer
	printf '#!/bin/sh\necho %s\n' "$answer" > "$2" ;;
*) printf '#!/bin/sh\necho 안녕하세요\n' > "$2" ;;
esac
`;

const open = async (t: ExecutionContext, how: string | undefined) => {
	const home = await createHome();
	const simulator = await startSimulator({clock: createScaledClock(1)});
	const file = path.join(home.directory, 'my editor');
	await writeFile(file, editor);
	await chmod(file, 0o755);
	const terminal = openTerminal(
		'setup --application shop --deployment-group shop-bg --elastigroup +new --elastigroup-name cart-web'.split(' '),
		{
			...home.variables,
			...simulator.environment,
			TMPDIR: home.directory,
			...(how !== undefined && {EDITOR: `'${file}' ${how}`}),
		},
	);
	t.teardown(async () => {
		terminal.kill();
		await simulator.close();
		await home.remove();
	});
	const read = async (name: string) => readFile(path.join(home.directory, name), 'utf8');

	await terminal.see('Guided set-up');
	await terminal.pressUntil('\r', 'Launch specification');
	await terminal.see('CodeDeploy-EC2-Profile');
	await terminal.moveTo('User data', '\t');
	await terminal.see('26 lines; e opens them in your editor');
	terminal.press('e');
	return {home, terminal, read};
};

test.serial(
	'an editor with arguments gets the script in a private file and a sane terminal, and its text comes back',
	async t => {
		const {home, terminal, read} = await open(t, '--wait');
		await terminal.see('echo 안녕하세요');
		t.regex(await read('arguments'), /^--wait .*\/spot-bluegreen-\w+\/edit\.sh\n$/);
		t.is(await read('mode'), '600\n');
		t.regex(await read('given'), /^#!\/bin\/bash\n[\s\S]*codedeploy-agent/);
		const settings = await read('terminal');
		t.regex(settings, /[^-]icanon/, 'lines, as an editor expects to find the terminal');
		t.regex(settings, /[^-]echo /);
		const left = await readdir(home.directory);
		t.deepEqual(
			left.filter(name => name.startsWith('spot-bluegreen-')),
			[],
			'the file is gone',
		);

		// The keys are heard again.
		await terminal.moveTo('IAM role', '\u001B[Z');
	},
);

test.serial('an editor that fails changes nothing and is named', async t => {
	const {terminal} = await open(t, '--fail');
	await terminal.see(/The editor failed: .*\(3\)/);
	await terminal.pressUntil('\t', '26 lines');
	t.notRegex(terminal.screen(), /안녕하세요/);
});

test.serial('Ctrl+C in the editor is for the editor', async t => {
	const {terminal} = await open(t, '--ask');
	await terminal.see('THE EDITOR ASKS');
	terminal.press('\u0003');
	await terminal.see('HEARD');
	terminal.press('still here\r');
	await terminal.see('echo still here');
	t.regex(terminal.screen(), /Launch specification/, 'the program is still there');
});

test.serial('without an editor the variable is named', async t => {
	const {terminal} = await open(t, undefined);
	await terminal.see('No editor is set.');
	t.regex(terminal.screen(), /EDITOR=nano/);
});
