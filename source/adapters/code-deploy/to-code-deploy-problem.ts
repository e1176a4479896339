import {type Problem, type ProblemKind} from '../../core/problem.js';
import {text, type Text} from '../../core/text-token.js';
import {type AwsCallContext, toAwsProblem} from '../aws/aws-problem.js';

export type CodeDeployCall = AwsCallContext & {
	readonly subject?: {
		readonly applicationName?: string;
		readonly deploymentGroupName?: string;
		readonly deploymentId?: string;
		readonly deploymentConfigName?: string;
	};
};

type Row = {
	readonly kind: ProblemKind;
	readonly message: Text;
	readonly nextSteps?: readonly Text[];
	readonly isRetryable?: boolean;
	readonly otherDeploymentId?: string;
};

/** Both wordings that CodeDeploy has used name the deployment that is under way (docs/facts.md CD 3.3). */
const activeDeploymentIn = (detail: string): string | undefined => /\bd-[A-Z\d]+/.exec(detail)?.[0];

const unknownName = '—';

const toActive = (call: CodeDeployCall, detail: string): Row => {
	const group = call.subject?.deploymentGroupName ?? unknownName;
	const deploymentId = activeDeploymentIn(detail);
	return deploymentId === undefined
		? {
				kind: 'conflict',
				message: text('problem.code-deploy.deployment-limit', {detail}),
				nextSteps: [text('problem.code-deploy.step.wait-for-others')],
				isRetryable: true,
			}
		: {
				kind: 'conflict',
				message: text('problem.code-deploy.active-deployment', {group, deploymentId}),
				nextSteps: [
					text('problem.code-deploy.step.watch', {deploymentId}),
					text('problem.code-deploy.step.wait-or-stop'),
				],
				isRetryable: true,
				otherDeploymentId: deploymentId,
			};
};

const toMissing = (message: Text, call: CodeDeployCall): Row => ({
	kind: 'not-found',
	message,
	nextSteps: [
		text('problem.code-deploy.step.check-name'),
		...(call.region === undefined ? [] : [text('problem.code-deploy.step.check-region', {region: call.region})]),
	],
});

/** What the person typed or chose, refused by the service; `field` says which part of it. */
const toInvalid = (field: Text, detail: string, ...nextSteps: readonly Text[]): Row => ({
	kind: 'input',
	message: text('problem.code-deploy.invalid', {field, detail}),
	nextSteps: nextSteps.length === 0 ? [text('problem.code-deploy.step.correct', {field})] : nextSteps,
});

const toTooLate = (message: Text): Row => ({
	kind: 'conflict',
	message,
	nextSteps: [text('problem.code-deploy.step.look-again')],
});

type Rule = (call: CodeDeployCall, detail: string) => Row;

const invalidRules: Readonly<Record<string, Rule>> = {
	InvalidRevisionException: (_, detail) => toInvalid(text('problem.code-deploy.field.revision'), detail),
	RevisionRequiredException: (_, detail) => toInvalid(text('problem.code-deploy.field.revision'), detail),
	DescriptionTooLongException: (_, detail) => toInvalid(text('problem.code-deploy.field.description'), detail),
	InvalidApplicationNameException: (_, detail) => toInvalid(text('problem.code-deploy.field.application'), detail),
	ApplicationNameRequiredException: (_, detail) => toInvalid(text('problem.code-deploy.field.application'), detail),
	InvalidDeploymentGroupNameException: (_, detail) => toInvalid(text('problem.code-deploy.field.group'), detail),
	DeploymentGroupNameRequiredException: (_, detail) => toInvalid(text('problem.code-deploy.field.group'), detail),
	InvalidDeploymentConfigNameException: (_, detail) => toInvalid(text('problem.code-deploy.field.config'), detail),
	InvalidDeploymentIdException: (_, detail) => toInvalid(text('problem.code-deploy.field.deployment'), detail),
	InvalidDeploymentStyleException: (_, detail) => toInvalid(text('problem.code-deploy.field.style'), detail),
	InvalidLoadBalancerInfoException: (_, detail) =>
		toInvalid(text('problem.code-deploy.field.load-balancer'), detail, text('problem.code-deploy.step.load-balancer')),
	InvalidBlueGreenDeploymentConfigurationException: (_, detail) =>
		toInvalid(text('problem.code-deploy.field.blue-green'), detail),
	InvalidEC2TagException: (_, detail) => toInvalid(text('problem.code-deploy.field.tags'), detail),
	InvalidEC2TagCombinationException: (_, detail) => toInvalid(text('problem.code-deploy.field.tags'), detail),
	TagSetListLimitExceededException: (_, detail) => toInvalid(text('problem.code-deploy.field.tags'), detail),
	InvalidOnPremisesTagCombinationException: (_, detail) => toInvalid(text('problem.code-deploy.field.tags'), detail),
	InvalidTriggerConfigException: (_, detail) => toInvalid(text('problem.code-deploy.field.triggers'), detail),
	TriggerTargetsLimitExceededException: (_, detail) => toInvalid(text('problem.code-deploy.field.triggers'), detail),
	InvalidAlarmConfigException: (_, detail) => toInvalid(text('problem.code-deploy.field.alarms'), detail),
	AlarmsLimitExceededException: (_, detail) => toInvalid(text('problem.code-deploy.field.alarms'), detail),
	InvalidAutoRollbackConfigException: (_, detail) => toInvalid(text('problem.code-deploy.field.rollback'), detail),
	InvalidAutoScalingGroupException: (_, detail) =>
		toInvalid(text('problem.code-deploy.field.auto-scaling-groups'), detail),
	InvalidTagsToAddException: (_, detail) => toInvalid(text('problem.code-deploy.field.tags'), detail),
	InvalidInputException: (_, detail) => toInvalid(text('problem.code-deploy.field.request'), detail),
	RoleRequiredException: (_, detail) => toInvalid(text('problem.code-deploy.field.role'), detail),
};

