import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {createServer} from 'node:http';
import {connect, type Socket} from 'node:net';

export type ConnectProxy = {
	readonly url: string;
	/** `host:port` of each tunnel that was asked for, in order. */
	readonly tunnels: readonly string[];
	/** Requests that came in the clear, which would have shown the proxy what they carry. */
	readonly inTheClear: readonly string[];
	close(): Promise<void>;
};

/** A proxy as companies run them: it knows CONNECT, and tunnels to loopback whatever the name was. */
export const startConnectProxy = async (
	options: {
		/** Answers every tunnel with this status. */
		readonly refuse?: number;
		/** The name and password it asks for, as `name:password`. */
		readonly login?: string;
	} = {},
): Promise<ConnectProxy> => {
	const tunnels: string[] = [];
	const inTheClear: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((request, response) => {
		inTheClear.push(request.url ?? '');
		response.writeHead(501).end();
	});
	server.on('connect', (request, client: Socket, head: Uint8Array) => {
		sockets.add(client);
		client.on('error', () => {
			client.destroy();
		});
		tunnels.push(request.url ?? '');
		const expected = options.login && `Basic ${Buffer.from(options.login).toString('base64')}`;
		const isRefused = expected !== undefined && request.headers['proxy-authorization'] !== expected;

		if (options.refuse !== undefined || isRefused) {
			client.end(`HTTP/1.1 ${options.refuse ?? 407} Refused\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n`);
			return;
		}

		const [, port] = (request.url ?? '').split(':');
		const target = connect(Number(port), '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			target.write(head);
			target.pipe(client);
			client.pipe(target);
		});
		sockets.add(target);
		target.on('error', () => {
			client.destroy();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;

	return {
		url: `http://127.0.0.1:${port ?? 0}`,
		tunnels,
		inTheClear,
		async close() {
			for (const socket of sockets) {
				socket.destroy();
			}

			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
};
