/** Can this deployment start now, last long enough and find its revision? */
import {type DeploymentGroup, type Revision} from '../cloud/code-deploy.js';
import {type Elastigroup} from '../cloud/elastigroup.js';
import {writeRevisionLink} from '../field/revision-link.js';
import {showTag} from '../field/tag-list.js';
import {namesOtherVersion, namesVersion} from '../flow/names-version.js';
import {suggestTimeout} from '../flow/timeout-suggestion.js';
import {isFinalBlueGreen, nameOfStatus} from '../run/state.js';
import {text} from '../text-token.js';
import {result, valueOf, type CheckResult, type Common} from './check-result.js';
import {type Facts} from './facts.js';

export const checkFirst = (facts: Facts): CheckResult => {
	const common: Common = {id: 'first-run', reason: text('check.first.reason'), requirements: ['D1', 'D2']};
	if (!facts.blueGreens.isKnown) {
		return result(common, 'unknown', text('check.first.unknown'));
	}

	return facts.blueGreens.value.length === 0
		? result(common, 'info', text('check.first.info'))
		: result(common, 'pass', text('check.first.pass'));
};

export const checkIdle = (facts: Facts): CheckResult => {
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

export const checkTimeout = (
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

const showRevision = (revision: Revision): string =>
	revision.kind === 's3' ? writeRevisionLink(revision) : `${revision.repository}@${revision.commitId.slice(0, 7)}`;

export const checkRevision = (facts: Facts): CheckResult => {
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
