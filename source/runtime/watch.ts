import {type Deployment} from '../core/cloud/code-deploy.js';
import {type Elastigroup} from '../core/cloud/elastigroup.js';
import {type Result} from '../core/problem.js';
import {answeredSources, diff} from '../core/run/diff.js';
import {type Outcome, type RunConfig, type RunEvent} from '../core/run/event.js';
import {fold, foldAll, type Run} from '../core/run/fold.js';
import {findBlueGreen} from '../core/run/mark.js';
import {hasBlueGreenEnded, isFinalDeployment} from '../core/run/state.js';
import {type Ports} from '../ports/ports.js';
import {type DriveControl} from './drive-control.js';
import {type DriveEnd, type DriveOptions} from './drive.js';
import {observe} from './observe.js';
import {nextPauseMs} from './poll.js';

type WatchPorts = Pick<Ports, 'codeDeploy' | 'elastigroups' | 'account' | 'clock'>;

const valueOf = <Value>(result: Result<Value>): Value | undefined => (result.isOk ? result.value : undefined);

const findElastigroup = (
	groups: readonly Elastigroup[],
	{applicationName, deploymentGroupName}: Deployment,
): Elastigroup | undefined =>
	groups.find(({deploymentGroups}) =>
		deploymentGroups.some(
			ref => ref.applicationName === applicationName && ref.deploymentGroupName === deploymentGroupName,
		),
	);

/** What can be found out about a run that somebody else began; each look-up may be refused. */
const rebuildConfig = async (ports: WatchPorts, deployment: Deployment, signal: AbortSignal): Promise<RunConfig> => {
	const {applicationName, deploymentGroupName} = deployment;
	const [identity, group, elastigroups, targetGroups] = await Promise.all([
		ports.account.getIdentity(signal),
		ports.codeDeploy.getDeploymentGroup(applicationName, deploymentGroupName, signal),
		ports.elastigroups.list(signal),
		ports.account.listTargetGroups(signal),
	]);
	const known = valueOf(group);
	const elastigroup = findElastigroup(valueOf(elastigroups) ?? [], deployment);
	const readyOption = deployment.readyOption ?? known?.readyOption;
	const originalsOption = deployment.originalsOption ?? known?.originalsOption;
	return {
		runId: `watch-${deployment.deploymentId}`,
		...(identity.isOk && {awsAccountId: identity.value.accountId}),
		region: valueOf(identity)?.region ?? elastigroup?.region ?? '',
		applicationName,
		deploymentGroupName,
		elastigroupId: elastigroup?.id ?? '',
		elastigroupName: elastigroup?.name ?? '',
		...(elastigroup?.instanceProfile !== undefined && {instanceProfile: elastigroup.instanceProfile}),
		greenTags: deployment.replacementTags,
		timeoutMinutes: 0,
		revision: deployment.revision ?? {kind: 'github', repository: '', commitId: ''},
		description: deployment.description,
		group: {
			tagFilters: known?.tagFilters ?? [],
			...(readyOption && {readyOption}),
			...(originalsOption && {originalsOption}),
			...(known?.deploymentConfigName !== undefined && {deploymentConfigName: known.deploymentConfigName}),
			...(known?.serviceRoleArn !== undefined && {serviceRoleArn: known.serviceRoleArn}),
			targetGroupArns: (valueOf(targetGroups) ?? [])
				.filter(({name}) => known?.targetGroupNames.includes(name))
				.map(({arn}) => arn),
			classicLoadBalancerNames: known?.classicLoadBalancerNames ?? [],
		},
		isAdvancingFilter: false,
		policy: {readyGate: 'ask', cleanUp: 'never', restore: 'never'},
		isDemo: false,
	};
};

const outcomeOf = (run: Run, now: number): Outcome | undefined => {
	const status = run.deployment?.deployment.status;
	const isRollbackOpen =
		run.rollbackDeploymentId !== undefined &&
		(run.rollback === undefined || !isFinalDeployment(run.rollback.deployment.status));
	const isBlueGreenOpen = run.blueGreen !== undefined && !hasBlueGreenEnded(run.blueGreen, now);
	if (isRollbackOpen || isBlueGreenOpen) {
		return undefined;
	}

	// Nothing was noted before a run that is only watched, so that nothing can differ from it.
	if (status === 'succeeded') {
		return {kind: 'succeeded', isRestored: true};
	}

	return status === 'failed' || status === 'stopped' ? {kind: status, isClean: false} : undefined;
};

/** Looks and tells until the deployment, its rollback and Spot's part have ended. */
export const watchLoop = async (
	ports: WatchPorts,
	deploymentId: string,
	options: DriveOptions,
	control: DriveControl,
): Promise<DriveEnd> => {
	const {clock} = ports;
	const {signal} = control;
	const deployment = await ports.codeDeploy.getDeployment(deploymentId, signal);
	if (!deployment.isOk) {
		return signal.aborted ? {kind: 'detached'} : {kind: 'problem', problem: deployment.problem};
	}

	const config = await rebuildConfig(ports, deployment.value, signal);
	const begin: readonly RunEvent[] = [
		{type: 'run-started', at: deployment.value.createdAt, config},
		{type: 'deployment-seen', at: clock.now(), deployment: deployment.value},
	];
	let run = foldAll(begin);
	for (const event of begin) {
		options.onEvent(event);
	}

	const take = (event: RunEvent): void => {
		run = fold(run, event);
		options.onEvent(event);
	};

	let failures = 0;
	for (;;) {
		const snapshot = await observe(ports, run, signal);
		if (signal.aborted) {
			return {kind: 'detached'};
		}

		if (run.blueGreenId === undefined && snapshot.blueGreens?.isOk === true) {
			const found = findBlueGreen(run, snapshot.blueGreens.value);
			if (found !== undefined) {
				take({type: 'blue-green-seen', at: snapshot.at, blueGreenId: found.id, state: found.state});
			}
		}

		for (const event of diff(run, snapshot)) {
			take(event);
		}

		take({type: 'sources-seen', at: snapshot.at, sources: answeredSources(snapshot)});
		const outcome = outcomeOf(run, clock.now());
		if (outcome !== undefined) {
			take({type: 'run-ended', at: run.deployment?.deployment.completedAt ?? clock.now(), outcome});
			return {kind: 'ended', outcome};
		}

		failures = Object.values(run.sources).some(({lost}) => lost !== undefined) ? failures + 1 : 0;
		control.takeRequests();
		const random = options.random ?? (() => 1);
		await control.sleep(nextPauseMs(run, {kind: 'wait', for: 'deployment'}, clock.now(), {failures, random}));
		if (signal.aborted) {
			return {kind: 'detached'};
		}
	}
};
