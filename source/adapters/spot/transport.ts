import {type Agent} from 'node:http';
import {type AxiosInstance} from 'axios';
import type * as z from 'zod';
import {fail, ok, type Problem, type Result} from '../../core/problem.js';
import {type Log} from '../log.js';
import {redact} from '../redact.js';
import {markUnanswered} from '../unanswered-write.js';
import {type SpotCall, toSpotNetworkProblem, toSpotProblem} from './to-spot-problem.js';
import {type WireBody} from './to-wire.js';
import {envelopeSchema} from './wire.js';

export type TransportOptions = {
	readonly baseUrl: string;
	readonly token: string;
	readonly accountId?: string;
	readonly log?: Log;
	readonly httpsAgent?: Agent;
	/** How long one try may take. */
	readonly timeoutMs: number;
	/** The pause before a read is repeated; the second one is twice as long. */
	readonly retryDelayMs: number;
};

export type SpotRequest<Schema extends z.ZodType> = {
	readonly operation: string;
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	readonly path: string;
	readonly query?: Readonly<Record<string, string | number>>;
	readonly body?: WireBody;
	/** What each item of the answer must be; others are dropped. */
	readonly item: Schema;
	readonly resource?: string;
	/** False for the account list, which stands above accounts. */
	readonly hasAccount?: boolean;
	readonly signal?: AbortSignal;
};

export type Transport = {
	request<Schema extends z.ZodType>(request: SpotRequest<Schema>): Promise<Result<ReadonlyArray<z.output<Schema>>>>;
	/** What Spot's own clock showed at its last answer, which is not ours; undefined before the first. */
	lastStamp(): number | undefined;
};

const readRepetitions = 2;
/** Far above any answer; a body without end must not fill the memory. */
const mostBytes = 64 * 1024 * 1024;

class RepeatableFailure extends Error {
	readonly problem: Problem;

	constructor(problem: Problem) {
		super(problem.code);
		this.problem = problem;
	}
}

const parse = (body: unknown): unknown => {
	try {
		return typeof body === 'string' ? JSON.parse(body) : undefined;
	} catch {
		return undefined;
	}
};

const readWait = (headers: Readonly<Record<string, unknown>>): number | undefined => {
	// Seconds, and on every answer; it says something about the next call only once calls are refused (SPOT 1.6).
	const seconds = Number(headers['x-ratelimit-reset'] ?? headers['retry-after']);
	return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : undefined;
};

const hostOf = (url: string): string => {
	try {
		return new URL(url).host;
	} catch {
		return url;
	}
};

/**
 * Spot's REST over axios, which is loaded on the first call. Reads are repeated a little when nothing or nonsense came
 * back; never when Spot limits calls, since a call made meanwhile prolongs the wait; and never writes.
 */
export const createTransport = (options: TransportOptions): Transport => {
	const {baseUrl, token, accountId, log, httpsAgent, timeoutMs, retryDelayMs} = options;
	let loading: Promise<AxiosInstance> | undefined;
	let lastStamp: number | undefined;

	const load = async (): Promise<AxiosInstance> => {
		const {default: axios} = await import('axios');
		return axios.create({
			baseURL: baseUrl,
			adapter: 'http',
			// One way for both clouds: `httpsAgent` knows the proxy.
			proxy: false,
			...(httpsAgent !== undefined && {httpsAgent}),
			timeout: timeoutMs,
			headers: {
				Authorization: `Bearer ${token}`,
				Accept: 'application/json',
				'User-Agent': 'spot-bluegreen',
			},
			// A redirect would carry the token to wherever it points.
			maxRedirects: 0,
			maxContentLength: mostBytes,
			responseType: 'text',
			transformResponse: [(body: unknown) => body],
			validateStatus: () => true,
		});
	};

	const send = async <Schema extends z.ZodType>(
		request: SpotRequest<Schema>,
		call: SpotCall,
	): Promise<Result<ReadonlyArray<z.output<Schema>>>> => {
		try {
			loading ??= load();
			const client = await loading;
			const answer = await client.request<unknown>({
				method: request.method,
				url: request.path,
				params: {
					...request.query,
					...(accountId !== undefined && request.hasAccount !== false && {accountId}),
				},
				...(request.body !== undefined && {data: request.body, headers: {'Content-Type': 'application/json'}}),
				...(request.signal !== undefined && {signal: request.signal}),
			});
			const envelope = envelopeSchema.safeParse(parse(answer.data));
			lastStamp = envelope.data?.request?.timestamp ?? lastStamp;
			const isSuccess = answer.status >= 200 && answer.status < 300;
			if (!isSuccess || !envelope.success) {
				const retryAfterMs = answer.status === 429 || answer.status === 503 ? readWait(answer.headers) : undefined;
				return fail(
					toSpotProblem(
						{
							status: answer.status,
							...(envelope.success && {envelope: envelope.data}),
							...(retryAfterMs !== undefined && {retryAfterMs}),
						},
						call,
					),
				);
			}

			return ok(
				envelope.data.response.items.flatMap(item => {
					const parsed = request.item.safeParse(item);
					return parsed.success ? [parsed.data] : [];
				}),
			);
		} catch (error) {
			return fail(toSpotNetworkProblem(error, call));
		}
	};

	const sendLogged = async <Schema extends z.ZodType>(request: SpotRequest<Schema>, call: SpotCall) => {
		const begin = performance.now();
		const result = await send(request, call);
		const outcome = result.isOk ? 'ok' : `${result.problem.code} ${result.problem.detail ?? ''}`;
		log?.(redact(`${call.operation} ${outcome} ${Math.round(performance.now() - begin)} ms`, call.secrets));
		return result;
	};

	const mayRepeat = (problem: Problem): boolean => problem.isRetryable && problem.kind !== 'throttled';

	return {
		lastStamp: () => lastStamp,

		async request(request) {
			const call: SpotCall = {
				operation: request.operation,
				host: hostOf(baseUrl),
				secrets: [token],
				...(request.resource !== undefined && {resource: request.resource}),
				...(accountId !== undefined && {accountId}),
			};
			if (request.signal?.aborted) {
				return fail(toSpotNetworkProblem({code: 'ERR_CANCELED'}, call));
			}

			if (request.method !== 'GET') {
				const result = await sendLogged(request, call);
				return result.isOk ? result : fail(markUnanswered(result.problem));
			}

			const {default: pRetry} = await import('p-retry');
			try {
				return await pRetry(
					async () => {
						const result = await sendLogged(request, call);
						if (!result.isOk && mayRepeat(result.problem)) {
							throw new RepeatableFailure(result.problem);
						}

						return result;
					},
					{
						retries: readRepetitions,
						minTimeout: retryDelayMs,
						maxTimeout: retryDelayMs * 4,
						factor: 2,
						randomize: true,
						maxRetryTime: timeoutMs,
						...(request.signal !== undefined && {signal: request.signal}),
					},
				);
			} catch (error) {
				return fail(
					error instanceof RepeatableFailure && !request.signal?.aborted
						? error.problem
						: toSpotNetworkProblem({code: 'ERR_CANCELED'}, call),
				);
			}
		},
	};
};
