import http from 'node:http';
import https from 'node:https';
import {Socket} from 'node:net';
import {type Duplex} from 'node:stream';
import {TLSSocket} from 'node:tls';
import {markUnsent} from './unsent.js';

/** The ways to both clouds: in the clear, which leads to this machine alone, and over TLS. */
export type Agents = {readonly http: http.Agent; readonly https: http.Agent};

/** How long a connection may take to open, to a host or to a proxy. */
export const connectTimeoutMs = 10_000;

/**
 * Connections are kept for a while, as by Node's own agents: one that was idle for longer may have been closed at the
 * other end, and a write must not meet that.
 */
export const agentOptions = {keepAlive: true, timeout: 5000} as const;

export const toConnectTimeout = (ms: number): Error =>
	markUnsent(Object.assign(new Error(`no connection within ${ms} ms`), {code: 'ETIMEDOUT'}));

/**
 * Ends a connection that does not open in time, and marks what ends it before it is open: nothing of a request was sent
 * then. Over TLS it is open once the other side has shown a certificate that is trusted.
 */
export const watchConnection = <Connection extends Duplex | null | undefined>(
	connection: Connection,
	timeoutMs: number,
): Connection => {
	const isTls = connection instanceof TLSSocket;
	// What stands for a proxy's refusal is a socket that never connects.
	if (!isTls && !(connection instanceof Socket && connection.connecting)) {
		return connection;
	}

	const opened = isTls ? 'secureConnect' : 'connect';
	const timer = setTimeout(() => {
		connection.destroy(toConnectTimeout(timeoutMs));
	}, timeoutMs);
	const onError = (error: Error): void => {
		markUnsent(error);
	};

	const stop = (): void => {
		clearTimeout(timer);
		connection.off('error', onError);
		connection.off(opened, stop);
		connection.off('close', stop);
	};

	connection.on('error', onError);
	connection.on(opened, stop);
	connection.on('close', stop);
	return connection;
};

class WatchedHttpAgent extends http.Agent {
	readonly #timeoutMs: number;

	constructor(timeoutMs: number) {
		super(agentOptions);
		this.#timeoutMs = timeoutMs;
	}

	override createConnection(...parameters: Parameters<http.Agent['createConnection']>): Duplex | null | undefined {
		return watchConnection(super.createConnection(...parameters), this.#timeoutMs);
	}
}

export class WatchedHttpsAgent extends https.Agent {
	readonly #timeoutMs: number;

	constructor(timeoutMs: number) {
		super(agentOptions);
		this.#timeoutMs = timeoutMs;
	}

	override createConnection(...parameters: Parameters<https.Agent['createConnection']>): Duplex | null | undefined {
		return watchConnection(super.createConnection(...parameters), this.#timeoutMs);
	}
}

/** The direct ways; `https` where another one over TLS was found. */
export const createAgents = (timeoutMs: number = connectTimeoutMs, secure?: http.Agent): Agents => ({
	http: new WatchedHttpAgent(timeoutMs),
	https: secure ?? new WatchedHttpsAgent(timeoutMs),
});
