/** The ports of a process: real adapters and a real journal, whose calls are counted, disturbed, judged and cut off. */
import {appendFile} from 'node:fs/promises';
import path from 'node:path';
import {createAccountFromSdk} from '../../source/adapters/aws/create-account-from-sdk.js';
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createJournalFromFiles} from '../../source/adapters/journal-files.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {type RunEvent} from '../../source/core/run/event.js';
import {fold} from '../../source/core/run/fold.js';
import {type Journal} from '../../source/ports/journal.js';
import {createCloudClock} from '../../source/runtime/cloud-clock.js';
import {type DrivePorts} from '../../source/runtime/drive.js';
import {judgeCall, judgeWrite} from './judge-calls.js';
import {judgeEnd} from './judge-ends.js';
import {type Mortal, never} from './mortal.js';
import {type Random} from './random.js';
import {type Actor, count, type Stage, violate} from './stage.js';
import {type Trouble} from './story.js';
import {type Call, isWrite, type Service, triesOf, troubleFor} from './weather.js';

export type ProcessPorts = DrivePorts & {
	/** How far its machine's clock is ahead of the clouds', where that is to be told. */
	clockSkewMs(): number | undefined;
	/** When it last did anything, by its machine's timers; undefined before. */
	lastSignOfLife(): number | undefined;
};

const region = 'ap-northeast-2';
const mostCallsAtOnce = 1500;
const mostRequestsAMinute = 500;

