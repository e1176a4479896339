import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {openCommandLine, type CommandLine} from '../helpers/command-line.js';
import {readJson} from '../helpers/read-json.js';
import {shopTargets, shopVersion} from '../helpers/shop.js';
import {writesOf} from '../helpers/writes.js';

// What nobody named is not guessed, and what is named counts or is refused. Each refusal comes before any call.

const open = async (t: ExecutionContext, options: Parameters<typeof openCommandLine>[0] = {}) => {
	const line = await openCommandLine(options);
	t.teardown(async () => line.close());
	return line;
};

const words = (line: string): readonly string[] => line.split(' ');

/** Refused as wrong input, with each of these sentences, before any call. */
const refuses = async (
	t: ExecutionContext,
	line: CommandLine,
	argv: readonly string[],
	...sentences: readonly RegExp[]
): Promise<string> => {
	const before = line.simulator.log.length;
	const {code, stdout, stderr} = await line.run(argv);
	t.is(code, 2, `${stderr}${stdout}`);

	for (const sentence of sentences) {
		t.regex(stderr, sentence);
	}

	t.is(line.simulator.log.length, before, 'nothing was called');
	return stderr;
};

const importProfile = async (line: CommandLine, answers: Readonly<Record<string, string>>, name = 'shop') => {
	const file = path.join(line.directory, `${name}.json`);
	await writeFile(file, JSON.stringify({version: 1, name, updatedAt: 1, answers}));
	const {code} = await line.run(['profiles', 'import', file]);
	return code;
};

const named = {
	region: 'ap-northeast-2',
	applicationName: 'shop',
	deploymentGroupName: 'shop-bg',
	elastigroupId: 'sig-5a3c19e7',
};

test.serial('--yes names no target by itself: all that are missing are told at once', async t => {
	const line = await open(t);
	const told = await refuses(
		t,
		line,
		['deploy', '--yes'],
		/--application: /,
		/--deployment-group: /,
		/--elastigroup: /,
	);
	t.notRegex(told, /--timeout|--green-tags|--revision/, 'what --yes may propose is not missing');
	await refuses(t, line, ['deploy', '--yes', '--application', 'shop'], /--deployment-group: /, /--elastigroup: /);
	await refuses(t, line, ['deploy', '--dry-run', '--yes'], /--application: /);
	await refuses(t, line, ['setup'], /--application: /, /--green-tags: /, /--revision: /);
});

test.serial('an application or a group that is not there is named, with the region', async t => {
	const line = await open(t);
	const rest = ['--elastigroup', 'shop-web', '--yes', '--dry-run'];
	for (const [argv, sentence] of [
		[
			['--application', 'nope', '--deployment-group', 'shop-bg'],
			/--application: no CodeDeploy application is named nope in ap-northeast-2/,
		],
		[
			['--application', 'shop', '--deployment-group', 'nope'],
			/--deployment-group: application shop has no deployment group named nope in ap-northeast-2/,
		],
	] as const) {
		const {code, stderr} = await line.run(['deploy', ...argv, ...rest]);
		t.is(code, 2);
		t.regex(stderr, sentence);
		t.notRegex(stderr, /--green-tags|--revision/);
	}
});

test.serial('a name for something new is not taken for leave to deploy something else', async t => {
	const line = await open(t);
	await refuses(
		t,
		line,
		words('deploy --new-application foo3 --yes'),
		/--application: /,
		/--new-application: .*only where --application is \+new/,
	);
});

test.serial('a first set-up names everything that it creates, and what it is created with', async t => {
	const line = await open(t);
	const told = await refuses(
		t,
		line,
		words('deploy --application +new --deployment-group +new --elastigroup +new --yes'),
		/--new-application: /,
		/--new-deployment-group: /,
		/--elastigroup-name: /,
		/--service-role: /,
		/--group-target-groups: /,
		/--vpc: /,
		/--subnets: /,
		/--image: /,
		/--security-groups: /,
		/--instance-profile: /,
	);
	// Defaults of fields stand.
	t.notRegex(told, /--target:|--group-tags:|--deployment-config:|--product:/);
});

