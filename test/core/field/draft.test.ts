import test from 'ava';
import {
	effectiveDraft,
	initialRow,
	parseAnswers,
	staleKeys,
	suggestedAnswer,
	validateField,
	visibleFields,
	visibleSteps,
} from '../../../source/core/field/draft.js';
import {profileAnswers, withEffect} from '../../../source/core/field/profile-answers.js';
import {allFields, expressFlow, fieldOf, setupFlow} from '../../../source/core/flow/registry.js';
import {text} from '../../../source/core/text-token.js';
import {say} from '../../../source/messages/catalogue.js';

const stepIds = (draft: Readonly<Record<string, string>>) => visibleSteps(setupFlow, draft).map(({id}) => id);
const keysOf = (id: string, draft: Readonly<Record<string, string>>) =>
	visibleFields(setupFlow.steps.find(step => step.id === id)!, draft).map(({key}) => key);

const existing = {
	region: 'ap-northeast-2',
	applicationName: 'shop',
	deploymentGroupName: 'shop-bg',
	elastigroupId: 'sig-5a3c19e7',
	greenTags: 'version=6.0',
	timeoutMinutes: '60',
	revision: 's3://releases/shop-6.0.zip',
};

test('an existing group is judged, a new one is asked for and reviewed (A2, A3)', t => {
	t.deepEqual(stepIds(existing), [
		'identity',
		'application',
		'group',
		'group-verdict',
		'elastigroup',
		'deployment',
		'forecast',
	]);
	const made = stepIds({...existing, deploymentGroupName: '+new'});
	t.true(made.includes('group-settings') && made.includes('group-review') && !made.includes('group-verdict'));
});

test('creating an Elastigroup asks its four steps and a review (B2 to B8)', t => {
	t.deepEqual(
		stepIds({...existing, elastigroupId: '+new'}).filter(id => id.startsWith('elastigroup')),
		[
			'elastigroup',
			'elastigroup-compute',
			'elastigroup-launch',
			'elastigroup-network',
			'elastigroup-capacity',
			'elastigroup-review',
		],
	);
});

test('a question follows from what stands in an earlier one, typed or not', t => {
	const group = {...existing, deploymentGroupName: '+new'};
	t.true(keysOf('group-settings', group).includes('terminationWaitMinutes'));
	t.false(keysOf('group-settings', group).includes('readyWaitMinutes'));
	t.true(keysOf('group-settings', {...group, readyAction: 'stop'}).includes('readyWaitMinutes'));
	t.false(keysOf('group-settings', {...group, originalsAction: 'keep-alive'}).includes('terminationWaitMinutes'));
});

test('the file type is asked only when the link does not tell it', t => {
	t.false(keysOf('deployment', existing).includes('bundleType'));
	t.true(keysOf('deployment', {...existing, revision: 's3://releases/latest'}).includes('bundleType'));
});

test('a commit without a link means GitHub', t => {
	const {revision: _, ...rest} = existing;
	const keys = keysOf('deployment', {...rest, githubCommit: 'a'.repeat(40)});
	t.true(keys.includes('githubRepository') && !keys.includes('revision'));
});

test('initial values follow from earlier answers, and a typed nothing stays nothing', t => {
	const draft = effectiveDraft(setupFlow, {
		...existing,
		deploymentGroupName: '+new',
		elastigroupId: '+new',
		region: 'us-east-1',
	});
	t.is(draft['newDeploymentGroupName'], 'shop-bg');
	t.is(draft['elastigroupTags'], 'Name=shop-bg');
	t.regex(draft['userData'] ?? '', /REGION=us-east-1/u);
	t.regex(
		effectiveDraft(setupFlow, {...existing, elastigroupId: '+new', product: 'Windows'})['userData'] ?? '',
		/^<powershell>/u,
	);
	t.is(effectiveDraft(setupFlow, {...existing, description: ''})['description'], '');
});

test('initial values of questions that are not asked do not appear', t => {
	t.false('groupTags' in effectiveDraft(setupFlow, existing));
	t.false('product' in effectiveDraft(expressFlow, {...existing, elastigroupId: '+new'}));
});

