import {
	DescribeInstanceHealthCommand,
	DescribeLoadBalancersCommand,
	ElasticLoadBalancingClient,
	type InstanceState,
} from '@aws-sdk/client-elastic-load-balancing';
import {type ClassicLoadBalancer, type TargetHealth} from '../../core/cloud/account.js';
import {needed} from './answer-errors.js';
import {type AwsSession} from './aws-session.js';
import {collectPages, withName} from './pages.js';

/** Classic has three states and a reason: `ELB` while the balancer is still busy, `Instance` for a failed check. */
const toState = ({State, ReasonCode}: InstanceState): string => {
	if (State === 'InService') {
		return 'healthy';
	}

	if (State === 'OutOfService') {
		return ReasonCode === 'ELB' ? 'initial' : 'unhealthy';
	}

	return 'unavailable';
};

export const createClassicLookUps = (session: AwsSession) => {
	const client = session.adopt(new ElasticLoadBalancingClient(session.settings));

	return {
		async listClassicLoadBalancers(signal?: AbortSignal): Promise<readonly ClassicLoadBalancer[]> {
			const found = await collectPages(async Marker => {
				const answer = await client.send(new DescribeLoadBalancersCommand({PageSize: 400, Marker}), {
					abortSignal: signal,
				});

				return {values: answer.LoadBalancerDescriptions, next: answer.NextMarker};
			});

			return withName(found, 'LoadBalancerName').map(({LoadBalancerName, VPCId}) => ({
				name: LoadBalancerName,
				...(VPCId !== undefined && {vpcId: VPCId}),
			}));
		},

		async listClassicHealth(name: string, signal?: AbortSignal): Promise<readonly TargetHealth[]> {
			const answer = await client.send(new DescribeInstanceHealthCommand({LoadBalancerName: name}), {
				abortSignal: signal,
			});

			return (answer.InstanceStates ?? []).map(state => ({
				instanceId: needed(state.InstanceId, 'InstanceId'),
				state: toState(state),
			}));
		},
	};
};
