import test from 'ava';
import fc from 'fast-check';
import {type AppCommand} from '../../../source/core/app/command.js';
import {answersOf} from '../../../source/core/app/select-answers.js';
import {placeOf} from '../../../source/core/app/select-place.js';
import {rowsOf} from '../../../source/core/app/select-rows.js';
import {isMeant, isMoving} from '../../../source/core/app/select-screen.js';
import {stepOf} from '../../../source/core/app/select-steps.js';
import {known} from '../../../source/core/check/facts.js';
import {fail, ok} from '../../../source/core/problem.js';
import {text} from '../../../source/core/text-token.js';
import {say} from '../../../source/messages/catalogue.js';
import {begun, runConfig} from '../../helpers/run-events.js';
import {aProblem, aProfile, createBench, facts, misfit} from '../../helpers/wizard-models.js';

const typesOf = (commands: readonly AppCommand[]): readonly string[] => commands.map(({type}) => type);

test('nothing is asked of anyone before the first frame is on the screen', t => {
	const bench = createBench();
	t.deepEqual(typesOf(bench.commands), ['read-saved-work', 'identify', 'start-ticker']);
});

test('an open run is the first thing to go on with, in the place where it was started', t => {
	const bench = createBench({
		openRuns: [{runId: 'shop-1', config: {...runConfig, region: 'eu-west-1'}}],
		profiles: [aProfile],
	});
	bench.answer();
	bench.press('\r');
	t.is(bench.model.screen.kind, 'starting');
	const resumed = bench.commands.find(command => command.type === 'resume-run');
	t.is(resumed?.runId, 'shop-1');
	t.is(resumed?.place?.['region'], 'eu-west-1');
});

test('a late reply is dropped: the newest question decides', t => {
	const bench = createBench();
	bench.reach('application');
	const asked = bench.commands.findLast(command => command.type === 'look-up-options');
	bench.press('r');
	const again = bench.commands.findLast(command => command.type === 'look-up-options');
	t.not(asked?.request, again?.request);
	const reply = (request: number, value: string) => {
		bench.send({
			type: 'options-looked-up',
			key: 'applicationName',
			request,
			now: 2,
			result: ok([{value, label: value}]),
		});
	};

	reply(again?.request ?? 0, 'new');
	reply(asked?.request ?? 0, 'old');
	const {remote} = bench.model.lookedUp['applicationName'] ?? {};
	t.deepEqual(remote?.state === 'loaded' && remote.value.map(({value}) => value), ['new']);
});

test('every change is saved, and before the look-up that follows from it', t => {
	const bench = createBench();
	bench.reach('application');
	bench.answer();
	const before = bench.commands.length;
	bench.press('\r');
	const after = typesOf(bench.commands.slice(before));
	t.deepEqual(after.slice(0, 2), ['save-draft', 'look-up-options']);
	const saved = bench.commands.findLast(command => command.type === 'save-draft');
	t.is(saved?.answers['applicationName'], 'shop');
});

test('back is allowed from an invalid step, forward is not', t => {
	const bench = createBench();
	bench.reach('group');
	bench.answer();
	bench.press('m!!!\r');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.stepId, 'group');
	t.truthy(bench.model.screen.kind === 'step' && bench.model.screen.notice);
	bench.press('\u001B[6~');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.stepId, 'group');
	bench.press('\u001B[5~');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.stepId, 'application');
	t.is(bench.model.draft['deploymentGroupName'], '!!!');
});

test('without being signed in there is no going on, and asking again is one key', t => {
	const bench = createBench();
	bench.press('\r');
	bench.send({type: 'saved-work-read', now: 1, draft: ok(undefined), profiles: ok([]), openRuns: []});
	bench.press('\r');
	const identify = bench.commands.find(command => command.type === 'identify');
	const request = identify?.request ?? 0;
	bench.send({type: 'aws-identified', request, now: 1, result: fail(aProblem)});
	bench.send({type: 'spot-identified', request, now: 1, result: ok([])});
	bench.press('\u001B[6~');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.stepId, 'identity');
	bench.press('r');
	t.is(bench.commands.filter(command => command.type === 'identify').length, 2);
});

