/** Hand-made views of a run, one for each situation the live screen must tell apart. */
import {type Text} from '../../source/core/text-token.js';
import {type RunConfig} from '../../source/core/run/event.js';
import {
	phaseIds,
	type EventCell,
	type InstanceRow,
	type LogLine,
	type PhaseId,
	type PhaseView,
	type RunView,
} from '../../source/core/run/run-view.js';
import {type CleanUpPlan} from '../../source/core/run/action.js';

export const startedAt = Date.UTC(2026, 2, 4, 9, 0, 0);

const minute = 60_000;

/** Any sentence: the text of Spot's log lines is what it is given. */
const says = (what: string): Text => ({id: 'run.log.spot', values: {message: what}});

export const runConfig: RunConfig = {
	runId: 'run-20260304-shop-6',
	profileName: 'shop-production',
	awsAccountId: '123456789012',
	region: 'ap-northeast-2',
	spotAccountId: 'act-0a1b2c3d',
	applicationName: 'shop',
	deploymentGroupName: 'shop-bg',
	elastigroupId: 'sig-5a3c19e7',
	elastigroupName: 'shop-web',
	greenTags: [{key: 'version', value: '6.0'}],
	timeoutMinutes: 30,
	revision: {kind: 's3', bucket: 'shop-releases-ap-northeast-2', key: 'shop/shop-6.0.zip', bundleType: 'zip'},
	description: 'shop 6.0',
	group: {
		tagFilters: [[{type: 'key-and-value', key: 'version', value: '5.0'}]],
		readyOption: {action: 'stop', waitMinutes: 60},
		originalsOption: {action: 'terminate', waitMinutes: 5},
		deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
		targetGroupArns: [],
		classicLoadBalancerNames: [],
	},
	isAdvancingFilter: true,
	policy: {readyGate: 'ask', cleanUp: 'ask', restore: 'ask'},
	isDemo: false,
};

const vendors: Readonly<Record<PhaseId, PhaseView['vendor']>> = {
	preflight: 'us',
	start: 'spot',
	provision: 'spot',
	tag: 'spot',
	create: 'aws',
	install: 'aws',
	'ready-gate': 'aws',
	reroute: 'aws',
	'termination-wait': 'aws',
	finalise: 'spot',
	verify: 'us',
};

const durations: Readonly<Partial<Record<PhaseId, number>>> = {
	preflight: 3000,
	start: 4000,
	provision: 95_000,
	tag: 12_000,
	create: 6000,
	install: 72_000,
	'ready-gate': 130_000,
	reroute: 61_000,
	'termination-wait': 300_000,
	finalise: 22_000,
	verify: 5000,
};

export const phasesAt = (
	now: PhaseId,
	changes: Readonly<Partial<Record<PhaseId, PhaseView['state']>>> = {},
): readonly PhaseView[] => {
	const reached = phaseIds.indexOf(now);
	return phaseIds.map((id, index) => {
		const state = changes[id] ?? (index < reached ? 'done' : index === reached ? 'now' : 'not-reached');
		return {id, state, vendor: vendors[id], ...(state === 'not-reached' ? {} : {durationMs: durations[id]})};
	});
};

const greenEvents = [
	'ApplicationStop',
	'DownloadBundle',
	'BeforeInstall',
	'Install',
	'AfterInstall',
	'ApplicationStart',
	'ValidateService',
	'BeforeAllowTraffic',
	'AllowTraffic',
	'AfterAllowTraffic',
];

/** The first `done` succeeded, the next is as said, the rest is pending. */
export const eventsAt = (done: number, next: EventCell['state'] = 'in-progress'): readonly EventCell[] =>
	greenEvents.map((name, index) =>
		index < done
			? {name, state: 'succeeded', durationMs: (index + 1) * 1000}
			: index === done
				? {name, state: next, ...(next === 'pending' ? {} : {durationMs: 14_000})}
				: {name, state: 'pending'},
	);

const id = (number: number): string => `i-0${number.toString(16).padStart(3, '0')}5a3c19e7d4f2b`.slice(0, 19);

export const blueRow = (number: number, changes: Partial<InstanceRow> = {}): InstanceRow => ({
	instanceId: id(number),
	color: 'blue',
	state: 'running',
	isSpot: true,
	instanceType: 'c5.large',
	zone: number % 2 === 0 ? 'ap-northeast-2a' : 'ap-northeast-2c',
	ageMs: 9 * 24 * 60 * minute,
	traffic: 'healthy',
	hasGreenTags: false,
	events: [],
	...changes,
});

export const greenRow = (number: number, changes: Partial<InstanceRow> = {}): InstanceRow => ({
	...blueRow(number),
	color: 'green',
	state: 'installing',
	ageMs: 3 * minute,
	traffic: undefined,
	hasGreenTags: true,
	events: eventsAt(3),
	...changes,
});

