/** What the view says of a run must be true at every moment, and add up. */
import test from 'ava';
import {type DeploymentTarget} from '../../../source/core/cloud/code-deploy.js';
import {decide} from '../../../source/core/run/decide.js';
import {type RunEvent} from '../../../source/core/run/event.js';
import {type Run} from '../../../source/core/run/fold.js';
import {sayUnattended} from '../../../source/core/run/unattended.js';
import {toRunView} from '../../../source/core/run/view.js';
import {say} from '../../../source/messages/catalogue.js';
import {
	begun,
	blueInstance,
	codeDeploySays,
	deployed,
	deploymentOf,
	fleet,
	greenInstance,
	greenUp,
	looked,
	minute,
	noted,
	problem,
	runConfig,
	runOf,
	second,
	spotSays,
	spotStarted,
	startedAt,
	targets,
} from '../../helpers/run-events.js';

const at = startedAt + 5 * minute;

const viewOf = (run: Run, now = run.lastEventAt) => toRunView(run, now);

const target = (
	instanceId: string,
	color: 'blue' | 'green',
	status: 'pending' | 'in-progress' | 'ready' | 'succeeded' | 'failed',
	events: ReadonlyArray<readonly [string, DeploymentTarget['events'][number]['status']]>,
): DeploymentTarget => ({
	instanceId,
	color,
	status,
	events: events.map(([name, state]) => ({name, status: state})),
});

const blocked = (id: string): DeploymentTarget =>
	target(id, 'blue', 'succeeded', [
		['BeforeBlockTraffic', 'succeeded'],
		['BlockTraffic', 'succeeded'],
		['AfterBlockTraffic', 'succeeded'],
	]);

const serving = (id: string): DeploymentTarget =>
	target(id, 'green', 'succeeded', [
		['BeforeAllowTraffic', 'succeeded'],
		['AllowTraffic', 'succeeded'],
		['AfterAllowTraffic', 'succeeded'],
	]);

/** Traffic is on green, and CodeDeploy waits five minutes before it ends the originals. */
const waiting: readonly RunEvent[] = [
	...deployed(),
	targets(at, [blocked('i-blue1'), blocked('i-blue2'), serving('i-green1'), serving('i-green2')]),
	fleet(at, [
		blueInstance('i-blue1', {traffic: undefined}),
		blueInstance('i-blue2', {traffic: undefined}),
		greenInstance('i-green1', {traffic: 'healthy'}),
		greenInstance('i-green2', {traffic: 'healthy'}),
	]),
	looked(at),
];

test('what goes on without us is told as far as it is so, and no further', t => {
	const told = (run: Run): string => say(sayUnattended(viewOf(run)), 'en');
	t.regex(told(runOf(begun())), /Nothing was started/);
	t.regex(told(runOf(spotStarted())), /deployment is created only once somebody comes back; Spot gives up 60 min/);
	t.regex(told(runOf(greenUp())), /deployment is created only once somebody comes back/);
	t.regex(told(runOf(deployed())), /^The deployment goes on in the clouds/);
	const waits = {readyOption: {action: 'stop', waitMinutes: 60}} as const;
	t.regex(
		told(runOf(deployed(), [codeDeploySays(at, 'ready', waits)])),
		/waiting for somebody to continue it; CodeDeploy stops it/,
	);
	t.regex(told(runOf(waiting, [codeDeploySays(at, 'succeeded')])), /has ended/);
	const lost: RunEvent = {type: 'action-unanswered', at, number: 2, problem: problem()};
	t.regex(
		told(runOf(greenUp(), [{type: 'action-intended', at, number: 2, action: {kind: 'create-deployment'}}, lost])),
		/was not answered/,
	);
	t.regex(told(runOf(greenUp({isDemo: true}))), /demo end with it/);
	t.regex(say(sayUnattended(toRunView(runOf(deployed()), at, {isReadOnly: true})), 'en'), /only looked on/);
});