test.serial('a target may be named by flag, by the environment or by a profile, and the rest is proposed', async t => {
	const line = await open(t);
	await importProfile(line, {applicationName: 'shop', elastigroupId: 'sig-5a3c19e7'});
	process.env['SPOT_BLUEGREEN_DEPLOYMENT_GROUP'] = 'shop-bg';
	const {code, stderr} = await line.run(['deploy', 'shop', '--yes', '--dry-run']);
	t.is(code, 0, stderr);
	t.regex(stderr, /Would deploy to shop\/shop-bg on shop-web, green tags version=6\.0/);
	t.deepEqual(writesOf(line.simulator), []);
});

test.serial(
	'an answer without effect is refused by its name and source, with all others and what is missing',
	async t => {
		const line = await open(t);
		process.env['SPOT_BLUEGREEN_ORIGINALS'] = 'keep-alive';
		await importProfile(line, {...named, spotPercentage: '50'});
		await refuses(
			t,
			line,
			['deploy', 'shop', '--target', '9', '--set', 'imageId=ami-0123456789abcdef0', ...shopVersion],
			/--timeout: /,
			/--target: .*only where --elastigroup is \+new/,
			/--set imageId: .*only where --elastigroup is \+new/,
			/SPOT_BLUEGREEN_ORIGINALS: .*only where --deployment-group is \+new/,
			/spotPercentage in the profile shop: .*only where --elastigroup is \+new/,
			/profiles export shop/,
		);
	},
);

test.serial('every answer is validated, also one that is not asked', async t => {
	const line = await open(t);
	process.env['SPOT_BLUEGREEN_VPC'] = 'nonsense';
	await importProfile(line, {...named, drainingTimeoutSeconds: 'long'});
	await refuses(
		t,
		line,
		words('deploy shop --yes --target banana --originals keep --set minimumCapacity=-1'),
		/--target: .*whole number/,
		/--originals: .*terminate, keep-alive/,
		/--set minimumCapacity: .*whole number/,
		/SPOT_BLUEGREEN_VPC: .*vpc-0123456789abcdef0/,
		/drainingTimeoutSeconds in the profile shop: .*3600/,
	);
});

test.serial('answers for the other kind of revision have no effect either', async t => {
	const line = await open(t);
	const commit = '0123456789abcdef0123456789abcdef01234567';
	await refuses(
		t,
		line,
		['deploy', ...shopTargets, ...shopVersion, '--yes', '--github-commit', commit],
		/--github-commit: .*only where --revision-kind is github/,
	);
	await refuses(
		t,
		line,
		['deploy', ...shopTargets, ...shopVersion, '--yes', '--bundle-type', 'tgz'],
		/--bundle-type: .*ending of --revision/,
	);
	const same = await line.run(['deploy', ...shopTargets, ...shopVersion, '--yes', '--dry-run', '--bundle-type', 'zip']);
	t.is(same.code, 0, same.stderr);
});

test.serial('programs read the same in the summary', async t => {
	const line = await open(t);
	await importProfile(line, {...named, spotPercentage: '50'});
	const {code, stdout} = await line.run(['deploy', 'shop', '--yes', '--target', '9', '--output', 'json']);
	t.is(code, 2);
	const {result, invalid} = readJson<{result: string; invalid: ReadonlyArray<Record<string, string>>}>(stdout);
	t.is(result, 'invalid');
	t.like(invalid, [
		{key: 'targetCapacity', flag: '--target', source: '--target'},
		{key: 'spotPercentage', flag: '--spot-percentage', source: 'spotPercentage in the profile shop'},
	]);
});

test.serial('a profile that still holds how its Elastigroup was created deploys, and says so', async t => {
	const line = await open(t);
	const creation = {
		vpcId: 'vpc-0a1b2c3d4e5f60001',
		zoneSubnets: 'ap-northeast-2a:subnet-0a1b2c3d4e5f60a01',
		imageId: 'ami-0a1b2c3d4e5f60001',
		onDemandType: 'm5.large',
		spotTypes: 'm5.large,m5a.large',
		securityGroupIds: 'sg-0a1b2c3d4e5f60001',
		instanceProfile: 'CodeDeploy-EC2-Profile',
		targetCapacity: '3',
	};
	await importProfile(line, {...named, ...creation});
	const whole = await line.run(['deploy', 'shop', '--yes', '--dry-run']);
	t.is(whole.code, 0, whole.stderr);
	t.regex(whole.stderr, /shop still holds answers .*vpcId/);
	const {vpcId: _, ...part} = creation;
	await importProfile(line, {...named, ...part}, 'part');
	await refuses(t, line, ['deploy', 'part', '--yes', '--dry-run'], /imageId in the profile part: /);
	// What says no more than the default contradicts nothing.
	await importProfile(line, {...named, targetCapacity: '2', orientation: 'balanced', vpcId: ''}, 'defaults');
	const defaults = await line.run(['deploy', 'defaults', '--yes', '--dry-run']);
	t.is(defaults.code, 0, defaults.stderr);
});

