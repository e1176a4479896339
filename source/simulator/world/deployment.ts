import {deregister, register, resolveBalancers} from './balancing.js';
import {between, type Draft, patch, schedule, scheduleIn, upperCaseId} from './draft.js';
import {terminateInstance} from './instances.js';
import {pace, type Span} from './pace.js';
import {filterSetOfTargets, instancesMatching, originalsOf} from './tag-filter.js';
import {
	type Deployment,
	type DeploymentGroup,
	type DeploymentStage,
	type DeploymentStatus,
	type FailingHook,
	groupKey,
	type Instance,
	type LifecycleEvent,
	type RevisionLocation,
	type Target,
	targetKey,
	type World,
} from './state.js';

// Orders of docs/facts.md CD 2.4.
const installEvents = [
	'ApplicationStop',
	'DownloadBundle',
	'BeforeInstall',
	'Install',
	'AfterInstall',
	'ApplicationStart',
	'ValidateService',
];
const allowEvents = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic'];
const blockEvents = ['BeforeBlockTraffic', 'BlockTraffic', 'AfterBlockTraffic'];

const notYet = (names: readonly string[]): readonly LifecycleEvent[] =>
	names.map(lifecycleEventName => ({lifecycleEventName, status: 'Pending'}));

export const isInPlace = (deployment: Pick<Deployment, 'deploymentStyle'>): boolean =>
	deployment.deploymentStyle.deploymentType === 'IN_PLACE';

const isRollback = (deployment: Deployment): boolean => deployment.rollbackTriggeringDeploymentId !== undefined;

/** The deployment that keeps its group busy: one at a time (docs/facts.md CD 1.1). */
export const activeDeployment = (world: World, group: DeploymentGroup): Deployment | undefined =>
	[...world.deployments.values()].find(
		deployment => deployment.deploymentGroupId === group.deploymentGroupId && deployment.stage !== 'over',
	);

export const targetsOf = (world: World, deployment: Deployment): readonly Target[] =>
	deployment.targetIds.flatMap(id => world.targets.get(targetKey(deployment.deploymentId, id)) ?? []);

/** The part of the targets' events that a stage works through. */
type Leg = {readonly label: Target['instanceLabel']; readonly first: number; readonly last: number};

const legOf = (deployment: Deployment): Leg | undefined => {
	switch (deployment.stage) {
		case 'install': {
			return {label: 'Green', first: 0, last: installEvents.length - 1};
		}

		case 'reroute': {
			return isRollback(deployment)
				? {label: 'Blue', first: 0, last: allowEvents.length - 1}
				: {label: 'Green', first: installEvents.length, last: installEvents.length + allowEvents.length - 1};
		}

		case 'deregister': {
			return {label: isRollback(deployment) ? 'Green' : 'Blue', first: 0, last: blockEvents.length - 1};
		}

		case 'preparing':
		case 'ready-wait':
		case 'termination-wait':
		case 'terminate':
		case 'over': {
			return undefined;
		}
	}
};

const describeRevision = (revision: RevisionLocation): string =>
	revision.revisionType === 'S3'
		? `s3://${revision.s3Location.bucket}/${revision.s3Location.key}`
		: `github:${revision.gitHubLocation.repository}@${revision.gitHubLocation.commitId}`;

/** How many of `total` must stay healthy by the deployment's configuration. */
const healthyNeeded = (draft: Draft, deployment: Deployment, total: number): number => {
	const rule = draft.deploymentConfigs.get(deployment.deploymentConfigName)?.minimumHealthyHosts;
	if (rule === undefined) {
		return 0;
	}

	return rule.type === 'HOST_COUNT' ? Math.min(total, rule.value) : Math.ceil((total * rule.value) / 100);
};

const newDeploymentId = (draft: Draft): string => `d-${upperCaseId(draft, 9)}`;

export type NewDeployment = Pick<
	Deployment,
	'revision' | 'description' | 'deploymentConfigName' | 'targetInstances' | 'creator'
