import {deregisterEverywhere, register} from './balancing.js';
import {between, type Draft, hex, patch, schedule, scheduleIn} from './draft.js';
import {pace} from './pace.js';
import {type Elastigroup, type Instance, type Tag} from './state.js';

/** Tags that Spot itself puts on the instances of a group (docs/facts.md SPOT 2.3). */
const ownTags = (elastigroup: Elastigroup): readonly Tag[] => [
	{key: 'spotinst:aws:ec2:group:id', value: elastigroup.id},
	{key: 'spotinst:aws:ec2:group:name', value: elastigroup.name},
	{key: 'spotinst:aws:ec2:group:createdBy', value: 'spotinst'},
];

const profileOf = (draft: Draft, elastigroup: Elastigroup) =>
	draft.account.instanceProfiles.find(
		profile => profile.arn === elastigroup.instanceProfile || profile.name === elastigroup.instanceProfile,
	);

/** An agent needs an instance profile, and something that installs it (docs/facts.md CD 5.3, 5.4). */
const agentDelay = (draft: Draft, elastigroup: Elastigroup) => {
	if (profileOf(draft, elastigroup) === undefined) {
		return undefined;
	}

	if (draft.account.images.some(image => image.id === elastigroup.imageId && image.hasCodeDeployAgent)) {
		return pace.agentOfImage;
	}

	return /codedeploy/i.test(elastigroup.userData) ? pace.agentOfUserData : undefined;
};

/** Makes an instance of an Elastigroup, `pending`. It carries the group's own tags from the first moment. */
export const launchInstance = (
	draft: Draft,
	elastigroup: Elastigroup,
	launch: {
		readonly instanceType: string;
		readonly zone: string;
		readonly subnetId: string;
		readonly spotRequestId?: string;
	},
): Instance => {
	const tags = [...elastigroup.tags, ...ownTags(elastigroup)];
	const number = draft.instances.size;
	const instance: Instance = {
		...launch,
		instanceId: `i-0${hex(draft, 16)}`,
		imageId: elastigroup.imageId,
		state: 'pending',
		launchedAt: draft.now,
		tags,
		launchTags: tags,
		tagsSeenByCodeDeploy: [],
		vpcId: draft.account.subnets.find(subnet => subnet.id === launch.subnetId)?.vpcId ?? '',
		privateIp: `10.0.${Math.floor(number / 200) % 250}.${10 + (number % 200)}`,
		securityGroupIds: elastigroup.securityGroupIds,
		...(elastigroup.keyPair !== undefined && {keyPair: elastigroup.keyPair}),
		...withProfile(profileOf(draft, elastigroup)?.arn),
		...withFiles(draft.account.images.find(({id}) => id === elastigroup.imageId)?.files),
		elastigroupId: elastigroup.id,
	};
	draft.instances.set(instance.instanceId, instance);
	scheduleIn(draft, pace.instanceRunning, {type: 'instance-running', instanceId: instance.instanceId});
	scheduleIn(draft, draft.tagDelay, {
		type: 'tags-seen-by-code-deploy',
		instanceId: instance.instanceId,
		tags,
	});
	return instance;
};

const withProfile = (instanceProfileArn: string | undefined) =>
	instanceProfileArn === undefined ? {} : {instanceProfileArn};

const withFiles = (paths: readonly string[] = []) => (paths.length === 0 ? {} : {files: paths.map(path => ({path}))});

/**
 * The instance runs. An Elastigroup registers its instances with its load balancers; those of a blue/green run are
 * left for CodeDeploy to register when it allows traffic.
 */
export const becomeRunning = (draft: Draft, instanceId: string): void => {
	const instance = draft.instances.get(instanceId);
	if (instance?.state !== 'pending') {
		return;
	}

	const elastigroup = draft.elastigroups.get(instance.elastigroupId ?? '');
	const delay = elastigroup === undefined ? undefined : agentDelay(draft, elastigroup);
	patch(draft.instances, instanceId, {
		state: 'running',
		runningAt: draft.now,
		...(delay !== undefined && {agentAt: draft.now + between(draft, delay)}),
	});
	scheduleIn(draft, pace.statusChecksPassed, {type: 'instance-checks-passed', instanceId});
	const isGreen = [...draft.blueGreens.values()].some(blueGreen => blueGreen.greenIds.includes(instanceId));
	if (!isGreen) {
		for (const balancer of elastigroup?.balancers ?? []) {
			register(draft, balancer, instanceId);
		}
	}
};

export const passChecks = (draft: Draft, instanceId: string): void => {
	if (draft.instances.get(instanceId)?.state === 'running') {
		patch(draft.instances, instanceId, {checksPassedAt: draft.now});
	}
};

/** Adds tags, replacing those of the same key as EC2 does; CodeDeploy learns of it later. */
export const addTags = (draft: Draft, instanceId: string, added: readonly Tag[]): void => {
	const instance = draft.instances.get(instanceId);
	if (instance === undefined) {
		return;
	}

	const tags = [...instance.tags.filter(tag => !added.some(({key}) => key === tag.key)), ...added];
	draft.instances.set(instanceId, {...instance, tags});
	scheduleIn(draft, draft.tagDelay, {type: 'tags-seen-by-code-deploy', instanceId, tags});
};

export const seeTags = (draft: Draft, instanceId: string, tags: readonly Tag[]): void => {
	patch(draft.instances, instanceId, {tagsSeenByCodeDeploy: tags});
};

/** Starts the end of an instance: no traffic any more, and the Elastigroup notices the loss. */
export const terminateInstance = (draft: Draft, instanceId: string): void => {
	const instance = draft.instances.get(instanceId);
	if (instance === undefined || instance.state === 'shutting-down' || instance.state === 'terminated') {
		return;
	}

	draft.instances.set(instanceId, {...instance, state: 'shutting-down'});
	deregisterEverywhere(draft, instanceId);
	scheduleIn(draft, pace.instanceTerminated, {type: 'instance-terminated', instanceId});
	if (instance.elastigroupId !== undefined) {
		scheduleIn(draft, pace.elastigroupReconciles, {
			type: 'elastigroup-reconciles',
			elastigroupId: instance.elastigroupId,
		});
	}
};

export const becomeTerminated = (draft: Draft, instanceId: string): void => {
	patch(draft.instances, instanceId, {state: 'terminated', terminatedAt: draft.now});
};

/** Takes traffic from an instance first, then terminates it after `drainingMs`. */
export const drainAndTerminate = (draft: Draft, instanceId: string, drainingMs: number): void => {
	deregisterEverywhere(draft, instanceId);
	schedule(draft, draft.now + drainingMs, {type: 'instance-drained', instanceId});
};
