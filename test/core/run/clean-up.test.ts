import test from 'ava';
import fc from 'fast-check';
import {planCleanUp, planRestore, suspensionAction} from '../../../source/core/run/clean-up.js';
import {type KeepReason} from '../../../source/core/run/action.js';
import {type FleetInstance} from '../../../source/core/run/event.js';
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
	startedAt,
} from '../../helpers/run-events.js';

const at = startedAt + 5 * minute;
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
	['without the green tag', {hasGreenTags: false}, 'no-green-tag'],
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
