import {registrationsOf, type World} from '../world/state.js';
import {account} from './account.js';
import {
	type SimulatedClassicLoadBalancer,
	type SimulatedLoadBalancer,
	type SimulatedTargetGroup,
} from './account-types.js';
import {type LookUpProtocol} from './look-up-protocol.js';
import {pageOf, pageSizeOf} from './paging.js';
import {answerQuery, members, type QueryService} from './query-service.js';
import {LookUpError, type QueryParameters} from './request.js';
import {type XmlObject} from './xml.js';

/** Nothing was seeded in other regions. */
const here = <Item>(region: string, items: readonly Item[]): readonly Item[] =>
	region === account.region ? items : [];

const pageIn = <Item>(parameters: QueryParameters, list: string, items: readonly Item[]) =>
	pageOf(items, {
		size: pageSizeOf(parameters.one('PageSize'), {
			name: 'PageSize',
			least: 1,
			most: 400,
			fallback: 400,
			error: 'ValidationError',
		}),
		token: parameters.one('Marker'),
		list,
		tokenError: 'ValidationError',
	});

/** Those named, in the order of the account; a name that nobody has is refused. */
const named = <Item>(
	items: readonly Item[],
	names: readonly string[],
	nameOf: (item: Item) => string,
	error: (missing: string) => LookUpError,
): readonly Item[] => {
	if (names.length === 0) {
		return items;
	}

	const missing = names.find(name => !items.some(item => nameOf(item) === name));

	if (missing !== undefined) {
		throw error(missing);
	}

	return items.filter(item => names.includes(nameOf(item)));
};

const noLoadBalancer = (name: string): LookUpError =>
	new LookUpError('LoadBalancerNotFound', `Load balancers '[${name}]' not found`);

const noTargetGroup = (): LookUpError => new LookUpError('TargetGroupNotFound', 'One or more target groups not found');

const onlyOne = (...lists: ReadonlyArray<readonly string[]>): void => {
	if (lists.filter(list => list.length > 0).length > 1) {
		throw new LookUpError(
			'ValidationError',
			'You cannot specify more than one of the name, ARN and load balancer filters.',
		);
	}
};

const zoneOf = (subnetId: string): string => account.subnets.find(({id}) => id === subnetId)?.zone ?? '';

const showLoadBalancer = (balancer: SimulatedLoadBalancer): XmlObject => ({
	LoadBalancerArn: balancer.arn,
	DNSName: balancer.dnsName,
	CanonicalHostedZoneId: 'ZWKZPGTI48KDX',
	CreatedTime: balancer.createdAt,
	LoadBalancerName: balancer.name,
	Scheme: balancer.scheme,
	VpcId: balancer.vpcId,
	State: {Code: 'active'},
	Type: balancer.type,
	AvailabilityZones: members(balancer.subnetIds, subnetId => ({ZoneName: zoneOf(subnetId), SubnetId: subnetId})),
	SecurityGroups: members(balancer.securityGroupIds, id => id),
	IpAddressType: 'ipv4',
});

const showTargetGroup = (group: SimulatedTargetGroup): XmlObject => ({
	TargetGroupArn: group.arn,
	TargetGroupName: group.name,
	Protocol: group.protocol,
	Port: group.port,
	VpcId: group.vpcId,
	HealthCheckProtocol: group.protocol,
	HealthCheckPort: 'traffic-port',
	HealthCheckEnabled: true,
	HealthCheckIntervalSeconds: 30,
	HealthCheckTimeoutSeconds: 5,
	HealthyThresholdCount: 5,
	UnhealthyThresholdCount: 2,
	HealthCheckPath: group.healthCheckPath,
	Matcher: group.protocol === 'HTTP' ? {HttpCode: '200'} : undefined,
	LoadBalancerArns: members(group.loadBalancerArns, arn => arn),
	TargetType: group.targetType,
	ProtocolVersion: group.protocol === 'HTTP' ? 'HTTP1' : undefined,
	IpAddressType: 'ipv4',
});

const reasons: Readonly<Record<string, {readonly code: string; readonly words: string}>> = {
	initial: {code: 'Elb.RegistrationInProgress', words: 'Target registration is in progress'},
	unhealthy: {code: 'Target.FailedHealthChecks', words: 'Health checks failed'},
	unused: {
		code: 'Target.NotRegistered',
		words: 'Target is not registered to the target group',
	},
	draining: {code: 'Target.DeregistrationInProgress', words: 'Target deregistration is in progress'},
};

const showHealth = (state: string): XmlObject => ({
	State: state,
	Reason: reasons[state]?.code,
	Description: reasons[state]?.words,
});

const requiredIn = (parameters: QueryParameters, name: string): string => {
	const value = parameters.one(name);

	if (value === undefined || value === '') {
		throw new LookUpError('ValidationError', `${name} is required`);
	}

	return value;
};

const describeTargetHealth = (parameters: QueryParameters, world: World, region: string): XmlObject => {
	const arn = requiredIn(parameters, 'TargetGroupArn');
	const group = here(region, account.targetGroups).find(each => each.arn === arn);

	if (group === undefined) {
		throw noTargetGroup();
	}

	const registered = registrationsOf(world, group.arn).map(({instanceId, state}) => ({
		instanceId,
		state: String(state),
	}));
	const asked = parameters.listOf('Targets', 'Id');
	const shown =
		asked.length === 0
			? registered
			: asked.map(id => registered.find(({instanceId}) => instanceId === id) ?? {instanceId: id, state: 'unused'});

	return {
		TargetHealthDescriptions: members(shown, ({instanceId, state}) => ({
			Target: {Id: instanceId, Port: group.port},
			HealthCheckPort: String(group.port),
			TargetHealth: showHealth(state),
		})),
	};
};

