/** For which answers a look-up is good; another text means that it has to be asked again. */
import {type Field} from '../field/field.js';
import {fieldOf} from '../flow/registry.js';
import {type AppModel} from './model.js';
import {answersOf, whyInvalid} from './select-answers.js';
import {isQueried} from './select-options.js';

/** The region of the calls: as answered, else where the credentials point. What is no region's name is neither. */
const regionOf = (model: AppModel): string => {
	const answer = whyInvalid(model, fieldOf('region')) === undefined ? (answersOf(model)['region'] ?? '') : '';
	return answer === '' && model.aws.state === 'loaded' ? model.aws.value.region : answer;
};

/** Where in the clouds the answers say we are. */
export const placeGrounds = (model: AppModel): string =>
	JSON.stringify([regionOf(model), answersOf(model)['spotAccountId'] ?? '']);

const placeKeys: ReadonlySet<string> = new Set(['region', 'spotAccountId']);

/** For which answers a look-up is good; another text means that it has to be asked again. */
export const lookUpGrounds = (model: AppModel, field: Field): string => {
	if (!isQueried(field)) {
		return '';
	}

	const answers = answersOf(model);
	const needed = field.control.options.needs.filter(key => !placeKeys.has(key)).map(key => answers[key] ?? '');
	// The places themselves are the same wherever one asks from.
	return placeKeys.has(field.key) ? '' : JSON.stringify([placeGrounds(model), ...needed]);
};

/** For which answers the gathered facts are good. Marking a mend changes nothing that they tell. */
export const factGrounds = (model: AppModel): string => {
	const {groupMends: _, ...answers} = answersOf(model);
	return JSON.stringify(Object.entries(answers).sort(([one], [other]) => (one < other ? -1 : 1)));
};
