import {type DeploymentStatus, type DeploymentTarget} from '../cloud/code-deploy.js';
import {text, type Text} from '../text-token.js';
import {type Action} from './action.js';
import {isTagsNotVisible, unansweredCode} from './attempts.js';
import {colorOf, newForeignOriginals} from './colors.js';
import {type FleetInstance, type Outcome, type RunEvent} from './event.js';
import {areOriginalsGone} from './deadline.js';
import {sayFailedEvent} from './failed-event.js';
import {isWholeSuccess} from './left.js';
import {isOnlyWatched, phaseIndex} from './phase.js';
import {type DeploymentSeen, type Run} from './run.js';
import {type LogLine} from './run-view.js';
import {
	isAlive,
	isFailingBlueGreen,
	isFinalBlueGreen,
	isFinalDeployment,
	isStoppingBlueGreen,
	nameOfStatus,
} from './state.js';
import {sayCapacity, sayClockSkew, sayController, sayInstances, sayState, sayStatus, sayTags} from './words.js';

type Of<Type extends RunEvent['type']> = Extract<RunEvent, {readonly type: Type}>;

const line = (
	at: number,
	source: LogLine['source'],
	severity: LogLine['severity'],
	sentence: Text,
	instanceId?: string,
): LogLine => ({at, source, severity, text: sentence, repeated: 1, ...(instanceId !== undefined && {instanceId})});

const sayAction = (run: Run, action: Action): Text => {
	switch (action.kind) {
		case 'start-blue-green':
		case 'create-deployment':
		case 'stop-blue-green':
		case 'advance-filter': {
			return text(`run.log.act.${action.kind}`);
		}

		case 'continue-deployment': {
			return text(`run.log.act.continue-deployment.${action.wait}`);
		}

		case 'stop-deployment': {
			return text(action.isRollingBack ? 'run.log.act.stop-deployment.rollback' : 'run.log.act.stop-deployment');
		}

		case 'detach-instances': {
			return text('run.log.act.detach-instances', {instances: sayInstances(action.instanceIds)});
		}

		case 'restore-capacity': {
			return text('run.log.act.restore-capacity', {
				capacity: sayCapacity(action.capacity, run.baseline?.capacityUnit),
			});
		}

		case 'lift-suspensions': {
			return text('run.log.act.lift-suspensions', {processes: action.processes.join(', ')});
		}

		case 'restore-suspensions': {
			return text('run.log.act.restore-suspensions', {
				processes: action.suspensions.map(({process}) => process).join(', '),
			});
		}
	}
};

const describeDone = (run: Run, event: Of<'action-done'>): readonly LogLine[] => {
	const record = run.actions.find(({number}) => number === event.number);
	const prefix = event.isAdopted ? 'run.log.adopted' : 'run.log.done';
	if (record?.action.kind === 'start-blue-green') {
		return [line(event.at, 'us', 'good', text(`${prefix}.start-blue-green`, {id: event.blueGreenId ?? ''}))];
	}

	if (record?.action.kind === 'create-deployment') {
		return [line(event.at, 'us', 'good', text(`${prefix}.create-deployment`, {id: event.deploymentId ?? ''}))];
	}

	// What the others do shows in what is seen next.
	return [];
};

const describeFailed = (event: Of<'action-failed'>): LogLine => {
	const {problem, at} = event;
	if (isTagsNotVisible(problem.code)) {
		return line(at, 'us', 'info', text('run.log.tags-not-visible'));
	}

	return problem.code === unansweredCode
		? line(at, 'us', 'warn', text('run.log.left-nothing'))
		: line(at, 'us', 'error', text('run.log.failed', {problem: problem.message}));
};

