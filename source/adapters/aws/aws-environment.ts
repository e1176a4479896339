import {fail, ok, type Result} from '../../core/problem.js';
import {toAwsProblem} from './aws-problem.js';

const ignore = (): void => undefined;

/** Without a logger the SDK may write to the console (docs/facts.md CD 4.3). */
const logger = {trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore};

/**
 * The region that the SDK's own rules give: AWS_REGION, then the profile's. Loads a small client, so it is asked only
 * where the environment does not say it. Fails with kind `input`, code `no-region`.
 */
export const resolveAwsRegion = async (): Promise<Result<string>> => {
	try {
		const {STSClient} = await import('@aws-sdk/client-sts');

		return ok(await new STSClient({logger}).config.region());
	} catch (error) {
		return fail(toAwsProblem(error, {operation: 'sts:GetCallerIdentity'}));
	}
};
