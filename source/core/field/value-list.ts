/** The values of a multi-select as one text, joined by commas. None of the clouds' names and ids holds a comma. */
export const writeValues = (values: readonly string[]): string => values.join(',');

/** Blanks do not count, and a value that stands there twice counts once. */
export const readValues = (raw: string | undefined): readonly string[] => [
	...new Set(
		(raw ?? '')
			.split(',')
			.map(value => value.trim())
			.filter(value => value !== ''),
	),
];
