import test, {type ExecutionContext} from 'ava';
import {openCommandLine, type CommandLine} from '../helpers/command-line.js';
import {readJson} from '../helpers/read-json.js';
import {newShop, shopTargets, shopVersion} from '../helpers/shop.js';
import {writesOf} from '../helpers/writes.js';

// Whatever refuses refuses before the first write, on what is planned; what is found later tells what stands.

const open = async (t: ExecutionContext, options: Parameters<typeof openCommandLine>[0] = {}) => {
	const line = await openCommandLine(options);
	t.teardown(async () => line.close());
	return line;
};

type Summary = {
	readonly result: string;
	readonly exitCode: number;
	readonly elastigroupId: string | null;
	readonly checks: ReadonlyArray<{readonly id: string; readonly level: string; readonly text: string}>;
	readonly operations: ReadonlyArray<{
		readonly kind: string;
		readonly state: string;
		readonly name: string;
		readonly id: string | null;
	}>;
	readonly problem: {readonly code: string} | null;
};

const standing = ({simulator}: CommandLine) => ({...simulator.world, now: 0});

const release = ['--revision', 's3://shop-releases-ap-northeast-2/shop/shop-7.0.zip'];

/** These answers instead of those, by flag. */
const answering = (argv: readonly string[], changes: Readonly<Record<string, string>>): readonly string[] => {
	const kept = argv.filter((word, index) => !(word in changes) && !((argv[index - 1] ?? '') in changes));
	return [...kept, ...Object.entries(changes).flat()];
};

const newElastigroup = newShop.slice(newShop.indexOf('--elastigroup'));

test.serial(
	'a dry run plans a first set-up with its operations, its run and its checks, and writes nothing',
	async t => {
		const line = await open(t);
		const before = standing(line);
		const told = await line.run(['deploy', ...newShop, '--yes', '--dry-run']);
		t.is(told.code, 0, told.stderr);
		t.regex(told.stderr, /Would do: Create the CodeDeploy application cart/);
		t.regex(told.stderr, /Would do: Create the deployment group cart-bg in cart/);
		t.regex(told.stderr, /Would do: Create the Elastigroup cart-web/);
		t.regex(told.stderr, /Would deploy to cart\/cart-bg on cart-web, green tags version=7\.0/);
		t.regex(told.stderr, /Only instances of this Elastigroup carry version=6\.0/);
		const {code, stdout} = await line.run(['deploy', ...newShop, '--yes', '--dry-run', '--output', 'json']);
		t.is(code, 0);
		const summary = readJson<Summary>(stdout);
		t.like(summary, {result: 'planned', elastigroupId: null});
		t.like(summary.operations, [
			{kind: 'create-application', state: 'planned', name: 'cart'},
			{kind: 'create-deployment-group', state: 'planned', name: 'cart/cart-bg'},
			{kind: 'create-elastigroup', state: 'planned', name: 'cart-web', id: null},
		]);
		t.deepEqual(
			summary.checks.filter(({level}) => level === 'fail' || level === 'unknown'),
			[],
		);
		t.deepEqual(writesOf(line.simulator), []);
		t.deepEqual(standing(line), before);
	},
);

const refusals: ReadonlyArray<readonly [title: string, argv: readonly string[], check: string, sentence: RegExp]> = [
	[
		'the new Elastigroup’s own tags hold the group’s',
		[
			...shopTargets.slice(0, 4),
			...newElastigroup,
			'--elastigroup-tags',
			'Name=x,version=5.0',
			'--green-tags',
			'release=7.0',
			...release,
		],
		'contained-tag',
		/own tag version=5\.0/,
	],
	[
		'the group selects instances that cannot be of an Elastigroup yet to be created',
		[...shopTargets.slice(0, 4), ...newElastigroup, ...shopVersion],
		'foreign-originals',
		/shop-web \(sig-5a3c19e7\): i-/,
	],
	[
		'the revision does not exist',
		[...newShop, '--revision', 's3://shop-releases-ap-northeast-2/shop/shop-7.9.zip'],
		'revision',
		/shop-7\.9\.zip does not exist/,
	],
	[
		'the name of the application is taken',
		[...answering(newShop, {'--new-application': 'shop'}), ...release],
		'new-name',
		/shop exists already/,
	],
	[
		'the application of the new group does not exist',
		[...newShop.filter(word => word !== '--new-application' && word !== 'cart'), ...release].map((word, index) =>
			index === 1 ? 'caart' : word,
		),
		'application',
		/no application caart/,
	],
	[
		'the new group’s role may not be assumed',
		[...answering(newShop, {'--service-role': 'arn:aws:iam::123456789012:role/PlainWebRole'}), ...release],
		'fit-role',
		/may not assume PlainWebRole/,
	],
	[
		'the new Elastigroup names what is not there',
		[
			...answering(newShop, {'--security-groups': 'sg-0000', '--vpc': 'vpc-nonsense', '--spot-types': 'x9.large'}),
			...release,
			'--key-pair',
			'nobody',
		],
		'new-parts',
		/subnet-0a1b2c3d4e5f60a01 in vpc-nonsense.*security group sg-0000.*key pair nobody.*instance type x9\.large/,
	],
	[
		'the image is not in the region',
		[...answering(newShop, {'--image': 'ami-00000000000000000'}), ...release],
		'image',
		/ami-0{17} is not in/,
	],
	[
		'the change of the group makes the timeout too short',
		[...shopTargets, ...shopVersion, '--timeout', '20', '--mend-group', 'ready=stop'],
		'timeout',
		/20 minutes, no more than the waits of the group \(65\)/,
	],
];