test('a misfit stops the way; marked mends are made only by the step’s own Enter', t => {
	const bench = createBench({facts: misfit});
	bench.reach('group-verdict');
	bench.answer();
	bench.press('\r');
	t.false(typesOf(bench.commands).includes('perform-operation'));
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.stepId, 'group-verdict');
	bench.press('a');
	t.not(bench.model.draft['groupMends'] ?? '', '');
	t.false(typesOf(bench.commands).includes('perform-operation'));
	bench.press('\r');
	t.is(bench.model.screen.kind, 'performing');
	const performed = bench.commands.findLast(command => command.type === 'perform-operation');
	t.is(performed?.operation.kind, 'mend-deployment-group');
	bench.answer();
	t.is(bench.model.draft['groupMends'], '');
});

test('a misfit with several ways: Enter says what is missing, one way of a kind counts, and Enter alone gets through', t => {
	const group = misfit.group.isKnown ? misfit.group.value : undefined;
	const targetGroup = {arn: '', targetType: 'instance', loadBalancerArns: ['lb']};
	const bench = createBench({
		facts: {
			...misfit,
			group: known({...group!, targetGroupNames: []}),
			targetGroups: known(['shop-a', 'shop-b'].map(name => ({...targetGroup, name}))),
		},
	});
	bench.reach('group-verdict');
	bench.answer();
	// What has one way only is marked at once; the load balancer is the person's choice.
	bench.press('a');
	t.is(bench.model.draft['groupMends'], 'type=blue-green');
	bench.press('\u001B[H\r');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.notice?.id, 'wizard.verdict.missing');
	t.false(typesOf(bench.commands).includes('perform-operation'));
	bench.press(' \u001B[B ');
	t.is(bench.model.draft['groupMends'], 'type=blue-green,traffic=target-group:shop-b');
	bench.press('n\r\r\r');
	t.is(bench.model.screen.kind, 'performing');
	t.is(bench.model.draft['groupMends'], 'type=blue-green,traffic=target-group:shop-a');
});

test('a misfit that no change mends says what to do, and Enter repeats it', t => {
	const group = misfit.group.isKnown ? misfit.group.value : undefined;
	const bench = createBench({facts: {...facts, group: known({...group!, computePlatform: 'Lambda'})}});
	bench.reach('group-verdict');
	bench.answer();
	bench.press('\r');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.notice?.id, 'wizard.verdict.elsewhere');
	bench.press('r');
	bench.answer();
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.notice?.id, 'wizard.looked-again');
});

test('a write that fails is told, and going back loses nothing', t => {
	const bench = createBench({facts: misfit});
	bench.reach('group-verdict');
	bench.answer();
	bench.press('a\r');
	const {screen} = bench.model;
	const request = screen.kind === 'performing' ? screen.request : 0;
	bench.send({type: 'operation-performed', request, now: 2, result: fail(aProblem)});
	bench.press('\r');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.problem?.code, 'ExpiredToken');
	t.not(bench.model.draft['groupMends'], '');
});

test('the start is one Enter on the forecast, and only when nothing refuses it', t => {
	const busy = createBench({facts: {...facts, activeDeploymentIds: {isKnown: true, value: ['d-1']}}});
	busy.reach('forecast');
	busy.answer();
	busy.press('\r');
	t.false(typesOf(busy.commands).includes('start-run'));

	const bench = createBench();
	bench.reach('forecast');
	bench.answer();
	t.false(typesOf(bench.commands).includes('start-run'));
	bench.press('\r');
	t.is(typesOf(bench.commands).filter(type => type === 'start-run').length, 1);
	// A held Enter starts nothing twice.
	bench.press('\r\r\r');
	t.is(typesOf(bench.commands).filter(type => type === 'start-run').length, 1);
});

