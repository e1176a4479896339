import {
	type DeploymentGroup,
	type DeploymentGroupChange,
	type TagFilter,
	type TagFilterSet,
} from '../cloud/code-deploy.js';
import {text, type Text} from '../text-token.js';
import {type Facts} from './facts.js';
import {filterOf, sortByTags} from './tag-matcher.js';

export type Level = 'pass' | 'warn' | 'fail' | 'unknown';

/** One exact change to the deployment group, as an offer. The id holds no comma and stays the same between readings. */
export type Mend = {readonly id: string; readonly text: Text; readonly change: DeploymentGroupChange};

/** One line on an existing group. */
export type Verdict = {
	readonly id: string;
	readonly level: Level;
	/** What was looked at and how it stands, in one line. */
	readonly text: Text;
	/** Why it matters. */
	readonly reason: Text;
	/** Changes that mend a `warn` or `fail`; any one of them is enough. */
	readonly mends?: readonly Mend[];
	/** What to do about a `fail` that no change offered here mends. */
	readonly next?: Text;
	/** Changes one may want although nothing is wrong, such as another way with the originals (C2). */
	readonly choices?: readonly Mend[];
	readonly requirements: readonly string[];
};

const terminationMinutes = 5;
const readyMinutes = 60;
const defaultConfigName = 'CodeDeployDefault.AllAtOnce';

const terminate: Mend = {
	id: 'originals=terminate',
	text: text('check.mend.originals-terminate', {minutes: terminationMinutes}),
	change: {originalsOption: {action: 'terminate', waitMinutes: terminationMinutes}},
};

const keep: Mend = {
	id: 'originals=keep-alive',
	text: text('check.mend.originals-keep'),
	change: {originalsOption: {action: 'keep-alive'}},
};

const proceed: Mend = {
	id: 'ready=continue',
	text: text('check.mend.ready-continue'),
	change: {readyOption: {action: 'continue'}},
};

const waitForPerson: Mend = {
	id: 'ready=stop',
	text: text('check.mend.ready-stop', {minutes: readyMinutes}),
	change: {readyOption: {action: 'stop', waitMinutes: readyMinutes}},
};

const showFilter = (filter: TagFilter): string => {
	switch (filter.type) {
		case 'key-and-value': {
			return `${filter.key}=${filter.value}`;
		}

		case 'key-only': {
			return `${filter.key}=*`;
		}

		case 'value-only': {
			return `*=${filter.value}`;
		}
	}
};

/** A tag set as one line: `,` inside a list means or, `+` between lists and. */
export const showFilters = (filters: TagFilterSet): string =>
	filters.map(list => list.map(filter => showFilter(filter)).join(', ')).join(' + ');

/** What a mend changes. Two mends of one subject exclude each other: a group has one load balancer and one role. */
export const subjectOf = (id: string): string => id.split('=', 1)[0] ?? id;

/** A line with what mends it: one change, several to choose from, or, where there are none, what to do elsewhere. */
const line = (
	verdict: Omit<Verdict, 'mends' | 'next'>,
	mends: Mend | readonly Mend[] | undefined,
	next?: Text,
): Verdict => {
	const all = mends === undefined ? [] : 'id' in mends ? [mends] : mends;
	return {...verdict, ...(all.length > 0 ? {mends: all} : next === undefined ? {} : {next})};
};

const judgePlatform = (facts: Facts, group: DeploymentGroup): Verdict => {
	const reason = text('check.group.platform.reason');
	const requirements = ['A1'];
	const application = facts.application.isKnown ? facts.application.value?.computePlatform : undefined;
	const platform = group.computePlatform ?? application;
	if (platform === undefined) {
		return {id: 'platform', level: 'unknown', text: text('check.group.platform.unknown'), reason, requirements};
	}

	return platform === 'Server'
		? {id: 'platform', level: 'pass', text: text('check.group.platform.pass'), reason, requirements}
		: {
				id: 'platform',
				level: 'fail',
				text: text('check.group.platform.fail', {platform}),
				reason,
				requirements,
				next: text('check.group.platform.next'),
			};
};

const judgeType = (group: DeploymentGroup): Verdict => {
	const isFit = group.deploymentType === 'blue-green';
	return line(
		{
			id: 'type',
			level: isFit ? 'pass' : 'fail',
			text: text(isFit ? 'check.group.type.pass' : 'check.group.type.fail'),
			reason: text('check.group.type.reason'),
			requirements: ['A2'],
		},
		isFit
			? undefined
			: {
					id: 'type=blue-green',
					text: text('check.mend.type'),
					// A group that was in-place has none of the blue/green options yet.
					change: {
						deploymentType: 'blue-green',
						hasTrafficControl: true,
						provisioning: 'discover-existing',
						readyOption: group.readyOption ?? {action: 'continue'},
						originalsOption: group.originalsOption ?? {action: 'terminate', waitMinutes: terminationMinutes},
					},
				},
	);
};

