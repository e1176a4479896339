/** Schemas of the clouds' answers, in the shape that events keep. */
import * as z from 'zod';
import {
	type Deployment,
	type DeploymentStatus,
	type DeploymentTarget,
	type LifecycleEvent,
	type LifecycleStatus,
	type Revision,
	type TagFilterSet,
} from '../cloud/code-deploy.js';
import {blueGreenStates, type BlueGreenState, type SpotLogEntry, type Suspension} from '../cloud/elastigroup.js';
import {type Capacity, type Tag} from '../cloud/shared.js';
import {type Problem} from '../problem.js';
import {type AllTrue, type Same, type ShapeOf} from '../same-type.js';
import {type Text, type TextId, type TextValue} from '../text-token.js';

/** Epoch milliseconds that a `Date` can be made of. */
export const timeSchema = z.number().min(0).max(8.64e15);

/** A key of the run's tables. A name such as `constructor` would be found in every table, so it is refused. */
export const idSchema = z.string().refine(id => !(id in {}));

/** A cloud's vocabulary: a word that is not in it becomes `{unknown}`. */
const open = <const Words extends readonly string[]>(words: Words) =>
	z.union([z.enum(words), z.object({unknown: z.string()}), z.string().transform(unknown => ({unknown}))]);

const textIdSchema = z.custom<TextId>(id => typeof id === 'string');
const textValueSchema: z.ZodType<TextValue> = z.union([z.string(), z.number(), z.lazy(() => textSchema)]);

/** The id is not checked: ids come and go with versions, and the catalogue shows an unknown one as it is. */
export const textSchema: z.ZodType<Text> = z.object({
	id: textIdSchema,
	values: z.record(z.string(), textValueSchema).optional(),
} satisfies ShapeOf<Text>);

export const problemSchema = z.object({
	kind: z.enum(['input', 'auth', 'permission', 'conflict', 'not-found', 'throttled', 'network', 'remote', 'bug']),
	code: z.string(),
	message: textSchema,
	nextSteps: z.array(textSchema),
	isRetryable: z.boolean(),
	retryAfterMs: z.number().optional(),
	otherDeploymentId: z.string().optional(),
	isUnsent: z.literal(true).optional(),
	requestId: z.string().optional(),
	detail: z.string().optional(),
} satisfies ShapeOf<Problem>);

export const tagSchema = z.object({key: z.string(), value: z.string()} satisfies ShapeOf<Tag>);

export const capacitySchema = z.object({
	target: z.number(),
	minimum: z.number(),
	maximum: z.number(),
} satisfies ShapeOf<Capacity>);

export const suspensionSchema = z.object({
	process: z.string(),
	expiresAt: timeSchema.optional(),
} satisfies ShapeOf<Suspension>);

export const blueGreenStateSchema = open(blueGreenStates);

export const spotLogEntrySchema = z.object({
	at: timeSchema,
	severity: z.enum(['debug', 'info', 'warn', 'error']),
	message: z.string(),
} satisfies ShapeOf<SpotLogEntry>);

export const tagFilterSetSchema = z.array(
	z.array(
		z.discriminatedUnion('type', [
			z.object({type: z.literal('key-and-value'), key: z.string(), value: z.string()}),
			z.object({type: z.literal('key-only'), key: z.string()}),
			z.object({type: z.literal('value-only'), value: z.string()}),
		]),
	),
);

export const readyOptionSchema = z.discriminatedUnion('action', [
	z.object({action: z.literal('continue')}),
	z.object({action: z.literal('stop'), waitMinutes: z.number()}),
]);

export const originalsOptionSchema = z.discriminatedUnion('action', [
	z.object({action: z.literal('terminate'), waitMinutes: z.number()}),
	z.object({action: z.literal('keep-alive')}),
]);

export const revisionSchema = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('s3'),
		bucket: z.string(),
		key: z.string(),
		bundleType: z.enum(['zip', 'tgz', 'tar']),
		version: z.string().optional(),
		eTag: z.string().optional(),
	}),
	z.object({kind: z.literal('github'), repository: z.string(), commitId: z.string()}),
]);

export const deploymentStatusSchema = open([
	'created',
	'queued',
	'in-progress',
	'baking',
	'ready',
	'succeeded',
	'failed',
	'stopped',
]);

export const deploymentSchema = z.object({
	deploymentId: z.string(),
	applicationName: z.string(),
	deploymentGroupName: z.string(),
	status: deploymentStatusSchema,
	description: z.string(),
	counts: z
		.object({
			pending: z.number(),
			inProgress: z.number(),
			succeeded: z.number(),
			failed: z.number(),
			skipped: z.number(),
			ready: z.number(),
		})
		.optional(),
	error: z.object({code: z.string(), message: z.string()}).optional(),
	statusMessages: z.array(z.string()),
	rollbackDeploymentId: z.string().optional(),
	rollsBackDeploymentId: z.string().optional(),
	rollbackMessage: z.string().optional(),
	creator: z.string().optional(),
	revision: revisionSchema.optional(),
	replacementTags: z.array(tagSchema),
	readyOption: readyOptionSchema.optional(),
	originalsOption: originalsOptionSchema.optional(),
	hasTerminationWaitStarted: z.boolean(),
	createdAt: timeSchema,
	startedAt: timeSchema.optional(),
	completedAt: timeSchema.optional(),
} satisfies ShapeOf<Deployment>);

const lifecycleWords = ['pending', 'in-progress', 'succeeded', 'failed', 'skipped'] as const;
const lifecycleStatusSchema = open(lifecycleWords);

const lifecycleEventSchema = z.object({
	name: z.string(),
	status: lifecycleStatusSchema,
	startedAt: timeSchema.optional(),
	endedAt: timeSchema.optional(),
	diagnostics: z
		.object({errorCode: z.string(), scriptName: z.string(), message: z.string(), logTail: z.string()})
		.optional(),
} satisfies ShapeOf<LifecycleEvent>);

export const targetSchema = z.object({
	instanceId: idSchema,
	color: z.enum(['blue', 'green']).optional(),
	status: open([...lifecycleWords, 'ready']),
	updatedAt: timeSchema.optional(),
	events: z.array(lifecycleEventSchema),
} satisfies ShapeOf<DeploymentTarget>);

export type CloudSchemaProofs = AllTrue<{
	problem: Same<z.output<typeof problemSchema>, Problem>;
	suspension: Same<z.output<typeof suspensionSchema>, Suspension>;
	blueGreenState: Same<z.output<typeof blueGreenStateSchema>, BlueGreenState>;
	spotLogEntry: Same<z.output<typeof spotLogEntrySchema>, SpotLogEntry>;
	tagFilterSet: Same<z.output<typeof tagFilterSetSchema>, TagFilterSet>;
	revision: Same<z.output<typeof revisionSchema>, Revision>;
	deploymentStatus: Same<z.output<typeof deploymentStatusSchema>, DeploymentStatus>;
	deployment: Same<z.output<typeof deploymentSchema>, Deployment>;
	lifecycleStatus: Same<z.output<typeof lifecycleStatusSchema>, LifecycleStatus>;
	lifecycleEvent: Same<z.output<typeof lifecycleEventSchema>, LifecycleEvent>;
	target: Same<z.output<typeof targetSchema>, DeploymentTarget>;
}>;
