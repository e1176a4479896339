import {type RunConfig, type RunPolicy} from '../run/event.js';
import {greenTagsFor} from '../run/mark.js';
import {type Draft} from '../field/field.js';
import {profileAnswers} from '../field/profile-answers.js';
import {fail, ok, type Result} from '../problem.js';
import {text, type TextId} from '../text-token.js';
import {withoutSecrets} from '../profile/find-secret.js';
import {type Facts} from '../check/facts.js';
import * as blueGreen from './blue-green.js';
import {applicationNameOf, deploymentGroupNameOf} from './choices.js';
import {allFields} from './registry.js';
import {suggestTimeout} from './timeout-suggestion.js';
import {takeAnswers} from './take-answers.js';
import {toRevision} from './to-spec.js';

/** What no answer and no cloud tells: who starts the run, and how. */
export type RunExtras = {
	readonly runId: string;
	readonly profileName?: string;
	readonly policy: RunPolicy;
	readonly deadlineMinutes?: number;
	readonly isDemo: boolean;
};

const unreadable = (message: TextId & ('config.no-group' | 'config.no-elastigroup')) =>
	fail({
		kind: 'not-found',
		code: message.replace('.', '-'),
		message: text(message),
		nextSteps: [text('config.next')],
		isRetryable: true,
	});

/** Everything a run needs, from the answers and from what the clouds say now. */
export const toRunConfig = (draft: Draft, facts: Facts, extras: RunExtras): Result<RunConfig> => {
	const group = facts.group.isKnown ? facts.group.value : undefined;
	const elastigroup = facts.elastigroup.isKnown ? facts.elastigroup.value : undefined;
	if (group === undefined) {
		return unreadable('config.no-group');
	}

	if (elastigroup === undefined) {
		return unreadable('config.no-elastigroup');
	}

	const revision = toRevision(draft);
	if (!revision.isOk) {
		return revision;
	}

	const suggestion = suggestTimeout({...group, size: elastigroup.capacity.target});
	const taken = takeAnswers(withTimeout(draft, suggestion.total), (take, effective) => ({
		applicationName: applicationNameOf(effective),
		deploymentGroupName: deploymentGroupNameOf(effective),
		region: effective['region']?.trim() ?? '',
		greenTags: take(blueGreen.greenTags, []),
		timeoutMinutes: take(blueGreen.timeoutMinutes, suggestion.total),
		description: take(blueGreen.description, ''),
		isAdvancingFilter: take(blueGreen.advanceFilter, true),
	}));
	if (!taken.isOk) {
		return taken;
	}

	const identity = facts.identity.isKnown ? facts.identity.value : undefined;
	// The account that was answered is where the calls go, also where the token may list no accounts.
	const answered = draft['spotAccountId']?.trim() ?? '';
	const found = facts.spotAccount.isKnown ? facts.spotAccount.value?.id : undefined;
	const spotAccountId = answered === '' ? found : answered;
	const targetGroups = facts.targetGroups.isKnown ? facts.targetGroups.value : [];
	const attached = elastigroup.loadBalancers.flatMap(each => (each.kind === 'target-group' ? [each] : []));
	// Where the look-up was refused, the Elastigroup's own list knows the ARNs of the same names.
	const arnOf = (name: string): string | undefined =>
		[...targetGroups, ...attached].find(each => each.name === name)?.arn;
	const unknownTargetGroupNames = group.targetGroupNames.filter(name => arnOf(name) === undefined);
	return ok({
		...taken.value,
		...extras,
		greenTags: greenTagsFor(taken.value.greenTags, extras.runId),
		...(extras.profileName === undefined && {answers: withoutSecrets(profileAnswers(allFields, draft))}),
		region: taken.value.region === '' ? (identity?.region ?? '') : taken.value.region,
		...(identity === undefined ? {} : {awsAccountId: identity.accountId}),
		...(spotAccountId === undefined ? {} : {spotAccountId}),
		elastigroupId: elastigroup.id,
		elastigroupName: elastigroup.name,
		...(elastigroup.instanceProfile === undefined ? {} : {instanceProfile: elastigroup.instanceProfile}),
		revision: revision.value,
		group: {
			tagFilters: group.tagFilters,
			...(group.readyOption === undefined ? {} : {readyOption: group.readyOption}),
			...(group.originalsOption === undefined ? {} : {originalsOption: group.originalsOption}),
			...(group.deploymentConfigName === undefined ? {} : {deploymentConfigName: group.deploymentConfigName}),
			...(group.serviceRoleArn === undefined ? {} : {serviceRoleArn: group.serviceRoleArn}),
			targetGroupArns: group.targetGroupNames.flatMap(name => arnOf(name) ?? []),
			...(unknownTargetGroupNames.length > 0 && {unknownTargetGroupNames}),
			classicLoadBalancerNames: group.classicLoadBalancerNames,
		},
	});
};

/** A profile may come from a time before the question was asked. */
const withTimeout = (draft: Draft, minutes: number): Draft =>
	(draft['timeoutMinutes'] ?? '') === '' ? {...draft, timeoutMinutes: String(minutes)} : draft;
