/**
 * The 2-set Korean keyboard. With the Korean input on, a shortcut arrives as a jamo, as a syllable of several presses,
 * or as a jamo that is taken back and replaced; the letters underneath are what was meant.
 */

const letterByJamo: Readonly<Record<string, string>> = {
	ㅂ: 'q',
	ㅈ: 'w',
	ㄷ: 'e',
	ㄱ: 'r',
	ㅅ: 't',
	ㅛ: 'y',
	ㅕ: 'u',
	ㅑ: 'i',
	ㅐ: 'o',
	ㅔ: 'p',
	ㅁ: 'a',
	ㄴ: 's',
	ㅇ: 'd',
	ㄹ: 'f',
	ㅎ: 'g',
	ㅗ: 'h',
	ㅓ: 'j',
	ㅏ: 'k',
	ㅣ: 'l',
	ㅋ: 'z',
	ㅌ: 'x',
	ㅊ: 'c',
	ㅍ: 'v',
	ㅠ: 'b',
	ㅜ: 'n',
	ㅡ: 'm',
	ㅃ: 'Q',
	ㅉ: 'W',
	ㄸ: 'E',
	ㄲ: 'R',
	ㅆ: 'T',
	ㅒ: 'O',
	ㅖ: 'P',
};

/** Jamo that take two presses. */
const pressesByCompound: Readonly<Record<string, string>> = {
	ㅘ: 'ㅗㅏ',
	ㅙ: 'ㅗㅐ',
	ㅚ: 'ㅗㅣ',
	ㅝ: 'ㅜㅓ',
	ㅞ: 'ㅜㅔ',
	ㅟ: 'ㅜㅣ',
	ㅢ: 'ㅡㅣ',
	ㄳ: 'ㄱㅅ',
	ㄵ: 'ㄴㅈ',
	ㄶ: 'ㄴㅎ',
	ㄺ: 'ㄹㄱ',
	ㄻ: 'ㄹㅁ',
	ㄼ: 'ㄹㅂ',
	ㄽ: 'ㄹㅅ',
	ㄾ: 'ㄹㅌ',
	ㄿ: 'ㄹㅍ',
	ㅀ: 'ㄹㅎ',
	ㅄ: 'ㅂㅅ',
};

// In the order of the Unicode syllable formula.
const initials = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
const medials = [...'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'];
const finals = ['', ...'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'];

const firstSyllable = 0xac_00;
const lastSyllable = 0xd7_a3;

const jamoOfSyllable = (syllable: string): string | undefined => {
	const code = syllable.codePointAt(0);

	if (code === undefined || code < firstSyllable || code > lastSyllable) {
		return undefined;
	}

	const index = code - firstSyllable;
	const initial = initials[Math.floor(index / 588)] ?? '';
	const medial = medials[Math.floor((index % 588) / 28)] ?? '';
	const final = finals[index % 28] ?? '';
	return initial + medial + final;
};

/**
 * The letters that were pressed for one typed character: `ㅎ` is `g`, `해` is `g` `o`. Undefined for anything that the
 * 2-set layout does not make.
 */
export const lettersOfHangul = (character: string): readonly string[] | undefined => {
	const composed = character.normalize('NFC');
	const jamo = jamoOfSyllable(composed) ?? composed;
	const letters: string[] = [];

	for (const one of jamo) {
		for (const press of pressesByCompound[one] ?? one) {
			const letter = letterByJamo[press];

			if (letter === undefined) {
				return undefined;
			}

			letters.push(letter);
		}
	}

	return letters.length === 0 ? undefined : letters;
};
