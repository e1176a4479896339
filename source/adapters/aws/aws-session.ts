import {type Agent} from 'node:http';
import {fail, ok, type Result} from '../../core/problem.js';
import {type Log} from '../log.js';
import {redact} from '../redact.js';
import {type AwsCallContext, toAwsProblem} from './aws-problem.js';
import {wayThrough} from './way-through-agent.js';

export type AwsOptions = {
	readonly region: string;
	/** Only where the caller insists on one; otherwise the SDK's own rules (environment, profile) hold. */
	readonly endpoint?: string;
	/** The AWS profile in use, for the sign-in commands that a problem proposes. */
	readonly profile?: string;
	readonly log?: Log;
	/** The way to hosts over TLS, where it is not the direct one. */
	readonly httpsAgent?: Agent;
	/** How long one try of a call may take; default 20 000. */
	readonly timeoutMs?: number;
};

type Credentials = {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string;
	readonly expiration?: Date;
};

type CredentialsProvider = () => Promise<Credentials>;

/** What every client of the SDK is made with. */
type AwsClientSettings = {
	readonly region: string;
	readonly endpoint?: string;
	readonly credentials?: CredentialsProvider;
	readonly credentialDefaultProvider?: ReturnType<typeof wayThrough>['credentialDefaultProvider'];
	readonly maxAttempts: number;
	readonly logger: Readonly<Record<'trace' | 'debug' | 'info' | 'warn' | 'error', (...content: unknown[]) => void>>;
	readonly requestHandler: {
		readonly connectionTimeout: number;
		readonly requestTimeout: number;
		readonly throwOnRequestTimeout: boolean;
		readonly httpsAgent?: Agent;
	};
};

/** One sign-in that all clients share, and the one way in which a call becomes a Result. */
export type AwsSession = {
	readonly settings: AwsClientSettings;
	/** Lets the clients that come later use the sign-in of this one. */
	adopt<Client extends {readonly config: {readonly credentials: CredentialsProvider}}>(client: Client): Client;
	/** When the credentials end, where the SDK knows; undefined before the first call. */
	readExpiry(): Promise<number | undefined>;
	/** Loads what makes the call, makes it, and turns what is thrown into a Problem. */
	call<Client, Value>(
		call: Omit<AwsCallContext, 'profile' | 'region' | 'secrets'>,
		load: () => Promise<Client>,
		ask: (client: Client) => Promise<Value>,
	): Promise<Result<Value>>;
};

const wordsOf = (content: readonly unknown[]): string =>
	content
		.map(part => {
			if (part instanceof Error) {
				return part.message;
			}

			return typeof part === 'string' ? part : '';
		})
		.filter(Boolean)
		.join(' ');

/** Reads are repeated by the SDK alone: twice, with its own back-off. */
const attempts = 3;

/** Nothing is loaded and no credentials are looked for before the first client is made. */
export const createAwsSession = (options: AwsOptions): AwsSession => {
	const {region, endpoint, profile, log, httpsAgent, timeoutMs = 20_000} = options;
	let credentials: CredentialsProvider | undefined;

	const tell = (line: string): void => {
		log?.(redact(line));
	};

	const read = async (): Promise<Credentials | undefined> => {
		try {
			return await credentials?.();
		} catch {
			return undefined;
		}
	};

	const readSecrets = async (): Promise<readonly string[]> => {
		const found = await read();

		return found === undefined
			? []
			: [found.accessKeyId, found.secretAccessKey, found.sessionToken ?? ''].filter(Boolean);
	};

	const onWords = (...content: unknown[]): void => {
		tell(`aws: ${wordsOf(content)}`);
	};

	const ignore = (): void => undefined;

	return {
		get settings() {
			return {
				region,
				...(endpoint !== undefined && {endpoint}),
				...(credentials === undefined ? wayThrough(httpsAgent) : {credentials}),
				maxAttempts: attempts,
				// Without a logger the SDK writes to the console, into the middle of a frame (docs/facts.md CD 4.3).
				logger: {trace: ignore, debug: ignore, info: ignore, warn: onWords, error: onWords},
				requestHandler: {
					connectionTimeout: Math.min(5000, timeoutMs),
					requestTimeout: timeoutMs,
					throwOnRequestTimeout: true,
					...(httpsAgent !== undefined && {httpsAgent}),
				},
			};
		},

		adopt(client) {
			credentials ??= client.config.credentials;

			return client;
		},

		async readExpiry() {
			const found = await read();

			return found?.expiration?.getTime();
		},

		async call(call, load, ask) {
			const begin = performance.now();
			const took = (): string => `${Math.round(performance.now() - begin)} ms`;

			try {
				const value = await ask(await load());
				tell(`${call.operation} ok ${took()}`);

				return ok(value);
			} catch (error) {
				const problem = toAwsProblem(error, {
					...call,
					region,
					...(profile !== undefined && {profile}),
					secrets: await readSecrets(),
				});
				tell(`${call.operation} ${problem.code} ${took()} ${problem.detail ?? ''}`);

				return fail(problem);
			}
		},
	};
};
