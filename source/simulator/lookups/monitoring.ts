import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {account, type SimulatedAlarm} from './account.js';
import {type LookUpProtocol} from './look-up-protocol.js';
import {pageOf, pageSizeOf} from './paging.js';
import {answerQuery, members, type QueryService} from './query-service.js';
import {LookUpError, requestIdOf} from './request.js';

type AlarmQuery = {
	readonly names: readonly string[];
	readonly prefix: string | undefined;
	readonly state: string | undefined;
	readonly size: string | undefined;
	readonly token: string | undefined;
};

const changedAt = Date.UTC(2026, 5, 20, 3, 0, 0);

const findAlarms = (query: AlarmQuery, region: string) => {
	if (query.names.length > 0 && query.prefix !== undefined) {
		throw new LookUpError(
			'ValidationError',
			'AlarmNamePrefix and AlarmNames are mutually exclusive in a single request',
		);
	}

	const found = region === account.region ? account.alarms : [];

	return pageOf(
		found.filter(
			alarm =>
				(query.names.length === 0 || query.names.includes(alarm.name)) &&
				alarm.name.startsWith(query.prefix ?? '') &&
				(query.state === undefined || alarm.state === query.state),
		),
		{
			size: pageSizeOf(query.size, {name: 'maxRecords', least: 1, most: 100, fallback: 50, error: 'ValidationError'}),
			token: query.token,
			list: 'alarms',
			tokenError: 'InvalidNextToken',
		},
	);
};

/** Members that both protocols write alike; times differ. */
const showAlarm = (alarm: SimulatedAlarm) => ({
	AlarmName: alarm.name,
	AlarmArn: `arn:aws:cloudwatch:${account.region}:${account.id}:alarm:${alarm.name}`,
	AlarmDescription: alarm.description,
	ActionsEnabled: true,
	StateValue: alarm.state,
	StateReason: 'Threshold not crossed',
	MetricName: alarm.metric,
	Namespace: alarm.namespace,
	Statistic: 'Average',
	Period: 60,
	EvaluationPeriods: 3,
	Threshold: 5,
	ComparisonOperator: 'GreaterThanThreshold',
});

export const monitoringService: QueryService = {
	namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
	version: '2010-08-01',
	operations: {
		DescribeAlarms(parameters, _world, request) {
			const page = findAlarms(
				{
					names: parameters.list('AlarmNames', 'member'),
					prefix: parameters.one('AlarmNamePrefix'),
					state: parameters.one('StateValue'),
					size: parameters.one('MaxRecords'),
					token: parameters.one('NextToken'),
				},
				request.region,
			);

			return {
				MetricAlarms: members(page.items, alarm => ({
					...showAlarm(alarm),
					StateUpdatedTimestamp: new Date(changedAt).toISOString(),
				})),
				CompositeAlarms: '',
				NextToken: page.next,
			};
		},
	},
};

const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const memberOf = (body: unknown, name: string): unknown =>
	typeof body === 'object' && body !== null ? new Map<string, unknown>(Object.entries(body)).get(name) : undefined;

const jsonReply = (
	status: number,
	requestId: string,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): SimulatedReply => ({
	status,
	headers: {'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId, ...headers},
	body: JSON.stringify(body),
});

/** A refusal in JSON; the header keeps the code that the query protocol would have had. */
export const monitoringJsonError = (request: SimulatedRequest, now: number, error: LookUpError): SimulatedReply =>
	jsonReply(
		error.status,
		requestIdOf(request, now),
		{__type: `com.amazonaws.cloudwatch#${error.code}`, message: error.message},
		{'x-amzn-query-error': `${error.code};${error.status < 500 ? 'Sender' : 'Receiver'}`},
	);

const answerJson: LookUpProtocol = (request, world) => {
	try {
		const operation = (request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';

		if (operation !== 'DescribeAlarms') {
			throw new LookUpError('UnknownOperationException', `Unknown operation ${operation}`, 404);
		}

		let body: unknown;

		try {
			body = JSON.parse(request.body === '' ? '{}' : request.body);
		} catch {
			throw new LookUpError('SerializationException', 'The request is not JSON.');
		}

		const names = memberOf(body, 'AlarmNames');
		const page = findAlarms(
			{
				names: Array.isArray(names) ? names.map(String) : [],
				prefix: textOf(memberOf(body, 'AlarmNamePrefix')),
				state: textOf(memberOf(body, 'StateValue')),
				size: textOf(memberOf(body, 'MaxRecords')),
				token: textOf(memberOf(body, 'NextToken')),
			},
			request.region,
		);

		return jsonReply(200, requestIdOf(request, world.now), {
			MetricAlarms: page.items.map(alarm => ({...showAlarm(alarm), StateUpdatedTimestamp: changedAt / 1000})),
			CompositeAlarms: [],
			...(page.next !== undefined && {NextToken: page.next}),
		});
	} catch (error) {
		if (error instanceof LookUpError) {
			return monitoringJsonError(request, world.now, error);
		}

		throw error;
	}
};

/** The JavaScript SDK speaks JSON 1.0 here, older clients the query protocol. */
export const monitoring: LookUpProtocol = (request, world) =>
	request.headers['x-amz-target'] === undefined
		? answerQuery(monitoringService, request, world)
		: answerJson(request, world);
