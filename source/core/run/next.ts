/** What a run waits for now, what may be asked of it, and what happens if nobody does anything. */
import {text} from '../text-token.js';
import {type Gate, type RunRequest} from './action.js';
import {areOriginalsGone, deadlinesOf, isTerminationWaitOpen} from './deadline.js';
import {lostGreen} from './decide-forward.js';
import {isSeenAfter, stopRequest, type Decision} from './decision.js';
import {refusalOf} from './guard.js';
import {isLeft, sayOtherwise} from './left.js';
import {type NextView} from './run-view.js';
import {type Run} from './run.js';
import {presentShortage} from './shortage.js';
import {isFinalBlueGreen, isFinalDeployment} from './state.js';
import {restoreCommand, sayController, sayInstances, sayStatus} from './words.js';

type Said = Pick<NextView, 'text' | 'otherwise'>;

/**
 * What may be asked for outside a gate. Stopping is possible until the deployment has succeeded, or until there are no
 * originals left to go back to.
 */
const openRequests = (run: Run, now: number): readonly RunRequest[] => {
	const isTooLate = run.phase === 'termination-wait' && areOriginalsGone(run);
	if (run.failure !== undefined || run.deployment?.deployment.status === 'succeeded' || isTooLate) {
		return [];
	}

	const asked = stopRequest(run);
	const {deploymentId, blueGreenId} = run;
	if (deploymentId === undefined) {
		const isHeldBack =
			blueGreenId !== undefined && refusalOf(run, {kind: 'stop-blue-green', blueGreenId}) !== undefined;
		return asked === undefined && !isHeldBack ? ['stop'] : [];
	}

	const open: readonly RunRequest[] =
		asked === undefined ? ['stop-and-roll-back', 'stop'] : asked === 'stop' ? ['stop-and-roll-back'] : [];
	const stops = open.filter(
		request =>
			refusalOf(run, {kind: 'stop-deployment', deploymentId, isRollingBack: request === 'stop-and-roll-back'}) ===
			undefined,
	);
	return isTerminationWaitOpen(run, now) && asked === undefined ? ['skip-termination-wait', ...stops] : stops;
};

/** Who stops a deployment that nobody continues: Spot's timeout may end it before its own wait does. */
const endOfGate = (run: Run, until: number | undefined, now: number): Pick<NextView, 'otherwise'> => {
	if (until === undefined) {
		return {};
	}

	const spot = deadlinesOf(run, now).find(({id}) => id === 'spot-timeout');
	return {
		otherwise:
			spot !== undefined && spot.at < until
				? text('run.next.gate.ready.otherwise.spot')
				: text('run.next.gate.ready.otherwise'),
	};
};

const gateView = (run: Run, gate: Gate, now: number): NextView => {
	switch (gate.kind) {
		case 'ready': {
			const lost = lostGreen(run);
			return {
				text:
					lost.length === 0
						? text('run.next.gate.ready')
						: text('run.next.gate.ready.lost', {instances: sayInstances(lost)}),
				...endOfGate(run, gate.until, now),
				requests: gate.requests,
			};
		}

		case 'foreign-originals': {
			return {text: text('run.next.act'), requests: gate.requests};
		}

		case 'unclear-start': {
			return {
				text: text('run.next.gate.unclear-start', {id: gate.blueGreenId}),
				otherwise: text(
					isFinalBlueGreen(gate.state)
						? 'run.next.gate.unclear-start.otherwise.ended'
						: 'run.next.gate.unclear-start.otherwise',
				),
				requests: gate.requests,
			};
		}

		case 'clean-up':
		case 'restore': {
			const isKept = gate.kind === 'restore' && gate.plan.remove.length > 0;
			const otherwise = sayOtherwise(run, gate.plan);
			return {
				text: isKept ? text('run.next.gate.restore.kept') : text(`run.next.gate.${gate.kind}`),
				...(otherwise && {otherwise}),
				requests: gate.requests,
			};
		}
	}
};

/** Waiting for Spot's instances, with the reason where it has none. */
const launchText = (run: Run): Said => {
	const shortage = presentShortage(run);
	return shortage === undefined
		? {text: text('run.next.instances')}
		: {
				text: text(`run.next.instances.${shortage.kind}`, {code: shortage.code}),
				otherwise: text('run.next.instances.otherwise', {minutes: run.config.timeoutMinutes}),
			};
};

