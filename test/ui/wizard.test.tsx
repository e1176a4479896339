import test from 'ava';
import {type AppModel} from '../../source/core/app/model.js';
import {known, type Facts} from '../../source/core/check/facts.js';
import {fail, type Problem} from '../../source/core/problem.js';
import {text} from '../../source/core/text-token.js';
import {Frame} from '../../source/ui/app.js';
import {expectFits, renderFrame} from '../helpers/render-frame.js';
import {
	aProblem,
	aProfile,
	createBench,
	facts,
	misfit,
	type Bench,
	type BenchOptions,
} from '../helpers/wizard-models.js';

const at =
	(
		options: BenchOptions,
		walk: (bench: Bench) => void,
	): ((size: {columns: number; rows: number; language: 'en' | 'ko'; isAscii?: boolean}) => AppModel) =>
	size => {
		const bench = createBench({...options, ...size});
		walk(bench);
		return bench.model;
	};

const step = (stepId: string, options: BenchOptions = {}, keys = '') =>
	at(options, bench => {
		bench.reach(stepId);
		bench.answer();
		bench.press(keys);
	});

const creating: BenchOptions = {
	lookUp: key =>
		['applicationName', 'deploymentGroupName', 'elastigroupId'].includes(key)
			? {isOk: true, value: [{value: '+new', label: '+', isSuggested: true}]}
			: undefined,
};

const create = (stepId: string) =>
	at(creating, bench => {
		for (let count = 0; count < 120; count++) {
			bench.answer();
			const {screen} = bench.model;

			if (screen.kind === 'step' && screen.stepId === stepId) {
				return;
			}

			const isName = screen.kind === 'step' && screen.focus?.startsWith('new');
			bench.press(isName ? '\u0015cart\r' : valueOf(screen.kind === 'step' ? screen.focus : undefined));
		}

		throw new Error(`Never reached ${stepId}: ${JSON.stringify(bench.model.screen).slice(0, 300)}`);
	});

/** What the look-ups of this bench do not know is pasted. */
const pasted: Readonly<Record<string, string>> = {
	serviceRoleArn: 'arn:aws:iam::123456789012:role/CodeDeployServiceRole',
	groupTargetGroupNames: 'shop-web-tg',
	elastigroupName: 'cart-web',
	vpcId: 'vpc-0a1b2c3d',
	onDemandType: 'm5.large',
	zoneSubnets: 'ap-northeast-2a:subnet-0a1b2c3d',
	spotTypes: 'm5.large',
	imageId: 'ami-0123456789abcdef0',
	securityGroupIds: 'sg-0123456789abcdef0',
	keyPair: 'shop-key',
	instanceProfile: 'CodeDeploy-EC2-Profile',
	elastigroupTargetGroupArns:
		'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/shop-web-tg/0123456789abcdef',
};

const valueOf = (key: string | undefined): string => {
	const value = key === undefined ? undefined : pasted[key];
	return value === undefined ? '\r' : `\u001B[200~${value}\u001B[201~\r`;
};