test('the cards count what the rows show', t => {
	const installed = [target('i-green1', 'green', 'ready', []), target('i-green2', 'green', 'ready', [])];
	const moving = ['i-green1', 'i-green2'].map(id =>
		target(id, 'green', 'in-progress', [
			['BeforeAllowTraffic', 'succeeded'],
			['AllowTraffic', 'in-progress'],
		]),
	);
	const situations: ReadonlyArray<readonly RunEvent[]> = [
		[targets(at, installed)],
		[targets(at, moving), fleet(at, [greenInstance('i-green1', {traffic: 'initial'})])],
		[
			...waiting,
			fleet(at, [blueInstance('i-blue1', {state: 'shutting-down'}), blueInstance('i-blue2', {state: 'terminated'})]),
		],
	];
	for (const events of situations) {
		const view = viewOf(runOf(deployed(), events));
		for (const {color, counts, total} of [view.blue, view.green]) {
			const rows = view.instances.filter(row => row.color === color);
			for (const {state, count} of counts) {
				t.is(rows.filter(row => row.state === state).length, count, `${color} ${state}`);
			}

			t.is(total, rows.filter(({state}) => state !== 'terminated').length);
		}
	}
});

test('nobody takes traffic before the load balancer says so, nor after it was taken away', t => {
	const allowing = target('i-green1', 'green', 'in-progress', [
		['BeforeAllowTraffic', 'succeeded'],
		['AllowTraffic', 'in-progress'],
	]);
	const stateOf = (run: Run, id: string) => viewOf(run).instances.find(row => row.instanceId === id)?.state;
	const joining = runOf(deployed(), [
		targets(at, [allowing]),
		fleet(at, [greenInstance('i-green1', {traffic: 'initial'})]),
	]);
	t.is(stateOf(joining, 'i-green1'), 'registering');
	const healthy = runOf(deployed(), [
		targets(at, [allowing]),
		fleet(at, [greenInstance('i-green1', {traffic: 'healthy'})]),
	]);
	t.is(stateOf(healthy, 'i-green1'), 'taking-traffic');
	const rolledBack = runOf(waiting, [
		codeDeploySays(at, 'stopped', {rollbackDeploymentId: 'd-2'}),
		{type: 'deployment-seen', at, deployment: deploymentOf('in-progress', {deploymentId: 'd-2'})},
		{
			type: 'targets-seen',
			at,
			deploymentId: 'd-2',
			targets: [
				target('i-green1', 'green', 'succeeded', [['BlockTraffic', 'succeeded']]),
				target('i-blue1', 'blue', 'in-progress', [
					['AllowTraffic', 'in-progress'],
					['BeforeAllowTraffic', 'succeeded'],
				]),
			],
		},
		fleet(at, [greenInstance('i-green1'), blueInstance('i-blue1', {traffic: 'initial'})]),
	]);
	t.is(stateOf(rolledBack, 'i-green1'), 'out-of-traffic');
	t.is(stateOf(rolledBack, 'i-blue1'), 'registering');
});

test('once their wait is over, the originals are neither said to run nor to be ended early', t => {
	const run = runOf(waiting);
	const open = viewOf(run, at + minute);
	t.true(open.next.requests.includes('skip-termination-wait'));
	t.is(open.deadlines.at(0)?.id, 'termination-wait');
	const over = viewOf(run, at + 5 * minute + second);
	t.false(over.next.requests.includes('skip-termination-wait'));
	t.is(over.next.text.id, 'run.next.termination');
	const gone = viewOf(
		runOf(waiting, [
			fleet(
				at,
				['i-blue1', 'i-blue2'].map(id => blueInstance(id, {state: 'shutting-down'})),
			),
		]),
		at + minute,
	);
	t.is(gone.next.text.id, 'run.next.termination');
	t.deepEqual(gone.next.requests, [], 'nothing is left to go back to');
	t.false(gone.deadlines.some(({id}) => id === 'termination-wait'));
	const asked = viewOf(
		runOf(waiting, [{type: 'request-made', at, request: 'skip-termination-wait', by: 'person'}]),
		at + second,
	);
	t.false(asked.next.requests.includes('skip-termination-wait'), 'asked for once is enough');
});

test('what a cloud tells late stands in the log at its time, and nothing stands in the future', t => {
	const run = runOf(spotStarted(), [
		{type: 'run-resumed', at: at + minute},
		{
			type: 'spot-log-seen',
			at: at + minute + second,
			entries: [
				{at, severity: 'info', message: 'launched'},
				{at: at + 60 * minute, severity: 'info', message: 'from a fast clock'},
			],
		},
	]);
	const times = run.log.map(line => line.at);
	t.deepEqual(
		times,
		[...times].sort((one, other) => one - other),
	);
	t.deepEqual(
		run.log.slice(-3).map(line => say(line.text, 'en').slice(0, 17)),
		['launched', 'Taken up again. B', 'from a fast clock'],
	);
	t.is(times.at(-1), at + minute + second);
});

