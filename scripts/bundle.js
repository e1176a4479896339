import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {leanText} from './lean-text/plugin.js';
import {rowCachedOutput} from './row-cached-output/plugin.js';
import {schemasByName} from './schemas-by-name.js';
import {yogaWithoutFetch} from './yoga-without-fetch.js';

const {version} = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

/** What every bundle of ours has, whatever its format. */
export const production = {
	bundle: true,
	platform: 'node',
	target: 'node20.19',
	minify: true,
	legalComments: 'none',
	logLevel: 'warning',
	define: {
		'process.env.NODE_ENV': '"production"',
		// Ink opens the React developer tools for users who have DEV=true in their environment.
		'process.env.DEV': '"false"',
		__VERSION__: JSON.stringify(version),
	},
};

/** What stands in the bundle for parts of packages. Without them it does the same, more slowly. */
export const plugins = [yogaWithoutFetch, leanText, rowCachedOutput, schemasByName];

/** The bundle that draws: what is measured and tested is built as what users get. */
export const program = {
	...production,
	format: 'esm',
	// The AWS clients name their CommonJS build first; only the other one can be tree-shaken.
	mainFields: ['module', 'main'],
	alias: {'react-devtools-core': fileURLToPath(new URL('empty.js', import.meta.url))},
	plugins,
	banner: {
		// Some bundled packages are CommonJS and call require() for Node's own modules.
		js: "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);",
	},
};
