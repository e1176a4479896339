import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {build, type Plugin} from 'esbuild';
import {execa} from 'execa';
import {plugins, program} from '../../scripts/bundle.js';

const framesWith = async (folder: string, some: Plugin[]): Promise<readonly string[]> => {
	const outfile = path.join(folder, `${some.length}.mjs`);
	await build({...program, plugins: some, entryPoints: ['test/helpers/print-frames.tsx'], outfile});
	const {stdout} = await execa(process.execPath, [outfile], {env: {FORCE_COLOR: '1'}});
	return stdout.split('\f');
};

test('a bundle draws every frame as it does without the plugins', async t => {
	const folder = await mkdtemp(path.join(tmpdir(), 'bundle-'));
	t.teardown(async () => rm(folder, {recursive: true, force: true}));
	const [ours, vendors] = await Promise.all([framesWith(folder, plugins), framesWith(folder, [])]);
	t.is(ours.length, vendors.length);
	t.true(new Set(ours.filter(frame => frame.includes('\u001B['))).size > 100);

	for (const [index, frame] of vendors.entries()) {
		t.is(ours[index], frame);
	}
});

test('there is no bundle where the compositor is not the one that ours does the same as', async t => {
	const folder = await mkdtemp(path.join(tmpdir(), 'bundle-'));
	t.teardown(async () => rm(folder, {recursive: true, force: true}));
	const ink = path.join(folder, 'ink/build');
	await mkdir(ink, {recursive: true});
	await writeFile(path.join(ink, 'output.js'), 'export default class {}');
	await writeFile(path.join(ink, 'renderer.js'), "import Output from './output.js'; console.log(Output);");
	const bundled = build({...program, entryPoints: [path.join(ink, 'renderer.js')], write: false, logLevel: 'silent'});
	await t.throwsAsync(bundled, {message: /output\.js is not the file that scripts\/row-cached-output/});
});
