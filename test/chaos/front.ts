import {createServer, request as sendRequest, type IncomingMessage, type ServerResponse} from 'node:http';
import {type StrangeAnswer} from './story.js';

/** Stands between a machine and the clouds, as a proxy does, and answers in their place while it is told to. */
export type Front = {
	readonly url: string;
	answerWith(answer: StrangeAnswer | undefined): void;
	close(): Promise<void>;
};

export const startFront = async (target: string): Promise<Front> => {
	const {hostname, port, host} = new URL(target);
	let strange: StrangeAnswer | undefined;

	const answerStrangely = (outgoing: ServerResponse, {status, headers, body}: StrangeAnswer): void => {
		// The time is the world's, and a portal need not tell it.
		outgoing.sendDate = false;
		outgoing.writeHead(status, {'content-type': 'application/json', ...headers});
		outgoing.end(body);
	};

	const handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
		const answer = strange;
		if (answer?.isDone === false) {
			incoming.resume();
			incoming.once('end', () => {
				answerStrangely(outgoing, answer);
			});
			return;
		}

		const onward = sendRequest(
			{hostname, port, path: incoming.url, method: incoming.method, headers: {...incoming.headers, host}},
			reply => {
				if (answer === undefined) {
					outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
					reply.pipe(outgoing);
					return;
				}

				reply.resume();
				reply.once('end', () => {
					answerStrangely(outgoing, answer);
				});
			},
		);
		onward.once('error', () => {
			incoming.socket.destroy();
		});
		incoming.pipe(onward);
	};

	const server = createServer(handle);
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const address = server.address();
	return {
		url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
		answerWith(answer) {
			strange = answer;
		},
		async close() {
			await new Promise<void>(resolve => {
				server.close(() => {
					resolve();
				});
				server.closeAllConnections();
			});
		},
	};
};
