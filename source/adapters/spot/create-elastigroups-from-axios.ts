import {type Agent} from 'node:http';
import type * as z from 'zod';
import {type Elastigroup} from '../../core/cloud/elastigroup.js';
import {fail, ok, type Result} from '../../core/problem.js';
import {text} from '../../core/text-token.js';
import {type Elastigroups} from '../../ports/elastigroups.js';
import {type Log} from '../log.js';
import {
	toAccount,
	toBlueGreen,
	toCapacity,
	given,
	toCosts,
	toElastigroup,
	toHealth,
	toInstance,
	toLogEntry,
	toSuspensions,
} from './from-wire.js';
import {toBlueGreenBody, toCreateGroupBody, toDetachBody, toSuspendBody, toWireCapacity} from './to-wire.js';
import {createTransport, type SpotRequest} from './transport.js';
import {
	accountSchema,
	blueGreenSchema,
	capacityAnswerSchema,
	costsSchema,
	groupSchema,
	healthSchema,
	instanceSchema,
	logSchema,
	suspensionsSchema,
	type WireGroup,
} from './wire.js';

export type SpotOptions = {
	/** Default `https://api.spotinst.io`. */
	readonly baseUrl?: string;
	readonly token: string;
	/** `act-…`; without it Spot takes the organization's oldest account. */
	readonly accountId?: string;
	readonly log?: Log;
	/** The way to hosts over TLS, where it is not the direct one. */
	readonly httpsAgent?: Agent;
	/** The time now; the wall's, unless the demo's clock is given. */
	readonly now?: () => number;
	/** How long one try of a call may take; default 30 000. */
	readonly timeoutMs?: number;
	/** The pause before a failed read is tried again; default 300. */
	readonly retryDelayMs?: number;
};

/** The most that one call returns (docs/facts.md SPOT 2.1). */
const mostLogs = 1000;

/** How far a clock may run away from ours between two calls; the call for the log must name an end. */
const clockSkewMs = 15 * 60_000;

const groups = '/aws/ec2/group';
const pathOf = (id: string, ...rest: readonly string[]): string =>
	[groups, ...[id, ...rest].map(encodeURIComponent)].join('/');

