import {type Agent} from 'node:http';
import type {defaultProvider} from '@aws-sdk/credential-provider-node';

type SearchOptions = NonNullable<Parameters<typeof defaultProvider>[0]>;
type Search = ReturnType<typeof defaultProvider>;

/**
 * The default chain asks single sign-on by a client of its own, which knows nothing of the way that the other clients
 * are given (docs/facts.md CD 4.4).
 */
const searchThrough =
	(httpsAgent: Agent) =>
	(options: SearchOptions): Search => {
		let loading: Promise<Search> | undefined;

		const load = async (): Promise<Search> => {
			const module = await import('@aws-sdk/credential-provider-node');
			return module.defaultProvider({...options, clientConfig: {requestHandler: {httpsAgent}}});
		};

		return async identity => {
			loading ??= load();
			const search = await loading;
			return search(identity);
		};
	};

/** What leads a client of the SDK, and its search for credentials, through an agent. */
export const wayThrough = (
	httpsAgent: Agent | undefined,
): {readonly credentialDefaultProvider?: (options: SearchOptions) => Search} =>
	httpsAgent === undefined ? {} : {credentialDefaultProvider: searchThrough(httpsAgent)};
