import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import test from 'ava';
import {build, type Plugin} from 'esbuild';
import {plugins, program} from '../../scripts/bundle.js';

const clients = 'node_modules/@aws-sdk';

/** Everything a module exports, with the functions that only put off a reference. */
const describe = (exported: unknown): string =>
	JSON.stringify(exported, (_, value: unknown) => (typeof value === 'function' ? 'function' : value));

const load = async (folder: string, file: string, some: Plugin[]): Promise<unknown> => {
	const outfile = path.join(folder, `${some.length}-${file.replaceAll('/', '-')}.mjs`);
	await build({...program, plugins: some, entryPoints: [file], outfile});
	return import(pathToFileURL(outfile).href);
};

test('with their keys written out, the schemas of every AWS client are the same', async t => {
	const folder = await mkdtemp(path.join(tmpdir(), 'schemas-'));
	t.teardown(async () => rm(folder, {recursive: true, force: true}));
	const packages = await readdir(clients);
	const names = packages.filter(name => name.startsWith('client-'));
	t.true(names.includes('client-ec2'));

	for (const name of names) {
		const file = `${clients}/${name}/dist-es/schemas/schemas_0.js`;
		const [ours, stock] = await Promise.all([load(folder, file, plugins), load(folder, file, [])]);
		t.true(describe(stock).length > 1000, name);
		t.is(describe(ours), describe(stock), name);
	}
});
