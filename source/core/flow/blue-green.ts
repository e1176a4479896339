/** Part C: what changes from one deployment to the next (C1 to C3). */
import {whereIs, whereIsNot} from '../field/conditions.js';
import {lookedUp, oneOf} from '../field/control.js';
import {defineField} from '../field/define.js';
import {type Draft} from '../field/field.js';
import {choice, commit, integer, line, repository, revisionLink, tags, toggle} from '../field/parse.js';
import {readRevisionLink} from '../field/revision-link.js';
import {isSameTag, showTag, showTags, tagsOf} from '../field/tag-list.js';
import {text, type Text} from '../text-token.js';
import {applicationNameOf, isNewElastigroup, isNewGroup} from './choices.js';

/** What the answers alone tell about equal tags (D3); the checks look at the real group. */
const tagClash = (draft: Draft): Text | undefined => {
	const green = tagsOf(draft['greenTags']);
	const equal = isNewGroup(draft)
		? green.find(tag => tagsOf(draft['groupTags']).some(each => isSameTag(each, tag)))
		: undefined;
	if (equal !== undefined) {
		return text('field.why.tag-equal', {tag: showTag(equal)});
	}

	// A key given twice makes launches fail (docs/facts.md SPOT 3.6, T5).
	const repeated = isNewElastigroup(draft)
		? green.find(tag => tagsOf(draft['elastigroupTags']).some(each => each.key === tag.key))
		: undefined;
	return repeated === undefined ? undefined : text('field.why.tag-repeated', {key: repeated.key});
};

export const greenTags = defineField({
	key: 'greenTags',
	parse: tags({maximum: 3, isValueRequired: true}),
	control: lookedUp('green-tags', ['region', 'applicationName', 'deploymentGroupName', 'groupTags']),
	check: tagClash,
	takesSuggestion: true,
	// A colour, not a rule: it changes with every run.
	persist: 'never',
	dependsOn: ['applicationName', 'deploymentGroupName', 'groupTags'],
	requirements: ['C1', 'D3'],
});

export const timeoutMinutes = defineField({
	key: 'timeoutMinutes',
	parse: integer(1),
	control: lookedUp(
		'timeouts',
		[
			'region',
			'applicationName',
			'deploymentGroupName',
			'elastigroupId',
			'targetCapacity',
			'readyAction',
			'readyWaitMinutes',
			'originalsAction',
			'terminationWaitMinutes',
		],
		{unit: 'field.unit.minutes'},
	),
	flag: 'timeout',
	takesSuggestion: true,
	dependsOn: ['elastigroupId', 'deploymentGroupName', 'readyWaitMinutes', 'terminationWaitMinutes'],
	requirements: ['C1'],
});

export const revisionKind = defineField({
	key: 'revisionKind',
	parse: choice(['s3', 'github']),
	control: oneOf([
		{value: 's3', label: text('option.s3')},
		{value: 'github', label: text('option.github')},
	]),
	// A commit without a link says it already.
	initial: draft => (draft['githubCommit'] !== undefined && draft['revision'] === undefined ? 'github' : 's3'),
	requirements: ['C3'],
});

const whereS3 = whereIsNot('revisionKind', 'github');
const whereGitHub = whereIs('revisionKind', 'github');

export const revision = defineField({
	key: 'revision',
	parse: revisionLink,
	control: lookedUp('objects', ['region', 'applicationName', 'greenTags']),
	when: [whereS3],
	takesSuggestion: true,
	persist: 'never',
	dependsOn: ['applicationName', 'greenTags'],
	requirements: ['C3'],
});

export const bundleType = defineField({
	key: 'bundleType',
	parse: choice(['zip', 'tgz', 'tar']),
	control: oneOf([
		{value: 'zip', label: '.zip'},
		{value: 'tgz', label: '.tar.gz'},
		{value: 'tar', label: '.tar'},
	]),
	when: [
		whereS3,
		{
			key: 'revision',
			holds(answer) {
				const link = readRevisionLink(answer);
				return link !== undefined && link.bundleType === undefined;
			},
			where: flag => text('field.where.no-ending', {flag}),
		},
	],
	implied: draft => readRevisionLink(draft['revision'] ?? '')?.bundleType,
	dependsOn: ['revision'],
	requirements: ['C3'],
});

export const githubRepository = defineField({
	key: 'githubRepository',
	parse: repository,
	control: lookedUp('github-repositories', ['region', 'applicationName']),
	when: [whereGitHub],
	dependsOn: ['applicationName'],
	requirements: ['C3'],
});

export const githubCommit = defineField({
	key: 'githubCommit',
	parse: commit,
	control: {kind: 'text'},
	when: [whereGitHub],
	persist: 'never',
	requirements: ['C3'],
});

export const description = defineField({
	key: 'description',
	// CodeDeploy takes 256; the rest is for the mark by which a lost reply is found again.
	parse: line(200),
	control: {kind: 'text'},
	isOptional: true,
	persist: 'never',
	initial(draft) {
		const tags_ = showTags(tagsOf(draft['greenTags']));
		return tags_ === '' ? undefined : `${applicationNameOf(draft)} ${tags_}`.slice(0, 200);
	},
	requirements: ['C3'],
});

export const advanceFilter = defineField({
	key: 'advanceFilter',
	parse: toggle,
	control: {kind: 'toggle'},
	initial: () => 'yes',
	requirements: ['A3'],
});
