// Bundles the tests, so that each of some eighty processes reads a few files instead of compiling hundreds.
import {rm} from 'node:fs/promises';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {production} from './bundle.js';

const outdir = '.tests';

/** The build's own module stays where it is: it finds the files beside it by their places. */
const ownBundle = {
	name: 'own-bundle',
	setup(build) {
		build.onResolve({filter: /\/scripts\/bundle\.js$/}, () => ({
			path: pathToFileURL(path.resolve('scripts/bundle.js')).href,
			external: true,
		}));
	},
};

await rm(outdir, {recursive: true, force: true});

await build({
	entryPoints: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
	outbase: '.',
	outdir,
	chunkNames: 'chunks/[name]-[hash]',
	bundle: true,
	splitting: true,
	packages: 'external',
	format: 'esm',
	platform: 'node',
	target: production.target,
	define: {__VERSION__: production.define.__VERSION__},
	sourcemap: true,
	logLevel: 'warning',
	plugins: [ownBundle],
});
