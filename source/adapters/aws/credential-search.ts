import type {defaultProvider} from '@aws-sdk/credential-provider-node';
import {type Secrets} from '../secrets.js';
import {type AwsRequestHandler} from './request-handler.js';

type SearchOptions = NonNullable<Parameters<typeof defaultProvider>[0]>;
type Search = ReturnType<typeof defaultProvider>;

/**
 * The SDK's own search for credentials. It asks single sign-on by a client that knows nothing of the way and the limits
 * of the others (docs/facts.md CD 4.4), so it is given them. What it finds is kept as secret before anything is sent.
 */
export const searchCredentials = (
	requestHandler: AwsRequestHandler,
	secrets: Secrets,
): {readonly credentialDefaultProvider: (options: SearchOptions) => Search} => ({
	credentialDefaultProvider(options) {
		let loading: Promise<Search> | undefined;

		const load = async (): Promise<Search> => {
			const module = await import('@aws-sdk/credential-provider-node');
			return module.defaultProvider({...options, clientConfig: {requestHandler}});
		};

		return async identity => {
			loading ??= load();
			const search = await loading;
			const found = await search(identity);
			secrets.keep(found.accessKeyId, found.secretAccessKey, found.sessionToken);
			return found;
		};
	},
});
