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

/** The blue/green of this run: its tags, its deployment group, and not there before. */
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