const log: readonly LogLine[] = [
	{at: startedAt, source: 'us', severity: 'info', text: says('Noted capacity 1/2/4 and two instances'), repeated: 1},
	{at: startedAt + 4000, source: 'spot', severity: 'good', text: says('Blue/green started'), repeated: 1},
	{
		at: startedAt + 96_000,
		source: 'spot',
		severity: 'info',
		text: says('Waiting for instances to launch'),
		repeated: 4,
	},
	{
		at: startedAt + 120_000,
		source: 'code-deploy',
		severity: 'good',
		text: says('Deployment d-A1B2C3D4E created'),
		repeated: 1,
	},
	{
		at: startedAt + 150_000,
		source: 'code-deploy',
		severity: 'info',
		text: says('Install is running on two instances'),
		repeated: 1,
	},
];

const fleet = (color: 'blue' | 'green', version: string, counts: RunView['blue']['counts']): RunView['blue'] => {
	const total = counts.reduce((sum, {count}) => sum + count, 0);
	return {
		color,
		tags: [{key: 'version', value: version}],
		total,
		counts,
		spotCount: total,
		onDemandCount: 0,
		zones:
			total === 0
				? []
				: [
						{zone: 'ap-northeast-2a', count: Math.ceil(total / 2)},
						{zone: 'ap-northeast-2c', count: Math.floor(total / 2)},
					],
	};
};

const noted = {minimum: 1, target: 2, maximum: 4};
const doubled = {minimum: 1, target: 4, maximum: 8};

const fresh: RunView['sources'] = [
	{source: 'spot', ageMs: 4000, state: 'fresh'},
	{source: 'code-deploy', ageMs: 3000, state: 'fresh'},
	{source: 'ec2', ageMs: 9000, state: 'fresh'},
	{source: 'load-balancer', ageMs: 9000, state: 'fresh'},
];

/** Files are being installed on two replacement instances. */
export const installing: RunView = {
	config: runConfig,
	blueGreenId: 'bgd-1f2e3d4c',
	deploymentId: 'd-A1B2C3D4E',
	phases: phasesAt('install'),
	phase: 'install',
	isRollingBack: false,
	elapsedMs: 192_000,
	phaseElapsedMs: 72_000,
	deadlines: [
		{id: 'spot-timeout', at: startedAt + 30 * minute, remainingMs: 30 * minute - 192_000},
		{id: 'event-limit', at: startedAt + 62 * minute, remainingMs: 62 * minute - 192_000},
	],
	blue: fleet('blue', '5.0', [{state: 'running', count: 2}]),
	green: fleet('green', '6.0', [{state: 'installing', count: 2}]),
	traffic: {blueHealthy: 2, greenHealthy: 0, blueRegistered: 2, greenRegistered: 0, draining: 0},
	capacity: {unit: 'instance', noted, present: doubled, expectedAtEnd: noted, differs: true},
	foreignOriginals: [],
	instances: [greenRow(10), greenRow(11, {events: eventsAt(5)}), blueRow(2), blueRow(3)],
	log,
	next: {text: says('CodeDeploy installs version 6.0 on 2 instances.'), requests: ['stop-and-roll-back', 'stop']},
	sources: fresh,
	isReadOnly: false,
	isOnlyWatched: false,
	unattended: 'deployment',
};

/** Nothing has been seen of the clouds yet. */
export const preflight: RunView = {
	...installing,
	blueGreenId: undefined,
	deploymentId: undefined,
	phases: phasesAt('preflight'),
	phase: 'preflight',
	elapsedMs: 1000,
	phaseElapsedMs: 1000,
	deadlines: [],
	blue: fleet('blue', '5.0', []),
	green: fleet('green', '6.0', []),
	traffic: undefined,
	capacity: {unit: 'instance', differs: false},
	instances: [],
	log: [],
	next: {text: says('Looking at both clouds.'), requests: []},
	sources: fresh.map(({source}) => ({source, state: 'not-asked'})),
};

/** Spot launches the replacement instances. */
export const provisioning: RunView = {
	...installing,
	deploymentId: undefined,
	phases: phasesAt('provision'),
	phase: 'provision',
	deadlines: installing.deadlines.slice(0, 1),
	green: fleet('green', '6.0', [
		{state: 'requested', count: 1},
		{state: 'launching', count: 1},
	]),
	instances: [greenRow(10, {state: 'launching', events: [], hasGreenTags: false}), blueRow(2), blueRow(3)],
	log: log.slice(0, 3),
	next: {text: says('Spot launches 2 replacement instances.'), requests: ['stop']},
};

