import {asNumber, asObject, asText, asTexts, parseJson} from '../json.js';
import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {acceptsStrictly, misfitsOf, type Shape} from '../shape.js';
import {type AlarmState, alarmStateOf, type JsonObject, type World} from '../world/state.js';
import {account} from './account.js';
import {type SimulatedAlarm} from './account-types.js';
import {type LookUpProtocol} from './look-up-protocol.js';
import {pageOf, pageSizeOf} from './paging.js';
import {answerQuery, members, type QueryService} from './query-service.js';
import {LookUpError, requestIdOf} from './request.js';

type AlarmQuery = {
	readonly types: readonly string[];
	readonly names: readonly string[];
	readonly prefix: string | undefined;
	readonly state: string | undefined;
	readonly size: string | undefined;
	readonly token: string | undefined;
};

const changedAt = Date.UTC(2026, 5, 20, 3, 0, 0);

const alarmTypes = new Set(['MetricAlarm', 'CompositeAlarm']);

const findAlarms = (world: World, query: AlarmQuery, region: string) => {
	if (query.names.length > 0 && query.prefix !== undefined) {
		throw new LookUpError(
			'ValidationError',
			'AlarmNamePrefix and AlarmNames are mutually exclusive in a single request',
		);
	}

	if (query.types.some(type => !alarmTypes.has(type))) {
		throw new LookUpError('ValidationError', 'AlarmTypes holds MetricAlarm and CompositeAlarm');
	}

	// All of the seeded ones are metric alarms, and without types only those are told.
	const areMetricAlarmsAsked = query.types.length === 0 || query.types.includes('MetricAlarm');
	const found = (region === account.region && areMetricAlarmsAsked ? account.alarms : []).map(alarm => ({
		...alarm,
		state: alarmStateOf(world, alarm.name) ?? alarm.state,
	}));

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
	StateReason: alarm.state === 'ALARM' ? 'Threshold crossed' : 'Threshold not crossed',
	MetricName: alarm.metric,
	Namespace: alarm.namespace,
	Statistic: 'Average',
	Period: 60,
	EvaluationPeriods: 3,
	Threshold: 5,
	ComparisonOperator: 'GreaterThanThreshold',
});

type StateChange = {
	readonly name?: string | undefined;
	readonly state?: string | undefined;
	readonly reason?: string | undefined;
};

const alarmStates: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/** The world after an alarm was set by hand. The service takes it back at its next look at the metric; here it stays. */
const setAlarmState = (world: World, {name, state, reason}: StateChange, region: string): World => {
	const wanted = alarmStates.find(known => known === state);
	if (name === undefined || wanted === undefined || reason === undefined) {
		throw new LookUpError(
			'ValidationError',
			'AlarmName, StateValue (OK, ALARM, INSUFFICIENT_DATA) and StateReason are required',
		);
	}

	if (region !== account.region || alarmStateOf(world, name) === undefined) {
		throw new LookUpError('ResourceNotFound', `There is no alarm ${name}.`, 404);
	}

	return {...world, alarmStates: new Map([...world.alarmStates, [name, wanted]])};
};

export const monitoringService: QueryService = {
	namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
	version: '2010-08-01',
	operations: {
		DescribeAlarms(parameters, world, request) {
			const page = findAlarms(
				world,
				{
					types: parameters.list('AlarmTypes', 'member'),
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
	changes: {
		SetAlarmState: (parameters, world, request) =>
			setAlarmState(
				world,
				{
					name: parameters.one('AlarmName'),
					state: parameters.one('StateValue'),
					reason: parameters.one('StateReason'),
				},
				request.region,
			),
	},
};

const alarmInput: Shape = {
	AlarmTypes: ['text'],
	AlarmNames: ['text'],
	AlarmNamePrefix: 'text',
	StateValue: 'text',
	MaxRecords: 'number',
	NextToken: 'text',
};

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

const stateInput: Shape = {AlarmName: 'text', StateValue: 'text', StateReason: 'text', StateReasonData: 'text'};

const readJson = (operation: string, shape: Shape, request: SimulatedRequest): JsonObject => {
	const body = parseJson(request.body);
	const [misfit] = body === undefined ? [{path: []}] : misfitsOf(shape, body, acceptsStrictly);

	if (body === undefined || misfit?.expected !== undefined) {
		throw new LookUpError('SerializationException', 'The request is not JSON of the right kinds.');
	}

	if (misfit !== undefined) {
		throw new LookUpError(
			'ValidationError',
			`${operation} has no parameter ${misfit.path.join('.')} here. Leave it out.`,
		);
	}

	return asObject(body);
};

const describeInJson = (request: SimulatedRequest, world: World) => {
	const input = readJson('DescribeAlarms', alarmInput, request);
	const page = findAlarms(
		world,
		{
			types: asTexts(input['AlarmTypes']),
			names: asTexts(input['AlarmNames']),
			prefix: asText(input['AlarmNamePrefix']),
			state: asText(input['StateValue']),
			size: asNumber(input['MaxRecords'])?.toString(),
			token: asText(input['NextToken']),
		},
		request.region,
	);

	return {
		MetricAlarms: page.items.map(alarm => ({...showAlarm(alarm), StateUpdatedTimestamp: changedAt / 1000})),
		CompositeAlarms: [],
		...(page.next !== undefined && {NextToken: page.next}),
	};
};

const setInJson = (request: SimulatedRequest, world: World): World => {
	const input = readJson('SetAlarmState', stateInput, request);
	const change = {
		name: asText(input['AlarmName']),
		state: asText(input['StateValue']),
		reason: asText(input['StateReason']),
	};

	return setAlarmState(world, change, request.region);
};

const answerJson: LookUpProtocol = (request, world) => {
	const operation = (request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
	const requestId = requestIdOf(request, world.now);

	try {
		switch (operation) {
			case 'DescribeAlarms': {
				return jsonReply(200, requestId, describeInJson(request, world));
			}

			case 'SetAlarmState': {
				return {...jsonReply(200, requestId, {}), world: setInJson(request, world)};
			}

			default: {
				throw new LookUpError('UnknownOperationException', `Unknown operation ${operation}`, 404);
			}
		}
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
