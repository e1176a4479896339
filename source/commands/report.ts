import {type Text, text} from '../core/text-token.js';
import {type CleanUpPlan} from '../core/run/action.js';
import {type Suspension} from '../core/cloud/elastigroup.js';
import {type CapacityView} from '../core/run/run-view.js';
import {sayCapacity, sayList} from '../core/run/words.js';
import {createJsonReporter} from '../headless/json.js';
import {createNdjsonReporter} from '../headless/ndjson.js';
import {createPlainReporter} from '../headless/plain.js';
import {type Reporter} from '../headless/reporter.js';
import {type CommandContext} from './context.js';

/** How long nothing may be written, by the clock of the run: the demo tells as much as a pipeline would. */
export const heartbeatMs = 30_000;

/** The reporter of the mode; screens have none, and what happens before or after them is told in lines. */
export const createReporter = ({output, errors, language, mode}: CommandContext): Reporter => {
	switch (mode) {
		case 'ndjson': {
			return createNdjsonReporter({output, errors});
		}

		case 'json': {
			return createJsonReporter({output, errors});
		}

		case 'plain':
		case 'interactive': {
			return createPlainReporter({output, errors}, language);
		}
	}
};

const showSuspensions = (suspensions: readonly Suspension[]): string =>
	suspensions.map(({process}) => process).join(', ') || '-';

/** A clean-up plan in sentences; `unit` is that of the capacity. */
export const planNotes = (plan: CleanUpPlan, unit: CapacityView['unit']): readonly Text[] => [
	...plan.remove.map(({instanceId, proofs}) =>
		text('headless.plan.remove', {
			instance: instanceId,
			proofs: sayList(proofs.map((proof): Text => ({id: `live.proof.${proof}`}))) ?? '',
		}),
	),
	...plan.keep.map(({instanceId, reason}) =>
		text('headless.plan.keep', {instance: instanceId, reason: {id: `live.keep.${reason}`}}),
	),
	...(plan.capacity
		? [
				text('headless.plan.capacity', {
					from: sayCapacity(plan.capacity.from, unit),
					to: sayCapacity(plan.capacity.to, unit),
				}),
			]
		: []),
	...(plan.suspensions
		? [
				text('headless.plan.suspensions', {
					from: showSuspensions(plan.suspensions.from),
					to: showSuspensions(plan.suspensions.to),
				}),
			]
		: []),
];
