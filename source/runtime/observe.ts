import {type Instance} from '../core/cloud/account.js';
import {type Deployment, type DeploymentTarget} from '../core/cloud/code-deploy.js';
import {type Elastigroup, type ElastigroupInstance, type SpotLogEntry} from '../core/cloud/elastigroup.js';
import {ok, type Result} from '../core/problem.js';
import {planLook} from '../core/run/diff.js';
import {type Run} from '../core/run/run.js';
import {type Registration, type Snapshot} from '../core/run/snapshot.js';
import {isFinalDeployment} from '../core/run/state.js';
import {type Ports} from '../ports/ports.js';

export type ObservePorts = Pick<Ports, 'codeDeploy' | 'elastigroups' | 'account' | 'clock'>;

/** Up to this many targets are asked for in full each time; beyond it only those that may still change. */
const wholeFleet = 50;
/** How far before the start a lost deployment is looked for: one that is not ours costs nothing, a missed one does. */
const lookBackMs = 15 * 60_000;
const soughtDeployments = 20;

const settled = new Set(['succeeded', 'failed', 'skipped']);

const readTargets = async (
	ports: ObservePorts,
	deploymentId: string,
	known: Readonly<Record<string, DeploymentTarget>>,
	signal?: AbortSignal,
): Promise<Result<readonly DeploymentTarget[]>> => {
	const listed = await ports.codeDeploy.listTargets(deploymentId, undefined, signal);
	if (!listed.isOk) {
		return listed;
	}

	const ids =
		listed.value.length <= wholeFleet
			? listed.value
			: listed.value.filter(id => {
					const status = known[id]?.status;
					return typeof status !== 'string' || !settled.has(status);
				});
	return ids.length === 0 ? ok([]) : ports.codeDeploy.getTargets(deploymentId, ids, signal);
};

const readGroupDeployments = async (
	ports: ObservePorts,
	run: Run,
	signal?: AbortSignal,
): Promise<Result<readonly Deployment[]>> => {
	const {applicationName, deploymentGroupName} = run.config;
	const {isSeekingDeployment, otherDeploymentIds} = planLook(run);
	const listed = await ports.codeDeploy.listDeployments(
		{
			applicationName,
			deploymentGroupName,
			...(isSeekingDeployment
				? {createdAfter: (run.baseline?.spotTime ?? run.startedAt) - lookBackMs, limit: soughtDeployments}
				: {statuses: ['created', 'queued', 'in-progress', 'baking', 'ready'], limit: 1}),
		},
		signal,
	);
	if (!listed.isOk) {
		return listed;
	}

	const found: Deployment[] = [];
	for (const id of new Set([...listed.value, ...otherDeploymentIds])) {
		const deployment = await ports.codeDeploy.getDeployment(id, signal);
		if (!deployment.isOk) {
			return deployment;
		}

		found.push(deployment.value);
	}

	return ok(found);
};

const readLog = async (ports: ObservePorts, run: Run, signal?: AbortSignal): Promise<Result<readonly SpotLogEntry[]>> =>
	ports.elastigroups.listLogs(
		run.config.elastigroupId,
		run.spotLog.at(-1)?.at ?? run.baseline?.spotTime ?? run.startedAt,
		signal,
	);

const readHealth = async (
	ports: ObservePorts,
	run: Run,
	signal?: AbortSignal,
): Promise<Result<readonly Registration[]> | undefined> => {
	const {targetGroupArns, classicLoadBalancerNames} = run.config.group;
	if (targetGroupArns.length === 0 && classicLoadBalancerNames.length === 0) {
		return undefined;
	}

	const answers = await Promise.all([
		...targetGroupArns.map(async arn => ({
			balancer: arn,
			answer: await ports.account.listTargetHealth(arn, signal),
		})),
		...classicLoadBalancerNames.map(async name => ({
			balancer: name,
			answer: await ports.account.listClassicHealth(name, signal),
		})),
	]);
	const all: Registration[] = [];
	for (const {balancer, answer} of answers) {
		if (!answer.isOk) {
			return answer;
		}

		all.push(...answer.value.map(target => ({...target, balancer})));
	}

	return ok(all);
};

const readInstances = async (
	ports: ObservePorts,
	run: Run,
	ids: readonly string[],
	signal?: AbortSignal,
): Promise<Result<readonly Instance[]>> => {
	if (ids.length === 0) {
		return ports.account.listInstances({tags: run.config.greenTags}, signal);
	}

	const named = await ports.account.listInstances({instanceIds: ids}, signal);
	// EC2 refuses the whole question when it does not know one of the ids yet, or no longer.
	return !named.isOk && named.problem.kind === 'not-found'
		? ports.account.listInstances({tags: run.config.greenTags}, signal)
		: named;
};

/**
 * What an instance of each type counts for: its weight where the Elastigroup gives one, else its vCPUs, which is what the
 * console calls the unit (docs/facts.md SPOT 2.7, inferred).
 */
