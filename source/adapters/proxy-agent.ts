import type http from 'node:http';
import https from 'node:https';
import {Agent, type AgentConnectOpts} from 'agent-base';
import {HttpsProxyAgent} from 'https-proxy-agent';
import {getProxyForUrl} from 'proxy-from-env';
import {fail, ok, type Result} from '../core/problem.js';
import {text} from '../core/text-token.js';
import {proxyCode} from './network-code.js';
import {redact} from './redact.js';

/** The variables that name a proxy for TLS, as curl ranks them. */
const names = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] as const;

const toUrl = (value: string): URL | undefined => {
	// Without a scheme it is plain HTTP, as for curl and the AWS tools.
	const written = value.includes('://') ? value : `http://${value}`;

	if (!URL.canParse(written)) {
		return undefined;
	}

	const url = new URL(written);
	return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
};

/** Goes through the proxy, or past it to the hosts of NO_PROXY. */
class ProxyAgent extends Agent {
	readonly #direct = new https.Agent({keepAlive: true});
	readonly #tunnel: HttpsProxyAgent<string>;

	constructor(proxy: URL) {
		super({keepAlive: true});
		this.#tunnel = new HttpsProxyAgent(proxy, {keepAlive: true});
		// Left alone, the proxy's refusal would be taken for the cloud's.
		this.#tunnel.on('proxyConnect', ({statusCode}: {readonly statusCode: number}, request: http.ClientRequest) => {
			if (statusCode !== 200) {
				const code = `${proxyCode}${statusCode}`;
				request.destroy(Object.assign(new Error(`${code}: the proxy refused`), {code}));
			}
		});
	}

	override connect(_: http.ClientRequest, {host, port}: AgentConnectOpts): http.Agent {
		return getProxyForUrl(`https://${host ?? ''}:${port}`) === '' ? this.#direct : this.#tunnel;
	}
}

/**
 * The way to both clouds that HTTPS_PROXY and NO_PROXY name, or undefined where no proxy is set. The AWS SDK reads
 * neither; axios does by rules of its own. Plain HTTP goes to a simulator on this machine and never through a proxy.
 */
export const createProxyAgent = (
	variables: Readonly<Record<string, string | undefined>>,
): Result<http.Agent | undefined> => {
	const name = names.find(one => (variables[one] ?? '') !== '');
	const value = name === undefined ? '' : (variables[name] ?? '');

	if (name === undefined) {
		return ok(undefined);
	}

	const url = toUrl(value.trim());
	return url
		? ok(new ProxyAgent(url))
		: fail({
				kind: 'input',
				code: 'proxy-unusable',
				message: text('problem.proxy.unusable', {variable: name, value: redact(value)}),
				nextSteps: [text('problem.proxy.step.form', {variable: name})],
				isRetryable: false,
			});
};
