import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';

/** Ways for a text to leave the program, each with the files that make it harmless before it goes. */
const ways: ReadonlyArray<readonly [title: string, way: RegExp, files: readonly string[]]> = [
	[
		'a stream is written to by the sink, and by the owner of the screen for the modes of the terminal',
		/\b(?:stdout|stderr|stream)\.(?:write|end)\(|\bconsole\.(?:log|info|warn|error|debug)\(/,
		['headless/sink.ts', 'ui/mount.tsx'],
	],
	['the streams of the process are known in one place', /\bprocess\.(?:stdin|stdout|stderr)\b/, ['cli/environment.ts']],
	[
		'a text of the screen is drawn by rows and by the two fields',
		/[\s(]<Text\b/,
		['ui/components/rows.tsx', 'ui/fields/select-view.tsx', 'ui/fields/text-view.tsx'],
	],
];

for (const [title, way, expected] of ways) {
	test(title, async t => {
		const files = await readdir('source', {recursive: true});
		const found: string[] = [];

		for (const file of files.filter(one => /\.tsx?$/.test(one))) {
			const name = file.replaceAll(path.sep, '/');
			const source = await readFile(path.join('source', file), 'utf8');

			// The simulator answers requests; it is no part of what the program tells.
			if (!name.startsWith('simulator/') && way.test(source)) {
				found.push(name);
			}
		}

		t.deepEqual(found.sort(), expected);
	});
}
