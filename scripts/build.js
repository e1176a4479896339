// Makes the program that users get: production bundles in chunks, so that nothing of a cloud, of React or of the
// simulator is read from disk before it is needed (docs/decisions/0001 and 0008).
import {rm, readFile, chmod, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {build} from 'esbuild';
import {leanText} from './lean-text/plugin.js';
import {thirdPartyLicences} from './licences.js';
import {yogaWithoutFetch} from './yoga-without-fetch.js';

const {version} = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

const outdir = 'build';
const source = path.resolve('source');

/** Without the `.js` of the import: a name such as `commands/setup`. */
const entries = new Set();

/** The front answers `--version` and `--help` by itself; whatever else it imports lazily is an entry of the program. */
const isFront = name => name === 'cli/main' || name === 'cli/help';

const entriesOfTheFront = {
	name: 'entries-of-the-front',
	setup(build) {
		build.onResolve({filter: /^\.{1,2}\//}, ({kind, resolveDir, path: imported}) => {
			const name = path
				.relative(source, path.resolve(resolveDir, imported))
				.replaceAll(path.sep, '/')
				.replace(/\.js$/, '');

			if (kind !== 'dynamic-import' || isFront(name)) {
				return undefined;
			}

			entries.add(name);
			return {path: `./${name}.js`, external: true};
		});
	},
};

const common = {
	bundle: true,
	outdir,
	platform: 'node',
	target: 'node20.19',
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
};

await rm(outdir, {recursive: true, force: true});

// One CommonJS file: Node runs it without its module loader, which alone takes a fifth of `--version`.
const front = await build({
	...common,
	entryPoints: {cli: 'source/cli.ts'},
	format: 'cjs',
	outExtension: {'.js': '.cjs'},
	plugins: [entriesOfTheFront],
	// Read only where the version is not written in, that is from source.
	logOverride: {'empty-import-meta': 'silent'},
});

const program = await build({
	...common,
	entryPoints: Object.fromEntries([...entries].map(name => [name, `source/${name}.ts`])),
	chunkNames: 'chunks/[name]-[hash]',
	splitting: true,
	format: 'esm',
	// The AWS clients name their CommonJS build first; only the other one can be tree-shaken.
	mainFields: ['module', 'main'],
	alias: {'react-devtools-core': './scripts/empty.js'},
	plugins: [yogaWithoutFetch, leanText],
	banner: {
		// Some bundled packages are CommonJS and call require() for Node's own modules.
		js: "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);",
	},
});

await chmod(`${outdir}/cli.cjs`, 0o755);
await writeFile(
	`${outdir}/THIRD_PARTY_LICENSES.txt`,
	await thirdPartyLicences({
		inputs: {...front.metafile.inputs, ...program.metafile.inputs},
		outputs: {...front.metafile.outputs, ...program.metafile.outputs},
	}),
);

if (process.argv.includes('--metafile')) {
	await writeFile(`${outdir}/meta.json`, JSON.stringify(program.metafile));
}