test('Ctrl+C while a run starts lets it go on, whoever has already begun it', t => {
	const bench = createBench();
	bench.reach('forecast');
	bench.answer();
	bench.press('\r\u0003');
	t.deepEqual(typesOf(bench.commands.slice(-3)), ['detach-run', 'settle-work', 'stop-ticker']);
});

test('leaving before anything was typed says how to begin again', t => {
	const leave = (options: Parameters<typeof createBench>[0]) => {
		const bench = createBench({isDemo: false, ...options});
		bench.press('\u0003');
		const {screen} = bench.model;
		return screen.kind === 'closing' ? screen.end.lines.map(line => say(line, 'en')) : [];
	};

	t.deepEqual(leave({}), ['Nothing was started.', 'Begin again with: spot-bluegreen']);
	t.deepEqual(leave({start: {kind: 'express', profile: aProfile}}), [
		'Nothing was started.',
		'Begin again with: spot-bluegreen deploy shop-bg',
	]);
});

test('the draft is done with once its run has begun, and not before', t => {
	const bench = createBench();
	bench.reach('forecast');
	bench.answer();
	bench.press('\r');
	bench.send({type: 'run-prepared', result: ok(runConfig)});
	t.false(typesOf(bench.commands).includes('delete-draft'), 'it may still be refused');

	for (const event of begun()) {
		bench.send({type: 'run-event-seen', event});
	}

	t.is(typesOf(bench.commands).filter(type => type === 'delete-draft').length, 1);
});

test('a run that is only watched leaves the draft of another set-up alone', t => {
	const bench = createBench({start: {kind: 'watch-run', runId: 'run-1'}});

	for (const event of begun()) {
		bench.send({type: 'run-event-seen', event});
	}

	t.false(typesOf(bench.commands).includes('delete-draft'));
});

test('a run taken up again without a profile offers to keep one, from the answers in its journal', t => {
	const answers = {applicationName: 'shop', deploymentGroupName: 'shop-bg', elastigroupId: 'sig-5a3c19e7'};
	const bench = createBench({isDemo: false, start: {kind: 'watch-run', runId: 'run-1'}});
	bench.send({type: 'first-frame-painted'});

	for (const event of begun({answers})) {
		bench.send({type: 'run-event-seen', event});
	}

	const outcome = {kind: 'succeeded', isRestored: true} as const;
	bench.send({type: 'run-event-seen', event: {type: 'run-ended', at: 9_000_000_000_000, outcome}});
	bench.send({type: 'run-finished', end: {kind: 'ended', outcome}});
	bench.press('\r');
	t.is(bench.model.screen.kind, 'save-profile');
	bench.press('\r');
	const written = bench.commands.find(command => command.type === 'write-profile');
	t.like(written?.type === 'write-profile' ? written.profile : {}, {
		name: 'shop-bg',
		answers,
		last: {outcome: 'succeeded'},
	});
	bench.answer();
	t.false(typesOf(bench.commands).includes('delete-draft'), 'a draft would be that of another set-up');
});

for (const isDemo of [true, false]) {
	test(`leaving ${isDemo ? 'the demo promises nothing that goes on' : 'says how to come back'}`, t => {
		const endOf = (keys: string, stepId: string) => {
			const bench = createBench({isDemo});
			bench.reach(stepId);
			bench.answer();
			bench.press(keys);
			bench.answer();
			const {screen} = bench.model;
			return screen.kind === 'closed' ? screen.end.lines.map(({id}) => id) : [screen.kind];
		};

		// Nothing of the demo is written down, so that one Ctrl+C only asks.
		t.deepEqual(endOf('\u0003', 'group'), isDemo ? ['leave'] : ['wizard.left.saved', 'wizard.left.again']);
		t.deepEqual(endOf('\u0003\r', 'group'), isDemo ? ['step'] : ['wizard.left.saved', 'wizard.left.again']);
		t.deepEqual(
			endOf('\u0003\u0003', 'group'),
			isDemo ? ['wizard.demo.ended'] : ['wizard.left.saved', 'wizard.left.again'],
		);
		const detached = createBench({isDemo, start: {kind: 'watch-run', runId: 'run-1'}});
		detached.send({type: 'run-finished', end: {kind: 'detached'}});
		const {screen} = detached.model;
		t.is(screen.kind === 'closing' && screen.end.lines.some(({id}) => id === 'wizard.demo.ended'), isDemo);
	});
}