/** Elastigroups over Spot's REST API. Reads are repeated a little, writes are sent once. Nothing expected is thrown. */
export const createElastigroupsFromAxios = (options: SpotOptions): Elastigroups => {
	const {accountId, log, now = () => Date.now()} = options;
	const transport = createTransport({
		baseUrl: options.baseUrl ?? 'https://api.spotinst.io',
		token: options.token,
		...(accountId !== undefined && {accountId}),
		...(log !== undefined && {log}),
		...(options.httpsAgent !== undefined && {httpsAgent: options.httpsAgent}),
		timeoutMs: options.timeoutMs ?? 30_000,
		retryDelayMs: options.retryDelayMs ?? 300,
	});

	const list = async <Schema extends z.ZodType, Value>(
		request: SpotRequest<Schema>,
		map: (item: z.output<Schema>) => Value,
	): Promise<Result<readonly Value[]>> => {
		const result = await transport.request(request);
		return result.isOk ? ok(result.value.map(item => map(item))) : result;
	};

	/** An answer that must hold one thing; without it, it could not be read. */
	const one = async <Schema extends z.ZodType, Value>(
		request: SpotRequest<Schema>,
		map: (item: z.output<Schema>) => Value,
	): Promise<Result<Value>> => {
		const result = await list(request, map);
		if (!result.isOk) {
			return result;
		}

		const [value] = result.value;
		return value === undefined
			? fail({
					kind: 'remote',
					code: 'empty-answer',
					message: text('problem.spot.empty', {operation: request.operation}),
					nextSteps: [text('problem.spot.step.wait')],
					isRetryable: true,
				})
			: ok(value);
	};

	const done = async <Schema extends z.ZodType>(request: SpotRequest<Schema>): Promise<Result<void>> => {
		const result = await transport.request(request);
		return result.isOk ? ok(undefined) : result;
	};

	const toStampedGroup = (group: WireGroup): Elastigroup => ({
		...toElastigroup(group),
		...given('readAt', transport.lastStamp()),
	});

	const withSignal = (signal: AbortSignal | undefined) => (signal === undefined ? {} : {signal});

	return {
		listAccounts: async signal =>
			list(
				{
					operation: 'spot:ListAccounts',
					method: 'GET',
					path: '/setup/account',
					item: accountSchema,
					hasAccount: false,
					...withSignal(signal),
				},
				toAccount,
			),

		list: async signal =>
			list(
				{operation: 'spot:ListGroups', method: 'GET', path: groups, item: groupSchema, ...withSignal(signal)},
				toStampedGroup,
			),

		get: async (id, signal) =>
			one(
				{
					operation: 'spot:GetGroup',
					method: 'GET',
					path: pathOf(id),
					item: groupSchema,
					resource: id,
					...withSignal(signal),
				},
				toStampedGroup,
			),

		create: async (spec, signal) =>
			one(
				{
					operation: 'spot:CreateGroup',
					method: 'POST',
					path: groups,
					body: toCreateGroupBody(spec),
					item: groupSchema,
					resource: spec.name,
					...withSignal(signal),
				},
				toStampedGroup,
			),

		listInstances: async (id, signal) =>
			list(
				{
					operation: 'spot:GetGroupStatus',
					method: 'GET',
					path: pathOf(id, 'status'),
					item: instanceSchema,
					resource: id,
					...withSignal(signal),
				},
				toInstance,
			),

		listHealth: async (id, signal) =>
			list(
				{
					operation: 'spot:GetInstanceHealthiness',
					method: 'GET',
					path: pathOf(id, 'instanceHealthiness'),
					item: healthSchema,
					resource: id,
					...withSignal(signal),
				},
				toHealth,
			),

		setCapacity: async (id, capacity, signal) =>
			one(
				{
					operation: 'spot:SetCapacity',
					method: 'PUT',
					path: pathOf(id, 'capacity'),
					body: {capacity: toWireCapacity(capacity)},
					item: capacityAnswerSchema,
					resource: id,
					...withSignal(signal),
				},
				answer => toCapacity(answer.capacity),
			),

		detachInstances: async (id, request, signal) =>
			done({
				operation: 'spot:DetachInstances',
				method: 'PUT',
				path: pathOf(id, 'detachInstances'),
				body: toDetachBody(request),
				item: groupSchema,
				resource: id,
				...withSignal(signal),
			}),

		async listSuspensions(id, signal) {
			const result = await list(
				{
					operation: 'spot:ListSuspensions',
					method: 'GET',
					path: pathOf(id, 'suspension'),
					item: suspensionsSchema,
					resource: id,
					...withSignal(signal),
				},
				toSuspensions,
			);
			return result.isOk ? ok(result.value.flat()) : result;
		},

		async suspend(id, suspensions, signal) {
			const body = toSuspendBody(suspensions, now());
			return Array.isArray(body['suspensions']) && body['suspensions'].length === 0
				? ok(undefined)
				: done({
						operation: 'spot:Suspend',
						method: 'POST',
						path: pathOf(id, 'suspension'),
						body,
						item: suspensionsSchema,
						resource: id,
						...withSignal(signal),
					});
		},

		liftSuspensions: async (id, processes, signal) =>
			done({
				operation: 'spot:LiftSuspensions',
				method: 'DELETE',
				path: pathOf(id, 'suspension'),
				body: {processes: [...processes]},
				item: suspensionsSchema,
				resource: id,
				...withSignal(signal),
			}),

		async listLogs(id, from, signal) {
			const to = Math.max(now(), transport.lastStamp() ?? 0) + clockSkewMs;
			const result = await list(
				{
					operation: 'spot:ListLogs',
					method: 'GET',
					path: pathOf(id, 'logs'),
					query: {fromDate: Math.floor(from), toDate: Math.ceil(to), limit: mostLogs},
					item: logSchema,
					resource: id,
					...withSignal(signal),
				},
				toLogEntry,
			);
			// Newest first in the vendor's example (docs/facts.md SPOT 2.1); entries of one moment keep their order.
			return result.isOk ? ok([...result.value].reverse().sort((one, other) => one.at - other.at)) : result;
		},

		getCosts: async (id, {from, to}, signal) =>
			one(
				{
					operation: 'spot:GetCosts',
					method: 'GET',
					path: pathOf(id, 'costs'),
					query: {fromDate: new Date(from).toISOString(), toDate: new Date(to).toISOString()},
					item: costsSchema,
					resource: id,
					...withSignal(signal),
				},
				toCosts,
			),

		startBlueGreen: async (id, request, signal) =>
			one(
				{
					operation: 'spot:StartBlueGreen',
					method: 'POST',
					path: pathOf(id, 'codeDeploy', 'blueGreenDeployment'),
					body: toBlueGreenBody(request),
					item: blueGreenSchema,
					resource: id,
					...withSignal(signal),
				},
				answer => toBlueGreen(answer, id),
			),

		// Nothing says in which order several come; the vendor's own client takes the first (docs/facts.md SPOT 3.1).
		listBlueGreen: async (id, signal) =>
			list(
				{
					operation: 'spot:GetBlueGreen',
					method: 'GET',
					path: pathOf(id, 'codeDeploy', 'blueGreenDeployment'),
					item: blueGreenSchema,
					resource: id,
					...withSignal(signal),
				},
				answer => toBlueGreen(answer, id),
			),

		stopBlueGreen: async (id, blueGreenId, signal) =>
			done({
				operation: 'spot:StopBlueGreen',
				method: 'PUT',
				path: pathOf(id, 'codeDeploy', 'blueGreenDeployment', blueGreenId, 'stop'),
				item: blueGreenSchema,
				resource: blueGreenId,
				...withSignal(signal),
			}),
	};
};
