import test from 'ava';
import {type DeploymentTarget, type Deployment} from '../../source/core/cloud/code-deploy.js';
import {initialLive, selectLiveView, type LiveModel} from '../../source/core/app/live.js';
import {updateLive} from '../../source/core/app/update-live.js';
import {type FleetInstance, type RunEvent} from '../../source/core/run/event.js';
import {type Language} from '../../source/messages/catalogue.js';
import {unicodeGlyphs} from '../../source/ui/glyphs.js';
import {LiveScreen} from '../../source/ui/screens/live/live-screen.js';
import {expectFits, renderFrame} from '../helpers/render-frame.js';
import {runConfig, startedAt} from '../helpers/run-views.js';

const at = (seconds: number): number => startedAt + seconds * 1000;

const instance = (instanceId: string, changes: Partial<FleetInstance> = {}): FleetInstance => ({
	instanceId,
	isSpot: true,
	instanceType: 'c5.large',
	zone: 'ap-northeast-2a',
	state: 'running',
	isInElastigroup: true,
	hasGreenTags: false,
	hasPassedStatusChecks: true,
	launchedAt: at(-90_000),
	...changes,
});

const blue = ['i-0b1e000000000001', 'i-0b1e000000000002'];
const green = ['i-09ee000000000001', 'i-09ee000000000002'];

const originals = blue.map(id => instance(id, {traffic: 'healthy'}));

const replacements = (hasGreenTags: boolean): readonly FleetInstance[] =>
	green.map(id => instance(id, {hasGreenTags, launchedAt: at(30)}));

const noted = {target: 2, minimum: 1, maximum: 4};

const deployment: Deployment = {
	deploymentId: 'd-A1B2C3D4E',
	applicationName: 'shop',
	deploymentGroupName: 'shop-bg',
	status: 'in-progress',
	description: `shop 6.0 [${runConfig.runId}]`,
	statusMessages: [],
	replacementTags: runConfig.greenTags,
	readyOption: runConfig.group.readyOption,
	originalsOption: runConfig.group.originalsOption,
	hasTerminationWaitStarted: false,
	createdAt: at(60),
	startedAt: at(61),
};

const target = (instanceId: string, isInstalling: boolean): DeploymentTarget => ({
	instanceId,
	color: 'green',
	status: isInstalling ? 'in-progress' : 'ready',
	events: [
		{name: 'BeforeInstall', status: 'succeeded', startedAt: at(62), endedAt: at(64)},
		isInstalling
			? {name: 'Install', status: 'in-progress', startedAt: at(64)}
			: {name: 'Install', status: 'succeeded', startedAt: at(64), endedAt: at(70)},
	],
});

const untilInstall: readonly RunEvent[] = [
	{type: 'run-started', at: at(0), config: runConfig},
	{type: 'fleet-seen', at: at(1), instances: originals, pendingRequests: 0},
	{type: 'capacity-seen', at: at(1), capacity: noted, suspensions: []},
	{type: 'baseline-noted', at: at(2), baseline: {capacity: noted, suspensions: [], instanceIds: blue}},
	{type: 'action-intended', at: at(3), number: 1, action: {kind: 'start-blue-green'}},
	{type: 'action-done', at: at(4), number: 1, blueGreenId: 'bgd-1f2e3d4c', isAdopted: false},
	{type: 'blue-green-seen', at: at(5), blueGreenId: 'bgd-1f2e3d4c', state: 'AWAITING_USER_DEPLOYMENT'},
	{type: 'fleet-seen', at: at(50), instances: [...originals, ...replacements(true)], pendingRequests: 0},
	{type: 'capacity-seen', at: at(50), capacity: {target: 4, minimum: 1, maximum: 8}, suspensions: []},
	{type: 'action-intended', at: at(59), number: 2, action: {kind: 'create-deployment'}},
	{type: 'action-done', at: at(60), number: 2, deploymentId: 'd-A1B2C3D4E', isAdopted: false},
	{type: 'blue-green-seen', at: at(61), blueGreenId: 'bgd-1f2e3d4c', state: 'AWAITING_DEPLOYMENT_TO_FINISH'},
	{type: 'deployment-seen', at: at(61), deployment},
	{type: 'targets-seen', at: at(65), targets: green.map(id => target(id, true))},
];