const screens: Readonly<Record<string, ReturnType<typeof at>>> = {
	'before anything came in': at({}, () => undefined),
	start: at({offered: {...aProfile, name: 'draft'}, profiles: [aProfile]}, bench => {
		bench.answer();
	}),
	identity: step('identity'),
	'identity, being asked': at({}, bench => {
		bench.send({
			type: 'saved-work-read',
			now: 1,
			draft: {isOk: true, value: undefined},
			profiles: {isOk: true, value: []},
			openRuns: [],
		});
		bench.press('\r');
	}),
	'identity, signed out': at({}, bench => {
		bench.reach('identity');
		bench.press('r');
		const request = bench.model.requests - 1;

		for (const one of [request, request + 1]) {
			bench.send({type: 'aws-identified', request: one, now: 2, result: fail(aProblem)});
			bench.send({type: 'spot-identified', request: one, now: 2, result: fail(aProblem)});
		}
	}),
	application: step('application'),
	'application, filtered': step('application', {}, '/sho'),
	'application, look-up refused': step('application', {
		lookUp: key => (key === 'applicationName' ? fail(aProblem) : undefined),
	}),
	'group verdict': step('group-verdict'),
	'group verdict, misfit': step('group-verdict', {facts: misfit}, 'a\u001B[B\u001B[B'),
	performing: step('group-verdict', {facts: misfit}, 'a\r'),
	'group settings': create('group-settings'),
	'group review': create('group-review'),
	'Elastigroup launch': create('elastigroup-launch'),
	'Elastigroup capacity': create('elastigroup-capacity'),
	'Elastigroup review': create('elastigroup-review'),
	deployment: step('deployment'),
	forecast: step('forecast'),
	'forecast, on a check': step('forecast', {}, '\u001B[B\u001B[B'),
	starting: step('forecast', {}, '\r'),
	express: at({start: {kind: 'express', profile: aProfile}}, bench => {
		bench.answer();
	}),
	help: step('application', {}, '?'),
	jump: step('deployment', {}, 'g'),
	leave: step('application', {}, 'q'),
	'a problem that ends it': at({start: {kind: 'watch-run', runId: 'run-1'}}, bench => {
		bench.send({type: 'run-finished', end: {kind: 'problem', problem: aProblem}});
	}),
	'a long answer': step('application', {}, `m\u001B[200~${'아주긴이름-'.repeat(40)}\u001B[201~`),
};

const sizes = [
	{columns: 60, rows: 20},
	{columns: 80, rows: 24},
	{columns: 120, rows: 40},
] as const;

for (const [title, modelAt] of Object.entries(screens)) {
	test(`${title}: fits at 60, 80 and 120 columns, in both languages and in ASCII`, t => {
		for (const size of sizes) {
			for (const language of ['en', 'ko'] as const) {
				const frame = renderFrame(<Frame model={modelAt({...size, language})} />, size);
				t.notThrows(() => {
					expectFits(frame, size.columns, size.rows);
				}, `${title} ${size.columns} ${language}`);
				t.is(frame.split('\n').length, size.rows - 1, `${title} ${size.columns} ${language}`);
				t.regex(frame, /DEMO/);
			}
		}

		const plain = renderFrame(<Frame model={modelAt({columns: 80, rows: 24, language: 'en', isAscii: true})} />);
		// Cloud text may be anything; what this program draws itself is not.
		t.notRegex(plain.replaceAll(/[가-힣]/g, ''), /[❯✓✗⋅╌⠋➔]/);
	});
}

const frameOf = (title: string): string => {
	const modelAt = screens[title];
	return modelAt ? renderFrame(<Frame model={modelAt({columns: 80, rows: 24, language: 'en'})} />) : '';
};

test('the identity stands on every screen after it was found', t => {
	for (const title of ['application', 'group verdict', 'deployment', 'forecast', 'jump', 'leave', 'help']) {
		const [first = ''] = frameOf(title).split('\n');
		t.regex(first, /AWS 123456789012 . ap-northeast-2 . Spot act-0a1b2c3d/, `${title}: ${first}`);
	}
});

test('the problem of a sign-in stands there with what to do next and the request’s id', t => {
	const frame = frameOf('identity, signed out');
	t.regex(frame, /✗ /);
	t.regex(frame, /➔ /);
});

const missingAws: Problem = {
	kind: 'auth',
	code: 'no-credentials',
	message: text('problem.aws.no-credentials-no-region'),
	nextSteps: [
		text('problem.aws.step.region'),
		text('problem.aws.step.sign-in'),
		text('problem.aws.step.profile'),
		text('problem.aws.step.keys'),
	],
	isRetryable: false,
};

const missingSpot: Problem = {
	kind: 'auth',
	code: 'spot-credentials-missing',
	message: text('problem.spot-credentials.missing', {path: '/home/engineer/.spotinst/credentials'}),
	nextSteps: [text('problem.spot-credentials.next-environment'), text('problem.spot-credentials.next-file')],
	isRetryable: false,
};

