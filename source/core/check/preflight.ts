import {type DeploymentGroup, type Revision} from '../cloud/code-deploy.js';
import {type Elastigroup} from '../cloud/elastigroup.js';
import {type Tag} from '../cloud/shared.js';
import {writeRevisionLink} from '../field/revision-link.js';
import {isSameTag, showTag, showTags, writeTags} from '../field/tag-list.js';
import {namesOtherVersion, namesVersion} from '../flow/names-version.js';
import {nextVersion} from '../flow/next-version.js';
import {suggestTimeout} from '../flow/timeout-suggestion.js';
import {isFinalBlueGreen, nameOfStatus} from '../run/state.js';
import {text, type Text} from '../text-token.js';
import {type Fact, type Facts} from './facts.js';
import {capacityDuring} from './forecast.js';
import {acceptedTag, carries, matchesFilter} from './tag-matcher.js';
import {judgeGroup, type Level} from './verdict.js';

/** One check before the first write. A `fail` refuses the start. */
export type CheckResult = {
	readonly id: string;
	/** `info` tells what will happen and asks for nothing. */
	readonly level: Level | 'info';
	readonly text: Text;
	readonly reason: Text;
	/** What to do about it. */
	readonly nextSteps: readonly Text[];
	/** Answers that would mend it, such as the next green tag. */
	readonly answers?: Readonly<Record<string, string>>;
	readonly requirements: readonly string[];
};

type Common = Pick<CheckResult, 'id' | 'reason' | 'requirements'>;

const result = (
	common: Common,
	level: CheckResult['level'],
	sentence: Text,
	nextSteps: readonly Text[] = [],
	answers?: Readonly<Record<string, string>>,
): CheckResult => ({
	...common,
	level,
	text: sentence,
	nextSteps,
	...(answers === undefined ? {} : {answers}),
});

/** The value of a fact, where it is known and there is one. */
const valueOf = <Value>(fact: Fact<Value>): Value | undefined => (fact.isKnown ? fact.value : undefined);

const checkRegion = (facts: Facts): CheckResult => {
	const common: Common = {id: 'region', reason: text('check.region.reason'), requirements: ['B2', 'B4']};
	const identity = valueOf(facts.identity);
	if (identity === undefined) {
		return result(common, 'unknown', text('check.region.unknown'));
	}

	const {region} = facts.planned;
	const actual = identity.region;
	return actual === region || region === ''
		? result(common, 'pass', text('check.region.pass', {region: actual}))
		: result(common, 'fail', text('check.region.fail', {actual, planned: region}), [
				text('check.region.next', {region, actual}),
			]);
};

const checkAccount = (facts: Facts): CheckResult => {
	const common: Common = {id: 'account', reason: text('check.account.reason'), requirements: ['B1']};
	const aws = valueOf(facts.identity)?.accountId;
	const spot = valueOf(facts.spotAccount);
	const linked = spot?.awsAccountId;
	if (aws === undefined || spot === undefined || linked === undefined) {
		return result(common, 'unknown', text('check.account.unknown'));
	}

	return aws === linked
		? result(common, 'pass', text('check.account.pass', {spot: spot.id, aws}))
		: result(common, 'fail', text('check.account.fail', {spot: spot.id, linked, aws}), [
				text('check.account.next', {linked, aws}),
			]);
};

/** Each misfit of the verdict refuses the start too; what fits is one line. */
const checkFit = (facts: Facts): readonly CheckResult[] => {
	const wrong = judgeGroup(facts).filter(({level}) => level === 'fail');
	if (wrong.length > 0) {
		return wrong.map(verdict =>
			result(
				{id: `fit-${verdict.id}`, reason: verdict.reason, requirements: verdict.requirements},
				'fail',
				text('check.fit.fail', {problem: verdict.text}),
				[verdict.mend === undefined ? text('check.fit.next-other') : text('check.fit.next', {mend: verdict.mend.text})],
			),
		);
	}

	const common: Common = {id: 'fit', reason: text('check.group.exists.reason'), requirements: ['A2']};
	return facts.group.isKnown
		? [result(common, 'pass', text('check.fit.pass'))]
		: [result(common, 'unknown', text('check.group.exists.unknown'))];
};

