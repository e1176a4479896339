import test from 'ava';
import {renameVersion} from '../../../source/core/flow/names-version.js';

const table: ReadonlyArray<readonly [named: string, renamed: string]> = [
	['s3://releases/shop/6.0/shop-6.0.zip?versionId=a', 's3://releases/shop/7.0/shop-7.0.zip?versionId=a'],
	['shop version=6.0', 'shop version=7.0'],
	['shop-6.0.1.zip and shop-16.0.zip', 'shop-6.0.1.zip and shop-16.0.zip'],
	['no version', 'no version'],
];

for (const [named, renamed] of table) {
	test(`with 7.0 for 6.0, ${named} is ${renamed}`, t => {
		t.is(renameVersion(named, '6.0', '7.0'), renamed);
	});
}
