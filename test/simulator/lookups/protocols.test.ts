import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {pageOf} from '../../../source/simulator/lookups/paging.js';
import {LookUpError} from '../../../source/simulator/lookups/request.js';
import {type World} from '../../../source/simulator/world/state.js';
import {type LookUpServer, startLookUps} from './look-up-server.js';
import {aWorld, anInstance, idOf, worldNow} from './look-up-world.js';

/** A client of no library: what any other SDK would put on the wire. */
const signed = (service: string, region = 'ap-northeast-2'): Readonly<Record<string, string>> => ({
	authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260625/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

const versions: Readonly<Record<string, string>> = {
	ec2: '2016-11-15',
	iam: '2010-05-08',
	sns: '2010-03-31',
	sts: '2011-06-15',
	elasticloadbalancing: '2015-12-01',
	monitoring: '2010-08-01',
};

const start = async (t: ExecutionContext, world: World = aWorld()): Promise<LookUpServer> => {
	const server = await startLookUps(world);
	t.teardown(async () => server.close());

	return server;
};

const ask = async (
	server: LookUpServer,
	service: string,
	action: string,
	members: Readonly<Record<string, string>> = {},
): Promise<{readonly status: number; readonly body: string}> => {
	const response = await fetch(server.url, {
		method: 'POST',
		headers: {...signed(service), 'content-type': 'application/x-www-form-urlencoded'},
		body: new URLSearchParams({Action: action, Version: versions[service] ?? '', ...members}),
	});

	return {status: response.status, body: await response.text()};
};

const all = (body: string, name: string): readonly string[] =>
	[...body.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value]) => value ?? '');

const fleet = aWorld([
	anInstance(1, {tags: [{key: 'version', value: '5.0'}]}),
	anInstance(2, {tags: [{key: 'version', value: '6.0'}]}),
	anInstance(3, {tags: [{key: 'Version', value: '5.0'}]}),
	anInstance(4, {tags: [{key: 'version', value: '5*'}], state: 'stopped'}),
	anInstance(5, {tags: [{key: 'note', value: 'Kim & Park <shop> "5"'}]}),
]);

const describeInstances = async (server: LookUpServer, members: Readonly<Record<string, string>>) =>
	ask(server, 'ec2', 'DescribeInstances', members);

const found = async (server: LookUpServer, members: Readonly<Record<string, string>>): Promise<readonly string[]> => {
	const {body} = await describeInstances(server, members);

	return all(body, 'instanceId');
};

test('EC2 filters: values are alternatives, filters all hold, patterns and case count', async t => {
	const server = await start(t, fleet);
	const version = (value: string) => ({'Filter.1.Name': 'tag:version', 'Filter.1.Value.1': value});

	t.deepEqual(await found(server, version('5.0')), [idOf(1)]);
	t.deepEqual(await found(server, version('?.0')), [idOf(1), idOf(2)]);
	t.deepEqual(await found(server, version('5*')), [idOf(1), idOf(4)]);
	t.deepEqual(await found(server, version(String.raw`5\*`)), [idOf(4)]);
	t.deepEqual(await found(server, version('5.')), [], 'a dot is a dot, and the whole value must match');
	t.deepEqual(await found(server, {...version('5.0'), 'Filter.1.Value.2': '6.0'}), [idOf(1), idOf(2)]);
	t.deepEqual(
		await found(server, {...version('*'), 'Filter.2.Name': 'instance-state-name', 'Filter.2.Value.1': 'stopped'}),
		[idOf(4)],
	);
	t.deepEqual(await found(server, {'Filter.1.Name': 'tag-key', 'Filter.1.Value.1': 'Version'}), [idOf(3)]);
});

