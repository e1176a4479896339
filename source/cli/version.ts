import {readFileSync} from 'node:fs';

declare const __VERSION__: string;

/** The program's version. The build writes it in; from source it is read from package.json. */
export const readVersion = (): string => {
	if (typeof __VERSION__ === 'string') {
		return __VERSION__;
	}

	const found: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
	return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : '0.0.0';
};
