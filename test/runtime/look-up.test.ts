import test from 'ava';
import {judgeGroup} from '../../source/core/check/verdict.js';
import {preflight} from '../../source/core/check/preflight.js';
import {parseAnswers} from '../../source/core/field/draft.js';
import {type Draft} from '../../source/core/field/field.js';
import {setupFlow} from '../../source/core/flow/registry.js';
import {toRunConfig} from '../../source/core/flow/to-run-config.js';
import {createLookUp} from '../../source/runtime/look-up.js';
import {gatherFacts} from '../../source/runtime/gather-facts.js';
import {resolveDefaults} from '../../source/runtime/resolve-defaults.js';
import {createDriveWorld} from '../helpers/drive-world.js';
import {pressEnter} from '../helpers/enter-only.js';

const extras = {runId: 'r', policy: {readyGate: 'ask', cleanUp: 'ask', restore: 'ask'}, isDemo: false} as const;

const anything = (): boolean => true;

const happy: Draft = {
	region: 'ap-northeast-2',
	spotAccountId: 'act-0a1b2c3d',
	applicationName: 'shop',
	deploymentGroupName: 'shop-bg',
	elastigroupId: 'sig-5a3c19e7',
	greenTags: 'version=6.0',
	revision: 's3://shop-releases-ap-northeast-2/shop/shop-6.0.zip',
};

test.serial('only Enter leads from the first question to a run that nothing speaks against', async t => {
	const world = await createDriveWorld();
	t.teardown(async () => world.close());
	const draft = await pressEnter(createLookUp(world.ports), setupFlow);
	t.like(draft, happy);
	t.true(parseAnswers(setupFlow, draft).isOk);
	const facts = await gatherFacts(world.ports, draft);
	t.deepEqual(
		[...judgeGroup(facts), ...preflight(facts)]
			.filter(({level}) => level !== 'pass' && level !== 'info')
			.map(({id}) => id),
		[],
	);
	t.true(toRunConfig(draft, facts, extras).isOk);
});

test.serial('with nobody to ask, the same defaults are found, and typed answers stay', async t => {
	const world = await createDriveWorld();
	t.teardown(async () => world.close());
	const lookUp = createLookUp(world.ports);
	t.like(await resolveDefaults(lookUp, setupFlow, {}, anything), happy);
	t.like(await resolveDefaults(lookUp, setupFlow, {greenTags: 'version=6.1'}, anything), {
		greenTags: 'version=6.1',
		revision: 's3://shop-releases-ap-northeast-2/shop/shop-6.1.tar.gz',
	});
	const unmatched = await resolveDefaults(lookUp, setupFlow, {greenTags: 'version=9.0'}, anything);
	t.false('revision' in unmatched);
});

test.serial('creating everything with Enter alone gives whole answers', async t => {
	const world = await createDriveWorld();
	t.teardown(async () => world.close());
	const draft = await pressEnter(createLookUp(world.ports), setupFlow, {
		applicationName: '+new',
		newApplicationName: 'cart',
		deploymentGroupName: '+new',
		elastigroupId: '+new',
	});
	const parsed = parseAnswers(setupFlow, draft);
	t.deepEqual(parsed.isOk ? [] : parsed.invalid, []);
	t.is(draft['greenTags'], 'version=7.0');
});

test.serial('a look-up that is refused says why and stops no other', async t => {
	const world = await createDriveWorld({
		faults: [{kind: 'denied', service: 'iam', count: 9}],
	});
	t.teardown(async () => world.close());
	const roles = await createLookUp(world.ports)('service-roles', {});
	t.is(roles.isOk ? '' : roles.problem.kind, 'permission');
	world.simulator.inject({kind: 'denied', service: 'ec2', count: 99}, {kind: 'denied', service: 'iam', count: 99});
	const facts = await gatherFacts(world.ports, {...happy, timeoutMinutes: '60'});
	t.false(facts.roles.isKnown);
	t.false(facts.instances.isKnown);
	t.true(facts.group.isKnown && facts.elastigroup.isKnown);
	t.deepEqual(
		preflight(facts).filter(({level}) => level === 'fail'),
		[],
	);
});

for (const [scenario, requirement, id] of [
	['contained-tag', 'D4', 'contained-tag'],
	['keep-originals', 'D7', 'kept-originals'],
] as const) {
	test.serial(`scenario ${scenario} is seen before anything starts (${requirement})`, async t => {
		const world = await createDriveWorld({scenario});
		t.teardown(async () => world.close());
		const draft = await pressEnter(createLookUp(world.ports), setupFlow);
		const facts = await gatherFacts(world.ports, draft);
		const troubles = preflight(facts).filter(({level}) => level === 'fail' || level === 'warn');
		t.deepEqual(
			troubles.map(check => check.id),
			[id],
		);
		t.true(troubles[0]?.requirements.includes(requirement));
	});
}

test.serial('scenario equal-tags: the clashing tag is refused, the next one offered (D3)', async t => {
	const world = await createDriveWorld({scenario: 'equal-tags'});
	t.teardown(async () => world.close());
	const lookUp = createLookUp(world.ports);
	t.like(await pressEnter(lookUp, setupFlow), {greenTags: 'version=7.0'});
	const facts = await gatherFacts(world.ports, {...happy, timeoutMinutes: '60'});
	const check = preflight(facts).find(each => each.id === 'equal-tags');
	t.is(check?.level, 'fail');
	t.deepEqual(check?.answers, {greenTags: 'version=7.0'});
});

test.serial('what does not exist is known to be missing', async t => {
	const world = await createDriveWorld();
	t.teardown(async () => world.close());
	const facts = await gatherFacts(world.ports, {
		...happy,
		deploymentGroupName: 'gone',
		elastigroupId: 'sig-00000000',
		revision: 's3://shop-releases-ap-northeast-2/shop/gone.zip',
	});
	for (const fact of [facts.group, facts.elastigroup, facts.object]) {
		t.deepEqual(fact, {isKnown: true, value: undefined});
	}
});
