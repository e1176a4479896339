import {fail, ok, type Problem, type Result} from '../../core/problem.js';
import {text} from '../../core/text-token.js';
import {createSecrets} from '../secrets.js';
import {type Agents, createAgents} from '../watched-agents.js';
import {toAwsProblem} from './aws-problem.js';
import {searchCredentials} from './credential-search.js';
import {regionProblem} from './region.js';
import {createRequestHandler} from './request-handler.js';

const ignore = (): void => undefined;

/** Without a logger the SDK may write to the console (docs/facts.md CD 4.3). */
const logger = {trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore};

/** How long single sign-on may take to answer. */
const timeoutMs = 20_000;

type Given = {
	/** The AWS profile in use, for the sign-in commands that a problem proposes. */
	readonly profile?: string;
	/** The ways to the clouds; direct ones unless given. */
	readonly agents?: Agents;
};

/** What is wrong without a region may not be all: whoever sets it must not meet the next problem one start later. */
const withCredentials = async (noRegion: Problem, {profile, agents = createAgents()}: Given): Promise<Problem> => {
	const {STSClient} = await import('@aws-sdk/client-sts');
	const requestHandler = createRequestHandler({agents, timeoutMs});

	try {
		// Looking for credentials makes no call that a region is needed for.
		await new STSClient({
			region: 'us-east-1',
			logger,
			requestHandler,
			...searchCredentials(requestHandler, createSecrets()),
		}).config.credentials();
		return noRegion;
	} catch (error) {
		const problem = toAwsProblem(error, {
			operation: 'sts:GetCallerIdentity',
			...(profile !== undefined && {profile}),
		});
		return {
			...problem,
			...(problem.code === 'no-credentials' && {message: text('problem.aws.no-credentials-no-region')}),
			nextSteps: [...noRegion.nextSteps, ...problem.nextSteps],
		};
	}
};

/**
 * The region that the SDK's own rules give: AWS_REGION, then the profile's. Loads a small client, so it is asked only
 * where the environment does not say it. Fails with kind `input`, code `no-region`; where credentials are missing too,
 * with their problem, which then asks for the region as well.
 */
export const resolveAwsRegion = async (given: Given = {}): Promise<Result<string>> => {
	try {
		const {STSClient} = await import('@aws-sdk/client-sts');
		const region = await new STSClient({logger}).config.region();
		const unusable = regionProblem(region, text('problem.aws.region-from.profile'));

		return unusable === undefined ? ok(region) : fail(unusable);
	} catch (error) {
		// The SDK refuses by itself what cannot be a part of a host's name.
		const [, refused] =
			error instanceof Error ? (/^Region not accepted: region="(.*)" is/s.exec(error.message) ?? []) : [];
		const unusable =
			refused === undefined ? undefined : regionProblem(refused, text('problem.aws.region-from.profile'));

		if (unusable !== undefined) {
			return fail(unusable);
		}

		return fail(await withCredentials(toAwsProblem(error, {operation: 'sts:GetCallerIdentity'}), given));
	}
};
