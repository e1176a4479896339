import {readFile} from 'node:fs/promises';
import test from 'ava';
import {withKeyTables} from '../../scripts/key-table.js';
import {exitCodeRows} from '../../source/cli/exit-codes.js';
import {commandNames} from '../../source/cli/options.js';
import {scenarioIds} from '../../source/simulator/scenarios.js';

const readmes = [
	['README.md', 'en'],
	['README.ko.md', 'ko'],
] as const;

for (const [file, language] of readmes) {
	test(`${file} shows the keys that the keymap has`, async t => {
		const readme = await readFile(file, 'utf8');
		t.is(readme, withKeyTables(readme, language), 'run: npm run write-keys');
	});

	test(`${file} names every command, exit code and scenario`, async t => {
		const readme = await readFile(file, 'utf8');
		for (const name of commandNames.filter(one => one !== 'setup')) {
			t.true(readme.includes(`spot-bluegreen ${name}`), name);
		}

		for (const {code} of exitCodeRows) {
			t.true(readme.includes(`| ${code} |`), String(code));
		}

		for (const id of scenarioIds) {
			t.true(readme.includes(`| \`${id}\` |`), id);
		}
	});
}