export const loadBalancingV2: QueryService = {
	namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
	version: '2015-12-01',
	operations: {
		DescribeLoadBalancers(parameters, _world, {region}) {
			const names = parameters.list('Names', 'member');
			const arns = parameters.list('LoadBalancerArns', 'member');
			onlyOne(names, arns);
			const byName = named(here(region, account.loadBalancers), names, ({name}) => name, noLoadBalancer);
			const page = pageIn(
				parameters,
				'load-balancers',
				named(byName, arns, ({arn}) => arn, noLoadBalancer),
			);

			return {LoadBalancers: members(page.items, showLoadBalancer), NextMarker: page.next};
		},
		DescribeTargetGroups(parameters, _world, {region}) {
			const names = parameters.list('Names', 'member');
			const arns = parameters.list('TargetGroupArns', 'member');
			const balancerArn = parameters.one('LoadBalancerArn');
			onlyOne(names, arns, balancerArn === undefined ? [] : [balancerArn]);
			const byName = named(here(region, account.targetGroups), names, ({name}) => name, noTargetGroup);
			const byArn = named(byName, arns, ({arn}) => arn, noTargetGroup);

			if (balancerArn !== undefined) {
				named(here(region, account.loadBalancers), [balancerArn], ({arn}) => arn, noLoadBalancer);
			}

			const found =
				balancerArn === undefined ? byArn : byArn.filter(group => group.loadBalancerArns.includes(balancerArn));
			const page = pageIn(parameters, 'target-groups', found);

			return {TargetGroups: members(page.items, showTargetGroup), NextMarker: page.next};
		},
		DescribeTargetHealth: (parameters, world, {region}) => describeTargetHealth(parameters, world, region),
	},
};

const showClassic = (balancer: SimulatedClassicLoadBalancer, world: World): XmlObject => ({
	LoadBalancerName: balancer.name,
	DNSName: balancer.dnsName,
	CanonicalHostedZoneNameID: 'ZWKZPGTI48KDX',
	ListenerDescriptions: members([80], port => ({
		Listener: {Protocol: 'HTTP', LoadBalancerPort: port, InstanceProtocol: 'HTTP', InstancePort: port},
		PolicyNames: '',
	})),
	Policies: {AppCookieStickinessPolicies: '', LBCookieStickinessPolicies: '', OtherPolicies: ''},
	BackendServerDescriptions: '',
	AvailabilityZones: members(balancer.zones, zone => zone),
	Subnets: members(balancer.subnetIds, id => id),
	VPCId: balancer.vpcId,
	Instances: members(
		registrationsOf(world, balancer.name).filter(({state}) => state !== 'draining'),
		({instanceId}) => ({InstanceId: instanceId}),
	),
	HealthCheck: {Target: 'HTTP:80/health', Interval: 30, Timeout: 5, UnhealthyThreshold: 2, HealthyThreshold: 10},
	SourceSecurityGroup: {OwnerAlias: account.id, GroupName: 'shop-alb'},
	SecurityGroups: members(balancer.securityGroupIds, id => id),
	CreatedTime: balancer.createdAt,
	Scheme: 'internet-facing',
});

/** Classic knows no draining and no beginning: what is not healthy is out of service, for a reason. */
const showClassicState = (instanceId: string, state: string): XmlObject => {
	if (state === 'healthy') {
		return {InstanceId: instanceId, State: 'InService', ReasonCode: 'N/A', Description: 'N/A'};
	}

	if (state === 'initial') {
		return {
			InstanceId: instanceId,
			State: 'OutOfService',
			ReasonCode: 'ELB',
			Description: 'Instance registration is still in progress.',
		};
	}

	return {
		InstanceId: instanceId,
		State: 'OutOfService',
		ReasonCode: 'Instance',
		Description:
			state === 'draining'
				? 'Instance deregistration currently in progress.'
				: 'Instance has failed at least the UnhealthyThreshold number of health checks consecutively.',
	};
};

const noClassic = (name: string): LookUpError =>
	new LookUpError('LoadBalancerNotFound', `There is no ACTIVE Load Balancer named '${name}'`);

export const loadBalancingClassic: QueryService = {
	namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/',
	version: '2012-06-01',
	operations: {
		DescribeLoadBalancers(parameters, world, {region}) {
			const found = named(
				here(region, account.classicLoadBalancers),
				parameters.list('LoadBalancerNames', 'member'),
				({name}) => name,
				noClassic,
			);
			const page = pageIn(parameters, 'classic', found);

			return {
				LoadBalancerDescriptions: members(page.items, balancer => showClassic(balancer, world)),
				NextMarker: page.next,
			};
		},
		DescribeInstanceHealth(parameters, world, {region}) {
			const name = requiredIn(parameters, 'LoadBalancerName');
			named(here(region, account.classicLoadBalancers), [name], each => each.name, noClassic);
			const registered = registrationsOf(world, name);
			const asked = parameters.listOf('Instances', 'InstanceId');
			const unknown = asked.find(id => !registered.some(({instanceId}) => instanceId === id));

			if (unknown !== undefined) {
				throw new LookUpError('InvalidInstance', `Could not find EC2 instance ${unknown}.`);
			}

			return {
				InstanceStates: members(
					registered.filter(({instanceId}) => asked.length === 0 || asked.includes(instanceId)),
					({instanceId, state}) => showClassicState(instanceId, state),
				),
			};
		},
	},
};

/** Both generations sign with one name; the version tells them apart. */
export const loadBalancers: LookUpProtocol = (request, world) => {
	const version = new URLSearchParams(request.body).get('Version') ?? request.query.get('Version');

	return answerQuery(version === loadBalancingClassic.version ? loadBalancingClassic : loadBalancingV2, request, world);
};
