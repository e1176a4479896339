import test from 'ava';
import {type RunEvent} from '../../../source/core/run/event.js';
import {journalFormat, takeLines, toJournalLine} from '../../../source/core/run/journal-lines.js';
import {toJournalProblem} from '../../../source/core/run/journal-problem.js';
import {type Text} from '../../../source/core/text-token.js';
import {sayPlainly} from '../../../source/headless/print-problem.js';
import {deployed, runConfig, startedAt} from '../../helpers/run-events.js';

const started: RunEvent = {type: 'run-started', at: startedAt, config: runConfig};
const resumed: RunEvent = {type: 'run-resumed', at: startedAt + 1};
const ended: RunEvent = {type: 'run-ended', at: startedAt + 2, outcome: {kind: 'failed', isClean: true}};

/** Documents as lines; a text is a line by itself. */
const take = (...lines: readonly unknown[]) =>
	takeLines(
		lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))),
		{runId: 'run-1', linesBefore: 0},
	);

const why = (stop: {readonly why: Text} | undefined): string | undefined => stop && sayPlainly(stop.why, 'en');

test('written events are read again; run-started and run-resumed carry the format', t => {
	const events = [...deployed(), resumed, ended];
	t.deepEqual(takeLines(events.map(toJournalLine), {runId: 'run-1', linesBefore: 0}), {events, count: events.length});
	t.deepEqual(
		events.filter(event => toJournalLine(event).includes(`"format":${journalFormat}`)).map(({type}) => type),
		['run-started', 'run-resumed'],
	);
});

test('a journal without a format is of the first one', t => {
	t.deepEqual(take(started, resumed, ended), {events: [started, resumed, ended], count: 3});
});

test('an event of a newer program is where the journal stops, and is named as that', t => {
	const {events, stop} = take(started, {type: 'moon-seen', at: 5}, ended);
	t.deepEqual(events, [started]);
	t.like(stop, {kind: 'newer', line: 2});
	t.is(why(stop), 'its member type is "moon-seen", which this version does not know');

	const act = take(started, {type: 'action-intended', at: 5, number: 1, action: {kind: 'paint-it-blue'}});
	t.like(act.stop, {kind: 'newer', line: 2});
	t.is(why(act.stop), 'its member action.kind is "paint-it-blue", which this version does not know');

	const end = take(started, {type: 'run-ended', at: 5, outcome: {kind: 'postponed'}});
	t.like(end.stop, {kind: 'newer', line: 2});
});

test('a newer format is shown as far as it can be read, from the beginning or from where a newer program took it up', t => {
	const begun = take({...started, format: 3}, {type: 'spot-log-seen', at: 4, entries: []}, {type: 'moon-seen', at: 5});
	t.is(begun.events.length, 2);
	t.like(begun.stop, {kind: 'newer', line: 1});
	t.is(why(begun.stop), 'it has the format 3, and this version knows formats up to 2');
	const taken = take(started, {...resumed, format: 7}, ended);
	t.is(taken.events.length, 3);
	t.like(taken.stop, {kind: 'newer', line: 2});
	t.like(take({...started, format: 'two'}).stop, {kind: 'damaged', line: 1});
});

test('members that are not known do no harm', t => {
	const more = {...started, mood: 'good', config: {...runConfig, colour: {of: 'sky'}}};
	t.deepEqual(take(more, {...ended, weather: null}), {events: [started, ended], count: 2});
});

test('a cloud’s word that is not known is an unknown one', t => {
	const {events, stop} = take(started, {type: 'blue-green-seen', at: 5, blueGreenId: 'cdbg-1', state: 'DREAMING'});
	t.is(stop, undefined);
	t.like(events[1], {state: {unknown: 'DREAMING'}});
});

