import test from 'ava';
import {toRunView} from '../../../source/core/run/view.js';
import {decide} from '../../../source/core/run/decide.js';
import {type Decision} from '../../../source/core/run/decision.js';
import {type RunEvent} from '../../../source/core/run/event.js';
import {
	blueInstance,
	begun,
	codeDeploySays,
	deployed,
	fleet,
	greenInstance,
	greenUp,
	looked,
	minute,
	problem,
	raised,
	runOf,
	second,
	spotSays,
	spotStarted,
	startedAt,
	targets,
} from '../../helpers/run-events.js';

const told = (decision: Decision): string => {
	switch (decision.kind) {
		case 'act': {
			return `act ${decision.action.kind}`;
		}

		case 'ask': {
			return `ask ${decision.gate.kind} ${decision.answer ?? 'a person'}`;
		}

		case 'wait': {
			return `wait ${decision.for}`;
		}

		case 'end': {
			return `end ${JSON.stringify(decision.outcome)}`;
		}

		case 'not-over': {
			return 'not over';
		}
	}
};

const at = startedAt + 2 * minute;
const createRefused = (code: string): readonly RunEvent[] => [
	{type: 'action-intended', at, number: 2, action: {kind: 'create-deployment'}},
	{type: 'action-failed', at, number: 2, problem: problem({kind: 'input', code})},
];
const request = (which: Extract<RunEvent, {type: 'request-made'}>['request']): RunEvent => ({
	type: 'request-made',
	at,
	request: which,
	by: 'person',
});
const gated = {
	group: {
		tagFilters: [],
		readyOption: {action: 'stop' as const, waitMinutes: 30},
		originalsOption: {action: 'terminate' as const, waitMinutes: 5},
		targetGroupArns: ['arn:tg'],
		classicLoadBalancerNames: [],
	},
};
const failed: readonly RunEvent[] = [
	codeDeploySays(at, 'failed', {error: {code: 'HEALTH_CONSTRAINTS', message: ''}}),
	spotSays(at + second, 'FINISHED_ERROR'),
	looked(at + 2 * second),
];
const succeeded: readonly RunEvent[] = [
	codeDeploySays(at, 'succeeded'),
	spotSays(at, 'FINISHED'),
	{type: 'capacity-seen', at, capacity: {target: 2, minimum: 1, maximum: 2}, suspensions: []},
	fleet(at, [
		blueInstance('i-blue1', {state: 'terminated', isInElastigroup: false}),
		blueInstance('i-blue2', {state: 'terminated', isInElastigroup: false}),
		greenInstance('i-green1', {traffic: 'healthy'}),
		greenInstance('i-green2', {traffic: 'healthy'}),
	]),
	looked(at + second),
];

const seenOther = (status: 'in-progress' | 'succeeded' | 'failed'): RunEvent => ({
	type: 'conflict-seen',
	at,
	conflict: {kind: 'deployment', id: 'd-8', status},
});
const unanswered: readonly RunEvent[] = [
	...begun(),
	{type: 'action-intended', at: startedAt, number: 1, action: {kind: 'start-blue-green'}},
	{type: 'action-unanswered', at: startedAt, number: 1, problem: problem({kind: 'network'})},
	looked(at),
	{type: 'candidate-seen', at, number: 1, blueGreenId: 'cdbg-5', state: 'STARTING'},
];
const incomplete: readonly RunEvent[] = [
	...begun().slice(0, 1),
	{type: 'incomplete-seen', at: startedAt, present: 1, target: 2, unit: 'instance'},
	looked(startedAt),
];

