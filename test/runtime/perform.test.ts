import test from 'ava';
import {type Draft} from '../../source/core/field/field.js';
import {operationsOf} from '../../source/core/flow/operations.js';
import {setupFlow} from '../../source/core/flow/registry.js';
import {fail, ok} from '../../source/core/problem.js';
import {text} from '../../source/core/text-token.js';
import {preflight} from '../../source/core/check/preflight.js';
import {createLookUp} from '../../source/runtime/look-up.js';
import {gatherFacts} from '../../source/runtime/gather-facts.js';
import {gatherPlannedFacts} from '../../source/runtime/gather-planned-facts.js';
import {perform} from '../../source/runtime/perform.js';
import {createDriveWorld, type DriveWorld} from '../helpers/drive-world.js';
import {fitGroup, wiredElastigroup} from '../helpers/facts.js';
import {pressEnter} from '../helpers/enter-only.js';
import {createManualClock} from '../helpers/manual-clock.js';

const wishes = {
	applicationName: '+new',
	newApplicationName: 'cart',
	deploymentGroupName: '+new',
	elastigroupId: '+new',
	elastigroupName: 'cart-web',
};

/** Performs every step's operations in order, as the wizard does. */
const performAll = async (world: DriveWorld, start: Draft) => {
	let draft = start;
	for (const step of setupFlow.steps) {
		for (const {operation} of operationsOf(step, draft)) {
			const done = await perform(world.ports, operation, draft);
			if (!done.isOk) {
				return done;
			}

			draft = {...draft, ...done.value};
		}
	}

	return ok(draft);
};

const openWorld = async (
	t: {teardown(act: () => Promise<void>): void},
	options: Parameters<typeof createDriveWorld>[0] = {},
) => {
	const world = await createDriveWorld(options);
	t.teardown(async () => world.close());
	return world;
};

test.serial(
	'application, group and Elastigroup are created, and then it is the first run (A1, A3, B1, D1)',
	async t => {
		const world = await openWorld(t);
		const draft = await pressEnter(createLookUp(world.ports), setupFlow, wishes);
		const done = await performAll(world, draft);
		t.true(done.isOk);
		const after = done.isOk ? done.value : {};
		t.is(after['applicationName'], 'cart');
		t.is(after['deploymentGroupName'], 'cart-bg');
		t.regex(after['elastigroupId'] ?? '', /^sig-/u);
		const facts = await gatherFacts(world.ports, after);
		t.deepEqual(
			preflight(facts).filter(({level}) => level === 'fail'),
			[],
		);
		t.is(preflight(facts).find(({id}) => id === 'first-run')?.level, 'info');
	},
);

test.serial('what is planned is what is then there', async t => {
	const world = await openWorld(t);
	const draft = await pressEnter(createLookUp(world.ports), setupFlow, wishes);
	const operations = setupFlow.steps.flatMap(step => operationsOf(step, draft).map(({operation}) => operation));
	const planned = await gatherPlannedFacts(world.ports, draft, operations);
	t.false(world.simulator.world.applications.has('cart'), 'nothing was written');
	const done = await performAll(world, draft);
	t.true(done.isOk && planned.isOk);
	const facts = await gatherFacts(world.ports, done.isOk ? done.value : {});
	const {group, elastigroup} = planned.isOk ? planned.value.facts : facts;
	const valueOf = (fact: {readonly isKnown: boolean; readonly value?: unknown}) => fact.value;
	const {id, ...made} = facts.group.isKnown && facts.group.value ? facts.group.value : fitGroup;
	t.truthy(id);
	t.deepEqual(valueOf(group), made);
	const {
		createdAt: _,
		readAt: __,
		instanceProfile,
		...standing
	} = facts.elastigroup.isKnown && facts.elastigroup.value ? facts.elastigroup.value : wiredElastigroup;
	// Spot answers with the ARN of what may be named.
	t.deepEqual(valueOf(elastigroup), {...standing, instanceProfile: instanceProfile?.split('/').at(-1), id: ''});
	const idsOf = (checks: ReturnType<typeof preflight>) => checks.map(({id: name, level}) => `${name} ${level}`);
	t.deepEqual(idsOf(preflight(planned.isOk ? planned.value.facts : facts)), idsOf(preflight(facts)));
});

test.serial('a lost answer is followed by a look, and nothing is made twice', async t => {
	const world = await openWorld(t);
	const draft = await pressEnter(createLookUp(world.ports), setupFlow, wishes);
	world.simulator.inject(
		{kind: 'cut', when: 'after-work', operation: 'CreateApplication'},
		{kind: 'cut', when: 'after-work', operation: 'CreateDeploymentGroup'},
		{kind: 'cut', when: 'after-work', operation: 'createGroup'},
	);
	const done = await performAll(world, draft);
	t.true(done.isOk);
	for (const operation of ['CreateApplication', 'CreateDeploymentGroup', 'createGroup']) {
		t.is(world.done(operation), 1, `${operation} happened once`);
	}

	const list = await world.ports.elastigroups.list();
	t.is(list.isOk ? list.value.filter(({name}) => name === 'cart-web').length : 0, 1);
});