> &
	Partial<
		Pick<
			Deployment,
			| 'autoRollbackConfiguration'
			| 'overrideAlarmConfiguration'
			| 'fileExistsBehavior'
			| 'ignoreApplicationStopFailures'
			| 'rollbackTriggeringDeploymentId'
			| 'rollbackMessage'
		>
	>;

/** Makes a deployment of a group. The caller has checked the request. */
export const addDeployment = (draft: Draft, group: DeploymentGroup, request: NewDeployment): Deployment => {
	const deployment: Deployment = {
		autoRollbackConfiguration: group.autoRollbackConfiguration,
		fileExistsBehavior: 'DISALLOW',
		ignoreApplicationStopFailures: false,
		...request,
		deploymentId: newDeploymentId(draft),
		applicationName: group.applicationName,
		deploymentGroupName: group.deploymentGroupName,
		deploymentGroupId: group.deploymentGroupId,
		status: 'Created',
		stage: 'preparing',
		createTime: draft.now,
		deploymentStyle: group.deploymentStyle,
		blueGreenDeploymentConfiguration: group.blueGreenDeploymentConfiguration,
		loadBalancerInfo: group.loadBalancerInfo,
		targetIds: [],
		instanceTerminationWaitTimeStarted: false,
		isStopping: false,
		isRollingBackOnStop: false,
		statusMessages: [],
		...(group.targetRevision !== undefined && {previousRevision: group.targetRevision}),
	};
	draft.deployments.set(deployment.deploymentId, deployment);
	noteAttempt(draft, deployment);
	const application = draft.applications.get(group.applicationName);
	if (application !== undefined) {
		const name = describeRevision(request.revision);
		const known = application.revisions.find(({location}) => describeRevision(location) === name);
		draft.applications.set(application.applicationName, {
			...application,
			revisions: [
				...application.revisions.filter(revision => revision !== known),
				{
					location: request.revision,
					registerTime: known?.registerTime ?? draft.now,
					...(known?.description !== undefined && {description: known.description}),
					firstUsedTime: known?.firstUsedTime ?? draft.now,
					lastUsedTime: draft.now,
				},
			],
		});
	}

	scheduleIn(draft, pace.deploymentBegins, {type: 'deployment-begins', deploymentId: deployment.deploymentId});
	return deployment;
};

const noteAttempt = (draft: Draft, deployment: Deployment): void => {
	const key = groupKey(deployment.applicationName, deployment.deploymentGroupName);
	const last = {
		deploymentId: deployment.deploymentId,
		status: deployment.status,
		createTime: deployment.createTime,
		...(deployment.completeTime !== undefined && {endTime: deployment.completeTime}),
	};
	patch(draft.deploymentGroups, key, {
		lastAttemptedDeployment: last,
		...(deployment.status === 'Succeeded' && {
			lastSuccessfulDeployment: last,
			targetRevision: deployment.revision,
		}),
	});
};

const setTarget = (draft: Draft, target: Target, changes: Partial<Target>): Target => {
	const next = {...target, ...changes, lastUpdatedAt: draft.now};
	draft.targets.set(targetKey(target.deploymentId, target.instanceId), next);
	return next;
};

const withEvent = (target: Target, index: number, changes: Partial<LifecycleEvent>): readonly LifecycleEvent[] =>
	target.events.map((event, position) => (position === index ? {...event, ...changes} : event));

const withoutOpenEvents = (draft: Draft, target: Target): readonly LifecycleEvent[] =>
	target.events.map(event =>
		event.status === 'Pending' || event.status === 'InProgress'
			? {...event, status: 'Skipped', ...(event.startTime !== undefined && {endTime: draft.now})}
			: event,
	);

const isOpen = (target: Target): boolean => target.status !== 'Failed' && target.status !== 'Skipped';

