import {staleKeys} from '../field/draft.js';
import {type Draft} from '../field/field.js';
import {allFields} from '../flow/registry.js';
import {type AppUpdate} from './command.js';
import {type AppModel} from './model.js';

/** Changes answers; what was built on the old ones is marked, not wiped. */
export const changeAnswers = (model: AppModel, changes: Draft): AppUpdate => {
	const draft = {...model.draft, ...changes};
	const isSame = Object.entries(changes).every(([key, value]) => model.draft[key] === value);
	const confirmed = withoutKeys(model.stale, Object.keys(changes));

	if (isSame) {
		return [{...model, stale: confirmed}, []];
	}

	const cause = Object.keys(changes).find(key => model.draft[key] !== changes[key]) ?? '';
	const marked = Object.fromEntries(
		staleKeys(model.draft, draft)
			.filter(key => !(key in changes))
			.map(key => [key, cause]),
	);
	return [{...model, draft, stale: {...confirmed, ...marked}}, [{type: 'save-draft', answers: savedAnswers(draft)}]];
};

export const withoutKeys = (
	record: Readonly<Record<string, string>>,
	keys: readonly string[],
): Readonly<Record<string, string>> =>
	Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));

/** The answers of an unfinished draft that may be written down: all but secrets, so that nothing typed is lost. */
export const savedAnswers = (draft: Draft): Draft => {
	const secrets = new Set(allFields.filter(field => field.control.kind === 'secret').map(field => field.key));
	return Object.fromEntries(Object.entries(draft).filter(([key]) => !secrets.has(key)));
};
