// Makes the program that users get: production bundles in chunks, so that nothing of a cloud, of React or of the
// simulator is read from disk before it is needed (docs/decisions/0001 and 0008).
import {rm, chmod, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {build} from 'esbuild';
import {production, program as drawing} from './bundle.js';
import {thirdPartyLicences} from './licences.js';

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

const written = {outdir, metafile: true};

await rm(outdir, {recursive: true, force: true});

// One CommonJS file: Node runs it without its module loader, which alone takes a fifth of `--version`.
const front = await build({
	...production,
	...written,
	entryPoints: {cli: 'source/cli.ts'},
	format: 'cjs',
	outExtension: {'.js': '.cjs'},
	plugins: [entriesOfTheFront],
	// Read only where the version is not written in, that is from source.
	logOverride: {'empty-import-meta': 'silent'},
});

const program = await build({
	...drawing,
	...written,
	entryPoints: Object.fromEntries([...entries].map(name => [name, `source/${name}.ts`])),
	chunkNames: 'chunks/[name]-[hash]',
	splitting: true,
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