/** Everything is installed and CodeDeploy waits for a person. */
export const readyGate: RunView = {
	...installing,
	phases: phasesAt('ready-gate'),
	phase: 'ready-gate',
	deadlines: [
		{id: 'ready-wait', at: startedAt + 80 * minute, remainingMs: 58 * minute},
		...installing.deadlines.slice(0, 1),
	],
	green: fleet('green', '6.0', [{state: 'succeeded', count: 2}]),
	instances: [
		greenRow(10, {state: 'ready', events: eventsAt(7, 'pending')}),
		greenRow(11, {state: 'ready', events: eventsAt(7, 'pending')}),
		blueRow(2),
		blueRow(3),
	],
	next: {
		text: says('Version 6.0 is installed. Continue to move the traffic.'),
		otherwise: says('CodeDeploy stops the deployment at 10:20.'),
		requests: ['continue', 'stop-and-roll-back', 'stop'],
	},
	gate: {kind: 'ready', until: startedAt + 80 * minute, requests: ['continue', 'stop-and-roll-back', 'stop']},
};

/** Traffic moves from one fleet to the other. */
export const rerouting: RunView = {
	...installing,
	phases: phasesAt('reroute'),
	phase: 'reroute',
	green: fleet('green', '6.0', [
		{state: 'installing', count: 1},
		{state: 'succeeded', count: 1},
	]),
	blue: fleet('blue', '5.0', [
		{state: 'running', count: 1},
		{state: 'draining', count: 1},
	]),
	traffic: {blueHealthy: 1, greenHealthy: 1, blueRegistered: 1, greenRegistered: 2, draining: 1},
	next: {text: says('CodeDeploy moves the traffic to version 6.0.'), requests: ['stop-and-roll-back', 'stop']},
};

/** The originals serve no more and are about to be terminated. */
export const terminationWait: RunView = {
	...rerouting,
	phases: phasesAt('termination-wait'),
	phase: 'termination-wait',
	deadlines: [{id: 'termination-wait', at: startedAt + 15 * minute, remainingMs: 48_000}],
	blue: fleet('blue', '5.0', [{state: 'running', count: 2}]),
	green: fleet('green', '6.0', [{state: 'succeeded', count: 2}]),
	traffic: {blueHealthy: 0, greenHealthy: 2, blueRegistered: 0, greenRegistered: 2, draining: 0},
	next: {
		text: says('The originals are kept for a fast way back.'),
		otherwise: says('They are terminated at 09:15.'),
		requests: ['skip-termination-wait', 'stop-and-roll-back'],
	},
};

/** A hook script failed and the run asks what to do with what is left. */
export const cleanUpPlan: CleanUpPlan = {
	remove: [
		{
			instanceId: id(10),
			proofs: ['not-noted-before', 'launched-after-start', 'carries-green-tag', 'takes-no-traffic'],
		},
		{
			instanceId: id(11),
			proofs: ['not-noted-before', 'launched-after-start', 'carries-green-tag', 'takes-no-traffic'],
		},
	],
	keep: [
		{instanceId: id(2), reason: 'noted-before'},
		{instanceId: id(3), reason: 'takes-traffic'},
	],
	capacity: {from: doubled, to: noted},
	suspensions: {from: [{process: 'AUTO_SCALE'}], to: []},
};

export const failed: RunView = {
	...installing,
	phases: phasesAt('install', {install: 'failed'}),
	green: fleet('green', '6.0', [
		{state: 'installing', count: 1},
		{state: 'failed', count: 1},
	]),
	instances: [
		greenRow(10, {state: 'failed', events: eventsAt(2, 'failed'), note: says('BeforeInstall: ScriptFailed')}),
		greenRow(11, {state: 'installing', events: eventsAt(3)}),
		blueRow(2),
		blueRow(3),
	],
	failure: {
		code: 'ScriptFailed',
		what: says('The overall deployment failed because too many individual instances failed deployment.'),
		cause: says('The script of BeforeInstall ended with exit code 1.'),
		nextSteps: [says('Mend scripts/install.sh and upload a new revision.'), says('Clean up what is left.')],
		instanceId: id(10),
		eventName: 'BeforeInstall',
		scriptName: 'scripts/install.sh',
		logTail: '[stdout] preparing\n[stderr] npm: command not found\u001B[2J\n[stderr] exit 1',
		requirement: 'D5',
	},
	next: {
		text: says('2 instances and a raised maximum are left behind.'),
		otherwise: says('They stay, and cost money.'),
		requests: ['clean-up', 'leave-as-is'],
	},
	gate: {kind: 'clean-up', plan: cleanUpPlan, requests: ['clean-up', 'leave-as-is']},
};

