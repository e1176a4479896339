import {readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {openCommandLine, type CommandLine} from '../helpers/command-line.js';
import {newShop, shopTargets, shopVersion} from '../helpers/shop.js';
import {readJson} from '../helpers/read-json.js';

const region = 'ap-northeast-2';
const linked = 'act-0a1b2c3d';

const open = async (t: ExecutionContext) => {
	const line = await openCommandLine();
	t.teardown(async () => line.close());
	delete process.env['SPOTINST_ACCOUNT'];
	return line;
};

/** The token's default account is one of another AWS account, and holds nothing of the shop's. */
const addDefaultAccount = ({simulator}: CommandLine): void => {
	simulator.change(world => ({
		...world,
		otherSpotAccounts: [{...world.spotAccount, id: 'act-9f8e7d6c', name: 'sandbox', awsAccountId: '999999999999'}],
	}));
};

const readConfig = async ({directory}: CommandLine) => {
	const runs = path.join(directory, 'state', 'runs');
	const [name = ''] = await readdir(runs);
	const journal = await readFile(path.join(runs, name), 'utf8');
	const [first = ''] = journal.split('\n');
	return readJson<{readonly config: {readonly region: string; readonly spotAccountId?: string}}>(first).config;
};

const isSpotCall = ({service, operation}: CommandLine['simulator']['log'][number]) =>
	service === 'spot' && operation !== 'listAccounts';

const placesOf = ({simulator}: CommandLine, wanted: (call: CommandLine['simulator']['log'][number]) => boolean) => [
	...new Set(simulator.log.filter(wanted).map(({place}) => place)),
];

test.serial('what is created before the run is created in the account that is named, too', async t => {
	const line = await open(t);
	addDefaultAccount(line);
	const {stderr} = await line.run(['deploy', ...newShop, '--yes', '--spot-account', linked]);
	t.true(
		line.simulator.log.some(({operation, status}) => operation === 'createGroup' && status === 200),
		stderr,
	);
	t.deepEqual(placesOf(line, isSpotCall), [linked]);
});

test.serial('the only account is named to every call, also where no default may be taken', async t => {
	const line = await open(t);
	const {code, stderr} = await line.run([
		'deploy',
		...shopTargets,
		...shopVersion,
		'--timeout',
		'120',
		'--ready',
		'continue',
	]);
	t.not(code, 2, stderr);
	const {spotAccountId} = await readConfig(line);
	t.is(spotAccountId, linked);
	t.deepEqual(placesOf(line, isSpotCall), [linked]);
});

test.serial(
	'an account that the token may not list stays the account of the run and of whoever takes it up',
	async t => {
		const line = await open(t);
		addDefaultAccount(line);
		line.simulator.inject({kind: 'denied', operation: 'listAccounts', count: 9});
		const {stderr} = await line.run([
			'deploy',
			...shopTargets,
			'--yes',
			'--spot-account',
			linked,
			'--wait-until',
			'install',
		]);
		const {spotAccountId} = await readConfig(line);
		t.is(spotAccountId, linked, stderr);
		const {code} = await line.run(['watch']);
		t.is(code, 0);
		t.deepEqual(placesOf(line, isSpotCall), [linked]);
	},
);

test.serial('the region of the answers goes before the one of the environment, in every call that has one', async t => {
	const line = await open(t);
	process.env['AWS_REGION'] = 'us-east-1';
	process.env['AWS_DEFAULT_REGION'] = 'us-east-1';
	const {code, stderr} = await line.run(['deploy', ...shopTargets, '--yes', '--region', region]);
	t.is(code, 0, stderr);
	const config = await readConfig(line);
	t.is(config.region, region);
	t.deepEqual(
		placesOf(line, ({service}) => service === 'codedeploy' || service === 'ec2'),
		[region],
	);
});

const group = ['--application', 'shop', '--deployment-group', 'shop-bg', '--timeout', '120', '--ready', 'continue'];

test.serial(
	'with several Spot accounts, none named and no default allowed, they are listed and nothing is done',
	async t => {
		const line = await open(t);
		addDefaultAccount(line);
		const {code, stderr} = await line.run(['deploy', ...group, ...shopVersion, '--elastigroup', 'sig-5a3c19e7']);
		t.is(code, 2, stderr);
		t.regex(stderr, /--spot-account: .*act-9f8e7d6c \(sandbox\), act-0a1b2c3d \(shop-production\)/);
		t.deepEqual(placesOf(line, isSpotCall), []);
	},
);

test.serial('an Elastigroup may be given by its name, where one alone is called so', async t => {
	const line = await open(t);
	const {code, stderr} = await line.run(['deploy', ...group, ...shopVersion, '--elastigroup', 'shop-web', '--dry-run']);
	t.is(code, 0, stderr);
	t.regex(stderr, /Would deploy to shop\/shop-bg on shop-web/);
	const unknown = await line.run(['deploy', ...group, '--yes', ...shopVersion, '--elastigroup', 'shop-wev']);
	t.is(unknown.code, 2, unknown.stderr);
	t.regex(unknown.stderr, /--elastigroup: no Elastigroup is named shop-wev; there are .*sig-5a3c19e7 \(shop-web\)/);
});

test.serial('the account of the credentials file is a chosen one', async t => {
	const line = await open(t);
	addDefaultAccount(line);
	const file = path.join(line.directory, 'credentials');
	const {SPOTINST_TOKEN: token = ''} = line.simulator.environment;
	await writeFile(file, `[default]\ntoken = ${token}\naccount = ${linked}\n`);
	delete process.env['SPOTINST_TOKEN'];
	process.env['SPOTINST_CREDENTIALS_FILE'] = file;
	const given = [...group, ...shopVersion, '--elastigroup', 'sig-5a3c19e7', '--dry-run'];
	const {code, stderr} = await line.run(['deploy', ...given]);
	t.is(code, 0, stderr);
	t.deepEqual(placesOf(line, isSpotCall), [linked]);
});
