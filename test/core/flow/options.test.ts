import test from 'ava';
import {
	toApplicationOptions,
	toElastigroupOptions,
	toGreenTagOptions,
	toImageOptions,
	toObjectOptions,
	toRegionOptions,
	toRoleOptions,
	toSpotAccountOptions,
	toSubnetOptions,
	toTargetGroupArnOptions,
} from '../../../source/core/flow/options.js';
import {namesOtherVersion, namesVersion} from '../../../source/core/flow/names-version.js';
import {type Option} from '../../../source/core/field/field.js';
import {say} from '../../../source/messages/catalogue.js';
import {targetGroup, wiredElastigroup} from '../../helpers/facts.js';

const suggested = (options: readonly Option[]) =>
	options.filter(({isSuggested}) => isSuggested).map(({value}) => value);
const disabled = (options: readonly Option[]) =>
	options.flatMap(option => (option.disabled === undefined ? [] : [`${option.value}: ${say(option.disabled, 'en')}`]));

const here = {accountId: '123456789012', arn: 'a', region: 'ap-northeast-2'};
const now = Date.UTC(2026, 0, 5);

test('regions: where the credentials point, also when the list does not know it', t => {
	t.deepEqual(suggested(toRegionOptions(['ap-northeast-2', 'us-east-1'], here)), ['ap-northeast-2']);
	t.deepEqual(suggested(toRegionOptions([], here)), ['ap-northeast-2']);
});

test('Spot accounts: the one linked to this AWS account, the others say why not', t => {
	const options = toSpotAccountOptions(
		[
			{id: 'act-1', name: 'a', awsAccountId: '210987654321'},
			{id: 'act-2', name: 'b', awsAccountId: '123456789012'},
		],
		here,
	);
	t.deepEqual(suggested(options), ['act-2']);
	t.deepEqual(disabled(options), ['act-1: linked to another AWS account: 210987654321']);
});

test('applications: the one some Elastigroup is wired to; other platforms cannot be chosen (A1)', t => {
	const options = toApplicationOptions(
		[
			{name: 'a-lambda', computePlatform: 'Lambda', isLinkedToGitHub: false},
			{name: 'empty', computePlatform: 'Server', isLinkedToGitHub: false},
			{name: 'shop', computePlatform: 'Server', isLinkedToGitHub: false},
		],
		new Map([
			['empty', 0],
			['shop', 2],
		]),
		[{applicationName: 'shop', deploymentGroupName: 'shop-bg'}],
	);
	t.deepEqual(suggested(options), ['shop']);
	t.deepEqual(disabled(options), ['a-lambda: Compute platform Lambda; Server is needed']);
	t.is(options.at(-1)?.value, '+new');
	t.deepEqual(suggested(toApplicationOptions([], new Map(), [])), ['+new']);
});

test('roles: only those that CodeDeploy may assume (A3)', t => {
	const options = toRoleOptions([
		{name: 'Other', arn: 'arn:o', isAssumableByCodeDeploy: false},
		{name: 'Any', arn: 'arn:a', isAssumableByCodeDeploy: true},
		{name: 'CodeDeployServiceRole', arn: 'arn:c', isAssumableByCodeDeploy: true},
	]);
	t.deepEqual(suggested(options), ['arn:c']);
	t.is(disabled(options).length, 1);
});

test('Elastigroups: the wired one; without one, creating (B1)', t => {
	const ref = {applicationName: 'shop', deploymentGroupName: 'shop-bg'};
	const other = {...wiredElastigroup, id: 'sig-2', deploymentGroups: []};
	t.deepEqual(suggested(toElastigroupOptions([other, wiredElastigroup], ref)), ['sig-5a3c19e7']);
	t.deepEqual(disabled(toElastigroupOptions([other], ref)), ['sig-2: not wired to shop / shop-bg']);
	t.deepEqual(suggested(toElastigroupOptions([other], ref)), ['+new']);
});

test('subnets: one of each zone (B3)', t => {
	const subnet = (id: string, zone: string) => ({id, name: '', vpcId: 'vpc-1', zone, cidr: '10.0.0.0/20'});
	t.deepEqual(
		suggested(toSubnetOptions([subnet('subnet-c', 'x-1c'), subnet('subnet-a', 'x-1a'), subnet('subnet-b', 'x-1a')])),
		['x-1a:subnet-a', 'x-1c:subnet-c'],
	);
});

test('target groups to attach: the deployment group’s own, none of another VPC or type (B7)', t => {
	const options = toTargetGroupArnOptions(
		[
			targetGroup,
			{...targetGroup, arn: 'arn:ip', name: 'ip', targetType: 'ip'},
			{...targetGroup, arn: 'arn:far', vpcId: 'vpc-9'},
		],
		['shop-web-tg', 'ip'],
		'vpc-1',
	);
	t.deepEqual(suggested(options), [targetGroup.arn]);
	t.is(disabled(options).length, 2);
});

