import {UnreadableAnswer} from './answer-errors.js';

/**
 * The members of which the answer to each call must have at least one, and not empty where it is a text. The services
 * write an empty list as an empty list; only S3 leaves out the entries of an empty bucket, but always names the bucket.
 * A call that is not here answers nothing, which it may do by an empty body or an empty object.
 */
const mustHold: Readonly<Record<string, readonly string[]>> = {
	BatchGetApplications: ['applicationsInfo'],
	BatchGetDeploymentTargets: ['deploymentTargets'],
	CreateApplication: ['applicationId'],
	CreateDeployment: ['deploymentId'],
	CreateDeploymentGroup: ['deploymentGroupId'],
	GetDeployment: ['deploymentInfo'],
	GetDeploymentConfig: ['deploymentConfigInfo'],
	GetDeploymentGroup: ['deploymentGroupInfo'],
	ListApplicationRevisions: ['revisions'],
	ListApplications: ['applications'],
	ListDeploymentConfigs: ['deploymentConfigsList'],
	ListDeploymentGroups: ['deploymentGroups'],
	ListDeployments: ['deployments'],
	ListDeploymentTargets: ['targetIds'],
	ListGitHubAccountTokenNames: ['tokenNameList'],
	StopDeployment: ['status'],
	GetCallerIdentity: ['Account'],
	DescribeRegions: ['Regions'],
	DescribeAvailabilityZones: ['AvailabilityZones'],
	DescribeVpcs: ['Vpcs'],
	DescribeSubnets: ['Subnets'],
	DescribeSecurityGroups: ['SecurityGroups'],
	DescribeKeyPairs: ['KeyPairs'],
	DescribeImages: ['Images'],
	DescribeInstanceTypes: ['InstanceTypes'],
	DescribeInstances: ['Reservations'],
	DescribeInstanceStatus: ['InstanceStatuses'],
	DescribeTargetGroups: ['TargetGroups'],
	DescribeTargetHealth: ['TargetHealthDescriptions'],
	DescribeLoadBalancers: ['LoadBalancerDescriptions'],
	DescribeInstanceHealth: ['InstanceStates'],
	ListRoles: ['Roles'],
	ListInstanceProfiles: ['InstanceProfiles'],
	ListBuckets: ['Buckets'],
	ListObjectsV2: ['Name'],
	ListTopics: ['Topics'],
	DescribeAlarms: ['MetricAlarms', 'CompositeAlarms'],
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

const isHeld = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** A success whose words the SDK could not read, as opposed to a refusal or a connection that failed. */
const isUnread = (error: unknown): boolean => {
	const response = isRecord(error) ? error['$response'] : undefined;
	const status = isRecord(response) ? response['statusCode'] : undefined;
	return typeof status === 'number' && status >= 200 && status < 300;
};

/** Whether the body is empty or an empty document, as from a call that answers nothing. */
const isNothing = (response: unknown): boolean => {
	const body = isRecord(response) ? response['body'] : undefined;
	return !(body instanceof Uint8Array) || body.byteLength === 0 || /^\s*[{<]/.test(new TextDecoder().decode(body));
};

type Result<Output> = {readonly response: unknown; readonly output: Output};

/** Makes an answer that does not hold what was asked for an error, which the SDK repeats as it does a lost connection. */
export const checkAnswers =
	<Parameters_ extends object, Output extends object>(
		next: (parameters: Parameters_) => Promise<Result<Output>>,
		context: {readonly commandName?: string},
	) =>
	async (parameters: Parameters_): Promise<Result<Output>> => {
		const name = (context.commandName ?? '').replace(/Command$/, '');
		const members = Object.hasOwn(mustHold, name) ? mustHold[name] : undefined;
		let result: Result<Output>;

		try {
			result = await next(parameters);
		} catch (error) {
			throw isUnread(error) ? new UnreadableAnswer(`${name}: not to be read`, {cause: error}) : error;
		}

		const {output} = result;
		const isWhole =
			members === undefined
				? isNothing(result.response)
				: members.some(member => member in output && isHeld(Reflect.get(output, member)));

		if (!isWhole) {
			throw new UnreadableAnswer(`${name}: without ${members?.join(' or ') ?? 'an object'}`);
		}

		return result;
	};
