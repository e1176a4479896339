import {redact} from './redact.js';

/** The secrets of this process: the keys to both clouds and to a proxy, wherever they were found. */
export type Secrets = {
	/** Notes values that must not be shown. */
	keep(...values: ReadonlyArray<string | undefined>): void;
	/** A text without them, and without whatever else looks like a secret. */
	hide(text: string): string;
};

/**
 * One for all adapters: either cloud may quote the other's key, as the log of a hook does that prints its environment.
 */
export const createSecrets = (): Secrets => {
	const known = new Set<string>();

	return {
		keep(...values) {
			for (const value of values) {
				if (value !== undefined && value !== '') {
					known.add(value);
				}
			}
		},
		hide: text => redact(text, [...known]),
	};
};

const decode = (written: string): string => {
	try {
		return decodeURIComponent(written);
	} catch {
		return written;
	}
};

/** Name and password of an address, as they are written and as they are sent; also of what is no address. */
const secretsOfAddress = (address: string): readonly string[] => {
	// Everything before the last @ may be a password.
	const login = /^(?:[a-z][a-z\d+.-]*:\/\/)?(.+)@/is.exec(address)?.[1];
	return login === undefined
		? []
		: [login, login.slice(login.indexOf(':') + 1)].flatMap(written => [written, decode(written)]);
};

const isKey = (name: string): boolean =>
	['SPOTINST_TOKEN', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].includes(name);

const isAddress = (name: string): boolean =>
	/^(?:https?|all)_proxy$/i.test(name) || name === 'SPOTINST_BASE_URL' || name.startsWith('AWS_ENDPOINT_URL');

/** With the secrets that the environment holds; the others are kept by those who find them. */
export const createSecretsOf = (variables: Readonly<Record<string, string | undefined>>): Secrets => {
	const secrets = createSecrets();

	for (const [name, value = ''] of Object.entries(variables)) {
		secrets.keep(...(isKey(name) ? [value.trim()] : []), ...(isAddress(name) ? secretsOfAddress(value.trim()) : []));
	}

	return secrets;
};
