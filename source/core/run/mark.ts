/** How a run's work is found again in clouds that take no idempotency token. */
import {type Deployment, type TagFilter, type TagFilterSet} from '../cloud/code-deploy.js';
import {type BlueGreen} from '../cloud/elastigroup.js';
import {type Tag} from '../cloud/shared.js';
import {type RunConfig} from './event.js';
import {type Run} from './run.js';

/** CodeDeploy's limit (docs/facts.md CD 2.1). */
const descriptionLimit = 256;

const markOf = (runId: string): string => `[spot-bluegreen ${runId}]`;

/** The person's words, cut to what fits, and the mark. */
export const markDescription = (config: Pick<RunConfig, 'description' | 'runId'>): string => {
	const mark = markOf(config.runId);
	const words = config.description
		.trim()
		.slice(0, descriptionLimit - mark.length - 1)
		// Half of a character that the cut went through.
		.replace(/[\uD800-\uDBFF]$/, '');
	return words === '' ? mark : `${words} ${mark}`;
};

const carriesMark = (description: string, runId: string): boolean => description.includes(markOf(runId));

const hasSameTags = (one: readonly Tag[], other: readonly Tag[]): boolean =>
	one.length === other.length && one.every(tag => other.some(({key, value}) => key === tag.key && value === tag.value));

/**
 * A blue/green that this run may have started: its tags, its deployment group, and not there before. Spot lets a client
 * leave no mark in it but the tags, so that a start from elsewhere with the same ones looks the same.
 */
export const findBlueGreen = (run: Run, listed: readonly BlueGreen[]): BlueGreen | undefined =>
	listed.find(
		candidate =>
			!(run.baseline?.blueGreenIds ?? []).includes(candidate.id) &&
			hasSameTags(candidate.tags, run.config.greenTags) &&
			candidate.deploymentGroups.some(
				({applicationName, deploymentGroupName}) =>
					applicationName === run.config.applicationName && deploymentGroupName === run.config.deploymentGroupName,
			),
	);

/** In the value of a green tag this stands for the run's id. */
export const runIdPlaceholder = '{run}';

/** The green tags of one run: a tag that holds the placeholder gets a value that no other run has. */
export const greenTagsFor = (tags: readonly Tag[], runId: string): readonly Tag[] =>
	tags.map(({key, value}) => ({key, value: value.replaceAll(runIdPlaceholder, runId)}));

/** The green tags as they were answered, with the placeholder in the place of the run's id. */
export const tagsForAnyRun = ({greenTags, runId}: Pick<RunConfig, 'greenTags' | 'runId'>): readonly Tag[] =>
	greenTags.map(({key, value}) => ({key, value: value.replaceAll(runId, runIdPlaceholder)}));

/** Whether the green tags prove by themselves whose a blue/green is. */
export const areTagsOfRunAlone = ({greenTags, runId}: Pick<RunConfig, 'greenTags' | 'runId'>): boolean =>
	greenTags.some(({value}) => value.includes(runId));

export const findDeployment = (run: Run, listed: readonly Deployment[]): Deployment | undefined =>
	listed.find(({description}) => carriesMark(description, run.config.runId));

const advance = (filter: TagFilter, greenTags: readonly Tag[], old: TagFilterSet): TagFilter => {
	if (filter.type !== 'key-and-value') {
		return filter;
	}

	const wasThere = old
		.flat()
		.some(other => other.type === 'key-and-value' && other.key === filter.key && other.value === filter.value);
	if (!wasThere) {
		return filter;
	}

	const green = greenTags.find(({key}) => key === filter.key);
	return green === undefined ? filter : {...filter, value: green.value};
};

/**
 * The group's filter with the green values in place of the run's own old ones, or undefined where nothing is to be
 * changed: it already has them, none of its entries has a green key, or it has moved on to values the run never knew.
 */
export const advancedFilter = (
	filters: TagFilterSet,
	{greenTags, group}: Pick<RunConfig, 'greenTags' | 'group'>,
): TagFilterSet | undefined => {
	const advanced = filters.map(list => list.map(filter => advance(filter, greenTags, group.tagFilters)));
	return JSON.stringify(advanced) === JSON.stringify(filters) ? undefined : advanced;
};
