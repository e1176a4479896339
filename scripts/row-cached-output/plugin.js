import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

const here = name => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)));

/** The compositor of Ink 6.8.0. */
const known = 'de9078c7fc647c40cf9e32d6658fcbbee91dae9e3f6334e5f4ebfc5905fc401d';

/** Ink paints every cell of every frame. Most rows are what they were in the frame before (docs/decisions/0011). */
export const rowCachedOutput = {
	name: 'row-cached-output',
	setup(build) {
		// Asked of every row of every frame, and told by the row's text alone.
		build.onLoad({filter: /(widest-line[\\/]index|ink[\\/]build[\\/]sanitize-ansi)\.js$/}, async ({path}) => {
			const source = await readFile(path, 'utf8');
			const [exported, kind = '', name] = /export default (function )?(\w+)/.exec(source);
			return {
				loader: 'js',
				contents: [
					`import {remember} from ${here('remember.ts')};`,
					source.replace(exported, `${kind}${name}`),
					'const remembered = remember(500);',
					`export default text => remembered(text, () => ${name}(text));`,
				].join('\n'),
			};
		});

		build.onResolve({filter: /^\.\/output\.js$/}, async ({importer, resolveDir}) => {
			if (!/ink[\\/]build[\\/]renderer\.js$/.test(importer)) {
				return undefined;
			}

			const path = `${resolveDir}/output.js`;
			const hash = createHash('sha256')
				.update(await readFile(path))
				.digest('hex');

			if (hash !== known) {
				throw new Error(`${path} is not the file that scripts/row-cached-output does the same as: compare them anew`);
			}

			return {path: fileURLToPath(new URL('output.ts', import.meta.url))};
		});
	},
};