test('a new name that is taken is refused where it is typed, and a free one is proposed', t => {
	const bench = createBench({
		lookUp: key =>
			key === 'deploymentGroupName'
				? ok([
						{value: 'shop-bg', label: 'shop-bg'},
						{value: 'shop-bg-2', label: 'shop-bg-2'},
						{value: '+new', label: text('option.create-new'), isSuggested: true},
					])
				: undefined,
	});
	bench.reach('group');
	bench.answer();
	bench.press('\r');
	bench.answer();
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.focus, 'newDeploymentGroupName');
	t.is(answersOf(bench.model)['newDeploymentGroupName'], 'shop-bg-3');
	bench.press('\u0015shop-bg\r');
	const {screen} = bench.model;
	t.is(screen.kind === 'step' && screen.focus, 'newDeploymentGroupName');
	t.deepEqual(screen.kind === 'step' && screen.notice, text('wizard.name-taken', {name: 'shop-bg', free: 'shop-bg-3'}));
	bench.press('\u001B[6~');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.stepId, 'group');
	bench.press('\u0015cart\r');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.stepId, 'group-settings');
});

test('what is typed over a list says how to get the list back', t => {
	const bench = createBench();
	bench.reach('application');
	bench.press('\u001B[200~한글\u001B[201~');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.notice?.id, 'wizard.typing');
});

test('an unfinished draft and the profiles are offered, the draft first', t => {
	const bench = createBench({offered: {...aProfile, name: 'draft'}, profiles: [aProfile]});
	bench.answer();
	bench.press('2');
	t.is(bench.model.flowId, 'express');
	t.is(bench.model.profile?.name, 'shop-bg');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.stepId, 'deployment');
});

test('a known profile asks for version and revision alone: one Enter each, then the forecast', t => {
	const bench = createBench({start: {kind: 'express', profile: aProfile}});
	bench.answer();
	bench.press('\r');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.focus, 'revision');
	bench.answer();
	bench.press('\r');
	bench.answer();
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.stepId, 'forecast');
	t.like(bench.model.draft, {
		greenTags: 'version=6.0',
		revision: 's3://shop/shop-6.0.zip',
		// Nobody was asked: what stood proposed in the row.
		timeoutMinutes: '30',
	});

	// The rest is there for the arrows.
	bench.press('\u001B[5~\t\t');
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.focus, 'revisionKind');
});

test('a proposal that is still being looked up is waited for, by Enter and by the way to the next step', t => {
	const enter = createBench({start: {kind: 'express', profile: aProfile}});
	enter.press('\r');
	t.is(enter.model.screen.kind === 'step' && enter.model.screen.notice?.id, 'wizard.look-up.wait');
	enter.answer();
	t.is(enter.model.draft['greenTags'], 'version=6.0');
	t.is(enter.model.screen.kind === 'step' && enter.model.screen.focus, 'revision');

	const next = createBench({start: {kind: 'express', profile: aProfile}});
	next.press('\u001B[6~');
	next.answer();
	t.is(next.model.screen.kind === 'step' && next.model.screen.stepId, 'forecast');

	// Whoever moves on meanwhile has changed their mind.
	const moved = createBench({start: {kind: 'express', profile: aProfile}});
	moved.press('\r\t');
	moved.answer();
	t.is(moved.model.draft['greenTags'], undefined);
});

test('nothing is taken unseen where nothing is proposed', t => {
	const bench = createBench({
		start: {kind: 'express', profile: aProfile},
		lookUp: key => (key === 'greenTags' ? ok([{value: 'version=9.0', label: 'version=9.0'}]) : undefined),
	});
	bench.press('\r');
	bench.answer();
	t.is(bench.model.draft['greenTags'], undefined);
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.focus, 'greenTags');
});

