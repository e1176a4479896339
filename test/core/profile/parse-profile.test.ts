import test from 'ava';
import fc from 'fast-check';
import {readJson} from '../../helpers/read-json.js';
import {parseProfile} from '../../../source/core/profile/parse-profile.js';
import {toProfileMembers} from '../../../source/core/profile/profile-members.js';
import {toJsonDocument} from '../../../source/core/to-json.js';
import {findSecret} from '../../../source/core/profile/find-secret.js';
import {whyNotProfileName} from '../../../source/core/profile/profile-name.js';

const parse = (content: string) => parseProfile({source: 'shop.json', content});

const refusal = (content: string) => {
	const parsed = parse(content);
	const message = parsed.isOk ? undefined : parsed.problem.message;
	const why = message?.values?.['why'];
	return {line: message?.values?.['line'], why: typeof why === 'object' ? why.id : why};
};

test('what is written reads back the same, unknown members included', t => {
	fc.assert(
		fc.property(
			fc.dictionary(fc.oneof(fc.stringMatching(/^[A-Za-z][\w.-]{0,20}$/), fc.constant('constructor')), fc.string(), {
				noNullPrototype: true,
			}),
			fc.dictionary(
				fc.string().filter(key => !['version', 'name', 'answers', 'updatedAt', 'last', '__proto__'].includes(key)),
				fc.jsonValue(),
				{minKeys: 1, noNullPrototype: true},
			),
			fc.nat(),
			(answers, unknown, updatedAt) => {
				// JSON knows no minus zero.
				const members = readJson<typeof unknown>(JSON.stringify(unknown));
				const profile = {version: 1 as const, name: 'shop', answers, updatedAt, unknown: members};
				const parsed = parse(toJsonDocument(toProfileMembers(profile)));
				t.deepEqual(parsed, {isOk: true, value: profile});
			},
		),
	);
});

test('a refusal names the line', t => {
	t.is(refusal('{\n\t"version": 1,\n\t"name": "shop",,\n}').line, 3);
	t.is(refusal('{\n\t"version": 1,\n\t"name": "sh').line, 3);
	t.deepEqual(refusal('[]'), {line: 1, why: 'profile.not-object'});
	t.deepEqual(refusal('{\n\t"name": "shop",\n\t"version": "one"\n}'), {line: 3, why: 'profile.no-version'});
	t.deepEqual(refusal('{\n\t"version": 9\n}'), {line: 2, why: 'profile.newer-version'});
	t.deepEqual(refusal('{"version": 1,\n"name": 4}'), {line: 2, why: 'profile.no-name'});
	t.deepEqual(refusal('{"version": 1, "name": "a",\n\n"answers": []}'), {line: 3, why: 'profile.no-answers'});
	t.deepEqual(refusal('{"version": 1, "name": "a", "answers": {\n"region": "x",\n"timeout": 5}}'), {
		line: 3,
		why: 'profile.answer-not-text',
	});
});

test('a name that no question can have is refused, with its line', t => {
	for (const key of [
		'',
		'__proto__',
		'a b',
		'\u001B]52;c;eA==\u0007',
		'region\r\n+ forged',
		'shop\u202E',
		'x'.repeat(65),
	]) {
		const content = `{"version": 1, "name": "shop", "answers": {\n${JSON.stringify(key)}: "x"}}`;
		t.deepEqual(refusal(content), {line: 2, why: 'profile.bad-key'}, JSON.stringify(key));
	}
});

test('names that every object has are names like others', t => {
	const content =
		'{"version": 1, "name": "shop", "answers": {"constructor": "a", "toString": "b"}, "__proto__": {"x": 1}}';
	const parsed = parse(content);
	const profile = parsed.isOk ? parsed.value : undefined;
	t.deepEqual(Object.entries(profile?.answers ?? {}), [
		['constructor', 'a'],
		['toString', 'b'],
	]);
	t.regex(toJsonDocument(profile === undefined ? {} : toProfileMembers(profile)), /"__proto__"/);
});

test('whatever stands in a file, reading it never throws', t => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.json()), content => {
			t.is(typeof parse(content).isOk, 'boolean');
		}),
	);
});

test('names that could leave the folder, or that a system keeps, are refused', t => {
	for (const name of [
		'',
		'.',
		'..',
		'../x',
		'a/b',
		String.raw`a\b`,
		'.hidden',
		'a\0',
		'con',
		'NUL.json',
		'a.',
		'-x',
		'x'.repeat(101),
	]) {
		t.not(whyNotProfileName(name), undefined, `${name}`);
	}

	for (const name of ['shop', 'shop.v1.2', '상점', 'shop_prod-2', '7']) {
		t.is(whyNotProfileName(name), undefined, `${name}`);
	}
});

test('what looks like a secret is found, and what only resembles one is not', t => {
	const token = 'ab12'.repeat(16);
	t.is(findSecret({region: 'x', note: token}), 'note');
	t.is(findSecret({userData: `#!/bin/sh\nexport SPOTINST_TOKEN=${token}\n`}), 'userData');
	t.is(findSecret({description: `key ${'AKIA'.padEnd(20, 'X')}`}), 'description');
	t.is(findSecret({userData: '-----BEGIN RSA PRIVATE KEY-----'}), 'userData');
	t.is(findSecret({token: 'x'}), 'token');
	t.is(findSecret({extra: {aws_secret_access_key: 'x'}}), 'extra.aws_secret_access_key');
	t.is(
		findSecret({
			githubCommit: 'a'.repeat(40),
			revision: `s3://releases/${'a1'.repeat(32)}.zip`,
			userData: '#!/bin/sh\nTOKEN=$(aws ssm get-parameter --name shop)\nyum install -y ruby',
			keyPair: 'ops',
		}),
		undefined,
	);
});