/** What somebody else does meanwhile, and what a machine that was killed, or a lost answer, leaves open. */
const unplanned: readonly Situation[] = [
	['the Elastigroup is not complete', incomplete, startedAt + minute, 'wait complete'],
	['and does not become so', incomplete, startedAt + 15 * minute, 'end {"kind":"refused"}'],
	['a stop is asked for meanwhile', [...incomplete, request('stop')], at, 'end {"kind":"stopped","isClean":true}'],
	['nobody knows whose the blue/green is', unanswered, at, 'ask unclear-start a person'],
	[
		'it is said to be ours',
		[...unanswered, request('adopt-blue-green'), spotSays(at, 'STARTING')],
		at,
		'wait instances',
	],
	[
		'it was said to be theirs before the process died',
		[...unanswered, request('leave-blue-green'), {type: 'run-resumed', at: at + minute}, looked(at + minute + second)],
		at + minute + second,
		'end {"kind":"refused","disownedId":"cdbg-5"}',
	],
	[
		'it is said to be theirs',
		[...unanswered, request('leave-blue-green')],
		at,
		'end {"kind":"refused","disownedId":"cdbg-5"}',
	],
	['somebody else deploys on it', [...greenUp(), seenOther('in-progress')], at, 'wait other-deployment'],
	['and a stop is asked for', [...greenUp(), seenOther('in-progress'), request('stop')], at, 'wait other-deployment'],
	[
		'theirs has ended, and Spot still waits for one',
		[...greenUp(), seenOther('in-progress'), seenOther('failed')],
		at,
		'act create-deployment',
	],
	[
		'theirs has ended, and Spot goes on with it',
		[...greenUp(), spotSays(at, 'REMOVE_OLD_INSTANCES'), seenOther('succeeded')],
		at,
		'wait other-deployment',
	],
	[
		'Spot has finished with theirs',
		[...greenUp(), seenOther('succeeded'), ...succeeded.slice(1)],
		at + second,
		'end {"kind":"handed-over","isClean":true,"deploymentId":"d-8"}',
	],
	[
		'Spot has finished, and nobody knows with what',
		[...greenUp(), ...succeeded.slice(1)],
		at + second,
		'end {"kind":"handed-over","isClean":true}',
	],
	[
		'a member that came by scaling is not waited for',
		[...greenUp(), fleet(at, [greenInstance('i-scaled', {hasGreenTags: false})])],
		startedAt + 3 * minute,
		'act create-deployment',
	],
	[
		'the replacements serve when Spot is to be stopped',
		[
			...deployed(),
			codeDeploySays(at, 'failed'),
			fleet(at, [greenInstance('i-green1', {traffic: 'healthy'})]),
			looked(at + minute),
		],
		at + minute,
		'wait blue-green-end',
	],
	[
		'the deployment takes instances of others for originals, and traffic has not moved',
		[
			...deployed(),
			targets(at, [{instanceId: 'i-theirs', color: 'blue', status: 'pending', events: []}]),
			fleet(at, [blueInstance('i-theirs', {isInElastigroup: false})]),
		],
		at,
		'ask foreign-originals stop',
	],
	[
		'one that was detached from the Elastigroup is no instance of others',
		[
			...deployed(),
			targets(at, [{instanceId: 'i-detached', color: 'blue', status: 'pending', events: []}]),
			fleet(at, [blueInstance('i-detached', {isInElastigroup: false, isOfElastigroup: true})]),
		],
		at,
		'wait deployment',
	],
	[
		'a member that was not noted is no instance of others',
		[
			...deployed(),
			fleet(at, [blueInstance('i-joined')]),
			targets(at, [{instanceId: 'i-joined', color: 'blue', status: 'pending', events: []}]),
		],
		at,
		'wait deployment',
	],
	[
		'the deployment took instances of others for originals',
		[
			...deployed(),
			targets(at, [{instanceId: 'i-theirs', color: 'blue', status: 'succeeded', events: []}]),
			fleet(at, [blueInstance('i-theirs', {isInElastigroup: false})]),
			...succeeded,
		],
		at + second,
		'end {"kind":"succeeded","isRestored":true,"foreignOriginals":["i-theirs"]}',
	],
	[
		'looked at again, a run whose start was refused starts nothing',
		[
			...begun(),
			{type: 'action-intended', at: startedAt, number: 1, action: {kind: 'start-blue-green'}},
			{type: 'action-failed', at: startedAt, number: 1, problem: problem({kind: 'input'})},
			{type: 'run-ended', at: startedAt, outcome: {kind: 'failed', isClean: true}},
			{type: 'run-resumed', at, purpose: 'restore'},
			looked(at + 1),
		],
		at + second,
		'end {"kind":"failed","isClean":true}',
	],
	[
		'looked at again, a run that was killed before its deployment creates none',
		[...greenUp(), {type: 'run-resumed', at, purpose: 'restore'}, looked(at + 1)],
		at + second,
		'not over',
	],
	[
		'looked at again, a run that waits for a person continues nothing',
		[
			...deployed(gated),
			codeDeploySays(at, 'ready'),
			request('continue'),
			{type: 'run-resumed', at, purpose: 'restore'},
			looked(at + 1),
		],
		at + second,
		'not over',
	],
	[
		'looked at again, an unclear start stays unclear',
		[...unanswered, {type: 'run-resumed', at, purpose: 'restore'}, looked(at + 1)],
		at + second,
		'not over',
	],
	[
		'and whoever goes on with it later drives it again',
		[
			...greenUp(),
			{type: 'run-resumed', at, purpose: 'restore'},
			looked(at + 1),
			{type: 'run-resumed', at: at + 2},
			looked(at + 3),
		],
		at + second,
		'act create-deployment',
	],
];

