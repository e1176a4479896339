import {fail, ok, type Result} from '../../core/problem.js';
import {toAwsProblem} from './aws-problem.js';

/**
 * The region that the SDK's own rules give: AWS_REGION, then the profile's. Loads a small client, so it is asked only
 * where the environment does not say it. Fails with kind `input`, code `no-region`.
 */
export const resolveAwsRegion = async (): Promise<Result<string>> => {
	try {
		const {STSClient} = await import('@aws-sdk/client-sts');

		return ok(await new STSClient({}).config.region());
	} catch (error) {
		return fail(toAwsProblem(error, {operation: 'sts:GetCallerIdentity'}));
	}
};
