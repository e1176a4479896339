import {Buffer} from 'node:buffer';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {lookUpOperation, lookups} from '../../../source/simulator/lookups/index.js';
import {type SimulatedReply, type SimulatedRequest} from '../../../source/simulator/protocol.js';
import {type World} from '../../../source/simulator/world/state.js';

/** A reply instead of the look-up's own; `cut` destroys the socket. */
export type Interception = SimulatedReply | 'cut' | undefined;

export type LookUpServer = {
	readonly url: string;
	/** What was asked, oldest first. */
	readonly requests: readonly SimulatedRequest[];
	/** Names of the operations that were asked. */
	readonly operations: () => readonly string[];
	world: World;
	intercept: (request: SimulatedRequest) => Interception;
	close(): Promise<void>;
};

const readRequest = async (incoming: IncomingMessage): Promise<SimulatedRequest> => {
	const chunks: Uint8Array[] = [];

	for await (const chunk of incoming) {
		chunks.push(Buffer.from(chunk));
	}

	const {pathname, searchParams} = new URL(incoming.url ?? '/', 'http://localhost');
	const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(incoming.headers.authorization ?? '');

	return {
		method: incoming.method ?? 'GET',
		path: pathname,
		query: searchParams,
		headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
		body: Buffer.concat(chunks).toString('utf8'),
		region: scope?.[1] ?? '',
		service: scope?.[2] ?? '',
	};
};

/** The look-ups alone over real HTTP, over a world that a test sets as it likes. */
export const startLookUps = async (world: World): Promise<LookUpServer> => {
	const requests: SimulatedRequest[] = [];

	const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
		const request = await readRequest(incoming);
		requests.push(request);
		const reply = lookUps.intercept(request) ?? lookups[request.service]?.(request, lookUps.world);

		if (reply === 'cut' || reply === undefined) {
			outgoing.destroy();
			return;
		}

		outgoing.writeHead(reply.status, reply.headers);
		outgoing.end(request.method === 'HEAD' ? undefined : reply.body);
	};

	const server = createServer((incoming, outgoing) => {
		void answer(incoming, outgoing);
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const address = server.address();
	const lookUps: LookUpServer = {
		url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
		requests,
		operations: () => requests.map(lookUpOperation),
		world,
		intercept: () => undefined,
		async close() {
			server.closeAllConnections();
			await new Promise<void>(resolve => {
				server.close(() => {
					resolve();
				});
			});
		},
	};

	return lookUps;
};
