import {type AccountFacts, type Elastigroup, type Instance} from '../state.js';
import {day, deployedVersion, deploymentGroupId, minute, type Seed} from './seed.js';

export const createInstances = (
	account: AccountFacts,
	seed: Seed,
	elastigroup: Elastigroup,
	now: number,
): readonly Instance[] => {
	const launchTags = [
		...elastigroup.tags,
		{key: 'spotinst:aws:ec2:group:id', value: elastigroup.id},
		{key: 'spotinst:aws:ec2:group:name', value: elastigroup.name},
		{key: 'spotinst:aws:ec2:group:createdBy', value: 'spotinst'},
	];
	// The earlier blue/green run left its green tag on them.
	const tags = [...launchTags.filter(({key}) => key !== 'version'), {key: 'version', value: deployedVersion}];
	const launchedAt = now - 6 * day;
	return Array.from({length: seed.instanceCount}, (_, index) => {
		const zone = elastigroup.zones[index % elastigroup.zones.length];
		const subnetId = zone?.subnetIds[0] ?? '';
		const number = (0xb1_00_00 + index).toString(16);
		return {
			instanceId: `i-0123456789a${number}`,
			imageId: elastigroup.imageId,
			instanceType: elastigroup.spotTypes[index % elastigroup.spotTypes.length] ?? 'm5.large',
			state: 'running',
			launchedAt,
			runningAt: launchedAt + minute / 2,
			checksPassedAt: launchedAt + minute,
			agentAt: launchedAt + minute,
			tags,
			launchTags,
			tagsSeenByCodeDeploy: tags,
			subnetId,
			vpcId: account.subnets.find(({id}) => id === subnetId)?.vpcId ?? '',
			zone: zone?.name ?? '',
			privateIp: `10.20.${Math.floor(index / 200)}.${10 + (index % 200)}`,
			securityGroupIds: elastigroup.securityGroupIds,
			...(elastigroup.keyPair !== undefined && {keyPair: elastigroup.keyPair}),
			...(elastigroup.instanceProfile !== undefined && {instanceProfileArn: elastigroup.instanceProfile}),
			spotRequestId: `sir-0${number}a`,
			elastigroupId: elastigroup.id,
			revision: `s3://shop-releases-ap-northeast-2/shop/shop-${deployedVersion}.zip`,
			files: [{path: '/srv/shop/server.js', deploymentGroupId}],
		};
	});
};
