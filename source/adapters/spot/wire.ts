/**
 * The shapes of Spot's answers that we read (docs/facts.md SPOT 1.4 to 3.4). Lenient: a member that is missing, null or
 * of another type is as good as absent, what we do not know is dropped; only what nothing can do without is required.
 * Members that decide whose an instance or a blue/green is, or what is put back at the end, may be missing or null, but
 * not be of another type: that item cannot be read.
 */
import * as z from 'zod';

const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().catch(undefined);
const list = <Schema extends z.ZodType>(schema: Schema) =>
	z
		.array(z.unknown())
		.nullish()
		.catch(undefined)
		.transform(items =>
			(items ?? []).flatMap(item => {
				const parsed = schema.safeParse(item);
				return parsed.success ? [parsed.data] : [];
			}),
		);

/** Numbers come as numbers or, in older answers, as strings. */
const amount = z.union([z.number(), z.string().trim().min(1).transform(Number)]).refine(Number.isFinite);

/** Present answers end in `Z`, old ones in `+0000`, which no parser must understand (docs/facts.md SPOT 1.4). */
const time = z
	.union([z.number(), z.string().transform(date => Date.parse(date.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))])
	.refine(Number.isFinite);

const tag = z
	.object({tagKey: z.string(), tagValue: z.string().nullish()})
	.transform(({tagKey, tagValue}) => ({key: tagKey, value: tagValue ?? ''}));

const deploymentGroup = z.object({applicationName: z.string(), deploymentGroupName: z.string()});

const words = list(z.string());

/** Undefined where there are none. The costs of a group are one object where everything else is a list (SPOT 1.4). */
const items = z
	.unknown()
	.optional()
	.transform((written): readonly unknown[] | undefined => {
		if (Array.isArray(written)) {
			return written as readonly unknown[];
		}

		return typeof written === 'object' && written !== null ? [written] : undefined;
	});

export const envelopeSchema = z.object({
	request: maybe(z.object({id: maybe(z.string()), timestamp: maybe(time)})),
	response: z.object({
		status: maybe(z.object({code: maybe(z.number()), message: maybe(z.string())})),
		items,
		errors: list(
			z.object({
				code: maybe(z.union([z.string(), z.number()]).transform(String)),
				message: maybe(z.string()),
				field: maybe(z.string()),
			}),
		),
		error: maybe(z.string()),
		data: maybe(z.string()),
	}),
});

export type Envelope = z.output<typeof envelopeSchema>;

export const accountSchema = z.object({
	accountId: z.string(),
	name: maybe(z.string()),
	providerExternalId: maybe(z.union([z.string(), z.number()]).transform(String)),
});

export const capacitySchema = z.object({target: amount, minimum: amount, maximum: amount, unit: maybe(z.string())});

export const groupSchema = z.object({
	id: z.string().min(1),
	name: maybe(z.string()),
	description: maybe(z.string()),
	region: maybe(z.string()),
	createdAt: maybe(time),
	capacity: capacitySchema,
	compute: maybe(
		z.object({
			product: maybe(z.string()),
			instanceTypes: maybe(
				z.object({
					ondemand: maybe(z.string()),
					onDemandTypes: words,
					spot: words,
					weights: list(z.object({instanceType: z.string(), weightedCapacity: amount})),
				}),
			),
			availabilityZones: list(z.object({name: z.string(), subnetIds: words, subnetId: maybe(z.string())})),
			launchSpecification: maybe(
				z.object({
					imageId: maybe(z.string()),
					images: list(z.object({id: z.string()})),
					securityGroupIds: words,
					keyPair: maybe(z.string()),
					iamRole: maybe(z.object({name: maybe(z.string()), arn: maybe(z.string())})),
					userData: maybe(z.string()),
					tags: list(tag),
					loadBalancersConfig: maybe(
						z.object({
							loadBalancers: list(z.object({type: z.string(), name: maybe(z.string()), arn: maybe(z.string())})),
						}),
					),
					loadBalancerNames: words,
				}),
			),
		}),
	),
	thirdPartiesIntegration: maybe(z.object({codeDeploy: maybe(z.object({deploymentGroups: list(deploymentGroup)}))})),
});

export type WireGroup = z.output<typeof groupSchema>;

/** A Spot request that is pending has no instance, an on-demand instance has no request (docs/facts.md SPOT 2.3). */
export const instanceSchema = z
	.object({
		instanceId: z.string().min(1).nullish(),
		spotInstanceRequestId: z.string().min(1).nullish(),
		instanceType: maybe(z.string()),
		availabilityZone: maybe(z.string()),
		status: z.string().nullish(),
		createdAt: maybe(time),
	})
	.refine(({instanceId, spotInstanceRequestId}) => typeof (instanceId ?? spotInstanceRequestId) === 'string');

export const healthSchema = z.object({instanceId: z.string(), healthStatus: maybe(z.string())});

export const suspensionsSchema = z
	.object({
		processes: z.array(z.string()).nullish(),
		suspensions: z.array(z.object({name: z.string(), expiresAt: time.nullish()})).nullish(),
	})
	.refine(({processes, suspensions}) => Array.isArray(processes ?? suspensions));

export const logSchema = z.object({message: z.string(), severity: maybe(z.string()), createdAt: time});

export const costsSchema = z.object({
	costs: z.object({actual: amount, potential: amount}),
	savings: maybe(z.object({value: amount})),
});

export const capacityAnswerSchema = z.object({capacity: capacitySchema});

export const blueGreenSchema = z
	.object({
		id: z.string().min(1),
		groupId: maybe(z.string()),
		state: z.string().nullish(),
		status: z.string().nullish(),
		config: z
			.object({
				timeout: maybe(amount),
				tags: z.array(tag).nullish(),
				deploymentGroups: z.array(deploymentGroup).nullish(),
			})
			.nullish(),
	})
	.refine(({state, status}) => (state ?? status ?? '') !== '');
