import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

const here = name => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)));

const literal = String.raw`const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;`;

/** The shortcut for ASCII, which only the newer package has; where it is not found, nothing is lost but time. */
const ascii = String.raw`if (/^[\u0020-\u007E]*$/.test(string)) {
		return string.length;
	}`;
const simple = `const simple = simpleCells(string);
	if (simple !== undefined) {
		return simple;
	}`;

/**
 * The packages that measure and cut text under Ink build two large Unicode tables when they are loaded, and walk each
 * row of each frame through one of them. The text of nearly every row needs neither (docs/decisions/0010).
 */
export const leanText = {
	name: 'lean-text',
	setup(build) {
		build.onLoad(
			{filter: /(string-width\/index|ansi-tokenize\/build\/tokenize|slice-ansi\/tokenize-ansi)\.js$/},
			async ({path}) => {
				const source = await readFile(path, 'utf8');
				const isMeasuring = source.includes(literal);

				if (!isMeasuring && source.includes(String.raw`= /^\p{RGI_Emoji}`)) {
					throw new Error(`${path} looks for emoji in another way than before: see scripts/lean-text`);
				}

				return {
					loader: 'js',
					contents: [
						`import {Intl} from ${here('segmenter.ts')};`,
						`import {simpleCells} from ${here('../../source/ui/simple-cells.ts')};`,
						...(isMeasuring ? [`import {rgiEmoji as rgiEmojiRegex} from ${here('rgi-emoji.ts')};`] : []),
						source.replace(literal, '').replace(ascii, simple),
					].join('\n'),
				};
			},
		);
	},
};
