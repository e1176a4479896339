import test from 'ava';
import fc from 'fast-check';
import {z} from 'zod';
import {
	toBlueGreenState,
	toElastigroup,
	toHealth,
	toInstance,
	toSuspensions,
} from '../../../source/adapters/spot/from-wire.js';
import {toCreateGroupBody} from '../../../source/adapters/spot/to-wire.js';
import {fromWireTimeout, toWireTimeout} from '../../../source/adapters/spot/timeout.js';
import {
	envelopeSchema,
	groupSchema,
	healthSchema,
	instanceSchema,
	suspensionsSchema,
} from '../../../source/adapters/spot/wire.js';
import {type ElastigroupSpec} from '../../../source/core/cloud/elastigroup.js';

const arn = 'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/shop-web-tg/1fe63217f8ff1234';

const spec: ElastigroupSpec = {
	name: 'shop-web',
	description: '',
	region: 'ap-northeast-2',
	capacity: {target: 2, minimum: 1, maximum: 4},
	capacityUnit: 'instance',
	spotPercentage: 80,
	orientation: 'balanced',
	isFallingBackToOnDemand: true,
	drainingTimeoutSeconds: 300,
	product: 'Linux/UNIX',
	onDemandType: 'm5.large',
	spotTypes: ['m5.large', 'm5a.large'],
	zones: [{zone: 'ap-northeast-2a', subnetIds: ['subnet-0aaa1111']}],
	imageId: 'ami-0123456789abcdef0',
	securityGroupIds: ['sg-0aaa1111'],
	tags: [{key: 'Name', value: 'shop-web'}],
	instanceProfile: 'CodeDeploy-EC2-Profile',
	userData: '#!/bin/bash\necho 안녕\n',
	loadBalancers: [
		{kind: 'target-group', arn, name: 'shop-web-tg'},
		{kind: 'classic', name: 'old-elb'},
	],
	deploymentGroups: [{applicationName: 'shop', deploymentGroupName: 'shop-bg'}],
};

test('an Elastigroup is created with its wiring and with every disputed default said', t => {
	t.deepEqual(toCreateGroupBody(spec), {
		group: {
			name: 'shop-web',
			region: 'ap-northeast-2',
			capacity: {target: 2, minimum: 1, maximum: 4, unit: 'instance'},
			strategy: {
				risk: 80,
				availabilityVsCost: 'balanced',
				fallbackToOd: true,
				utilizeReservedInstances: false,
				utilizeCommitments: false,
				drainingTimeout: 300,
				revertToSpot: {performAt: 'always'},
			},
			compute: {
				product: 'Linux/UNIX',
				instanceTypes: {ondemand: 'm5.large', spot: ['m5.large', 'm5a.large']},
				availabilityZones: [{name: 'ap-northeast-2a', subnetIds: ['subnet-0aaa1111']}],
				launchSpecification: {
					imageId: 'ami-0123456789abcdef0',
					securityGroupIds: ['sg-0aaa1111'],
					monitoring: false,
					iamRole: {name: 'CodeDeploy-EC2-Profile'},
					userData: 'IyEvYmluL2Jhc2gKZWNobyDslYjrhZUK',
					tags: [{tagKey: 'Name', tagValue: 'shop-web'}],
					loadBalancersConfig: {
						loadBalancers: [
							{type: 'TARGET_GROUP', name: 'shop-web-tg', arn},
							{type: 'CLASSIC', name: 'old-elb'},
						],
					},
				},
			},
			thirdPartiesIntegration: {
				codeDeploy: {
					cleanUpOnFailure: false,
					terminateInstanceOnFailure: false,
					deploymentGroups: [{applicationName: 'shop', deploymentGroupName: 'shop-bg'}],
				},
			},
		},
	});
});

test('what is not set is left out, never null', t => {
	const {instanceProfile, userData, keyPair, ...rest} = spec;
	const body = JSON.stringify(toCreateGroupBody({...rest, tags: [], loadBalancers: [], deploymentGroups: []}));
	t.notRegex(body, /null|userData|iamRole|keyPair|loadBalancersConfig|thirdParties|"tags"/);
	t.regex(
		JSON.stringify(toCreateGroupBody({...spec, instanceProfile: 'arn:aws:iam::123456789012:instance-profile/p'})),
		/"iamRole":{"arn":"arn:aws:iam::123456789012:instance-profile\/p"}/,
	);
});