test.serial('two answers on the command line that contradict each other are refused', async t => {
	const line = await open(t);
	for (const [argv, sentence] of [
		['--set application=a --application b', /--application.*--set application/],
		['--set version=6 --set version=7', /--set version.*twice/],
		['--green-tags version=6 --set version=7', /version/],
		['--revision s3://releases/1.zip --set revision=s3://releases/2.zip', /--set revision/],
		['--revision s3://releases/1.zip --revision-kind github', /--revision-kind/],
	] as const) {
		await refuses(t, line, ['deploy', '--yes', ...words(argv)], sentence);
	}

	const same = await line.run([
		'deploy',
		...shopTargets,
		...shopVersion,
		...words('--yes --dry-run --set version=6.0 --set application=shop'),
	]);
	t.is(same.code, 0, same.stderr);
});

test.serial('several Spot accounts and none named: refused with --yes, too', async t => {
	const line = await open(t);
	delete process.env['SPOTINST_ACCOUNT'];
	line.simulator.change(world => ({
		...world,
		otherSpotAccounts: [{...world.spotAccount, id: 'act-9f8e7d6c', name: 'sandbox', awsAccountId: '999999999999'}],
	}));
	const {code, stderr} = await line.run(['deploy', ...shopTargets, ...shopVersion, '--yes']);
	t.is(code, 2, stderr);
	t.regex(stderr, /--spot-account: .*act-9f8e7d6c \(sandbox\), act-0a1b2c3d \(shop-production\)/);
	t.deepEqual(writesOf(line.simulator), []);
});

test.serial(
	'--confirm that names something else is refused before anything, together with what the checks refuse',
	async t => {
		const line = await open(t, {scenario: 'contained-tag'});
		for (const more of [[], ['--dry-run']]) {
			const {code, stderr} = await line.run([
				'deploy',
				...shopTargets,
				...shopVersion,
				'--yes',
				'--confirm',
				'other-web',
				...more,
			]);
			t.is(code, 2, stderr);
			t.regex(stderr, /--confirm.*other-web.*shop-web/);
			t.regex(stderr, /own tag version=5\.0/);
		}

		t.deepEqual(writesOf(line.simulator), []);
		const empty = await line.run(['deploy', ...shopTargets, ...shopVersion, '--yes', '--confirm', '']);
		t.is(empty.code, 2);
		t.regex(empty.stderr, /--confirm needs a value/);
	},
);

test.serial('--confirm by id or by name is right, and a wrong one is refused by watch and restore, too', async t => {
	const line = await open(t);
	const planned = await line.run([
		'deploy',
		...shopTargets,
		...shopVersion,
		...words('--yes --dry-run --confirm sig-5a3c19e7'),
	]);
	t.is(planned.code, 0, planned.stderr);
	const left = await line.run(['deploy', ...shopTargets, ...shopVersion, '--yes', '--wait-until', 'start']);
	t.is(left.code, 8, left.stderr);
	const runId = /watch (\S+)/.exec(left.stdout)?.[1] ?? '';
	const writes = writesOf(line.simulator).length;

	for (const argv of [['watch'], ['watch', runId], ['restore', runId]]) {
		await refuses(t, line, [...argv, '--confirm', 'other-web'], /other-web.*shop-web/);
	}

	t.is(writesOf(line.simulator).length, writes);
});

test.serial('only the demo proposes everything', async t => {
	const line = await open(t);
	const {code, stderr} = await line.run(['demo', '--speed', '100', '--set', 'target=9']);
	t.is(code, 2, stderr);
	t.regex(stderr, /--set target: .*only where --elastigroup is \+new/);
});