test('EC2 refuses what it does not know, in its own document', async t => {
	const server = await start(t, fleet);
	const filter = await describeInstances(server, {'Filter.1.Name': 'tag.version', 'Filter.1.Value.1': '5.0'});

	t.is(filter.status, 400);
	t.regex(
		filter.body,
		/^<\?xml[^>]*>\n<Response><Errors><Error><Code>InvalidParameterValue<\/Code><Message>The filter 'tag\.version' is invalid<\/Message><\/Error><\/Errors><RequestID>[\da-f-]{36}<\/RequestID><\/Response>$/,
	);

	const codeOf = async (members: Readonly<Record<string, string>>): Promise<string | undefined> => {
		const {body} = await describeInstances(server, members);

		return all(body, 'Code')[0];
	};

	t.is(await codeOf({'InstanceId.1': 'i-00000000000000009'}), 'InvalidInstanceID.NotFound');
	t.is(await codeOf({'InstanceId.1': 'instance-1'}), 'InvalidInstanceID.Malformed');
	t.is(await codeOf({'InstanceId.1': idOf(1), MaxResults: '5'}), 'InvalidParameterCombination');
	t.is(await codeOf({MaxResults: '4'}), 'InvalidParameterValue');
	t.is(await codeOf({MaxResults: '1001'}), 'InvalidParameterValue');
	t.is(await codeOf({NextToken: 'made-up'}), 'InvalidParameterValue');
	t.is(await codeOf({'Filter.1.Name': 'vpc-id'}), 'MissingParameter');
	t.is(await codeOf({Colour: 'green'}), 'UnknownParameter');
	t.is(await codeOf({Version: '2015-01-01'}), 'InvalidAction');
	t.is(await codeOf({DryRun: 'true'}), 'DryRunOperation');

	const {body} = await ask(server, 'ec2', 'RunInstances');
	t.deepEqual(all(body, 'Code'), ['InvalidAction']);
});

test('several unknown ids are all named', async t => {
	const server = await start(t, fleet);
	const {body} = await describeInstances(server, {
		'InstanceId.1': idOf(1),
		'InstanceId.2': idOf(8),
		'InstanceId.3': idOf(9),
	});

	t.deepEqual(all(body, 'Message'), [`The instance IDs '${idOf(8)}, ${idOf(9)}' do not exist`]);
});

test('values with the letters of XML arrive whole', async t => {
	const server = await start(t, fleet);
	const {body} = await describeInstances(server, {'InstanceId.1': idOf(5)});

	t.true(body.includes('<value>Kim &amp; Park &lt;shop&gt; &quot;5&quot;</value>'));
});

test('a terminated instance is shown for an hour without its network, then forgotten', async t => {
	const server = await start(
		t,
		aWorld([
			anInstance(1, {state: 'terminated', terminatedAt: worldNow - 3_599_000}),
			anInstance(2, {state: 'terminated', terminatedAt: worldNow - 3_601_000}),
		]),
	);
	const {body} = await describeInstances(server, {});

	t.deepEqual(all(body, 'instanceId'), [idOf(1)]);
	t.deepEqual(all(body, 'vpcId'), []);
	t.true(all(body, 'key').length > 0);
});

test('EC2 hands out pages with a token that fits only its own list', async t => {
	const server = await start(t, aWorld(Array.from({length: 12}, (_, index) => anInstance(index + 1))));
	const first = await describeInstances(server, {MaxResults: '5'});
	const [token = ''] = all(first.body, 'nextToken');
	const second = await describeInstances(server, {MaxResults: '5', NextToken: token});
	const [next = ''] = all(second.body, 'nextToken');
	const third = await describeInstances(server, {MaxResults: '5', NextToken: next});

	t.deepEqual(
		[first, second, third].flatMap(({body}) => all(body, 'instanceId')),
		Array.from({length: 12}, (_, index) => idOf(index + 1)),
	);
	t.deepEqual(all(third.body, 'nextToken'), []);

	const other = await ask(server, 'ec2', 'DescribeVpcs', {NextToken: token});
	t.is(other.status, 400);
});

test('pages of any size give the list once, in order', t => {
	fc.assert(
		fc.property(fc.array(fc.integer(), {maxLength: 60}), fc.integer({min: 1, max: 20}), (items, size) => {
			const read: number[] = [];
			let token: string | undefined;

			do {
				const page = pageOf(items, {size, token, list: 'numbers', tokenError: 'X'});
				t.true(page.items.length <= size);
				read.push(...page.items);
				token = page.next;
			} while (token !== undefined);

			t.deepEqual(read, items);
		}),
		{numRuns: 50},
	);
	t.throws(() => pageOf([1], {size: 1, token: 'b3RoZXI6MQ', list: 'numbers', tokenError: 'X'}), {
		instanceOf: LookUpError,
	});
});

test('offerings are by region unless zones are asked for', async t => {
	const server = await start(t);
	const inZones = await ask(server, 'ec2', 'DescribeInstanceTypeOfferings', {
		LocationType: 'availability-zone',
		'Filter.1.Name': 'location',
		'Filter.1.Value.1': 'ap-northeast-2d',
	});
	const types = all(inZones.body, 'instanceType');

	t.true(types.includes('m5.large'));
	t.false(types.includes('t4g.medium'), 'the fourth zone has no Graviton types here');

	const wrong = await ask(server, 'ec2', 'DescribeInstanceTypeOfferings', {LocationType: 'planet'});
	t.deepEqual(all(wrong.body, 'Code'), ['InvalidParameterValue']);
});