test.serial(
	'an Elastigroup of the same name, made by somebody else, is not taken for the one whose answer was lost',
	async t => {
		const world = await openWorld(t);
		const draft = await pressEnter(createLookUp(world.ports), setupFlow, wishes);
		const first = await performAll(world, draft);
		t.true(first.isOk);
		world.simulator.inject({kind: 'cut', when: 'before-work', operation: 'createGroup'});
		const again = {...draft, applicationName: 'cart', deploymentGroupName: 'cart-bg'};
		const lost = await perform(world.ports, {kind: 'create-elastigroup'}, again);
		t.false(lost.isOk);
		t.is(world.done('createGroup'), 1);
	},
);

test.serial('a call that never arrived is told as such, and can be tried again', async t => {
	const world = await openWorld(t);
	world.simulator.inject({kind: 'cut', when: 'before-work', operation: 'CreateApplication'});
	const draft = {applicationName: '+new', newApplicationName: 'cart'};
	const lost = await perform(world.ports, {kind: 'create-application'}, draft);
	t.false(lost.isOk);
	t.deepEqual(await perform(world.ports, {kind: 'create-application'}, draft), ok({applicationName: 'cart'}));
});

test.serial('a name that is taken is told, with the way out', async t => {
	const world = await openWorld(t);
	const done = await perform(
		world.ports,
		{kind: 'create-application'},
		{applicationName: '+new', newApplicationName: 'shop'},
	);
	t.is(done.isOk ? '' : done.problem.kind, 'conflict');
	t.is(done.isOk ? '' : done.problem.message.id, 'perform.exists');
});

test.serial('mends are written in one update, after reading the group again (A2, C2)', async t => {
	const world = await openWorld(t, {scenario: 'keep-originals'});
	const draft = {applicationName: 'shop', deploymentGroupName: 'shop-bg'};
	const mends = ['originals=terminate', 'ready=stop'];
	t.deepEqual(await perform(world.ports, {kind: 'mend-deployment-group', mends}, draft), ok({groupMends: ''}));
	const group = await world.ports.codeDeploy.getDeploymentGroup('shop', 'shop-bg');
	t.like(group.isOk ? group.value : {}, {
		originalsOption: {action: 'terminate', waitMinutes: 5},
		readyOption: {action: 'stop', waitMinutes: 60},
	});
	t.is(world.done('UpdateDeploymentGroup'), 1);
	const again = await perform(world.ports, {kind: 'mend-deployment-group', mends}, draft);
	t.is(again.isOk ? '' : again.problem.code, 'mend-not-offered');
});

test.serial('an Elastigroup that carries the group’s tag is never created (D4)', async t => {
	const world = await openWorld(t);
	const draft = await pressEnter(createLookUp(world.ports), setupFlow, {elastigroupId: '+new'});
	const done = await perform(
		world.ports,
		{kind: 'create-elastigroup'},
		{...draft, elastigroupTags: 'Name=x,version=5.0'},
	);
	t.is(done.isOk ? '' : done.problem.code, 'contained-tag');
	t.is(world.done('createGroup'), 0);
});

test.serial('a role that was just made is tried again for five minutes, and no longer (A3)', async t => {
	const world = await openWorld(t);
	const draft = await pressEnter(createLookUp(world.ports), setupFlow, {
		applicationName: 'shop-admin',
		deploymentGroupName: '+new',
	});
	const clock = createManualClock();
	let calls = 0;
	let refusals = 2;
	const ports = {
		...world.ports,
		clock,
		codeDeploy: {
			...world.ports.codeDeploy,
			async createDeploymentGroup() {
				calls++;
				return calls > refusals
					? ok({id: 'g'})
					: fail({
							kind: 'permission',
							code: 'InvalidRoleException',
							message: text('common.no'),
							nextSteps: [],
							isRetryable: false,
						});
			},
		},
	};
	const first = perform(ports, {kind: 'create-deployment-group'}, draft);
	await clock.untilSleeping();
	await clock.advanceToNext();
	await clock.untilSleeping();
	await clock.advanceToNext();
	t.deepEqual(await first, ok({deploymentGroupName: 'shop-admin-bg'}));
	t.is(calls, 3);

	refusals = Number.POSITIVE_INFINITY;
	const second = perform(ports, {kind: 'create-deployment-group'}, draft);
	await clock.untilSleeping();
	await clock.advance(6 * 60_000);
	const done = await second;
	t.is(done.isOk ? '' : done.problem.code, 'InvalidRoleException');
	t.is(done.isOk ? '' : done.problem.nextSteps[0]?.id, 'perform.role.next');
	t.true(calls <= 3 + 32);
});