test('an Elastigroup reads back as it was asked for; its user data stays behind', t => {
	const {group} = z.object({group: z.looseObject({})}).parse(toCreateGroupBody(spec));
	const read = toElastigroup(groupSchema.parse({...group, id: 'sig-5a3c19e7', createdAt: '2026-01-05T09:00:00.000Z'}));
	t.deepEqual(read, {
		id: 'sig-5a3c19e7',
		name: 'shop-web',
		description: '',
		region: 'ap-northeast-2',
		capacity: spec.capacity,
		capacityUnit: 'instance',
		product: 'Linux/UNIX',
		tags: spec.tags,
		deploymentGroups: spec.deploymentGroups,
		zones: spec.zones,
		imageId: spec.imageId,
		securityGroupIds: spec.securityGroupIds,
		instanceProfile: 'CodeDeploy-EC2-Profile',
		hasUserData: true,
		loadBalancers: spec.loadBalancers,
		spotTypes: spec.spotTypes,
		onDemandTypes: ['m5.large'],
		createdAt: Date.UTC(2026, 0, 5, 9),
	});
});

test('an old group, with nulls and members of other times', t => {
	const read = toElastigroup(
		groupSchema.parse({
			id: 'sig-1',
			name: null,
			capacity: {target: '1', minimum: 0, maximum: 1, unit: 'weight'},
			strategy: null,
			compute: {
				instanceTypes: {onDemandTypes: ['m5.large', 'm5.xlarge'], spot: null},
				availabilityZones: [
					{name: 'a', subnetId: 'subnet-1'},
					{name: 'b', subnetIds: ['subnet-2'], subnetId: 'subnet-9'},
					7,
				],
				launchSpecification: {
					imageId: null,
					images: [{id: 'ami-1'}],
					iamRole: {arn: 'arn:p', name: 'p'},
					tags: null,
					userData: null,
					loadBalancersConfig: {loadBalancers: null},
					loadBalancerNames: ['legacy'],
				},
			},
			thirdPartiesIntegration: {codeDeploy: null},
		}),
	);
	t.like(read, {
		name: '',
		capacity: {target: 1, minimum: 0, maximum: 1},
		capacityUnit: 'weight',
		zones: [
			{zone: 'a', subnetIds: ['subnet-1']},
			{zone: 'b', subnetIds: ['subnet-2']},
		],
		imageId: 'ami-1',
		instanceProfile: 'arn:p',
		hasUserData: false,
		loadBalancers: [{kind: 'classic', name: 'legacy'}],
		onDemandTypes: ['m5.large', 'm5.xlarge'],
		spotTypes: [],
		deploymentGroups: [],
	});
	t.false('region' in read);
});

test('a request that has no instance yet, and an instance on demand', t => {
	t.deepEqual(
		toInstance(
			instanceSchema.parse({
				instanceId: null,
				spotInstanceRequestId: 'sir-1',
				instanceType: 'm5.large',
				availabilityZone: 'a',
				status: 'pending-evaluation',
				createdAt: '2026-01-05T09:00:00.000Z',
			}),
		),
		{
			spotRequestId: 'sir-1',
			isSpot: true,
			instanceType: 'm5.large',
			zone: 'a',
			status: 'pending-evaluation',
			createdAt: Date.UTC(2026, 0, 5, 9),
		},
	);
	t.like(toInstance(instanceSchema.parse({instanceId: 'i-1', spotInstanceRequestId: null, status: 'running'})), {
		instanceId: 'i-1',
		isSpot: false,
		status: 'running',
	});
});

test('suspensions of both forms are told once', t => {
	t.deepEqual(
		toSuspensions(
			suspensionsSchema.parse({
				processes: ['AUTO_SCALE', 'SCHEDULING'],
				suspensions: [
					{name: 'AUTO_SCALE', expiresAt: '2026-01-05T09:00:00.000Z'},
					{name: 'AUTO_HEALING', expiresAt: null},
				],
			}),
		),
		[{process: 'AUTO_SCALE', expiresAt: Date.UTC(2026, 0, 5, 9)}, {process: 'AUTO_HEALING'}, {process: 'SCHEDULING'}],
	);
});

test('words nobody knows yet', t => {
	t.is(toBlueGreenState('AWAITING_USER_DEPLOYMENT'), 'AWAITING_USER_DEPLOYMENT');
	t.deepEqual(toBlueGreenState('MEDITATING'), {unknown: 'MEDITATING'});
	t.is(toHealth(healthSchema.parse({instanceId: 'i-1', healthStatus: 'SLEEPY'})).health, 'unknown');
});

test('any JSON is either an envelope or refused; nothing is thrown', t => {
	fc.assert(
		fc.property(fc.jsonValue(), value => {
			t.notThrows(() => envelopeSchema.safeParse(value));
			t.notThrows(() => envelopeSchema.safeParse({response: value}));
			t.notThrows(() =>
				groupSchema.safeParse({id: 'sig-1', capacity: {target: 1, minimum: 1, maximum: 1}, compute: value}),
			);
		}),
	);
});

test('a timeout is whole minutes, never none', t => {
	fc.assert(
		fc.property(fc.integer({min: 1, max: 100_000}), minutes => {
			t.is(fromWireTimeout(toWireTimeout(minutes)), minutes);
		}),
	);
	t.is(toWireTimeout(0.2), 1);
	t.is(toWireTimeout(20.5), 21);
});
