import {fail, ok, type Problem, type Result} from '../../core/problem.js';
import {type OnStamp} from '../cloud-time.js';
import {type Log} from '../log.js';
import {createSecrets, type Secrets} from '../secrets.js';
import {type Agents, createAgents} from '../watched-agents.js';
import {type AwsCallContext, toAwsProblem} from './aws-problem.js';
import {checkAnswers} from './check-answers.js';
import {searchCredentials} from './credential-search.js';
import {type AwsRequestHandler, createRequestHandler} from './request-handler.js';

export type AwsOptions = {
	readonly region: string;
	/** Only where the caller insists on one; otherwise the SDK's own rules (environment, profile) hold. */
	readonly endpoint?: string;
	/** The AWS profile in use, for the sign-in commands that a problem proposes; choosing it is the environment's part. */
	readonly profile?: string;
	readonly log?: Log;
	/** The ways to the clouds; direct ones unless given. */
	readonly agents?: Agents;
	/** Secrets to redact. All adapters share one list: either cloud may quote the other's keys. */
	readonly secrets?: Secrets;
	/** Told the time of every answer of AWS that says it, refusals included; whole seconds. */
	readonly onStamp?: OnStamp;
	/** How long one try may take until its answer begins; default 20 000. All of the answer must be there in twice that. */
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
	readonly credentialDefaultProvider?: ReturnType<typeof searchCredentials>['credentialDefaultProvider'];
	readonly maxAttempts: number;
	readonly logger: Readonly<Record<'trace' | 'debug' | 'info' | 'warn' | 'error', (...content: unknown[]) => void>>;
	readonly requestHandler: AwsRequestHandler;
};

/** The members of an SDK client that the session uses. */
type AwsClient = {
	readonly config: {readonly credentials: CredentialsProvider};
	readonly middlewareStack: {
		addRelativeTo(
			middleware: typeof checkAnswers,
			options: {readonly relation: 'before'; readonly toMiddleware: string; readonly name: string},
		): void;
	};
};

/** The context of one call; the session adds profile, region and redaction. */
export type AwsCall = Omit<AwsCallContext, 'profile' | 'region' | 'hide'>;

/** One sign-in that all clients share, and the one way in which a call becomes a Result. */
export type AwsSession = {
	readonly settings: AwsClientSettings;
	/** Lets the clients that come later use the sign-in of this one, and checks what this one is answered. */
	adopt<Client extends AwsClient>(client: Client): Client;
	/** When the credentials end, where the SDK knows; undefined before the first call. */
	readExpiry(): Promise<number | undefined>;
	/** A text of AWS without secrets. */
	hide(text: string): string;
	/** Loads what makes the call, makes it, and turns what is thrown into a Problem. */
	call<Client, Value, Call extends AwsCall>(
		call: Call,
		load: () => Promise<Client>,
		ask: (client: Client) => Promise<Value>,
		toProblem?: (error: unknown, context: Call & AwsCallContext) => Problem,
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
	const {region, endpoint, profile, log, timeoutMs = 20_000, onStamp} = options;
	const {agents = createAgents(), secrets = createSecrets()} = options;
	const requestHandler = createRequestHandler({agents, timeoutMs, ...(onStamp && {onStamp})});
	let credentials: CredentialsProvider | undefined;

	const {hide} = secrets;

	const tell = (line: string): void => {
		log?.(hide(line));
	};

	const onWords = (...content: unknown[]): void => {
		const words = wordsOf(content);

		if (words !== '') {
			tell(`aws: ${words}`);
		}
	};

	const ignore = (): void => undefined;

	return {
		get settings() {
			return {
				region,
				...(endpoint !== undefined && {endpoint}),
				...(credentials === undefined ? searchCredentials(requestHandler, secrets) : {credentials}),
				maxAttempts: attempts,
				// Without a logger the SDK writes to the console, into the middle of a frame (docs/facts.md CD 4.3).
				logger: {trace: ignore, debug: ignore, info: ignore, warn: onWords, error: onWords},
				requestHandler,
			};
		},

		adopt(client) {
			credentials ??= client.config.credentials;
			client.middlewareStack.addRelativeTo(checkAnswers, {
				relation: 'before',
				toMiddleware: 'deserializerMiddleware',
				name: 'checkAnswers',
			});

			return client;
		},

		async readExpiry() {
			try {
				const found = await credentials?.();

				return found?.expiration?.getTime();
			} catch {
				return undefined;
			}
		},

		hide,

		async call(call, load, ask, toProblem = toAwsProblem) {
			const begin = performance.now();
			const took = (): string => `${Math.round(performance.now() - begin)} ms`;

			try {
				const value = await ask(await load());
				tell(`${call.operation} ok ${took()}`);

				return ok(value);
			} catch (error) {
				const problem = toProblem(error, {...call, region, ...(profile !== undefined && {profile}), hide});
				tell(`${call.operation} ${problem.code} ${took()} ${problem.detail ?? ''}`);

				return fail(problem);
			}
		},
	};
};
