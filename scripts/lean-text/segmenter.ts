/**
 * Text in which every code unit is a grapheme of its own: ASCII without the carriage return (which joins a line feed),
 * arrows, operators, lines, dingbats, Braille, and whole Hangul syllables. None of them joins its neighbour.
 */
const simple =
	// eslint-disable-next-line no-control-regex -- colours are among the texts
	/^[\0-\u000C\u000E-\u007E\u00B7\u2013-\u2015\u2026\u2190-\u22FF\u2500-\u25FF\u2700-\u27BF\u2800-\u28FF\uAC00-\uD7A3]*$/;

export const isSimple = (text: string): boolean => simple.test(text);

const {Segmenter: Vendor} = globalThis.Intl;

type Segment = {readonly segment: string; readonly index: number};

type Segments = Iterable<Segment> & {
	/** The segment that the code unit at the index belongs to. */
	containing(index?: number): Segment | undefined;
};

/** What the vendor's segmenter says of graphemes, without asking it for a text that needs no table. */
class Segmenter {
	readonly #locales: Intl.LocalesArgument;
	readonly #options: Intl.SegmenterOptions | undefined;
	#vendor: Intl.Segmenter | undefined;

	constructor(locales?: Intl.LocalesArgument, options?: Intl.SegmenterOptions) {
		this.#locales = locales;
		this.#options = options;
	}

	segment(text: string): Segments {
		if (!isSimple(text)) {
			this.#vendor ??= new Vendor(this.#locales, this.#options);
			return this.#vendor.segment(text);
		}

		// Code unit by code unit: every one of them is a whole sign.
		const segments = Array.from({length: text.length}, (_, index) => ({segment: text.charAt(index), index}));
		return Object.assign(segments, {containing: (index = 0) => segments[index]});
	}
}

const lean = {Segmenter};

export {lean as Intl};