const describeRequest = (run: Run, {at, by, request}: Of<'request-made'>): LogLine => {
	// The others are never a policy's answer.
	if (
		by === 'policy' &&
		(request === 'continue' ||
			request === 'stop' ||
			request === 'clean-up' ||
			request === 'leave-as-is' ||
			request === 'restore')
	) {
		const isForOthers = request === 'stop' && run.foreignOriginals.length > 0;
		const sentence = text(isForOthers ? 'run.log.policy.stop.foreign' : `run.log.policy.${request}`);
		return line(at, 'us', request === 'stop' ? 'warn' : 'info', sentence);
	}

	return line(at, 'us', 'info', text(`run.log.request.${request}`));
};

/**
 * Spot's words for the end speak of originals that go, also where the deployment group keeps them and where CodeDeploy
 * has ended them before.
 */
const sayStateNow = (run: Run, state: Of<'blue-green-seen'>['state']): Text => {
	const isClaimingRemoval = state === 'WAIT_BEFORE_TERMINATION' || state === 'REMOVE_OLD_INSTANCES';
	const originals = run.deployment?.deployment.originalsOption ?? run.config.group.originalsOption;
	if (isClaimingRemoval && originals?.action === 'keep-alive') {
		return text('run.state.kept');
	}

	return isClaimingRemoval && areOriginalsGone(run) ? text('run.state.ended-before') : sayState(state);
};

const describeState = (run: Run, {at, state}: Of<'blue-green-seen'>): readonly LogLine[] => {
	const before = run.blueGreen?.state;
	if (before !== undefined && (isFinalBlueGreen(before) || nameOfStatus(before) === nameOfStatus(state))) {
		return [];
	}

	const isBad = isFailingBlueGreen(state) || state === 'ERROR';
	const severity = state === 'FINISHED' ? 'good' : isBad ? 'error' : isStoppingBlueGreen(state) ? 'warn' : 'info';
	return [line(at, 'spot', severity, sayStateNow(run, state))];
};

const severities: ReadonlyMap<DeploymentStatus, LogLine['severity']> = new Map([
	['succeeded', 'good'],
	['failed', 'error'],
	['stopped', 'warn'],
]);

const describeDeployment = (run: Run, {at, deployment}: Of<'deployment-seen'>): readonly LogLine[] => {
	const isRollback = run.deploymentId !== undefined && run.deploymentId !== deployment.deploymentId;
	const before = (isRollback ? run.rollback : run.deployment)?.deployment;
	if (before !== undefined && isFinalDeployment(before.status) && !isFinalDeployment(deployment.status)) {
		return [];
	}

	const lines: LogLine[] = [];
	if (before === undefined || nameOfStatus(before.status) !== nameOfStatus(deployment.status)) {
		const values = {id: deployment.deploymentId, status: sayStatus(deployment.status)};
		lines.push(
			line(
				at,
				'code-deploy',
				severities.get(deployment.status) ?? 'info',
				isRollback ? text('run.log.rollback', values) : text('run.log.deployment', values),
			),
		);
	}

	const {error, rollbackDeploymentId} = deployment;
	if (error !== undefined && before?.error?.code !== error.code) {
		lines.push(line(at, 'code-deploy', 'error', text('run.log.deployment-error', error)));
	}

	if (rollbackDeploymentId !== undefined && before?.rollbackDeploymentId !== rollbackDeploymentId) {
		lines.push(line(at, 'code-deploy', 'warn', text('run.log.rollback-created', {id: rollbackDeploymentId})));
	}

	return lines;
};

const describeFailedTarget = (
	at: number,
	before: DeploymentTarget | undefined,
	target: DeploymentTarget,
): readonly LogLine[] => {
	const failed = target.events.find(
		event => event.status === 'failed' && before?.events.find(({name}) => name === event.name)?.status !== 'failed',
	);
	if (failed !== undefined) {
		const {instanceId} = target;
		return [line(at, 'code-deploy', 'error', sayFailedEvent('log', failed, instanceId), instanceId)];
	}

	if (target.status !== 'failed' || before?.status === 'failed') {
		return [];
	}

	const isAllSkipped = target.events.length > 0 && target.events.every(({status}) => status === 'skipped');
	const sentence = text(isAllSkipped ? 'run.log.all-skipped' : 'run.log.target-failed');
	return [line(at, 'code-deploy', 'error', sentence, target.instanceId)];
};