const rules: Readonly<Record<string, Rule>> = {
	...invalidRules,
	DeploymentLimitExceededException: toActive,
	InvalidTargetInstancesException: (_, detail) => ({
		kind: 'conflict',
		message: text('problem.code-deploy.no-replacement', {detail}),
		nextSteps: [
			text('problem.code-deploy.step.wait-for-tags'),
			text('problem.code-deploy.step.check-replacement-tags'),
		],
		isRetryable: true,
	}),
	ApplicationDoesNotExistException: call =>
		toMissing(
			text('problem.code-deploy.no-application', {application: call.subject?.applicationName ?? unknownName}),
			call,
		),
	DeploymentGroupDoesNotExistException: call =>
		toMissing(
			text('problem.code-deploy.no-group', {
				application: call.subject?.applicationName ?? unknownName,
				group: call.subject?.deploymentGroupName ?? unknownName,
			}),
			call,
		),
	DeploymentConfigDoesNotExistException: call =>
		toMissing(text('problem.code-deploy.no-config', {config: call.subject?.deploymentConfigName ?? unknownName}), call),
	DeploymentDoesNotExistException: call =>
		toMissing(
			text('problem.code-deploy.no-deployment', {deploymentId: call.subject?.deploymentId ?? unknownName}),
			call,
		),
	DeploymentTargetDoesNotExistException: call =>
		toMissing(text('problem.code-deploy.no-target', {deploymentId: call.subject?.deploymentId ?? unknownName}), call),
	RevisionDoesNotExistException: call => toMissing(text('problem.code-deploy.no-revision'), call),
	InvalidGitHubAccountTokenException: () => ({
		kind: 'permission',
		message: text('problem.code-deploy.git-hub-link'),
		nextSteps: [text('problem.code-deploy.step.git-hub-link')],
	}),
	// A role made a moment ago is refused like a wrong one, for up to five minutes (docs/facts.md CD 1.3).
	InvalidRoleException: (_, detail) => ({
		kind: 'permission',
		message: text('problem.code-deploy.role', {detail}),
		nextSteps: [text('problem.code-deploy.step.new-role'), text('problem.code-deploy.step.trust')],
		isRetryable: true,
	}),
	ApplicationAlreadyExistsException: call => ({
		kind: 'conflict',
		message: text('problem.code-deploy.application-exists', {
			application: call.subject?.applicationName ?? unknownName,
		}),
		nextSteps: [text('problem.code-deploy.step.use-it-or-rename')],
	}),
	DeploymentGroupAlreadyExistsException: call => ({
		kind: 'conflict',
		message: text('problem.code-deploy.group-exists', {group: call.subject?.deploymentGroupName ?? unknownName}),
		nextSteps: [text('problem.code-deploy.step.use-it-or-rename')],
	}),
	ApplicationLimitExceededException: (_, detail) => ({
		kind: 'conflict',
		message: text('problem.code-deploy.limit', {detail}),
		nextSteps: [text('problem.code-deploy.step.raise-limit')],
	}),
	DeploymentGroupLimitExceededException: (_, detail) => ({
		kind: 'conflict',
		message: text('problem.code-deploy.limit', {detail}),
		nextSteps: [text('problem.code-deploy.step.raise-limit')],
	}),
	DeploymentNotStartedException: call => ({
		kind: 'conflict',
		message: text('problem.code-deploy.not-started', {deploymentId: call.subject?.deploymentId ?? unknownName}),
		nextSteps: [text('problem.code-deploy.step.look-again')],
		isRetryable: true,
	}),
	DeploymentIsNotInReadyStateException: call =>
		toTooLate(text('problem.code-deploy.not-ready', {deploymentId: call.subject?.deploymentId ?? unknownName})),
	DeploymentAlreadyCompletedException: call =>
		toTooLate(text('problem.code-deploy.completed', {deploymentId: call.subject?.deploymentId ?? unknownName})),
	InvalidDeploymentStatusException: call =>
		toTooLate(text('problem.code-deploy.not-now', {deploymentId: call.subject?.deploymentId ?? unknownName})),
	InvalidDeploymentWaitTypeException: call =>
		toTooLate(text('problem.code-deploy.not-now', {deploymentId: call.subject?.deploymentId ?? unknownName})),
	UnsupportedActionForDeploymentTypeException: call =>
		toTooLate(text('problem.code-deploy.not-now', {deploymentId: call.subject?.deploymentId ?? unknownName})),
};

/** CodeDeploy's own exceptions (docs/facts.md CD 3.3) over the table that all of AWS shares. */
export const toCodeDeployProblem = (error: unknown, call: CodeDeployCall): Problem => {
	const problem = toAwsProblem(error, call);
	const rule = Object.hasOwn(rules, problem.code) ? rules[problem.code] : undefined;
	if (rule === undefined) {
		const isBare = problem.nextSteps.length === 0 && problem.code !== 'aborted';
		return isBare ? {...problem, nextSteps: [text('problem.code-deploy.step.look-again')]} : problem;
	}

	const row = rule(call, problem.detail ?? problem.code);
	return {
		...problem,
		kind: row.kind,
		message: row.message,
		nextSteps: row.nextSteps ?? [],
		isRetryable: row.isRetryable ?? false,
		...(row.otherDeploymentId !== undefined && {otherDeploymentId: row.otherDeploymentId}),
	};
};
