// Makes the program that users get: one production bundle in chunks, so that nothing of a cloud, of React or of the
// simulator is read from disk before it is needed.
import {rm, readFile, chmod, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {build} from 'esbuild';
import {thirdPartyLicences} from './licences.js';

const {version} = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

await rm('build', {recursive: true, force: true});

const {metafile} = await build({
	entryPoints: {cli: 'source/cli.ts'},
	outdir: 'build',
	entryNames: '[name]',
	chunkNames: 'chunks/[name]-[hash]',
	bundle: true,
	splitting: true,
	format: 'esm',
	platform: 'node',
	target: 'node20.19',
	// The AWS clients name their CommonJS build first; only the other one can be tree-shaken.
	mainFields: ['module', 'main'],
	minify: true,
	legalComments: 'none',
	metafile: true,
	logLevel: 'warning',
	define: {
		'process.env.NODE_ENV': '"production"',
		// Ink opens the React developer tools for users who have DEV=true in their environment.
		'process.env.DEV': '"false"',
		__VERSION__: JSON.stringify(version),
	},
	alias: {'react-devtools-core': './scripts/empty.js'},
	banner: {
		// Some bundled packages are CommonJS and call require() for Node's own modules.
		js: "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);",
	},
});

await chmod('build/cli.js', 0o755);
await writeFile('build/THIRD_PARTY_LICENSES.txt', await thirdPartyLicences(metafile));

if (process.argv.includes('--metafile')) {
	await writeFile('build/meta.json', JSON.stringify(metafile));
}