const damages: ReadonlyArray<readonly [title: string, line: unknown, reason: string]> = [
	[
		'a missing member',
		{type: 'fleet-seen', at: 5, pendingRequests: 0},
		'its member instances is missing or not as it should be',
	],
	[
		'a member of another kind',
		{type: 'capacity-seen', at: 5, capacity: {target: '2', minimum: 1, maximum: 2}, suspensions: []},
		'its member capacity.target is missing or not as it should be',
	],
	['no time', {type: 'run-resumed'}, 'its member at is missing or not as it should be'],
	['a time that no calendar has', {type: 'run-resumed', at: 9e15}, 'its member at is missing or not as it should be'],
	['no type', {at: 5}, 'its member type is missing or not as it should be'],
	['a list', '[1]', 'its member type is missing or not as it should be'],
	[
		'a key that every table has',
		{
			type: 'baseline-noted',
			at: 5,
			baseline: {capacity: {target: 1, minimum: 1, maximum: 1}, suspensions: [], instanceIds: ['constructor']},
		},
		'its member baseline.instanceIds.0 is missing or not as it should be',
	],
	['other text', 'nonsense', 'it is not JSON'],
	['two lines in one', `${JSON.stringify(resumed)}${JSON.stringify(resumed)}`, 'it is not JSON'],
	['nesting without end', `{"type":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'it nests deeper than 64 levels'],
];

for (const [title, line, reason] of damages) {
	test(`a line with ${title} is damaged, and the events before it are read`, t => {
		const {events, count, stop} = take(started, line, ended);
		t.deepEqual(events, [started]);
		t.is(count, 1);
		t.like(stop, {kind: 'damaged', line: 2});
		t.is(why(stop), reason);
	});
}

test('a line that is too long for an event is not even parsed', t => {
	const {stop} = takeLines([toJournalLine(started), undefined], {runId: 'run-1', linesBefore: 0});
	t.is(why(stop), 'it has more than 16 MB');
});

const half = '{"type":"fleet-seen","at":5,"instances":[{"instanceId":"i-0';

test('a line that breaks off is left out at the end, and before the process that took the run up', t => {
	t.deepEqual(take(started, half), {events: [started], count: 1});
	t.deepEqual(take(started, `${half}\0\0\0`), {events: [started], count: 1});
	t.deepEqual(take(started, '\0\0\0'), {events: [started], count: 1});
	t.deepEqual(take(started, half, resumed, ended), {events: [started, resumed, ended], count: 4});
	// It died at once, again.
	t.deepEqual(take(started, half, '{"type":"run-re', resumed), {events: [started, resumed], count: 4});
	t.deepEqual(take(half), {events: [], count: 0});
});

test('one that breaks off anywhere else is damaged', t => {
	for (const next of [ended, {type: 'moon-seen', at: 5}, 'nonsense']) {
		const {events, stop} = take(started, half, next, resumed);
		t.deepEqual(events, [started]);
		t.like(stop, {kind: 'damaged', line: 2});
		t.is(why(stop), 'it is not JSON');
	}

	t.like(take(half, started).stop, {kind: 'damaged', line: 1});
});

test('a journal begins with the start of its own run', t => {
	t.is(why(take(resumed).stop), 'a journal begins with the start of its run');
	const {stop} = take({...started, config: {...runConfig, runId: 'run-2'}});
	t.is(why(stop), 'it is the journal of the run run-2, which the name of the file does not say');
});

test('lines are counted from the beginning of the file, those without anything too', t => {
	t.like(take(started, '', resumed, '', 'nonsense').stop, {line: 5});
	t.like(takeLines(['nonsense'], {runId: 'run-1', linesBefore: 70}).stop, {line: 71});
});

test('the advice leads somewhere: to the deployment, to a newer program, past the file', t => {
	const {events, stop} = take(...deployed(), {type: 'moon-seen', at: startedAt + 9});
	const problem = stop && toJournalProblem('/runs/run-1.ndjson', stop, events);
	t.like(problem, {code: 'journal-newer', kind: 'input', isRetryable: false});
	t.deepEqual(
		problem?.nextSteps.map(step => sayPlainly(step, 'en')),
		[
			'Update spot-bluegreen, then give the same command again.',
			'What it started goes on in the clouds. Look on without the journal: spot-bluegreen watch d-1',
			'To do without this run, rename the file to /runs/run-1.ndjson.kept: no command reads it then.',
		],
	);
	t.is(
		problem && sayPlainly(problem.message, 'ko'),
		'더 새로운 spot-bluegreen에서 쓴 실행 기록이므로 이 실행을 더 진행하지 않습니다. 위치: /runs/run-1.ndjson 17행. 이유: 이 버전에서 알 수 없는 값입니다(type: "moon-seen").',
	);
});
