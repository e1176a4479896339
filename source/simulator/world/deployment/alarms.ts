import {asList, asObject, asText} from '../../json.js';
import {type Draft, scheduleIn} from '../draft.js';
import {pace} from '../pace.js';
import {alarmStateOf, type Deployment, groupKey} from '../state.js';
import {isRollback} from './facts.js';
import {stop} from './stop.js';

/** The alarms that watch over a deployment: those of its own configuration, else of its group's. */
const alarmsOf = (draft: Draft, deployment: Deployment): readonly string[] => {
	// One that rolls back is not stopped by what it mends (inferred, docs/facts.md CD 2.6).
	if (isRollback(deployment)) {
		return [];
	}

	const {applicationName, deploymentGroupName, overrideAlarmConfiguration} = deployment;
	const group = draft.deploymentGroups.get(groupKey(applicationName, deploymentGroupName));
	const {enabled, alarms} = asObject(overrideAlarmConfiguration ?? group?.alarmConfiguration);
	return enabled === true ? asList(alarms).flatMap(alarm => asText(asObject(alarm)['name']) ?? []) : [];
};

/** Stops the deployment if one of its alarms is active, and looks again after a while if it has any. */
export const pollAlarms = (draft: Draft, deploymentId: string): void => {
	const deployment = draft.deployments.get(deploymentId);
	if (
		deployment === undefined ||
		deployment.stopReason !== undefined ||
		['terminate', 'over'].includes(deployment.stage)
	) {
		return;
	}

	const alarms = alarmsOf(draft, deployment);
	const active = alarms.filter(name => alarmStateOf(draft, name) === 'ALARM');
	if (active.length > 0) {
		stop(draft, deploymentId, {
			code: 'ALARM_ACTIVE',
			message: `One or more alarms have been activated, and the affected deployments have been stopped. Activated alarms: <${active.join(', ')}>`,
		});
	} else if (alarms.length > 0) {
		scheduleIn(draft, pace.alarmsPolled, {type: 'alarms-polled', deploymentId});
	}
};
