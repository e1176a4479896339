/** Writes the tables of keys into both READMEs. */
import {readFile, writeFile} from 'node:fs/promises';
import {withKeyTables} from './key-table.js';

for (const [file, language] of [
	['README.md', 'en'],
	['README.ko.md', 'ko'],
] as const) {
	const readme = await readFile(file, 'utf8');
	await writeFile(file, withKeyTables(readme, language));
}