test('with no credentials at all both clouds’ problems are on the screen, and Enter is answered', t => {
	for (const language of ['en', 'ko'] as const) {
		const bench = createBench({columns: 80, rows: 24, language, lookUp: () => fail(missingSpot)});
		const refuse = () => {
			const asked = bench.commands.findLast(({type}) => type === 'identify');
			const request = asked?.type === 'identify' ? asked.request : 0;
			bench.send({type: 'aws-identified', request, now: 2, result: fail(missingAws)});
			bench.send({type: 'spot-identified', request, now: 2, result: fail(missingSpot)});
		};

		bench.reach('identity');
		bench.press('\u001B[6~');
		bench.answer();
		bench.press('r');
		refuse();
		bench.press('\u0015us-east-1\r');
		refuse();
		bench.press('\u0015\r');
		refuse();
		const frame = renderFrame(<Frame model={bench.model} />, {columns: 80, rows: 24});
		t.is(frame.match(/✗ /gu)?.length, 2, frame);
		t.true(frame.includes('AWS_REGION') && frame.includes('aws sso login'), frame);
		t.true(frame.includes('SPOTINST_TOKEN') && frame.includes('SPOTINST_ACCOUNT'), frame);
		t.is(bench.model.screen.kind === 'step' && bench.model.screen.notice?.id, 'wizard.identity.still', frame);
	}
});

test('a field shows what it is, where it is in the consoles, and its answer', t => {
	const frame = frameOf('deployment');
	t.regex(frame, /❯ Green tag/);
	t.regex(frame, /version=6\.0/);
	t.regex(frame, /Where: Spot console/);
	t.regex(frame, /step 6 of 7/);
});

test('the forecast tells the four sets, and what the capacity will be', t => {
	const frame = frameOf('forecast');
	t.regex(frame, /original 2 .* replacement 0 .* both 0 .* neither 0/);
	t.regex(frame, /New instances will carry Name=shop-web, version=6\.0: found as/);
	t.regex(frame, /during\s+target 4 \(min 1, max 4\), 2 new/);
	t.regex(frame, /❯ Start the blue\/green deployment/);
});

const usual = {columns: 80, rows: 24};

const forecastOf = (changed: Partial<Facts>, keys = '', size = usual): Bench => {
	const bench = createBench({facts: {...facts, ...changed}, language: 'en', ...size});
	bench.reach('forecast');
	bench.answer();
	bench.press(keys);
	bench.answer();
	return bench;
};

const drawn = (bench: Bench): string => renderFrame(<Frame model={bench.model} />);
const groupWith = (change: object) =>
	facts.group.isKnown && facts.group.value ? known({...facts.group.value, ...change}) : facts.group;

test('a refused forecast agrees with itself, foretells nothing, and its remedies are in reach at 80x24 (D4)', t => {
	const {elastigroup} = facts;
	const contained =
		elastigroup.isKnown && elastigroup.value
			? known({...elastigroup.value, tags: [{key: 'version', value: '5.0'}]})
			: elastigroup;
	const bench = forecastOf({elastigroup: contained});
	const frame = drawn(bench);
	t.regex(frame, /✗ New instances will carry version=5\.0\|6\.0 \(given twice\): in both sets/);
	t.notRegex(frame, /during|at the end/);
	t.regex(frame, /now +target 2/);
	t.regex(frame, /Remove version=5\.0 from the Elastigroup/);
	t.regex(frame, /Or find the originals by another tag in the deployment group\./);
	t.regex(frame, /Every instance would be an original/);
	t.notRegex(frame, /Enter go on/, 'it would do nothing');
	bench.press('\r');
	t.regex(drawn(bench), /In your account you would do this outside this program/);
	bench.press('\u001B[B');
	t.regex(drawn(bench), /Enter go on/);
});

test('none of the four sets is cut on a narrow screen', t => {
	const size = {columns: 60, rows: 20};
	const modelAt = screens['forecast'];
	const frame = modelAt ? renderFrame(<Frame model={modelAt({...size, language: 'ko'})} />, size) : '';
	t.regex(frame, /태그 기준 인스턴스: 원본\(Blue\) 2대 . 대체\(Green\) 0대\n {2}양쪽 0대 . 해당 없음 0대$/m);
});

