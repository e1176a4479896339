import {mkdir, mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {readSpotCredentials} from '../../../source/adapters/spot/credentials.js';
import {say} from '../../../source/messages/catalogue.js';

const canary = 'c4nary0123456789token';

const createHome = async (content?: string) => {
	const home = await mkdtemp(path.join(tmpdir(), 'spot-home-'));
	if (content !== undefined) {
		await mkdir(path.join(home, '.spotinst'));
		await writeFile(path.join(home, '.spotinst', 'credentials'), content);
	}

	return home;
};

const ini = `
# made by hand
[default]
token = ${canary}
account = act-default

[work]
token="${canary}-work"
account: act-work

[only-account]
account = act-only

[only-token]
token = ${canary}-only
`;

test('the environment goes before the file', async t => {
	const home = await createHome(ini);
	t.deepEqual(await readSpotCredentials({SPOTINST_TOKEN: ` ${canary}\n`, SPOTINST_ACCOUNT: 'act-env'}, home), {
		isOk: true,
		value: {token: canary, accountId: 'act-env', source: {kind: 'environment'}},
	});
});

test('with a token of the environment the file is not asked for the account', async t => {
	const home = await createHome(ini);
	t.deepEqual(await readSpotCredentials({SPOTINST_TOKEN: canary}, home), {
		isOk: true,
		value: {token: canary, source: {kind: 'environment'}},
	});
});

test('the default profile of the vendor’s file', async t => {
	const home = await createHome(ini);
	t.deepEqual(await readSpotCredentials({SPOTINST_TOKEN: ''}, home), {
		isOk: true,
		value: {
			token: canary,
			accountId: 'act-default',
			source: {kind: 'file', path: path.join(home, '.spotinst', 'credentials'), profile: 'default'},
		},
	});
});

for (const name of ['SPOTINST_PROFILE', 'SPOTINST_CREDENTIALS_PROFILE']) {
	test(`${name} chooses the profile`, async t => {
		const result = await readSpotCredentials({[name]: 'work'}, await createHome(ini));
		t.like(result, {value: {token: `${canary}-work`, accountId: 'act-work', source: {profile: 'work'}}});
	});
}

for (const name of ['SPOTINST_CREDENTIALS_FILE', 'SPOTINST_SHARED_CREDENTIALS_FILE']) {
	test(`${name} chooses the file`, async t => {
		const file = path.join(await createHome(ini), '.spotinst', 'credentials');
		const result = await readSpotCredentials({[name]: file}, '/nowhere');
		t.like(result, {value: {token: canary, source: {path: file}}});
	});
}

test('what a profile leaves out comes from the default one', async t => {
	const home = await createHome(ini);
	t.like(await readSpotCredentials({SPOTINST_PROFILE: 'only-account'}, home), {
		value: {token: canary, accountId: 'act-only'},
	});
	t.like(await readSpotCredentials({SPOTINST_PROFILE: 'only-token'}, home), {
		value: {token: `${canary}-only`, accountId: 'act-default'},
	});
});

test('an account of the environment goes before the file’s', async t => {
	const result = await readSpotCredentials({SPOTINST_ACCOUNT: 'act-env'}, await createHome(ini));
	t.like(result, {value: {token: canary, accountId: 'act-env'}});
});

test('the file may be JSON, as the Go SDK writes it', async t => {
	const result = await readSpotCredentials({}, await createHome(JSON.stringify({token: canary, account: 'act-json'})));
	t.like(result, {value: {token: canary, accountId: 'act-json'}});
});

test('a file from Windows is read like any other', async t => {
	const result = await readSpotCredentials(
		{},
		await createHome(`\uFEFF[default]\r\ntoken=${canary}\r\naccount=act-1\r\n`),
	);
	t.like(result, {value: {token: canary, accountId: 'act-1'}});
});

test('SPOTINST_BASE_URL is handed on', async t => {
	const result = await readSpotCredentials(
		{SPOTINST_BASE_URL: 'http://127.0.0.1:4000', SPOTINST_TOKEN: canary},
		'/nowhere',
	);
	t.like(result, {value: {baseUrl: 'http://127.0.0.1:4000'}});
});

const refuses = (
	title: string,
	code: string,
	environment: Readonly<Record<string, string>>,
	content: string | undefined,
) => {
	test(`${title}: says where it looked and what to do, without a token`, async t => {
		const home = await createHome(content);
		const result = await readSpotCredentials(environment, home);
		t.like(result, {isOk: false, problem: {kind: 'auth', code}});
		const problem = result.isOk ? undefined : result.problem;
		t.true(problem !== undefined && say(problem.message, 'en').includes(path.join(home, '.spotinst', 'credentials')));
		t.true(problem?.nextSteps.some(step => say(step, 'ko').includes('SPOTINST_TOKEN')));
		t.false(JSON.stringify(problem).includes(canary));
	});
};

refuses('no file', 'spot-credentials-missing', {}, undefined);
refuses('no such profile', 'spot-profile-missing', {SPOTINST_PROFILE: 'play'}, ini);
refuses('no token', 'spot-token-missing', {}, '[default]\naccount = act-1\n');

test('a folder in the place of the file is told apart from a missing one', async t => {
	const home = await createHome();
	await mkdir(path.join(home, '.spotinst', 'credentials'), {recursive: true});
	t.like(await readSpotCredentials({}, home), {isOk: false, problem: {code: 'spot-credentials-unreadable'}});
});
