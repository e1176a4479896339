import test from 'ava';
import fc from 'fast-check';
import {blueGreenStates} from '../../../source/core/cloud/elastigroup.js';
import {describeEvent} from '../../../source/core/run/describe.js';
import {type RunEvent} from '../../../source/core/run/event.js';
import {fold, foldAll, type Run} from '../../../source/core/run/fold.js';
import {phaseIndex} from '../../../source/core/run/phase.js';
import {isFinalBlueGreen, isFinalDeployment} from '../../../source/core/run/state.js';
import {toRunView} from '../../../source/core/run/view.js';
import {
	begun,
	blueInstance,
	codeDeploySays,
	deployed,
	fleet,
	greenInstance,
	looked,
	minute,
	problem,
	raised,
	runOf,
	second,
	spotSays,
	startedAt,
	targets,
} from '../../helpers/run-events.js';

const times = fc.integer({min: startedAt, max: startedAt + 60 * minute});

const states = fc.oneof(fc.constantFrom(...blueGreenStates), fc.constant({unknown: 'SOMETHING_NEW'}));
const statuses = fc.oneof(
	fc.constantFrom('created', 'queued', 'in-progress', 'ready', 'succeeded', 'failed', 'stopped'),
	fc.constant({unknown: 'Simmering'}),
) as fc.Arbitrary<Parameters<typeof codeDeploySays>[1]>;
const events = fc.constantFrom(
	'BeforeInstall',
	'ValidateService',
	'BeforeAllowTraffic',
	'AfterAllowTraffic',
	'AfterBlockTraffic',
);

const observations: fc.Arbitrary<RunEvent> = fc.oneof(
	fc.tuple(times, states).map(([at, state]) => spotSays(at, state)),
	fc.tuple(times, statuses).map(([at, status]) => codeDeploySays(at, status)),
	fc
		.tuple(
			times,
			fc.constantFrom('i-blue1', 'i-green1'),
			events,
			fc.constantFrom('pending', 'in-progress', 'succeeded', 'failed', 'skipped'),
		)
		.map(([at, instanceId, name, status]) =>
			targets(at, [
				{
					instanceId,
					color: instanceId === 'i-blue1' ? 'blue' : 'green',
					status,
					events: [{name, status}],
				},
			]),
		),
	fc
		.tuple(times, fc.constantFrom('pending', 'running', 'terminated'), fc.nat({max: 3}))
		.map(([at, state, pending]) =>
			fleet(at, [greenInstance('i-green1', {state}), blueInstance('i-blue1', {state})], pending),
		),
	times.map((at): RunEvent => ({type: 'capacity-seen', at, capacity: raised, suspensions: [{process: 'AUTO_SCALE'}]})),
	times.map((at): RunEvent => ({type: 'spot-log-seen', at, entries: [{at, severity: 'info', message: `at ${at}`}]})),
	times.map((at): RunEvent => ({type: 'source-lost', at, source: 'spot', problem: problem()})),
	times.map((at): RunEvent => ({type: 'source-found', at, source: 'spot'})),
	times.map(at => looked(at)),
);

const histories = fc.array(observations, {maxLength: 30});

test('an observation folded twice changes nothing, and says nothing the second time', t => {
	fc.assert(
		fc.property(histories, observations, (history, observation) => {
			const once = fold(runOf(deployed(), history), observation);
			const twice = fold(once, observation);
			t.deepEqual(twice, once);
			t.deepEqual(describeEvent(once, observation), []);
		}),
	);
});

test('phases never go back, and final states stay', t => {
	fc.assert(
		fc.property(histories, history => {
			let run: Run = runOf(deployed());
			for (const event of history) {
				const next = fold(run, event);
				const wasFinal = run.blueGreen !== undefined && isFinalBlueGreen(run.blueGreen.state);
				const hadEnded = run.deployment !== undefined && isFinalDeployment(run.deployment.deployment.status);
				const hasEnded = next.deployment !== undefined && isFinalDeployment(next.deployment.deployment.status);
				t.true(phaseIndex(next.phase) >= phaseIndex(run.phase));
				t.true(!wasFinal || next.blueGreen?.state === run.blueGreen?.state);
				t.true(!hadEnded || hasEnded);
				t.true(run.failure === undefined || next.failure === run.failure);
				run = next;
			}
		}),
	);
});

test('all events together are the same run as one by one, and a journal read back tells the same', t => {
	fc.assert(
		fc.property(histories, history => {
			const all = [...deployed(), ...history];
			let run: Run | undefined;
			for (const event of all) {
				run = fold(run, event);
			}

			t.deepEqual(foldAll(all), run);
			t.deepEqual(foldAll(structuredClone(all)), run);
		}),
	);
});

test('whatever comes, a picture can be drawn, and its counts add up', t => {
	fc.assert(
		fc.property(histories, history => {
			const run = runOf(deployed(), history);
			const view = toRunView(run, startedAt + 61 * minute);
			t.is(view.phases.length, 11);
			t.is(view.phases.filter(({state}) => state === 'now' || state === 'failed').length, 1);
			const counted = [...view.blue.counts, ...view.green.counts].reduce((sum, {count}) => sum + count, 0);
			t.is(counted, Object.keys(run.fleet).length + run.pendingRequests);
			t.true(view.deadlines.every(({at}, index, all) => index === 0 || at >= (all[index - 1]?.at ?? 0)));
		}),
	);
});

test('a word that Spot says for the first time is kept and shown', t => {
	const run = runOf(deployed(), [spotSays(startedAt + 3 * minute, {unknown: 'SOMETHING_NEW'})]);
	t.deepEqual(run.blueGreen?.state, {unknown: 'SOMETHING_NEW'});
	t.deepEqual(toRunView(run, startedAt + 3 * minute).log.at(-1)?.text, {
		id: 'run.state.unknown',
		values: {state: 'SOMETHING_NEW'},
	});
});