test('images: only those of the product, own ones first (B4)', t => {
	const image = (id: string, platform: 'linux' | 'windows', isOwn: boolean, createdAt: number) => ({
		id,
		name: id,
		architecture: 'x86_64',
		platform,
		createdAt,
		isOwn,
	});
	const images = [
		image('old', 'linux', false, 1),
		image('win', 'windows', false, 9),
		image('own', 'linux', true, 0),
		image('new', 'linux', false, 2),
	];
	t.deepEqual(
		toImageOptions(images, 'Linux/UNIX').map(({value}) => value),
		['own', 'new', 'old'],
	);
	t.deepEqual(
		toImageOptions(images, 'Windows').map(({value}) => value),
		['win'],
	);
});

const greenOf = (
	blueTags: ReadonlyArray<readonly [string, string]>,
	lastTags: ReadonlyArray<readonly [string, string]> = [],
	taken = '',
) =>
	toGreenTagOptions(
		{
			blueTags: blueTags.map(([key, value]) => ({key, value})),
			lastTags: lastTags.map(([key, value]) => ({key, value})),
			now,
		},
		({value}) => value === taken,
	);

test('green tags: the next after the filter, or after the last deployment where that was further (C1)', t => {
	t.deepEqual(suggested(greenOf([['version', '5.0']])), ['version=6.0']);
	t.deepEqual(suggested(greenOf([['version', '5.0']], [['version', '6.0']])), ['version=7.0']);
	t.deepEqual(suggested(greenOf([['version', '9.0']], [['version', '6.0']])), ['version=10.0']);
	t.deepEqual(suggested(greenOf([['version', '5.0']], [], '6.0')), ['version=7.0']);
	t.deepEqual(
		suggested(
			greenOf([
				['app', 'shop'],
				['version', 'v1.9'],
			]),
		),
		['version=v1.10'],
	);
	t.deepEqual(suggested(greenOf([])), []);
});

test('green tags: two versions to choose from tell how they differ', t => {
	const [first, second] = greenOf([['version', '5.0']]);
	t.deepEqual([first?.label, second?.label], ['version=6.0', 'version=5.1']);
	t.notDeepEqual(first?.hint, second?.hint);
});

test('green tags: what the originals carry is shown and cannot be chosen (D3)', t => {
	t.deepEqual(
		disabled(
			greenOf([
				['version', '5.0'],
				['version', '6.0'],
			]),
		),
		['version=5.0: is the originals’ tag', 'version=6.0: is the originals’ tag'],
	);
	t.deepEqual(suggested(greenOf([['commit', '3f2a91c']])), []);
});

test('a file’s name names a version only as a whole', t => {
	t.true(namesVersion('shop/shop-6.0.zip', '6.0'));
	t.true(namesVersion('shop-v6.0.tar.gz', '6.0'));
	t.false(namesVersion('shop-16.0.zip', '6.0'));
	t.false(namesVersion('shop-6.0.1.zip', '6.0'));
	t.false(namesVersion('shop-5.6.0.zip', '6.0'));
	t.false(namesVersion('shop-blue.zip', 'blue'));
	t.true(namesOtherVersion('shop/shop-6.1.tar.gz', '8.0'));
	t.false(namesOtherVersion('shop/shop-8.0.zip', '8.0'));
	t.false(namesOtherVersion('1.2/shop.zip', '8.0'), 'a folder is not the name');
	t.false(namesOtherVersion('shop-web2.zip', '8.0'));
});

test('revisions: bundles alone, the green version’s first and suggested; no match, no suggestion (C3)', t => {
	const object = (key: string, modifiedAt: number) => ({
		bucket: 'releases',
		key,
		modifiedAt,
		sizeBytes: 1,
		eTag: '"e"',
	});
	const objects = [object('notes.txt', 9), object('shop-6.0.zip', 1), object('shop-6.1.tar.gz', 2)];
	const options = toObjectOptions(objects, [], {key: 'version', value: '6.0'});
	t.deepEqual(
		options.map(({value}) => value),
		['s3://releases/shop-6.0.zip', 's3://releases/shop-6.1.tar.gz'],
	);
	t.deepEqual(suggested(options), ['s3://releases/shop-6.0.zip']);
	const unmatched = toObjectOptions(objects, [], {key: 'version', value: '7.0'});
	t.deepEqual(suggested(unmatched), []);
	t.true(
		unmatched.every(
			({isDoubtful, hint}) => isDoubtful && typeof hint === 'object' && say(hint, 'en').includes('not 7.0'),
		),
	);
});
