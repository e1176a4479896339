import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGzip} from 'node:zlib';

export type SeenRequest = {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingMessage['headers'];
	readonly body: unknown;
};

/** What to answer: a body, or one of the ways in which a network fails. */
export type Answer =
	| {readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string}
	| 'hang'
	| 'cut-before-answer'
	| 'cut-in-body'
	/** A body of single bytes that never ends, too often for a limit on idle time. */
	| 'drip'
	/** A body that never ends, as fast as it is read. */
	| 'endless'
	/** The same, packed into next to nothing. */
	| 'endless-packed';

export type AnsweringServer = {
	readonly url: string;
	readonly requests: readonly SeenRequest[];
	/** Settles once so many requests have arrived. */
	untilRequests(count: number): Promise<void>;
	close(): Promise<void>;
};

const readBody = async (request: IncomingMessage): Promise<unknown> => {
	request.setEncoding('utf8');
	let content = '';
	for await (const chunk of request) {
		content += String(chunk);
	}

	return content.startsWith('{') ? JSON.parse(content) : content === '' ? undefined : content;
};

const json = {'content-type': 'application/json'};
const blanks = ' '.repeat(65_536);

function* endlessly(): Generator<string> {
	while (true) {
		yield blanks;
	}
}

const drip = (outgoing: ServerResponse): void => {
	outgoing.writeHead(200, json);
	const timer = setInterval(() => {
		outgoing.write(' ');
	}, 20);
	outgoing.once('close', () => {
		clearInterval(timer);
	});
};

/** Ends when the reader has gone. */
const pour = async (outgoing: ServerResponse, isPacked: boolean): Promise<void> => {
	outgoing.writeHead(200, {...json, ...(isPacked && {'content-encoding': 'gzip'})});
	try {
		await (isPacked
			? pipeline(Readable.from(endlessly()), createGzip(), outgoing)
			: pipeline(Readable.from(endlessly()), outgoing));
	} catch {
		outgoing.destroy();
	}
};

const send = (reply: Answer, incoming: IncomingMessage, outgoing: ServerResponse): void => {
	switch (reply) {
		case 'hang': {
			break;
		}

		case 'cut-before-answer': {
			incoming.socket.destroy();
			break;
		}

		case 'cut-in-body': {
			outgoing.writeHead(200, {...json, 'content-length': '1000'});
			outgoing.write('{"response":', () => {
				incoming.socket.destroy();
			});
			break;
		}

		case 'drip': {
			drip(outgoing);
			break;
		}

		case 'endless':
		case 'endless-packed': {
			void pour(outgoing, reply === 'endless-packed');
			break;
		}

		default: {
			outgoing.writeHead(reply.status ?? 200, {...json, ...reply.headers});
			outgoing.end(reply.body);
		}
	}
};

/** A server on loopback that answers as the test says and remembers what it was asked; for faults, not for behaviour. */
export const startAnsweringServer = async (
	answer: (request: SeenRequest, number: number) => Answer,
): Promise<AnsweringServer> => {
	const requests: SeenRequest[] = [];
	let waiters: ReadonlyArray<{readonly count: number; resolve(): void}> = [];

	const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
		const url = new URL(incoming.url ?? '/', 'http://loopback');
		const request: SeenRequest = {
			method: incoming.method ?? '',
			path: url.pathname,
			query: url.searchParams,
			headers: incoming.headers,
			body: await readBody(incoming),
		};
		requests.push(request);
		const reply = answer(request, requests.length);
		send(reply, incoming, outgoing);

		for (const waiter of waiters.filter(({count}) => requests.length >= count)) {
			waiter.resolve();
		}

		waiters = waiters.filter(({count}) => requests.length < count);
	};

	const server = createServer((incoming, outgoing) => {
		void handle(incoming, outgoing);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;

	return {
		url: `http://127.0.0.1:${port ?? 0}`,
		requests,
		untilRequests: async count =>
			new Promise<void>(resolve => {
				if (requests.length >= count) {
					resolve();
				} else {
					waiters = [...waiters, {count, resolve}];
				}
			}),
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
};
