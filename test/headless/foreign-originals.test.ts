import test, {type ExecutionContext} from 'ava';
import {openCommandLine} from '../helpers/command-line.js';
import {withNeighbours, type Neighbour} from '../helpers/neighbours.js';
import {readJson} from '../helpers/read-json.js';
import {shopTargets, shopVersion} from '../helpers/shop.js';
import {writesOf} from '../helpers/writes.js';

const open = async (t: ExecutionContext, neighbours: readonly Neighbour[]) => {
	const line = await openCommandLine();
	t.teardown(async () => line.close());
	line.simulator.change(world => withNeighbours(world, neighbours));
	return line;
};

const shop = [...shopTargets, ...shopVersion, '--yes'];

const canary: Neighbour = {
	instanceId: 'i-0c1',
	owner: {kind: 'elastigroup', id: 'sig-0c0ffee1', name: 'shop-canary'},
	tags: {version: '5.0'},
};

test.serial('instances of another Elastigroup that carry the group’s tag are refused before any write', async t => {
	const line = await open(t, [canary, {...canary, instanceId: 'i-0c2', state: 'stopped'}]);
	const {code, stdout, stderr} = await line.run(['deploy', ...shop, '--output', 'json']);
	t.is(line.simulator.world.instances.get(canary.instanceId)?.state, 'running', stderr);
	t.is(code, 3, stderr);
	t.deepEqual(writesOf(line.simulator), []);
	const {checks} = readJson<{checks: ReadonlyArray<{id: string; level: string; text: string}>}>(stdout);
	const found = checks.find(({id}) => id === 'foreign-originals');
	t.is(found?.level, 'fail');
	t.regex(found?.text ?? '', /shop-canary \(sig-0c0ffee1\): i-0c1, i-0c2/);
});

test.serial('each owner is named, and what belongs to nobody too', async t => {
	const line = await open(t, [
		{...canary, owner: {kind: 'auto-scaling-group', name: 'shop-old'}},
		{...canary, instanceId: 'i-0c2', owner: {kind: 'nobody'}, tags: {version: '5.0', Name: 'bastion'}},
		{...canary, instanceId: 'i-0c3', owner: {kind: 'nobody'}},
		{...canary, instanceId: 'i-0c4', state: 'terminated'},
	]);
	const {code, stderr} = await line.run(['deploy', ...shop]);
	t.is(code, 3, stderr);
	t.regex(stderr, /3 instance\(s\) outside this Elastigroup/);
	t.regex(stderr, /Auto Scaling group shop-old: i-0c1/);
	t.regex(stderr, /no group, named bastion: i-0c2/);
	t.regex(stderr, /no group: i-0c3/);
	t.notRegex(stderr, /i-0c4/);
	t.deepEqual(writesOf(line.simulator), []);
});

test.serial('the same where this Elastigroup has no originals of its own', async t => {
	const line = await open(t, [canary]);
	line.simulator.change(world => ({
		...world,
		instances: new Map(
			[...world.instances].map(([id, instance]) => [
				id,
				instance.elastigroupId === 'sig-5a3c19e7'
					? {...instance, tags: [], launchTags: [], tagsSeenByCodeDeploy: []}
					: instance,
			]),
		),
	}));
	const {code, stderr} = await line.run(['deploy', ...shop]);
	t.is(code, 3, stderr);
	t.regex(stderr, /shop-canary/);
	t.deepEqual(writesOf(line.simulator), []);
});

const filters = {
	'a key alone': [[{Key: 'tier', Type: 'KEY_ONLY'}]],
	'a value alone': [[{Value: 'web', Type: 'VALUE_ONLY'}]],
	'one of several alternatives': [
		[
			{Key: 'version', Value: '5.0', Type: 'KEY_AND_VALUE'},
			{Key: 'tier', Value: 'web', Type: 'KEY_AND_VALUE'},
		],
	],
	'a second list, the first one being a value alone': [
		[{Value: 'web', Type: 'VALUE_ONLY'}],
		[{Key: 'tier', Type: 'KEY_ONLY'}],
	],
} as const;

for (const [title, ec2TagSetList] of Object.entries(filters)) {
	test.serial(`an instance that the group finds by ${title} is found by us too`, async t => {
		const line = await open(t, [{...canary, tags: {tier: 'web'}}]);
		line.simulator.change(world => ({
			...world,
			deploymentGroups: new Map(
				[...world.deploymentGroups].map(([key, group]) => [
					key,
					group.deploymentGroupName === 'shop-bg' ? {...group, ec2TagSet: {ec2TagSetList}} : group,
				]),
			),
		}));
		const {code, stderr} = await line.run(['deploy', ...shop]);
		t.is(code, 3, stderr);
		t.regex(stderr, /shop-canary/);
		t.deepEqual(writesOf(line.simulator), []);
	});
}

test.serial('where EC2 may not be looked at, the check is undecided as the others are', async t => {
	const line = await open(t, [canary]);
	line.simulator.inject({kind: 'denied', operation: 'DescribeInstances', count: 99});
	const {code, stdout, stderr} = await line.run(['deploy', ...shop, '--dry-run', '--output', 'json']);
	t.is(code, 0, stderr);
	const {checks} = readJson<{checks: ReadonlyArray<{id: string; level: string}>}>(stdout);
	t.is(checks.find(({id}) => id === 'foreign-originals')?.level, 'unknown');
});
