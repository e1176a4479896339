/**
 * What a person is promised who leaves a run, or does nothing about it, at each of its moments; and whether the clouds
 * then do it. Each run is left at its moment, three hours pass, and the world is looked at.
 */
import test, {type ExecutionContext} from 'ava';
import {type RunEvent} from '../../source/core/run/event.js';
import {foldAll} from '../../source/core/run/fold.js';
import {type RunView} from '../../source/core/run/run-view.js';
import {sayUnattended} from '../../source/core/run/unattended.js';
import {toRunView} from '../../source/core/run/view.js';
import {say} from '../../source/messages/catalogue.js';
import {startRun, watchDeployment, type RunHandle} from '../../source/runtime/drive.js';
import {createDriveWorld, viewOf, type DriveWorld} from '../helpers/drive-world.js';

const hour = 3_600_000;

type Moment = {
	readonly options?: Parameters<typeof createDriveWorld>[0];
	readonly change?: Parameters<typeof createDriveWorld>[1];
	readonly prepare?: (world: DriveWorld) => void;
	/** What is asked for once the first of the two views is reached. */
	readonly request?: readonly [when: (view: RunView) => boolean, request: Parameters<RunHandle['request']>[0]];
	readonly at: (view: RunView) => boolean;
	readonly unattended: RunView['unattended'];
	readonly says: RegExp;
	/** What stands behind "Otherwise: ", where anything does. */
	readonly otherwise?: RegExp;
	/** What became of the clouds after three hours in which nobody did anything. */
	readonly afterwards: Readonly<Record<string, unknown>>;
	readonly meanwhile?: (world: DriveWorld) => void;
};

/** How the clouds stand: only what is promised is compared. */
const stateOf = (world: DriveWorld) => {
	const {blueGreens, deployments, elastigroups, instances, deploymentGroups} = world.simulator.world;
	const members = [...instances.values()].filter(
		({elastigroupId, state}) => elastigroupId === 'sig-5a3c19e7' && state === 'running',
	);
	const isOriginal = (id: string) => id.startsWith('i-0123456789a');
	const newest = [...deployments.values()].find(({deploymentId}) => deploymentId !== 'd-5Q0XR7K2M');
	return {
		blueGreen: [...blueGreens.values()].find(({id}) => id !== 'cdbg-3f9a1c27')?.state,
		deployment: newest?.status,
		why: newest?.errorInformation?.code,
		originals: members.filter(({instanceId}) => isOriginal(instanceId)).length,
		replacements: members.filter(({instanceId}) => !isOriginal(instanceId)).length,
		target: elastigroups.get('sig-5a3c19e7')?.capacity.target,
		filter: JSON.stringify(deploymentGroups.get('shop/shop-bg')?.ec2TagSet).includes('6.0') ? '6.0' : '5.0',
	};
};

const inPhase =
	(phase: RunView['phase']) =>
	(view: RunView): boolean =>
		view.phase === phase;

const atGate =
	(kind: 'ready' | 'clean-up' | 'restore') =>
	(view: RunView): boolean =>
		view.gate?.kind === kind;

const isOver = {originals: 0, replacements: 2, target: 2, blueGreen: 'FINISHED', deployment: 'Succeeded'} as const;

