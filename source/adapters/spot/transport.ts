import {type AxiosInstance} from 'axios';
import type * as z from 'zod';
import {fail, ok, type Problem, type Result} from '../../core/problem.js';
import {readWhole, startTimeLimit, TooLongAnswer, wholeAnswerFactor} from '../answer-limits.js';
import {type OnStamp, readDate, soundTime} from '../cloud-time.js';
import {isPage} from '../foreign-answer.js';
import {type Log} from '../log.js';
import {parseRetryAfter} from '../retry-after.js';
import {type Secrets} from '../secrets.js';
import {markUnanswered} from '../unanswered-write.js';
import {markUnsent} from '../unsent.js';
import {type Agents} from '../watched-agents.js';
import {type SpotCall, toSpotForeignProblem, toSpotNetworkProblem, toSpotProblem} from './to-spot-problem.js';
import {type WireBody} from './to-wire.js';
import {type Envelope, envelopeSchema} from './wire.js';

export type TransportOptions = {
	readonly baseUrl: string;
	readonly token: string;
	readonly accountId?: string;
	readonly log?: Log;
	readonly agents: Agents;
	readonly secrets: Secrets;
	readonly onStamp?: OnStamp;
	/** How long one try may take until its answer begins; all of the answer must be there in twice that. */
	readonly timeoutMs: number;
	/** The pause before a read is repeated; the second one is twice as long. */
	readonly retryDelayMs: number;
};

export type SpotRequest<Schema extends z.ZodType, Value> = {
	readonly operation: string;
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	readonly path: string;
	readonly query?: Readonly<Record<string, string | number>>;
	readonly body?: WireBody;
	/** What each item of the answer must be. */
	readonly item: Schema;
	/**
	 * What the answer must hold: every item as it should be; or a list to show or to choose from, where one odd item must
	 * not hide the others and is left out; or nothing.
	 */
	readonly holds: 'every' | 'fitting' | 'nothing';
	/** What is made of the items; undefined where they are not what was asked for. */
	readonly take: (items: ReadonlyArray<z.output<Schema>>) => Value | undefined;
	readonly resource?: string;
	/** False for the account list, which stands above accounts. */
	readonly hasAccount?: boolean;
	readonly signal?: AbortSignal;
};

export type Transport = {
	request<Schema extends z.ZodType, Value>(request: SpotRequest<Schema, Value>): Promise<Result<Value>>;
	/** What Spot's own clock showed at its last answer, which is not ours; undefined before the first. */
	lastStamp(): number | undefined;
};

const readRepetitions = 2;

class RepeatableFailure extends Error {
	readonly problem: Problem;

	constructor(problem: Problem) {
		super(problem.code);
		this.problem = problem;
	}
}

type Answer = {readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: string};

const parseEnvelope = (body: string): Envelope | undefined => {
	try {
		return envelopeSchema.safeParse(JSON.parse(body)).data;
	} catch {
		return undefined;
	}
};

/**
 * Whether something other than Spot wrote an answer without an envelope. A success may be Spot's own that was cut in
 * two, and a limit of calls is one, whoever sets it.
 */
const isForeign = ({status, headers, body}: Answer): boolean =>
	status === 429 ? false : status < 200 || status >= 300 || isPage(headers['content-type'], body);

/** On every answer; it says something about the next call only once calls are refused (docs/facts.md SPOT 1.6). */
const readWait = ({status, headers}: Answer): number | undefined =>
	status === 429 || status === 503
		? parseRetryAfter(headers['x-ratelimit-reset'] ?? headers['retry-after'], readDate(headers) ?? Date.now())
		: undefined;

/** The items that an answer must hold; undefined where it does not. */
const readItems = <Schema extends z.ZodType>(
	{response: {status, items}}: Envelope,
	{item: schema, holds}: Pick<SpotRequest<Schema, unknown>, 'item' | 'holds'>,
): ReadonlyArray<z.output<Schema>> | undefined => {
	if (holds === 'nothing') {
		// The status is all that tells this answer from any object.
		return status === undefined || status === null ? undefined : [];
	}

	const fitting = items?.flatMap(item => {
		const parsed = schema.safeParse(item);
		return parsed.success ? [parsed.data] : [];
	});
	return holds === 'every' && fitting?.length !== items?.length ? undefined : fitting;
};

/**
 * Spot's REST over axios, which is loaded on the first call. Reads are repeated a little when nothing or nonsense came
 * back; never when Spot limits calls, since a call made meanwhile prolongs the wait; and never writes.
 */