export const openPorts = (stage: Stage, actor: Actor, mortal: Mortal, random: Random): ProcessPorts => {
	const {time, activity, simulator} = stage;
	const {machine, name} = actor;
	let lastSignOfLife: number | undefined;
	let instant = {at: -1, calls: 0};
	let minute = {from: -1, requests: 0};

	/** What a dead process was waiting for never comes. */
	const hang = async (): Promise<never> => {
		activity.end();
		return never();
	};

	const guardPace = (): void => {
		lastSignOfLife = machine.clock.steadyNow();
		instant = {at: time.now(), calls: instant.at === time.now() ? instant.calls + 1 : 1};
		if (instant.calls > mostCallsAtOnce) {
			violate(stage, 'bounded', `${name} makes more than ${mostCallsAtOnce} calls at one moment`);
			mortal.die('for being restless');
		}
	};

	const countRequests = (requests: number): void => {
		const from = Math.floor(time.now() / 60_000);
		minute = {from, requests: (minute.from === from ? minute.requests : 0) + requests};
		if (minute.requests > mostRequestsAMinute) {
			violate(stage, 'bounded', `${name} sends more than ${mostRequestsAMinute} requests in a minute`);
		}
	};

	const takeTime = async (ms: number): Promise<void> => {
		activity.end();
		await machine.clock.sleep(ms);
		activity.begin();
	};

	/** The call itself, under the weather of the moment. */
	const send = async (
		call: Call,
		args: readonly unknown[],
		act: () => unknown,
		trouble: Trouble | undefined,
	): Promise<unknown> => {
		const before = simulator.world;
		const sent = simulator.log.length;
		if (trouble !== undefined) {
			stage.lastTroubleAt = time.now();
			count(stage, `trouble: ${trouble.kind}`);
		}

		if (trouble?.kind === 'answer') {
			machine.front?.answerWith(trouble);
		} else if (trouble !== undefined && trouble.kind !== 'slow') {
			simulator.inject({...trouble, count: triesOf(call, trouble)});
		}

		judgeCall(stage, actor, call.method);
		const result = await act();
		machine.front?.answerWith(undefined);
		countRequests(simulator.log.length - sent);
		if (isWrite(call)) {
			count(stage, `write: ${call.method}`);
			judgeWrite(stage, actor, {method: call.method, args, before, after: simulator.world, result});
		}

		return result;
	};

	const make = async (call: Call, args: readonly unknown[], act: () => unknown): Promise<unknown> => {
		if (mortal.isDead) {
			return never();
		}

		activity.begin();
		guardPace();
		const side = mortal.count('call', isWrite(call));
		if (side === 'before') {
			mortal.die(`before ${call.method}`);
		}

		if (mortal.isDead) {
			return hang();
		}

		const trouble = troubleFor(stage, machine.name, call, random);
		const slowMs = trouble?.kind === 'slow' ? random.whole(0, trouble.ms) : 0;
		if (slowMs > 0) {
			await takeTime(slowMs / 2);
		}

		const result = await activity.inTurn(async () => (mortal.isDead ? undefined : send(call, args, act, trouble)));
		if (slowMs > 0) {
			await takeTime(slowMs / 2);
		}

		if (side === 'after') {
			mortal.die(`after ${call.method}`);
		}

		if (mortal.isDead) {
			return hang();
		}

		activity.end();
		return result;
	};

	const wrap = <Port extends object>(service: Service, port: Port): Port =>
		new Proxy(port, {
			get(target, member) {
				const method: unknown = Reflect.get(target, member);
				return typeof method === 'function'
					? async (...args: readonly unknown[]): Promise<unknown> =>
							make({service, method: String(member)}, args, () => Reflect.apply(method, target, args))
					: method;
			},
		});

	/** File operations take their turn, too; none of a dead process's are done. */
	const onDisk = async <Value>(work: () => Promise<Value>): Promise<Value> => {
		if (mortal.isDead) {
			return never();
		}

		activity.begin();
		guardPace();
		const result = await activity.inTurn(async () => (mortal.isDead ? undefined : work()));
		if (mortal.isDead || result === undefined) {
			return hang();
		}

		activity.end();
		return result;
	};

	const files = createJournalFromFiles(machine.directory);

	const tear = async (runId: string, event: RunEvent): Promise<void> => {
		const line = JSON.stringify(event);
		const file = path.join(machine.directory, 'runs', `${encodeURIComponent(runId)}.ndjson`);
		await appendFile(file, line.slice(0, random.whole(1, line.length - 1)));
	};

	const write = async (runId: string, event: RunEvent) => {
		stage.lastNewsAt = time.now();
		const side = mortal.count('line', 'number' in event);
		// A first line that is torn is no run.
		if (side === 'before' || (side === 'torn' && event.type === 'run-started')) {
			mortal.die(`before the line ${event.type}`);
			return undefined;
		}

		if (side === 'torn') {
			await tear(runId, event);
			mortal.die(`torn the line ${event.type}`);
			return undefined;
		}

		if (event.type === 'run-ended' && actor.run !== undefined) {
			judgeEnd(stage, actor, fold(actor.run, event), event.outcome);
		}

		const written = await files.append(runId, event);
		if (side === 'after') {
			mortal.die(`after the line ${event.type}`);
		}

		return written;
	};

	const append: Journal['append'] = async (runId, event) => {
		const written = await onDisk(async () => write(runId, event));
		return written ?? never();
	};

	const lock: Journal['lock'] = async (elastigroupId, runId) =>
		onDisk(async () => {
			const locked = await files.lock(elastigroupId, runId);
			if (!locked.isOk) {
				return locked;
			}

			mortal.hold(path.join(machine.directory, 'locks', `${encodeURIComponent(elastigroupId)}.lock`));
			const release = async (): Promise<void> => {
				await onDisk(async () => {
					mortal.letGo();
					await locked.value.release();
					return true;
				});
			};

			return {isOk: true, value: {release}};
		});

	// A process reads its machine's clock once; from then on it counts by timers and goes by the clouds' stamps.
	const begunAt = machine.clock.now() - machine.clock.steadyNow();
	const cloudClock = createCloudClock({
		now: () => begunAt + machine.clock.steadyNow(),
		async sleep(ms, signal) {
			await (mortal.isDead ? never() : machine.clock.sleep(ms, signal));
			if (mortal.isDead) {
				await never();
			}
		},
	});
	const {clock, takeStamp: onStamp} = cloudClock;

	const elastigroups = createElastigroupsFromAxios({
		baseUrl: machine.url,
		token: simulator.environment['SPOTINST_TOKEN'] ?? '',
		accountId: simulator.environment['SPOTINST_ACCOUNT'] ?? '',
		now: () => clock.now(),
		onStamp,
		retryDelayMs: 1,
	});
	return {
		codeDeploy: wrap('codedeploy', createCodeDeployFromSdk({region, endpoint: machine.url, onStamp})),
		account: wrap('account', createAccountFromSdk({region, endpoint: machine.url, onStamp})),
		elastigroups: wrap('spot', elastigroups),
		journal: {
			append,
			lock,
			read: async runId => onDisk(async () => files.read(runId)),
			readOn: async (runId, mark) => onDisk(async () => files.readOn(runId, mark)),
			list: async () => onDisk(async () => files.list()),
		},
		clock,
		clockSkewMs: () => cloudClock.notableSkewMs,
		lastSignOfLife: () => lastSignOfLife,
	};
};