type Situation = readonly [name: string, events: readonly RunEvent[], now: number, expected: string];

const situations: readonly Situation[] = [
	['nothing was looked at', begun().slice(0, 1), startedAt, 'wait look'],
	['the baseline is noted', begun(), startedAt, 'act start-blue-green'],
	[
		'somebody else deploys',
		[...begun(), {type: 'conflict-seen', at, conflict: {kind: 'deployment', id: 'd-9', status: 'in-progress'}}],
		at,
		'end {"kind":"refused"}',
	],
	[
		'a stop is asked for before anything began',
		[...begun(), request('stop')],
		at,
		'end {"kind":"stopped","isClean":true}',
	],
	[
		'a write is unanswered',
		[
			...begun(),
			{type: 'action-intended', at: startedAt, number: 1, action: {kind: 'start-blue-green'}},
			{type: 'action-unanswered', at: startedAt, number: 1, problem: problem({kind: 'network'})},
			looked(at),
		],
		at + second,
		'wait answer',
	],
	[
		'the start is refused for good',
		[
			...begun(),
			{type: 'action-intended', at: startedAt, number: 1, action: {kind: 'start-blue-green'}},
			{type: 'action-failed', at: startedAt, number: 1, problem: problem({kind: 'input'})},
		],
		at,
		'end {"kind":"failed","isClean":true}',
	],
	['Spot launches', [...spotStarted(), spotSays(at, 'LAUNCHING_NEW_INSTANCES')], at, 'wait instances'],
	[
		'Spot waits, but one instance is not tagged',
		[...greenUp(), fleet(at, [greenInstance('i-green2', {hasGreenTags: false})])],
		at,
		'wait tags',
	],
	['Spot waits, but a request is not filled', [...greenUp(), fleet(at, [], 1)], at, 'wait instances'],
	['green is up and tagged', greenUp(), at, 'act create-deployment'],
	[
		'Spot cannot be seen',
		[...greenUp(), {type: 'source-lost', at, source: 'spot', problem: problem()}],
		at,
		'wait sight',
	],
	['the run was just taken up again', [...greenUp(), {type: 'run-resumed', at}], at, 'wait look'],
	[
		'and both clouds were seen since',
		[...greenUp(), {type: 'run-resumed', at}, looked(at + 1)],
		at + 1,
		'act create-deployment',
	],
	[
		'CodeDeploy does not see the tags',
		[...greenUp(), ...createRefused('InvalidTargetInstancesException')],
		at,
		'wait tags-visible',
	],
	[
		'and a while has passed',
		[...greenUp(), ...createRefused('InvalidTargetInstancesException')],
		at + 15 * second,
		'act create-deployment',
	],
	[
		'the deployment is refused for good',
		[...greenUp(), ...createRefused('DeploymentLimitExceededException')],
		at,
		'act stop-blue-green',
	],
	['it installs', deployed(), at, 'wait deployment'],
	['it is ready and goes on by itself', [...deployed(), codeDeploySays(at, 'ready')], at, 'wait deployment'],
	['it is ready and waits', [...deployed(gated), codeDeploySays(at, 'ready')], at, 'ask ready a person'],
	[
		'it is ready, and a policy is there',
		[
			...deployed({...gated, policy: {readyGate: 'continue', cleanUp: 'ask', restore: 'ask'}}),
			codeDeploySays(at, 'ready'),
		],
		at,
		'ask ready continue',
	],
	[
		'a person continues',
		[...deployed(gated), codeDeploySays(at, 'ready'), request('continue')],
		at,
		'act continue-deployment',
	],
	[
		'a continue from before it was ready does not count',
		[...deployed(gated), request('continue'), codeDeploySays(at + 1, 'ready')],
		at + 1,
		'ask ready a person',
	],
	['a stop while it installs', [...deployed(), request('stop')], at, 'act stop-deployment'],
	[
		'the deployment failed, Spot has not noticed',
		[...deployed(), codeDeploySays(at, 'failed')],
		at,
		'wait blue-green-end',
	],
	[
		'and does not notice',
		[...deployed(), codeDeploySays(at, 'failed'), looked(at + minute)],
		at + minute,
		'act stop-blue-green',
	],
	[
		'Spot gave up, the deployment runs',
		[...deployed(), spotSays(at, 'UNSTABLE_DEPLOYMENT')],
		at,
		'act stop-deployment',
	],
	[
		'it was rolled back, which goes on',
		[...deployed(), codeDeploySays(at, 'stopped', {rollbackDeploymentId: 'd-2'}), spotSays(at, 'FINISHED_ERROR')],
		at,
		'wait rollback',
	],
	['both ended badly', [...deployed(), ...failed], at + 3 * second, 'ask clean-up a person'],
	['it is to be cleaned up', [...deployed(), ...failed, request('clean-up')], at + 3 * second, 'act detach-instances'],
	[
		'it is to be left',
		[...deployed(), ...failed, request('leave-as-is')],
		at + 3 * second,
		'end {"kind":"failed","isClean":false}',
	],
	[
		"it is to be cleaned up, but somebody's next blue/green is there",
		[
			...deployed(),
			...failed,
			{type: 'conflict-seen', at, conflict: {kind: 'blue-green', id: 'cdbg-2', state: 'STARTING'}},
			request('clean-up'),
		],
		at + 3 * second,
		'end {"kind":"failed","isClean":false}',
	],
	[
		'the instances are gone, the numbers are not',
		[
			...deployed(),
			...failed,
			request('clean-up'),
			{type: 'capacity-seen', at, capacity: raised, suspensions: []},
			fleet(at, [
				greenInstance('i-green1', {state: 'terminated', isInElastigroup: false}),
				greenInstance('i-green2', {state: 'terminated', isInElastigroup: false}),
			]),
		],
		at + 3 * second,
		'act restore-capacity',
	],
	['a success that has not been looked at again', [...deployed(), ...succeeded.slice(0, -1)], at, 'wait settle'],
	['a success as noted', [...deployed(), ...succeeded], at + second, 'end {"kind":"succeeded","isRestored":true}'],
	[
		'a success, and the filter is to follow',
		[...deployed({isAdvancingFilter: true}), ...succeeded],
		at + second,
		'act advance-filter',
	],
	[
		'and the run is taken up before that',
		[
			...deployed({isAdvancingFilter: true}),
			...succeeded,
			{type: 'run-resumed', at: at + 2 * second},
			looked(at + 3 * second),
		],
		at + 3 * second,
		'act advance-filter',
	],
	[
		'but a newer run of the group is known by then',
		[
			...deployed({isAdvancingFilter: true}),
			...succeeded,
			{type: 'run-resumed', at: at + 2 * second, isSuperseded: true},
			looked(at + 3 * second),
		],
		at + 3 * second,
		'end {"kind":"succeeded","isRestored":true}',
	],
	[
		'a success that is looked at again after its end moves no filter',
		[
			...deployed({isAdvancingFilter: true}),
			...succeeded,
			{type: 'run-ended', at: at + second, outcome: {kind: 'succeeded', isRestored: true}},
			{type: 'run-resumed', at: at + 2 * second, purpose: 'restore', policy: {restore: 'always'}},
			looked(at + 3 * second),
		],
		at + 3 * second,
		'end {"kind":"succeeded","isRestored":true}',
	],
	[
		'nor where an earlier version looked at it again and was killed',
		[
			...deployed({isAdvancingFilter: true}),
			...succeeded,
			{type: 'run-ended', at: at + second, outcome: {kind: 'succeeded', isRestored: true}},
			{type: 'run-resumed', at: at + 2 * second},
			{type: 'run-resumed', at: at + 2 * second},
			looked(at + 3 * second),
		],
		at + 3 * second,
		'end {"kind":"succeeded","isRestored":true}',
	],
	...unplanned,
];

for (const [name, events, now, expected] of situations) {
	test(`${name}: ${expected}`, t => {
		t.is(told(decide(runOf(events), now)), expected);
	});
}

test('continue is never offered when a replacement instance is gone', t => {
	const run = runOf(deployed(gated), [
		targets(at, [{instanceId: 'i-green1', color: 'green', status: 'ready', events: []}]),
		codeDeploySays(at, 'ready'),
		fleet(at, [greenInstance('i-green1', {state: 'terminated'})]),
		request('continue'),
	]);
	const decision = decide(run, at);
	t.deepEqual(decision.kind === 'ask' ? decision.gate.requests : undefined, ['stop-and-roll-back', 'stop']);
});

test('while nobody says whose a blue/green is, what is promised is what Spot does with it', t => {
	const otherwise = (state: 'STARTING' | 'FINISHED_ERROR') =>
		toRunView(runOf(unanswered, [{type: 'candidate-seen', at, number: 1, blueGreenId: 'cdbg-5', state}]), at).next
			.otherwise?.id;
	t.is(otherwise('STARTING'), 'run.next.gate.unclear-start.otherwise');
	t.is(otherwise('FINISHED_ERROR'), 'run.next.gate.unclear-start.otherwise.ended');
});