export const createTransport = (options: TransportOptions): Transport => {
	const {baseUrl, token, accountId, log, agents, secrets, onStamp, timeoutMs, retryDelayMs} = options;
	const {host} = new URL(baseUrl);
	const {hide} = secrets;
	let loading: Promise<AxiosInstance> | undefined;
	let lastStamp: number | undefined;
	secrets.keep(token);

	const load = async (): Promise<AxiosInstance> => {
		const {default: axios} = await import('axios');
		return axios.create({
			baseURL: baseUrl,
			adapter: 'http',
			// One way for both clouds: the agents know the proxy.
			proxy: false,
			httpAgent: agents.http,
			httpsAgent: agents.https,
			timeout: timeoutMs,
			headers: {
				Authorization: `Bearer ${token}`,
				Accept: 'application/json',
				'User-Agent': 'spot-bluegreen',
			},
			// A redirect would carry the token to wherever it points.
			maxRedirects: 0,
			responseType: 'stream',
			validateStatus: () => true,
		});
	};

	/** The answer, whatever it says; throws where none came, or not all of it in time. */
	const exchange = async (request: Omit<SpotRequest<z.ZodType, unknown>, 'take'>): Promise<Answer> => {
		loading ??= load();
		const client = await loading;
		const wholeMs = timeoutMs * wholeAnswerFactor;
		const limit = startTimeLimit(wholeMs, request.signal);
		try {
			const {status, headers, data} = await client.request<AsyncIterable<Uint8Array>>({
				method: request.method,
				url: request.path,
				params: {
					...request.query,
					...(accountId !== undefined && request.hasAccount !== false && {accountId}),
				},
				...(request.body !== undefined && {data: request.body, headers: {'Content-Type': 'application/json'}}),
				signal: limit.signal,
			});
			const body = await readWhole(data);
			return {status, headers, body: body.toString('utf8')};
		} catch (error) {
			if (request.signal?.aborted) {
				throw Object.assign(new Error('aborted', {cause: error}), {code: 'ERR_CANCELED'});
			}

			throw limit.isOver()
				? Object.assign(new Error(`no whole answer within ${wholeMs} ms`), {code: 'ETIMEDOUT'})
				: error;
		} finally {
			limit.end();
		}
	};

	const noteTime = ({headers}: Answer, envelope: Envelope, tookMs: number): void => {
		const told = soundTime(envelope.request?.timestamp);
		const cloudAt = told ?? readDate(headers);
		lastStamp = told ?? lastStamp;

		if (cloudAt !== undefined) {
			onStamp?.({cloudAt, tookMs});
		}
	};

	const send = async <Schema extends z.ZodType, Value>(
		request: SpotRequest<Schema, Value>,
		call: SpotCall,
	): Promise<Result<Value>> => {
		const begin = performance.now();
		let answer: Answer;
		try {
			answer = await exchange(request);
		} catch (error) {
			return fail(
				error instanceof TooLongAnswer ? toSpotProblem({status: 200}, call) : toSpotNetworkProblem(error, call),
			);
		}

		const {status, headers} = answer;
		const envelope = parseEnvelope(answer.body);
		if (envelope === undefined && isForeign(answer)) {
			const {location} = headers;
			return fail(toSpotForeignProblem({status, ...(typeof location === 'string' && {location})}, call));
		}

		if (envelope !== undefined) {
			noteTime(answer, envelope, performance.now() - begin);
		}

		const isSuccess = status >= 200 && status < 300;
		const items = isSuccess && envelope !== undefined ? readItems(envelope, request) : undefined;
		const value = items === undefined ? undefined : request.take(items);
		if (value !== undefined) {
			return ok(value);
		}

		const retryAfterMs = readWait(answer);
		return fail(
			toSpotProblem(
				{status, ...(envelope !== undefined && {envelope}), ...(retryAfterMs !== undefined && {retryAfterMs})},
				call,
			),
		);
	};

	const sendLogged = async <Schema extends z.ZodType, Value>(request: SpotRequest<Schema, Value>, call: SpotCall) => {
		const begin = performance.now();
		const result = await send(request, call);
		const outcome = result.isOk ? 'ok' : `${result.problem.code} ${result.problem.detail ?? ''}`;
		log?.(hide(`${call.operation} ${outcome} ${Math.round(performance.now() - begin)} ms`));
		return result;
	};

	const mayRepeat = (problem: Problem): boolean => problem.isRetryable && problem.kind !== 'throttled';

	return {
		lastStamp: () => lastStamp,

		async request(request) {
			const call: SpotCall = {
				operation: request.operation,
				host,
				hide,
				...(request.resource !== undefined && {resource: request.resource}),
				...(accountId !== undefined && {accountId}),
			};
			if (request.signal?.aborted) {
				return fail(toSpotNetworkProblem(markUnsent({code: 'ERR_CANCELED'}), call));
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
