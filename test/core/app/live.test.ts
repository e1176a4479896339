import test from 'ava';
import {actOnLive, updateLive} from '../../../source/core/app/update-live.js';
import {
	confirmWords,
	digitOf,
	menuChoices,
	openChoices,
	requestOfDigit,
} from '../../../source/core/app/live-choices.js';
import {
	initialLive,
	liveScope,
	selectLiveView,
	type LiveCommand,
	type LiveModel,
} from '../../../source/core/app/live.js';
import {toMeaning} from '../../../source/core/keys/keymap.js';
import {type KeyEvent} from '../../../source/core/keys/key-event.js';
import {type RunEvent} from '../../../source/core/run/event.js';
import {type RunView} from '../../../source/core/run/run-view.js';
import {say} from '../../../source/messages/catalogue.js';
import {deployed, spotStarted} from '../../helpers/run-events.js';
import {
	failed,
	finished,
	installing,
	keptOriginals,
	readyGate,
	runViews,
	startedAt,
	terminationWait,
	thirty,
	unclearStart,
} from '../../helpers/run-views.js';

const named = new Set([
	'enter',
	'esc',
	'up',
	'down',
	'tab',
	'shift+tab',
	'backspace',
	'ctrl+c',
	'ctrl+u',
	'pageup',
	'pagedown',
	'home',
	'end',
]);

const toEvent = (key: string): KeyEvent => (named.has(key) ? {kind: 'key', name: key} : {kind: 'character', text: key});

type Played = {readonly live: LiveModel; readonly commands: readonly LiveCommand[]};

/** Presses keys one after the other through the keymap, on a run that stands still. */
const play = (view: RunView | undefined, keys: readonly string[], from?: LiveModel): Played => {
	let live = from ?? initialLive({now: startedAt});
	const commands: LiveCommand[] = [];
	for (const key of keys) {
		const meaning = toMeaning(toEvent(key), liveScope(live, view));
		if (meaning.kind === 'text') {
			[live] = updateLive(live, {type: 'live-typed', text: meaning.text});
		} else if (meaning.kind === 'acts') {
			for (const act of meaning.acts) {
				const [next, more] = actOnLive(live, view, act.action, act.key);
				live = next;
				commands.push(...more);
			}
		}
	}

	return {live, commands};
};

test('whose a blue/green is takes the Elastigroup’s name or a second Enter, and has no digit', t => {
	const opened = play(unclearStart, ['1', '2', '3', '4', '5', '6', '7']);
	t.deepEqual(opened.commands, []);
	t.is(opened.live.dialog.kind, 'none');
	const name = [...unclearStart.config.elastigroupName];
	const hasty = play(unclearStart, ['enter', 'enter', 'enter', 'enter', 'enter']);
	t.deepEqual(hasty.commands, [], 'Enter alone takes nothing over');
	const adopted = play(unclearStart, ['enter', 'enter', ...name, 'enter']);
	t.deepEqual(adopted.commands, [{type: 'request-of-run', request: 'adopt-blue-green'}]);
	t.is(adopted.live.asked, 'adopt-blue-green');
	const begun = spotStarted().reduce(
		(live, event) => updateLive(live, {type: 'run-event-seen', event})[0],
		adopted.live,
	);
	const noted: RunEvent = {type: 'request-made', at: startedAt, request: 'adopt-blue-green', by: 'person'};
	const [answered] = updateLive(begun, {type: 'run-event-seen', event: noted});
	t.is(answered.asked, undefined, 'nothing more is waited for');
	const left = play(unclearStart, ['enter', 'down', 'enter', 'enter']);
	t.deepEqual(left.commands, [{type: 'request-of-run', request: 'leave-blue-green'}]);
});

test('Ctrl+C asks, and a second one leaves at once while the run goes on', t => {
	const first = play(installing, ['ctrl+c']);
	t.is(first.live.dialog.kind, 'leave');
	t.deepEqual(first.commands, []);
	const second = play(installing, ['ctrl+c'], first.live);
	t.deepEqual(second.commands, [{type: 'detach-run'}]);
});

test('Ctrl+C leaves at once from any question that it led to', t => {
	t.deepEqual(play(installing, ['ctrl+c', '4', 's', 't', 'ctrl+c']).commands, [{type: 'detach-run'}]);
});

test('Esc after Ctrl+C takes the question back, and the next Ctrl+C asks again', t => {
	const back = play(installing, ['ctrl+c', 'esc']);
	t.is(back.live.dialog.kind, 'none');
	const again = play(installing, ['ctrl+c'], back.live);
	t.is(again.live.dialog.kind, 'leave');
	t.deepEqual(again.commands, []);
});

