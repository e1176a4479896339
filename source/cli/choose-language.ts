export const languages = ['en', 'ko'] as const;

/** As in `messages/catalogue.ts`, which is too large to load for `--version`. */
export type SpokenLanguage = (typeof languages)[number];

const toLanguage = (value: string | undefined): SpokenLanguage | undefined => {
	if (value === undefined || value === '') {
		return undefined;
	}

	// A locale of another language, or POSIX's `C`, is answered in English.
	return /^ko\b|^ko[_.@-]/i.test(value) ? 'ko' : 'en';
};

/** The flag, then this program's variable, then the locale as POSIX ranks its parts. */
export const chooseLanguage = (
	flag: string | undefined,
	variables: Readonly<Record<string, string | undefined>>,
): SpokenLanguage =>
	toLanguage(flag) ??
	toLanguage(variables['SPOT_BLUEGREEN_LANG']) ??
	toLanguage(variables['LC_ALL']) ??
	toLanguage(variables['LC_MESSAGES']) ??
	toLanguage(variables['LANG']) ??
	'en';