/** Ends a deployment, whatever is still open in it. */
const end = (
	draft: Draft,
	deploymentId: string,
	status: Extract<DeploymentStatus, 'Failed' | 'Stopped' | 'Succeeded'>,
	errorInformation?: Deployment['errorInformation'],
): void => {
	const deployment = draft.deployments.get(deploymentId);
	if (deployment === undefined || deployment.stage === 'over') {
		return;
	}

	for (const target of targetsOf(draft, deployment)) {
		if (target.status !== 'Succeeded' && isOpen(target)) {
			setTarget(draft, target, {status: 'Skipped', events: withoutOpenEvents(draft, target)});
		}
	}

	const ended = patch(draft.deployments, deploymentId, {
		status,
		stage: 'over',
		completeTime: draft.now,
		...(errorInformation !== undefined && {errorInformation}),
	});
	if (ended === undefined) {
		return;
	}

	noteAttempt(draft, ended);
	if (status === 'Succeeded') {
		noteSuccess(draft, ended);
		return;
	}

	const automatic = ended.autoRollbackConfiguration;
	const isAutomatic =
		automatic?.enabled === true &&
		(automatic.events ?? []).includes(status === 'Failed' ? 'DEPLOYMENT_FAILURE' : 'DEPLOYMENT_STOP_ON_REQUEST');
	if (!isRollback(ended) && (ended.isRollingBackOnStop || isAutomatic)) {
		rollBack(draft, ended);
	}
};

const noteSuccess = (draft: Draft, deployment: Deployment): void => {
	const revision = describeRevision(deployment.revision);
	for (const target of targetsOf(draft, deployment)) {
		if (target.instanceLabel === 'Green' && !isRollback(deployment)) {
			patch(draft.instances, target.instanceId, {revision});
		}
	}

	const green = deployment.targetInstances;
	if (draft.rewritesFilterAfterSuccess && green !== undefined && !isRollback(deployment)) {
		const key = groupKey(deployment.applicationName, deployment.deploymentGroupName);
		const {ec2TagFilters: _flat, ...group} = draft.deploymentGroups.get(key) ?? {};
		if ('deploymentGroupId' in group) {
			draft.deploymentGroups.set(key, {
				...group,
				ec2TagSet: {ec2TagSetList: filterSetOfTargets(green)},
			});
		}
	}
};

/** A rollback is a new deployment of the last good revision, with an id of its own (docs/facts.md CD 2.2). */
const rollBack = (draft: Draft, deployment: Deployment): void => {
	const group = draft.deploymentGroups.get(groupKey(deployment.applicationName, deployment.deploymentGroupName));
	if (group === undefined || deployment.previousRevision === undefined) {
		patch(draft.deployments, deployment.deploymentId, {
			rollbackMessage: 'No earlier successful deployment was found, so nothing was rolled back.',
		});
		return;
	}

	const rollback = addDeployment(draft, group, {
		revision: deployment.previousRevision,
		description: `Rollback of deployment ${deployment.deploymentId}`,
		deploymentConfigName: deployment.deploymentConfigName,
		targetInstances: deployment.targetInstances,
		creator: 'codeDeployRollback',
		rollbackTriggeringDeploymentId: deployment.deploymentId,
	});
	const rollbackMessage = `Deployment ${rollback.deploymentId} was started to roll back deployment ${deployment.deploymentId}.`;
	patch(draft.deployments, rollback.deploymentId, {rollbackMessage});
	patch(draft.deployments, deployment.deploymentId, {
		rollbackDeploymentId: rollback.deploymentId,
		rollbackMessage,
	});
};

const addTargets = (draft: Draft, deployment: Deployment, chosen: readonly Target[]): void => {
	for (const target of chosen) {
		draft.targets.set(targetKey(deployment.deploymentId, target.instanceId), target);
	}

	patch(draft.deployments, deployment.deploymentId, {targetIds: chosen.map(({instanceId}) => instanceId)});
};

const toTarget =
	(draft: Draft, deployment: Deployment, instanceLabel: Target['instanceLabel'], events: readonly string[]) =>
	({instanceId}: Pick<Instance, 'instanceId'>): Target => ({
		deploymentId: deployment.deploymentId,
		instanceId,
		instanceLabel,
		status: 'Pending',
		lastUpdatedAt: draft.now,
		events: notYet(events),
	});

