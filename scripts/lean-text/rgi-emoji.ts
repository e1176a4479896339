const presented = /^\p{Emoji_Presentation}$/u;

let table: RegExp | undefined;

/** `/^\p{RGI_Emoji}$/v`, whose table of sequences is built when a text comes that may be in it. */
export const rgiEmoji = {
	test(segment: string): boolean {
		// Of single code units only those are in the table that are shown as emoji by themselves.
		if (segment.length === 1 && !presented.test(segment)) {
			return false;
		}

		// A literal would be read with the file.
		// eslint-disable-next-line prefer-regex-literals
		table ??= new RegExp(String.raw`^\p{RGI_Emoji}$`, 'v');
		return table.test(segment);
	},
};
