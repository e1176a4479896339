import {type Instance, type Tag, type World} from '../../source/simulator/world/state.js';

export type Neighbour = {
	readonly instanceId: string;
	/** Besides the tags of its owner. */
	readonly tags: Readonly<Record<string, string>>;
	readonly owner:
		| {readonly kind: 'elastigroup'; readonly id: string; readonly name: string}
		| {readonly kind: 'auto-scaling-group'; readonly name: string}
		| {readonly kind: 'nobody'};
	readonly state?: Instance['state'];
};

const ownerTags = (owner: Neighbour['owner']): Readonly<Record<string, string>> => {
	switch (owner.kind) {
		case 'elastigroup': {
			return {'spotinst:aws:ec2:group:id': owner.id, 'spotinst:aws:ec2:group:name': owner.name};
		}

		case 'auto-scaling-group': {
			return {'aws:autoscaling:groupName': owner.name};
		}

		case 'nobody': {
			return {};
		}
	}
};

/** The world with instances that do not belong to the seeded Elastigroup, and with the Elastigroups that own them. */
export const withNeighbours = (world: World, neighbours: readonly Neighbour[]): World => {
	const [template] = world.instances.values();
	const [group] = world.elastigroups.values();
	const instances = new Map(world.instances);
	const elastigroups = new Map(world.elastigroups);

	for (const {instanceId, tags, owner, state = 'running'} of neighbours) {
		const {elastigroupId: _, spotRequestId: __, ...unowned} = template!;
		const all: readonly Tag[] = Object.entries({...ownerTags(owner), ...tags}).map(([key, value]) => ({key, value}));
		instances.set(instanceId, {
			...unowned,
			instanceId,
			state,
			tags: all,
			launchTags: all,
			tagsSeenByCodeDeploy: all,
			...(owner.kind === 'elastigroup' && {elastigroupId: owner.id}),
		});

		if (owner.kind === 'elastigroup') {
			elastigroups.set(owner.id, {...group!, id: owner.id, name: owner.name, deploymentGroups: []});
		}
	}

	return {...world, instances, elastigroups};
};