const beginRollback = (draft: Draft, deployment: Deployment): void => {
	const failed = draft.deployments.get(deployment.rollbackTriggeringDeploymentId ?? '');
	const before = failed === undefined ? [] : targetsOf(draft, failed);
	const alive = before.filter(({instanceId}) => draft.instances.get(instanceId)?.state === 'running');
	const labelled = (label: Target['instanceLabel']) => alive.filter(target => target.instanceLabel === label);
	addTargets(draft, deployment, [
		...labelled('Blue').map(toTarget(draft, deployment, 'Blue', allowEvents)),
		...labelled('Green').map(toTarget(draft, deployment, 'Green', blockEvents)),
	]);
	enter(draft, deployment.deploymentId, 'reroute');
};

const noInstances = (message: string) => ({code: 'NO_INSTANCES', message});

/** Looks the two fleets up and begins to install, or fails as the tags make it fail. */
export const begin = (draft: Draft, deploymentId: string): void => {
	const started = draft.deployments.get(deploymentId);
	if (started?.stage !== 'preparing') {
		return;
	}

	if (started.isStopping) {
		end(draft, deploymentId, 'Stopped', stoppedByHand);
		return;
	}

	const deployment = {...started, status: 'InProgress' as const, startTime: draft.now};
	draft.deployments.set(deploymentId, deployment);
	noteAttempt(draft, deployment);
	const group = draft.deploymentGroups.get(groupKey(deployment.applicationName, deployment.deploymentGroupName));
	if (group === undefined) {
		end(draft, deploymentId, 'Failed', {
			code: 'DEPLOYMENT_GROUP_MISSING',
			message: 'The deployment group was deleted before the deployment could start.',
		});
		return;
	}

	if (!draft.account.roles.some(role => role.arn === group.serviceRoleArn && role.isAssumableByCodeDeploy)) {
		end(draft, deploymentId, 'Failed', {
			code: 'IAM_ROLE_MISSING',
			message: `CodeDeploy cannot assume the service role ${group.serviceRoleArn}.`,
		});
		return;
	}

	if (
		deployment.revision.revisionType === 'GitHub' &&
		draft.applications.get(deployment.applicationName)?.linkedToGitHub !== true
	) {
		end(draft, deploymentId, 'Failed', {
			code: 'MISSING_GITHUB_TOKEN',
			message: `The application ${deployment.applicationName} is not linked to a GitHub account.`,
		});
		return;
	}

	if (isRollback(deployment)) {
		beginRollback(draft, deployment);
		return;
	}

	const originals = originalsOf(draft, group);
	if (isInPlace(deployment)) {
		if (originals.length === 0) {
			end(draft, deploymentId, 'Failed', noInstances('No instances were found for the deployment group.'));
			return;
		}

		addTargets(draft, deployment, originals.map(toTarget(draft, deployment, 'Green', installEvents)));
		enter(draft, deploymentId, 'install');
		return;
	}

	const provisioning = deployment.blueGreenDeploymentConfiguration?.greenFleetProvisioningOption?.action;
	if (provisioning === 'COPY_AUTO_SCALING_GROUP') {
		end(draft, deploymentId, 'Failed', {
			code: 'AUTO_SCALING_CONFIGURATION',
			message: 'The deployment group names no Auto Scaling group that could be copied.',
		});
		return;
	}

	const originalIds = new Set(originals.map(({instanceId}) => instanceId));
	const replacements = instancesMatching(draft, filterSetOfTargets(deployment.targetInstances)).filter(
		({instanceId}) => !originalIds.has(instanceId),
	);
	if (replacements.length === 0) {
		// Which words the service uses for the guide's cases D3 and D4 is not on record (docs/facts.md CD 3.2).
		end(
			draft,
			deploymentId,
			'Failed',
			noInstances(
				'No replacement instances were found: each instance that carries the tags of the replacement environment belongs to the original environment of the deployment group.',
			),
		);
		return;
	}

	addTargets(draft, deployment, [
		...replacements.map(toTarget(draft, deployment, 'Green', [...installEvents, ...allowEvents])),
		...originals.map(toTarget(draft, deployment, 'Blue', blockEvents)),
	]);
	enter(draft, deploymentId, 'install');
};