test('events that several instances passed since the last look are told in the order of the lifecycle', t => {
	const run = runOf(deployed(), [
		targets(at, [target('i-blue1', 'blue', 'in-progress', [['BlockTraffic', 'succeeded']])]),
		targets(at + second, [blocked('i-blue1'), blocked('i-blue2')]),
	]);
	t.deepEqual(
		run.log.filter(line => line.at === at + second).map(line => say(line.text, 'en').split(' ', 1)[0]),
		['BeforeBlockTraffic', 'BlockTraffic', 'AfterBlockTraffic'],
	);
});

test('Spot is not said to wait for originals that have ended', t => {
	const run = runOf(waiting, [
		fleet(
			at,
			['i-blue1', 'i-blue2'].map(id => blueInstance(id, {state: 'terminated'})),
		),
		spotSays(at + second, 'WAIT_BEFORE_TERMINATION'),
	]);
	t.is(say(run.log.at(-1)!.text, 'en'), 'Spot is ending its part; the originals have ended');
});

test('a run is not over while what it detached still runs, and what runs on is not called gone', t => {
	const failed = runOf(deployed(), [
		codeDeploySays(at, 'failed'),
		spotSays(at, 'FINISHED_ERROR'),
		looked(at + second),
		{type: 'request-made', at: at + second, request: 'clean-up', by: 'person'},
		{
			type: 'action-intended',
			at: at + second,
			number: 3,
			action: {kind: 'detach-instances', instanceIds: ['i-green1', 'i-green2']},
		},
		{type: 'action-done', at: at + second, number: 3, isAdopted: false},
		{type: 'capacity-seen', at: at + 2 * second, capacity: noted, suspensions: []},
		fleet(
			at + 2 * second,
			['i-green1', 'i-green2'].map(id => greenInstance(id, {isInElastigroup: false})),
		),
		looked(at + 2 * second),
	]);
	t.like(decide(failed, at + 3 * second), {kind: 'wait', for: 'removal'});
	t.deepEqual(viewOf(failed).green.counts, [{state: 'detached', count: 2}]);
	t.deepEqual(decide(failed, at + 10 * minute), {kind: 'end', outcome: {kind: 'failed', isClean: false}});
	const ended = runOf([
		...deployed(),
		codeDeploySays(at, 'failed'),
		spotSays(at, 'FINISHED_ERROR'),
		{
			type: 'action-intended',
			at: at + second,
			number: 3,
			action: {kind: 'detach-instances', instanceIds: ['i-green1', 'i-green2']},
		},
		{type: 'action-done', at: at + second, number: 3, isAdopted: false},
		{type: 'capacity-seen', at: at + 2 * second, capacity: noted, suspensions: []},
		fleet(
			at + 2 * second,
			['i-green1', 'i-green2'].map(id => greenInstance(id, {isInElastigroup: false, state: 'terminated'})),
		),
		looked(at + 2 * second),
	]);
	t.deepEqual(decide(ended, at + 3 * second), {kind: 'end', outcome: {kind: 'failed', isClean: true}});
	t.is(viewOf(ended).green.total, 0);
});

test('the time after the deployment is told, so that the phases and it make the whole', t => {
	const failed = viewOf(
		runOf(deployed(), [
			codeDeploySays(at, 'failed'),
			{type: 'run-ended', at: at + 15 * minute, outcome: {kind: 'failed', isClean: true}},
		]),
	);
	const sum = failed.phases.reduce((total, {durationMs}) => total + (durationMs ?? 0), failed.aftermathMs ?? 0);
	t.is(sum, failed.elapsedMs);
	t.is(failed.aftermathMs, 15 * minute);
	t.is(viewOf(runOf(waiting)).aftermathMs, undefined);
});

test('an alarm that stopped the deployment is the cause, also where Spot was seen to give up first', t => {
	const error = (code: string) => ({error: {code, message: 'Activated alarms: <shop-web-5xx>'}});
	const codeAfter = (code: string) =>
		viewOf(
			runOf(deployed(), [spotSays(at, 'UNSTABLE_DEPLOYMENT'), codeDeploySays(at + second, 'stopped', error(code))]),
		).failure?.code;

	t.is(codeAfter('ALARM_ACTIVE'), 'ALARM_ACTIVE');
	// Whoever pressed Stop may have done it because Spot had given up.
	t.is(codeAfter('MANUAL_STOP'), 'UNSTABLE_DEPLOYMENT');
});