test('everything missing or wrong is named together, with its flag', t => {
	const parsed = parseAnswers(setupFlow, {region: 'ap-northeast-2', applicationName: 'my shop', greenTags: 'version'});
	t.false(parsed.isOk);
	t.deepEqual(parsed.isOk ? [] : parsed.invalid.map(({flag}) => flag), [
		'application',
		'deployment-group',
		'elastigroup',
		'green-tags',
		'timeout',
		'revision',
	]);
});

test('whole answers parse to values', t => {
	const parsed = parseAnswers(setupFlow, existing);
	t.true(parsed.isOk);
	t.is(parsed.isOk ? parsed.answers['timeoutMinutes'] : undefined, 60);
});

test('minimum, target and maximum are judged together (B8)', t => {
	const draft = {...existing, elastigroupId: '+new', minimumCapacity: '3', targetCapacity: '2', maximumCapacity: '4'};
	const why = validateField(fieldOf('maximumCapacity'), draft);
	t.is(why && say(why, 'en'), 'The minimum must not be above the target, nor the target above the maximum: 3 ≤ 2 ≤ 4.');
	t.is(validateField(fieldOf('maximumCapacity'), {...draft, minimumCapacity: '1'}), undefined);
});

test('the wizard lets no Elastigroup carry the new group’s tag (D4), nor green equal blue (D3)', t => {
	const draft = {...existing, deploymentGroupName: '+new', elastigroupId: '+new', groupTags: 'version=5.0'};
	t.regex(
		say(validateField(fieldOf('elastigroupTags'), {...draft, elastigroupTags: 'Name=a,version=5.0'})!, 'en'),
		/version=5\.0/u,
	);
	t.is(validateField(fieldOf('elastigroupTags'), {...draft, elastigroupTags: 'Name=a'}), undefined);
	t.regex(say(validateField(fieldOf('greenTags'), {...draft, greenTags: 'version=5.0'})!, 'en'), /another value/u);
});

test('answers that depend on a changed one are stale, through others too, and kept', t => {
	const after = {...existing, applicationName: 'cart'};
	const stale = staleKeys(existing, after);
	t.deepEqual(
		[...stale].sort(),
		['deploymentGroupName', 'elastigroupId', 'greenTags', 'revision', 'timeoutMinutes'].sort(),
	);
	t.deepEqual(staleKeys(existing, {...existing, description: 'x'}), []);
});

test('a list stands on the answer, else on the suggestion, else on the first that can be chosen', t => {
	const options = [
		{value: 'a', label: 'a', disabled: text('common.no')},
		{value: 'b', label: 'b'},
		{value: 'c', label: 'c', isSuggested: true},
	];
	t.is(initialRow(options, 'b'), 1);
	t.is(initialRow(options, undefined), 2);
	t.is(initialRow(options.slice(0, 2), undefined), 1);
	t.is(suggestedAnswer(fieldOf('vpcId'), options), 'c');
	t.is(suggestedAnswer(fieldOf('vpcId'), options.slice(0, 2)), undefined);
	t.is(
		suggestedAnswer(
			fieldOf('spotTypes'),
			options.map(option => ({...option, isSuggested: true})),
		),
		'b,c',
	);
});

test('a profile keeps rules, no colours, no secrets and no wish to create (F2)', t => {
	const kept = profileAnswers(allFields, {...existing, elastigroupId: '+new', userData: 'password', githubCommit: 'a'});
	t.deepEqual(Object.keys(kept).sort(), ['applicationName', 'deploymentGroupName', 'region', 'timeoutMinutes']);
});

test('a profile keeps what has an effect: not how its Elastigroup was created, but a rule for other revisions', t => {
	const created = {...existing, vpcId: 'vpc-0a1b2c3d', targetCapacity: '3', serviceRoleArn: 'a', bundleType: 'tgz'};
	const draft = {...created, revision: 's3://releases/shop-7.0.zip', githubRepository: 'acme/shop'};
	t.deepEqual(profileAnswers(allFields, draft), {...profileAnswers(allFields, existing), bundleType: 'tgz'});
	// What another version of the program wrote is not judged.
	t.deepEqual(withEffect(allFields, {colour: 'blue', vpcId: 'vpc-0a1b2c3d'}, draft), {colour: 'blue'});
});
