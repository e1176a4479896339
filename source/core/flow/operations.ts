import {mendText} from '../check/verdict.js';
import {effectiveDraft} from '../field/draft.js';
import {type Draft} from '../field/field.js';
import {showTags, tagsOf} from '../field/tag-list.js';
import {readValues} from '../field/value-list.js';
import {text} from '../text-token.js';
import {applicationNameOf, deploymentGroupNameOf, isNew, isNewElastigroup, isNewGroup} from './choices.js';
import {type OperationView, type Step} from './flow.js';
import {setupFlow} from './registry.js';

/** What leaving the step writes to the clouds, in the order it is done, each as a sentence to show beforehand. */
export const operationsOf = (step: Step, draft: Draft): readonly OperationView[] => {
	const answers = effectiveDraft(setupFlow, draft);
	const application = applicationNameOf(answers);
	const group = deploymentGroupNameOf(answers);
	if (step.id === 'group-verdict') {
		const mends = readValues(answers['groupMends']);
		return mends.length === 0 || isNewGroup(answers)
			? []
			: [
					{
						operation: {kind: 'mend-deployment-group', mends},
						text: text('operation.mend-group', {
							group,
							mends: mends
								.map(id => mendText(id))
								.reduce((rest, first) => text('operation.both', {first: rest, second: first})),
						}),
					},
				];
	}

	if (step.id === 'group-review') {
		const views: OperationView[] = [];
		if (isNew(answers, 'applicationName')) {
			views.push({
				operation: {kind: 'create-application'},
				text: text('operation.create-application', {application}),
			});
		}

		if (isNewGroup(answers)) {
			views.push({
				operation: {kind: 'create-deployment-group'},
				text: text('operation.create-group', {
					group,
					application,
					tags: showTags(tagsOf(answers['groupTags'])),
				}),
			});
		}

		return views;
	}

	return step.id === 'elastigroup-review' && isNewElastigroup(answers)
		? [
				{
					operation: {kind: 'create-elastigroup'},
					text: text('operation.create-elastigroup', {
						name: answers['elastigroupName'] ?? '',
						target: answers['targetCapacity'] ?? '',
						minimum: answers['minimumCapacity'] ?? '',
						maximum: answers['maximumCapacity'] ?? '',
						application,
						group,
					}),
				},
			]
		: [];
};