const untilReady: readonly RunEvent[] = [
	...untilInstall,
	{type: 'targets-seen', at: at(71), targets: green.map(id => target(id, false))},
	{type: 'deployment-seen', at: at(72), deployment: {...deployment, status: 'ready'}},
];

const see = (events: readonly RunEvent[], live: LiveModel = initialLive({now: at(0)})): LiveModel =>
	events.reduce((seen, event) => updateLive(seen, {type: 'run-event-seen', event})[0], live);

const draw = (live: LiveModel, language: Language = 'en'): string => {
	const view = selectLiveView(live);
	for (const [columns, rows] of [
		[60, 20],
		[200, 60],
	] as const) {
		expectFits(
			renderFrame(
				<LiveScreen live={live} view={view} columns={columns} rows={rows} look={{language, glyphs: unicodeGlyphs}} />,
				{columns, rows},
			),
			columns,
			rows,
		);
	}

	const frame = renderFrame(
		<LiveScreen live={live} view={view} columns={80} rows={24} look={{language, glyphs: unicodeGlyphs}} />,
		{columns: 80, rows: 24},
	);
	expectFits(frame, 80, 24);
	return frame;
};

test('events of a run come out on the screen: where it stands and what each instance does', t => {
	const frame = draw(see(untilInstall));
	t.regex(frame, /✓create .inst/);
	t.regex(frame, /CodeDeploy installs on the replacement instances/);
	t.regex(frame, /◼ i-0b1e⋯\w+ blue {2}running/);
	t.regex(frame, /❖ i-09ee⋯\w+ green installing {5}✓. +Install/);
	t.regex(frame, /before 2\/1\/4 {2}now 4\/1\/8/);
	t.regex(frame, /Deployment d-A1B2C3D4E/);
});

test('the same run reads in Korean', t => {
	const frame = draw(see(untilInstall), 'ko');
	t.regex(frame, /✓생성 .설치/);
	t.regex(frame, /원본\(Blue\) {2}인스턴스 2대/);
});

test('a deployment that waits at Ready opens the gate, and Enter alone continues it', t => {
	let live = see(untilReady);
	const frame = draw(live);
	t.regex(frame, /1 Continue now/);
	const commands: unknown[] = [];
	for (let press = 0; press < 3; press++) {
		const [next, more] = updateLive(live, {type: 'live-acted', action: 'live-open', key: 'enter'});
		live = next;
		commands.push(...more);
	}

	t.deepEqual(commands, [{type: 'request-of-run', request: 'continue'}]);
	t.regex(draw(live), /Asked for: Continue now\./);
});

test('a question that is no longer open closes, and says so, instead of answering another one', t => {
	const [asking] = updateLive(see(untilReady), {type: 'live-acted', action: 'live-choose', key: '1'});
	t.is(asking.dialog.kind, 'sure');
	const later = see(
		[{type: 'deployment-seen', at: at(90), deployment: {...deployment, status: 'stopped', completedAt: at(89)}}],
		asking,
	);
	t.is(later.dialog.kind, 'passed');
	t.regex(draw(later), /Things have moved on; nothing was done\. Press Enter or Esc/);
	const [, commands] = updateLive(later, {type: 'live-acted', action: 'live-open', key: 'enter'});
	t.deepEqual(commands, []);
});

test('when nobody answers, the picture stays and its age is told', t => {
	const lost: RunEvent = {
		type: 'source-lost',
		at: at(66),
		source: 'code-deploy',
		problem: {
			kind: 'network',
			code: 'ECONNRESET',
			message: {id: 'run.log.spot', values: {message: 'The connection was cut.'}},
			nextSteps: [],
			isRetryable: true,
		},
	};
	const [live] = updateLive(see([...untilInstall, lost]), {type: 'ticked', now: at(185)});
	const frame = draw(live);
	t.regex(frame, /! No answer from .*CodeDeploy/);
	t.regex(frame, /The clouds go on; this is old/);
	t.regex(frame, /❖ i-09ee⋯\w+ green installing/);
});