const judgeProvisioning = (group: DeploymentGroup): Verdict => {
	const isFit = group.provisioning === 'discover-existing';
	const wrong =
		group.provisioning === undefined
			? text('check.group.provisioning.fail-none')
			: text('check.group.provisioning.fail');
	return line(
		{
			id: 'provisioning',
			level: isFit ? 'pass' : 'fail',
			text: isFit ? text('check.group.provisioning.pass') : wrong,
			reason: text('check.group.provisioning.reason'),
			requirements: ['A2'],
		},
		isFit
			? undefined
			: {
					id: 'provisioning=manual',
					text: text('check.mend.provisioning'),
					change: {provisioning: 'discover-existing', autoScalingGroups: []},
				},
	);
};

const suggestedBlueTag = {key: 'version', value: '6.0'};

const judgeFilter = (group: DeploymentGroup): Verdict => {
	const isFit = group.tagFilters.some(list => list.length > 0);
	const tag = `${suggestedBlueTag.key}=${suggestedBlueTag.value}`;
	return line(
		{
			id: 'filter',
			level: isFit ? 'pass' : 'fail',
			text: isFit
				? text('check.group.filter.pass', {tags: showFilters(group.tagFilters)})
				: text('check.group.filter.fail'),
			reason: text('check.group.filter.reason'),
			requirements: ['A2', 'A3'],
		},
		isFit
			? undefined
			: {
					id: `filter=${tag}`,
					text: text('check.mend.filter', {tag}),
					change: {tagFilters: filterOf([suggestedBlueTag])},
				},
	);
};

const judgeScaling = (group: DeploymentGroup): Verdict => {
	const isFit = group.autoScalingGroups.length === 0;
	return line(
		{
			id: 'scaling',
			level: isFit ? 'pass' : 'fail',
			text: isFit
				? text('check.group.scaling.pass')
				: text('check.group.scaling.fail', {names: group.autoScalingGroups.join(', ')}),
			reason: text('check.group.scaling.reason'),
			requirements: ['A2'],
		},
		isFit ? undefined : {id: 'scaling=none', text: text('check.mend.scaling'), change: {autoScalingGroups: []}},
	);
};

const judgeOnPremises = (group: DeploymentGroup): Verdict =>
	line(
		{
			id: 'on-premises',
			level: group.hasOnPremisesFilters ? 'fail' : 'pass',
			text: text(group.hasOnPremisesFilters ? 'check.group.on-premises.fail' : 'check.group.on-premises.pass'),
			reason: text('check.group.on-premises.reason'),
			requirements: ['A2'],
		},
		group.hasOnPremisesFilters
			? {id: 'on-premises=none', text: text('check.mend.on-premises'), change: {onPremisesFilters: 'remove'}}
			: undefined,
	);

const targetGroupMend = (name: string): Mend => ({
	id: `traffic=target-group:${name}`,
	text: text('check.mend.target-group', {name}),
	change: {hasTrafficControl: true, targetGroupNames: [name], classicLoadBalancerNames: []},
});

const classicMend = (name: string): Mend => ({
	id: `traffic=classic:${name}`,
	text: text('check.mend.classic', {name}),
	change: {hasTrafficControl: true, targetGroupNames: [], classicLoadBalancerNames: [name]},
});

/** Balancers that can move traffic between instances, the likeliest first: those behind a listener, named alike. */
const balancerMends = (facts: Facts): readonly Mend[] => {
	const {applicationName} = facts.planned;
	const isNamedAlike = (name: string) => Number(applicationName !== '' && name.includes(applicationName));
	const targetGroups = (facts.targetGroups.isKnown ? facts.targetGroups.value : [])
		.filter(({targetType, loadBalancerArns}) => targetType === 'instance' && loadBalancerArns.length > 0)
		.toSorted((one, other) => isNamedAlike(other.name) - isNamedAlike(one.name));
	const classic = (facts.classicLoadBalancers.isKnown ? facts.classicLoadBalancers.value : []).toSorted(
		(one, other) => isNamedAlike(other.name) - isNamedAlike(one.name),
	);
	return [...targetGroups.map(({name}) => targetGroupMend(name)), ...classic.map(({name}) => classicMend(name))];
};

const judgeTraffic = (facts: Facts, group: DeploymentGroup): Verdict => {
	const balancers = [...group.targetGroupNames, ...group.classicLoadBalancerNames];
	const common = {id: 'traffic', reason: text('check.group.traffic.reason'), requirements: ['A2', 'A5']};
	if (balancers.length === 0) {
		return line(
			{...common, level: 'fail', text: text('check.group.traffic.fail-none')},
			balancerMends(facts),
			text('check.group.balancer.next'),
		);
	}

	return group.hasTrafficControl
		? {...common, level: 'pass', text: text('check.group.traffic.pass', {balancers: balancers.join(', ')})}
		: line(
				{...common, level: 'fail', text: text('check.group.traffic.fail-off')},
				{id: 'traffic=control', text: text('check.mend.traffic'), change: {hasTrafficControl: true}},
			);
};