/** The sentence of a phase in which CodeDeploy or Spot are at work. */
const phaseText = (run: Run, now: number): Said => {
	switch (run.phase) {
		case 'preflight':
		case 'start':
		case 'provision': {
			return launchText(run);
		}

		case 'tag': {
			return {text: text('run.next.tags')};
		}

		case 'create':
		case 'install':
		case 'reroute':
		case 'finalise': {
			return {text: text(`run.next.${run.phase}`)};
		}

		case 'ready-gate': {
			return {text: text('run.next.ready')};
		}

		case 'termination-wait': {
			if (!isTerminationWaitOpen(run, now)) {
				return {text: text('run.next.termination')};
			}

			return {
				text: text('run.next.termination-wait'),
				otherwise: text('run.next.termination-wait.otherwise'),
			};
		}

		case 'verify': {
			return {text: text('run.next.settle')};
		}
	}
};

/** The same for a run that is only watched: its gates are not ours to answer, and nothing is compared after its end. */
const watchText = (run: Run, now: number): Said => {
	const deployment = run.deployment?.deployment;
	if (deployment === undefined) {
		return {text: text('run.next.watch')};
	}

	if (isFinalDeployment(deployment.status)) {
		const isRollingBack =
			run.rollbackDeploymentId !== undefined &&
			(run.rollback === undefined || !isFinalDeployment(run.rollback.deployment.status));
		return {
			text: isRollingBack
				? text('run.next.rollback')
				: deployment.status === 'succeeded'
					? text('run.next.finalise')
					: text('run.next.blue-green-end'),
		};
	}

	const ready = deployment.readyOption ?? run.config.group.readyOption;
	return deployment.status === 'ready' && ready?.action === 'stop'
		? {text: text('run.next.watch.ready'), otherwise: text('run.next.gate.ready.otherwise')}
		: phaseText(run, now);
};

const waitText = (run: Run, decision: Extract<Decision, {readonly kind: 'wait'}>, now: number): Said => {
	// A picture that only lags behind our own last call is not what is waited for.
	const isLateForUs =
		decision.for === 'look' &&
		run.blueGreenId !== undefined &&
		(['spot', 'code-deploy'] as const).every(source => isSeenAfter(run, source, run.resumedAt ?? run.startedAt - 1));
	if (decision.for === 'deployment' || isLateForUs) {
		return phaseText(run, now);
	}

	if (decision.for === 'instances') {
		return launchText(run);
	}

	if (decision.for === 'complete') {
		const {present = 0, target = 0, unit} = run.incomplete ?? {};
		const id = unit === 'weight' ? 'run.next.complete.weight' : 'run.next.complete';
		return {text: text(id, {present, target}), otherwise: text('run.next.complete.otherwise')};
	}

	if (decision.for === 'other-deployment') {
		const {deploymentId = '', status = 'created'} = run.otherDeployment ?? {};
		return {text: text('run.next.other-deployment', {id: deploymentId, status: sayStatus(status)})};
	}

	const isHeldBack =
		decision.for === 'blue-green-end' &&
		run.blueGreenId !== undefined &&
		refusalOf(run, {kind: 'stop-blue-green', blueGreenId: run.blueGreenId}) === 'serving';
	return {text: text(isHeldBack ? 'run.next.serving' : `run.next.${decision.for}`)};
};

const sayEnd = (run: Run, isReadOnly: boolean): Pick<NextView, 'text' | 'command'> => {
	if (isReadOnly) {
		return {text: text('run.next.ended.watched')};
	}

	if (!isLeft(run)) {
		return {text: text('run.next.ended')};
	}

	return {
		text: run.config.isDemo ? text('run.next.ended.left.demo') : text('run.next.ended.left'),
		command: restoreCommand(run.config.runId),
	};
};

export const nextView = (run: Run, decision: Decision, isReadOnly: boolean, now: number): NextView => {
	if (run.outcome !== undefined) {
		return {...sayEnd(run, isReadOnly), requests: []};
	}

	if (run.controller !== undefined) {
		return {
			text: text('run.next.controlled', sayController(run.controller)),
			otherwise: text('run.next.controlled.otherwise'),
			requests: [],
		};
	}

	if (isReadOnly) {
		return {...watchText(run, now), requests: []};
	}

	switch (decision.kind) {
		case 'ask': {
			return decision.answer === undefined
				? gateView(run, decision.gate, now)
				: {text: text('run.next.act'), requests: openRequests(run, now)};
		}

		case 'wait': {
			return {...waitText(run, decision, now), requests: openRequests(run, now)};
		}

		case 'not-over': {
			return {text: text('run.problem.not-over', {runId: run.config.runId}), requests: []};
		}

		case 'act':
		case 'end': {
			return {text: text('run.next.act'), requests: openRequests(run, now)};
		}
	}
};
