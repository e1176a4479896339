import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {openCommandLine} from '../helpers/command-line.js';

// Addresses and regions that cannot be used: named by where they were written, never by what may be a password in them.

type Refused = {
	readonly title: string;
	readonly variables: Readonly<Record<string, string>>;
	readonly says: RegExp;
};

const unusable: readonly Refused[] = [
	...[
		'http://user:c4nary@ss word@host:bad',
		'http://jo:c4nary%@proxy.test:3128',
		'jo:c4nary',
		'socks5://jo:c4nary@proxy.test:1080',
		'http://',
	].map(value => ({
		title: `HTTPS_PROXY=${value}`,
		variables: {HTTPS_PROXY: value},
		says: /The proxy in HTTPS_PROXY cannot be used\./,
	})),
	...[
		'http://u:c4nary@host:bad',
		'https://u:c4nary@spot.test',
		'u:c4nary@host',
		'ftp://u:c4nary@host',
		'spot.test',
	].map(value => ({
		title: `SPOTINST_BASE_URL=${value}`,
		variables: {SPOTINST_BASE_URL: value},
		says: /The address in SPOTINST_BASE_URL cannot be used\./,
	})),
	...['http://api.spot.test', 'http://10.0.0.7:8080', 'http://localhost.spot.test', 'http://127.0.0.1.spot.test'].map(
		value => ({
			title: `SPOTINST_BASE_URL=${value}`,
			variables: {SPOTINST_BASE_URL: value},
			says: /The Spot token is not sent to \S+ without encryption \(http\)\.[^]*SPOTINST_BASE_URL=https:\/\/host/,
		}),
	),
	...['http://u:c4nary@host:bad', 'ftp://u:c4nary@host', 'u:c4nary@host'].map(value => ({
		title: `AWS_ENDPOINT_URL=${value}`,
		variables: {AWS_ENDPOINT_URL: value},
		says: /An address of AWS that was set cannot be used\.[^]*AWS_ENDPOINT_URL/,
	})),
	{
		title: 'AWS_ENDPOINT_URL_STS=http://u:c4nary@sts.test',
		variables: {AWS_ENDPOINT_URL_STS: 'http://u:c4nary@sts.test'},
		says: /Nothing is sent to sts\.test without encryption \(http\)\.[^]*AWS_ENDPOINT_URL/,
	},
];

for (const {title, variables, says} of unusable) {
	test.serial(`${title} is refused by its variable, and no password is shown`, async t => {
		const line = await openCommandLine();
		t.teardown(line.close);
		Object.assign(process.env, variables);

		for (const output of ['plain', 'json']) {
			const {code, stdout, stderr} = await line.run(['doctor', '--debug', '--output', output]);
			t.is(code, 2, stderr);
			t.regex(stdout + stderr, output === 'plain' ? says : /problems/);
			t.false((stdout + stderr).includes('c4nary'), stdout + stderr);
		}

		for (const name of Object.keys(variables)) {
			// eslint-disable-next-line @typescript-eslint/no-dynamic-delete
			delete process.env[name];
		}
	});
}

const badRegions = [
	'seoul',
	'ap northeast 2',
	'us-east-1\n',
	'http://x',
	'ap-northeast-2/x',
	'ap.northeast.2',
	'-',
	'é',
];

for (const region of badRegions) {
	test.serial(`a region ${JSON.stringify(region)} names itself and where it came from`, async t => {
		const line = await openCommandLine();
		t.teardown(line.close);
		const shown = JSON.stringify(region);
		const {AWS_REGION: good = ''} = line.simulator.environment;

		for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
			delete process.env['AWS_REGION'];
			process.env[name] = region;
			const {code, stderr} = await line.run(['doctor']);
			t.is(code, 2, stderr);
			t.true(stderr.includes(`${name} is not the name of an AWS region such as ap-northeast-2: ${shown}`), stderr);
		}

		delete process.env['AWS_DEFAULT_REGION'];
		const config = path.join(line.directory, 'config');
		await writeFile(config, `[default]\nregion = ${region.trim()}\n`);
		process.env['AWS_CONFIG_FILE'] = config;

		const ofProfile = await line.run(['doctor']);
		// A line break cannot stand in that file: what is left of that region is a name.
		const isName = region.trim() !== region;
		t.is(ofProfile.stderr.includes('The region of the AWS profile is not the name of an AWS region'), !isName);
		t.is(ofProfile.stderr.includes(shown), !isName);
		t.is(ofProfile.code === 2, !isName);

		process.env['AWS_REGION'] = good;

		for (const argv of [['doctor'], ['watch', 'd-ABCDEF123'], ['deploy', '--yes'], ['runs']]) {
			const {code, stderr} = await line.run([...argv, `--region=${region}`]);
			t.is(code, 2, stderr);
			t.true(stderr.includes('--region is not the name of an AWS region'), stderr);
			t.true(stderr.includes(shown), stderr);
		}
	});
}

test.serial('regions of every kind are names', async t => {
	const line = await openCommandLine();
	t.teardown(line.close);

	for (const region of ['us-gov-west-1', 'cn-north-1', 'us-isob-east-1', 'eusc-de-east-1', 'ap-southeast-7']) {
		process.env['AWS_REGION'] = region;
		const {stdout, stderr} = await line.run(['doctor']);
		t.false(stderr.includes('region such as'), stderr);
		t.true(stdout.includes(region), stdout);
	}
});
