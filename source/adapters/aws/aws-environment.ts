import {type Agent} from 'node:http';
import {fail, ok, type Problem, type Result} from '../../core/problem.js';
import {text} from '../../core/text-token.js';
import {toAwsProblem} from './aws-problem.js';
import {wayThrough} from './way-through-agent.js';

const ignore = (): void => undefined;

/** Without a logger the SDK may write to the console (docs/facts.md CD 4.3). */
const logger = {trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore};

type Given = {
	/** The AWS profile in use, for the sign-in commands that a problem proposes. */
	readonly profile?: string;
	/** The way to hosts over TLS, where it is not the direct one. */
	readonly httpsAgent?: Agent;
};

/** What is wrong without a region may not be all: whoever sets it must not meet the next problem one start later. */
const withCredentials = async (noRegion: Problem, {profile, httpsAgent}: Given): Promise<Problem> => {
	const {STSClient} = await import('@aws-sdk/client-sts');

	try {
		// Looking for credentials makes no call that a region is needed for.
		await new STSClient({
			region: 'us-east-1',
			logger,
			requestHandler: {httpsAgent},
			...wayThrough(httpsAgent),
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

		return ok(await new STSClient({logger}).config.region());
	} catch (error) {
		return fail(await withCredentials(toAwsProblem(error, {operation: 'sts:GetCallerIdentity'}), given));
	}
};