/** Names are taken as they come when a group is created; they are resolved only when traffic should move. */
const judgeBalancers = (facts: Facts, group: DeploymentGroup): readonly Verdict[] => {
	if (group.targetGroupNames.length + group.classicLoadBalancerNames.length === 0) {
		return [];
	}

	const common = {id: 'balancer', reason: text('check.group.balancer.reason'), requirements: ['A5']};
	const unfit = (sentence: Text): readonly Verdict[] => [
		line({...common, level: 'fail', text: sentence}, balancerMends(facts), text('check.group.balancer.next')),
	];
	for (const name of group.targetGroupNames) {
		if (!facts.targetGroups.isKnown) {
			return [{...common, level: 'unknown', text: text('check.group.balancer.unknown')}];
		}

		const found = facts.targetGroups.value.find(each => each.name === name);
		if (found === undefined) {
			return unfit(text('check.group.balancer.fail-missing', {name}));
		}

		if (found.targetType !== 'instance') {
			return unfit(text('check.group.balancer.fail-type', {name, type: found.targetType}));
		}
	}

	for (const name of group.classicLoadBalancerNames) {
		if (!facts.classicLoadBalancers.isKnown) {
			return [{...common, level: 'unknown', text: text('check.group.balancer.unknown')}];
		}

		if (!facts.classicLoadBalancers.value.some(each => each.name === name)) {
			return unfit(text('check.group.balancer.fail-missing', {name}));
		}
	}

	return [{...common, level: 'pass', text: text('check.group.balancer.pass')}];
};

const roleName = (arn: string): string => arn.split('/').at(-1) ?? arn;

const roleMend = (arn: string): Mend => ({
	id: `role=${arn}`,
	text: text('check.mend.role', {name: roleName(arn)}),
	change: {serviceRoleArn: arn},
});

const judgeRole = (facts: Facts, group: DeploymentGroup): Verdict => {
	const common = {id: 'role', reason: text('check.group.role.reason'), requirements: ['A3']};
	const roles = facts.roles.isKnown ? facts.roles.value : [];
	const unfit = (sentence: Text): Verdict =>
		line(
			{...common, level: 'fail', text: sentence},
			// A name may hold a comma, which a list of mends cannot.
			roles
				.filter(({arn, isAssumableByCodeDeploy}) => isAssumableByCodeDeploy && !arn.includes(','))
				.map(({arn}) => roleMend(arn)),
			text('check.group.role.next'),
		);
	const arn = group.serviceRoleArn;
	if (arn === undefined || arn === '') {
		return unfit(text('check.group.role.fail-none'));
	}

	const name = roleName(arn);
	if (!facts.roles.isKnown) {
		return {...common, level: 'unknown', text: text('check.group.role.unknown', {name})};
	}

	const role = roles.find(each => each.arn === arn);
	if (role === undefined) {
		return unfit(text('check.group.role.fail-missing', {name}));
	}

	return role.isAssumableByCodeDeploy
		? {...common, level: 'pass', text: text('check.group.role.pass', {name})}
		: unfit(text('check.group.role.fail-trust', {name}));
};

const judgeConfig = (facts: Facts, group: DeploymentGroup): Verdict => {
	const common = {id: 'config', reason: text('check.group.config.reason'), requirements: ['A4']};
	// What CodeDeploy does when none is named (docs/facts.md CD 1.2).
	const name = group.deploymentConfigName ?? 'CodeDeployDefault.OneAtATime';
	if (!facts.deploymentConfigNames.isKnown) {
		return {...common, level: 'unknown', text: text('check.group.config.unknown', {name})};
	}

	return facts.deploymentConfigNames.value.includes(name)
		? {...common, level: 'pass', text: text('check.group.config.pass', {name})}
		: {
				...common,
				level: 'fail',
				text: text('check.group.config.fail', {name}),
				mends: [
					{
						id: `config=${defaultConfigName}`,
						text: text('check.mend.config', {name: defaultConfigName}),
						change: {deploymentConfigName: defaultConfigName},
					},
				],
			};
};

const judgeReady = (group: DeploymentGroup): Verdict => {
	const common = {id: 'ready', reason: text('check.group.ready.reason'), requirements: ['A4', 'C2']};
	const option = group.readyOption;
	if (option === undefined) {
		return {...common, level: 'warn', text: text('check.group.ready.unset'), mends: [proceed]};
	}

	return option.action === 'continue'
		? {...common, level: 'pass', text: text('check.group.ready.continue'), choices: [waitForPerson]}
		: {
				...common,
				level: 'pass',
				text: text('check.group.ready.stop', {minutes: option.waitMinutes}),
				choices: [proceed],
			};
};