test('Ctrl+C offers detach, stop, and stop with rollback', t => {
	const {live} = play(installing, ['ctrl+c']);
	t.deepEqual(menuChoices(live, installing), [
		{kind: 'detach'},
		{kind: 'request', request: 'stop-and-roll-back'},
		{kind: 'request', request: 'stop'},
		{kind: 'stay'},
	]);
});

test('a run that is only looked at cannot be stopped from here', t => {
	const view = {...installing, isReadOnly: true};
	t.deepEqual(menuChoices(play(view, ['ctrl+c']).live, view), [{kind: 'detach'}, {kind: 'stay'}]);
	t.deepEqual(openChoices(play(view, []).live, view), [{kind: 'detach'}]);
});

test('Ctrl+C before the first event leaves too', t => {
	t.deepEqual(play(undefined, ['ctrl+c', 'enter']).commands, [{type: 'detach-run'}]);
});

test('no single key, nor Enter pressed by habit, asks anything of a run', t => {
	for (const view of [installing, readyGate, failed, keptOriginals, terminationWait]) {
		for (const key of ['enter', 'esc', 'tab', 'up', ...'12345679', 's', 't', 'z', '>', 'ctrl+c']) {
			const asked = play(view, [key]).commands.filter(({type}) => type === 'request-of-run');
			t.deepEqual(asked, [], `key ${key}`);
		}
	}

	t.deepEqual(play(installing, ['enter', 'enter', 'enter', 'enter', 'enter']).commands, []);
});

test('a digit chooses, Enter confirms that the traffic moves', t => {
	t.deepEqual(play(readyGate, ['1', 'enter']).commands, [{type: 'request-of-run', request: 'continue'}]);
	t.deepEqual(play(readyGate, ['1', 'esc', 'enter', 'esc']).commands, []);
});

test('Enter alone goes through the gate', t => {
	t.deepEqual(play(readyGate, ['enter', 'enter', 'enter']).commands, [{type: 'request-of-run', request: 'continue'}]);
});

test('arrows reach the same as digits', t => {
	const {live, commands} = play(readyGate, ['enter', 'down', 'enter']);
	t.deepEqual(live.dialog, {kind: 'word', request: 'stop-and-roll-back', typed: '', isWrong: false});
	t.deepEqual(commands, []);
});

test('the wait before the originals end can be cut short', t => {
	t.deepEqual(play(terminationWait, ['2', 'enter']).commands, [
		{type: 'request-of-run', request: 'skip-termination-wait'},
	]);
});

test('a stop needs its word, in either language', t => {
	const stop = {type: 'request-of-run', request: 'stop'} as const;
	t.deepEqual(play(installing, ['4', 'enter']).commands, []);
	t.deepEqual(play(installing, ['4', ...'stop', 'enter']).commands, [stop]);
	t.deepEqual(play(installing, ['4', '중', '지', 'enter']).commands, [stop]);
	t.deepEqual(play(installing, ['4', ...'ㅈㅜㅇㅈㅣ', 'enter']).commands, [stop]);
});

test('a wrong word does nothing and says so; the next letter takes the remark away', t => {
	const wrong = play(installing, ['4', ...'stpo', 'enter']);
	t.deepEqual(wrong.commands, []);
	t.like(wrong.live.dialog, {kind: 'word', isWrong: true});
	const mended = play(installing, ['backspace', 'backspace', ...'op', 'enter'], wrong.live);
	t.deepEqual(mended.commands, [{type: 'request-of-run', request: 'stop'}]);
});

test('after a wrong word the next letter begins anew, and Ctrl+U clears', t => {
	const stop = {type: 'request-of-run', request: 'stop'} as const;
	t.deepEqual(play(installing, ['4', ...'stpo', 'enter', ...'stop', 'enter']).commands, [stop]);
	t.deepEqual(play(installing, ['4', ...'abc', 'ctrl+u', ...'stop', 'enter']).commands, [stop]);
});

test('the focused card scrolls and stops at its ends', t => {
	const down = play(failed, ['tab', 'down', 'pagedown']).live;
	t.is(down.focus, 'card');
	t.is(down.cardOffset, 8);
	t.is(play(failed, ['up', 'home', 'up'], down).live.cardOffset, 0);
});

test('a syllable that the input method takes back and sends again is typed once', t => {
	const {commands} = play(installing, [
		'4',
		'ㅈ',
		'backspace',
		'주',
		'backspace',
		'중',
		'ㅈ',
		'backspace',
		'지',
		'enter',
	]);
	t.deepEqual(commands, [{type: 'request-of-run', request: 'stop'}]);
});

test('letters that are shortcuts elsewhere are letters of the word', t => {
	const {live} = play(installing, ['4', ...'tbz1']);
	t.like(live.dialog, {typed: 'tbz1'});
});

