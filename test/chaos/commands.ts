/** What the program's commands do, without their screens and lines. */
import {preflight} from '../../source/core/check/preflight.js';
import {type Draft} from '../../source/core/field/field.js';
import {toRunConfig} from '../../source/core/flow/to-run-config.js';
import {type RunConfig, type RunEvent, type RunPolicy} from '../../source/core/run/event.js';
import {type RunSummary} from '../../source/ports/journal.js';
import {resumeRun, startRun, watchDeployment, type DrivePorts, type RunHandle} from '../../source/runtime/drive.js';
import {gatherFacts} from '../../source/runtime/gather-facts.js';
import {elastigroupId} from './build-world.js';
import {type ControllerEnd, type Stage} from './stage.js';
import {type ControllerPlan} from './story.js';

export type CommandOptions = {
	readonly random: () => number;
	readonly clockSkewMs: () => number | undefined;
	onEvent(event: RunEvent): void;
	onHandle(handle: RunHandle): void;
};

const draftOf = ({version, timeoutMinutes, hasRunTag}: ControllerPlan): Draft => ({
	region: 'ap-northeast-2',
	applicationName: 'shop',
	deploymentGroupName: 'shop-bg',
	elastigroupId,
	greenTags: hasRunTag ? `version=${version},run={run}` : `version=${version}`,
	revision: `s3://shop-releases-ap-northeast-2/shop/shop-${version}.zip`,
	description: `Version ${version}`,
	...(timeoutMinutes !== undefined && {timeoutMinutes: String(timeoutMinutes)}),
});

const listRuns = async ({journal}: DrivePorts): Promise<readonly RunSummary[]> => {
	const listed = await journal.list();
	return listed.isOk ? listed.value.runs : [];
};

const toEnd = async (handle: RunHandle, {onHandle}: CommandOptions): Promise<ControllerEnd> => {
	onHandle(handle);
	return {kind: 'drive', end: await handle.finished};
};

/** As `deploy` does: a run of the same deployment that no process lived to end goes on. */
const deploy = async (
	stage: Stage,
	plan: ControllerPlan,
	ports: DrivePorts,
	options: CommandOptions,
): Promise<ControllerEnd> => {
	const draft = draftOf(plan);
	const facts = await gatherFacts(ports, draft);
	const failing = preflight(facts)
		.filter(({level}) => level === 'fail')
		.map(({id}) => id);
	const isSame = ({greenTags}: RunConfig): boolean => greenTags.some(({value}) => value === plan.version);
	const runs = await listRuns(ports);
	const open = runs.find(({ended, started}) => ended === undefined && isSame(started.config));
	if (open !== undefined) {
		return toEnd(resumeRun(ports, open.runId, {...options, policy: plan.policy}), options);
	}

	if (failing.length > 0 && !plan.isUnchecked) {
		return {kind: 'checks', failing};
	}

	const runId = `run-${plan.machine}${[...stage.runs.values()].filter(({machine}) => machine === plan.machine).length + 1}`;
	const config = toRunConfig(draft, facts, {runId, policy: plan.policy, isDemo: false});
	return config.isOk
		? toEnd(startRun(ports, config.value, options), options)
		: {kind: 'problem', code: config.problem.code};
};

/** `restore` asks first; its own leave, where it was given, is said at the question. */
const restorePolicy: Partial<RunPolicy> = {cleanUp: 'ask', restore: 'ask'};

export const carryOut = async (
	stage: Stage,
	plan: ControllerPlan,
	ports: DrivePorts,
	options: CommandOptions,
): Promise<ControllerEnd> => {
	switch (plan.command) {
		case 'deploy': {
			return deploy(stage, plan, ports, options);
		}

		case 'watch': {
			const runs = await listRuns(ports);
			const run = runs.find(({ended}) => ended === undefined) ?? runs[0];
			return run === undefined
				? {kind: 'nothing'}
				: toEnd(resumeRun(ports, run.runId, {...options, mayLookOn: true, policy: plan.policy}), options);
		}

		case 'restore':
		case 'dry-restore': {
			const [run] = await listRuns(ports);
			return run === undefined
				? {kind: 'nothing'}
				: toEnd(
						resumeRun(ports, run.runId, {
							...options,
							purpose: 'restore',
							...(plan.command === 'dry-restore' && {isDryRun: true}),
							policy: restorePolicy,
						}),
						options,
					);
		}

		case 'look-on': {
			const deployment = [...stage.simulator.world.deployments.values()].at(-1);
			return deployment === undefined
				? {kind: 'nothing'}
				: toEnd(watchDeployment(ports, deployment.deploymentId, options), options);
		}
	}
};
