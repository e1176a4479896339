/** Answers that name a version follow the green tag when a check changes it. */
import {type Draft} from '../field/field.js';
import {tagsOf} from '../field/tag-list.js';
import {namesVersion, renameVersion} from '../flow/names-version.js';
import {type AppModel} from './model.js';

/** The changes, with the bundle and the description of the new version where they named the old one. */
export const followVersion = (model: AppModel, changes: Draft): Draft => {
	const {greenTags, revision, description} = model.draft;
	const after = tagsOf(changes['greenTags']);
	const moved = tagsOf(greenTags).flatMap(({key, value}) => {
		const next = after.find(tag => tag.key === key)?.value;
		return next === undefined || next === value ? [] : [{value, next}];
	});
	const rename = (named: string): string =>
		moved.reduce((renamed, {value, next}) => renameVersion(renamed, value, next), named);
	const bundles = model.lookedUp['revision']?.remote;
	const bundle =
		revision !== undefined && bundles?.state === 'loaded'
			? // Nobody wants a bundle that is not there: without one the old answer stays, marked as not looked at again.
				bundles.value.find(({value}) => value === rename(revision))?.value
			: undefined;
	return {
		...(description !== undefined &&
			moved.some(({value}) => namesVersion(description, value)) && {description: rename(description)}),
		...(bundle !== undefined && bundle !== revision && {revision: bundle}),
		...changes,
	};
};
