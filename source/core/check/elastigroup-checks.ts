/** Is the Elastigroup wired to the group, and can its instances start, register and be deployed to? */
import {type DeploymentGroup} from '../cloud/code-deploy.js';
import {type Elastigroup} from '../cloud/elastigroup.js';
import {text} from '../text-token.js';
import {result, valueOf, type CheckResult, type Common} from './check-result.js';
import {type Facts} from './facts.js';

export const checkWired = (facts: Facts): CheckResult => {
	const common: Common = {id: 'wired', reason: text('check.wired.reason'), requirements: ['B1', 'B6']};
	if (!facts.elastigroup.isKnown) {
		return result(common, 'unknown', text('check.wired.unknown'));
	}

	const elastigroup = facts.elastigroup.value;
	const {applicationName: application, deploymentGroupName: group} = facts.planned;
	if (elastigroup === undefined) {
		return result(common, 'fail', text('check.wired.missing', {id: facts.planned.elastigroupId}));
	}

	const {name} = elastigroup;
	const isWired = elastigroup.deploymentGroups.some(
		each => each.applicationName === application && each.deploymentGroupName === group,
	);
	return isWired
		? result(common, 'pass', text('check.wired.pass', {name, application, group}))
		: result(common, 'fail', text('check.wired.fail', {name, application, group}), [
				text('check.wired.next', {application, group}),
			]);
};

export const checkSize = (elastigroup: Elastigroup | undefined): readonly CheckResult[] =>
	elastigroup?.capacity.target === 0
		? [
				result({id: 'size', reason: text('check.size.reason'), requirements: ['B8']}, 'fail', text('check.size.fail'), [
					text('check.size.next'),
				]),
			]
		: [];

export const checkBalancers = (
	facts: Facts,
	group: DeploymentGroup | undefined,
	elastigroup: Elastigroup | undefined,
): readonly CheckResult[] => {
	if (group === undefined || elastigroup === undefined) {
		return [];
	}

	const attached = new Set(elastigroup.loadBalancers.map(({name}) => name));
	const missing = [...group.targetGroupNames, ...group.classicLoadBalancerNames].find(name => !attached.has(name));
	const attachedCommon: Common = {id: 'attached', reason: text('check.attached.reason'), requirements: ['A5', 'B7']};
	const vpcCommon: Common = {id: 'vpc', reason: text('check.vpc.reason'), requirements: ['A5', 'B3', 'B7']};
	const vpc = valueOf(facts.subnets)?.[0]?.vpcId;
	const balancers = [
		...(valueOf(facts.targetGroups) ?? []).filter(({name}) => group.targetGroupNames.includes(name)),
		...(valueOf(facts.classicLoadBalancers) ?? []).filter(({name}) => group.classicLoadBalancerNames.includes(name)),
	];
	const foreign = balancers.find(balancer => balancer.vpcId !== undefined && balancer.vpcId !== vpc);
	return [
		missing === undefined
			? result(attachedCommon, 'pass', text('check.attached.pass'))
			: result(attachedCommon, 'warn', text('check.attached.warn', {name: missing})),
		...(vpc === undefined || balancers.length === 0
			? [result(vpcCommon, 'unknown', text('check.vpc.unknown'))]
			: foreign === undefined
				? [result(vpcCommon, 'pass', text('check.vpc.pass'))]
				: [
						result(
							vpcCommon,
							'fail',
							text('check.vpc.fail', {name: foreign.name, balancerVpc: foreign.vpcId ?? '', vpc}),
							[text('check.vpc.next', {vpc})],
						),
					]),
	];
};

export const checkImage = (facts: Facts, elastigroup: Elastigroup | undefined): readonly CheckResult[] => {
	const id = elastigroup?.imageId;
	if (id === undefined) {
		return [];
	}

	const common: Common = {id: 'image', reason: text('check.image.reason'), requirements: ['B4']};
	if (!facts.image.isKnown) {
		return [result(common, 'unknown', text('check.image.unknown'))];
	}

	const {region} = facts.planned;
	return facts.image.value === undefined
		? [result(common, 'fail', text('check.image.fail', {id, region}), [text('check.image.next', {region})])]
		: [result(common, 'pass', text('check.image.pass', {id}))];
};

/** An Elastigroup names its instance profile by name or by ARN (docs/facts.md SPOT 2.7). */
const profileNameOf = (profile: string): string => profile.split('/').at(-1) ?? profile;

export const checkProfile = (facts: Facts, elastigroup: Elastigroup | undefined): readonly CheckResult[] => {
	if (elastigroup === undefined) {
		return [];
	}

	const common: Common = {id: 'instance-profile', reason: text('check.profile.reason'), requirements: ['B5']};
	const agent: Common = {id: 'agent', reason: text('check.agent.reason'), requirements: ['B5']};
	const agentResult = elastigroup.hasUserData
		? result(agent, 'pass', text('check.agent.pass'))
		: result(agent, 'info', text('check.agent.info'));
	if (elastigroup.instanceProfile === undefined) {
		return [result(common, 'warn', text('check.profile.warn'), [text('check.profile.next')]), agentResult];
	}

	const name = profileNameOf(elastigroup.instanceProfile);
	if (!facts.instanceProfiles.isKnown) {
		return [result(common, 'unknown', text('check.profile.unknown')), agentResult];
	}

	return [
		facts.instanceProfiles.value.some(profile => profile.name === name)
			? result(common, 'pass', text('check.profile.pass', {name}))
			: result(common, 'fail', text('check.profile.fail', {name}), [text('check.profile.next')]),
		agentResult,
	];
};
