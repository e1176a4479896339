import {type Account} from '../../ports/account.js';
import {lazily} from '../lazily.js';
import {type AwsOptions, createAwsSession} from './aws-session.js';

/**
 * The look-ups over the AWS SDK. Each of its clients is loaded when the first look-up needs it; credentials come from
 * the SDK's default chain, once for all. Reads are repeated by the SDK itself. Nothing expected is thrown.
 */
export const createAccountFromSdk = (options: AwsOptions): Account => {
	const session = createAwsSession(options);
	const sts = lazily(async () => {
		const module = await import('./sts-look-ups.js');

		return module.createStsLookUps(session);
	});
	const ec2 = lazily(async () => {
		const module = await import('./ec2-look-ups.js');

		return module.createEc2LookUps(session);
	});
	const balancing = lazily(async () => {
		const module = await import('./load-balancing-look-ups.js');

		return module.createLoadBalancingLookUps(session);
	});
	const classic = lazily(async () => {
		const module = await import('./classic-look-ups.js');

		return module.createClassicLookUps(session);
	});
	const iam = lazily(async () => {
		const module = await import('./iam-look-ups.js');

		return module.createIamLookUps(session);
	});
	const s3 = lazily(async () => {
		const module = await import('./s3-look-ups.js');

		return module.createS3LookUps(session);
	});
	const sns = lazily(async () => {
		const module = await import('./sns-look-ups.js');

		return module.createSnsLookUps(session);
	});
	const cloudWatch = lazily(async () => {
		const module = await import('./cloud-watch-look-ups.js');

		return module.createCloudWatchLookUps(session);
	});

	return {
		getIdentity: async signal =>
			session.call({operation: 'sts:GetCallerIdentity'}, sts, async lookUps => lookUps.getIdentity(signal)),
		listRegions: async signal =>
			session.call({operation: 'ec2:DescribeRegions'}, ec2, async lookUps => lookUps.listRegions(signal)),
		listZones: async signal =>
			session.call({operation: 'ec2:DescribeAvailabilityZones'}, ec2, async lookUps => lookUps.listZones(signal)),
		listVpcs: async signal =>
			session.call({operation: 'ec2:DescribeVpcs'}, ec2, async lookUps => lookUps.listVpcs(signal)),
		listSubnets: async (vpcId, signal) =>
			session.call({operation: 'ec2:DescribeSubnets'}, ec2, async lookUps => lookUps.listSubnets(vpcId, signal)),
		listSecurityGroups: async (vpcId, signal) =>
			session.call({operation: 'ec2:DescribeSecurityGroups'}, ec2, async lookUps =>
				lookUps.listSecurityGroups(vpcId, signal),
			),
		listKeyPairs: async signal =>
			session.call({operation: 'ec2:DescribeKeyPairs'}, ec2, async lookUps => lookUps.listKeyPairs(signal)),
		listImages: async signal =>
			session.call({operation: 'ec2:DescribeImages'}, ec2, async lookUps => lookUps.listImages(signal)),
		getImage: async (id, signal) =>
			session.call({operation: 'ec2:DescribeImages', resource: id}, ec2, async lookUps => lookUps.getImage(id, signal)),
		listInstanceTypes: async signal =>
			session.call({operation: 'ec2:DescribeInstanceTypes'}, ec2, async lookUps =>
				lookUps.listInstanceTypes(undefined, signal),
			),
		getInstanceTypes: async (names, signal) =>
			session.call({operation: 'ec2:DescribeInstanceTypes'}, ec2, async lookUps =>
				lookUps.listInstanceTypes(names, signal),
			),
		listInstances: async (filter, signal) =>
			session.call({operation: 'ec2:DescribeInstances'}, ec2, async lookUps => lookUps.listInstances(filter, signal)),
		listPassedStatusChecks: async (instanceIds, signal) =>
			session.call({operation: 'ec2:DescribeInstanceStatus'}, ec2, async lookUps =>
				lookUps.listPassedStatusChecks(instanceIds, signal),
			),
		listTargetGroups: async signal =>
			session.call({operation: 'elasticloadbalancing:DescribeTargetGroups'}, balancing, async lookUps =>
				lookUps.listTargetGroups(signal),
			),
		listTargetHealth: async (targetGroupArn, signal) =>
			session.call(
				{operation: 'elasticloadbalancing:DescribeTargetHealth', resource: targetGroupArn},
				balancing,
				async lookUps => lookUps.listTargetHealth(targetGroupArn, signal),
			),
		listClassicLoadBalancers: async signal =>
			session.call({operation: 'elasticloadbalancing:DescribeLoadBalancers'}, classic, async lookUps =>
				lookUps.listClassicLoadBalancers(signal),
			),
		listClassicHealth: async (name, signal) =>
			session.call({operation: 'elasticloadbalancing:DescribeInstanceHealth', resource: name}, classic, async lookUps =>
				lookUps.listClassicHealth(name, signal),
			),
		listRoles: async signal =>
			session.call({operation: 'iam:ListRoles'}, iam, async lookUps => lookUps.listRoles(signal)),
		listInstanceProfiles: async signal =>
			session.call({operation: 'iam:ListInstanceProfiles'}, iam, async lookUps => lookUps.listInstanceProfiles(signal)),
		listBuckets: async signal =>
			session.call({operation: 's3:ListBuckets', action: 's3:ListAllMyBuckets'}, s3, async lookUps =>
				lookUps.listBuckets(signal),
			),
		listObjects: async (bucket, prefix, signal) =>
			session.call({operation: 's3:ListObjectsV2', action: 's3:ListBucket', resource: bucket}, s3, async lookUps =>
				lookUps.listObjects(bucket, prefix, signal),
			),
		headObject: async (bucket, key, version, signal) =>
			session.call(
				{
					operation: 's3:HeadObject',
					action: version === undefined ? 's3:GetObject' : 's3:GetObjectVersion',
					resource: `s3://${bucket}/${key}`,
				},
				s3,
				async lookUps => lookUps.headObject(bucket, key, version, signal),
			),
		listTopicArns: async signal =>
			session.call({operation: 'sns:ListTopics'}, sns, async lookUps => lookUps.listTopicArns(signal)),
		listAlarmNames: async signal =>
			session.call({operation: 'cloudwatch:DescribeAlarms'}, cloudWatch, async lookUps =>
				lookUps.listAlarmNames(signal),
			),
	};
};