const readWeights = async (
	{account}: ObservePorts,
	elastigroup: Result<Elastigroup> | undefined,
	members: Result<readonly ElastigroupInstance[]> | undefined,
	signal?: AbortSignal,
): Promise<Snapshot['weights']> => {
	if (elastigroup?.isOk !== true || elastigroup.value.capacityUnit !== 'weight') {
		return undefined;
	}

	const {weights = {}, spotTypes, onDemandTypes} = elastigroup.value;
	const present = members?.isOk ? members.value.map(({instanceType}) => instanceType) : [];
	const names = [...new Set([...present, ...spotTypes, ...onDemandTypes])].filter(name => weights[name] === undefined);
	const types = names.length === 0 ? ok([]) : await account.getInstanceTypes(names, signal);
	return types.isOk
		? ok({...Object.fromEntries(types.value.map(({name, vCpus}) => [name, vCpus])), ...weights})
		: types;
};

type SpotPart = Pick<Snapshot, 'elastigroup' | 'members' | 'blueGreens' | 'spotLog' | 'suspensions' | 'weights'>;

const observeSpot = async (ports: ObservePorts, run: Run, signal?: AbortSignal): Promise<SpotPart> => {
	const {elastigroupId} = run.config;
	if (elastigroupId === '') {
		return {};
	}

	const plan = planLook(run);
	const [elastigroup, members, blueGreens, spotLog, suspensions] = await Promise.all([
		ports.elastigroups.get(elastigroupId, signal),
		ports.elastigroups.listInstances(elastigroupId, signal),
		ports.elastigroups.listBlueGreen(elastigroupId, signal),
		// Before the baseline it tells of earlier runs.
		plan.isNotingBaseline ? undefined : readLog(ports, run, signal),
		plan.isReadingSuspensions ? ports.elastigroups.listSuspensions(elastigroupId, signal) : undefined,
	]);
	const weights = plan.isNotingBaseline ? await readWeights(ports, elastigroup, members, signal) : undefined;
	return {
		elastigroup,
		members,
		blueGreens,
		...(spotLog && {spotLog}),
		...(suspensions && {suspensions}),
		...(weights && {weights}),
	};
};

type DeploymentPart = Pick<Snapshot, 'deployment' | 'targets' | 'rollback' | 'rollbackTargets' | 'groupDeployments'>;

const observeDeployment = async (ports: ObservePorts, run: Run, signal?: AbortSignal): Promise<DeploymentPart> => {
	const plan = planLook(run);
	if (run.deploymentId === undefined) {
		return {groupDeployments: await readGroupDeployments(ports, run, signal)};
	}

	const deployment = await ports.codeDeploy.getDeployment(run.deploymentId, signal);
	const targets =
		deployment.isOk && plan.isReadingTargets
			? await readTargets(ports, run.deploymentId, run.deployment?.targets ?? {}, signal)
			: undefined;
	const rollbackId = run.rollbackDeploymentId ?? (deployment.isOk ? deployment.value.rollbackDeploymentId : undefined);
	if (rollbackId === undefined) {
		return {deployment, ...(targets && {targets})};
	}

	const rollback = await ports.codeDeploy.getDeployment(rollbackId, signal);
	const wasFinal = run.rollback !== undefined && isFinalDeployment(run.rollback.deployment.status);
	const rollbackTargets =
		rollback.isOk && !wasFinal ? await readTargets(ports, rollbackId, run.rollback?.targets ?? {}, signal) : undefined;
	return {deployment, ...(targets && {targets}), rollback, ...(rollbackTargets && {rollbackTargets})};
};

/**
 * One bounded look at both clouds. Every part fails by itself and never throws: a cloud that does not answer is a
 * finding, not a failure of the run.
 */
export const observe = async (ports: ObservePorts, run: Run, signal?: AbortSignal): Promise<Snapshot> => {
	const askedAt = ports.clock.now();
	const [spot, codeDeploy, health] = await Promise.all([
		observeSpot(ports, run, signal),
		observeDeployment(ports, run, signal),
		readHealth(ports, run, signal),
	]);
	const ids = new Set([
		...(run.baseline?.instanceIds ?? []),
		...Object.values(run.fleet)
			.filter(({state}) => state !== 'terminated')
			.map(({instanceId}) => instanceId),
		...(spot.members?.isOk === true
			? spot.members.value.flatMap(({instanceId}) => (instanceId === undefined ? [] : [instanceId]))
			: []),
		...(codeDeploy.targets?.isOk === true ? codeDeploy.targets.value.map(({instanceId}) => instanceId) : []),
	]);
	for (const {instanceId, state} of Object.values(run.fleet)) {
		if (state === 'terminated') {
			ids.delete(instanceId);
		}
	}

	const instances = await readInstances(ports, run, [...ids], signal);
	return {
		askedAt,
		at: ports.clock.now(),
		...spot,
		...codeDeploy,
		...(health && {health}),
		instances,
	};
};
