/**
 * Reads one event of a journal. The schemas here and in `cloud-schemas.ts` are proved to read exactly `RunEvent`: a
 * member or an event that is added there does not compile before it is added here. A new member is optional, or older
 * journals cannot be read any more.
 */
import * as z from 'zod';
import {type AllTrue, type Same, type ShapeOf} from '../same-type.js';
import {text, type Text} from '../text-token.js';
import {type Action, type RunRequest} from './action.js';
import {
	blueGreenStateSchema,
	capacitySchema,
	deploymentSchema,
	deploymentStatusSchema,
	idSchema,
	originalsOptionSchema,
	problemSchema,
	readyOptionSchema,
	revisionSchema,
	spotLogEntrySchema,
	suspensionSchema,
	tagFilterSetSchema,
	tagSchema,
	targetSchema,
	timeSchema,
} from './cloud-schemas.js';
import {
	type Baseline,
	type Conflict,
	type Controller,
	type FleetInstance,
	type Outcome,
	type RunConfig,
	type RunEvent,
	type RunPolicy,
	type Source,
} from './event.js';

const policySchema = z.object({
	readyGate: z.enum(['ask', 'continue']),
	cleanUp: z.enum(['ask', 'always', 'never']),
	restore: z.enum(['ask', 'always', 'never']),
} satisfies ShapeOf<RunPolicy>);

const configSchema = z.object({
	runId: z.string(),
	profileName: z.string().optional(),
	answers: z.record(z.string(), z.string()).optional(),
	awsAccountId: z.string().optional(),
	region: z.string(),
	spotAccountId: z.string().optional(),
	applicationName: z.string(),
	deploymentGroupName: z.string(),
	elastigroupId: z.string(),
	elastigroupName: z.string(),
	instanceProfile: z.string().optional(),
	greenTags: z.array(tagSchema),
	timeoutMinutes: z.number(),
	revision: revisionSchema,
	description: z.string(),
	group: z.object({
		tagFilters: tagFilterSetSchema,
		readyOption: readyOptionSchema.optional(),
		originalsOption: originalsOptionSchema.optional(),
		deploymentConfigName: z.string().optional(),
		serviceRoleArn: z.string().optional(),
		targetGroupArns: z.array(z.string()),
		classicLoadBalancerNames: z.array(z.string()),
		unknownTargetGroupNames: z.array(z.string()).optional(),
	} satisfies ShapeOf<RunConfig['group']>),
	isAdvancingFilter: z.boolean(),
	policy: policySchema,
	deadlineMinutes: z.number().optional(),
	clockSkewMs: z.number().optional(),
	isDemo: z.boolean(),
} satisfies ShapeOf<RunConfig>);

const capacityUnitSchema = z.enum(['instance', 'weight']);

const baselineSchema = z.object({
	capacity: capacitySchema,
	suspensions: z.array(suspensionSchema),
	instanceIds: z.array(idSchema),
	blueGreenIds: z.array(z.string()).optional(),
	capacityUnit: capacityUnitSchema.optional(),
	weights: z.record(z.string(), z.number()).optional(),
	spotTime: timeSchema.optional(),
} satisfies ShapeOf<Baseline>);

const conflictSchema = z.discriminatedUnion('kind', [
	z.object({kind: z.literal('blue-green'), id: z.string(), state: blueGreenStateSchema}),
	z.object({kind: z.literal('deployment'), id: z.string(), status: deploymentStatusSchema}),
]);

const sourceSchema = z.enum(['spot', 'code-deploy', 'ec2', 'load-balancer']);

const trafficSchema = z.enum(['initial', 'healthy', 'unhealthy', 'draining', 'unused', 'unavailable']);

const fleetInstanceSchema = z.object({
	instanceId: idSchema,
	isSpot: z.boolean().optional(),
	instanceType: z.string().optional(),
	zone: z.string().optional(),
	state: z.enum(['pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped', 'unknown']),
	isInElastigroup: z.boolean(),
	hasGreenTags: z.boolean(),
	isOfElastigroup: z.literal(true).optional(),
	isUnfiltered: z.literal(true).optional(),
	hasPassedStatusChecks: z.boolean().optional(),
	launchedAt: timeSchema.optional(),
	traffic: trafficSchema.optional(),
	registrations: z.record(z.string(), trafficSchema).optional(),
} satisfies ShapeOf<FleetInstance>);

const outcomeSchema = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('succeeded'),
		isRestored: z.boolean(),
		foreignOriginals: z.array(idSchema).optional(),
		isFilterBehind: z.literal(true).optional(),
	}),
	z.object({kind: z.literal('failed'), isClean: z.boolean()}),
	z.object({kind: z.literal('stopped'), isClean: z.boolean()}),
	z.object({kind: z.literal('refused'), disownedId: z.string().optional()}),
	z.object({kind: z.literal('handed-over'), isClean: z.boolean(), deploymentId: z.string().optional()}),
]);

const controllerSchema = z.object({
	pid: z.number(),
	host: z.string(),
	since: timeSchema,
} satisfies ShapeOf<Controller>);