test('going back to the start loses nothing, and the set-up goes on where it was left', t => {
	const bench = createBench();
	bench.reach('group');
	bench.answer();
	bench.press('\u001B[5~\u001B[5~\u001B[5~');
	t.is(bench.model.screen.kind, 'start');
	bench.press('1');
	bench.answer();
	t.is(bench.model.screen.kind === 'step' && bench.model.screen.stepId, 'group');
	t.is(bench.model.draft['applicationName'], 'shop');
});

test('a filter that is given up leaves the cursor where it was', t => {
	const bench = createBench({
		lookUp: key =>
			key === 'region'
				? ok([
						{value: 'us-east-1', label: 'us-east-1'},
						{value: 'ap-northeast-2', label: 'ap-northeast-2', isSuggested: true},
					])
				: undefined,
	});
	bench.reach('identity');
	bench.answer();
	bench.press('/zzz');
	bench.send({type: 'key-pressed', event: {kind: 'key', name: 'esc'}});
	bench.press('\r');
	t.is(bench.model.draft['region'], 'ap-northeast-2');
});

test('what is being typed or was refused is told as no fact of where one is', t => {
	const bench = createBench();
	bench.reach('identity');
	bench.answer();
	bench.press('mjunk');
	t.is(placeOf(bench.model).region, 'ap-northeast-2');
	bench.press('\r');
	t.is(placeOf(bench.model).region, 'ap-northeast-2');
	t.is(bench.commands.filter(({type}) => type === 'identify').length, 1);
});

test('the keys that are promised mean something: none that does nothing, and the ends of the key page', t => {
	const bench = createBench();
	bench.answer();
	t.false(isMeant(bench.model, 'back'));
	t.true(isMeant(bench.model, 'choose'));
	bench.reach('application');
	bench.answer();
	bench.press('?');
	bench.press('\u001B[F');
	const {screen} = bench.model;
	t.true(screen.kind === 'help' && screen.offset > 0);
	bench.press('\u001B[H');
	t.is(bench.model.screen.kind === 'help' && bench.model.screen.offset, 0);
});

test('the language changes in lists by a letter and in text fields by F2', t => {
	const bench = createBench();
	bench.reach('application');
	bench.answer();
	bench.press('l');
	t.is(bench.model.language, 'ko');
	bench.press('m');
	bench.press('l');
	t.is(bench.model.language, 'ko');
	bench.press('\u001BOQ');
	t.is(bench.model.language, 'en');
	t.is(bench.model.draft['applicationName'], 'l');
});

test('help opens over anything and gives it back unchanged', t => {
	const bench = createBench();
	bench.reach('application');
	bench.answer();
	const before = bench.model.screen;
	bench.press('?');
	t.is(bench.model.screen.kind, 'help');
	bench.press('\u001B[B\r');
	t.deepEqual(bench.model.screen, before);
});

const wild = fc.constantFrom(
	'\r',
	'\u001B',
	'\t',
	'\u001B[Z',
	'\u001B[A',
	'\u001B[B',
	'\u001B[5~',
	'\u001B[6~',
	' ',
	'a',
	'g',
	'm',
	'/',
	'?',
	'q',
	'r',
	'd',
	'e',
	'n',
	'l',
	'1',
	'3',
	'9',
	'한',
	'ㅎ',
	'\u007F',
	'\u001BOQ',
);

test('whatever is pressed, in whatever order answers come, there is a screen, and the ticker runs only while something moves', t => {
	fc.assert(
		fc.property(fc.array(fc.tuple(wild, fc.boolean()), {maxLength: 60}), steps => {
			const bench = createBench({profiles: [aProfile]});

			for (const [bytes, isAnswered] of steps) {
				bench.press(bytes);

				if (isAnswered) {
					bench.answer();
				}

				t.is(bench.model.isTicking, isMoving(bench.model));
			}

			// Nothing destructive, however much is pressed: a write needs the step's own Enter.
			t.true(bench.commands.filter(({type}) => type === 'start-run').length <= 1);
		}),
		{numRuns: 60},
	);
});