const enter = (draft: Draft, deploymentId: string, stage: DeploymentStage): void => {
	const deployment = patch(draft.deployments, deploymentId, {stage});
	if (deployment !== undefined) {
		work(draft, deployment);
	}
};

/** Sets as many targets of the stage to work as the configuration allows, and goes on when all are through. */
const work = (draft: Draft, deployment: Deployment): void => {
	const leg = legOf(deployment);
	if (leg === undefined) {
		return;
	}

	const fleet = targetsOf(draft, deployment).filter(target => target.instanceLabel === leg.label);
	const isThrough = (target: Target) => !isOpen(target) || target.events[leg.last]?.status === 'Succeeded';
	if (fleet.every(isThrough)) {
		finishLeg(draft, deployment);
		return;
	}

	if (deployment.isStopping) {
		stopIfIdle(draft, deployment.deploymentId);
		return;
	}

	// The configuration paces the replacements; the originals leave together (docs/facts.md CD 1.2).
	const isPaced = deployment.stage !== 'deregister';
	const room = isPaced ? Math.max(1, fleet.length - healthyNeeded(draft, deployment, fleet.length)) : fleet.length;
	const busy = fleet.filter(target => target.startedIn === deployment.stage && !isThrough(target)).length;
	const waiting = fleet.filter(target => target.startedIn !== deployment.stage && !isThrough(target));
	for (const target of waiting.slice(0, Math.max(0, room - busy))) {
		setToWork(draft, deployment, target, leg);
	}
};

const setToWork = (draft: Draft, deployment: Deployment, target: Target, leg: Leg): void => {
	const {deploymentId} = deployment;
	const {instanceId} = target;
	setTarget(draft, target, {
		startedIn: deployment.stage,
		status: target.status === 'Pending' && leg.first === 0 ? 'Pending' : 'InProgress',
	});
	const {agentAt} = draft.instances.get(instanceId) ?? {};
	const soon = Math.max(draft.now, agentAt ?? 0) + between(draft, pace.agentPolls);
	const isAgentNeeded = deployment.stage === 'install';
	if (isAgentNeeded && (agentAt === undefined || soon > draft.now + pace.eventDoesNotStart[0])) {
		scheduleIn(draft, pace.eventDoesNotStart, {
			type: 'target-given-up',
			deploymentId,
			instanceId,
			stage: deployment.stage,
		});
		return;
	}

	const at = isAgentNeeded ? soon : draft.now;
	schedule(draft, at, {type: 'lifecycle-event-starts', deploymentId, instanceId, index: leg.first});
};

const find = (draft: Draft, deploymentId: string, instanceId: string) => {
	const deployment = draft.deployments.get(deploymentId);
	const target = draft.targets.get(targetKey(deploymentId, instanceId));
	const instance = draft.instances.get(instanceId);
	return deployment === undefined || target === undefined || instance === undefined || deployment.stage === 'over'
		? undefined
		: {deployment, target, instance};
};

const durationOf = (name: string, target: Target): Span => {
	switch (name) {
		case 'ApplicationStop': {
			// A new instance has no earlier revision whose script could run (docs/facts.md CD 2.4).
			return pace.nothingToRun;
		}

		case 'DownloadBundle': {
			return pace.downloads;
		}

		case 'Install': {
			return pace.installs;
		}

		case 'AllowTraffic': {
			return [pace.targetHealthy[1] + 500, pace.targetHealthy[1] + 1500];
		}

		case 'BlockTraffic': {
			return target.instanceLabel === 'Blue'
				? [pace.targetDrained[1] + 500, pace.targetDrained[1] + 1500]
				: pace.hookRuns;
		}

		default: {
			return pace.hookRuns;
		}
	}
};

const isRunning = (instance: Instance): boolean => instance.state === 'running';

