import {becomeHealthy, finishDrain} from './balancing.js';
import {look, timeOut} from './blue-green.js';
import {pollAlarms} from './deployment/alarms.js';
import {begin} from './deployment/begin.js';
import {endEvent, giveUpTarget, startEvent} from './deployment/lifecycle.js';
import {endTerminationWait, finishTermination} from './deployment/originals.js';
import {endReadyWait} from './deployment/ready-gate.js';
import {type Draft, patch, transact} from './draft.js';
import {reconcile, tryRequest} from './fleet.js';
import {becomeRunning, becomeTerminated, passChecks, seeTags, terminateInstance} from './instances.js';
import {type DueEvent, type World} from './state.js';

const happen = (draft: Draft, event: DueEvent): void => {
	switch (event.type) {
		case 'request-tried': {
			tryRequest(draft, event.requestId);
			break;
		}

		case 'instance-running': {
			becomeRunning(draft, event.instanceId);
			break;
		}

		case 'instance-checks-passed': {
			passChecks(draft, event.instanceId);
			break;
		}

		case 'instance-drained': {
			terminateInstance(draft, event.instanceId);
			break;
		}

		case 'instance-terminated': {
			becomeTerminated(draft, event.instanceId);
			break;
		}

		case 'tags-seen-by-code-deploy': {
			seeTags(draft, event.instanceId, event.tags);
			break;
		}

		case 'registration-healthy': {
			becomeHealthy(draft, event.key, event.registeredAt);
			break;
		}

		case 'registration-gone': {
			finishDrain(draft, event.key);
			break;
		}

		case 'elastigroup-reconciles': {
			reconcile(draft, event.elastigroupId);
			break;
		}

		case 'suspension-expires': {
			const {suspensions = []} = draft.elastigroups.get(event.elastigroupId) ?? {};
			patch(draft.elastigroups, event.elastigroupId, {
				suspensions: suspensions.filter(
					({name, expiresAt}) => name !== event.name || expiresAt === undefined || expiresAt > draft.now,
				),
			});
			break;
		}

		case 'blue-green-looks': {
			look(draft, event.blueGreenId, event.state);
			break;
		}

		case 'blue-green-times-out': {
			timeOut(draft, event.blueGreenId);
			break;
		}

		case 'deployment-begins': {
			begin(draft, event.deploymentId);
			break;
		}

		case 'alarms-polled': {
			pollAlarms(draft, event.deploymentId);
			break;
		}

		case 'lifecycle-event-starts': {
			startEvent(draft, event.deploymentId, event.instanceId, event.index);
			break;
		}

		case 'lifecycle-event-ends': {
			endEvent(draft, event.deploymentId, event.instanceId, event.index);
			break;
		}

		case 'target-given-up': {
			giveUpTarget(draft, event.deploymentId, event.instanceId, event.stage);
			break;
		}

		case 'ready-wait-ends': {
			endReadyWait(draft, event.deploymentId);
			break;
		}

		case 'termination-wait-ends': {
			endTerminationWait(draft, event.deploymentId);
			break;
		}

		case 'originals-are-gone': {
			finishTermination(draft, event.deploymentId);
			break;
		}
	}
};

/**
 * The world at `now`: everything that was due has happened, in order, each thing at its own time. In one step or in
 * many, the same world comes out. Time never goes back.
 */
export const advance = (world: World, now: number): World => {
	if (now <= world.now) {
		return world;
	}

	const first = world.agenda[0];
	if (first === undefined || first.at > now) {
		return {...world, now};
	}

	return transact(world, draft => {
		let due = draft.agenda[0];
		while (due !== undefined && due.at <= now) {
			draft.agenda.shift();
			draft.now = Math.max(draft.now, due.at);
			happen(draft, due.event);
			due = draft.agenda[0];
		}

		draft.now = now;
	}).world;
};
