import {known, type Facts} from '../core/check/facts.js';
import {acceptedTag, matchesFilter} from '../core/check/tag-matcher.js';
import {judgeGroup, mendsOf} from '../core/check/verdict.js';
import {type TagFilterSet} from '../core/cloud/code-deploy.js';
import {type Tag} from '../core/cloud/shared.js';
import {effectiveDraft} from '../core/field/draft.js';
import {type Draft} from '../core/field/field.js';
import {showTag} from '../core/field/tag-list.js';
import {applicationNameOf, deploymentGroupNameOf} from '../core/flow/choices.js';
import {type Operation} from '../core/flow/flow.js';
import {changeOfMends} from '../core/flow/plan.js';
import {setupFlow} from '../core/flow/registry.js';
import {toDeploymentGroupSpec, toElastigroupSpec} from '../core/flow/to-spec.js';
import {fail, mayBeDone, ok, type Problem, type Result} from '../core/problem.js';
import {text} from '../core/text-token.js';
import {type Ports} from '../ports/ports.js';
import {gatherFacts} from './gather-facts.js';

export type PerformPorts = Pick<Ports, 'codeDeploy' | 'elastigroups' | 'account' | 'clock'>;

/** Whether it is not known if the write was done: the answer was lost, and so was the look for what it made. */
export const isUnsure = ({message}: Problem): boolean => message.id === 'perform.unsure';

const unsure = (name: string, problem: Problem): Problem => ({
	...problem,
	message: text('perform.unsure', {name}),
	nextSteps: [text('perform.unsure.next'), ...problem.nextSteps],
	// Repeating the write may make a second one.
	isRetryable: false,
});

/**
 * After a write whose answer was lost: looks for what it may have made, adopts it, and never writes again. `look`
 * settles to the answers that what was found fixes, or to undefined when it is not there.
 */
const adopt = async (
	problem: Problem,
	name: string,
	look: () => Promise<Result<Draft | undefined>>,
): Promise<Result<Draft>> => {
	if (!mayBeDone(problem)) {
		return fail(problem);
	}

	const found = await look();
	if (!found.isOk) {
		return fail(unsure(name, problem));
	}

	return found.value === undefined ? fail(problem) : ok(found.value);
};

/** A name that is taken is no failure of the service: the person chooses it from the list, or another one. */
const explainConflict = (problem: Problem, name: string): Problem =>
	problem.kind === 'conflict' && problem.code.includes('AlreadyExists')
		? {...problem, message: text('perform.exists', {name}), nextSteps: [text('perform.exists.next')]}
		: problem;

const createApplication = async (
	{codeDeploy}: PerformPorts,
	answers: Draft,
	signal: AbortSignal | undefined,
): Promise<Result<Draft>> => {
	const name = applicationNameOf(answers);
	const fixed = {applicationName: name};
	const created = await codeDeploy.createApplication(name, signal);
	return created.isOk
		? ok(fixed)
		: adopt(explainConflict(created.problem, name), name, async () => {
				const list = await codeDeploy.listApplications();
				return list.isOk ? ok(list.value.some(each => each.name === name) ? fixed : undefined) : list;
			});
};

// A role that was just made is refused for a while; five minutes are the patience of others too (docs/facts.md CD 1.3).
const rolePatienceMs = 5 * 60_000;
const rolePauseMs = 10_000;

const isRoleRefused = ({code}: Problem): boolean => code.startsWith('InvalidRole');

const createDeploymentGroup = async (
	{codeDeploy, clock}: PerformPorts,
	answers: Draft,
	signal: AbortSignal | undefined,
): Promise<Result<Draft>> => {
	const spec = toDeploymentGroupSpec(answers);
	if (!spec.isOk) {
		return spec;
	}

	const {applicationName, name} = spec.value;
	const fixed = {deploymentGroupName: name};
	const until = clock.now() + rolePatienceMs;
	const isAborted = () => signal?.aborted === true;
	let created = await codeDeploy.createDeploymentGroup(spec.value, signal);
	// Refused means that nothing was made: this write may be sent again.
	while (!created.isOk && isRoleRefused(created.problem) && clock.now() < until && !isAborted()) {
		await clock.sleep(rolePauseMs, signal);
		if (!isAborted()) {
			created = await codeDeploy.createDeploymentGroup(spec.value, signal);
		}
	}

	if (created.isOk) {
		return ok(fixed);
	}

	const {problem} = created;
	if (isRoleRefused(problem)) {
		return fail({...problem, nextSteps: [text('perform.role.next'), ...problem.nextSteps]});
	}

	return adopt(explainConflict(problem, name), name, async () => {
		const group = await codeDeploy.getDeploymentGroup(applicationName, name);
		if (group.isOk) {
			return ok(fixed);
		}

		return group.problem.kind === 'not-found' ? ok(undefined) : group;
	});
};

