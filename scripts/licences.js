import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

/** The folder of the package that a bundled file belongs to; nested `node_modules` count from the innermost one. */
const packageFolderOf = file => {
	const at = file.lastIndexOf('node_modules/');
	if (at === -1) {
		return undefined;
	}

	const [scopeOrName, name] = file.slice(at + 'node_modules/'.length).split('/');
	return (
		file.slice(0, at) +
		path.posix.join('node_modules', scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName)
	);
};

const textsOf = async folder => {
	const names = await readdir(folder);
	const wanted = names.filter(name => /^(licen[cs]e|notice|copying)/i.test(name)).sort();
	const texts = await Promise.all(wanted.map(async name => readFile(path.join(folder, name), 'utf8')));
	return texts.map(text => text.trim());
};

/**
 * The licences of everything that a bundle holds, from the bundler's own account of what went into it. Packages with
 * the same text share one entry; a package that ships no licence file is listed with the licence that it declares.
 */
export const thirdPartyLicences = async metafile => {
	const folders = new Set(
		Object.keys(metafile.inputs)
			.map(file => packageFolderOf(file))
			.filter(Boolean),
	);
	const byText = new Map();
	for (const folder of [...folders].sort()) {
		const {name, version, license} = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
		if (name === undefined) {
			continue;
		}

		const texts = await textsOf(folder);
		const body =
			texts.length > 0 ? texts.join('\n\n') : `Licensed under ${license}; the package ships no licence file.`;
		byText.set(body, [...(byText.get(body) ?? []), `${name}@${version}`]);
	}

	return [...byText]
		.map(([body, names]) => `${[...new Set(names)].join('\n')}\n\n${body}\n`)
		.join(`\n${'-'.repeat(80)}\n\n`);
};
