import test from 'ava';
import {type Action} from '../../../source/core/run/action.js';
import {type FleetInstance, type RunEvent} from '../../../source/core/run/event.js';
import {refusalOf, type WriteRefusal} from '../../../source/core/run/guard.js';
import {
	begun,
	blueInstance,
	codeDeploySays,
	deployed,
	fleet,
	greenInstance,
	greenUp,
	looked,
	minute,
	noted,
	problem,
	raised,
	runConfig,
	runOf,
	spotSays,
	startedAt,
	targets,
} from '../../helpers/run-events.js';

const at = startedAt + 5 * minute;
const stopBlueGreen: Action = {kind: 'stop-blue-green', blueGreenId: 'cdbg-1'};
const stop: Action = {kind: 'stop-deployment', deploymentId: 'd-1', isRollingBack: false};
const rollBack: Action = {...stop, isRollingBack: true};
const detach = (...instanceIds: readonly string[]): Action => ({kind: 'detach-instances', instanceIds});
const restoreCapacity: Action = {kind: 'restore-capacity', capacity: noted};
const lift: Action = {kind: 'lift-suspensions', processes: ['AUTO_SCALE']};

const serving = ['i-green1', 'i-green2'].map(id => greenInstance(id, {traffic: 'healthy'}));
const blues = (change: Partial<FleetInstance>) => ['i-blue1', 'i-blue2'].map(id => blueInstance(id, change));
const ended = blues({state: 'terminated', isInElastigroup: false, traffic: undefined});
const idleBlues = blues({traffic: undefined});
const seen = (...instances: readonly FleetInstance[]): readonly RunEvent[] => [fleet(at, instances), looked(at)];
const hidden: RunEvent = {
	type: 'source-lost',
	at,
	source: 'load-balancer',
	problem: problem({kind: 'permission'}),
};
const rerouting = targets(at, [
	{
		instanceId: 'i-green1',
		color: 'green',
		status: 'in-progress',
		events: [{name: 'AllowTraffic', status: 'succeeded'}],
	},
]);
const other = (status: 'in-progress' | 'failed'): RunEvent => ({
	type: 'conflict-seen',
	at,
	conflict: {kind: 'deployment', id: 'd-8', status},
});
const failed: readonly RunEvent[] = [codeDeploySays(at, 'failed'), spotSays(at, 'FINISHED_ERROR')];
const succeeded: readonly RunEvent[] = [codeDeploySays(at, 'succeeded'), spotSays(at, 'FINISHED')];
const capacity = (target: number): RunEvent => ({
	type: 'capacity-seen',
	at,
	capacity: {target, minimum: 1, maximum: 4},
	suspensions: [],
});

