import {CloudWatchClient, DescribeAlarmsCommand} from '@aws-sdk/client-cloudwatch';
import {type AwsSession} from './aws-session.js';
import {collectPages} from './pages.js';

export const createCloudWatchLookUps = (session: AwsSession) => {
	const client = session.adopt(new CloudWatchClient(session.settings));

	return {
		async listAlarmNames(signal?: AbortSignal): Promise<readonly string[]> {
			const found = await collectPages(async NextToken => {
				const answer = await client.send(
					new DescribeAlarmsCommand({AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100, NextToken}),
					{abortSignal: signal},
				);

				return {values: [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])], next: answer.NextToken};
			});

			return found.flatMap(({AlarmName}) => AlarmName ?? []).sort();
		},
	};
};