const lifecycle: readonly string[] = [
	'ApplicationStop',
	'DownloadBundle',
	'BeforeInstall',
	'Install',
	'AfterInstall',
	'ApplicationStart',
	'ValidateService',
	'BeforeAllowTraffic',
	'AllowTraffic',
	'AfterAllowTraffic',
	'BeforeBlockTraffic',
	'BlockTraffic',
	'AfterBlockTraffic',
];

const eventOrder = (name: string): number => {
	const index = lifecycle.indexOf(name);
	return index === -1 ? lifecycle.length : index;
};

const describeTargets = (run: Run, event: Of<'targets-seen'>): readonly LogLine[] => {
	const isRollback = event.deploymentId !== undefined && event.deploymentId !== run.deploymentId;
	const seen: DeploymentSeen | undefined = isRollback ? run.rollback : run.deployment;
	const known = seen?.targets ?? {};
	const after = {...known, ...Object.fromEntries(event.targets.map(target => [target.instanceId, target]))};
	const all = Object.values(after);
	// One line an event and a fleet, however many instances passed it since the last look.
	const passed = new Map<string, {readonly name: string; readonly color: 'blue' | 'green' | 'other'}>();
	for (const target of event.targets) {
		const before = known[target.instanceId];
		for (const {name, status} of target.events) {
			const was = before?.events.find(other => other.name === name)?.status;
			if (status === 'succeeded' && was !== 'succeeded') {
				const color = target.color ?? 'other';
				passed.set(`${color} ${name}`, {name, color});
			}
		}
	}

	// In the order of the lifecycle, whichever instance was the first to pass.
	const inOrder = [...passed.values()].sort((one, other) => eventOrder(one.name) - eventOrder(other.name));
	const progress = inOrder.map(({name, color}) => {
		const fleet = all.filter(target => (target.color ?? 'other') === color);
		const done = fleet.filter(target =>
			target.events.some(other => other.name === name && other.status === 'succeeded'),
		);
		return line(
			event.at,
			'code-deploy',
			'info',
			text('run.log.event-succeeded', {
				event: name,
				done: done.length,
				total: fleet.length,
				fleet: text(`run.fleet.${color}`),
			}),
		);
	});
	const failures = event.targets.flatMap(target => describeFailedTarget(event.at, known[target.instanceId], target));
	return [...progress, ...failures];
};

const describeForeignOriginals = (at: number, foreign: readonly string[]): readonly LogLine[] =>
	foreign.length === 0
		? []
		: [line(at, 'code-deploy', 'error', text('run.log.foreign-originals', {instances: sayInstances(foreign)}))];

/** Whether every replacement has its traffic: from then on the originals may end, whether or not it was seen how. */
const isHandedOver = (run: Run): boolean => {
	const green = Object.values(run.deployment?.targets ?? {}).filter(({color}) => color === 'green');
	return (
		phaseIndex(run.phase) >= phaseIndex('reroute') ||
		(green.length > 0 && green.every(({status}) => status === 'succeeded'))
	);
};

/**
 * Whether an instance that ends does so by the plan of the run rather than by Spot's taking it back. What ended in the
 * look that showed the failure may be its cause.
 */
const isEndExpected = (run: Run, instance: FleetInstance, at: number): boolean =>
	(run.failure !== undefined && run.failure.at < at) ||
	run.blueGreen?.state === 'REMOVE_NEW_INSTANCES' ||
	run.requests.some(({request}) => request === 'stop' || request === 'stop-and-roll-back') ||
	(colorOf(run, instance) === 'blue' && isHandedOver(run));