test('at 80x24 the way to a field in the consoles is told whole, and a proposal is called one', t => {
	const link = `s3://shop-releases-of-the-company-ap-northeast-2/shop/shop-6.0.zip`;
	const hint = 'matches 6.0 · 2026-06-22 · 18 MB and more';
	const options: BenchOptions = {
		...creating,
		lookUp: key =>
			key === 'revision' ? {isOk: true, value: [{value: link, label: link, hint, isSuggested: true}]} : undefined,
	};

	for (const language of ['en', 'ko'] as const) {
		for (const [stepId, keys] of [
			['group', ''],
			['deployment', ''],
			['deployment', '\t\t\t'],
		] as const) {
			const frame = renderFrame(<Frame model={step(stepId, options, keys)({...usual, language})} />);
			const rows = frame.split('\n');
			const where = rows.findIndex(row => /^(?:Where|위치): /.test(row));
			t.true(where > 0, frame);
			t.false(
				rows.slice(where, -1).some(row => row.includes('⋯')),
				frame,
			);
		}
	}

	const frame = renderFrame(<Frame model={step('deployment', options, '\t\t\t')({...usual, language: 'en'})} />);
	t.regex(frame, /S3 link of the revision +s3:\S+⋯\S+shop-6\.0\.zip \(proposed\)$/m);
	t.regex(frame, /matches 6\.0 · 2026-06-22$/m, 'half a part of a hint tells nothing');
});

test('a mend that Enter makes is announced before (D3)', t => {
	const bench = forecastOf({group: groupWith({tagFilters: [[{type: 'value-only', value: '6.0'}]]})});
	t.regex(drawn(bench), /press enter to change it: .* version=7\.0/i);
	bench.press('\r');
	t.is(bench.model.draft['greenTags'], 'version=7.0');
});

test('the forecast tells of a wait for a person, and of what restoring does to kept originals (D7)', t => {
	t.regex(
		drawn(forecastOf({group: groupWith({readyOption: {action: 'stop', waitMinutes: 10}})})),
		/waits up to 10 minutes for a person/,
	);
	const kept = drawn(forecastOf({group: groupWith({originalsOption: {action: 'keep-alive'}})}));
	t.regex(kept, /originals kept +target 4 .*\n.*restored +target 2 /);
	t.regex(kept, /terminates the originals that were kept/);
});

test('a filter without a match says so, and one typed with the Korean input on matches', t => {
	const filtered = (keys: string) => {
		const bench = createBench({language: 'en'});
		bench.reach('application');
		bench.answer();
		bench.press(keys);
		return drawn(bench);
	};

	t.regex(filtered('/zzz'), /Nothing in the list matches\. Esc shows/);
	const hangul = filtered('/\u001B[200~놰ㅔ\u001B[201~');
	t.regex(hangul, /❯ shop/);
	t.notRegex(hangul, /Nothing in the list/);
});

test('only the verdict offers to mark; cut sentences say that they go on', t => {
	t.notRegex(frameOf('forecast'), /Space mark/);
	t.regex(frameOf('group verdict, misfit'), /Space mark/);
	const modelAt = screens['group verdict'];
	const narrow = modelAt
		? renderFrame(<Frame model={modelAt({columns: 40, rows: 20, language: 'en'})} />, {columns: 40, rows: 20})
		: '';
	t.regex(narrow.split('\n')[3] ?? '', /⋯$|\.$/);
});

test('a misfit shows the exact change, marked', t => {
	const frame = frameOf('group verdict, misfit');
	t.regex(frame, /✗ Deployment type: in-place/);
	t.regex(frame, /\[x] /);
	t.regex(frame, /Make 1 change\(s\) in CodeDeploy/);
});

test('the last outcome stands on the express screen', t => {
	t.regex(frameOf('express'), /Profile shop-bg\. Last deployment: 6\.0, succeeded, took 9 min/);
});

test('what Enter would take stands in the row before anybody pressed it', t => {
	const frame = frameOf('express');
	t.regex(frame, /Green tag\s+version=6\.0 \(proposed\)/);
	t.regex(frame, /shop\/shop-6\.0\.zip \(proposed\)/);
});