const judgeOriginals = (group: DeploymentGroup): Verdict => {
	const common = {id: 'originals', reason: text('check.group.originals.reason'), requirements: ['A4', 'C2', 'D7']};
	const option = group.originalsOption;
	if (option === undefined) {
		return {...common, level: 'warn', text: text('check.group.originals.unset'), mends: [terminate]};
	}

	return option.action === 'terminate'
		? {
				...common,
				level: 'pass',
				text: text('check.group.originals.terminate', {minutes: option.waitMinutes}),
				choices: [keep],
			}
		: {...common, level: 'warn', text: text('check.group.originals.keep'), mends: [terminate]};
};

const judgeBusy = (facts: Facts): Verdict => {
	const common = {id: 'busy', reason: text('check.group.busy.reason'), requirements: ['A2']};
	if (!facts.activeDeploymentIds.isKnown) {
		return {...common, level: 'unknown', text: text('check.group.busy.unknown')};
	}

	const [id] = facts.activeDeploymentIds.value;
	return id === undefined
		? {...common, level: 'pass', text: text('check.group.busy.pass')}
		: {...common, level: 'warn', text: text('check.group.busy.warn', {id})};
};

const judgeMatched = (facts: Facts, group: DeploymentGroup): Verdict => {
	const common = {id: 'matched', reason: text('check.group.matched.reason'), requirements: ['D1', 'D2']};
	if (!facts.instances.isKnown) {
		return {...common, level: 'unknown', text: text('check.group.matched.unknown')};
	}

	const {original, both} = sortByTags(facts.instances.value, group.tagFilters, facts.planned.greenTags);
	const count = original.length + both.length;
	return count === 0
		? {...common, level: 'warn', text: text('check.group.matched.warn')}
		: {...common, level: 'pass', text: text('check.group.matched.pass', {count})};
};

/**
 * What blue/green with an Elastigroup needs of an existing group, one line each in a fixed order
 * (docs/facts.md CD 1.5). A group that cannot be read gives one line.
 */
export const judgeGroup = (facts: Facts): readonly Verdict[] => {
	const exists = {id: 'exists', reason: text('check.group.exists.reason'), requirements: ['A1']};
	if (!facts.group.isKnown) {
		return [{...exists, level: 'unknown', text: text('check.group.exists.unknown')}];
	}

	const group = facts.group.value;
	if (group === undefined) {
		const {applicationName: application, deploymentGroupName} = facts.planned;
		return [
			{
				...exists,
				level: 'fail',
				text: text('check.group.exists.fail', {group: deploymentGroupName, application}),
				next: text('check.group.exists.next'),
			},
		];
	}

	return [
		judgePlatform(facts, group),
		judgeType(group),
		judgeProvisioning(group),
		judgeFilter(group),
		judgeScaling(group),
		judgeOnPremises(group),
		judgeTraffic(facts, group),
		...judgeBalancers(facts, group),
		judgeRole(facts, group),
		judgeConfig(facts, group),
		judgeReady(group),
		judgeOriginals(group),
		judgeBusy(facts),
		judgeMatched(facts, group),
	];
};

/** What a mend's id means, for a review that has no facts at hand. */
export const mendText = (id: string): Text => {
	const [subject = '', value = ''] = id.split(/=(.*)/su);
	switch (subject) {
		case 'type': {
			return text('check.mend.type');
		}

		case 'provisioning': {
			return text('check.mend.provisioning');
		}

		case 'filter': {
			return text('check.mend.filter', {tag: value});
		}

		case 'scaling': {
			return text('check.mend.scaling');
		}

		case 'on-premises': {
			return text('check.mend.on-premises');
		}

		case 'traffic': {
			const [kind, name = ''] = value.split(/:(.*)/su);
			return kind === 'target-group'
				? targetGroupMend(name).text
				: kind === 'classic'
					? classicMend(name).text
					: text('check.mend.traffic');
		}

		case 'role': {
			return roleMend(value).text;
		}

		case 'ready': {
			return (value === 'stop' ? waitForPerson : proceed).text;
		}

		case 'originals': {
			return (value === 'keep-alive' ? keep : terminate).text;
		}

		default: {
			return text('check.mend.config', {name: value});
		}
	}
};

/** Every change that the verdict offers now, those that mend first. */
export const mendsOf = (verdicts: readonly Verdict[]): readonly Mend[] => [
	...verdicts.flatMap(({mends}) => mends ?? []),
	...verdicts.flatMap(({choices}) => choices ?? []),
];