const hasTraffic = (run: Run, {instanceId}: FleetInstance): boolean =>
	run.deployment?.targets[instanceId]?.events.some(
		({name, status}) => name === 'AllowTraffic' && status === 'succeeded',
	) === true;

const describeFleet = (run: Run, {at, instances: seen}: Of<'fleet-seen'>): readonly LogLine[] => {
	// What has ended stays ended, whatever a lagging answer says.
	const instances = seen.map(
		(instance): FleetInstance =>
			run.fleet[instance.instanceId]?.state === 'terminated' ? {...instance, state: 'terminated'} : instance,
	);
	const lines: LogLine[] = [];
	const tell = (
		source: LogLine['source'],
		severity: LogLine['severity'],
		those: readonly FleetInstance[],
		say: (ids: Text) => Text,
	): void => {
		const ids = those.map(({instanceId}) => instanceId);
		if (ids.length > 0) {
			const [only] = ids;
			lines.push(line(at, source, severity, say(sayInstances(ids)), ids.length === 1 ? only : undefined));
		}
	};

	const was = (instance: FleetInstance): FleetInstance | undefined => run.fleet[instance.instanceId];
	// The first sight of the fleet is no news: the note of the baseline tells it.
	const isFirst = Object.keys(run.fleet).length === 0;
	const joined = instances.filter(
		instance => !isFirst && was(instance) === undefined && isAlive(instance) && instance.isInElastigroup,
	);
	tell('spot', 'info', joined, ids => text('run.log.fleet.joined', {instances: ids}));
	const running = instances.filter(
		instance => !isFirst && instance.state === 'running' && was(instance)?.state === 'pending',
	);
	tell('ec2', 'info', running, ids => text('run.log.fleet.running', {instances: ids}));
	const tagged = instances.filter(
		instance => !isFirst && instance.hasGreenTags && was(instance)?.hasGreenTags !== true,
	);
	tell('ec2', 'info', tagged, ids => text('run.log.fleet.tagged', {instances: ids}));
	const ended = instances.filter(instance => {
		const before = was(instance);
		return !isAlive(instance) && before !== undefined && isAlive(before);
	});
	tell(
		'ec2',
		'info',
		ended.filter(instance => isEndExpected(run, instance, at)),
		ids => text('run.log.fleet.ended', {instances: ids}),
	);
	tell(
		'ec2',
		'warn',
		ended.filter(instance => !isEndExpected(run, instance, at)),
		ids => text('run.log.fleet.lost', {instances: ids}),
	);
	const left = instances.filter(
		instance => isAlive(instance) && was(instance)?.isInElastigroup === true && !instance.isInElastigroup,
	);
	tell('spot', 'info', left, ids => text('run.log.fleet.left', {instances: ids}));
	const rerouted = instances.filter(
		instance =>
			isAlive(instance) &&
			!isFirst &&
			instance.traffic !== was(instance)?.traffic &&
			// The balancer was asked before CodeDeploy told that it was done with it.
			!(instance.traffic === 'initial' && hasTraffic(run, instance)),
	);
	for (const traffic of new Set(rerouted.map(instance => instance.traffic))) {
		const those = rerouted.filter(instance => instance.traffic === traffic);
		const severity = traffic === 'healthy' ? 'good' : traffic === 'unhealthy' ? 'warn' : 'info';
		tell('load-balancer', severity, those, ids => text(`run.log.traffic.${traffic ?? 'none'}`, {instances: ids}));
	}

	const fleet = {...run.fleet, ...Object.fromEntries(instances.map(instance => [instance.instanceId, instance]))};
	return [...describeForeignOriginals(at, newForeignOriginals({...run, fleet})), ...lines];
};