test('tags are listed by resource', async t => {
	const server = await start(t, fleet);
	const {body} = await ask(server, 'ec2', 'DescribeTags', {
		'Filter.1.Name': 'resource-id',
		'Filter.1.Value.1': idOf(2),
	});

	t.deepEqual(
		[...all(body, 'resourceType'), ...all(body, 'key'), ...all(body, 'value')],
		['instance', 'version', '6.0'],
	);
});

test('IAM pages by marker, writes policies percent-encoded, and refuses in the query document', async t => {
	const server = await start(t);
	const first = await ask(server, 'iam', 'ListRoles', {MaxItems: '2'});
	const [marker = ''] = all(first.body, 'Marker');

	t.deepEqual(all(first.body, 'IsTruncated'), ['true']);
	t.regex(all(first.body, 'AssumeRolePolicyDocument')[0] ?? '', /^%7B%22Version%22/);

	const second = await ask(server, 'iam', 'ListRoles', {MaxItems: '100', Marker: marker});
	t.deepEqual(all(second.body, 'IsTruncated'), ['false']);
	t.is(all(first.body, 'RoleName').length + all(second.body, 'RoleName').length, 6);

	const missing = await ask(server, 'iam', 'GetRole', {RoleName: 'Nobody'});
	t.is(missing.status, 404);
	t.regex(
		missing.body,
		/<ErrorResponse xmlns="https:\/\/iam\.amazonaws\.com\/doc\/2010-05-08\/"><Error><Type>Sender<\/Type><Code>NoSuchEntity<\/Code>/,
	);

	const underPath = await ask(server, 'iam', 'ListRoles', {PathPrefix: '/service-role/'});
	t.deepEqual(all(underPath.body, 'RoleName'), ['shop-orders-lambda']);
});

test('the two generations of load balancers share a name and are told apart by version', async t => {
	const server = await start(t);
	const second = await ask(server, 'elasticloadbalancing', 'DescribeLoadBalancers');
	const first = await ask(server, 'elasticloadbalancing', 'DescribeLoadBalancers', {Version: '2012-06-01'});

	t.deepEqual(all(second.body, 'LoadBalancerName'), ['shop-web-alb', 'shop-inner-nlb']);
	t.deepEqual(all(first.body, 'LoadBalancerName'), ['shop-classic']);

	const both = await ask(server, 'elasticloadbalancing', 'DescribeTargetGroups', {
		'Names.member.1': 'shop-web-tg',
		'TargetGroupArns.member.1': 'arn:aws:elasticloadbalancing:x',
	});
	t.deepEqual(all(both.body, 'Code'), ['ValidationError']);
});

test('a target that nobody registered is unused', async t => {
	const server = await start(t, fleet);
	const {body} = await ask(server, 'elasticloadbalancing', 'DescribeTargetHealth', {
		TargetGroupArn: 'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/shop-web-tg/6d0ecf831eec9f09',
		'Targets.member.1.Id': idOf(1),
	});

	t.deepEqual(all(body, 'State'), ['unused']);
	t.deepEqual(all(body, 'Reason'), ['Target.NotRegistered']);
});

test('alarms are the same in JSON and in the query protocol', async t => {
	const server = await start(t);
	const query = await ask(server, 'monitoring', 'DescribeAlarms', {AlarmNamePrefix: 'shop-web-l'});
	const json = async (body: string) =>
		fetch(server.url, {
			method: 'POST',
			headers: {
				...signed('monitoring'),
				'content-type': 'application/x-amz-json-1.0',
				'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms',
			},
			body,
		});
	const answer = await json('{"AlarmNamePrefix":"shop-web-l"}');

	t.deepEqual(all(query.body, 'AlarmName'), ['shop-web-latency']);
	t.like(await answer.json(), {MetricAlarms: [{AlarmName: 'shop-web-latency', StateUpdatedTimestamp: 1_781_924_400}]});

	const refused = await json('{"AlarmNamePrefix":"a","AlarmNames":["b"]}');
	t.is(refused.status, 400);
	t.is(refused.headers.get('x-amzn-query-error'), 'ValidationError;Sender');

	const broken = await json('{');
	t.is(broken.status, 400);

	const composite = await json('{"AlarmTypes":["CompositeAlarm"]}');
	t.deepEqual(await composite.json(), {MetricAlarms: [], CompositeAlarms: []});

	const kinds = await Promise.all([json('{"AlarmNames":"shop"}'), json('{"ActionPrefix":"arn"}')]);
	t.deepEqual(
		kinds.map(({status}) => status),
		[400, 400],
	);
});

