import {type DeploymentGroupSpec, type Revision} from '../cloud/code-deploy.js';
import {type ElastigroupSpec, type LoadBalancerRef, type ZoneSubnets} from '../cloud/elastigroup.js';
import {filterOf} from '../check/tag-matcher.js';
import {type Draft} from '../field/field.js';
import {type Result} from '../problem.js';
import * as blueGreen from './blue-green.js';
import {applicationNameOf, deploymentGroupNameOf} from './choices.js';
import * as group from './deployment-group.js';
import * as elastigroup from './elastigroup.js';
import {takeAnswers} from './take-answers.js';

/** The group that the answers describe, or a problem that names every answer that is missing or wrong. */
export const toDeploymentGroupSpec = (draft: Draft): Result<DeploymentGroupSpec> =>
	takeAnswers(draft, (take, effective): DeploymentGroupSpec => {
		take(group.applicationName, '');
		take(group.newApplicationName, '');
		const ready = take(group.readyAction, 'continue');
		const readyWait = take(group.readyWaitMinutes, 0);
		const originals = take(group.originalsAction, 'terminate');
		const terminationWait = take(group.terminationWaitMinutes, 0);
		return {
			applicationName: applicationNameOf(effective),
			name: take(group.newDeploymentGroupName, ''),
			serviceRoleArn: take(group.serviceRoleArn, ''),
			deploymentConfigName: take(group.deploymentConfigName, ''),
			tagFilters: filterOf(take(group.groupTags, [])),
			readyOption: ready === 'stop' ? {action: 'stop', waitMinutes: readyWait} : {action: 'continue'},
			originalsOption:
				originals === 'terminate' ? {action: 'terminate', waitMinutes: terminationWait} : {action: 'keep-alive'},
			targetGroupNames: take(group.groupTargetGroupNames, []),
			classicLoadBalancerNames: take(group.groupClassicLoadBalancerNames, []),
		};
	});

const zonesOf = (pairs: readonly string[]): readonly ZoneSubnets[] => {
	const zones = new Map<string, string[]>();
	for (const pair of pairs) {
		const [zone = '', subnetId = ''] = pair.split(':');
		zones.set(zone, [...(zones.get(zone) ?? []), subnetId]);
	}

	return [...zones].map(([zone, subnetIds]) => ({zone, subnetIds}));
};

const targetGroupOf = (arn: string): LoadBalancerRef => ({
	kind: 'target-group',
	arn,
	// The name is the ARN's second part: arn:…:targetgroup/name/id (docs/facts.md SPOT 2.7).
	name: arn.split('/')[1] ?? '',
});

/** The Elastigroup that the answers describe, wired to their deployment group. */
export const toElastigroupSpec = (draft: Draft): Result<ElastigroupSpec> =>
	takeAnswers(draft, (take, effective): ElastigroupSpec => {
		const keyPair = take(elastigroup.keyPair, undefined);
		const userData = take(elastigroup.userData, '');
		const instanceProfile = take(elastigroup.instanceProfile, '');
		return {
			name: take(elastigroup.elastigroupName, ''),
			description: take(elastigroup.elastigroupDescription, ''),
			region: take(group.region, ''),
			capacity: {
				target: take(elastigroup.targetCapacity, 0),
				minimum: take(elastigroup.minimumCapacity, 0),
				maximum: take(elastigroup.maximumCapacity, 0),
			},
			capacityUnit: take(elastigroup.capacityUnit, 'instance'),
			spotPercentage: take(elastigroup.spotPercentage, 100),
			orientation: take(elastigroup.orientation, 'balanced'),
			isFallingBackToOnDemand: take(elastigroup.fallbackToOnDemand, true),
			drainingTimeoutSeconds: take(elastigroup.drainingTimeoutSeconds, 120),
			product: take(elastigroup.product, 'Linux/UNIX'),
			onDemandType: take(elastigroup.onDemandType, ''),
			spotTypes: take(elastigroup.spotTypes, []),
			zones: zonesOf(take(elastigroup.zoneSubnets, [])),
			imageId: take(elastigroup.imageId, ''),
			securityGroupIds: take(elastigroup.securityGroupIds, []),
			...(keyPair === undefined ? {} : {keyPair}),
			tags: take(elastigroup.elastigroupTags, []),
			...(instanceProfile === '' ? {} : {instanceProfile}),
			...(userData.trim() === '' ? {} : {userData}),
			loadBalancers: [
				...take(elastigroup.elastigroupTargetGroupArns, []).map(arn => targetGroupOf(arn)),
				...take(elastigroup.elastigroupClassicLoadBalancerNames, []).map(
					(name): LoadBalancerRef => ({kind: 'classic', name}),
				),
			],
			deploymentGroups: [
				{
					applicationName: applicationNameOf(effective),
					deploymentGroupName: deploymentGroupNameOf(effective),
				},
			],
		};
	});

/** The revision that the answers name. */
export const toRevision = (draft: Draft): Result<Revision> =>
	takeAnswers(draft, (take): Revision => {
		if (take(blueGreen.revisionKind, 's3') === 'github') {
			return {
				kind: 'github',
				repository: take(blueGreen.githubRepository, ''),
				commitId: take(blueGreen.githubCommit, ''),
			};
		}

		const {bucket, key, version, eTag, ...link} = take(blueGreen.revision, {bucket: '', key: ''});
		return {
			kind: 's3',
			bucket,
			key,
			bundleType: link.bundleType ?? take(blueGreen.bundleType, 'zip'),
			...(version === undefined ? {} : {version}),
			...(eTag === undefined ? {} : {eTag}),
		};
	});
