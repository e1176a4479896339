/** Who works where, as far as it is settled. */
import {type Draft} from '../field/field.js';
import {applicationNameOf, deploymentGroupNameOf} from '../flow/choices.js';
import {fieldOf} from '../flow/registry.js';
import {type AppModel} from './model.js';
import {answersOf, whyInvalid} from './select-answers.js';
import {stepScreenOf} from './select-steps.js';

const placeKeys = [
	'region',
	'spotAccountId',
	'applicationName',
	'newApplicationName',
	'deploymentGroupName',
	'newDeploymentGroupName',
] as const;

/** Answers that stand: what is still being typed, was refused, or belongs to a set-up that was left is no fact. */
const settledAnswers = (model: AppModel): Draft => {
	const screen = stepScreenOf(model.screen);
	const answers = answersOf(model);
	return model.screen.kind === 'start'
		? {}
		: Object.fromEntries(
				placeKeys.flatMap(key =>
					(screen?.focus === key && screen.editor.kind === 'text') || whyInvalid(model, fieldOf(key)) !== undefined
						? []
						: [[key, answers[key] ?? '']],
				),
			);
};

const firstOf = (answer: string | undefined, otherwise: string): string =>
	answer === undefined || answer === '' ? otherwise : answer;

export type Place = {
	readonly awsAccountId?: string;
	readonly region: string;
	readonly spotAccountId: string;
	readonly applicationName: string;
	readonly deploymentGroupName: string;
};

/** Empty texts where nothing is known. */
export const placeOf = (model: AppModel): Place => {
	const settled = settledAnswers(model);
	const {aws, spot, runConfig} = model;
	// Of several none is settled before it is chosen.
	const [only] = spot.state === 'loaded' && spot.value.length === 1 ? spot.value : [];
	const awsAccountId = aws.state === 'loaded' ? aws.value.accountId : runConfig?.awsAccountId;
	return {
		...(awsAccountId !== undefined && {awsAccountId}),
		region: firstOf(settled['region'], runConfig?.region ?? (aws.state === 'loaded' ? aws.value.region : '')),
		spotAccountId: firstOf(settled['spotAccountId'], runConfig?.spotAccountId ?? only?.id ?? ''),
		applicationName: applicationNameOf(settled),
		deploymentGroupName: deploymentGroupNameOf(settled),
	};
};
