/** What other people do: in the consoles of both clouds, and to the machines. */
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {type Result} from '../../source/core/problem.js';
import {type Draft, transact} from '../../source/simulator/world/draft.js';
import {activeBlueGreen, membersOf} from '../../source/simulator/world/fleet.js';
import {addTags, seeTags, terminateInstance} from '../../source/simulator/world/instances.js';
import {type Instance, type World} from '../../source/simulator/world/state.js';
import {elastigroupId} from './build-world.js';
import {count, type Stage, tell} from './stage.js';
import {type Deed} from './story.js';

type ConsoleDeed = Extract<Deed, {readonly who: 'console'}>;

const application = {applicationName: 'shop', deploymentGroupName: 'shop-bg'};

const openConsoles = ({simulator, time}: Stage) => ({
	codeDeploy: createCodeDeployFromSdk({region: 'ap-northeast-2', endpoint: simulator.url}),
	elastigroups: createElastigroupsFromAxios({
		baseUrl: simulator.url,
		token: simulator.environment['SPOTINST_TOKEN'] ?? '',
		accountId: simulator.environment['SPOTINST_ACCOUNT'] ?? '',
		now: () => time.now(),
		retryDelayMs: 1,
	}),
});

const activeDeploymentId = (world: World): string =>
	[...world.deployments.values()].findLast(({stage}) => stage !== 'over')?.deploymentId ?? 'd-000000000';

/** An instance of the Elastigroup that a blue/green of now brought, or one that was there before. */
const oneOf = (world: World, from: 'blue' | 'green'): Instance | undefined => {
	const born = new Set(
		[...world.blueGreens.values()].flatMap(({greenIds, endedAt}) => (endedAt === undefined ? greenIds : [])),
	);
	return membersOf(world, elastigroupId).find(({instanceId}) => born.has(instanceId) === (from === 'green'));
};

const changeInstance = (
	stage: Stage,
	find: (world: World) => Instance | undefined,
	change: (draft: Draft, instance: Instance) => void,
): string => {
	const instance = find(stage.simulator.world);
	if (instance === undefined) {
		return 'there is none';
	}

	stage.simulator.change(
		world =>
			transact(world, draft => {
				change(draft, instance);
			}).world,
	);
	return instance.instanceId;
};

const say = (result: Result<unknown>): string => (result.isOk ? 'ok' : result.problem.code);

const carryOut = async (stage: Stage, deed: ConsoleDeed): Promise<string> => {
	const {codeDeploy, elastigroups} = openConsoles(stage);
	const {world} = stage.simulator;
	switch (deed.does) {
		case 'start-blue-green': {
			return say(
				await elastigroups.startBlueGreen(elastigroupId, {
					timeoutMinutes: 45,
					tags: [{key: 'version', value: deed.value}],
					deploymentGroups: [application],
				}),
			);
		}

		case 'create-deployment': {
			const tags = activeBlueGreen(world, elastigroupId)?.tags ?? [{key: 'version', value: '6.0'}];
			return say(
				await codeDeploy.createDeployment({
					...application,
					revision: {
						kind: 's3',
						bucket: 'shop-releases-ap-northeast-2',
						key: 'shop/shop-6.0.zip',
						bundleType: 'zip',
					},
					replacementTags: tags,
					description: 'By hand',
				}),
			);
		}

		case 'continue-deployment': {
			return say(await codeDeploy.continueDeployment(activeDeploymentId(world), 'ready'));
		}

		case 'stop-deployment': {
			const {isRollingBack} = deed;
			return say(await codeDeploy.stopDeployment(activeDeploymentId(world), {isRollingBack}));
		}

		case 'stop-blue-green': {
			const id = activeBlueGreen(world, elastigroupId)?.id ?? 'cdbg-00000000';
			return say(await elastigroups.stopBlueGreen(elastigroupId, id));
		}

		case 'set-capacity': {
			const {target = 1, minimum = 0, maximum = 1} = world.elastigroups.get(elastigroupId)?.capacity ?? {};
			const wanted = Math.max(0, target + deed.more);
			const capacity = {target: wanted, minimum: Math.min(minimum, wanted), maximum: Math.max(maximum, wanted)};
			return `${wanted}: ${say(await elastigroups.setCapacity(elastigroupId, capacity))}`;
		}

		case 'suspend': {
			return say(await elastigroups.suspend(elastigroupId, [{process: deed.process}]));
		}

		case 'lift-suspensions': {
			const names = (world.elastigroups.get(elastigroupId)?.suspensions ?? []).map(({name}) => name);
			return names.length === 0 ? 'there is none' : say(await elastigroups.liftSuspensions(elastigroupId, names));
		}

		case 'change-filter': {
			const tagFilters = [[{type: 'key-and-value', key: 'version', value: deed.value}]] as const;
			return say(await codeDeploy.updateDeploymentGroup('shop', 'shop-bg', {tagFilters}));
		}

		case 'remove-tags': {
			return changeInstance(
				stage,
				before => oneOf(before, deed.from),
				(draft, instance) => {
					const tags = instance.tags.filter(({key}) => key !== 'version');
					draft.instances.set(instance.instanceId, {...instance, tags});
					seeTags(draft, instance.instanceId, tags);
				},
			);
		}

		case 'terminate': {
			return changeInstance(
				stage,
				before => oneOf(before, deed.from),
				(draft, instance) => {
					terminateInstance(draft, instance.instanceId);
				},
			);
		}

		case 'tag-neighbour': {
			const isNeighbour = ({elastigroupId: id}: Instance): boolean => id !== undefined && id !== elastigroupId;
			const tagged = changeInstance(
				stage,
				before => [...before.instances.values()].find(instance => isNeighbour(instance)),
				(draft, instance) => {
					addTags(draft, instance.instanceId, [{key: 'version', value: '5.0'}]);
				},
			);
			stage.strangers.add(tagged);
			return tagged;
		}
	}
};

const sayDeed = (deed: ConsoleDeed): string => {
	const {who: _who, does, ...rest} = deed;
	return `${does} ${Object.values<unknown>(rest).join(' ')}`.trim();
};

/** Does it; what changed something is noted, since it excuses what comes of it. */
export const actInConsole = async (stage: Stage, deed: ConsoleDeed): Promise<void> => {
	stage.activity.begin();
	await stage.activity.inTurn(async () => {
		const before = stage.simulator.world;
		const answer = await carryOut(stage, deed);
		const after = stage.simulator.world;
		const what = sayDeed(deed);
		tell(stage, 'console', `${what}: ${answer}`);
		count(stage, `console: ${deed.does}${before === after ? ' (refused)' : ''}`);
		if (before !== after) {
			stage.interferences.push({at: stage.time.now(), what, world: after});
		}
	});
	stage.activity.end();
};
