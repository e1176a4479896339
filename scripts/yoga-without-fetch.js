import {readFile} from 'node:fs/promises';

/**
 * The layout engine carries its WebAssembly inside as a data URL and would read it with `fetch`. The first use of that
 * loads Node's whole HTTP client, a sixth of the time to the first frame; where there is no `fetch` the engine decodes
 * the same bytes itself. So its module gets none.
 */
export const yogaWithoutFetch = {
	name: 'yoga-without-fetch',
	setup(build) {
		build.onLoad({filter: /yoga-wasm-base64-esm\.js$/}, async ({path}) => {
			const source = await readFile(path, 'utf8');
			return {contents: `const fetch = undefined;\n${source}`, loader: 'js'};
		});
	},
};
