import type * as z from 'zod';
import {type Elastigroup} from '../../core/cloud/elastigroup.js';
import {ok, type Result} from '../../core/problem.js';
import {type Elastigroups} from '../../ports/elastigroups.js';
import {type OnStamp} from '../cloud-time.js';
import {type Log} from '../log.js';
import {createSecrets, type Secrets} from '../secrets.js';
import {type Agents, createAgents} from '../watched-agents.js';
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
	/** The ways to the clouds; direct ones unless given. */
	readonly agents?: Agents;
	/** What must not be shown; shared by all adapters, so that one knows the keys of the other. */
	readonly secrets?: Secrets;
	/** Told the time of every answer of Spot that says it, refusals included. */
	readonly onStamp?: OnStamp;
	/** The time now; the wall's, unless the demo's clock is given. */
	readonly now?: () => number;
	/** How long one try may take until its answer begins; default 30 000. All of the answer must be there in twice that. */
	readonly timeoutMs?: number;
	/** The pause before a failed read is tried again; default 300. */
	readonly retryDelayMs?: number;
};

/** The most that one call returns (docs/facts.md SPOT 2.1). */
const mostLogs = 1000;

/** How far after our own time the log is asked for: the call must name an end, and Spot's clock may be ahead. */
const lookAheadMs = 15 * 60_000;

const groups = '/aws/ec2/group';
const pathOf = (id: string, ...rest: readonly string[]): string =>
	[groups, ...[id, ...rest].map(encodeURIComponent)].join('/');

/** Elastigroups over Spot's REST API. Reads are repeated a little, writes are sent once. Nothing expected is thrown. */
export const createElastigroupsFromAxios = (options: SpotOptions): Elastigroups => {
	const {accountId, log, onStamp, secrets = createSecrets(), now = () => Date.now()} = options;
	const transport = createTransport({
		baseUrl: options.baseUrl ?? 'https://api.spotinst.io',
		token: options.token,
		...(accountId !== undefined && {accountId}),
		...(log !== undefined && {log}),
		...(onStamp !== undefined && {onStamp}),
		agents: options.agents ?? createAgents(),
		secrets,
		timeoutMs: options.timeoutMs ?? 30_000,
		retryDelayMs: options.retryDelayMs ?? 300,
	});

	type Asked<Schema extends z.ZodType> = Omit<SpotRequest<Schema, never>, 'holds' | 'take'>;

	/** A list that a run goes by: it is read whole or not at all. */
	const every = async <Schema extends z.ZodType, Value>(
		request: Asked<Schema>,
		map: (item: z.output<Schema>) => Value,
	): Promise<Result<readonly Value[]>> =>
		transport.request({...request, holds: 'every', take: items => items.map(item => map(item))});

	/** A list to show or to choose from: one odd item does not hide the others. */
	const fitting = async <Schema extends z.ZodType, Value>(
		request: Asked<Schema>,
		map: (item: z.output<Schema>) => Value,
	): Promise<Result<readonly Value[]>> =>
		transport.request({...request, holds: 'fitting', take: items => items.map(item => map(item))});

	/** The one thing that was asked for, by its id where it has one. */
	const one = async <Schema extends z.ZodType, Value>(
		request: Asked<Schema>,
		map: (item: z.output<Schema>) => Value,
		isAsked: (item: z.output<Schema>) => boolean = () => true,
	): Promise<Result<Value>> =>
		transport.request({
			...request,
			holds: 'every',
			take: ([item]) => (item !== undefined && isAsked(item) ? map(item) : undefined),
		});

	const done = async <Schema extends z.ZodType>(request: Asked<Schema>): Promise<Result<void>> => {
		const result = await transport.request({...request, holds: 'nothing', take: () => true});
		return result.isOk ? ok(undefined) : result;
	};

	const {hide} = secrets;

	const toStampedGroup = (group: WireGroup): Elastigroup => ({
		...toElastigroup(group),
		...given('readAt', transport.lastStamp()),
	});

	const withSignal = (signal: AbortSignal | undefined) => (signal === undefined ? {} : {signal});

	return {
		listAccounts: async signal =>
			fitting(
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
			fitting(
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
				group => group.id === id,
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
			every(
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
			fitting(
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
			const result = await every(
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
			const to = Math.max(now(), transport.lastStamp() ?? 0) + lookAheadMs;
			const result = await fitting(
				{
					operation: 'spot:ListLogs',
					method: 'GET',
					path: pathOf(id, 'logs'),
					query: {fromDate: Math.floor(from), toDate: Math.ceil(to), limit: mostLogs},
					item: logSchema,
					resource: id,
					...withSignal(signal),
				},
				entry => toLogEntry(entry, hide),
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
			every(
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
