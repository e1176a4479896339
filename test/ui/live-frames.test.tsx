import test from 'ava';
import {initialLive, type LiveModel} from '../../source/core/app/live.js';
import {scroll} from '../../source/core/app/live-regions.js';
import {type RunView} from '../../source/core/run/run-view.js';
import {type Language} from '../../source/messages/catalogue.js';
import {text, type Text} from '../../source/core/text-token.js';
import {asciiGlyphs, unicodeGlyphs, type Glyphs} from '../../source/ui/glyphs.js';
import {lineText} from '../../source/ui/line.js';
import {toLiveLines} from '../../source/ui/screens/live/live-lines.js';
import {LiveScreen} from '../../source/ui/screens/live/live-screen.js';
import {expectFits, renderFrame} from '../helpers/render-frame.js';
import {
	blind,
	eventsAt,
	failed,
	finished,
	greenRow,
	installing,
	keptOriginals,
	preflight,
	provisioning,
	readyGate,
	rerouting,
	rollingBack,
	runViews,
	startedAt,
	terminationWait,
	thirty,
} from '../helpers/run-views.js';

type Drawn = {
	readonly live?: Partial<LiveModel>;
	readonly columns?: number;
	readonly rows?: number;
	readonly language?: Language;
	readonly glyphs?: Glyphs;
};

const says = (what: string): Text => ({id: 'run.log.spot', values: {message: what}});

const toLive = (live: Partial<LiveModel>): LiveModel => ({...initialLive({now: startedAt + 192_000}), ...live});

const draw = (
	view: RunView | undefined,
	{live = {}, columns = 80, rows = 24, language = 'en', glyphs = unicodeGlyphs}: Drawn = {},
): string => {
	const frame = renderFrame(
		<LiveScreen live={toLive(live)} view={view} columns={columns} rows={rows} look={{language, glyphs}} />,
		{columns, rows},
	);
	expectFits(frame, columns, rows);
	return frame;
};

const rowOf = (frame: string, what: string): number => frame.split('\n').findIndex(line => line.includes(what));

const lineWith = (frame: string, what: string): string =>
	frame.split('\n').find(line => line.includes(what)) ?? `no line with ${what} in\n${frame}`;

const sizes: ReadonlyArray<readonly [number, number]> = [
	[30, 8],
	[40, 10],
	[60, 20],
	[79, 40],
	[80, 19],
	[80, 20],
	[80, 24],
	[100, 30],
	[120, 40],
	[160, 24],
	[200, 60],
];

const dialogs: ReadonlyArray<Partial<LiveModel>> = [
	{},
	{dialog: {kind: 'actions', row: 0}},
	{dialog: {kind: 'leave', row: 1}, isInterrupted: true},
	{dialog: {kind: 'plan', request: 'clean-up', offset: 3}},
	{dialog: {kind: 'sure', request: 'skip-termination-wait'}},
	{dialog: {kind: 'word', request: 'stop-and-roll-back', typed: '롤ㅂ', isWrong: true}},
	{dialog: {kind: 'instance', instanceId: failed.instances[0]!.instanceId, offset: 0}},
	{focus: 'instances', selectedId: installing.instances[1]!.instanceId},
	{focus: 'log', logBack: 2, hasRelativeTimes: true},
	{focus: 'log', isZoomed: true},
	{end: {kind: 'deadline'}},
];

for (const [columns, rows] of sizes) {
	test(`every situation and question fits ${columns}×${rows}, in both languages and both sets of marks`, t => {
		for (const view of Object.values(runViews)) {
			for (const language of ['en', 'ko'] as const) {
				for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
					for (const live of dialogs) {
						const options = {live: toLive(live), view, columns, rows, look: {language, glyphs}};
						const frame = toLiveLines(options)
							.map(line => lineText(line))
							.join('\n');
						t.notThrows(() => {
							expectFits(frame, columns, rows);
						});
					}
				}
			}

			// As Ink draws it, which must be the same.
			t.notThrows(() => draw(view, {columns, rows, language: 'ko'}));
		}
	});
}

