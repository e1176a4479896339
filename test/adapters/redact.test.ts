import {Buffer} from 'node:buffer';
import test from 'ava';
import fc from 'fast-check';
import {redact} from '../../source/adapters/redact.js';
import {takesLong} from '../helpers/takes-long.js';

const canary = 'c4nary/T0ken+value==';

test('a known secret is gone in every spelling', t => {
	fc.assert(
		fc.property(fc.string(), fc.string(), (before, after) => {
			for (const spelling of [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64')]) {
				t.false(redact(`${before}${spelling}${after}`, [canary]).includes(spelling));
			}
		}),
	);
});

const hides = (title: string, text: string, secret: string) => {
	test(`hides ${title} although nobody named it`, t => {
		const clean = redact(text);
		t.false(clean.includes(secret));
		t.true(clean.includes('[redacted]'));
	});
};

hides('an authorization header', 'Authorization: Bearer 0123456789abcdef0123', '0123456789abcdef0123');
hides('a token of JSON', '{"token":"0123456789abcdef","account":"act-1"}', '0123456789abcdef');
hides('a token of the environment', 'SPOTINST_TOKEN=0123456789abcdef failed', '0123456789abcdef');
hides('an access key id', 'key AKIAIOSFODNN7EXAMPLE refused', 'AKIAIOSFODNN7EXAMPLE');
hides('a signed link', 'https://b.s3.amazonaws.com/k?X-Amz-Signature=deadbeefdeadbeef&x=1', 'deadbeefdeadbeef');
hides('a session token', 'x-amz-security-token: IQoJb3JpZ2luX2VjEXAMPLE', 'IQoJb3JpZ2luX2VjEXAMPLE');
hides('the id of a role', 'AROAIOSFODNN7EXAMPLE:shop', 'AROAIOSFODNN7EXAMPLE');
hides(
	'a secret access key',
	'key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY refused',
	'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
);
hides('a password in a link', 'proxy http://user:hunter22@proxy.example:8080', 'hunter22');

test('what is no secret stays as it was', t => {
	for (const text of [
		'"minimum" must be less than or equal to 0',
		'Deployment d-ABCDEF123 of group shop-bg (sig-5a3c19e7, act-0a1b2c3d)',
		'arn:aws:iam::123456789012:role/CodeDeployServiceRole',
		'commit 3f786850e387550fdab836ed7e6dc881de23001b',
		'i-0123456789abcdef0 is not in the ready state',
	]) {
		t.is(redact(text, ['another-secret']), text);
	}
});

for (const [head, piece] of [
	['', 'eyJ-'],
	['', 'eyJaaaaaaaa-'],
	['', 'eyJaaaaaaaa.'],
	['', '-'],
	['', 'a.'],
	['', 'A1a'],
	['', 'A1a '],
	['', 'token='],
	['', 'token ='],
	['token', ' '],
	['token:', ' '],
	['bearer', ' '],
	['', 'bearer\n'],
	['', 'AWS4-HMAC-SHA256\n'],
	['', 'AKIAAAAAAAAAAAAA_'],
	['AKIA', 'A'],
	['//x', ':y'],
	['', '//x:y'],
	['', '//x:'],
	['', '/'],
	['', 'secret-access-'],
] as const) {
	test(`a text is read once for each shape, however long: ${JSON.stringify([head, piece])}`, t => {
		t.false(takesLong(text => redact(text, [canary]), head, piece));
	});
}

hides('a web token', 'x-eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl refused', 'eyJzdWIiOiIxMjM0In0');
hides('a web token in a longer word', 'a.b.eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.sig.c', 'sig');
