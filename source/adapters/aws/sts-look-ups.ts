import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts';
import {type AwsIdentity} from '../../core/cloud/account.js';
import {needed} from './answer-errors.js';
import {type AwsSession} from './aws-session.js';

const amazonHosts = /\.(?:amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws|api\.amazonwebservices\.com\.cn)$/;

type Address = {readonly hostname: string; readonly protocol?: string; readonly port?: number};

const isAddress = (request: unknown): request is Address =>
	typeof request === 'object' && request !== null && 'hostname' in request && typeof request.hostname === 'string';

const writeAddress = ({protocol = 'https:', hostname, port}: Address): string =>
	`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;

export const createStsLookUps = (session: AwsSession) => {
	const client = session.adopt(new STSClient(session.settings));
	let address: Address | undefined;

	// What the SDK resolved from environment and profile is only seen on the request itself.
	client.middlewareStack.add(
		next => async parameters => {
			address = isAddress(parameters.request) ? parameters.request : address;

			return next(parameters);
		},
		{step: 'finalizeRequest', name: 'readAddress'},
	);

	return {
		async getIdentity(signal?: AbortSignal): Promise<AwsIdentity> {
			const answer = await client.send(new GetCallerIdentityCommand({}), {abortSignal: signal});
			const expiresAt = await session.readExpiry();

			return {
				accountId: needed(answer.Account, 'Account'),
				arn: needed(answer.Arn, 'Arn'),
				region: session.settings.region,
				...(expiresAt !== undefined && {expiresAt}),
				...(address !== undefined && !amazonHosts.test(address.hostname) && {endpoint: writeAddress(address)}),
			};
		},
	};
};