const moments: Readonly<Record<string, Moment>> = {
	'before anything was started': {
		prepare(world) {
			world.simulator.inject({kind: 'server-error', service: 'spot', count: 500});
		},
		at: view => view.sources.some(({state}) => state === 'lost'),
		unattended: 'nothing',
		says: /Nothing was started .* nothing starts by itself/,
		afterwards: {blueGreen: undefined, deployment: undefined, originals: 2, replacements: 0, target: 2},
	},
	'while Spot launches': {
		at: inPhase('provision'),
		unattended: 'launch',
		says: /goes on launching.*created only once somebody comes back; Spot gives up 60 min .* may stay and cost money/,
		afterwards: {blueGreen: 'FINISHED_ERROR', deployment: undefined, originals: 2, replacements: 2, target: 4},
	},
	'while Spot finds no capacity': {
		options: {scenario: 'no-capacity'},
		at: view => view.next.text.id === 'run.next.instances.capacity',
		unattended: 'launch',
		says: /Spot gives up 60 min/,
		otherwise: /^Spot tries again, and gives up 60 min after its start$/,
		afterwards: {blueGreen: 'FINISHED_ERROR', deployment: undefined, originals: 2, replacements: 0, target: 4},
	},
	'once the replacements run and are tagged': {
		options: {tagDelayMs: 3 * 60_000},
		at: view => view.unattended === 'launched',
		unattended: 'launched',
		says: /run and are tagged.*created only once somebody comes back; Spot gives up 60 min/,
		afterwards: {blueGreen: 'FINISHED_ERROR', deployment: undefined, originals: 2, replacements: 2, target: 4},
	},
	'during the installation, with no gate ahead': {
		at: inPhase('install'),
		unattended: 'deployment',
		says: /goes on in the clouds\. Comparing and restoring .* wait until somebody comes back/,
		afterwards: {...isOver, filter: '5.0'},
	},
	'during the installation, with a gate ahead': {
		options: {scenario: 'ready-gate'},
		change: {timeoutMinutes: 240},
		at: inPhase('install'),
		unattended: 'to-gate',
		says: /goes on until it is ready and waits for somebody .* CodeDeploy stops it when that wait ends/,
		afterwards: {deployment: 'Stopped', why: 'TIMEOUT', originals: 2, replacements: 2, target: 4},
	},
	'at the gate': {
		options: {scenario: 'ready-gate'},
		change: {timeoutMinutes: 240},
		at: atGate('ready'),
		unattended: 'gate',
		says: /waiting for somebody to continue it; CodeDeploy stops it/,
		otherwise: /^CodeDeploy stops the deployment when the wait ends$/,
		afterwards: {deployment: 'Stopped', why: 'TIMEOUT', originals: 2},
	},
	'behind the gate': {
		options: {scenario: 'ready-gate'},
		request: [atGate('ready'), 'continue'],
		at: inPhase('reroute'),
		unattended: 'deployment',
		says: /goes on in the clouds/,
		afterwards: isOver,
	},
	'before the originals end': {
		at: inPhase('termination-wait'),
		unattended: 'deployment',
		says: /goes on in the clouds/,
		otherwise: /^the originals are terminated when the wait ends$/,
		afterwards: isOver,
	},
	'while Spot ends its part': {
		at: inPhase('finalise'),
		unattended: 'closing',
		says: /has ended, and Spot ends its part/,
		afterwards: {...isOver, filter: '5.0'},
	},
	'when originals were kept': {
		options: {scenario: 'keep-originals'},
		at: atGate('restore'),
		unattended: 'compare',
		says: /Both clouds have ended their part\. Comparing and restoring wait/,
		otherwise: /^2 instances keep running, the capacity stays raised$/,
		afterwards: {originals: 2, replacements: 2, target: 4, blueGreen: 'FINISHED'},
	},
	'when a hook has failed, and Spot has not ended': {
		options: {scenario: 'failing-hook'},
		at: view => view.failure !== undefined,
		unattended: 'clean-up',
		says: /Each cloud ends its own part\. What is left behind then stays/,
		afterwards: {deployment: 'Failed', blueGreen: 'FINISHED_ERROR', originals: 2, replacements: 2, target: 4},
	},
	'when a hook has failed, and both have ended': {
		options: {scenario: 'failing-hook'},
		at: atGate('clean-up'),
		unattended: 'left',
		says: /Both clouds have ended their part\. What is left behind stays/,
		otherwise: /^2 instances keep running, the capacity stays raised$/,
		afterwards: {originals: 2, replacements: 2, target: 4},
	},
	'when Spot gave up for want of capacity, and nothing of it runs': {
		options: {scenario: 'no-capacity'},
		change: {timeoutMinutes: 5},
		at: atGate('clean-up'),
		unattended: 'left',
		says: /What is left behind stays, and may cost money/,
		otherwise: /^the Elastigroup launches up to its raised target of 4$/,
		meanwhile(world) {
			world.simulator.change(state => ({...state, capacityGaps: []}));
		},
		afterwards: {blueGreen: 'FINISHED_ERROR', originals: 2, replacements: 2, target: 4},
	},
	'when it was stopped during the installation': {
		request: [inPhase('install'), 'stop'],
		at: view => view.unattended === 'clean-up',
		unattended: 'clean-up',
		says: /Each cloud ends its own part/,
		afterwards: {deployment: 'Stopped', why: 'MANUAL_STOP', originals: 2},
	},
	'when it was stopped before there was a deployment': {
		request: [inPhase('provision'), 'stop'],
		at: view => view.unattended === 'clean-up',
		unattended: 'clean-up',
		says: /Each cloud ends its own part/,
		afterwards: {deployment: undefined, blueGreen: 'FINISHED_STOPPED', originals: 2, replacements: 0, target: 2},
	},
	'when Spot gave up and the deployment could not be stopped': {
		change: {timeoutMinutes: 3},
		prepare(world) {
			world.simulator.inject({kind: 'throttled', operation: 'StopDeployment', count: 500});
		},
		at: view => view.unattended === 'unstopped',
		unattended: 'unstopped',
		says: /the CodeDeploy deployment goes on: it is stopped only once somebody comes back/,
		afterwards: {deployment: 'Succeeded', blueGreen: 'FINISHED_ERROR'},
	},
	'in the demo': {
		change: {isDemo: true},
		at: inPhase('provision'),
		unattended: 'launch',
		says: /^The clouds of the demo end with it: nothing goes on\.$/,
		afterwards: {deployment: undefined},
	},
};

const keepIn =
	(events: RunEvent[]) =>
	(event: RunEvent): void => {
		events.push(event);
	};

