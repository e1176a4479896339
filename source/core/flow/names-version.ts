/** Whether the key names this very version: `shop-6.0.zip` for 6.0, and neither `shop-6.0.1.zip` nor `shop-16.0.zip`. */
export const namesVersion = (key: string, version: string): boolean => {
	if (!/\d/u.test(version)) {
		return false;
	}

	let from = key.indexOf(version);
	while (from >= 0) {
		const before = key.slice(0, from);
		const after = key.slice(from + version.length);
		if (!/\d[.\-_]?$/u.test(before) && !/^[.\-_]?\d/u.test(after)) {
			return true;
		}

		from = key.indexOf(version, from + 1);
	}

	return false;
};

/** Whether the file's own name speaks of a version, and of none but another one: `shop-6.1.tar.gz` for 8.0. */
export const namesOtherVersion = (key: string, version: string): boolean =>
	/\d/u.test(version) && !namesVersion(key, version) && /\d+[.\-_]\d+/u.test(key.split('/').at(-1) ?? '');
