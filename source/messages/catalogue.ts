import {type Text, type TextId} from '../core/text-token.js';
import {en} from './en/index.js';
import {fill} from './fill.js';
import {ko} from './ko/index.js';

export type Language = 'en' | 'ko';

/** English is the type: Korean must have the same ids (`satisfies` in `ko/index.ts`), a test compares placeholders. */
export type Catalogue = typeof en;

declare module '../core/text-token.js' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
	interface TextRegister {
		catalogue: Catalogue;
	}
}

const catalogues: Readonly<Record<Language, Readonly<Record<TextId, string>>>> = {en, ko};

/** A text in a language, its values filled in. Values are not stripped here: the views do that for cloud text. */
export const say = (token: Text, language: Language): string => fill(catalogues[language], token);