const describeCapacity = (run: Run, event: Of<'capacity-seen'>): readonly LogLine[] => {
	const lines: LogLine[] = [];
	const from = run.capacity;
	const to = event.capacity;
	if (from !== undefined && (from.target !== to.target || from.minimum !== to.minimum || from.maximum !== to.maximum)) {
		const unit = run.baseline?.capacityUnit;
		const sentence = text('run.log.capacity', {from: sayCapacity(from, unit), to: sayCapacity(to, unit)});
		lines.push(line(event.at, 'spot', 'info', sentence));
	}

	const names = event.suspensions.map(({process}) => process).join(', ');
	if (run.suspensions !== undefined && names !== run.suspensions.map(({process}) => process).join(', ')) {
		const sentence = names === '' ? text('run.log.suspensions.none') : text('run.log.suspensions', {processes: names});
		lines.push(line(event.at, 'spot', 'info', sentence));
	}

	return lines;
};

/** Spot's clock may be ahead of ours: nothing has happened later than it was seen. */
const describeSpotLog = (run: Run, {at: seenAt, entries}: Of<'spot-log-seen'>): readonly LogLine[] =>
	entries
		.filter(
			({severity, message, at}) =>
				severity !== 'debug' && !run.spotLog.some(known => known.at === at && known.message === message),
		)
		.map(({at, severity, message}) =>
			line(Math.min(at, seenAt), 'spot', severity === 'debug' ? 'info' : severity, text('run.log.spot', {message})),
		);

/** The sentence an end is told with. */
const sayOutcome = (outcome: Outcome, isWatched: boolean): Text => {
	if (isWatched && outcome.kind !== 'refused' && outcome.kind !== 'handed-over') {
		return text(`run.log.ended.watched.${outcome.kind}`);
	}

	switch (outcome.kind) {
		case 'succeeded': {
			if (outcome.foreignOriginals !== undefined) {
				return text('run.log.ended.succeeded.foreign', {instances: sayInstances(outcome.foreignOriginals)});
			}

			if (!outcome.isRestored) {
				return text('run.log.ended.succeeded.differs');
			}

			return text(outcome.isFilterBehind === true ? 'run.log.ended.succeeded.filter' : 'run.log.ended.succeeded');
		}

		case 'handed-over': {
			return outcome.deploymentId === undefined
				? text('run.log.ended.handed-over.none')
				: text('run.log.ended.handed-over', {id: outcome.deploymentId});
		}

		case 'failed': {
			return text(outcome.isClean ? 'run.log.ended.failed' : 'run.log.ended.failed.left');
		}

		case 'stopped': {
			return text(outcome.isClean ? 'run.log.ended.stopped' : 'run.log.ended.stopped.left');
		}

		case 'refused': {
			return text(outcome.disownedId === undefined ? 'run.log.ended.refused' : 'run.log.ended.disowned');
		}
	}
};

const describeEnd = (run: Run, {at, outcome}: Of<'run-ended'>): LogLine => {
	const severity =
		outcome.kind === 'succeeded'
			? isWholeSuccess(outcome)
				? 'good'
				: 'warn'
			: outcome.kind === 'stopped'
				? 'warn'
				: 'error';
	return line(at, 'us', severity, sayOutcome(outcome, isOnlyWatched(run)));
};

const describeClock = (at: number, clockSkewMs: number | undefined): readonly LogLine[] =>
	clockSkewMs === undefined ? [] : [line(at, 'us', 'warn', sayClockSkew(clockSkewMs))];

const describeStart = ({at, config}: Of<'run-started'>): readonly LogLine[] => [
	line(
		at,
		'us',
		'info',
		text('run.log.started', {
			runId: config.runId,
			elastigroup: config.elastigroupName,
			application: config.applicationName,
			group: config.deploymentGroupName,
			tags: sayTags(config.greenTags),
		}),
	),
	...describeClock(at, config.clockSkewMs),
];

