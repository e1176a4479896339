/** Where the text names this very version: `shop-6.0.zip` for 6.0, and neither `shop-6.0.1.zip` nor `shop-16.0.zip`. */
const placesOf = (named: string, version: string): readonly number[] => {
	const places: number[] = [];
	let from = /\d/u.test(version) ? named.indexOf(version) : -1;
	while (from >= 0) {
		const before = named.slice(0, from);
		const after = named.slice(from + version.length);
		if (!/\d[.\-_]?$/u.test(before) && !/^[.\-_]?\d/u.test(after)) {
			places.push(from);
		}

		from = named.indexOf(version, from + 1);
	}

	return places;
};

/** Whether the key names this very version. */
export const namesVersion = (key: string, version: string): boolean => placesOf(key, version).length > 0;

/** The text with another version wherever it names this one. */
export const renameVersion = (named: string, version: string, other: string): string =>
	placesOf(named, version).reduceRight(
		(renamed, at) => renamed.slice(0, at) + other + renamed.slice(at + version.length),
		named,
	);

/** Whether the file's own name speaks of a version, and of none but another one: `shop-6.1.tar.gz` for 8.0. */
export const namesOtherVersion = (key: string, version: string): boolean =>
	/\d/u.test(version) && !namesVersion(key, version) && /\d+[.\-_]\d+/u.test(key.split('/').at(-1) ?? '');