for (const isNextThere of [true, false]) {
	test(`when a check moves the tag on, the description follows, and the bundle ${isNextThere ? 'too' : 'not to one that is not there'}`, t => {
		const bundleOf = (version: string) => `s3://releases/shop/shop-${version}.zip`;
		const bench = createBench({
			facts: {...facts, planned: {...facts.planned, greenTags: [{key: 'version', value: '5.0'}]}},
			lookUp: key =>
				key === 'greenTags'
					? ok([{value: 'version=5.0', label: 'version=5.0', isSuggested: true}])
					: key === 'revision'
						? ok(
								['5.0', ...(isNextThere ? ['6.0'] : [])].map((version, index) => ({
									value: bundleOf(version),
									label: bundleOf(version),
									isSuggested: index === 0,
								})),
							)
						: undefined,
		});
		bench.reach('forecast');
		bench.answer();
		t.like(bench.model.draft, {
			greenTags: 'version=5.0',
			revision: bundleOf('5.0'),
			description: 'shop version=5.0',
		});
		const row = rowsOf(bench.model, stepOf(bench.model, 'forecast')).findIndex(
			one => one.kind === 'check' && one.check.id === 'equal-tags',
		);
		bench.press('\u001B[H' + '\u001B[B'.repeat(row) + '\r');
		t.like(bench.model.draft, {
			greenTags: 'version=6.0',
			revision: bundleOf(isNextThere ? '6.0' : '5.0'),
			description: 'shop version=6.0',
		});
		t.is('revision' in bench.model.stale, !isNextThere);
	});
}

test('a run taken up again tells its profile what came of it, and asks for no other name', t => {
	const bench = createBench({isDemo: false, start: {kind: 'watch-run', runId: 'run-1'}});
	bench.send({type: 'first-frame-painted'});

	for (const event of begun({profileName: 'shop', answers: {applicationName: 'shop'}})) {
		bench.send({type: 'run-event-seen', event});
	}

	const outcome = {kind: 'succeeded', isRestored: true} as const;
	bench.send({type: 'run-event-seen', event: {type: 'run-ended', at: 9_000_000_000_000, outcome}});
	bench.send({type: 'run-finished', end: {kind: 'ended', outcome}});
	bench.press('\r');
	t.is(bench.model.screen.kind, 'closing');
	const remembered = bench.commands.find(command => command.type === 'remember-outcome');
	t.is(remembered?.type === 'remember-outcome' && remembered.run.config.profileName, 'shop');
	t.false(typesOf(bench.commands).includes('write-profile'), 'the profile may have been changed meanwhile');
});

test('keeping the answers of a run that was taken up says in which account it ran', t => {
	const bench = createBench({isDemo: false, start: {kind: 'watch-run', runId: 'run-1'}});
	bench.send({type: 'first-frame-painted'});
	const config = {answers: {applicationName: 'shop'}, awsAccountId: '123456789012', spotAccountId: 'act-0a1b2c3d'};

	for (const event of begun(config)) {
		bench.send({type: 'run-event-seen', event});
	}

	bench.send({
		type: 'run-event-seen',
		event: {type: 'run-ended', at: 9_000_000_000_000, outcome: {kind: 'succeeded', isRestored: true}},
	});
	bench.press('\r');
	t.is(bench.model.screen.kind, 'save-profile');
	t.like(placeOf(bench.model), {
		awsAccountId: '123456789012',
		region: 'ap-northeast-2',
		spotAccountId: 'act-0a1b2c3d',
	});
});

test('an Elastigroup that was given by its name is the one that is called so', t => {
	const bench = createBench({start: {kind: 'setup', answers: {elastigroupId: 'shop-web'}}});
	bench.reach('elastigroup');
	bench.answer();
	t.is(bench.model.draft['elastigroupId'], 'sig-5a3c19e7');
	bench.reach('forecast');
});
