import {type IncomingMessage} from 'node:http';
import {type Refusal, type SimulatedRequest} from './protocol.js';
import {isSpotPath} from './spot/spot.js';

/** More than any request of these protocols needs. */
const mostBytes = 1_048_576;

/** The body; undefined where it is too long. What is too long is read to its end, so that its sender hears the answer. */
const readBody = async (incoming: IncomingMessage): Promise<string | undefined> => {
	let body = '';
	let bytes = 0;
	const decoder = new TextDecoder();
	for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
		bytes += chunk.byteLength;
		body = bytes > mostBytes ? '' : body + decoder.decode(chunk, {stream: true});
	}

	return bytes > mostBytes ? undefined : body + decoder.decode();
};

const toHeaders = (incoming: IncomingMessage): Readonly<Record<string, string>> =>
	Object.fromEntries(
		Object.entries(incoming.headers).map(([name, value]) => [
			name,
			Array.isArray(value) ? value.join(', ') : (value ?? ''),
		]),
	);

/** Region and service from the scope of a Signature Version 4: in a header, or in the query of a presigned request. */
const readScope = (authorization: string, query: URLSearchParams) => {
	const credential =
		/^AWS4-HMAC-SHA256 .*Credential=([^,\s]+)/.exec(authorization)?.[1] ?? query.get('X-Amz-Credential') ?? '';
	const [region = '', service = '', ending = ''] = credential.split('/').slice(2);
	return ending === 'aws4_request' ? {region, service} : undefined;
};

const isDecodable = (path: string): boolean => {
	try {
		decodeURIComponent(path);
		return true;
	} catch {
		return false;
	}
};

/** A request as the protocols see it, and why no protocol can take it, if none can. */
export const readRequest = async (
	incoming: IncomingMessage,
): Promise<{readonly request: SimulatedRequest; readonly refusal?: Refusal}> => {
	const target = incoming.url ?? '';
	// Put behind a host, so that an address of two slashes is a path too.
	const url = new URL(`http://simulator.invalid${target.startsWith('/') ? target : '/'}`);
	const headers = toHeaders(incoming);
	const authorization = headers['authorization'] ?? '';
	const scope = readScope(authorization, url.searchParams);
	const isSpot = isSpotPath(url.pathname) || authorization.startsWith('Bearer ');
	const body = await readBody(incoming);
	const request: SimulatedRequest = {
		method: incoming.method ?? 'GET',
		path: url.pathname,
		query: url.searchParams,
		headers,
		body: body ?? '',
		service: scope?.service ?? (isSpot ? 'spot' : ''),
		region: scope?.region ?? '',
	};
	if (!isDecodable(url.pathname)) {
		return {
			request: {...request, path: '/'},
			refusal: {status: 400, code: 'InvalidURI', message: "Couldn't parse the specified URI."},
		};
	}

	return body === undefined
		? {
				request,
				refusal: {
					status: 413,
					code: 'RequestEntityTooLarge',
					message: `The body is longer than ${mostBytes} bytes.`,
				},
			}
		: {request};
};