const actionSchema = z.discriminatedUnion('kind', [
	z.object({kind: z.literal('start-blue-green')}),
	z.object({kind: z.literal('create-deployment')}),
	z.object({
		kind: z.literal('continue-deployment'),
		deploymentId: z.string(),
		wait: z.enum(['ready', 'termination']),
	}),
	z.object({kind: z.literal('stop-deployment'), deploymentId: z.string(), isRollingBack: z.boolean()}),
	z.object({kind: z.literal('stop-blue-green'), blueGreenId: z.string()}),
	z.object({kind: z.literal('detach-instances'), instanceIds: z.array(idSchema)}),
	z.object({kind: z.literal('restore-capacity'), capacity: capacitySchema}),
	z.object({kind: z.literal('restore-suspensions'), suspensions: z.array(suspensionSchema)}),
	z.object({kind: z.literal('lift-suspensions'), processes: z.array(z.string())}),
	z.object({kind: z.literal('advance-filter'), tagFilters: tagFilterSetSchema}),
]);

const requestSchema = z.enum([
	'continue',
	'skip-termination-wait',
	'stop',
	'stop-and-roll-back',
	'clean-up',
	'leave-as-is',
	'restore',
	'adopt-blue-green',
	'leave-blue-green',
]);

const at = timeSchema;
const number = z.number();

const eventSchema = z.discriminatedUnion('type', [
	z.object({type: z.literal('run-started'), at, config: configSchema}),
	z.object({
		type: z.literal('run-resumed'),
		at,
		purpose: z.literal('restore').optional(),
		policy: policySchema.partial().optional(),
		isSuperseded: z.literal(true).optional(),
		clockSkewMs: z.number().optional(),
	}),
	z.object({
		type: z.literal('incomplete-seen'),
		at,
		present: z.number(),
		target: z.number(),
		unit: capacityUnitSchema,
	}),
	z.object({type: z.literal('baseline-noted'), at, baseline: baselineSchema}),
	z.object({type: z.literal('action-intended'), at, number, action: actionSchema}),
	z.object({
		type: z.literal('action-done'),
		at,
		number,
		blueGreenId: z.string().optional(),
		deploymentId: z.string().optional(),
		isAdopted: z.boolean(),
	}),
	z.object({type: z.literal('action-failed'), at, number, problem: problemSchema}),
	z.object({type: z.literal('action-unanswered'), at, number, problem: problemSchema}),
	z.object({
		type: z.literal('candidate-seen'),
		at,
		number,
		blueGreenId: z.string(),
		state: blueGreenStateSchema,
	}),
	z.object({type: z.literal('conflict-seen'), at, conflict: conflictSchema}),
	z.object({type: z.literal('request-made'), at, request: requestSchema, by: z.enum(['person', 'policy'])}),
	z.object({type: z.literal('blue-green-seen'), at, blueGreenId: z.string(), state: blueGreenStateSchema}),
	z.object({type: z.literal('deployment-seen'), at, deployment: deploymentSchema}),
	z.object({
		type: z.literal('targets-seen'),
		at,
		targets: z.array(targetSchema),
		deploymentId: z.string().optional(),
	}),
	z.object({
		type: z.literal('fleet-seen'),
		at,
		instances: z.array(fleetInstanceSchema),
		pendingRequests: z.number(),
	}),
	z.object({
		type: z.literal('capacity-seen'),
		at,
		capacity: capacitySchema,
		suspensions: z.array(suspensionSchema),
	}),
	z.object({type: z.literal('spot-log-seen'), at, entries: z.array(spotLogEntrySchema)}),
	z.object({type: z.literal('source-lost'), at, source: sourceSchema, problem: problemSchema}),
	z.object({type: z.literal('source-found'), at, source: sourceSchema}),
	z.object({type: z.literal('sources-seen'), at, sources: z.array(sourceSchema)}),
	z.object({type: z.literal('controller-seen'), at, controller: controllerSchema}),
	z.object({type: z.literal('run-ended'), at, outcome: outcomeSchema}),
]);

export type EventSchemaProofs = AllTrue<{
	policy: Same<z.output<typeof policySchema>, RunPolicy>;
	config: Same<z.output<typeof configSchema>, RunConfig>;
	baseline: Same<z.output<typeof baselineSchema>, Baseline>;
	conflict: Same<z.output<typeof conflictSchema>, Conflict>;
	source: Same<z.output<typeof sourceSchema>, Source>;
	fleetInstance: Same<z.output<typeof fleetInstanceSchema>, FleetInstance>;
	outcome: Same<z.output<typeof outcomeSchema>, Outcome>;
	controller: Same<z.output<typeof controllerSchema>, Controller>;
	action: Same<z.output<typeof actionSchema>, Action>;
	request: Same<z.output<typeof requestSchema>, RunRequest>;
	event: Same<z.output<typeof eventSchema>, RunEvent>;
}>;

export type ParsedEvent =
	| {readonly kind: 'event'; readonly event: RunEvent}
	/** `newer`: it uses words that this program does not have. */
	| {readonly kind: 'damaged' | 'newer'; readonly why: Text};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown => {
	let inner = value;

	for (const key of path) {
		inner = typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined;
	}

	return inner;
};

const longestName = 80;

/** Reads the document of one line. Unknown members are dropped. */
export const parseEvent = (value: unknown): ParsedEvent => {
	const parsed = eventSchema.safeParse(value);

	if (parsed.success) {
		return {kind: 'event', event: parsed.data};
	}

	const [first] = parsed.error.issues;
	const path = first?.path ?? [];
	const member = path.length === 0 ? 'type' : path.map(String).join('.').slice(0, longestName);
	const word = valueAt(value, path);
	const isUnknownWord =
		typeof word === 'string' && (first?.code === 'invalid_value' || first?.code === 'invalid_union');

	return isUnknownWord
		? {kind: 'newer', why: text('run.journal.unknown-word', {member, word: word.slice(0, longestName)})}
		: {kind: 'damaged', why: text('run.journal.bad-member', {member})};
};