test('while nobody looked, no cloud was silent', t => {
	const resumed = runOf(deployed(), [{type: 'run-resumed', at: at + 60 * minute}]);
	const sources = (now: number) =>
		viewOf(resumed, now)
			.sources.filter(({state}) => state === 'stale')
			.map(({source}) => source);
	t.deepEqual(sources(at + 60 * minute + second), []);
	t.deepEqual(sources(at + 62 * minute), ['spot', 'code-deploy', 'ec2', 'load-balancer']);
});

test('after our own call what it began is waited for, not a look', t => {
	const created = runOf(greenUp(), [
		{type: 'action-intended', at, number: 2, action: {kind: 'create-deployment'}},
		{type: 'action-done', at, number: 2, deploymentId: 'd-1', isAdopted: false},
	]);
	t.is(viewOf(created).next.text.id, 'run.next.create');
	const resumed = runOf(deployed(), [{type: 'run-resumed', at}]);
	t.is(viewOf(resumed).next.text.id, 'run.next.look');
});

test('of a deployment that ended before anybody looked, its targets tell how far it came, and no more is claimed', t => {
	const run = runOf([
		{type: 'run-started', at: startedAt, config: runConfig},
		codeDeploySays(at, 'stopped', {error: {code: 'MANUAL_STOP', message: 'stopped'}}),
		targets(at, [
			target('i-green1', 'green', 'failed', [
				['Install', 'succeeded'],
				['AfterInstall', 'skipped'],
			]),
		]),
		{type: 'run-ended', at, outcome: {kind: 'stopped', isClean: false}},
	]);
	const view = toRunView(run, at, {isReadOnly: true});
	t.is(view.phase, 'install');
	t.is(view.phases.find(({id}) => id === 'install')?.state, 'failed');
	t.is(view.failure?.cause, undefined);
	t.is(view.next.text.id, 'run.next.ended.watched');
	t.is(say(run.log.at(-1)!.text, 'en'), 'The deployment was stopped');
});

const stopped: readonly RunEvent[] = [
	{type: 'request-made', at, request: 'stop', by: 'person'},
	{type: 'capacity-seen', at, capacity: {...noted, target: 4}, suspensions: []},
	codeDeploySays(at + second, 'stopped', {error: {code: 'MANUAL_STOP', message: 'stopped'}}),
	spotSays(at + second, 'STOPPING'),
	looked(at + 2 * second),
];

const stepsOf = (run: Run): string =>
	viewOf(run)
		.failure?.nextSteps.map(step => say(step, 'en'))
		.join('\n') ?? '';

test('what is left is named as it stands: no number that was never raised, and less with each step back', t => {
	t.notRegex(stepsOf(runOf(deployed(), stopped)), /Left behind/, 'Spot may still take its instances away');
	const over = [...deployed(), ...stopped, spotSays(at + 3 * second, 'FINISHED_STOPPED'), looked(at + 4 * second)];
	t.regex(
		stepsOf(runOf(over)),
		/^Left behind: 2 replacement instances, target 4 instead of 2\. Clean up shows its plan/m,
	);
	const gone: readonly RunEvent[] = [
		...over,
		{type: 'request-made', at: at + 5 * second, request: 'clean-up', by: 'person'},
		fleet(
			at + 6 * second,
			['i-green1', 'i-green2'].map(id => greenInstance(id, {isInElastigroup: false, state: 'terminated'})),
		),
	];
	t.regex(stepsOf(runOf(gone)), /^Left behind: target 4 instead of 2\. The clean-up is under way$/m);
	const back: RunEvent = {type: 'capacity-seen', at: at + 7 * second, capacity: noted, suspensions: []};
	t.notRegex(stepsOf(runOf([...gone, back])), /Left behind/);
});

test('whoever leaves after a stop is not told that Spot finishes it', t => {
	const said = say(sayUnattended(viewOf(runOf(deployed(), stopped))), 'en');
	t.regex(said, /until somebody comes back and cleans up/);
	t.notRegex(said, /goes on/);
});

test('a rollback that has ended is no longer going on', t => {
	const rollback = (status: 'in-progress' | 'succeeded'): RunEvent => ({
		type: 'deployment-seen',
		at: at + second,
		deployment: deploymentOf(status, {deploymentId: 'd-2'}),
	});
	const failed = [...deployed(), codeDeploySays(at, 'failed', {rollbackDeploymentId: 'd-2'})];
	t.true(viewOf(runOf(failed, [rollback('in-progress')])).isRollingBack);
	t.false(viewOf(runOf(failed, [rollback('succeeded')])).isRollingBack);
});
