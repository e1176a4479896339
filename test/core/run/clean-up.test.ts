import test from 'ava';
import fc from 'fast-check';
import {isCleanPlan, planCleanUp, planRestore, suspensionAction} from '../../../source/core/run/clean-up.js';
import {type KeepReason} from '../../../source/core/run/action.js';
import {type Baseline, type FleetInstance, type RunEvent} from '../../../source/core/run/event.js';
import {sayLeft} from '../../../source/core/run/left.js';
import {toRunView} from '../../../source/core/run/view.js';
import {
	blueInstance,
	deployed,
	fleet,
	greenInstance,
	looked,
	minute,
	noted,
	raised,
	runConfig,
	runOf,
	spotSays,
	startedAt,
} from '../../helpers/run-events.js';

const at = startedAt + 5 * minute;
const withBaseline = (event: RunEvent, change: Partial<Baseline>): RunEvent =>
	event.type === 'baseline-noted' ? {...event, baseline: {...event.baseline, ...change}} : event;
const withFleet = (...instances: readonly FleetInstance[]) => runOf(deployed(), [fleet(at, instances), looked(at)]);

test('green instances with every proof go, and the numbers come back', t => {
	const plan = planCleanUp(withFleet(), at);
	t.deepEqual(
		plan.remove.map(({instanceId}) => instanceId),
		['i-green1', 'i-green2'],
	);
	t.deepEqual(plan.remove[0]?.proofs, [
		'not-noted-before',
		'launched-after-start',
		'carries-green-tag',
		'takes-no-traffic',
	]);
	t.deepEqual(plan.capacity, {from: raised, to: noted});
});

const kept: ReadonlyArray<readonly [string, Partial<FleetInstance>, KeepReason]> = [
	['without the green tag', {hasGreenTags: false}, 'other'],
	['launched before the start', {launchedAt: startedAt - 1}, 'launched-before-start'],
	['whose launch is not known', {launchedAt: undefined}, 'launched-before-start'],
	['that takes traffic', {traffic: 'healthy'}, 'takes-traffic'],
	['that is being registered', {traffic: 'initial'}, 'takes-traffic'],
	['that is draining', {traffic: 'draining'}, 'takes-traffic'],
];

for (const [name, change, reason] of kept) {
	test(`an instance ${name} is kept, and the capacity is not lowered over it`, t => {
		const plan = planCleanUp(withFleet(greenInstance('i-green1', change)), at);
		t.deepEqual(plan.keep, [{instanceId: 'i-green1', reason}]);
		t.is(plan.capacity, undefined);
	});
}

test('an instance that was launched after the blue/green had ended is not of this run, whatever its tags', t => {
	const later = greenInstance('i-later', {launchedAt: at + minute});
	const run = runOf(deployed(), [
		spotSays(at, 'FINISHED_ERROR'),
		fleet(at + 2 * minute, [later]),
		looked(at + 2 * minute),
	]);
	const plan = planCleanUp(run, at + 2 * minute);
	t.deepEqual(plan.keep, [{instanceId: 'i-later', reason: 'launched-after-end'}]);
	t.false(plan.remove.some(({instanceId}) => instanceId === 'i-later'));
});

test('the cloud’s clock tells what was born after the start, not this machine’s', t => {
	const [start, ...rest] = deployed();
	const run = runOf([
		// Twenty minutes ahead.
		{...start!, at: startedAt + 20 * minute},
		...rest.map(event => withBaseline(event, {spotTime: startedAt})),
		looked(at),
	]);
	t.is(planCleanUp(run, at).remove.length, 2);
});

test('what is neither noted nor tagged is kept, hinders nothing and is not counted as left', t => {
	const gone = ['i-green1', 'i-green2'].map(id =>
		greenInstance(id, {state: 'terminated' as const, isInElastigroup: false}),
	);
	const run = runOf(deployed(), [
		{type: 'capacity-seen', at, capacity: noted, suspensions: []},
		fleet(at, [...gone, blueInstance('i-blue2', {state: 'terminated', isInElastigroup: false})]),
		fleet(at, [greenInstance('i-scaled', {hasGreenTags: false})]),
		looked(at),
	]);
	const plan = planCleanUp(run, at);
	t.deepEqual(plan.keep, [{instanceId: 'i-scaled', reason: 'other'}]);
	t.true(isCleanPlan(run, plan));
	t.is(sayLeft(run, at), undefined);
	t.is(toRunView(run, at).green.total, 2 - 2, 'never green');
	t.is(toRunView(run, at).instances.find(({instanceId}) => instanceId === 'i-scaled')?.color, 'other');
});

test('weights decide whether the noted numbers fit', t => {
	const [start, ...rest] = deployed();
	const weighted = (weight: number) =>
		runOf([
			start!,
			...rest.map(event =>
				withBaseline(event, {
					capacity: {target: 4, minimum: 2, maximum: 4},
					capacityUnit: 'weight',
					weights: {'m5.large': weight},
				}),
			),
			{type: 'capacity-seen', at, capacity: {target: 8, minimum: 2, maximum: 8}, suspensions: []},
			fleet(
				at,
				['i-blue1', 'i-blue2'].map(id => blueInstance(id, {instanceType: 'm5.large'})),
			),
			fleet(
				at,
				['i-green1', 'i-green2'].map(id => greenInstance(id, {instanceType: 'm5.large'})),
			),
			looked(at),
		]);
	t.truthy(planCleanUp(weighted(2), at).capacity);
	t.is(planCleanUp(weighted(3), at).capacity, undefined, 'two of weight 3 do not fit into 4');
	t.is(toRunView(weighted(2), at).capacity.unit, 'weight');
});

