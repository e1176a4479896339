import {
	DescribeTargetGroupsCommand,
	DescribeTargetHealthCommand,
	ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {type TargetGroup, type TargetHealth} from '../../core/cloud/account.js';
import {needed} from './answer-errors.js';
import {type AwsSession} from './aws-session.js';
import {collectPages, withName} from './pages.js';

export const createLoadBalancingLookUps = (session: AwsSession) => {
	const client = session.adopt(new ElasticLoadBalancingV2Client(session.settings));

	return {
		async listTargetGroups(signal?: AbortSignal): Promise<readonly TargetGroup[]> {
			const found = await collectPages(async Marker => {
				const answer = await client.send(new DescribeTargetGroupsCommand({PageSize: 400, Marker}), {
					abortSignal: signal,
				});

				return {values: answer.TargetGroups, next: answer.NextMarker};
			});

			return withName(found, 'TargetGroupArn').map(group => ({
				arn: group.TargetGroupArn,
				name: group.TargetGroupName ?? '',
				targetType: group.TargetType ?? '',
				loadBalancerArns: group.LoadBalancerArns ?? [],
				...(group.VpcId !== undefined && {vpcId: group.VpcId}),
				...(group.Port !== undefined && {port: group.Port}),
			}));
		},

		async listTargetHealth(targetGroupArn: string, signal?: AbortSignal): Promise<readonly TargetHealth[]> {
			const answer = await client.send(new DescribeTargetHealthCommand({TargetGroupArn: targetGroupArn}), {
				abortSignal: signal,
			});

			return (answer.TargetHealthDescriptions ?? []).map(({Target, TargetHealth}) => ({
				instanceId: needed(Target?.Id, 'Id'),
				state: needed(TargetHealth?.State, 'State'),
			}));
		},
	};
};