for (const [title, argv, id, sentence] of refusals) {
	test.serial(`3: ${title}: refused before the first write`, async t => {
		const line = await open(t);
		const before = standing(line);
		const {code, stdout, stderr} = await line.run(['deploy', ...argv, '--yes', '--output', 'json']);
		t.is(code, 3, `${stderr}${stdout}`);
		const {checks, result} = readJson<Summary>(stdout);
		t.is(result, 'refused');
		const check = checks.find(each => each.id === id && each.level === 'fail');
		t.regex(check?.text ?? '', sentence);
		t.deepEqual(writesOf(line.simulator), []);
		t.deepEqual(standing(line), before);
		const dry = await line.run(['deploy', ...argv, '--yes', '--dry-run']);
		t.is(dry.code, 3, 'a dry run refuses the same');
	});
}

test.serial('a change that the group does not need is refused before the first write', async t => {
	const line = await open(t);
	const {code, stderr} = await line.run(['deploy', ...shopTargets, ...shopVersion, '--yes', '--mend-group', 'role=x']);
	t.is(code, 3, stderr);
	t.regex(stderr, /role=x is not needed or not possible/);
	t.deepEqual(writesOf(line.simulator), []);
});

test.serial('what was created is in the summary of the run', async t => {
	const line = await open(t);
	const {code, stdout, stderr} = await line.run([
		'deploy',
		...newShop,
		'--yes',
		'--wait-until',
		'start',
		'--output',
		'json',
		'--confirm',
		'cart-web',
	]);
	t.is(code, 8, stderr);
	const {operations, elastigroupId} = readJson<Summary>(stdout);
	t.like(operations, [
		{kind: 'create-application', state: 'done', name: 'cart', id: null},
		{kind: 'create-deployment-group', state: 'done', name: 'cart/cart-bg', id: null},
		{kind: 'create-elastigroup', state: 'done', name: 'cart-web', id: elastigroupId},
	]);
	t.regex(elastigroupId ?? '', /^sig-/);
});

const refused = {kind: 'refused', code: 'CANT_DO_IT', message: 'not now', status: 400} as const;

test.serial('9: Spot refuses the Elastigroup: what stands and what is left are told', async t => {
	const line = await open(t);
	line.simulator.inject({...refused, operation: 'createGroup', count: 9});
	const {code, stdout, stderr} = await line.run(['deploy', ...newShop, '--yes']);
	t.is(code, 9, `${stderr}${stdout}`);
	t.regex(stdout, /It did not go as planned/);
	t.regex(stdout, /Done, and stands: application cart\n/);
	t.regex(stdout, /Done, and stands: deployment group cart\/cart-bg\n/);
	t.regex(stdout, /Failed: Elastigroup cart-web/);
	t.regex(stderr, /name it: --application cart --deployment-group cart-bg/);
	t.deepEqual(writesOf(line.simulator), ['CreateApplication', 'CreateDeploymentGroup', 'createGroup']);
});