test('shortcuts work while the Korean layout is on', t => {
	t.deepEqual(play(installing, ['ㅠ']).commands, [{type: 'detach-run'}]);
	t.true(play(installing, ['ㅅ']).live.hasRelativeTimes);
});

test("a clean-up shows its plan and needs the Elastigroup's name", t => {
	const plan = play(failed, ['5']);
	t.deepEqual(plan.live.dialog, {kind: 'plan', request: 'clean-up', offset: 0});
	t.deepEqual(play(failed, ['5', 'enter', 'enter']).commands, []);
	t.deepEqual(play(failed, ['5', 'enter', ...'yes', 'enter']).commands, []);
	t.deepEqual(play(failed, ['5', 'enter', ...'shop-web', 'enter']).commands, [
		{type: 'request-of-run', request: 'clean-up'},
	]);
});

test('a restore that terminates instances needs the name, one of numbers alone needs Enter', t => {
	t.deepEqual(play(keptOriginals, ['6', 'enter', 'enter']).commands, []);
	t.deepEqual(play(keptOriginals, ['6', 'enter', ...'shop-web', 'enter']).commands, [
		{type: 'request-of-run', request: 'restore'},
	]);
	const gate = keptOriginals.gate!;
	const numbers: RunView = {
		...keptOriginals,
		gate: gate.kind === 'restore' ? {...gate, plan: {...gate.plan, remove: []}} : gate,
	};
	t.deepEqual(play(numbers, ['6', 'enter']).commands, [{type: 'request-of-run', request: 'restore'}]);
});

test('what is left may be left', t => {
	t.deepEqual(play(failed, ['7', 'enter']).commands, [{type: 'request-of-run', request: 'leave-as-is'}]);
});

test('after the end Enter and Ctrl+C go on; a digit or letter meant for the run does not', t => {
	for (const key of ['enter', 'ctrl+c']) {
		t.deepEqual(play(finished, [key]).commands, [{type: 'go-on'}], `key ${key}`);
	}

	for (const key of '123456789b') {
		t.deepEqual(play(finished, [key]).commands, [], `key ${key}`);
	}
});

test('a digit means the same from the first look to the end', t => {
	for (const view of Object.values(runViews)) {
		for (const live of [initialLive({now: startedAt}), play(view, ['ctrl+c']).live]) {
			const asked = [...openChoices(live, view), ...menuChoices(live, view)].filter(
				choice => choice.kind === 'request' && digitOf(choice) !== undefined,
			);
			t.deepEqual(
				asked.map(choice => ({kind: 'request', request: requestOfDigit(digitOf(choice) ?? '')})),
				asked.map(choice => ({...choice})),
			);
		}
	}
});

test('a digit for what cannot be asked for now says so and does nothing', t => {
	const {live, commands} = play(installing, ['1']);
	t.deepEqual(commands, []);
	t.is(live.dialog.kind, 'none');
	t.is(say(live.notice!, 'en'), 'Continue now cannot be asked for now.');
});

test('a plan scrolls and stops at its ends', t => {
	const {live} = play(failed, ['5', 'up', 'down', 'down']);
	t.like(live.dialog, {kind: 'plan', offset: 2});
	const end = play(failed, ['end'], live).live;
	const further = play(failed, ['down'], end).live;
	t.deepEqual(further.dialog, end.dialog);
});

test('arrows walk through the instances and Enter opens one', t => {
	const {live} = play(installing, ['down', 'down', 'enter']);
	t.like(live.dialog, {kind: 'instance', instanceId: installing.instances[1]!.instanceId});
	t.is(play(installing, ['esc'], live).live.dialog.kind, 'none');
});

test('the selection stays on its instance when rows come in above it', t => {
	const {live} = play(installing, ['down', 'down']);
	const more = {...installing, instances: [thirty.instances[0]!, ...installing.instances]};
	t.is(play(more, ['down'], live).live.selectedId, installing.instances[2]!.instanceId);
});

test('the next failure is found from anywhere, and its absence is said', t => {
	const failing = thirty.instances.find(({state}) => state === 'failed')!.instanceId;
	t.is(play(thirty, ['>']).live.selectedId, failing);
	t.is(play(thirty, ['end', '<']).live.selectedId, failing);
	t.is(say(play(installing, ['>']).live.notice!, 'en'), 'No instance has failed.');
});

test('the log scrolls back and follows again', t => {
	const {live} = play(installing, ['tab', 'tab', 'up', 'up']);
	t.is(live.focus, 'log');
	t.is(live.logBack, 2);
	t.is(play(installing, ['esc'], live).live.logBack, 0);
});

test('time never goes back', t => {
	const live = initialLive({now: startedAt});
	t.is(updateLive(live, {type: 'ticked', now: startedAt - 1000})[0].now, startedAt);
	t.is(updateLive(live, {type: 'ticked', now: startedAt + 1000})[0].now, startedAt + 1000);
});