test('nothing is removed while the load balancer cannot be seen, or there is none to ask', t => {
	const blind = runOf(deployed(), [
		{
			type: 'source-lost',
			at,
			source: 'load-balancer',
			problem: {kind: 'network', code: 'x', message: {id: 'common.no'}, nextSteps: [], isRetryable: true},
		},
	]);
	t.deepEqual(planCleanUp(blind, at).remove, []);
	const unbalanced = runOf(deployed({group: {...runConfig.group, targetGroupArns: []}}));
	t.true(planCleanUp(unbalanced, at).keep.every(({reason}) => reason === 'traffic-unknown'));
});

test('an unhealthy green instance takes no traffic as long as another target is healthy', t => {
	t.is(planCleanUp(withFleet(greenInstance('i-green1', {traffic: 'unhealthy'})), at).remove.length, 2);
	const alone = withFleet(
		blueInstance('i-blue1', {traffic: 'unhealthy'}),
		blueInstance('i-blue2', {traffic: 'unhealthy'}),
		greenInstance('i-green1', {traffic: 'unhealthy'}),
	);
	t.deepEqual(planCleanUp(alone, at).keep, [{instanceId: 'i-green1', reason: 'takes-traffic'}]);
});

test('suspensions that were noted and are gone come back, and those that were not there before are lifted', t => {
	const run = runOf(deployed(), [{type: 'capacity-seen', at, capacity: noted, suspensions: [{process: 'SCHEDULING'}]}]);
	const noting = {
		...run,
		baseline: {...run.baseline!, suspensions: [{process: 'AUTO_SCALE'}, {process: 'AUTO_HEALING', expiresAt: at - 1}]},
	};
	const {suspensions} = planCleanUp(noting, at);
	t.deepEqual(suspensions, {from: [{process: 'SCHEDULING'}], to: [{process: 'AUTO_SCALE'}]});
	t.deepEqual(suspensionAction(suspensions!), {kind: 'restore-suspensions', suspensions: [{process: 'AUTO_SCALE'}]});
	t.deepEqual(suspensionAction({...suspensions!, from: [{process: 'SCHEDULING'}, {process: 'AUTO_SCALE'}]}), {
		kind: 'lift-suspensions',
		processes: ['SCHEDULING'],
	});
});

test('a suspension that somebody gave a term stays, and one that differs in nothing is no plan', t => {
	const timed = {process: 'SCHEDULING', expiresAt: at + minute};
	const run = runOf(deployed(), [
		{type: 'capacity-seen', at, capacity: noted, suspensions: [timed, {process: 'AUTO_SCALE'}]},
	]);
	const noting = {...run, baseline: {...run.baseline!, suspensions: [{process: 'AUTO_SCALE'}]}};
	t.is(planCleanUp(noting, at).suspensions, undefined);
});

const anyInstance = fc.record({
	instanceId: fc.constantFrom('i-blue1', 'i-blue2', 'i-green1', 'i-green2', 'i-other'),
	state: fc.constantFrom('pending', 'running', 'shutting-down', 'terminated', 'unknown'),
	isInElastigroup: fc.boolean(),
	hasGreenTags: fc.boolean(),
	launchedAt: fc.integer({min: startedAt - minute, max: startedAt + minute}),
	traffic: fc.constantFrom('initial', 'healthy', 'unhealthy', 'draining', 'unused', 'unavailable'),
}) satisfies fc.Arbitrary<FleetInstance>;

test('whatever the fleet, a clean-up never touches what was there before, serves, or lacks the tag', t => {
	fc.assert(
		fc.property(fc.array(anyInstance, {maxLength: 8}), instances => {
			const run = withFleet(...instances);
			for (const {instanceId} of planCleanUp(run, at).remove) {
				const instance = run.fleet[instanceId];
				t.false(['i-blue1', 'i-blue2'].includes(instanceId));
				t.true(instance?.hasGreenTags);
				t.true((instance?.launchedAt ?? 0) >= startedAt);
				t.false(['healthy', 'initial', 'draining'].includes(instance?.traffic ?? ''));
			}

			for (const {instanceId} of planRestore(run, at).remove) {
				t.true(['i-blue1', 'i-blue2'].includes(instanceId));
			}
		}),
	);
});

test('whatever the fleet, capacity is only restored when Spot has nobody to choose as a victim', t => {
	fc.assert(
		fc.property(fc.array(anyInstance, {maxLength: 8}), instances => {
			const run = withFleet(...instances);
			const plan = planCleanUp(run, at);
			const removed = new Set(plan.remove.map(({instanceId}) => instanceId));
			const left = Object.values(run.fleet).filter(
				({instanceId, state, isInElastigroup}) =>
					isInElastigroup && state !== 'terminated' && state !== 'shutting-down' && !removed.has(instanceId),
			);
			t.true(plan.capacity === undefined || left.length <= plan.capacity.to.target);
		}),
	);
});