test('the same line in a row is counted', t => {
	const refused: readonly RunEvent[] = [3, 5, 7].flatMap((number): readonly RunEvent[] => [
		{
			type: 'action-failed',
			at: startedAt + number * second,
			number,
			problem: problem({code: 'InvalidTargetInstancesException'}),
		},
	]);
	const run = runOf(begun(), refused);
	t.is(run.log.at(-1)?.repeated, 3);
});

test('a run begins with its start', t => {
	t.throws(() => foldAll([looked(startedAt)]), {instanceOf: RangeError});
});

test('what is not known is not drawn as zero', t => {
	const view = toRunView(foldAll(begun().slice(0, 1)), startedAt);
	t.is(view.traffic, undefined);
	t.is(view.capacity.present, undefined);
	t.true(view.sources.every(({state}) => state === 'not-asked'));
});

test('the clock of a phase stops when the phase fails, and that of the last one when the run ends', t => {
	const failed = [...deployed(), codeDeploySays(startedAt + 3 * minute, 'failed')];
	const isInstall = ({id}: {readonly id: string}) => id === 'install';
	const waiting = toRunView(runOf(failed), startedAt + 30 * minute);
	t.is(waiting.phases.find(isInstall)?.durationMs, 2 * minute);
	t.is(waiting.phaseElapsedMs, 2 * minute);

	const reopened = runOf(
		deployed(),
		[codeDeploySays(startedAt + 10 * minute, 'succeeded'), spotSays(startedAt + 11 * minute, 'FINISHED')],
		[
			{type: 'run-ended', at: startedAt + 12 * minute, outcome: {kind: 'succeeded', isRestored: true}},
			{type: 'run-resumed', at: startedAt + 500 * minute},
		],
	);
	const again = toRunView(reopened, startedAt + 501 * minute);
	t.is(again.phases.find(({id}) => id === 'verify')?.durationMs, minute);
});

test('a failed installation is no rerouting: the events that are skipped behind it move no traffic', t => {
	const at = startedAt + 3 * minute;
	const skipped = (names: readonly string[]) => names.map(name => ({name, status: 'skipped'}) as const);
	const behind = targets(at, [
		{
			instanceId: 'i-green1',
			color: 'green',
			status: 'failed',
			events: [
				{name: 'ValidateService', status: 'failed'},
				...skipped(['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic']),
			],
		},
		{
			instanceId: 'i-blue1',
			color: 'blue',
			status: 'skipped',
			events: skipped(['BeforeBlockTraffic', 'BlockTraffic', 'AfterBlockTraffic']),
		},
	]);
	const view = toRunView(runOf(deployed(), [behind]), at);
	t.is(view.phases.find(({state}) => state === 'now')?.id, 'install');
	t.false(view.next.requests.includes('skip-termination-wait'));
});

test('an original that ends when it is due is no loss, even when the rerouting was never seen', t => {
	const gone = fleet(startedAt + 9 * minute, [blueInstance('i-blue1', {state: 'terminated'})]);
	const waiting = codeDeploySays(startedAt + 8 * minute, 'in-progress', {hasTerminationWaitStarted: true});
	const installed = targets(
		startedAt + 8 * minute,
		['i-green1', 'i-green2'].map(instanceId => ({instanceId, color: 'green', status: 'succeeded', events: []})),
	);
	for (const news of [waiting, installed, spotSays(startedAt + 8 * minute, 'REMOVE_OLD_INSTANCES')]) {
		t.deepEqual(
			describeEvent(runOf(deployed(), [news]), gone).map(({text}) => text.id),
			['run.log.fleet.ended'],
		);
	}

	t.deepEqual(
		describeEvent(runOf(deployed()), gone).map(({text}) => text.id),
		['run.log.fleet.lost'],
	);
});

test('a replacement that was gone when the failure showed may be its cause, one that goes later is cleaned up', t => {
	const at = startedAt + 5 * minute;
	const failed = runOf(deployed(), [codeDeploySays(at, 'failed')]);
	const gone = (when: number) => fleet(when, [greenInstance('i-green1', {state: 'terminated'})]);
	t.deepEqual(
		[at, at + minute].map(when => describeEvent(failed, gone(when)).map(({text}) => text.id)),
		[['run.log.fleet.lost'], ['run.log.fleet.ended']],
	);
});

test('originals that the filter does not find are shown without its tags, and their end is not waited for', t => {
	const unseen = ['i-blue1', 'i-blue2'].map(id => blueInstance(id, {isUnfiltered: true}));
	const green = targets(startedAt + 3 * minute, [
		{instanceId: 'i-green1', color: 'green', status: 'succeeded', events: []},
	]);
	const after = [codeDeploySays(startedAt + 4 * minute, 'succeeded')];
	const at = startedAt + 5 * minute;
	const view = toRunView(runOf(deployed(), [fleet(startedAt + 2 * minute, unseen), green], after), at);
	t.deepEqual(view.blue.tags, []);
	t.is(view.phases.find(({id}) => id === 'termination-wait')?.state, 'skipped');

	const blue = targets(startedAt + 3 * minute, [
		{instanceId: 'i-blue1', color: 'blue', status: 'succeeded', events: []},
	]);
	const usual = toRunView(runOf(deployed(), [green, blue], after), at);
	t.deepEqual(usual.blue.tags, [{key: 'version', value: '5.0'}]);
	t.is(usual.phases.find(({id}) => id === 'termination-wait')?.state, 'done');
});
