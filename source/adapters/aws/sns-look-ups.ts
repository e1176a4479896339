import {ListTopicsCommand, SNSClient} from '@aws-sdk/client-sns';
import {type AwsSession} from './aws-session.js';
import {collectPages} from './pages.js';

export const createSnsLookUps = (session: AwsSession) => {
	const client = session.adopt(new SNSClient(session.settings));

	return {
		async listTopicArns(signal?: AbortSignal): Promise<readonly string[]> {
			const found = await collectPages(async NextToken => {
				const answer = await client.send(new ListTopicsCommand({NextToken}), {abortSignal: signal});

				return {values: answer.Topics, next: answer.NextToken};
			});

			return found.flatMap(({TopicArn}) => TopicArn ?? []);
		},
	};
};
