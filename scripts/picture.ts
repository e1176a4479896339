/** Makes docs/live.svg from a real run of the demo: `node --import=tsx scripts/picture.ts [en|ko] [file]`. */
import {writeFile} from 'node:fs/promises';
import process from 'node:process';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {toSvg} from './terminal-picture.js';

const [language = 'en', file = 'docs/live.svg'] = process.argv.slice(2);
const columns = 100;
const rows = 32;
const limitMs = 120_000;

const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
const child = spawn(process.execPath, ['build/cli.cjs', 'demo', '--lang', language, '--speed', '12'], {
	cols: columns,
	rows,
	env: {PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', TERM: 'xterm-256color', LANG: 'en_US.UTF-8'},
});
child.onData(chunk => {
	terminal.write(chunk);
});

const screen = (): string =>
	Array.from(
		{length: rows},
		(_, row) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row)?.translateToString(true) ?? '',
	).join('\n');

// A step whose look-ups are still loading ignores Enter, so it is pressed until the wished picture is there.
const enter = setInterval(() => {
	child.write('\r');
}, 700);
const startedAt = Date.now();
const captured = await new Promise<string>(resolve => {
	const watch = setInterval(() => {
		const shown = screen();
		if (/BeforeInstall|AfterInstall|ApplicationStart|BeforeAllowTraffic/.test(shown)) {
			clearInterval(enter);
		}

		if (/AllowTraffic|BlockTraffic/.test(shown) || Date.now() - startedAt > limitMs) {
			clearInterval(watch);
			resolve(shown);
		}
	}, 100);
});
clearInterval(enter);
child.kill();
await writeFile(file, toSvg(terminal, 'A blue/green deployment in the live screen'));
console.log(captured);