/** An event of one target starts, unless the deployment was stopped or the instance is gone. */
export const startEvent = (draft: Draft, deploymentId: string, instanceId: string, index: number): void => {
	const found = find(draft, deploymentId, instanceId);
	const event = found?.target.events[index];
	if (found === undefined || event?.status !== 'Pending' || !isOpen(found.target)) {
		return;
	}

	const {deployment, target, instance} = found;
	if (deployment.isStopping) {
		stopIfIdle(draft, deploymentId);
		return;
	}

	if (!isRunning(instance)) {
		// An original that is gone takes no traffic any more: nothing is left to do with it.
		if (target.instanceLabel === 'Blue') {
			setTarget(draft, target, {status: 'Skipped', events: withoutOpenEvents(draft, target)});
			settle(draft, deployment);
			return;
		}

		scheduleIn(draft, pace.eventDoesNotStart, {
			type: 'target-given-up',
			deploymentId,
			instanceId,
			stage: deployment.stage,
		});
		return;
	}

	const started = setTarget(draft, target, {
		status: 'InProgress',
		events: withEvent(target, index, {status: 'InProgress', startTime: draft.now}),
	});
	if (event.lifecycleEventName === 'AllowTraffic' || event.lifecycleEventName === 'BlockTraffic') {
		const resolved = resolveBalancers(draft, deployment.loadBalancerInfo);
		if (!resolved.isFound) {
			failTarget(draft, started, index, {
				errorCode: 'UnknownError',
				scriptName: '',
				message: `The load balancer or target group ${resolved.name} does not exist, or takes no instances.`,
				logTail: '',
			});
			end(draft, deploymentId, 'Failed', {
				code: 'ELASTIC_LOAD_BALANCING_INVALID',
				message: `The load balancer or target group ${resolved.name} cannot be used.`,
			});
			return;
		}

		const isControlled = deployment.deploymentStyle.deploymentOption === 'WITH_TRAFFIC_CONTROL';
		for (const balancer of isControlled ? resolved.balancers : []) {
			if (event.lifecycleEventName === 'AllowTraffic') {
				register(draft, balancer, instanceId);
			} else {
				deregister(draft, balancer, instanceId);
			}
		}
	}

	scheduleIn(draft, durationOf(event.lifecycleEventName, target), {
		type: 'lifecycle-event-ends',
		deploymentId,
		instanceId,
		index,
	});
};

const failTarget = (
	draft: Draft,
	target: Target,
	index: number,
	diagnostics: NonNullable<LifecycleEvent['diagnostics']>,
): void => {
	const failed = {...target, events: withEvent(target, index, {status: 'Failed', endTime: draft.now, diagnostics})};
	setTarget(draft, failed, {status: 'Failed', events: withoutOpenEvents(draft, failed)});
};

/** Why an event fails on this instance, if it does. */
const failureOf = (
	draft: Draft,
	deployment: Deployment,
	instance: Instance,
	name: string,
): LifecycleEvent['diagnostics'] => {
	const {revision} = deployment;
	if (revision.revisionType !== 'S3' || isRollback(deployment)) {
		return undefined;
	}

	const {bucket, key, eTag, version} = revision.s3Location;
	const broken = (message: string) => ({errorCode: 'UnknownError', scriptName: '', message, logTail: ''});
	if (name === 'DownloadBundle') {
		const profile = draft.account.instanceProfiles.find(({arn}) => arn === instance.instanceProfileArn);
		const object = draft.account.buckets
			.find(candidate => candidate.name === bucket)
			?.objects.find(candidate => candidate.key === key);
		if (profile?.canReadRevisions !== true) {
			return broken(`Access Denied: the instance's role may not read s3://${bucket}/${key}.`);
		}

		if (object === undefined) {
			return broken(`The specified key does not exist: s3://${bucket}/${key}.`);
		}

		const meant = version === undefined ? object.versions[0] : object.versions.find(({id}) => id === version);
		if (meant === undefined) {
			return broken(`The specified version does not exist: s3://${bucket}/${key}, ${version ?? ''}.`);
		}

		if (eTag !== undefined && eTag.replaceAll('"', '') !== meant.eTag.replaceAll('"', '')) {
			return broken(`The ETag of s3://${bucket}/${key} is not the expected one.`);
		}
	}

	const hook = draft.failingHooks.find(
		candidate => candidate.bucket === bucket && candidate.key === key && candidate.lifecycleEventName === name,
	);
	return hook === undefined ? undefined : toDiagnostics(hook);
};