const judged: ReadonlyArray<readonly [name: string, events: readonly RunEvent[], Action, WriteRefusal | undefined]> = [
	['the blue/green is stopped before anything serves', greenUp(), stopBlueGreen, undefined],
	['the replacements serve', [...greenUp(), ...seen(...serving)], stopBlueGreen, 'serving'],
	[
		'only a member serves that has no tags yet',
		[
			...deployed(),
			codeDeploySays(at, 'stopped'),
			...seen(
				greenInstance('i-new', {hasGreenTags: false, traffic: 'healthy'}),
				...['i-green1', 'i-green2'].map(id => greenInstance(id, {state: 'terminated', isInElastigroup: false})),
				...ended,
			),
		],
		stopBlueGreen,
		'serving',
	],
	[
		'one of the target groups could not be looked up, and traffic was moved',
		[...deployed({group: {...runConfig.group, unknownTargetGroupNames: ['shop-api']}}), rerouting],
		stopBlueGreen,
		'serving',
	],
	['only they serve', [...greenUp(), ...seen(...serving, ...ended)], stopBlueGreen, 'serving'],
	['somebody else deploys on them', [...greenUp(), other('in-progress')], stopBlueGreen, 'not-ours'],
	['that has ended', [...greenUp(), other('failed'), looked(at)], stopBlueGreen, undefined],
	['traffic cannot be seen, and none was moved', [...greenUp(), hidden], stopBlueGreen, undefined],
	['traffic cannot be seen, and was moved', [...deployed(), rerouting, hidden], stopBlueGreen, 'serving'],
	[
		'traffic cannot be seen, and somebody else deployed',
		[...greenUp(), other('failed'), hidden],
		stopBlueGreen,
		'serving',
	],
	['a deployment is stopped while it installs', deployed(), stop, undefined],
	['while the originals still serve', [...deployed(), ...seen(...serving)], stop, undefined],
	['once the originals are out of traffic', [...deployed(), ...seen(...serving, ...idleBlues)], stop, 'no-way-back'],
	['it is rolled back then', [...deployed(), ...seen(...serving, ...idleBlues)], rollBack, undefined],
	['no original is left to roll back to', [...deployed(), ...seen(...serving, ...ended)], rollBack, 'no-way-back'],
	['replacements of a failure go', [...deployed(), ...failed, looked(at)], detach('i-green1', 'i-green2'), undefined],
	['one of them serves', [...deployed(), ...failed, ...seen(...serving)], detach('i-green1'), 'no-proof'],
	['an original after a failure', [...deployed(), ...failed, looked(at)], detach('i-blue1'), 'no-proof'],
	['one that nobody knows', [...deployed(), ...failed, looked(at)], detach('i-green1', 'i-else'), 'no-proof'],
	[
		'a kept original after a success',
		[...deployed(), ...succeeded, ...seen(...serving, ...idleBlues)],
		detach('i-blue1'),
		undefined,
	],
	['it still serves', [...deployed(), ...succeeded, ...seen(...serving)], detach('i-blue1'), 'no-proof'],
	['a replacement after a success', [...deployed(), ...succeeded, looked(at)], detach('i-green1'), 'no-proof'],
	['fewer are to stay than there are', [...deployed(), looked(at)], restoreCapacity, 'scales-down'],
	[
		'as many are there as are to stay',
		[...deployed(), ...seen(...serving, ...ended)],
		{kind: 'restore-capacity', capacity: {...raised, target: 2}},
		undefined,
	],
	['scaling is let loose on more than the target', [...deployed(), capacity(3), looked(at)], lift, 'scales-down'],
	['scaling is let loose on the target', [...deployed(), capacity(4), looked(at)], lift, undefined],
];

for (const [name, events, action, expected] of judged) {
	test(`${action.kind}, ${name}: ${expected ?? 'may be done'}`, t => {
		t.is(refusalOf(runOf(events), action), expected);
	});
}

test('what weighs nobody knows how much is never left to Spot to choose from', t => {
	const weighted = (weights: Readonly<Record<string, number>> | undefined): readonly RunEvent[] =>
		deployed().map(event =>
			event.type === 'baseline-noted'
				? {...event, baseline: {...event.baseline, capacityUnit: 'weight' as const, ...(weights && {weights})}}
				: event,
		);
	const living = seen(...serving.map(one => ({...one, instanceType: 'c6i.xlarge'})), ...ended);
	for (const weights of [undefined, {'m5.large': 1}]) {
		t.is(refusalOf(runOf(weighted(weights), living, failed), restoreCapacity), 'scales-down');
	}

	t.is(refusalOf(runOf(weighted({'c6i.xlarge': 1}), living, failed), restoreCapacity), undefined);
	const low: RunEvent = {type: 'capacity-seen', at, capacity: {target: 1, minimum: 1, maximum: 4}, suspensions: []};
	t.is(refusalOf(runOf(weighted(undefined), living, [low]), restoreCapacity), undefined, 'more is never too few');
});

test('whose deployment succeeded: our own word goes before somebody else’s', t => {
	const own = runOf(greenUp(), [
		{type: 'conflict-seen', at, conflict: {kind: 'deployment', id: 'd-8', status: 'succeeded'}},
		{type: 'action-intended', at, number: 2, action: {kind: 'create-deployment'}},
		{type: 'action-done', at, number: 2, deploymentId: 'd-1', isAdopted: false},
		...failed,
		...seen(greenInstance('i-green1', {traffic: undefined})),
	]);
	t.is(refusalOf(own, detach('i-green1')), undefined);
	t.is(refusalOf(own, detach('i-blue1')), 'no-proof');
});

const driving: readonly Action[] = [
	{kind: 'start-blue-green'},
	{kind: 'create-deployment'},
	{kind: 'continue-deployment', deploymentId: 'd-1', wait: 'ready'},
	stop,
	stopBlueGreen,
	{kind: 'advance-filter', tagFilters: []},
];

for (const action of driving) {
	test(`a run that is taken up to restore makes no ${action.kind}`, t => {
		const restoring = runOf(begun({...runConfig, isAdvancingFilter: true}), [
			{type: 'run-resumed', at, purpose: 'restore'},
			looked(at + 1),
		]);
		t.is(refusalOf(restoring, action), 'not-asked');
	});
}
