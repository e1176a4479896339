import {type Result} from '../core/problem.js';

/**
 * A port whose adapter is made at the first call: nothing of a cloud is read from disk before the first frame. Where
 * it cannot be made (no credentials), each call settles to the reason and the next one tries again. Every method of
 * such a port settles to a Result.
 */
export const lazyPort = <Port extends object>(load: () => Promise<Result<Port>>): Port => {
	let loaded: Promise<Result<Port>> | undefined;

	const get = async (): Promise<Result<Port>> => {
		loaded ??= load();
		const result = await loaded;

		if (!result.isOk) {
			loaded = undefined;
		}

		return result;
	};

	// A proxy has no members of its own, and the port's type says which ones are asked for.
	// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment
	const nothing: Port = Object.create(null);

	return new Proxy(nothing, {
		get(_, name) {
			// A promise that settles to a port asks whether the port is one too.
			if (typeof name === 'symbol' || name === 'then') {
				return undefined;
			}

			return async (...parameters: readonly unknown[]): Promise<unknown> => {
				const result = await get();

				if (!result.isOk) {
					return result;
				}

				const method: unknown = Reflect.get(result.value, name);

				if (typeof method !== 'function') {
					throw new TypeError(`The adapter has no method ${name}`);
				}

				return Reflect.apply(method, result.value, parameters);
			};
		},
	});
};
