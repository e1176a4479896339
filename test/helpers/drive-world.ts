import process from 'node:process';
import {createAccountFromSdk} from '../../source/adapters/aws/create-account-from-sdk.js';
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {ok} from '../../source/core/problem.js';
import {type RunConfig, type RunEvent} from '../../source/core/run/event.js';
import {foldAll} from '../../source/core/run/fold.js';
import {toJournalLine} from '../../source/core/run/journal-lines.js';
import {parseEvent} from '../../source/core/run/parse-event.js';
import {toRunView} from '../../source/core/run/view.js';
import {say} from '../../source/messages/catalogue.js';
import {type Journal} from '../../source/ports/journal.js';
import {type DriveEnd, type DrivePorts, type RunHandle} from '../../source/runtime/drive.js';
import {createCloudClock} from '../../source/runtime/cloud-clock.js';
import {startSimulator, type Simulator, type SimulatorOptions} from '../../source/simulator/server.js';
import {createManualClock, type ManualClock} from './manual-clock.js';

export type MemoryJournal = Journal & {readonly lines: readonly RunEvent[]};

export const createMemoryJournal = (): MemoryJournal => {
	const lines: RunEvent[] = [];
	return {
		lines,
		async append(_, event) {
			// As from a file: the events are parsed again, so that every written event is proved readable.
			const parsed = parseEvent(JSON.parse(toJournalLine(event)));

			if (parsed.kind !== 'event') {
				throw new Error(`A journal could not be read again: ${say(parsed.why, 'en')}`);
			}

			lines.push(parsed.event);
			return ok(undefined);
		},
		read: async () => ok({events: [...lines]}),
		readOn: async (_, mark) => ok({events: lines.slice(mark?.lines), mark: {bytes: 0, lines: lines.length}}),
		list: async () => ok({runs: [], refused: []}),
		lock: async () => ok({release: async () => undefined}),
	};
};

export type DriveWorld = {
	readonly simulator: Simulator;
	readonly clock: ManualClock;
	readonly journal: MemoryJournal;
	readonly ports: DrivePorts;
	readonly config: RunConfig;
	/** How often an operation was really done. */
	done(operation: string): number;
	/** Moves time until the run ends, or `until` says so. */
	play(handle: RunHandle, until?: () => boolean): Promise<DriveEnd | undefined>;
	close(): Promise<void>;
};

const setEnvironment = (values: Readonly<Record<string, string>>): void => {
	for (const [name, value] of Object.entries(values)) {
		process.env[name] = value;
	}
};

export const configOf = (simulator: Simulator, change: Partial<RunConfig> = {}): RunConfig => {
	const group = [...simulator.world.deploymentGroups.values()].find(
		({deploymentGroupName}) => deploymentGroupName === 'shop-bg',
	);
	const keepAlive = JSON.stringify(group ?? {}).includes('KEEP_ALIVE');
	const isGated = JSON.stringify(group ?? {}).includes('STOP_DEPLOYMENT');
	return {
		runId: 'run-1',
		region: 'ap-northeast-2',
		applicationName: 'shop',
		deploymentGroupName: 'shop-bg',
		elastigroupId: 'sig-5a3c19e7',
		elastigroupName: 'shop-web',
		greenTags: [{key: 'version', value: '6.0'}],
		timeoutMinutes: 60,
		revision: {kind: 's3', bucket: 'shop-releases-ap-northeast-2', key: 'shop/shop-6.0.zip', bundleType: 'zip'},
		description: 'Version 6.0',
		group: {
			tagFilters: [[{type: 'key-and-value', key: 'version', value: '5.0'}]],
			readyOption: isGated ? {action: 'stop', waitMinutes: 60} : {action: 'continue'},
			originalsOption: keepAlive ? {action: 'keep-alive'} : {action: 'terminate', waitMinutes: 5},
			targetGroupArns: [],
			classicLoadBalancerNames: [],
		},
		isAdvancingFilter: true,
		policy: {readyGate: 'ask', cleanUp: 'ask', restore: 'ask'},
		isDemo: false,
		...change,
	};
};

/** The whole way of a run but the screen: real adapters over HTTP to the simulator, on a clock that the test moves. */
export const createDriveWorld = async (
	options: Omit<SimulatorOptions, 'clock'> & {
		/** What the clouds' clock shows when the program's shows this; the same by default. */
		readonly cloudTime?: (now: number) => number;
	} = {},
	change: Partial<RunConfig> = {},
): Promise<DriveWorld> => {
	const clock = createManualClock();
	const {cloudTime, ...simulated} = options;
	const time = createCloudClock(clock);
	const simulator = await startSimulator({
		...simulated,
		clock: cloudTime === undefined ? clock : {now: () => cloudTime(clock.now())},
	});
	setEnvironment(simulator.environment);
	const journal = createMemoryJournal();
	const region = 'ap-northeast-2';
	const onStamp = time.takeStamp;
	const account = createAccountFromSdk({region, endpoint: simulator.url, onStamp});
	const ports: DrivePorts = {
		codeDeploy: createCodeDeployFromSdk({region, endpoint: simulator.url, onStamp}),
		elastigroups: createElastigroupsFromAxios({
			baseUrl: simulator.url,
			token: simulator.environment['SPOTINST_TOKEN'] ?? '',
			accountId: simulator.environment['SPOTINST_ACCOUNT'] ?? '',
			now: () => time.clock.now(),
			onStamp,
			retryDelayMs: 1,
		}),
		account,
		journal,
		clock: time.clock,
	};
	const targetGroups = await account.listTargetGroups();
	const arns = targetGroups.isOk
		? targetGroups.value.filter(({name}) => name === 'shop-web-tg').map(({arn}) => arn)
		: [];
	const base = configOf(simulator, change);
	const config = {...base, group: {...base.group, targetGroupArns: arns}};
	return {
		simulator,
		clock,
		journal,
		ports,
		config,
		done: operation =>
			simulator.log.filter(entry => entry.operation === operation && entry.isDone && entry.status === 200).length,
		async play(handle, until = () => false) {
			let end: DriveEnd | undefined;
			const ending = (async () => {
				end = await handle.finished;
			})();
			for (let turn = 0; turn < 3000; turn++) {
				await Promise.race([clock.untilSleeping(), ending]);
				if (end !== undefined || until()) {
					return end;
				}

				await clock.advanceToNext();
			}

			return end;
		},
		close: async () => simulator.close(),
	};
};

/** What a person would see of the events now. */
export const viewOf = (world: DriveWorld, events: readonly RunEvent[]) =>
	toRunView(foldAll(events), world.ports.clock.now());