test('the words asked for on the screen are the words that are accepted', t => {
	for (const request of ['stop', 'stop-and-roll-back'] as const) {
		for (const language of ['en', 'ko'] as const) {
			t.true(confirmWords[request].includes(say({id: `live.word.${request}`}, language)));
		}
	}
});

const see = (from: LiveModel, events: readonly RunEvent[]): LiveModel => {
	let live = from;
	for (const event of events) {
		[live] = updateLive(live, {type: 'run-event-seen', event});
	}

	return live;
};

test('the cursor of an open menu stays on its choice when another comes in above it', t => {
	const started = see(initialLive({now: 0}), spotStarted());
	const opened = play(selectLiveView(started), ['enter'], started).live;
	const before = menuChoices(opened, selectLiveView(opened));
	const later = see(opened, deployed().slice(spotStarted().length));
	const view = selectLiveView(later);
	const choices = menuChoices(later, view);

	t.true(choices.length > before.length, 'a rollback can be asked for now');
	t.deepEqual(later.dialog, {kind: 'actions', row: choices.length - 1});
	t.deepEqual(play(view, ['enter'], later).commands, []);
});

const ended: RunEvent = {
	type: 'run-ended',
	at: startedAt,
	outcome: {kind: 'succeeded', isRestored: true},
};

test('what is still being typed for a question that has passed reaches nothing until Esc', t => {
	const started = see(initialLive({now: 0}), deployed());
	const asking = play(selectLiveView(started), ['3', ...'rollb'], started).live;
	const later = see(asking, [ended]);
	const view = selectLiveView(later);
	const typed = play(view, [...'ackbl8', 'enter', 'down', 'enter'], later);
	t.deepEqual(typed.commands, []);
	t.is(typed.live.dialog.kind, 'passed');
	const back = play(view, ['esc'], typed.live);
	t.deepEqual(back.commands, []);
	t.is(liveScope(back.live), 'ended');
	t.deepEqual(play(view, ['enter'], back.live).commands, [{type: 'go-on'}]);
});

test('a menu that is open when the run ends gives way to the summary: the Enter meant for it only closes it', t => {
	const started = see(initialLive({now: 0}), deployed());
	for (const keys of [['enter'], ['ctrl+c'], ['ctrl+c', 'down']]) {
		const opened = play(selectLiveView(started), keys, started).live;
		const later = see(opened, [ended]);
		t.is(later.dialog.kind, 'passed');
		const entered = play(selectLiveView(later), ['8', 'enter'], later);
		t.deepEqual(entered.commands, []);
		t.is(entered.live.dialog.kind, 'none');
		t.deepEqual(play(selectLiveView(later), ['enter'], entered.live).commands, [{type: 'go-on'}]);
	}
});

test('the arrows and page keys scroll the card that stands there by itself', t => {
	t.is(play(failed, ['pagedown']).live.focus, 'card');
	t.is(play(failed, ['down', 'down']).live.cardOffset, 2);
});

test('Home and End go to the ends in one press, and the next arrow moves from there', t => {
	const {live} = play(failed, ['end']);
	t.is(live.cardOffset, -1);
	t.is(play(failed, ['up'], live).live.cardOffset, -2);
	t.is(play(failed, ['home'], live).live.cardOffset, 0);
	const log = play(installing, ['tab', 'tab', 'home']).live;
	t.is(log.logBack, -1);
	t.is(play(installing, ['down'], log).live.logBack, -2);
	t.is(play(installing, ['end'], log).live.logBack, 0);
});

test('with nothing chosen yet, Home goes to the first instance and End to the last, enlarged or not', t => {
	const [first] = installing.instances;
	for (const keys of [[], ['z']]) {
		t.is(play(installing, [...keys, 'home']).live.selectedId, first?.instanceId);
		t.is(play(installing, [...keys, 'end']).live.selectedId, installing.instances.at(-1)?.instanceId);
	}
});

test('the demo ends with its run: one key only asks', t => {
	const demo: RunView = {...installing, config: {...installing.config, isDemo: true}};
	for (const key of ['b', '8', 'ctrl+c']) {
		const asked = play(demo, [key]);
		t.deepEqual(asked.commands, [], `key ${key}`);
		t.is(asked.live.dialog.kind, 'leave');
		t.deepEqual(play(demo, ['enter'], asked.live).commands, [{type: 'detach-run'}]);
		t.deepEqual(play(demo, ['ctrl+c'], asked.live).commands, [{type: 'detach-run'}]);
		t.deepEqual(play(demo, ['9'], asked.live).live.dialog, {kind: 'none'});
	}

	t.deepEqual(play(installing, ['b']).commands, [{type: 'detach-run'}]);
});