const toDiagnostics = ({scriptName, message, logTail}: FailingHook) => ({
	errorCode: 'ScriptFailed',
	scriptName,
	message,
	logTail,
});

/** An event of one target ends: well, or as its script, its bundle or its instance make it end. */
export const endEvent = (draft: Draft, deploymentId: string, instanceId: string, index: number): void => {
	const found = find(draft, deploymentId, instanceId);
	const event = found?.target.events[index];
	if (found === undefined || event?.status !== 'InProgress') {
		return;
	}

	const {deployment, target, instance} = found;
	if (!isRunning(instance)) {
		scheduleIn(draft, pace.instanceLostDuringEvent, {
			type: 'target-given-up',
			deploymentId,
			instanceId,
			stage: deployment.stage,
		});
		return;
	}

	const diagnostics = failureOf(draft, deployment, instance, event.lifecycleEventName);
	if (diagnostics !== undefined) {
		failTarget(draft, target, index, diagnostics);
		settle(draft, deployment);
		return;
	}

	const events = withEvent(target, index, {
		status: 'Succeeded',
		endTime: draft.now,
		diagnostics: {errorCode: 'Success', scriptName: '', message: 'Succeeded', logTail: ''},
	});
	const leg = legOf(deployment);
	const isLegOver = leg === undefined || index >= leg.last;
	const isTargetOver = index === target.events.length - 1;
	setTarget(draft, target, {events, ...(isTargetOver && {status: 'Succeeded'})});
	if (isLegOver || deployment.isStopping) {
		settle(draft, deployment);
		return;
	}

	schedule(draft, draft.now, {type: 'lifecycle-event-starts', deploymentId, instanceId, index: index + 1});
};

/** No agent took the work up in time, or the instance went away: all that is open is skipped. */
export const giveUpTarget = (draft: Draft, deploymentId: string, instanceId: string, stage: DeploymentStage): void => {
	const found = find(draft, deploymentId, instanceId);
	if (found?.deployment.stage !== stage || !isOpen(found.target)) {
		return;
	}

	setTarget(draft, found.target, {status: 'Failed', events: withoutOpenEvents(draft, found.target)});
	settle(draft, found.deployment);
};

/** Judges the fleet after one of its targets came to an end, and goes on. */
const settle = (draft: Draft, {deploymentId}: Deployment): void => {
	const deployment = draft.deployments.get(deploymentId);
	const leg = deployment === undefined ? undefined : legOf(deployment);
	if (deployment === undefined || leg === undefined) {
		return;
	}

	const fleet = targetsOf(draft, deployment).filter(target => target.instanceLabel === leg.label);
	const failed = fleet.filter(({status}) => status === 'Failed').length;
	// One must succeed even where none need be healthy; of the originals none may fail (docs/facts.md CD 1.2).
	const allowed =
		deployment.stage === 'deregister'
			? 0
			: Math.min(fleet.length - 1, fleet.length - healthyNeeded(draft, deployment, fleet.length));
	if (failed > allowed) {
		end(draft, deploymentId, 'Failed', {
			code: 'HEALTH_CONSTRAINTS',
			message:
				'The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems.',
		});
		return;
	}

	work(draft, deployment);
};

const finishLeg = (draft: Draft, deployment: Deployment): void => {
	const {deploymentId} = deployment;
	if (deployment.isStopping) {
		end(draft, deploymentId, 'Stopped', stoppedByHand);
		return;
	}

	if (deployment.stage === 'install' && isInPlace(deployment)) {
		end(draft, deploymentId, 'Succeeded');
		return;
	}

	if (deployment.stage === 'install') {
		const ready = deployment.blueGreenDeploymentConfiguration?.deploymentReadyOption;
		if (ready?.actionOnTimeout === 'STOP_DEPLOYMENT') {
			waitForContinue(draft, deployment, ready.waitTimeInMinutes ?? 0);
			return;
		}

		enter(draft, deploymentId, 'reroute');
		return;
	}

	if (deployment.stage === 'reroute') {
		enter(draft, deploymentId, 'deregister');
		return;
	}

	endOriginals(draft, deployment);
};