/** Traffic goes back to the originals. */
export const rollingBack: RunView = {
	...rerouting,
	phases: phasesAt('reroute', {reroute: 'failed'}),
	isRollingBack: true,
	rollbackDeploymentId: 'd-R0LLBACK1',
	next: {text: says('CodeDeploy brings the traffic back to version 5.0.'), requests: []},
	failure: {
		code: 'HEALTH_CONSTRAINTS',
		what: says('Too few replacement instances became healthy.'),
		nextSteps: [says('Wait until the rollback has ended.')],
	},
};

/** Two of the sources have not answered for three minutes. */
export const blind: RunView = {
	...installing,
	sources: [
		{
			source: 'spot',
			ageMs: 190_000,
			state: 'lost',
			problem: {
				kind: 'network',
				code: 'ECONNREFUSED',
				message: says('Nobody answers at api.spotinst.io.'),
				nextSteps: [],
				isRetryable: true,
			},
		},
		{source: 'code-deploy', ageMs: 185_000, state: 'stale'},
		{source: 'ec2', ageMs: 9000, state: 'fresh'},
		{source: 'load-balancer', ageMs: 9000, state: 'fresh'},
	],
};

const finishedPhases = phasesAt('verify', {verify: 'done', 'ready-gate': 'skipped'});

export const finished: RunView = {
	...terminationWait,
	phases: finishedPhases,
	phase: 'verify',
	elapsedMs: 11 * minute,
	deadlines: [],
	blue: {...fleet('blue', '5.0', [{state: 'terminated', count: 2}]), total: 0, spotCount: 0, zones: []},
	capacity: {unit: 'instance', noted, present: noted, expectedAtEnd: noted, differs: false},
	instances: [
		greenRow(10, {state: 'succeeded', events: eventsAt(10), traffic: 'healthy'}),
		greenRow(11, {state: 'succeeded', events: eventsAt(10), traffic: 'healthy'}),
		blueRow(2, {state: 'terminated', traffic: undefined}),
		blueRow(3, {state: 'terminated', traffic: undefined}),
	],
	next: {text: says('Done. Save the answers as a profile.'), requests: []},
	outcome: {kind: 'succeeded', isRestored: true},
};

/** D7: the originals were kept, so that the Elastigroup stands at twice its size. */
export const keptOriginals: RunView = {
	...finished,
	blue: fleet('blue', '5.0', [{state: 'running', count: 2}]),
	capacity: {unit: 'instance', noted, present: doubled, expectedAtEnd: noted, differs: true},
	foreignOriginals: [],
	next: {
		text: says('The originals still run and the capacity is raised.'),
		otherwise: says('Both stay as they are.'),
		requests: ['restore', 'leave-as-is'],
	},
	outcome: undefined,
	gate: {
		kind: 'restore',
		plan: {
			remove: [
				{instanceId: id(2), proofs: ['is-kept-original', 'takes-no-traffic']},
				{instanceId: id(3), proofs: ['is-kept-original', 'takes-no-traffic']},
			],
			keep: [{instanceId: id(10), reason: 'is-green-of-success'}],
			capacity: {from: doubled, to: noted},
		},
		requests: ['restore', 'leave-as-is'],
	},
};

/** As many as one screen still shows one by one, one of them failed. */
export const thirty: RunView = {
	...installing,
	green: fleet('green', '6.0', [
		{state: 'installing', count: 14},
		{state: 'failed', count: 1},
	]),
	instances: [
		...Array.from({length: 15}, (_, index) =>
			greenRow(
				100 + index,
				index === 12 ? {state: 'failed', events: eventsAt(4, 'failed')} : {events: eventsAt(index % 8)},
			),
		),
		...Array.from({length: 15}, (_, index) => blueRow(20 + index)),
	],
};

/** The start was not answered, and a blue/green with its tags runs. */
export const unclearStart: RunView = {
	...preflight,
	phases: phasesAt('start'),
	phase: 'start',
	instances: [blueRow(2), blueRow(3)],
	next: {
		text: {id: 'run.next.gate.unclear-start', values: {id: 'cdbg-1a2b3c4d'}},
		otherwise: {id: 'run.next.gate.unclear-start.otherwise'},
		requests: ['adopt-blue-green', 'leave-blue-green'],
	},
	gate: {
		kind: 'unclear-start',
		blueGreenId: 'cdbg-1a2b3c4d',
		state: 'LAUNCHING_NEW_INSTANCES',
		requests: ['adopt-blue-green', 'leave-blue-green'],
	},
};

/** Every situation by name. */
export const runViews: Readonly<Record<string, RunView>> = {
	preflight,
	provisioning,
	installing,
	readyGate,
	rerouting,
	terminationWait,
	failed,
	rollingBack,
	blind,
	finished,
	keptOriginals,
	thirty,
	unclearStart,
};
