import {Buffer} from 'node:buffer';
import type http from 'node:http';
import {type Socket} from 'node:net';
import {Agent, type AgentConnectOpts} from 'agent-base';
import {HttpsProxyAgent} from 'https-proxy-agent';
import {getProxyForUrl} from 'proxy-from-env';
import {fail, ok, type Result} from '../core/problem.js';
import {text} from '../core/text-token.js';
import {proxyCode} from './network-code.js';
import {markUnsent} from './unsent.js';
import {
	agentOptions,
	type Agents,
	connectTimeoutMs,
	createAgents,
	toConnectTimeout,
	watchConnection,
	WatchedHttpsAgent,
} from './watched-agents.js';

/** The variables that name a proxy for TLS, as curl ranks them. */
const names = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] as const;

type Proxy = {
	/** Without name and password: the agent's own debug lines would show them. */
	readonly url: URL;
	readonly login?: string;
};

const parseProxy = (value: string): Proxy | undefined => {
	// Without a scheme it is plain HTTP, as for curl and the AWS tools.
	const written = value.includes('://') ? value : `http://${value}`;

	try {
		const url = new URL(written);
		const login =
			url.username === '' && url.password === ''
				? undefined
				: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
		url.username = '';
		url.password = '';
		return url.protocol === 'http:' || url.protocol === 'https:'
			? {url, ...(login !== undefined && {login})}
			: undefined;
	} catch {
		return undefined;
	}
};

/** Asks the proxy for a tunnel, and ends what does not become one in time. */
class Tunnel extends HttpsProxyAgent<string> {
	readonly #timeoutMs: number;

	constructor({url, login}: Proxy, timeoutMs: number) {
		super(url, {
			...agentOptions,
			headers: login === undefined ? {} : {'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}`},
		});
		this.#timeoutMs = timeoutMs;
		// Left alone, the proxy's refusal would be taken for the cloud's.
		this.on('proxyConnect', ({statusCode}: {readonly statusCode: number}, request: http.ClientRequest) => {
			if (statusCode !== 200) {
				const code = `${proxyCode}${statusCode}`;
				request.destroy(markUnsent(Object.assign(new Error(`${code}: the proxy refused`), {code})));
			}
		});
	}

	override async connect(request: http.ClientRequest, options: AgentConnectOpts): Promise<Socket> {
		const controller = new AbortController();
		const leave = (): void => {
			controller.abort();
		};

		const timer = setTimeout(leave, this.#timeoutMs);
		request.once('close', leave);
		// Read before the first pause of the call that follows; each connection to the proxy has a signal of its own.
		this.connectOpts = {...this.connectOpts, signal: controller.signal};

		try {
			return watchConnection(await super.connect(request, options), this.#timeoutMs);
		} catch (error) {
			const reason = controller.signal.aborted ? toConnectTimeout(this.#timeoutMs) : error;
			throw reason instanceof Error ? markUnsent(reason) : reason;
		} finally {
			clearTimeout(timer);
			request.off('close', leave);
		}
	}
}

/** Goes through the proxy, or past it to the hosts of NO_PROXY. */
class ProxyAgent extends Agent {
	readonly #direct: WatchedHttpsAgent;
	readonly #tunnel: Tunnel;

	constructor(proxy: Proxy, timeoutMs: number) {
		super(agentOptions);
		this.#direct = new WatchedHttpsAgent(timeoutMs);
		this.#tunnel = new Tunnel(proxy, timeoutMs);
	}

	override connect(_: http.ClientRequest, {host, port}: AgentConnectOpts): http.Agent {
		return getProxyForUrl(`https://${host ?? ''}:${port}`) === '' ? this.#direct : this.#tunnel;
	}
}

/**
 * The ways to both clouds: through the proxy of HTTPS_PROXY except to the hosts of NO_PROXY, or direct where no proxy is
 * set. The AWS SDK reads neither; axios does by rules of its own. Plain HTTP goes to a simulator on this machine and
 * never through a proxy. No text holds the value of the variable: it may be a password that was miswritten.
 */
export const createAgentsOf = (
	variables: Readonly<Record<string, string | undefined>>,
	timeoutMs: number = connectTimeoutMs,
): Result<Agents> => {
	const name = names.find(one => (variables[one] ?? '') !== '');

	if (name === undefined) {
		return ok(createAgents(timeoutMs));
	}

	const proxy = parseProxy((variables[name] ?? '').trim());
	return proxy
		? ok(createAgents(timeoutMs, new ProxyAgent(proxy, timeoutMs)))
		: fail({
				kind: 'input',
				code: 'proxy-unusable',
				message: text('problem.proxy.unusable', {variable: name}),
				nextSteps: [text('problem.proxy.step.form', {variable: name})],
				isRetryable: false,
			});
};
