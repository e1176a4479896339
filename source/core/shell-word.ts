import {stripControl} from './strip-control.js';

/** Words that bash, zsh, fish, PowerShell and cmd.exe all take as they stand. */
const plain = /^[\w+:./][\w@%+=:./-]*$/;

/**
 * What single quotes keep from being read: the shells above read nothing into it, and cmd.exe, which knows no such
 * quotes, makes two words of it at the most. Not in it: quotes, of which PowerShell has curly ones too, the backslash,
 * that fish reads, and what commands of cmd.exe are made of.
 */
const quotable = /^[\p{L}\p{N}\p{M}\w @+=:,./()#*?~$[\]{};-]+$/u;

const toBytes = (character: string): string =>
	Array.from(
		new TextEncoder().encode(character),
		byte => String.raw`\x${byte.toString(16).toUpperCase().padStart(2, '0')}`,
	).join('');

/**
 * One word for a shell, on one line. Where quotes could be ended from within, or a terminal would not show what it is
 * given, the characters are written as bytes: bash and zsh read them back, other shells get a word that does nothing.
 */
export const quoteForShell = (word: string): string => {
	if (plain.test(word)) {
		return word;
	}

	return quotable.test(word) && stripControl(word) === word
		? `'${word}'`
		: `$'${word.replaceAll(/[^\w @+=:,./-]/gu, toBytes)}'`;
};