test('Ink draws the lines as they are built', t => {
	for (const [columns, rows] of sizes) {
		const look = {language: 'ko', glyphs: unicodeGlyphs} as const;
		const lines = toLiveLines({live: toLive({}), view: failed, columns, rows, look});
		t.deepEqual(
			draw(failed, {columns, rows, language: 'ko'})
				.split('\n')
				.map(line => line.trimEnd()),
			lines.map(line => lineText(line).trimEnd()),
		);
	}
});

for (const [columns, rows] of sizes.filter(([columns, rows]) => columns >= 80 && rows >= 20)) {
	test(`no region moves between the situations of a run at ${columns}×${rows}`, t => {
		const places = Object.values(runViews).map(view => {
			const frame = draw(view, {columns, rows, live: {focus: 'instances'}});
			return ['original (blue)', 'replacement (green)', 'Traffic ', 'Capacity ', 'Instances ', 'Log '].map(what =>
				rowOf(frame, what),
			);
		});
		t.false(places.flat().includes(-1));
		for (const place of places) {
			t.deepEqual(place, places[0]);
		}
	});
}

test('the names of the clouds that CodeDeploy and Spot send cannot break the frame', t => {
	const view: RunView = {
		...installing,
		config: {
			...installing.config,
			elastigroupName: `쇼핑몰-웹-\u001B[31m${'가'.repeat(90)}`,
			deploymentGroupName: 'g'.repeat(100),
		},
		instances: [{...installing.instances[0]!, state: 'moon\u001B]0;x\u0007phase', instanceType: 'x'.repeat(80)}],
	};
	for (const [columns, rows] of sizes) {
		const frame = draw(view, {columns, rows, language: 'ko'});
		t.false(frame.includes('\u001B'));
	}

	t.regex(draw(view), /moonphase/);
});

test('one says where one is: account, region, group, Elastigroup, deployment', t => {
	const [first = ''] = draw(installing).split('\n');
	for (const part of ['LIVE', '123456789012', 'ap-northeast-2', 'act-', 'shop/shop-bg', 'd-A1B2C3D4E']) {
		t.true(first.includes(part), `part ${part}`);
	}

	const [wide = ''] = draw(installing, {columns: 120, rows: 40}).split('\n');
	t.regex(wide, /AWS 123456789012 .* Spot act-\w+ .* shop-web/);
});

test('a demo is marked at every size, a run that is only looked at too', t => {
	const demo: RunView = {...installing, config: {...installing.config, isDemo: true}};
	for (const [columns, rows] of sizes.slice(1)) {
		t.regex(draw(demo, {columns, rows}), /^ DEMO /);
		t.regex(draw(demo, {columns, rows, language: 'ko'}), /^ DEMO /);
	}

	t.regex(draw({...installing, isReadOnly: true}), /VIEW ONLY/);
});

test('before anything was seen, unknown is drawn as unknown and never as zero', t => {
	const frame = draw(preflight);
	t.regex(lineWith(frame, 'original (blue)'), /original \(blue\) {2}\?/);
	t.is(lineWith(frame, 'Traffic').trimEnd(), 'Traffic   ? not known yet');
	t.regex(lineWith(frame, 'Capacity'), /before \? {2}now \? {2}at the end \?/);
	t.regex(frame, /No instance has been seen yet\./);
	t.notRegex(frame, /(^|[ :])0([ /:]|$)/m);
});

test('launching: the rail stands at provision and the requested instance is counted', t => {
	const frame = draw(provisioning);
	t.regex(frame, /✓pre ✓start .prov ⋅tag ⋅create/);
	t.regex(frame, /1 requested ⋅ 1 launching/);
	t.regex(frame, /❯ Spot launches 2 replacement instances\./);
});

test('installing: each instance tells its present event and how many are behind it', t => {
	const frame = draw(installing);
	t.regex(frame, /❖ i-000a⋯d4f2b green installing {5}✓✓✓.⋅{6} {4}Install 14s/);
	t.regex(frame, /◼ i-0002⋯d4f2b blue {2}running/);
	t.regex(frame, /Install \(AWS\) 1m 12s ⋅ total 3m 12s ⋅ Spot timeout in 26m 48s/);
	t.regex(frame, /blue 2\/2 {2}green 0\/0 {2}registered, healthy/);
	t.regex(frame, /before 2\/1\/4 {2}now 4\/1\/8 {2}at the end 2\/1\/4/);
	t.regex(frame, /3 Stop and roll back {2}4 Stop {2}8 Detach/);
});