const checkWired = (facts: Facts): CheckResult => {
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

const checkFirst = (facts: Facts): CheckResult => {
	const common: Common = {id: 'first-run', reason: text('check.first.reason'), requirements: ['D1', 'D2']};
	if (!facts.blueGreens.isKnown) {
		return result(common, 'unknown', text('check.first.unknown'));
	}

	return facts.blueGreens.value.length === 0
		? result(common, 'info', text('check.first.info'))
		: result(common, 'pass', text('check.first.pass'));
};

/** A first run may find instances that carry nothing the group looks for: CodeDeploy leaves them to Spot. */
const checkOriginals = (facts: Facts, group: DeploymentGroup | undefined): readonly CheckResult[] => {
	const tags = (group?.tagFilters ?? [])
		.flat()
		.flatMap(filter => (filter.type === 'key-and-value' ? [showTag(filter)] : []))
		.join(', ');
	const members = new Set((valueOf(facts.fleet) ?? []).flatMap(({instanceId}) => instanceId ?? []));
	const running = (valueOf(facts.instances) ?? []).filter(({instanceId}) => members.has(instanceId));
	return group === undefined ||
		tags === '' ||
		running.length === 0 ||
		running.some(instance => matchesFilter(instance.tags, group.tagFilters))
		? []
		: [
				result(
					{id: 'no-originals', reason: text('check.no-originals.reason'), requirements: ['D1', 'D2']},
					'info',
					text('check.no-originals.info', {tags, count: running.length}),
				),
			];
};

/** Green tags that differ from these ones: each of the given tags gets the next value of its own. */
const nextGreenTags = (facts: Facts, taken: readonly Tag[]): readonly Tag[] | undefined => {
	const tags = facts.planned.greenTags.map(tag => {
		if (!taken.some(each => isSameTag(each, tag))) {
			return tag;
		}

		const value = nextVersion(tag.value, facts.at);
		return value === undefined ? undefined : {key: tag.key, value};
	});
	return tags.every(tag => tag !== undefined) ? tags : undefined;
};

const checkEqualTags = (facts: Facts, group: DeploymentGroup | undefined): CheckResult => {
	const common: Common = {id: 'equal-tags', reason: text('check.equal-tags.reason'), requirements: ['D3']};
	const {greenTags} = facts.planned;
	if (group === undefined || greenTags.length === 0) {
		return result(common, 'unknown', text('check.equal-tags.unknown'));
	}

	if (!matchesFilter(greenTags, group.tagFilters)) {
		return result(common, 'pass', text('check.equal-tags.pass', {green: showTags(greenTags)}));
	}

	const clash = acceptedTag(greenTags, group.tagFilters) ?? greenTags[0];
	if (clash === undefined) {
		return result(common, 'unknown', text('check.equal-tags.unknown'));
	}

	const next = nextGreenTags(facts, [clash]);
	// A filter by key alone accepts every value: another value does not mend it.
	const isMended = next !== undefined && !matchesFilter(next, group.tagFilters);
	return result(
		common,
		'fail',
		text('check.equal-tags.fail', {tag: showTag(clash)}),
		[
			isMended
				? text('check.equal-tags.next', {next: showTags(next)})
				: text('check.equal-tags.next-other', {key: clash.key}),
		],
		isMended ? {greenTags: writeTags(next)} : undefined,
	);
};

const checkGreenKey = (facts: Facts, group: DeploymentGroup | undefined): readonly CheckResult[] => {
	const common: Common = {id: 'green-key', reason: text('check.green-key.reason'), requirements: ['C1', 'D3']};
	const keys = (group?.tagFilters ?? []).flat().flatMap(filter => (filter.type === 'value-only' ? [] : [filter.key]));
	const [expected] = keys;
	const [first] = facts.planned.greenTags;
	if (expected === undefined || first === undefined) {
		return [];
	}

	return facts.planned.greenTags.some(tag => keys.includes(tag.key))
		? [result(common, 'pass', text('check.green-key.pass'))]
		: [result(common, 'warn', text('check.green-key.warn', {key: first.key, expected}))];
};

const checkContained = (
	facts: Facts,
	group: DeploymentGroup | undefined,
	elastigroup: Elastigroup | undefined,
): CheckResult => {
	const common: Common = {id: 'contained-tag', reason: text('check.contained.reason'), requirements: ['D4']};
	if (group === undefined || elastigroup === undefined) {
		return result(common, 'unknown', text('check.contained.unknown'));
	}

	const {greenTags} = facts.planned;
	const own = elastigroup.tags;
	// With an AND of several tags the own ones may complete what the green ones bring.
	const isCaught =
		matchesFilter(own, group.tagFilters) ||
		(!matchesFilter(greenTags, group.tagFilters) && matchesFilter([...own, ...greenTags], group.tagFilters));
	const clash = isCaught ? acceptedTag(own, group.tagFilters) : undefined;
	return clash === undefined
		? result(common, 'pass', text('check.contained.pass'))
		: result(common, 'fail', text('check.contained.fail', {tag: showTag(clash)}), [
				text('check.contained.next', {tag: showTag(clash)}),
				text('check.contained.next-filter'),
			]);
};

const checkRepeated = (facts: Facts, elastigroup: Elastigroup | undefined): readonly CheckResult[] => {
	const repeated = facts.planned.greenTags.find(tag => elastigroup?.tags.some(own => own.key === tag.key) === true);
	return repeated === undefined
		? []
		: [
				result(
					{id: 'repeated-key', reason: text('check.repeated.reason'), requirements: ['B4', 'D4']},
					'fail',
					text('check.repeated.fail', {key: repeated.key}),
					[text('check.repeated.next', {key: repeated.key})],
				),
			];
};

const isAlive = ({state}: {readonly state: string}): boolean => state !== 'terminated' && state !== 'shutting-down';

const idsOf = (instances: ReadonlyArray<{readonly instanceId: string}>): string => {
	const shown = instances.slice(0, 3).map(({instanceId}) => instanceId);
	return instances.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ');
};

/** Instances that carry the green tags before anything started: left over from an earlier run, or somebody else's. */
const checkLeftover = (facts: Facts, group: DeploymentGroup | undefined): readonly CheckResult[] => {
	const common: Common = {id: 'leftover', reason: text('check.leftover.reason'), requirements: ['C1', 'D5']};
	const {greenTags} = facts.planned;
	if (greenTags.length === 0 || group === undefined || matchesFilter(greenTags, group.tagFilters)) {
		return [];
	}

	if (!facts.instances.isKnown) {
		return [result(common, 'unknown', text('check.leftover.unknown'))];
	}

	const carriers = facts.instances.value.filter(instance => isAlive(instance) && carries(instance.tags, greenTags));
	if (carriers.length === 0) {
		return [result(common, 'pass', text('check.leftover.pass'))];
	}

	const next = nextGreenTags(facts, greenTags);
	const green = showTags(greenTags);
	return [
		result(
			common,
			'fail',
			text('check.leftover.fail', {count: carriers.length, green, ids: idsOf(carriers)}),
			next === undefined ? [] : [text('check.leftover.next', {next: showTags(next)})],
			next === undefined ? undefined : {greenTags: writeTags(next)},
		),
	];
};

const checkIdle = (facts: Facts): CheckResult => {
	const common: Common = {id: 'idle', reason: text('check.idle.reason'), requirements: ['C1', 'C3']};
	const running = valueOf(facts.blueGreens)?.find(({state}) => !isFinalBlueGreen(state) && state !== 'ERROR');
	if (running !== undefined) {
		const state = nameOfStatus(running.state);
		return result(common, 'fail', text('check.idle.blue-green', {id: running.id, state}), [
			text('check.idle.next-blue-green'),
		]);
	}

	const [id] = valueOf(facts.activeDeploymentIds) ?? [];
	if (id !== undefined) {
		return result(common, 'fail', text('check.idle.deployment', {id}), [text('check.idle.next', {id})]);
	}

	return facts.blueGreens.isKnown && facts.activeDeploymentIds.isKnown
		? result(common, 'pass', text('check.idle.pass'))
		: result(common, 'unknown', text('check.idle.unknown'));
};

const checkSize = (elastigroup: Elastigroup | undefined): readonly CheckResult[] =>
	elastigroup?.capacity.target === 0
		? [
				result({id: 'size', reason: text('check.size.reason'), requirements: ['B8']}, 'fail', text('check.size.fail'), [
					text('check.size.next'),
				]),
			]
		: [];

const checkKept = (
	group: DeploymentGroup | undefined,
	elastigroup: Elastigroup | undefined,
): readonly CheckResult[] => {
	if (group?.originalsOption === undefined || elastigroup === undefined) {
		return [];
	}

	const common: Common = {id: 'kept-originals', reason: text('check.kept.reason'), requirements: ['D7']};
	if (group.originalsOption.action === 'terminate') {
		return [result(common, 'pass', text('check.kept.pass'))];
	}

	const {target, maximum} = elastigroup.capacity;
	const during = capacityDuring(elastigroup.capacity);
	return [
		result(
			common,
			'warn',
			text('check.kept.warn', {target, maximum, newTarget: during.target, newMaximum: during.maximum}),
			[text('check.kept.next')],
		),
	];
};

/** Whether the deployment will stand still until somebody continues it. */
const checkReady = (group: DeploymentGroup | undefined): readonly CheckResult[] =>
	group?.readyOption?.action === 'stop'
		? [
				result(
					{id: 'ready-wait', reason: text('check.group.ready.reason'), requirements: ['A4', 'C2']},
					'info',
					text('check.group.ready.stop', {minutes: group.readyOption.waitMinutes}),
				),
			]
		: [];

const checkBalancers = (
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

const checkImage = (facts: Facts, elastigroup: Elastigroup | undefined): readonly CheckResult[] => {
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

const checkProfile = (facts: Facts, elastigroup: Elastigroup | undefined): readonly CheckResult[] => {
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

const checkTimeout = (
	facts: Facts,
	group: DeploymentGroup | undefined,
	elastigroup: Elastigroup | undefined,
): CheckResult => {
	const common: Common = {id: 'timeout', reason: text('check.timeout.reason'), requirements: ['C1']};
	const minutes = facts.planned.timeoutMinutes;
	if (minutes === undefined) {
		return result(common, 'unknown', text('check.timeout.unset'));
	}

	const {total, waits} = suggestTimeout({...group, size: elastigroup?.capacity.target ?? 1});
	const suggested = {timeoutMinutes: String(total)};
	const next = [text('check.timeout.next', {suggested: total})];
	if (minutes <= waits) {
		return result(common, 'fail', text('check.timeout.fail', {minutes, waits}), next, suggested);
	}

	return minutes < total
		? result(common, 'warn', text('check.timeout.warn', {minutes, suggested: total}), next, suggested)
		: result(common, 'pass', text('check.timeout.pass', {minutes}));
};

const checkCredentials = (facts: Facts): readonly CheckResult[] => {
	const expiresAt = valueOf(facts.identity)?.expiresAt;
	if (expiresAt === undefined) {
		return [];
	}

	const common: Common = {id: 'credentials', reason: text('check.credentials.reason'), requirements: ['C4']};
	const minutes = Math.floor((expiresAt - facts.at) / 60_000);
	const next = [text('check.credentials.next')];
	if (minutes <= 0) {
		return [result(common, 'fail', text('check.credentials.fail'), next)];
	}

	return minutes < (facts.planned.timeoutMinutes ?? 0)
		? [result(common, 'warn', text('check.credentials.warn', {minutes}), next)]
		: [result(common, 'pass', text('check.credentials.pass'))];
};

const showRevision = (revision: Revision): string =>
	revision.kind === 's3' ? writeRevisionLink(revision) : `${revision.repository}@${revision.commitId.slice(0, 7)}`;

const checkRevision = (facts: Facts): CheckResult => {
	const common: Common = {id: 'revision', reason: text('check.revision.reason'), requirements: ['C3']};
	const planned = facts.planned.revision;
	if (planned === undefined) {
		return result(common, 'unknown', text('check.revision.unset'));
	}

	const revision = showRevision(planned);
	if (planned.kind === 'github') {
		const isLinked = valueOf(facts.application)?.isLinkedToGitHub === true;
		const github: Common = {...common, reason: text('check.revision.reason-github')};
		return isLinked
			? result(github, 'pass', text('check.revision.github', {revision}))
			: result(github, 'warn', text('check.revision.github-unlinked', {revision}));
	}

	if (!facts.object.isKnown) {
		return result(common, 'unknown', text('check.revision.unknown', {revision}));
	}

	const {greenTags} = facts.planned;
	const isNamed = greenTags.some(({value}) => namesVersion(planned.key, value));
	const other = isNamed ? undefined : greenTags.find(({value}) => namesOtherVersion(planned.key, value));
	if (facts.object.value !== undefined && other !== undefined) {
		return result(
			{...common, reason: text('check.revision.other-reason', {tag: showTag(other)})},
			'warn',
			text('check.revision.other', {revision, version: other.value}),
			[text('check.revision.other-next')],
		);
	}

	return facts.object.value === undefined
		? result(common, 'fail', text('check.revision.fail', {revision}), [text('check.revision.next')])
		: result(common, 'pass', text('check.revision.pass', {revision}));
};

/**
 * Everything that speaks against a start, or that the person should know before it, in a fixed order. What could not
 * be looked up is `unknown` and refuses nothing.
 */
export const preflight = (facts: Facts): readonly CheckResult[] => {
	const group = valueOf(facts.group);
	const elastigroup = valueOf(facts.elastigroup);
	const contained = checkContained(facts, group, elastigroup);
	return [
		checkRegion(facts),
		checkAccount(facts),
		...checkFit(facts),
		checkWired(facts),
		checkIdle(facts),
		checkFirst(facts),
		...checkOriginals(facts, group),
		checkEqualTags(facts, group),
		...checkGreenKey(facts, group),
		contained,
		// The same tag twice over would be the same news twice.
		...(contained.level === 'fail' ? [] : checkRepeated(facts, elastigroup)),
		...checkLeftover(facts, group),
		...checkSize(elastigroup),
		...checkReady(group),
		...checkKept(group, elastigroup),
		...checkBalancers(facts, group, elastigroup),
		...checkImage(facts, elastigroup),
		...checkProfile(facts, elastigroup),
		checkTimeout(facts, group, elastigroup),
		...checkCredentials(facts),
		checkRevision(facts),
		result({id: 'no-roll', reason: text('check.roll.reason'), requirements: ['D6']}, 'info', text('check.roll.info')),
	];
};
