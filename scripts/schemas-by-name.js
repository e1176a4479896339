import {readFile} from 'node:fs/promises';

/**
 * An AWS client describes every operation of its service in one file, and names the keys of its objects by constants:
 * `{[_h]: 200}`. To esbuild such a key may do anything, so it keeps all of them. With the keys written out it leaves
 * away what no command of ours needs (docs/decisions/0012).
 */
export const schemasByName = {
	name: 'schemas-by-name',
	setup(build) {
		build.onLoad({filter: /schemas_0\.js$/}, async ({path}) => {
			const source = await readFile(path, 'utf8');
			const values = new Map(
				[...source.matchAll(/^const (_\w+) = ("(?:[^"\\]|\\.)*");$/gm)].map(([, name, value]) => [name, value]),
			);

			return {
				contents: source.replaceAll(/\[(_\w+)]:/g, (key, name) => (values.has(name) ? `${values.get(name)}:` : key)),
			};
		});
	},
};
