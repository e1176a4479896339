import {type IncomingHttpHeaders} from 'node:http';

/** The names that this machine has for itself; a bucket may stand before one, as clients of S3 write it. */
const ownHost = /^(?:127\.0\.0\.1|\[::1]|(?:[\da-z.-]+\.)?localhost)(?::\d+)?$/i;

/**
 * Why a request is not served, in plain words; undefined where it is. A page in the person's browser reaches every port
 * of this machine: by a name of its own that leads here, which shows in Host, or straight, which shows in what the
 * browser says of where the page is from. Clients of the clouds send neither.
 */
export const refuseStranger = (headers: IncomingHttpHeaders, names: readonly string[]): string | undefined => {
	const {host = '', origin, 'sec-fetch-site': site} = headers;

	if (!ownHost.test(host) && !names.includes(host.replace(/:\d+$/, ''))) {
		return 'The simulator is reached as 127.0.0.1 or localhost alone, not by the name in the Host header.';
	}

	return origin !== undefined || (site !== undefined && site !== 'none')
		? 'The simulator serves tools on this machine, not pages in a browser.'
		: undefined;
};
