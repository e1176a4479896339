import test from 'ava';
import fc from 'fast-check';
import {fieldOf} from '../../../source/core/flow/registry.js';
import {readTags, tagsOf, writeTags} from '../../../source/core/field/tag-list.js';
import {readRevisionLink, writeRevisionLink} from '../../../source/core/field/revision-link.js';
import {readValues, writeValues} from '../../../source/core/field/value-list.js';
import {say} from '../../../source/messages/catalogue.js';

const why = (key: string, raw: string): string => {
	const parsed = fieldOf(key).parse(raw);
	return parsed.isOk ? '' : say(parsed.why, 'en');
};

const good: ReadonlyArray<readonly [key: string, raw: string, value: unknown]> = [
	['region', ' ap-northeast-2 ', 'ap-northeast-2'],
	['region', 'us-gov-west-1', 'us-gov-west-1'],
	['spotAccountId', '', undefined],
	['spotAccountId', 'act-0a1b2c3d', 'act-0a1b2c3d'],
	['applicationName', 'shop.v2_a+b=c,d@e-f', 'shop.v2_a+b=c,d@e-f'],
	['applicationName', '+new', '+new'],
	['readyWaitMinutes', '2880', 2880],
	['terminationWaitMinutes', '0', 0],
	['greenTags', 'version = 6.0', [{key: 'version', value: '6.0'}]],
	['greenTags', String.raw`a\=b=c\,d`, [{key: 'a=b', value: 'c,d'}]],
	[
		'elastigroupTags',
		'Name=shop, Owner=',
		[
			{key: 'Name', value: 'shop'},
			{key: 'Owner', value: ''},
		],
	],
	['fallbackToOnDemand', 'TRUE', true],
	['spotTypes', 'm5.large, c5.large,m5.large', ['m5.large', 'c5.large']],
	['githubRepository', 'https://github.com/example/shop.git', 'example/shop'],
	['githubCommit', 'A'.repeat(40), 'a'.repeat(40)],
	['instanceProfile', 'arn:aws:iam::123456789012:instance-profile/p', 'arn:aws:iam::123456789012:instance-profile/p'],
];

for (const [key, raw, value] of good) {
	test(`${key} takes ${JSON.stringify(raw)}`, t => {
		t.deepEqual(fieldOf(key).parse(raw), {isOk: true, value});
	});
}

const bad: ReadonlyArray<readonly [key: string, raw: string, sentence: RegExp]> = [
	['applicationName', '', /^Application: no answer yet/u],
	['applicationName', 'my shop', /^Application: use 1 to 100/u],
	['applicationName', 'a'.repeat(101), /1 to 100/u],
	['region', 'seoul', /something like ap-northeast-2/u],
	['readyWaitMinutes', '0', /from 1 to 2880/u],
	['readyWaitMinutes', '2881', /from 1 to 2880/u],
	['readyWaitMinutes', '1.5', /whole number/u],
	['targetCapacity', '-1', /at least 0/u],
	['greenTags', 'version', /key=value.*version$/u],
	['greenTags', 'version=', /give version a value/u],
	['greenTags', '=6.0', /1 to 128 characters/u],
	['greenTags', `${'k'.repeat(129)}=v`, /this one has 129/u],
	['greenTags', `k=${'v'.repeat(257)}`, /this one has 257/u],
	['greenTags', 'version=6.0,version=7.0', /stands there twice/u],
	['greenTags', 'spotinst:x=1', /begin with spotinst/u],
	['greenTags', 'aws:x=1', /begin with aws:/u],
	['greenTags', 'a=1,b=2,c=3,d=4', /at most 3 tags; remove 1/u],
	['greenTags', 'version=6\u001B[31m', /cannot be shown/u],
	['revision', 'shop-6.0.zip', /s3:\/\/bucket/u],
	['githubCommit', 'main', /full commit id/u],
	['githubRepository', 'shop', /owner\/repository/u],
	['product', 'BeOS', /choose one of Linux\/UNIX/u],
	['userData', '가'.repeat(5462), /16386 bytes/u],
	['description', 'd'.repeat(201), /at most 200/u],
];

for (const [key, raw, sentence] of bad) {
	test(`${key} refuses ${JSON.stringify(raw.slice(0, 40))} with what to do`, t => {
		t.regex(why(key, raw), sentence);
	});
}

const links: ReadonlyArray<readonly [link: string, read: unknown]> = [
	['s3://releases/app/shop-6.0.zip', {bucket: 'releases', key: 'app/shop-6.0.zip', bundleType: 'zip'}],
	[
		's3://releases/shop.tar.gz?versionId=abc&etag=123',
		{bucket: 'releases', key: 'shop.tar.gz', bundleType: 'tgz', version: 'abc', eTag: '"123"'},
	],
	['https://releases.s3.amazonaws.com/shop.tgz', {bucket: 'releases', key: 'shop.tgz', bundleType: 'tgz'}],
	['releases.s3.ap-northeast-2.amazonaws.com/a%20b.tar', {bucket: 'releases', key: 'a b.tar', bundleType: 'tar'}],
	['https://s3.ap-northeast-2.amazonaws.com/releases/shop', {bucket: 'releases', key: 'shop'}],
	['s3://my.bucket.name/K.ZIP', {bucket: 'my.bucket.name', key: 'K.ZIP', bundleType: 'zip'}],
	['s3://releases', undefined],
	['s3://releases/', undefined],
	['s3://releases/folder/', undefined],
	['https://example.com/shop.zip', undefined],
	['s3://UPPER/shop.zip', undefined],
	['releases.s3.amazonaws.com/%E0%A4%A', undefined],
];

for (const [link, read] of links) {
	test(`the revision link ${link}`, t => {
		t.deepEqual(readRevisionLink(link), read);
	});
}

test('a written link reads back as itself', t => {
	const part = fc.stringMatching(/^[a-zA-Z0-9._-]{1,20}$/u);
	fc.assert(
		fc.property(part, fc.option(part, {nil: undefined}), (key, version) => {
			const link = {bucket: 'releases', key: `app/${key}`, ...(version === undefined ? {} : {version})};
			const read = readRevisionLink(writeRevisionLink(link));
			t.like(read, link);
		}),
	);
});

const tagText = fc
	.string({minLength: 1, maxLength: 12})
	.map(value => value.trim())
	.filter(value => value !== '');

test('written tags read back as themselves, whatever they hold', t => {
	fc.assert(
		fc.property(fc.array(fc.record({key: tagText, value: tagText}), {maxLength: 5}), tags => {
			t.deepEqual(tagsOf(writeTags(tags)), tags);
		}),
	);
});

test('reading tags never throws and loses no text that a person typed', t => {
	fc.assert(
		fc.property(fc.string(), raw => {
			const letters = readTags(raw)
				.map(part => part.raw)
				.join('');
			t.true(raw.replaceAll(/[\\,\s]/gu, '').length >= letters.replaceAll(/[\\,\s]/gu, '').length);
		}),
	);
});

test('values of a multi-select go both ways', t => {
	t.deepEqual(readValues(writeValues(['a', 'b'])), ['a', 'b']);
	t.deepEqual(readValues(' a ,, b,a'), ['a', 'b']);
	t.deepEqual(readValues(undefined), []);
});