const describeConflict = (run: Run, {at, conflict}: Of<'conflict-seen'>): readonly LogLine[] => {
	if (conflict.kind === 'deployment') {
		const {id, status} = conflict;
		const isKnown =
			run.conflict !== undefined ||
			(run.otherDeployment?.deploymentId === id && nameOfStatus(run.otherDeployment.status) === nameOfStatus(status));
		const values = {id, status: sayStatus(status)};
		const sentence =
			run.blueGreenId === undefined
				? text('run.log.conflict.deployment', values)
				: text('run.log.other-deployment', values);
		return isKnown ? [] : [line(at, 'us', run.blueGreenId === undefined ? 'error' : 'warn', sentence)];
	}

	const values = {id: conflict.id, state: sayState(conflict.state)};
	const sentence =
		run.blueGreenId === undefined ? text('run.log.conflict.blue-green', values) : text('run.log.successor', values);
	return run.conflict === undefined ? [line(at, 'us', 'error', sentence)] : [];
};

/**
 * The lines an event is worth, given the run before it; none where it says nothing new. The live screen's log and the
 * plain lines of a pipeline are made of these.
 */
export const describeEvent = (before: Run | undefined, event: RunEvent): readonly LogLine[] => {
	if (event.type === 'run-started') {
		return before === undefined ? describeStart(event) : [];
	}

	if (before === undefined) {
		return [];
	}

	switch (event.type) {
		case 'controller-seen': {
			return [line(event.at, 'us', 'warn', text('run.log.controller', sayController(event.controller)))];
		}

		case 'run-resumed': {
			const sentence = text(event.purpose === 'restore' ? 'run.log.resumed.restore' : 'run.log.resumed');
			return [line(event.at, 'us', 'info', sentence), ...describeClock(event.at, event.clockSkewMs)];
		}

		case 'incomplete-seen': {
			const {present, target, unit} = event;
			const id = unit === 'weight' ? 'run.log.incomplete.weight' : 'run.log.incomplete';
			return [line(event.at, 'us', 'info', text(id, {present, target}))];
		}

		case 'candidate-seen': {
			const {blueGreenId: id, state} = event;
			return before.candidate?.blueGreenId === id
				? []
				: [line(event.at, 'us', 'warn', text('run.log.candidate', {id, state: sayState(state)}))];
		}

		case 'baseline-noted': {
			const {capacity, instanceIds, capacityUnit} = event.baseline;
			const values = {capacity: sayCapacity(capacity, capacityUnit), count: instanceIds.length};
			return before.baseline === undefined ? [line(event.at, 'us', 'info', text('run.log.baseline', values))] : [];
		}

		case 'conflict-seen': {
			return describeConflict(before, event);
		}

		case 'action-intended': {
			return [line(event.at, 'us', 'info', sayAction(before, event.action))];
		}

		case 'action-done': {
			return describeDone(before, event);
		}

		case 'action-failed': {
			return [describeFailed(event)];
		}

		case 'action-unanswered': {
			return [line(event.at, 'us', 'warn', text('run.log.unanswered'))];
		}

		case 'request-made': {
			return [describeRequest(before, event)];
		}

		case 'blue-green-seen': {
			return describeState(before, event);
		}

		case 'deployment-seen': {
			return describeDeployment(before, event);
		}

		case 'targets-seen': {
			return describeTargets(before, event);
		}

		case 'fleet-seen': {
			return describeFleet(before, event);
		}

		case 'capacity-seen': {
			return describeCapacity(before, event);
		}

		case 'spot-log-seen': {
			return describeSpotLog(before, event);
		}

		case 'source-lost': {
			const source = text(`run.source.${event.source}`);
			return before.sources[event.source].lost?.problem.code === event.problem.code
				? []
				: [line(event.at, 'us', 'warn', text('run.log.source-lost', {source, problem: event.problem.message}))];
		}

		case 'source-found': {
			const source = text(`run.source.${event.source}`);
			return before.sources[event.source].lost === undefined
				? []
				: [line(event.at, 'us', 'good', text('run.log.source-found', {source}))];
		}

		case 'sources-seen': {
			return [];
		}

		case 'run-ended': {
			return before.outcome === undefined ? [describeEnd(before, event)] : [];
		}
	}
};
