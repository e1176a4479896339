/** Finds what it found before, of the last `size` different keys at least and of twice as many at most. */
export const remember = <Value>(size: number) => {
	let recent = new Map<string, Value>();
	let older = new Map<string, Value>();

	return (key: string, find: () => Value): Value => {
		const known = recent.get(key);

		if (known !== undefined) {
			return known;
		}

		if (recent.size >= size) {
			older = recent;
			recent = new Map();
		}

		const value = older.get(key) ?? find();
		recent.set(key, value);
		return value;
	};
};
