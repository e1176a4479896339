/** Loads once, on first use; a failed load is tried again by the next call. */
export const lazily = <Value>(load: () => Promise<Value>): (() => Promise<Value>) => {
	let loading: Promise<Value> | undefined;

	return async () => {
		loading ??= load();

		try {
			return await loading;
		} catch (error) {
			loading = undefined;

			throw error;
		}
	};
};