test('a parameter that is not simulated is refused by every query service', async t => {
	const server = await start(t);
	const asked = [
		['sts', 'GetCallerIdentity'],
		['iam', 'ListRoles'],
		['sns', 'ListTopics'],
		['elasticloadbalancing', 'DescribeLoadBalancers'],
		['monitoring', 'DescribeAlarms'],
	] as const;

	const replies = await Promise.all(
		asked.map(async ([service, action]) => ask(server, service, action, {Colour: 'green'})),
	);
	t.deepEqual(
		replies.map(({status, body}) => [status, all(body, 'Code')]),
		asked.map(() => [400, ['ValidationError']]),
	);

	const unnamed = await ask(server, 'elasticloadbalancing', 'DescribeTargetHealth');
	t.deepEqual(all(unnamed.body, 'Code'), ['ValidationError']);
});

const s3 = async (
	server: LookUpServer,
	path: string,
	options: {method?: string; region?: string} = {},
): Promise<{readonly status: number; readonly body: string; readonly region: string | null}> => {
	const response = await fetch(`${server.url}${path}`, {
		method: options.method ?? 'GET',
		headers: signed('s3', options.region),
		redirect: 'manual',
	});

	return {
		status: response.status,
		body: await response.text(),
		region: response.headers.get('x-amz-bucket-region'),
	};
};

test('S3 rolls keys up behind a delimiter and pages with a continuation token', async t => {
	const server = await start(t);
	const bucket = '/shop-releases-ap-northeast-2?list-type=2';
	const root = await s3(server, `${bucket}&delimiter=%2F`);
	t.true(root.body.includes('<CommonPrefixes><Prefix>shop/</Prefix></CommonPrefixes>'));
	t.deepEqual(all(root.body, 'Key'), []);

	const first = await s3(server, `${bucket}&max-keys=3`);
	const [token = ''] = all(first.body, 'NextContinuationToken');
	const second = await s3(server, `${bucket}&continuation-token=${encodeURIComponent(token)}`);
	t.deepEqual(
		[...all(first.body, 'Key'), ...all(second.body, 'Key')],
		['shop/README.txt', 'shop/shop-5.0.zip', 'shop/shop-6.0.zip', 'shop/shop-6.1.tar.gz', 'shop/shop-7.0.zip'],
	);
});

test('S3 lists every version of a key, newest first', async t => {
	const server = await start(t);
	const bucket = '/shop-releases-ap-northeast-2?versions';
	const one = await s3(server, `${bucket}&prefix=shop/shop-6.0`);

	t.deepEqual(all(one.body, 'IsLatest'), ['true', 'false']);
	t.is(all(one.body, 'VersionId').length, 2);

	const first = await s3(server, `${bucket}&max-keys=3`);
	const [key = ''] = all(first.body, 'NextKeyMarker');
	const [version = ''] = all(first.body, 'NextVersionIdMarker');
	const rest = await s3(server, `${bucket}&key-marker=${key}&version-id-marker=${version}`);
	t.is(new Set([...all(first.body, 'VersionId'), ...all(rest.body, 'VersionId')]).size, 6);
	t.deepEqual(all(rest.body, 'IsTruncated'), ['false']);
});

test('S3 says where a bucket is, and has no words after a HEAD', async t => {
	const server = await start(t);
	const location = await s3(server, '/shop-releases-us-east-1?location');
	t.regex(location.body, /<LocationConstraint [^>]*><\/LocationConstraint>$/);

	const elsewhere = await s3(server, '/shop-releases-us-east-1?list-type=2');
	t.is(elsewhere.status, 301);
	t.is(elsewhere.region, 'us-east-1');

	const there = await s3(server, '/shop-releases-us-east-1?list-type=2', {region: 'us-east-1'});
	t.is(there.status, 200);

	const missing = await s3(server, '/shop-releases-ap-northeast-2/nothing.zip', {method: 'HEAD'});
	t.is(missing.status, 404);
	t.is(missing.body, '');

	const statuses = await Promise.all([
		s3(server, '/shop-logs-ap-northeast-2', {method: 'HEAD'}),
		s3(server, '/nobody', {method: 'HEAD'}),
		s3(server, '/shop-releases-ap-northeast-2/a.zip', {method: 'DELETE'}),
	]);
	t.deepEqual(
		statuses.map(({status}) => status),
		[403, 404, 405],
	);
});