const waitForContinue = (draft: Draft, deployment: Deployment, waitMinutes: number): void => {
	for (const target of targetsOf(draft, deployment)) {
		if (target.instanceLabel === 'Green' && isOpen(target)) {
			setTarget(draft, target, {status: 'Ready'});
		}
	}

	const {deploymentId} = deployment;
	const ready = patch(draft.deployments, deploymentId, {stage: 'ready-wait', status: 'Ready', readyAt: draft.now});
	if (ready !== undefined) {
		noteAttempt(draft, ready);
	}

	schedule(draft, draft.now + waitMinutes * 60_000, {type: 'ready-wait-ends', deploymentId});
};

/** ContinueDeployment with READY_WAIT; the caller has checked that it is ready. */
export const continueAfterReady = (draft: Draft, deploymentId: string): void => {
	patch(draft.deployments, deploymentId, {status: 'InProgress'});
	enter(draft, deploymentId, 'reroute');
};

/** Nobody continued in time: the deployment stops (docs/facts.md CD 1.2). */
export const endReadyWait = (draft: Draft, deploymentId: string): void => {
	if (draft.deployments.get(deploymentId)?.stage === 'ready-wait') {
		end(draft, deploymentId, 'Stopped', {
			code: 'TIMEOUT',
			message: 'Nobody continued the deployment before the wait time was over, so it was stopped.',
		});
	}
};

const endOriginals = (draft: Draft, deployment: Deployment): void => {
	const {deploymentId} = deployment;
	const option = deployment.blueGreenDeploymentConfiguration?.terminateBlueInstancesOnDeploymentSuccess;
	const hasOriginals = targetsOf(draft, deployment).some(({instanceLabel}) => instanceLabel === 'Blue');
	if (option?.action !== 'TERMINATE' || isRollback(deployment) || !hasOriginals) {
		end(draft, deploymentId, 'Succeeded');
		return;
	}

	patch(draft.deployments, deploymentId, {stage: 'termination-wait', instanceTerminationWaitTimeStarted: true});
	schedule(draft, draft.now + (option.terminationWaitTimeInMinutes ?? 0) * 60_000, {
		type: 'termination-wait-ends',
		deploymentId,
	});
};

/** The wait is over, or somebody ended it: CodeDeploy terminates the originals. */
export const endTerminationWait = (draft: Draft, deploymentId: string): void => {
	const deployment = draft.deployments.get(deploymentId);
	if (deployment?.stage !== 'termination-wait') {
		return;
	}

	for (const target of targetsOf(draft, deployment)) {
		if (target.instanceLabel === 'Blue') {
			terminateInstance(draft, target.instanceId);
		}
	}

	patch(draft.deployments, deploymentId, {stage: 'terminate'});
	scheduleIn(draft, pace.originalsTerminated, {type: 'originals-are-gone', deploymentId});
};

export const finishTermination = (draft: Draft, deploymentId: string): void => {
	if (draft.deployments.get(deploymentId)?.stage === 'terminate') {
		end(draft, deploymentId, 'Succeeded');
	}
};

const stoppedByHand = {code: 'MANUAL_STOP', message: 'The deployment was stopped by a person.'};

const stopIfIdle = (draft: Draft, deploymentId: string): boolean => {
	const deployment = draft.deployments.get(deploymentId);
	if (deployment === undefined || deployment.stage === 'over') {
		return true;
	}

	const isBusy = targetsOf(draft, deployment).some(({events}) => events.some(({status}) => status === 'InProgress'));
	if (isBusy) {
		return false;
	}

	end(draft, deploymentId, 'Stopped', stoppedByHand);
	return true;
};

/** StopDeployment: at once where nothing runs, else as soon as the running events have ended. */
export const stop = (draft: Draft, deploymentId: string, isRollingBack: boolean): 'Succeeded' | 'Pending' => {
	patch(draft.deployments, deploymentId, {isStopping: true, isRollingBackOnStop: isRollingBack});
	return stopIfIdle(draft, deploymentId) ? 'Succeeded' : 'Pending';
};