const begin = async (
	t: ExecutionContext,
	{options, change, prepare}: Pick<Moment, 'options' | 'change' | 'prepare'>,
) => {
	const world = await createDriveWorld(options, change);
	t.teardown(async () => world.close());
	prepare?.(world);
	const events: RunEvent[] = [];
	return {world, events, handle: startRun(world.ports, world.config, {onEvent: keepIn(events)})};
};

for (const [name, moment] of Object.entries(moments)) {
	test.serial(`${name}: what is promised is what the clouds do`, async t => {
		const {world, events, handle} = await begin(t, moment);
		const isAt = (reached: (view: RunView) => boolean) => () => events.length > 0 && reached(viewOf(world, events));
		if (moment.request !== undefined) {
			const [when, request] = moment.request;
			await world.play(handle, isAt(when));
			handle.request(request);
		}

		t.is(await world.play(handle, isAt(moment.at)), undefined, 'the moment was reached before the end');
		const view = viewOf(world, events);
		t.is(view.unattended, moment.unattended);
		t.regex(say(sayUnattended(view), 'en'), moment.says);
		const otherwise = view.next.otherwise === undefined ? undefined : say(view.next.otherwise, 'en');
		if (moment.otherwise === undefined) {
			t.is(otherwise, undefined);
		} else {
			t.regex(otherwise ?? '', moment.otherwise);
		}

		const writes = () =>
			world.simulator.log.filter(
				({isDone, operation}) => isDone && /^(Create|Stop|Continue|Update|start|stop|set|detach)/.test(operation),
			).length;
		await handle.detach();
		const before = writes();
		moment.meanwhile?.(world);
		await world.clock.advance(3 * hour);
		t.like(stateOf(world), moment.afterwards);
		t.is(writes(), before, 'and nobody did it for them');
	});
}

test.serial(
	'at a gate that Spot’s timeout ends before its own wait, that is what is promised and what happens',
	async t => {
		const {world, events, handle} = await begin(t, {
			options: {scenario: 'ready-gate'},
			change: {timeoutMinutes: 10, policy: {readyGate: 'ask', cleanUp: 'always', restore: 'ask'}},
		});
		await world.play(handle, () => events.length > 0 && viewOf(world, events).gate?.kind === 'ready');
		const {otherwise} = viewOf(world, events).next;
		t.is(
			otherwise && say(otherwise, 'en'),
			'Spot gives up at its timeout, before the wait ends, and the deployment is stopped',
		);
		await world.play(handle);
		t.like(stateOf(world), {deployment: 'Stopped', blueGreen: 'FINISHED_ERROR'});
		t.regex(String(stateOf(world).why), /MANUAL_STOP/);
	},
);

test.serial('when it has ended nothing is promised but that', async t => {
	for (const scenario of ['happy', 'failing-hook'] as const) {
		const {world, events, handle} = await begin(t, {
			options: {scenario},
			change: {policy: {readyGate: 'ask', cleanUp: 'never', restore: 'always'}},
		});
		await world.play(handle);
		const view = viewOf(world, events);
		t.is(view.next.otherwise, undefined);
		const said = say(sayUnattended(view), 'en');
		t.regex(said, scenario === 'happy' ? /^The run has ended: nothing goes on\.$/ : /What is left behind stays/);
	}
});

/** What a watcher of the deployment reads, in order, from the moment that its driver has left it. */
const watched = async (
	t: ExecutionContext,
	scenario: 'ready-gate' | 'failing-hook',
	isLeft: (view: RunView) => boolean,
	isRead: (ids: readonly string[]) => boolean,
) => {
	const {world, events, handle} = await begin(t, {options: {scenario}});
	await world.play(handle, () => events.length > 0 && isLeft(viewOf(world, events)));
	await handle.detach();
	const seen: RunEvent[] = [];
	const watching = watchDeployment(world.ports, viewOf(world, events).deploymentId ?? '', {onEvent: keepIn(seen)});
	const read: Array<RunView['next']> = [];
	await world.play(watching, () => {
		if (seen.length > 0) {
			read.push(toRunView(foldAll(seen), world.clock.now(), {isReadOnly: true}).next);
		}

		return isRead(read.map(({text}) => text.id));
	});
	await watching.detach();
	return read;
};

test.serial('a watcher of another’s gate is told that it waits, and not that it goes on by itself', async t => {
	const read = await watched(t, 'ready-gate', atGate('ready'), ids => ids.length > 3);
	const last = read.at(-1);
	t.is(last?.text.id, 'run.next.watch.ready');
	t.is(last?.otherwise?.id, 'run.next.gate.ready.otherwise');
	t.deepEqual(last?.requests, []);
});

test.serial('a watcher of a failure is told what is waited for, not that CodeDeploy installs', async t => {
	const read = await watched(t, 'failing-hook', inPhase('install'), ids => ids.includes('run.next.ended.watched'));
	const ids = [...new Set(read.map(({text}) => text.id))];
	t.deepEqual(ids.slice(ids.indexOf('run.next.install')), ['run.next.install', 'run.next.blue-green-end']);
});