test('the same in Korean', t => {
	const frame = draw(installing, {language: 'ko'});
	t.regex(frame, /설치 \(AWS\) 1분 12초 ⋅ 전체 3분 12초 ⋅ Spot 제한 시간 26분 48초 남음/);
	t.regex(frame, /◼ 원본\(Blue\) {2}인스턴스 2대/);
	t.regex(frame, /❖ 대체\(Green\) {2}인스턴스 2대/);
	t.regex(frame, /3 중지 후 롤백 {2}4 중지 {2}8 화면에서 나가기/);
});

test('with room there are full ids, types, zones, events by name and absolute deadlines', t => {
	const frame = draw(installing, {columns: 120, rows: 40});
	t.regex(frame, /i-000a5a3c19e7d4f2b green installing {5}Spot {6}c5\.large {4}2a {2}3m/);
	t.regex(frame, /✓DownloadBundle 2s {2}✓BeforeInstall 3s {2}.Install 14s {2}⋅AfterInstall/);
	t.regex(frame, /Spot timeout in 26m 48s at 09:30:00 ⋅ event limit in 58m 48s at 10:02:00/);
	t.regex(frame, /✓pre 3s {2}✓start 4s/);
	t.regex(frame, / here {5}Spot {7}Spot {6}Spot/);
});

test('the ready gate says what to do, what happens otherwise, and by when', t => {
	const frame = draw(readyGate);
	t.regex(frame, /❯ Version 6\.0 is installed\. Continue to move the traffic\./);
	t.regex(frame, /Otherwise: CodeDeploy stops the deployment at 10:20\./);
	t.regex(frame, /1 Continue now {2}3 Stop and roll back {2}4 Stop {2}8 Detach/);
	t.regex(frame, /ready wait ends in 58m 00s/);
});

