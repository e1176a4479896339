import * as z from 'zod';

const oneOrMore = z.union([z.string().transform(value => [value]), z.array(z.string())]);

const statementSchema = z.object({
	Effect: z.string(),
	Principal: z.union([z.string(), z.looseObject({Service: oneOrMore.optional()})]).optional(),
	Action: oneOrMore.optional(),
});

const policySchema = z.object({
	Statement: z.union([statementSchema.transform(value => [value]), z.array(statementSchema)]),
});

/**
 * Whether a trust policy, as IAM gives it (percent-encoded JSON), lets CodeDeploy of the region assume the role. An
 * unreadable policy does not.
 */
export const isAssumableByCodeDeploy = (document: string | undefined, region: string): boolean => {
	const names = new Set([
		'codedeploy.amazonaws.com',
		`codedeploy.${region}.amazonaws.com`,
		`codedeploy.${region}.amazonaws.com.cn`,
	]);

	try {
		const policy = policySchema.parse(JSON.parse(decodeURIComponent(document ?? '')));

		return policy.Statement.some(({Effect, Principal, Action}) => {
			const services = typeof Principal === 'object' ? (Principal.Service ?? []) : [];
			const isAllowed = (Action ?? []).some(action => ['sts:AssumeRole', 'sts:*', '*'].includes(action));

			return Effect === 'Allow' && isAllowed && services.some(service => names.has(service));
		});
	} catch {
		return false;
	}
};
