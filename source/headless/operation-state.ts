import {type Draft} from '../core/field/field.js';
import {applicationNameOf, deploymentGroupNameOf} from '../core/flow/choices.js';
import {type Operation, type OperationView} from '../core/flow/flow.js';
import {type Text} from '../core/text-token.js';

/** How far a write before the run has come. `unknown`: its answer was lost, and what it made could not be looked for. */
export type OperationState = {
	readonly kind: Operation['kind'];
	readonly state: 'planned' | 'done' | 'failed' | 'unknown' | 'not-done';
	/** What it makes or changes. */
	readonly name: string;
	/** Where the cloud gave one. */
	readonly id?: string;
	readonly text: Text;
	/** The flag that names it once it stands, without dashes, and its value. */
	readonly flag: readonly [name: string, value: string];
};

export const toOperationState = (
	{operation, text}: OperationView,
	draft: Draft,
	state: OperationState['state'],
): OperationState => {
	const application = applicationNameOf(draft);
	const group = deploymentGroupNameOf(draft);

	switch (operation.kind) {
		case 'create-application': {
			return {kind: operation.kind, state, name: application, text, flag: ['application', application]};
		}

		case 'create-deployment-group':
		case 'mend-deployment-group': {
			return {kind: operation.kind, state, name: `${application}/${group}`, text, flag: ['deployment-group', group]};
		}

		case 'create-elastigroup': {
			const id = state === 'done' ? draft['elastigroupId'] : undefined;
			return {
				kind: operation.kind,
				state,
				name: draft['elastigroupName'] ?? '',
				...(id !== undefined && {id}),
				text,
				flag: ['elastigroup', id ?? ''],
			};
		}
	}
};