test.serial('9: the role cannot be assumed yet: told every half minute, and then what stands', async t => {
	const line = await open(t);
	const noRole = {...refused, code: 'InvalidRoleException', operation: 'CreateDeploymentGroup', count: 99};
	line.simulator.inject(noRole);
	const {code, stdout, stderr} = await line.run(['deploy', ...newShop, '--yes', '--output', 'ndjson']);
	t.is(code, 9, `${stderr}${stdout}`);
	const documents = stdout
		.trimEnd()
		.split('\n')
		.map(row => readJson<Partial<Summary> & {readonly type?: string; readonly id?: string}>(row));
	t.true(documents.filter(({id}) => id === 'headless.preparing').length >= 9);
	const summary = documents.at(-1);
	t.like(summary, {type: 'summary', result: 'incomplete', exitCode: 9, problem: {code: 'InvalidRoleException'}});
	t.like(summary?.operations, [{state: 'done'}, {state: 'failed'}, {state: 'not-done'}]);
});

test.serial('9: whether it was created is not known: that is said', async t => {
	const line = await open(t);
	const {simulator} = line;
	simulator.inject({kind: 'cut', when: 'after-work', operation: 'createGroup'});
	let isOver = false;
	// From the moment that it was created nobody can look for it.
	const blind = () => {
		if (simulator.log.some(({operation}) => operation === 'createGroup')) {
			simulator.inject({kind: 'server-error', operation: 'listGroups', count: 99});
		} else if (!isOver) {
			setImmediate(blind);
		}
	};

	blind();
	const {code, stdout, stderr} = await line.run([
		'deploy',
		...newShop,
		...release,
		'--set',
		'version=7.0',
		'--timeout',
		'60',
	]);
	isOver = true;
	t.is(code, 9, `${stderr}${stdout}`);
	t.regex(stdout, /Not known whether it was done: Elastigroup cart-web/);
	t.is(writesOf(simulator).filter(operation => operation === 'createGroup').length, 1);
});

test.serial('9: somebody changes the group meanwhile: the checks refuse what stands', async t => {
	const line = await open(t);
	let isChanged = false;
	const {code, stdout, stderr} = await line.run(['deploy', ...newShop, '--yes', '--output', 'ndjson'], {
		onOutput(written) {
			if (!isChanged && written.includes('operation.create-elastigroup')) {
				isChanged = true;
				line.simulator.change(world => ({
					...world,
					deploymentGroups: new Map(
						[...world.deploymentGroups].map(([key, group]) => [
							key,
							group.deploymentGroupName === 'cart-bg'
								? {...group, deploymentStyle: {deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL'}}
								: group,
						]),
					),
				}));
			}
		},
	});
	t.is(code, 9, `${stderr}${stdout}`);
	const summary = readJson<Summary>(stdout.trimEnd().split('\n').at(-1) ?? '');
	t.is(summary.checks.find(({id}) => id === 'fit-type')?.level, 'fail');
	t.true(summary.operations.every(({state}) => state === 'done'));
	t.false(writesOf(line.simulator).includes('startBlueGreen'));
});

test.serial('a first write that is refused leaves nothing, and keeps the code of its reason', async t => {
	const line = await open(t);
	line.simulator.inject({kind: 'denied', operation: 'CreateApplication', count: 9});
	const {code, stdout, stderr} = await line.run(['deploy', ...newShop, '--yes']);
	t.is(code, 4, `${stderr}${stdout}`);
	t.deepEqual(writesOf(line.simulator), ['CreateApplication']);
});

test.serial('9: the run gives up before its first act: what was created for it is told', async t => {
	const line = await open(t);
	line.simulator.inject({kind: 'denied', operation: 'getStatus', count: 99});
	const {code, stdout, stderr} = await line.run(['deploy', ...newShop, '--yes']);
	t.is(code, 9, `${stderr}${stdout}`);
	t.regex(stdout, /Done, and stands: Elastigroup cart-web \(sig-\w+\)/);
	t.false(writesOf(line.simulator).includes('startBlueGreen'));
});

test.serial('interrupted while it prepares: 130 where nothing was written, 9 where something stands', async t => {
	const line = await open(t);
	const first = await line.run(['deploy', ...newShop, '--yes'], {until: 'Create the CodeDeploy application'});
	t.is(first.code, 130, first.stderr);
	t.regex(first.stderr, /Interrupted\. Nothing was written/);
	t.deepEqual(writesOf(line.simulator), []);
	const later = await line.run(['deploy', ...newShop, '--yes'], {until: 'Create the Elastigroup'});
	t.is(later.code, 9, later.stderr);
	t.regex(later.stdout, /Done, and stands: deployment group cart\/cart-bg/);
	t.false(writesOf(line.simulator).includes('createGroup'));
});
