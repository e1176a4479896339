import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {answer, operationOf, refuseRequest} from './dispatch.js';
import {damage, type Fault, portalPage, replyWithFault, takeFaults} from './faults.js';
import {accountFacts} from './lookups/account.js';
import {type SimulatedReply, type SimulatedRequest} from './protocol.js';
import {createRateLimit} from './rate-limit.js';
import {readRequest} from './read-request.js';
import {changeOf, type ScenarioId} from './scenarios.js';
import {type SpotReplyFacts} from './spot/spot.js';
import {refuseStranger} from './stranger.js';
import {advance} from './world/advance.js';
import {createWorld} from './world/create-world.js';
import {type World} from './world/state.js';

export type SimulatorOptions = {
	/** 0, the default, lets the system choose. */
	readonly port?: number;
	readonly clock: {now(): number};
	readonly seed?: number;
	readonly scenario?: ScenarioId;
	readonly faults?: readonly Fault[];
	/** How many entries a CodeDeploy list answers at a time; default 100. Small ones show paging. */
	readonly pageSize?: number;
	/** How many instances the seeded Elastigroup has, and its target; default 2. */
	readonly instanceCount?: number;
	/** How long CodeDeploy takes to learn of a tag, in milliseconds of the world's clock; a few seconds by default. */
	readonly tagDelayMs?: number;
	/** Other names that it may be reached by than this machine's own, such as one behind TLS in a test. */
	readonly names?: readonly string[];
};

type LoggedRequest = {
	/** `codedeploy`, `ec2` and so on; `spot` for Spot's REST; empty where the request names none. */
	readonly service: string;
	/** AWS's name of the operation; for Spot, the names in spot/spot.ts. */
	readonly operation: string;
	/** The region that was signed for; for Spot the account that was named, empty where none was. */
	readonly place: string;
	/** World time. */
	readonly at: number;
	/** Whether the work was done: a request hit by a fault before it was not. */
	readonly isDone: boolean;
	/** Status of the answer that the work gave, also where a fault kept it from the caller; 0 where none was done. */
	readonly status: number;
};

export type Simulator = {
	readonly url: string;
	/** What points the AWS tools and this program at it. */
	readonly environment: Readonly<Record<string, string>>;
	/** The world now. */
	readonly world: World;
	/** Every request received, oldest first. */
	readonly log: readonly LoggedRequest[];
	/** Lets a test or a demo change the world between two requests. */
	change(change: (world: World) => World): void;
	inject(...faults: readonly Fault[]): void;
	close(): Promise<void>;
};

const spotToken = 'simulated-spot-token';

const wait = async (milliseconds: number): Promise<void> =>
	new Promise(resolve => {
		setTimeout(resolve, milliseconds);
	});

const toRequestId = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/**
 * Serves all protocols on one loopback port until it is closed. The world moves only when a request comes in, to where
 * the clock is then.
 */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
	const {clock, pageSize = 100, names = []} = options;
	let world = createWorld(
		accountFacts,
		{
			seed: options.seed ?? 1,
			instanceCount: options.instanceCount ?? 2,
			...(options.tagDelayMs !== undefined && {tagDelayMs: options.tagDelayMs}),
			...changeOf(options.scenario ?? 'happy'),
		},
		clock.now(),
	);
	let faults: readonly Fault[] = options.faults ?? [];
	const log: LoggedRequest[] = [];
	const rateLimit = createRateLimit();

	/** The clouds' clocks are the world's. */
	const tellTime = (outgoing: ServerResponse): void => {
		outgoing.setHeader('date', new Date(clock.now()).toUTCString());
	};

	const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
		const stranger = refuseStranger(incoming.headers, names);
		if (stranger !== undefined) {
			tellTime(outgoing);
			outgoing.writeHead(403, {'content-type': 'text/plain'}).end(`${stranger}\n`);
			incoming.resume();
			return;
		}

		const {request, refusal} = await readRequest(incoming);
		const operation = operationOf(request);
		const taken = takeFaults(faults, request.service, operation);
		faults = taken.left;
		if (taken.latencyMs > 0) {
			await wait(taken.latencyMs);
		}

		world = advance(world, clock.now());
		const isSpot = request.service === 'spot';
		const place = isSpot ? (request.query.get('accountId') ?? '') : request.region;
		const entry = {service: request.service, operation, place, at: world.now};
		const requestId = toRequestId(log.length + 1);
		const facts = {requestId, now: world.now};
		const standing = isSpot ? rateLimit(`${request.method} ${operation}`, world.now) : {};
		const send = (reply: SimulatedReply): void => {
			const headers = {...standing, ...reply.headers, ...(!isSpot && {'x-amzn-requestid': requestId})};
			tellTime(outgoing);
			outgoing.writeHead(reply.status, headers);
			outgoing.end(request.method === 'HEAD' ? undefined : reply.body);
		};

		if (taken.fault?.kind === 'portal') {
			log.push({...entry, isDone: false, status: 0});
			// Nothing of the cloud's is in it, its time neither.
			outgoing.writeHead(taken.fault.status ?? 200, {'content-type': 'text/html'});
			outgoing.end(request.method === 'HEAD' ? undefined : portalPage);
			return;
		}

		const before =
			refusal === undefined ? replyWithFault(taken.fault, request, facts) : refuseRequest(request, facts, refusal);
		if (before !== undefined) {
			log.push({...entry, isDone: false, status: 0});
			if (before === 'cut') {
				outgoing.destroy();
			} else {
				send(before);
			}

			return;
		}

		const result = work(request, facts);
		world = result.world;
		log.push({...entry, isDone: true, status: result.reply.status});
		if (taken.fault?.kind === 'cut') {
			outgoing.destroy();
			return;
		}

		send(damage(taken.fault, result.reply));
	};

	/** A bug of ours is an answer too, and changes nothing. */
	const work = (request: SimulatedRequest, facts: SpotReplyFacts) => {
		try {
			return answer(request, world, {pageSize, requestId: facts.requestId, spotToken});
		} catch (error) {
			const message = `The simulator has a bug: ${error instanceof Error ? error.message : String(error)}`;
			return {world, reply: refuseRequest(request, facts, {status: 500, code: 'InternalFailure', message})};
		}
	};

	const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
		try {
			await handle(incoming, outgoing);
		} catch {
			// The client left in the middle of its request.
			outgoing.destroy();
		}
	};

	const server = createServer((incoming, outgoing) => {
		void serve(incoming, outgoing);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		// Loopback only: it serves anybody who can reach it.
		server.listen(options.port ?? 0, '127.0.0.1', resolve);
	});
	const address = server.address();
	const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;

	return {
		url,
		environment: {
			AWS_ENDPOINT_URL: url,
			AWS_REGION: accountFacts.region,
			AWS_DEFAULT_REGION: accountFacts.region,
			// The example key of AWS's own documentation: signatures are not checked.
			AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
			AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
			AWS_EC2_METADATA_DISABLED: 'true',
			SPOTINST_BASE_URL: url,
			SPOTINST_TOKEN: spotToken,
			SPOTINST_ACCOUNT: world.spotAccount.id,
		},
		get world() {
			world = advance(world, clock.now());
			return world;
		},
		get log() {
			return log;
		},
		change(change) {
			world = change(advance(world, clock.now()));
		},
		inject(...added) {
			faults = [...faults, ...added];
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