/**
 * The group has no lock and no version: it is read again just before writing, and only what the verdict still offers
 * is changed, in one update (docs/facts.md CD 1.4).
 */
const mendDeploymentGroup = async (
	ports: PerformPorts,
	answers: Draft,
	mends: readonly string[],
	signal: AbortSignal | undefined,
): Promise<Result<Draft>> => {
	const facts = await gatherFacts(ports, answers, signal);
	const change = changeOfMends(facts, mends);
	if (!change.isOk) {
		return change;
	}

	const application = applicationNameOf(answers);
	const group = deploymentGroupNameOf(answers);
	const done = {groupMends: ''};
	const updated = await ports.codeDeploy.updateDeploymentGroup(application, group, change.value, signal);
	return updated.isOk
		? ok(done)
		: adopt(updated.problem, group, async () => {
				const read = await ports.codeDeploy.getDeploymentGroup(application, group);
				if (!read.isOk) {
					return read;
				}

				const after: Facts = {...facts, group: known(read.value)};
				const still = mendsOf(judgeGroup(after)).some(each => mends.includes(each.id));
				return ok(still ? undefined : done);
			});
};

/** Whether these permanent tags would make every instance an original (D4). */
const containedTag = (tags: readonly Tag[], filters: TagFilterSet): Tag | undefined =>
	matchesFilter(tags, filters) ? acceptedTag(tags, filters) : undefined;

const createElastigroup = async (
	{codeDeploy, elastigroups}: PerformPorts,
	answers: Draft,
	signal: AbortSignal | undefined,
): Promise<Result<Draft>> => {
	const spec = toElastigroupSpec(answers);
	if (!spec.isOk) {
		return spec;
	}

	const {name, deploymentGroups, tags} = spec.value;
	const application = applicationNameOf(answers);
	const groupName = deploymentGroupNameOf(answers);
	const group = await codeDeploy.getDeploymentGroup(application, groupName, signal);
	const clash = group.isOk ? containedTag(tags, group.value.tagFilters) : undefined;
	if (clash !== undefined) {
		const tag = showTag(clash);
		return fail({
			kind: 'input',
			code: 'contained-tag',
			message: text('perform.contained', {tag}),
			nextSteps: [text('field.why.tag-contained', {tag})],
			isRetryable: false,
		});
	}

	const before = await elastigroups.list(signal);
	if (!before.isOk) {
		return before;
	}

	const created = await elastigroups.create(spec.value, signal);
	return created.isOk
		? ok({elastigroupId: created.value.id})
		: adopt(created.problem, name, async () => {
				const list = await elastigroups.list();
				if (!list.isOk) {
					return list;
				}

				// Names are not unique in Spot: what the lost answer told of is the only new one like it.
				const [found, ...others] = list.value.filter(
					each =>
						each.name === name &&
						!before.value.some(({id}) => id === each.id) &&
						deploymentGroups.every(ref =>
							each.deploymentGroups.some(
								other =>
									other.applicationName === ref.applicationName &&
									other.deploymentGroupName === ref.deploymentGroupName,
							),
						),
				);
				return others.length > 0 ? created : ok(found && {elastigroupId: found.id});
			});
};

/**
 * Makes one write of the flow, once. The value holds the answers it fixes, such as the new Elastigroup's id in the
 * place of the wish to create one.
 */
export const perform = async (
	ports: PerformPorts,
	operation: Operation,
	draft: Draft,
	signal?: AbortSignal,
): Promise<Result<Draft>> => {
	const answers = effectiveDraft(setupFlow, draft);
	switch (operation.kind) {
		case 'create-application': {
			return createApplication(ports, answers, signal);
		}

		case 'create-deployment-group': {
			return createDeploymentGroup(ports, answers, signal);
		}

		case 'mend-deployment-group': {
			return mendDeploymentGroup(ports, answers, operation.mends, signal);
		}

		case 'create-elastigroup': {
			return createElastigroup(ports, answers, signal);
		}
	}
};