test('rerouting: the bar shows both fleets and what drains', t => {
	const line = lineWith(draw(rerouting), 'Traffic');
	t.regex(line, /◼{8}❖{8} {2}blue 1\/1 {2}green 1\/2 {2}draining 1/);
	t.regex(lineWith(draw(rerouting, {glyphs: asciiGlyphs}), 'Traffic'), /#{8}\*{8} {2}blue 1\/1/);
});

test('the originals’ last minute is counted down', t => {
	t.regex(draw(terminationWait), /originals end in 48s/);
	const [deadline] = terminationWait.deadlines;
	t.regex(draw({...terminationWait, deadlines: [{...deadline!, remainingMs: -11_000}]}), /originals end due 11s ago/);
	t.regex(draw(terminationWait), /2 End the wait now {2}3 Stop and roll back/);
});

test('a failure names code, the guide’s question, event, instance, script, what to do, and the end of the log', t => {
	const frame = draw(failed);
	t.regex(frame, /guide FAQ: the CodeDeploy deployment fails ⋅ 1-8 of 9, Down for more/);
	t.regex(draw(failed, {columns: 120}), /ScriptFailed ⋅ guide FAQ: the CodeDeploy deployment fails/);
	t.regex(frame, /✗ The script of BeforeInstall ended with exit code 1\./);
	t.regex(frame, /BeforeInstall on i-000a5a3c19e7d4f2b ⋅ script scripts\/install\.sh/);
	t.regex(frame, /➔ Mend scripts\/install\.sh and upload a new revision\./);
	t.regex(frame, /❘ \[stderr] exit 1/);
	t.true(rowOf(frame, '[stderr] exit 1') < rowOf(frame, 'Mend scripts'));
	t.regex(frame, /✗inst/);
	t.regex(frame, /5 Clean up {2}7 Leave as it is {2}8 Detach/);
});

test('with the focus, the card scrolls down to the general sentence of the cloud, in both languages', t => {
	for (const language of ['en', 'ko'] as const) {
		const top = draw(failed, {language, live: {focus: 'card'}});
		const end = draw(failed, {language, live: {focus: 'card', cardOffset: 99}});
		t.regex(top, /✗ The script of BeforeInstall/);
		t.regex(top, /❘ \[stderr] exit 1/);
		t.regex(end, /too many individual instances/);
	}
});

test('the end of a failed run keeps its cause and the end of the log', t => {
	for (const language of ['en', 'ko'] as const) {
		const frame = draw({...failed, gate: undefined, outcome: {kind: 'failed', isClean: true}}, {language});
		t.regex(frame, /The script of BeforeInstall ended with exit code 1\./);
		t.regex(frame, /❘ \[stderr] exit 1/);
		t.notRegex(frame, /Install \(AWS\)|설치 \(AWS\)/);
	}
});

test('a stop that was asked for ends as one, not as a failure', t => {
	const stopped: RunView = {
		...failed,
		gate: undefined,
		failure: {
			code: 'requested',
			what: text('run.failure.stopped'),
			cause: text('run.cause.requested'),
			nextSteps: [],
		},
		outcome: {kind: 'stopped', isClean: true},
	};
	t.regex(
		draw(stopped),
		/^Stopped ╌[\s\S]*✓ Stopped as you asked\. Nothing is left behind\.\n✓ You asked for the stop/m,
	);
	t.regex(draw(stopped, {language: 'ko'}), /^중지 ╌[\s\S]*✓ 요청한 대로 중지했습니다/m);
});

test('the deadline outlives the whole time where a row is short', t => {
	const late = {...readyGate, elapsedMs: 18 * 60_000 + 38_000, phaseElapsedMs: 16 * 60_000 + 34_000};
	t.regex(draw(late, {language: 'en'}), /ready wait ends in|ready wait/);
	t.regex(draw(late, {language: 'ko'}), /승인 기한 \d+분/);
});

test('a restore plan says why the originals stay, that they are terminated, and how by hand; numbers first', t => {
	const plan = {dialog: {kind: 'plan', request: 'restore', offset: 0}} as const;
	const frame = draw(keptOriginals, {rows: 40, live: plan});
	t.regex(frame, /keeps originals running/);
	t.regex(frame, /detaches AND\s+terminates/);
	t.regex(frame, /Manage\s+Capacity/);
	t.regex(draw(keptOriginals, {columns: 60, rows: 20, live: plan}), /Capacity 4\/1\/8 ➔ 2\/1\/4/);
	t.regex(draw(keptOriginals, {language: 'ko', live: plan}), /4\/1\/8 ➔ 2\/1\/4[\s\S]*분리하고\s+종료합니다/);
});

test('behind the failure card the instances are one key away', t => {
	const frame = draw(failed, {live: {focus: 'instances'}});
	t.regex(frame, /❖ i-000a⋯d4f2b green failed {9}✓✓✗⋅{7} {4}BeforeInstall: ScriptFailed$/m);
});

test('a clean-up plan lists each instance with its proofs, and what is kept with the reason', t => {
	const frame = draw(failed, {rows: 40, live: {dialog: {kind: 'plan', request: 'clean-up', offset: 0}}});
	t.regex(frame, /✗ Detach and terminate i-000a5a3c19e7d4f2b/);
	t.regex(frame, /because: was not there before the run, launched after the start, carries/);
	t.regex(frame, /➔ Capacity 4\/1\/8 ➔ 2\/1\/4 \(target\/min\/max\)/);
	t.regex(frame, /➔ Suspended processes: AUTO_SCALE ➔ none/);
	t.regex(frame, /✓ Keep i-00035a3c19e7d4f2b: takes traffic/);
	t.regex(frame, /Enter confirms, Esc goes back\./);
});

test('on a small screen the plan tells which part of it is seen', t => {
	const frame = draw(failed, {live: {dialog: {kind: 'plan', request: 'clean-up', offset: 99}}});
	t.regex(frame, /Clean-up plan .* lines \d+-10 of 10/);
	t.regex(frame, /Keep i-00035a3c19e7d4f2b/);
});

test('the word that is asked for is on the screen with what is typed so far', t => {
	const live = {dialog: {kind: 'word', request: 'clean-up', typed: 'shop-w', isWrong: false}} as const;
	t.regex(draw(failed, {live}), /Type "shop-web" and press Enter\./);
	t.regex(draw(failed, {live}), /❯ shop-w❘/);
	const korean = {dialog: {kind: 'word', request: 'stop', typed: '중ㄷ', isWrong: true}} as const;
	t.regex(draw(installing, {live: korean, language: 'ko'}), /확인하려면 "중지" 입력 후 Enter/);
	t.regex(draw(installing, {live: korean, language: 'ko'}), /아무 작업도 하지 않았습니다/);
});

test('a rollback shows the failed position, says so, and follows the new deployment', t => {
	const frame = draw(rollingBack);
	t.regex(frame, /✗route/);
	t.regex(frame, /! rolling back/);
	t.regex(frame, /d-R0LLBACK1/);
});

test('blind: who does not answer, since when, what is old; nothing that is not seen turns', t => {
	const wide = draw(blind, {columns: 120, rows: 40});
	t.regex(wide, /! No answer from Spot, CodeDeploy for 3m 10s\. The clouds go on; this is old\./);
	t.regex(wide, /Nobody answers at api\.spotinst\.io\./);
	t.regex(lineWith(wide, 'Capacity'), /! 3m 10s/);
	t.notRegex(lineWith(wide, 'Traffic'), /3m 10s/);
	t.regex(draw(blind), /! No answer from Spot, CodeDeploy for 3m 10s\./);
	t.is(draw(blind, {live: {now: startedAt + 192_000}}), draw(blind, {live: {now: startedAt + 192_250}}));
	t.not(draw(installing, {live: {now: startedAt + 192_000}}), draw(installing, {live: {now: startedAt + 192_250}}));
});

test('the end: verdict, version, capacity against what was noted, the longest phases', t => {
	const frame = draw(finished);
	t.regex(frame, /✓ Finished: the new version takes the traffic\./);
	t.regex(frame, /original \(blue\) {2}none left/);
	t.regex(frame, /Now serving: version=6\.0/);
	t.regex(frame, /Capacity: before 2\/1\/4, now 2\/1\/4 \(target\/min\/max\)/);
	t.regex(frame, /Longest: Wait before terminate 5m 00s, Ready gate 2m 10s/);
	t.regex(frame, /✓ as before/);
	t.regex(frame, /-ready ✓route ✓wait ✓final ✓verify/);
	t.regex(frame, /Enter go on/);
});

test('originals that were kept alive: the difference is shown and restoring is offered', t => {
	const frame = draw(keptOriginals);
	t.regex(lineWith(frame, 'Capacity'), /before 2\/1\/4 {2}now 4\/1\/8 .*! differs from before/);
	t.regex(frame, /6 Restore {2}7 Leave as it is {2}8 Detach/);
	const plan = draw(keptOriginals, {live: {dialog: {kind: 'plan', request: 'restore', offset: 0}}});
	t.regex(plan, /Restore plan/);
	t.regex(plan, /original that was kept alive, takes no traffic/);
});

test('of thirty instances the failed one is in the window, and the window says where it is', t => {
	const frame = draw(thirty);
	t.regex(frame, /failed {9}✓{4}✗/);
	t.regex(lineWith(frame, 'Instances'), /\d+-\d+ of 30/);
	const last = thirty.instances.at(-1)!.instanceId;
	const end = draw(thirty, {live: {focus: 'instances', selectedId: last}});
	t.regex(lineWith(end, 'Instances'), /27-30 of 30/);
	t.regex(end, /❯ ◼ i-0022⋯d4f2b blue/);
});

test('one instance in full: facts, tag, and each event with its state and time', t => {
	const {instanceId} = installing.instances[0]!;
	const frame = draw(installing, {rows: 40, live: {dialog: {kind: 'instance', instanceId, offset: 0}}});
	t.regex(frame, /green ⋅ installing ⋅ Spot ⋅ c5\.large ⋅ ap-northeast-2a ⋅ age 3m 00s/);
	t.regex(frame, /✓ BeforeInstall {9}succeeded {3}3s/);
	t.regex(frame, /⋅ AfterAllowTraffic {5}pending/);
});

test('the log folds repeated lines and shows times of day or ages', t => {
	t.regex(draw(installing, {rows: 40}), /09:01:36 Spot {9}Waiting for instances to launch x4/);
	t.regex(draw(installing, {rows: 40, live: {hasRelativeTimes: true}}), / 1m Spot {9}Waiting for instances/);
});

test('Ctrl+C: the first choice leaves the run going', t => {
	const frame = draw(installing, {live: {dialog: {kind: 'leave', row: 0}, isInterrupted: true}});
	t.regex(frame, /❯ 8 Detach/);
	t.regex(frame, /3 Stop and roll back\n {2}4 Stop$/m);
	t.regex(frame, /The deployment goes on in the clouds/);
	const early: RunView = {...provisioning, unattended: 'launch'};
	const leaving = draw(early, {live: {dialog: {kind: 'leave', row: 0}}});
	t.regex(leaving, /deployment\n? *is created only once somebody comes back/);
	t.notRegex(leaving, /deployment goes on/);
	t.regex(frame, /Ctrl\+C again\n? *leaves at once/);
});

test('the footer shows the keys of the moment', t => {
	t.regex(draw(installing), /1-9 choose {2}Enter actions {2}Ctrl\+C leave, stop {2}Tab region .*\? keys/);
	t.regex(draw(installing, {live: {dialog: {kind: 'actions', row: 0}}}), /Enter take {2}Esc back/);
});

test('after a request, the answer is awaited in words', t => {
	t.regex(draw(readyGate, {live: {asked: 'continue'}}), /Asked for: Continue now\. Waiting for the answer\./);
});

test('before the first event the screen says what is happening, and Ctrl+C works', t => {
	t.regex(draw(undefined), /Starting: the first look at both clouds is on its way\./);
	const leaving = draw(undefined, {live: {dialog: {kind: 'leave', row: 0}, isInterrupted: true}});
	t.regex(leaving, /❯ 8 Detach/);
});

test('when nobody drives the run any more, the problem’s own advice stands where its next step stood', t => {
	const problem = {
		kind: 'input',
		code: 'journal-damaged',
		message: says('Line 16 of run-1.ndjson is damaged'),
		nextSteps: [says('Look on without the journal: spot-bluegreen watch d-1')],
		isRetryable: false,
	} as const;
	const frame = draw(installing, {live: {end: {kind: 'problem', problem}}});
	t.regex(frame, /✗ The screen is no longer updated: Line 16 of run-1\.ndjson is damaged/);
	t.regex(frame, /❯ Look on without the journal: spot-bluegreen watch d-1/);
	t.notRegex(frame, /Otherwise/);
});

test('a window that is too small says so and that the run goes on', t => {
	t.regex(draw(installing, {columns: 30, rows: 8}).replaceAll('\n', ' '), /at least 40 x 10\. The run goes on\./);
});

test('what stays on the terminal offers nothing that can no longer be done', t => {
	for (const [columns, rows] of sizes) {
		const look = {language: 'en', glyphs: unicodeGlyphs} as const;
		const lines = toLiveLines({live: toLive({}), view: terminationWait, columns, rows, look, isLeft: true});
		const left = lines.map(line => lineText(line)).join('\n');
		t.notThrows(() => {
			expectFits(left, columns, rows);
		});
		t.notRegex(left, /End the wait now|Ctrl\+C/, `${columns}×${rows}`);
	}
});

test('what is left comes with its command in one piece, and what to do before how it came', t => {
	const left: RunView = {
		...failed,
		gate: undefined,
		outcome: {kind: 'failed', isClean: false},
		next: {text: says('Something is left.'), command: 'spot-bluegreen restore shop-20261127-2253-a154b4', requests: []},
	};
	for (const columns of [80, 120]) {
		const frame = draw(left, {columns});
		t.regex(frame, /^ {2}spot-bluegreen restore shop-20261127-2253-a154b4$/m);
		t.true(rowOf(frame, 'Mend scripts/install.sh') < rowOf(frame, '[stderr] exit 1'));
	}
});

test('while a person is waited for, nothing turns, and it says so', t => {
	const frame = draw(readyGate);
	t.regex(frame, /Ready gate \(waits for you\)/);
	t.regex(frame, /❯ready/);
});

test('events that were left out are not named as reached', t => {
	const events = eventsAt(0, 'skipped').map(({name}) => ({name, state: 'skipped'}) as const);
	const view: RunView = {...installing, instances: [greenRow(10, {events})]};
	t.notRegex(draw(view), /AfterAllowTraffic/);
});

test('a run that was only looked at claims nothing of what it left', t => {
	const view: RunView = {
		...failed,
		gate: undefined,
		isReadOnly: true,
		isOnlyWatched: true,
		outcome: {kind: 'stopped', isClean: false},
	};
	const frame = draw(view, {columns: 120});
	t.regex(frame, /Stopped\. What it left behind is not known here/);
	t.notRegex(frame, /Something is left/);
});

test('the footer of a run that is over offers what the keys do', t => {
	t.regex(draw(finished), /Enter go on {2}Ctrl\+C leave/);
	t.notRegex(draw(finished), /Enter actions|leave, stop|1-9/);
});

test('the card scrolls over the same rows from its first to its last, a long log among them', t => {
	const logTail = Array.from({length: 30}, (_, index) => `line ${index + 1}`).join('\n');
	const view: RunView = {...failed, failure: {...failed.failure!, logTail}};
	const counted = (live: Partial<LiveModel>): string | undefined => / of (\d+), /.exec(draw(view, {live}))?.[1];
	const count = counted({});
	t.truthy(count);
	for (const cardOffset of [0, 1, 7, -1, -2]) {
		t.is(counted({focus: 'card', cardOffset}), count);
		t.regex(draw(view, {live: {focus: 'card', cardOffset}}), /Failure ╌+ ScriptFailed ⋅ \d/, 'the title stays');
	}

	const end = draw(view, {live: {focus: 'card', cardOffset: -1}});
	t.regex(end, new RegExp(`-${count} of ${count}, `));
	t.regex(end, /line 30/);
	t.notRegex(draw(view, {live: {focus: 'card', cardOffset: -2}}), /line 30/);
	t.regex(draw(view), /The script of BeforeInstall[\s\S]*line 30[\s\S]*BeforeInstall on/);
});

test('whatever CodeDeploy says of an event is read to its end on every screen, and once', t => {
	const words = Array.from({length: 60}, (_, index) => `word${index + 1}`).join(' ');
	const message = `${words} \u001B]0;owned\u0007end-of-message`;
	const view: RunView = {
		...failed,
		failure: {
			...failed.failure!,
			cause: text('failure.cause.message', {event: 'Install', instance: 'i-1', message}),
			eventMessage: message,
			logTail: `[stderr]${message}\n[stderr]only here`,
			nextSteps: [text('failure.step.list-bucket'), says('the last step')],
		},
	};
	for (const [columns, rows] of [
		[60, 15],
		[80, 24],
		[120, 40],
	] as const) {
		for (const language of ['en', 'ko'] as const) {
			let live = toLive({focus: 'card'});
			const seen = new Set<string>();
			for (let row = 0; row < 60; row++) {
				const lines = toLiveLines({live, view, columns, rows, look: {language, glyphs: unicodeGlyphs}});
				for (const line of lines) {
					seen.add(lineText(line).trim());
				}

				live = scroll(live, view, 1);
			}

			const all = [...seen].join('\n');
			for (const what of ['word1 ', 'word60', 'end-of-message', 'only here', 'the last step']) {
				t.true(all.includes(what), `${what} at ${columns}×${rows} in ${language}`);
			}

			t.is(all.split('end-of-message').length, 2, 'the log does not repeat it');
			t.notRegex(all, /owned/);
		}
	}
});

test('after a failure the clocks tell of the way back, not of the phase that failed', t => {
	const cleaning: RunView = {...failed, gate: undefined, aftermathMs: 75_000};
	const frame = draw(cleaning);
	t.regex(frame, /^Clean-up 1m 15s ⋅ total/m);
	t.regex(frame, /✗inst/);
	t.regex(draw({...failed, aftermathMs: 75_000}), /^Clean-up \(waits for you\) 1m 15s/m);
	t.regex(draw(cleaning, {language: 'ko', columns: 60, rows: 20}), /^정리 1분 15초/m);
});

test('a menu that has passed can be left with Enter, and says so; what was being typed cannot', t => {
	const menu = draw(installing, {live: {dialog: {kind: 'passed', isTyped: false}}});
	t.regex(menu, /Press Enter or Esc/);
	t.regex(menu, /^Enter back {2}Esc back {2}Ctrl\+C leave$/m);
	t.regex(menu, /^Instances ╌[\s\S]*^Log ╌/m);
	const typed = draw(installing, {live: {dialog: {kind: 'passed', isTyped: true}}});
	t.regex(typed, /Press Esc/);
	t.notRegex(typed, /Enter/);
});
