import {type Buffer} from 'node:buffer';
import type {NodeHttpHandler} from '@smithy/node-http-handler';
import {readWhole, startTimeLimit, TooLongAnswer, wholeAnswerFactor} from '../answer-limits.js';
import {type OnStamp, readDate} from '../cloud-time.js';
import {isLoopback} from '../loopback.js';
import {parseRetryAfter} from '../retry-after.js';
import {markUnsent} from '../unsent.js';
import {type Agents} from '../watched-agents.js';
import {ForeignAnswerError, UnreadableAnswer, UnusableEndpoint} from './answer-errors.js';
import {isOwnAnswer, mayBlameClock} from './own-answer.js';

type Handle = NodeHttpHandler['handle'];
type Request = Parameters<Handle>[0];
type Response = Awaited<ReturnType<Handle>>['response'];

export type AwsRequestHandler = Pick<
	NodeHttpHandler,
	'handle' | 'metadata' | 'destroy' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;

export type RequestHandlerOptions = {
	readonly agents: Agents;
	/** How long one try may take until its answer begins; all of the answer must be there in twice that. */
	readonly timeoutMs: number;
	readonly onStamp?: OnStamp;
};

const ignore = (): void => undefined;

/** Without a logger the handler may write to the console (docs/facts.md CD 4.3). */
const logger = {trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore};

/**
 * In the clear a session token could be read by everybody on the way, a signed write sent again by them, and an answer
 * that a deployment is decided on be forged. So only this machine is asked that way, wherever the endpoint came from.
 */
const refuseInTheClear = ({protocol, hostname}: Request): void => {
	if (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) {
		return;
	}

	throw markUnsent(new UnusableEndpoint(protocol === 'http:' ? hostname : undefined));
};

/** Header of our own with the wait that an answer asks for: milliseconds, bounded. */
export const waitHeader = 'retry-after-ms';

const toAbortError = (cause?: unknown): Error => Object.assign(new Error('aborted', {cause}), {name: 'AbortError'});

/** Enough of a success to see whether it is a page; a refusal is read whole, it is short. */
const beginningBytes = 1024;

const judge = ({hostname, method}: Request, response: Response, body: Buffer): void => {
	const {statusCode, headers} = response;
	const isSuccess = statusCode >= 200 && statusCode < 300;
	const answer = {
		method,
		statusCode,
		headers,
		body: body.subarray(0, isSuccess ? beginningBytes : body.byteLength).toString('utf8'),
	};

	if (!isOwnAnswer(answer)) {
		const {location} = headers;
		throw new ForeignAnswerError({host: hostname, status: statusCode, ...(location !== undefined && {location})});
	}

	const {'retry-after': retryAfter, date, ...others} = headers;
	// The SDK would sleep for it within a call; a run has better things to do meanwhile.
	const waitMs = parseRetryAfter(retryAfter, readDate(headers) ?? Date.now());
	// From the date of a refusal the SDK learns that its clock is off, and then repeats the call, a write too (docs/facts.md
	// CD 4.3). Of refusals only that of a signature keeps its date.
	const hasDate = date !== undefined && (isSuccess || mayBlameClock(answer));
	response.headers = {
		...others,
		...(waitMs !== undefined && {[waitHeader]: String(waitMs)}),
		...(hasDate && {date}),
	};
};

/**
 * The SDK's handler over the ways that were found, with limits to time and size that hold to the end of an answer, and
 * nothing let through that AWS did not say. One for all clients of a session.
 */
export const createRequestHandler = ({agents, timeoutMs, onStamp}: RequestHandlerOptions): AwsRequestHandler => {
	let loading: Promise<NodeHttpHandler> | undefined;

	const load = async (): Promise<NodeHttpHandler> => {
		const {NodeHttpHandler: Handler} = await import('@smithy/node-http-handler');
		return new Handler({
			httpAgent: agents.http,
			httpsAgent: agents.https,
			requestTimeout: timeoutMs,
			throwOnRequestTimeout: true,
			logger,
		});
	};

	return {
		metadata: {handlerProtocol: 'http/1.1'},

		async handle(request, {abortSignal} = {}) {
			refuseInTheClear(request);
			loading ??= load();
			const handler = await loading;
			const begin = performance.now();
			// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the other kind is older than Node's own
			const outer = abortSignal as AbortSignal | undefined;

			if (outer?.aborted) {
				throw markUnsent(toAbortError());
			}

			const wholeMs = timeoutMs * wholeAnswerFactor;
			const limit = startTimeLimit(wholeMs, outer);

			try {
				const {response} = await handler.handle(request, {abortSignal: limit.signal});
				const tookMs = performance.now() - begin;
				// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- a stream of Node, which the SDK has no type for
				const body = await readWhole(response.body as AsyncIterable<Uint8Array>);
				const cloudAt = readDate(response.headers);
				judge(request, response, body);
				response.body = body;

				if (cloudAt !== undefined) {
					onStamp?.({cloudAt, tookMs});
				}

				return {response};
			} catch (error) {
				if (outer?.aborted) {
					throw toAbortError(error);
				}

				if (error instanceof TooLongAnswer) {
					throw new UnreadableAnswer(error.message);
				}

				throw limit.isOver()
					? Object.assign(new Error(`no whole answer within ${wholeMs} ms`), {name: 'TimeoutError', code: 'ETIMEDOUT'})
					: error;
			} finally {
				limit.end();
			}
		},

		updateHttpClientConfig: ignore,
		httpHandlerConfigs: () => ({}),
		destroy: ignore,
	};
};
